/* certificate.h: what a server's certificate says and what is wrong with it, for one host.
 * The handshake is let through whatever the certificate, so that it can be looked at; who
 * sends anything secret asks for the verdict first. */
#pragma once
#include <glib.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

typedef struct {
  const char *verify; /* as tls.verify; static */
  const char *error;  /* OpenSSL's words for it, NULL when ok; static */
  char *subject, *issuer, *fingerprint;
  char **names;
  gint64 not_before, not_after; /* seconds since 1970, UTC */
} DoctorCertificate;

/* Makes @context let every certificate through while noting what is wrong with it. */
void doctor_certificate_watch (SSL_CTX *context);
/* The verdict after a handshake. @accepted: fingerprint that the person accepted, or NULL;
 * colons and case do not matter. NULL when the server sent no certificate. */
DoctorCertificate *doctor_certificate_judge (SSL *ssl,
                                             const char *host,
                                             const char *accepted) G_GNUC_WARN_UNUSED_RESULT;
void doctor_certificate_free (DoctorCertificate *certificate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorCertificate, doctor_certificate_free)

G_END_DECLS
