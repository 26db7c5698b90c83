/* play-certificates.h: throw-away certificates for the played servers, made in memory. */
#pragma once
#include <glib.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

/* Writes the certificate of the test authority to @path, making it on first use. */
void play_write_authority (const char *path);
/* A server context with the certificate @name: good, other-name, expired, not-yet-valid,
 * self-signed, unknown-authority, incomplete, old (speaks TLS 1.0 and 1.1 only), wants-client
 * and requires-client (asks for a client certificate; requires-client-1.2: in TLS 1.2),
 * small-group, weak-cipher, small-key, staple-good, staple-revoked, staple-stale,
 * staple-unknown (with that revocation status), wildcard (for *.host.example), name-wanted
 * (as good for those that send the name, as other-name for the rest). Borrowed; NULL for an
 * unknown name. */
SSL_CTX *play_get_context (const char *name);
/* Whether a client may send a password over TLS with that certificate to localhost. */
gboolean play_is_good (const char *name);
/* SHA-256 of it as tls.cert.fingerprint. */
char *play_dup_fingerprint (const char *name);
/* All of it, DER in Base64. */
char *play_dup_encoded (const char *name);
void play_free_certificates (void);

G_END_DECLS
