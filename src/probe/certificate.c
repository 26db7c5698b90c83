#include "probe/certificate.h"
#include <gio/gio.h>
#include <openssl/x509v3.h>
#include <time.h>

/* What the chain check may complain of, in the order in which it is told: no trust before
 * wrong dates, because new dates would not help an unknown issuer. */
static const struct {
  int code;
  const char *verify;
} complaints[] = {
  { X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "self-signed" },
  { X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "untrusted" },
  { X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, "untrusted" },
  { X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "untrusted" },
  { X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, "untrusted" },
  { X509_V_ERR_CERT_UNTRUSTED, "untrusted" },
  { X509_V_ERR_INVALID_CA, "untrusted" },
  { X509_V_ERR_CERT_SIGNATURE_FAILURE, "untrusted" },
  { X509_V_ERR_CERT_HAS_EXPIRED, "expired" },
  { X509_V_ERR_CERT_NOT_YET_VALID, "not-yet-valid" },
  { X509_V_ERR_HOSTNAME_MISMATCH, "hostname-mismatch" },
  { X509_V_ERR_EE_KEY_TOO_SMALL, "weak" },
  { X509_V_ERR_CA_KEY_TOO_SMALL, "weak" },
  { X509_V_ERR_CA_MD_TOO_WEAK, "weak" },
  { X509_V_ERR_UNSPECIFIED, "other" },
};

static int
get_noted_index (void)
{
  static gsize once = 0;
  static int noted_index = -1;
  if (g_once_init_enter (&once)) {
    noted_index = SSL_get_ex_new_index (0, NULL, NULL, NULL, NULL);
    g_once_init_leave (&once, 1);
  }
  return noted_index;
}

static void
note (SSL *ssl, int code)
{
  guint row = G_N_ELEMENTS (complaints) - 1; /* other */
  for (guint i = 0; i < G_N_ELEMENTS (complaints); i++)
    if (complaints[i].code == code)
      row = i;
  guint bits = GPOINTER_TO_UINT (SSL_get_ex_data (ssl, get_noted_index ()));
  SSL_set_ex_data (ssl, get_noted_index (), GUINT_TO_POINTER (bits | 1u << row));
}

static int
watch (int fine, X509_STORE_CTX *store)
{
  SSL *ssl = X509_STORE_CTX_get_ex_data (store, SSL_get_ex_data_X509_STORE_CTX_idx ());
  if (!fine)
    note (ssl, X509_STORE_CTX_get_error (store));
  return 1;
}

void
doctor_certificate_watch (SSL_CTX *context)
{
  get_noted_index ();
  SSL_CTX_set_verify (context, SSL_VERIFY_PEER, watch);
}

