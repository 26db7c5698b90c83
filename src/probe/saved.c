#include "probe/saved.h"
#include "probe/certificate.h"

/* NULL when it is no certificate. To be freed with X509_free (). */
static X509 *
read_saved (DoctorChain *chain)
{
  const char *encoded = doctor_chain_get (chain, "server.accepted-encoded");
  gsize length = 0;
  g_autofree guchar *der = encoded != NULL ? g_base64_decode (encoded, &length) : NULL;
  const unsigned char *at = der;
  return length > 0 ? d2i_X509 (NULL, &at, (long)length) : NULL;
}

void
doctor_saved_tell (DoctorChain *chain)
{
  X509 *x509 = read_saved (chain);
  if (x509 == NULL)
    return;
  g_autofree char *issuer = doctor_certificate_dup_name (X509_get_issuer_name (x509));
  g_autofree char *subject = doctor_certificate_dup_name (X509_get_subject_name (x509));
  doctor_chain_set_string (chain, "tls.saved.issuer", issuer);
  doctor_chain_set_string (chain, "tls.saved.subject", subject);
  doctor_chain_set (chain, "tls.saved.not-before",
                    g_variant_new_int64 (doctor_certificate_seconds (X509_get0_notBefore (x509))));
  doctor_chain_set (chain, "tls.saved.not-after",
                    g_variant_new_int64 (doctor_certificate_seconds (X509_get0_notAfter (x509))));
  X509_free (x509);
}
