#include "play-certificates.h"
#include <openssl/pem.h>
#include <openssl/x509v3.h>

enum { DAY = 24 * 60 * 60 };

/* Signed by: 'a' the test authority, 'u' another one, 's' itself. Days from now. */
static const struct {
  const char *name, *alternatives;
  char signer;
  int from_days, to_days;
  const char *authority_access;
} rows[] = {
  { "good", "DNS:localhost,IP:127.0.0.1", 'a', -1, 30, NULL },
  { "other-name", "DNS:sv12.host.example", 'a', -1, 30, NULL },
  { "expired", "DNS:localhost,IP:127.0.0.1", 'a', -30, -1, NULL },
  { "not-yet-valid", "DNS:localhost,IP:127.0.0.1", 'a', 1, 30, NULL },
  { "self-signed", "DNS:localhost,IP:127.0.0.1", 's', -1, 30, NULL },
  { "unknown-authority", "DNS:localhost,IP:127.0.0.1", 'u', -1, 30, NULL },
  { "incomplete", "DNS:localhost,IP:127.0.0.1", 'u', -1, 30,
    "caIssuers;URI:http://ca.example/ca.der" },
  { "old", "DNS:localhost,IP:127.0.0.1", 'a', -1, 30, NULL },
};

static EVP_PKEY *authority_key, *unknown_key;
static X509 *authority, *unknown;
static SSL_CTX *contexts[G_N_ELEMENTS (rows)];

static void
add_extension (X509 *x509, X509 *issuer, int nid, const char *value)
{
  X509V3_CTX context;
  X509V3_set_ctx (&context, issuer, x509, NULL, NULL, 0);
  X509_EXTENSION *extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
  g_assert_nonnull (extension);
  X509_add_ext (x509, extension, -1);
  X509_EXTENSION_free (extension);
}

static X509 *
new_certificate (EVP_PKEY *key, const char *common_name, X509 *issuer, int from_days, int to_days)
{
  static long serial = 1000;
  X509 *x509 = X509_new ();
  X509_set_version (x509, 2);
  ASN1_INTEGER_set (X509_get_serialNumber (x509), ++serial);
  X509_gmtime_adj (X509_getm_notBefore (x509), (long)from_days * DAY);
  X509_gmtime_adj (X509_getm_notAfter (x509), (long)to_days * DAY);
  X509_NAME *name = X509_get_subject_name (x509);
  X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_UTF8, (const unsigned char *)common_name, -1, -1,
                              0);
  X509_set_issuer_name (x509, issuer == NULL ? name : X509_get_subject_name (issuer));
  X509_set_pubkey (x509, key);
  return x509;
}

static X509 *
new_authority (EVP_PKEY *key, const char *name)
{
  X509 *x509 = new_certificate (key, name, NULL, -60, 60);
  add_extension (x509, x509, NID_basic_constraints, "critical,CA:TRUE");
  X509_sign (x509, key, EVP_sha256 ());
  return x509;
}

static void
make_authorities (void)
{
  if (authority != NULL)
    return;
  authority_key = EVP_EC_gen ("P-256");
  unknown_key = EVP_EC_gen ("P-256");
  authority = new_authority (authority_key, "Test Authority");
  unknown = new_authority (unknown_key, "Unknown Authority");
}

void
play_write_authority (const char *path)
{
  make_authorities ();
  BIO *bio = BIO_new_file (path, "w");
  g_assert_nonnull (bio);
  g_assert_cmpint (PEM_write_bio_X509 (bio, authority), ==, 1);
  BIO_free (bio);
}

static SSL_CTX *
new_context (guint i)
{
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  X509 *issuer = rows[i].signer == 'a' ? authority : rows[i].signer == 'u' ? unknown : NULL;
  EVP_PKEY *signer = rows[i].signer == 'a'   ? authority_key
                     : rows[i].signer == 'u' ? unknown_key
                                             : key;
  X509 *x509 = new_certificate (key, "mail server", issuer, rows[i].from_days, rows[i].to_days);
  add_extension (x509, issuer == NULL ? x509 : issuer, NID_subject_alt_name, rows[i].alternatives);
  if (rows[i].authority_access != NULL)
    add_extension (x509, issuer, NID_info_access, rows[i].authority_access);
  X509_sign (x509, signer, EVP_sha256 ());
  SSL_CTX *context = SSL_CTX_new (TLS_server_method ());
  if (g_str_equal (rows[i].name, "old")) {
    SSL_CTX_set_security_level (context, 0);
    SSL_CTX_set_min_proto_version (context, TLS1_VERSION);
    SSL_CTX_set_max_proto_version (context, TLS1_1_VERSION);
  }
  SSL_CTX_use_certificate (context, x509);
  SSL_CTX_use_PrivateKey (context, key);
  X509_free (x509);
  EVP_PKEY_free (key);
  return context;
}

SSL_CTX *
play_get_context (const char *name)
{
  static GMutex mutex;
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&mutex);
  make_authorities ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (!g_str_equal (rows[i].name, name))
      continue;
    if (contexts[i] == NULL)
      contexts[i] = new_context (i);
    return contexts[i];
  }
  return NULL;
}

char *
play_dup_fingerprint (const char *name)
{
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  GString *text = g_string_new (NULL);
  X509_digest (SSL_CTX_get0_certificate (play_get_context (name)), EVP_sha256 (), digest, &length);
  for (unsigned int i = 0; i < length; i++)
    g_string_append_printf (text, "%s%02X", i == 0 ? "" : ":", digest[i]);
  return g_string_free (text, FALSE);
}

void
play_free_certificates (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (contexts); i++)
    SSL_CTX_free (contexts[i]);
  X509_free (authority);
  X509_free (unknown);
  EVP_PKEY_free (authority_key);
  EVP_PKEY_free (unknown_key);
}