static char *
dup_name (X509_NAME *name)
{
  g_autoptr (GString) text = g_string_new (NULL);
  BIO *bio = BIO_new (BIO_s_mem ());
  char *data = NULL;
  X509_NAME_print_ex (bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  long length = BIO_get_mem_data (bio, &data);
  g_string_append_len (text, data, length);
  BIO_free (bio);
  return g_utf8_make_valid (text->str, -1);
}

static gint64
seconds_of (const ASN1_TIME *time)
{
  struct tm parts = { 0 };
  return ASN1_TIME_to_tm (time, &parts) == 1 ? (gint64)timegm (&parts) : 0;
}

static char *
dup_fingerprint (X509 *x509)
{
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  GString *text = g_string_new (NULL);
  X509_digest (x509, EVP_sha256 (), digest, &length);
  for (unsigned int i = 0; i < length; i++)
    g_string_append_printf (text, "%s%02X", i == 0 ? "" : ":", digest[i]);
  return g_string_free (text, FALSE);
}

static void
add_alternative (GPtrArray *names, const GENERAL_NAME *alternative)
{
  if (alternative->type == GEN_DNS) {
    const ASN1_IA5STRING *dns = alternative->d.dNSName;
    g_autofree char *text
      = g_strndup ((const char *)ASN1_STRING_get0_data (dns), ASN1_STRING_length (dns));
    g_ptr_array_add (names, g_utf8_make_valid (text, -1));
  }
  if (alternative->type == GEN_IPADD) {
    const ASN1_OCTET_STRING *ip = alternative->d.iPAddress;
    int length = ASN1_STRING_length (ip);
    if (length != 4 && length != 16)
      return;
    g_autoptr (GInetAddress) address = g_inet_address_new_from_bytes (
      ASN1_STRING_get0_data (ip), length == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
    g_ptr_array_add (names, g_inet_address_to_string (address));
  }
}

/* RFC 6125 §6.4.4: the common name counts only where there is no alternative name. */
static void
add_common_name (GPtrArray *names, X509 *x509)
{
  X509_NAME *subject = X509_get_subject_name (x509);
  int i = X509_NAME_get_index_by_NID (subject, NID_commonName, -1);
  unsigned char *text = NULL;
  if (i < 0)
    return;
  if (ASN1_STRING_to_UTF8 (&text, X509_NAME_ENTRY_get_data (X509_NAME_get_entry (subject, i))) >= 0)
    g_ptr_array_add (names, g_utf8_make_valid ((const char *)text, -1));
  OPENSSL_free (text);
}

static char **
dup_names (X509 *x509)
{
  enum { MAX_NAMES = 100 }; /* certificates of hosting companies carry a hundred */
  GPtrArray *names = g_ptr_array_new ();
  GENERAL_NAMES *alternatives = X509_get_ext_d2i (x509, NID_subject_alt_name, NULL, NULL);
  int n = alternatives == NULL ? 0 : sk_GENERAL_NAME_num (alternatives);
  for (int i = 0; i < MIN (n, MAX_NAMES); i++)
    add_alternative (names, sk_GENERAL_NAME_value (alternatives, i));
  GENERAL_NAMES_free (alternatives);
  if (names->len == 0)
    add_common_name (names, x509);
  g_ptr_array_add (names, NULL);
  return (char **)g_ptr_array_free (names, FALSE);
}

static gboolean
matches_host (X509 *x509, const char *host)
{
  if (X509_check_ip_asc (x509, host, 0) == 1)
    return TRUE;
  return X509_check_host (x509, host, 0, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, NULL) == 1;
}

static gboolean
same_fingerprint (const char *a, const char *b)
{
  g_auto (GStrv) parts_a = g_strsplit (a, ":", -1);
  g_auto (GStrv) parts_b = g_strsplit (b, ":", -1);
  g_autofree char *digits_a = g_strjoinv ("", parts_a);
  g_autofree char *digits_b = g_strjoinv ("", parts_b);
  return g_ascii_strcasecmp (digits_a, digits_b) == 0;
}

/* Only the leaf was sent although it names the place where its issuer's certificate lies
 * (RFC 5280 §4.2.2.1): public authorities write that, private ones seldom do. */
static gboolean
is_incomplete (SSL *ssl, X509 *x509)
{
  gboolean names_issuer = FALSE;
  STACK_OF (X509) *chain = SSL_get_peer_cert_chain (ssl);
  AUTHORITY_INFO_ACCESS *access = X509_get_ext_d2i (x509, NID_info_access, NULL, NULL);
  for (int i = 0; access != NULL && i < sk_ACCESS_DESCRIPTION_num (access); i++)
    names_issuer
      |= OBJ_obj2nid (sk_ACCESS_DESCRIPTION_value (access, i)->method) == NID_ad_ca_issuers;
  AUTHORITY_INFO_ACCESS_free (access);
  return names_issuer && (chain == NULL || sk_X509_num (chain) <= 1);
}

static void
give_verdict (DoctorCertificate *certificate, SSL *ssl, X509 *x509, const char *accepted)
{
  guint bits = GPOINTER_TO_UINT (SSL_get_ex_data (ssl, get_noted_index ()));
  certificate->verify = "ok";
  for (guint i = G_N_ELEMENTS (complaints); i > 0; i--)
    if (bits & 1u << (i - 1)) {
      certificate->verify = complaints[i - 1].verify;
      certificate->error = X509_verify_cert_error_string (complaints[i - 1].code);
    }
  if (g_str_equal (certificate->verify, "untrusted") && is_incomplete (ssl, x509))
    certificate->verify = "incomplete-chain";
  if (bits != 0 && accepted != NULL && same_fingerprint (accepted, certificate->fingerprint))
    certificate->verify = "accepted";
}

DoctorCertificate *
doctor_certificate_judge (SSL *ssl, const char *host, const char *accepted)
{
  X509 *x509 = SSL_get1_peer_certificate (ssl);
  if (x509 == NULL)
    return NULL;
  DoctorCertificate *certificate = g_new0 (DoctorCertificate, 1);
  certificate->subject = dup_name (X509_get_subject_name (x509));
  certificate->issuer = dup_name (X509_get_issuer_name (x509));
  certificate->names = dup_names (x509);
  certificate->not_before = seconds_of (X509_get0_notBefore (x509));
  certificate->not_after = seconds_of (X509_get0_notAfter (x509));
  certificate->fingerprint = dup_fingerprint (x509);
  if (!matches_host (x509, host))
    note (ssl, X509_V_ERR_HOSTNAME_MISMATCH);
  give_verdict (certificate, ssl, x509, accepted);
  X509_free (x509);
  return certificate;
}

void
doctor_certificate_free (DoctorCertificate *certificate)
{
  if (certificate == NULL)
    return;
  g_free (certificate->subject);
  g_free (certificate->issuer);
  g_free (certificate->fingerprint);
  g_strfreev (certificate->names);
  g_free (certificate);
}
