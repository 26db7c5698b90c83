/* trust.h: the certificate authorities that an examination believes, read once for all of
 * its connections while names are still being looked up: OpenSSL 3 takes a tenth of a
 * second for a whole bundle. Thread-safe. */
#pragma once
#include <gio/gio.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

typedef struct _DoctorTrust DoctorTrust;

/* How a handshake is made. Anything but the usual way is a look only: no password may
 * follow it. */
typedef enum {
  DOCTOR_HANDSHAKE_USUAL,
  DOCTOR_HANDSHAKE_NAMELESS, /* without SNI */
  DOCTOR_HANDSHAKE_OLD       /* versions, ciphers and keys that nobody should use any more */
} DoctorHandshake;

/* @ca_file NULL: the system's authorities. Begins to read in a thread of its own. */
DoctorTrust *doctor_trust_new (const char *ca_file) G_GNUC_WARN_UNUSED_RESULT;
void doctor_trust_free (DoctorTrust *trust); /* accepts NULL; sessions may live on */
/* A client session for @host; waits for the reading to end. NULL when OpenSSL cannot make
 * one (see doctor_trust_check_file ()). */
SSL *doctor_trust_new_session (DoctorTrust *trust,
                               const char *host,
                               DoctorHandshake handshake) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the chain that @ssl verified ends in a root that only this computer trusts. FALSE
 * as result when that cannot be told: not verified up to a root, or the distribution's own
 * authorities are not found. */
gboolean doctor_trust_judge_root (DoctorTrust *trust,
                                  SSL *ssl,
                                  gboolean *out_is_local) G_GNUC_WARN_UNUSED_RESULT;
/* Whether @path can serve as @ca_file. Errors: DOCTOR_ERROR_USAGE. */
gboolean doctor_trust_check_file (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorTrust, doctor_trust_free)

G_END_DECLS
