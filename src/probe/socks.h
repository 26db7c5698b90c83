/* socks.h: the client's side of SOCKS 4 and of SOCKS 5 (RFC 1928) with user name and password
 * (RFC 1929), as far as Claws Mail 4.1.1 speaks it. Pure: bytes in, bytes out, verdict (fuzzed);
 * knows no socket. GIO's own client waits without a deadline and keeps the proxy's answer to
 * itself. */
#pragma once
#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  DOCTOR_SOCKS_MORE, /* the proxy has to say more */
  DOCTOR_SOCKS_OPEN, /* what follows is the server's */
  DOCTOR_SOCKS_FAILED
} DoctorSocksState;

typedef struct {
  gboolean is_four;
  const char *host;     /* SOCKS 5: looked up by the proxy */
  const char *address;  /* SOCKS 4: IPv4, in numbers */
  const char *user;     /* NULL: no login is offered to the proxy */
  const char *password; /* may be NULL */
  guint16 port;
} DoctorSocksTarget;

typedef struct _DoctorSocks DoctorSocks;

/* @target is borrowed. */
DoctorSocks *doctor_socks_new (const DoctorSocksTarget *target) G_GNUC_WARN_UNUSED_RESULT;
void doctor_socks_free (DoctorSocks *socks); /* wipes; accepts NULL */

/* What is to be sent now; empty when it is the proxy's turn. Borrowed; forget it with
 * doctor_socks_sent (). */
const guint8 *doctor_socks_peek (DoctorSocks *socks, gsize *out_length);
void doctor_socks_sent (DoctorSocks *socks, gsize length);
/* How many bytes the proxy has to say at least before anything can be told: reading more would
 * take bytes of the server. */
gsize doctor_socks_wants (DoctorSocks *socks);
DoctorSocksState doctor_socks_take (DoctorSocks *socks, const guint8 *bytes, gsize length);
DoctorSocksState doctor_socks_get_state (DoctorSocks *socks);
/* As proxy.result, once it failed; static. And the proxy's answer in words; static. */
const char *doctor_socks_get_result (DoctorSocks *socks);
const char *doctor_socks_get_error (DoctorSocks *socks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorSocks, doctor_socks_free)

G_END_DECLS
