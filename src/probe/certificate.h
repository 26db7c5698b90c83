/* certificate.h: what a server's certificate says and what is wrong with it, for one host.
 * The handshake is let through whatever the certificate, so that it can be looked at; who
 * sends anything secret asks for the verdict first. */
#pragma once
#include <glib.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

typedef struct {
  const char *verify;   /* as tls.verify; static */
  const char *error;    /* OpenSSL's words for it, NULL when ok; static */
  const char *weakness; /* as tls.weakness, or NULL; static */
  const char *staple;   /* as tls.ocsp; static */
  char *subject, *issuer, *fingerprint;
  char *key;             /* "RSA 2048"; NULL when OpenSSL does not know the kind */
  char *encoded;         /* DER in Base64 */
  char *key_fingerprint; /* SHA-256 of the public key, as AA:BB:… */
  char **names;
  char **sent, **verified;      /* subjects, the server's own first */
  gint64 not_before, not_after; /* seconds since 1970, UTC */
} DoctorCertificate;

/* Makes @context let every certificate through while noting what is wrong with it. */
void doctor_certificate_watch (SSL_CTX *context);
/* The verdict after a handshake. @accepted: fingerprint that the person accepted, or NULL;
 * colons and case do not matter. NULL when the server sent no certificate. */
DoctorCertificate *doctor_certificate_judge (SSL *ssl,
                                             const char *host,
                                             const char *accepted) G_GNUC_WARN_UNUSED_RESULT;
/* @name in one line (RFC 4514), made harmless. */
char *doctor_certificate_dup_name (X509_NAME *name) G_GNUC_WARN_UNUSED_RESULT;
/* The host names and addresses on it, made harmless; the common name where there is none. */
char **doctor_certificate_dup_names (X509 *x509) G_GNUC_WARN_UNUSED_RESULT;
/* Seconds since 1970, UTC; 0 when it is no time. */
gint64 doctor_certificate_seconds (const ASN1_TIME *time);
void doctor_certificate_free (DoctorCertificate *certificate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorCertificate, doctor_certificate_free)

G_END_DECLS
