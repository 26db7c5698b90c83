/* look.h: second handshakes, made only where the first one leaves a question: without the
 * name, with what nobody should use any more, with another name of the certificate, with a
 * server that has nothing to do with it. They look and leave: no password ever follows. */
#pragma once
#include "probe/chain.h"

G_BEGIN_DECLS

enum {
  /* Names of a certificate that are tried for the server's real one. */
  DOCTOR_LOOK_MAX_NAMES = 3,
  DOCTOR_LOOK_LIMIT_MS = 3000, /* for one look */
};

/* Sets tls.sni-needed, tls.lower-version, tls.weakness, tls.names-host, tls.same-issuer, as far as
 * what the chain saw asks for them. */
void doctor_look_again (DoctorChain *chain);
/* Host names to try for a certificate with @names, best first, at most
 * DOCTOR_LOOK_MAX_NAMES: those for which it was made, without @host; of a wildcard the names
 * that a server of @protocol usually has. Pure. */
char **doctor_look_dup_candidates (const char *const *names,
                                   const char *host,
                                   const char *protocol) G_GNUC_WARN_UNUSED_RESULT;
/* Whether two hosts are run by different people, as far as their names tell: no common
 * ending of two labels (three under a two-letter country code). Pure. */
gboolean doctor_look_are_strangers (const char *host, const char *other);

G_END_DECLS
