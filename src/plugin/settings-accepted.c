/* The certificate that the person accepted for a server in the host (settings.h). */
#include "plugin/settings.h"
#include "core/der.h"
#include <claws-features.h>
#include <ssl_certificate.h>

static void
set (DoctorFacts *facts, DoctorScope scope, const char *name, const char *value)
{
  if (value != NULL)
    doctor_facts_set_scoped (facts, scope, name, g_variant_new_string (value),
                             DOCTOR_SOURCE_SETTINGS);
}

void
doctor_settings_add_accepted (DoctorFacts *facts, DoctorScope scope)
{
  const char *host = doctor_facts_get_string (facts, scope, "server.host");
  gint64 port = doctor_facts_get_int (facts, scope, "server.port", 0);
  SSLCertificate *certificate
    = host != NULL ? ssl_certificate_find (host, (gushort)port, NULL) : NULL;
  unsigned char *der = NULL;
  if (certificate == NULL)
    return;
  size_t length = gnutls_i2d_X509 (certificate->x509_cert, &der);
  ssl_certificate_destroy (certificate);
  if (length > 0) {
    g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der, length);
    g_autofree char *encoded = g_base64_encode (der, length);
    g_autofree char *key = doctor_der_dup_key_sum (der, length);
    set (facts, scope, "server.accepted-certificate", sum);
    set (facts, scope, "server.accepted-encoded", encoded);
    set (facts, scope, "server.accepted-key", key);
  }
  free (der);
}
