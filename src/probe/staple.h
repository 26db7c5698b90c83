/* staple.h: the revocation status that a server sends along (OCSP stapling, RFC 6066 §8). */
#pragma once
#include <glib.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

/* As tls.ocsp, after a handshake of a session that asked for it: none, good, revoked,
 * unknown (also: not signed as it should be, or about another certificate), stale. Static. */
const char *doctor_staple_judge (SSL *ssl);
/* The same for @length bytes of a response about @x509 from @issuer. @chain: certificates that
 * may have signed it, may be NULL. Believes only signatures that @store vouches for. */
const char *doctor_staple_read (const guint8 *bytes,
                                gsize length,
                                X509 *x509,
                                X509 *issuer,
                                STACK_OF (X509) * chain,
                                X509_STORE *store);

G_END_DECLS
