#include "probe/staple.h"
#include <openssl/ocsp.h>

enum { MAX_BYTES = 64 * 1024, TOLERANCE_SECONDS = 3600 };

/* The answer about @x509, whichever digest the authority names it by (RFC 6960 §4.1.1). */
static gboolean
find_answer (OCSP_BASICRESP *basic,
             X509 *x509,
             X509 *issuer,
             int *out_status,
             ASN1_GENERALIZEDTIME **out_from,
             ASN1_GENERALIZEDTIME **out_until)
{
  const EVP_MD *const digests[] = { EVP_sha1 (), EVP_sha256 () };
  gboolean found = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (digests) && !found; i++) {
    OCSP_CERTID *id = OCSP_cert_to_id (digests[i], x509, issuer);
    found = id != NULL
            && OCSP_resp_find_status (basic, id, out_status, NULL, NULL, out_from, out_until) == 1;
    OCSP_CERTID_free (id);
  }
  return found;
}

static const char *
judge (OCSP_BASICRESP *basic, X509 *x509, X509 *issuer, STACK_OF (X509) * chain, X509_STORE *store)
{
  int status = V_OCSP_CERTSTATUS_UNKNOWN;
  ASN1_GENERALIZEDTIME *from = NULL, *until = NULL;
  if (OCSP_basic_verify (basic, chain, store, 0) != 1
      || !find_answer (basic, x509, issuer, &status, &from, &until))
    return "unknown";
  if (status == V_OCSP_CERTSTATUS_REVOKED)
    return "revoked";
  if (OCSP_check_validity (from, until, TOLERANCE_SECONDS, -1) != 1)
    return "stale";
  return status == V_OCSP_CERTSTATUS_GOOD ? "good" : "unknown";
}

const char *
doctor_staple_read (const guint8 *bytes,
                    gsize length,
                    X509 *x509,
                    X509 *issuer,
                    STACK_OF (X509) * chain,
                    X509_STORE *store)
{
  const unsigned char *at = bytes;
  if (length > MAX_BYTES)
    return "unknown";
  OCSP_RESPONSE *response = d2i_OCSP_RESPONSE (NULL, &at, (long)length);
  OCSP_BASICRESP *basic = NULL;
  if (response != NULL && OCSP_response_status (response) == OCSP_RESPONSE_STATUS_SUCCESSFUL)
    basic = OCSP_response_get1_basic (response);
  const char *word
    = basic == NULL || issuer == NULL ? "unknown" : judge (basic, x509, issuer, chain, store);
  OCSP_BASICRESP_free (basic);
  OCSP_RESPONSE_free (response);
  return word;
}

const char *
doctor_staple_judge (SSL *ssl)
{
  const unsigned char *bytes = NULL;
  long length = SSL_get_tlsext_status_ocsp_resp (ssl, &bytes);
  STACK_OF (X509) *chain = SSL_get0_verified_chain (ssl);
  if (bytes == NULL || length <= 0)
    return "none";
  if (sk_X509_num (chain) < 1)
    return "unknown";
  X509 *issuer = sk_X509_value (chain, MIN (1, sk_X509_num (chain) - 1));
  return doctor_staple_read (bytes, (gsize)length, sk_X509_value (chain, 0), issuer,
                             SSL_get_peer_cert_chain (ssl),
                             SSL_CTX_get_cert_store (SSL_get_SSL_CTX (ssl)));
}
