#include "probe/certificate.h"
#include "probe/staple.h"
#include <gio/gio.h>
#include <string.h>
#include <openssl/x509v3.h>
#include <time.h>

/* Shown to people, and more of them helps nobody: a certificate may fill 100 KB. */
enum { MAX_NAMES = 64, MAX_NAME_BYTES = 512 };

/* What the chain check may complain of, in the order in which it is told: no trust before
 * wrong dates, because new dates would not help an unknown issuer. */
static const struct {
  int code;
  const char *verify;
  const char *weakness; /* as tls.weakness */
} complaints[] = {
  { X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "self-signed" },
  { X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "untrusted" },
  { X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, "untrusted" },
  { X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "untrusted" },
  { X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, "untrusted" },
  { X509_V_ERR_CERT_UNTRUSTED, "untrusted" },
  { X509_V_ERR_INVALID_CA, "untrusted" },
  { X509_V_ERR_CERT_SIGNATURE_FAILURE, "untrusted" },
  { X509_V_ERR_CERT_REVOKED, "revoked" },
  { X509_V_ERR_CERT_HAS_EXPIRED, "expired" },
  { X509_V_ERR_CERT_NOT_YET_VALID, "not-yet-valid" },
  { X509_V_ERR_HOSTNAME_MISMATCH, "hostname-mismatch" },
  { X509_V_ERR_EE_KEY_TOO_SMALL, "weak", "key" },
  { X509_V_ERR_CA_KEY_TOO_SMALL, "weak", "key" },
  { X509_V_ERR_CA_MD_TOO_WEAK, "weak", "digest" },
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

/* Text of a certificate as it may be shown: NULs and control characters can be seen, and
 * hide nothing. */
static char *
dup_text (const void *bytes, gssize length)
{
  g_autofree char *text = g_memdup2 (bytes, (gsize)MIN (length, MAX_NAME_BYTES) + 1);
  gsize end = (gsize)MIN (length, MAX_NAME_BYTES);
  for (gsize i = 0; i < end; i++)
    if ((guchar)text[i] < 0x20 || text[i] == 0x7f)
      text[i] = '?';
  return g_utf8_make_valid (text, (gssize)end);
}

char *
doctor_certificate_dup_name (X509_NAME *name)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  char *data = NULL;
  X509_NAME_print_ex (bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  BIO_write (bio, "", 1);
  long length = BIO_get_mem_data (bio, &data);
  char *text = dup_text (data, MAX (length - 1, 0));
  BIO_free (bio);
  return text;
}

gint64
doctor_certificate_seconds (const ASN1_TIME *time)
{
  struct tm parts = { 0 };
  return ASN1_TIME_to_tm (time, &parts) == 1 ? (gint64)timegm (&parts) : 0;
}

static char *
dup_sum (const unsigned char *digest, unsigned int length)
{
  GString *text = g_string_new (NULL);
  for (unsigned int i = 0; i < length; i++)
    g_string_append_printf (text, "%s%02X", i == 0 ? "" : ":", digest[i]);
  return g_string_free (text, FALSE);
}

static char *
dup_fingerprint (X509 *x509)
{
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  X509_digest (x509, EVP_sha256 (), digest, &length);
  return dup_sum (digest, length);
}

static char *
dup_encoded (X509 *x509)
{
  unsigned char *der = NULL;
  int size = i2d_X509 (x509, &der);
  char *encoded = size > 0 ? g_base64_encode (der, (gsize)size) : NULL;
  OPENSSL_free (der);
  return encoded;
}

/* Of the key alone, which outlives a renewed certificate (RFC 7469 §2.4). */
static char *
dup_key_fingerprint (X509 *x509)
{
  unsigned char digest[EVP_MAX_MD_SIZE], *der = NULL;
  unsigned int length = 0;
  int size = i2d_X509_PUBKEY (X509_get_X509_PUBKEY (x509), &der);
  if (size > 0)
    EVP_Digest (der, (size_t)size, digest, &length, EVP_sha256 (), NULL);
  OPENSSL_free (der);
  return dup_sum (digest, length);
}

/* "RSA 2048", "EC P-256", "ED25519"; NULL for a key that OpenSSL does not know. */
static char *
dup_key (X509 *x509)
{
  EVP_PKEY *key = X509_get0_pubkey (x509);
  char group[64] = "";
  const char *type = key == NULL ? NULL : EVP_PKEY_get0_type_name (key);
  if (type == NULL)
    return NULL;
  if (EVP_PKEY_get_group_name (key, group, sizeof group, NULL) == 1) {
    const char *nist = EC_curve_nid2nist (OBJ_sn2nid (group));
    return g_strdup_printf ("%s %s", type, nist == NULL ? group : nist);
  }
  return g_str_has_prefix (type, "ED") ? g_strdup (type)
                                       : g_strdup_printf ("%s %d", type, EVP_PKEY_get_bits (key));
}

static char **
dup_subjects (STACK_OF (X509) * certificates)
{
  enum { MAX_CERTIFICATES = 16 };
  int n = certificates == NULL ? 0 : MIN (sk_X509_num (certificates), MAX_CERTIFICATES);
  char **subjects = g_new0 (char *, n + 1);
  for (int i = 0; i < n; i++)
    subjects[i]
      = doctor_certificate_dup_name (X509_get_subject_name (sk_X509_value (certificates, i)));
  return subjects;
}

static void
add_alternative (GPtrArray *names, const GENERAL_NAME *alternative)
{
  if (alternative->type == GEN_DNS) {
    const ASN1_IA5STRING *dns = alternative->d.dNSName;
    g_ptr_array_add (names, dup_text (ASN1_STRING_get0_data (dns), ASN1_STRING_length (dns)));
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
  int length
    = ASN1_STRING_to_UTF8 (&text, X509_NAME_ENTRY_get_data (X509_NAME_get_entry (subject, i)));
  if (length >= 0)
    g_ptr_array_add (names, dup_text (text, length));
  OPENSSL_free (text);
}

char **
doctor_certificate_dup_names (X509 *x509)
{
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

/* Public authorities write where the certificate of the issuer can be had (RFC 5280
 * §4.2.2.1), by HTTP; private ones seldom do, or by LDAP. */
static gboolean
says_where_issuer_is (X509 *x509)
{
  gboolean says = FALSE;
  AUTHORITY_INFO_ACCESS *access = X509_get_ext_d2i (x509, NID_info_access, NULL, NULL);
  for (int i = 0; access != NULL && i < sk_ACCESS_DESCRIPTION_num (access); i++) {
    const ACCESS_DESCRIPTION *place = sk_ACCESS_DESCRIPTION_value (access, i);
    if (OBJ_obj2nid (place->method) == NID_ad_ca_issuers && place->location->type == GEN_URI) {
      const ASN1_IA5STRING *uri = place->location->d.uniformResourceIdentifier;
      says |= ASN1_STRING_length (uri) > 7
              && g_ascii_strncasecmp ((const char *)ASN1_STRING_get0_data (uri), "http://", 7) == 0;
    }
  }
  AUTHORITY_INFO_ACCESS_free (access);
  return says;
}

/* None of the certificates sent is that of the issuer, although it can be had. */
static gboolean
is_incomplete (SSL *ssl, X509 *x509)
{
  STACK_OF (X509) *chain = SSL_get_peer_cert_chain (ssl);
  int n = chain == NULL ? 0 : sk_X509_num (chain);
  for (int i = 1; i < n; i++)
    if (X509_check_issued (sk_X509_value (chain, i), x509) == X509_V_OK)
      return FALSE;
  return says_where_issuer_is (x509);
}

static void
give_verdict (DoctorCertificate *certificate, SSL *ssl, X509 *x509, const char *accepted)
{
  guint bits = GPOINTER_TO_UINT (SSL_get_ex_data (ssl, get_noted_index ()));
  certificate->verify = "ok";
  for (guint i = G_N_ELEMENTS (complaints); i > 0; i--) {
    if ((bits & 1u << (i - 1)) == 0)
      continue;
    certificate->verify = complaints[i - 1].verify;
    certificate->error = X509_verify_cert_error_string (complaints[i - 1].code);
    if (complaints[i - 1].weakness != NULL)
      certificate->weakness = complaints[i - 1].weakness;
  }
  if (g_str_equal (certificate->verify, "untrusted") && is_incomplete (ssl, x509))
    certificate->verify = "incomplete-chain";
  if (bits != 0 && accepted != NULL && !g_str_equal (certificate->verify, "revoked")
      && same_fingerprint (accepted, certificate->fingerprint))
    certificate->verify = "accepted";
}

DoctorCertificate *
doctor_certificate_judge (SSL *ssl, const char *host, const char *accepted)
{
  X509 *x509 = SSL_get1_peer_certificate (ssl);
  if (x509 == NULL)
    return NULL;
  DoctorCertificate *certificate = g_new0 (DoctorCertificate, 1);
  certificate->subject = doctor_certificate_dup_name (X509_get_subject_name (x509));
  certificate->issuer = doctor_certificate_dup_name (X509_get_issuer_name (x509));
  certificate->names = doctor_certificate_dup_names (x509);
  certificate->not_before = doctor_certificate_seconds (X509_get0_notBefore (x509));
  certificate->not_after = doctor_certificate_seconds (X509_get0_notAfter (x509));
  certificate->fingerprint = dup_fingerprint (x509);
  certificate->key = dup_key (x509);
  certificate->encoded = dup_encoded (x509);
  certificate->key_fingerprint = dup_key_fingerprint (x509);
  certificate->sent = dup_subjects (SSL_get_peer_cert_chain (ssl));
  certificate->verified = dup_subjects (SSL_get0_verified_chain (ssl));
  certificate->staple = doctor_staple_judge (ssl);
  if (g_str_equal (certificate->staple, "revoked"))
    note (ssl, X509_V_ERR_CERT_REVOKED);
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
  g_free (certificate->key);
  g_free (certificate->encoded);
  g_free (certificate->key_fingerprint);
  g_strfreev (certificate->sent);
  g_strfreev (certificate->verified);
  g_strfreev (certificate->names);
  g_free (certificate);
}
