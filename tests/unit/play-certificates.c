#include "play-certificates.h"
#include <openssl/core_names.h>
#include <openssl/dh.h>
#include <openssl/ocsp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

enum { DAY = 24 * 60 * 60 };

#define LOCAL "DNS:localhost,IP:127.0.0.1"

static EVP_PKEY *authority_key, *unknown_key;
static X509 *authority, *unknown;

static int
take_any_client (int fine, X509_STORE_CTX *store)
{
  return 1;
}

static void
want_client (SSL_CTX *context)
{
  SSL_CTX_set_verify (context, SSL_VERIFY_PEER, take_any_client);
}

static void
require_client (SSL_CTX *context)
{
  SSL_CTX_set_verify (context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, take_any_client);
}

static void
require_client_12 (SSL_CTX *context)
{
  require_client (context);
  SSL_CTX_set_max_proto_version (context, TLS1_2_VERSION);
}

static void
speak_old (SSL_CTX *context)
{
  SSL_CTX_set_security_level (context, 0);
  SSL_CTX_set_min_proto_version (context, TLS1_VERSION);
  SSL_CTX_set_max_proto_version (context, TLS1_1_VERSION);
}

/* Only key exchange over a group of 1024 bits (RFC 2409 §6.2), as old servers have it. */
static void
use_small_group (SSL_CTX *context)
{
  BIGNUM *prime = BN_get_rfc2409_prime_1024 (NULL), *generator = BN_new ();
  EVP_PKEY *parameters = NULL;
  OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new ();
  EVP_PKEY_CTX *maker = EVP_PKEY_CTX_new_from_name (NULL, "DH", NULL);
  BN_set_word (generator, 2);
  OSSL_PARAM_BLD_push_BN (builder, OSSL_PKEY_PARAM_FFC_P, prime);
  OSSL_PARAM_BLD_push_BN (builder, OSSL_PKEY_PARAM_FFC_G, generator);
  OSSL_PARAM *values = OSSL_PARAM_BLD_to_param (builder);
  EVP_PKEY_fromdata_init (maker);
  g_assert_cmpint (EVP_PKEY_fromdata (maker, &parameters, EVP_PKEY_KEY_PARAMETERS, values), ==, 1);
  OSSL_PARAM_free (values);
  OSSL_PARAM_BLD_free (builder);
  EVP_PKEY_CTX_free (maker);
  BN_free (prime);
  BN_free (generator);
  SSL_CTX_set_security_level (context, 0);
  SSL_CTX_set_max_proto_version (context, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list (context, "DHE+AESGCM:@SECLEVEL=0");
  g_assert_cmpint (SSL_CTX_set0_tmp_dh_pkey (context, parameters), ==, 1);
}

/* Nothing but a cipher that does not encrypt (RFC 5246 A.5). */
static void
use_weak_cipher (SSL_CTX *context)
{
  SSL_CTX_set_security_level (context, 0);
  SSL_CTX_set_max_proto_version (context, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list (context, "NULL-SHA256:@SECLEVEL=0");
}

static void
allow_weak (SSL_CTX *context)
{
  SSL_CTX_set_security_level (context, 0);
}

/* Sends a status with each handshake that asks for one. */
static int
send_staple (SSL *ssl, void *status)
{
  SSL_CTX *context = SSL_get_SSL_CTX (ssl);
  int word = GPOINTER_TO_INT (status) & 0xff;
  gboolean stale = GPOINTER_TO_INT (status) >> 8;
  OCSP_BASICRESP *basic = OCSP_BASICRESP_new ();
  OCSP_CERTID *id = OCSP_cert_to_id (NULL, SSL_CTX_get0_certificate (context), authority);
  ASN1_TIME *from = X509_gmtime_adj (NULL, stale ? -20 * DAY : -DAY);
  ASN1_TIME *until = X509_gmtime_adj (NULL, stale ? -10 * DAY : DAY);
  ASN1_TIME *revoked = word == V_OCSP_CERTSTATUS_REVOKED ? X509_gmtime_adj (NULL, -DAY) : NULL;
  OCSP_basic_add1_status (basic, id, word, OCSP_REVOKED_STATUS_KEYCOMPROMISE, revoked, from, until);
  OCSP_basic_sign (basic, authority, authority_key, EVP_sha256 (), NULL, 0);
  OCSP_RESPONSE *response = OCSP_response_create (OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
  unsigned char *der = NULL;
  int length = i2d_OCSP_RESPONSE (response, &der);
  SSL_set_tlsext_status_ocsp_resp (ssl, der, length); /* takes it */
  OCSP_RESPONSE_free (response);
  OCSP_BASICRESP_free (basic);
  OCSP_CERTID_free (id);
  ASN1_TIME_free (from);
  ASN1_TIME_free (until);
  ASN1_TIME_free (revoked);
  return SSL_TLSEXT_ERR_OK;
}

static void
staple (SSL_CTX *context, int status)
{
  SSL_CTX_set_tlsext_status_cb (context, send_staple);
  SSL_CTX_set_tlsext_status_arg (context, GINT_TO_POINTER (status));
}

static void
staple_good (SSL_CTX *context)
{
  staple (context, V_OCSP_CERTSTATUS_GOOD);
}

static void
staple_revoked (SSL_CTX *context)
{
  staple (context, V_OCSP_CERTSTATUS_REVOKED);
}

static void
staple_stale (SSL_CTX *context)
{
  staple (context, V_OCSP_CERTSTATUS_GOOD | 1 << 8);
}

static void
staple_unknown (SSL_CTX *context)
{
  staple (context, V_OCSP_CERTSTATUS_UNKNOWN);
}

/* Shows the good certificate to those that name the server. */
static int
hear_name (SSL *ssl, int *alert, void *ignored)
{
  if (SSL_get_servername (ssl, TLSEXT_NAMETYPE_host_name) != NULL)
    SSL_set_SSL_CTX (ssl, play_get_context ("good"));
  return SSL_TLSEXT_ERR_OK;
}

static void
want_name (SSL_CTX *context)
{
  SSL_CTX_set_tlsext_servername_callback (context, hear_name);
}

/* Signed by: 'a' the test authority, 'u' another one, 's' itself. Days from now. */
static const struct {
  const char *name, *alternatives;
  char signer;
  int from_days, to_days;
  const char *authority_access;
  int rsa_bits;  /* 0: an elliptic key */
  gboolean good; /* a password may go there */
  void (*set_up) (SSL_CTX *context);
} rows[] = {
  { "good", LOCAL, 'a', -1, 30, .good = TRUE },
  { "other-name", "DNS:sv12.host.example", 'a', -1, 30, NULL },
  { "expired", LOCAL, 'a', -30, -1, NULL },
  { "not-yet-valid", LOCAL, 'a', 1, 30, NULL },
  { "self-signed", LOCAL, 's', -1, 30, NULL },
  { "unknown-authority", LOCAL, 'u', -1, 30, NULL },
  { "incomplete", LOCAL, 'u', -1, 30, "caIssuers;URI:http://ca.example/ca.der" },
  { "old", LOCAL, 'a', -1, 30, .set_up = speak_old },
  { "wants-client", LOCAL, 'a', -1, 30, .good = TRUE, .set_up = want_client },
  { "requires-client", LOCAL, 'a', -1, 30, .set_up = require_client },
  { "requires-client-1.2", LOCAL, 'a', -1, 30, .set_up = require_client_12 },
  { "small-group", LOCAL, 'a', -1, 30, .rsa_bits = 2048, .set_up = use_small_group },
  { "weak-cipher", LOCAL, 'a', -1, 30, .rsa_bits = 2048, .set_up = use_weak_cipher },
  { "small-key", LOCAL, 'a', -1, 30, .rsa_bits = 1024, .set_up = allow_weak },
  { "staple-good", LOCAL, 'a', -1, 30, .good = TRUE, .set_up = staple_good },
  { "staple-revoked", LOCAL, 'a', -1, 30, .set_up = staple_revoked },
  { "staple-stale", LOCAL, 'a', -1, 30, .good = TRUE, .set_up = staple_stale },
  { "staple-unknown", LOCAL, 'a', -1, 30, .good = TRUE, .set_up = staple_unknown },
  { "name-wanted", "DNS:sv12.host.example", 'a', -1, 30, .good = TRUE, .set_up = want_name },
  { "wildcard", "DNS:*.host.example", 'a', -1, 30 },
};

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
  EVP_PKEY *key = rows[i].rsa_bits > 0 ? EVP_RSA_gen (rows[i].rsa_bits) : EVP_EC_gen ("P-256");
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
  if (rows[i].set_up != NULL)
    rows[i].set_up (context);
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

gboolean
play_is_good (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].name, name) == 0)
      return rows[i].good;
  return FALSE;
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

char *
play_dup_encoded (const char *name)
{
  unsigned char *der = NULL;
  int size = i2d_X509 (SSL_CTX_get0_certificate (play_get_context (name)), &der);
  char *encoded = g_base64_encode (der, (gsize)size);
  OPENSSL_free (der);
  return encoded;
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
