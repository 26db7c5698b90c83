/* saved-certificate.h: the certificate that the host keeps for a server, as far as it counts
 * here. Taking one apart costs the host milliseconds, and an account is read often: what was seen
 * is kept until the host's file is another. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *sum;     /* SHA-256 of the certificate, hexadecimal; NULL: none is kept */
  char *encoded; /* all of it in DER, base64; or NULL */
  char *key_sum; /* of its public key; or NULL */
} DoctorSavedCertificate;

/* Borrowed until the next call. Never NULL. @host may be NULL. */
const DoctorSavedCertificate *doctor_saved_certificate_get (const char *host, int port);
void doctor_saved_certificate_forget (void); /* all; idempotent */

G_END_DECLS
