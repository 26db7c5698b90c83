#include "probe/trust.h"
#include "core/facts.h"
#include "core/i18n.h"
#include "probe/certificate.h"
#include "probe/roots.h"
#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

struct _DoctorTrust {
  char *ca_file;
  GThread *thread;
  GMutex mutex; /* guards the rest */
  gboolean loaded;
  SSL_CTX *context;   /* NULL when the authorities cannot be read */
  DoctorRoots *roots; /* the distribution's own; NULL when not found */
};

static SSL_CTX *
new_context (const char *ca_file)
{
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());
  if (context == NULL)
    return NULL;
  int trusting = ca_file == NULL ? SSL_CTX_set_default_verify_paths (context)
                                 : SSL_CTX_load_verify_file (context, ca_file);
  if (trusting != 1) {
    SSL_CTX_free (context);
    return NULL;
  }
  SSL_CTX_set_tlsext_status_type (context, TLSEXT_STATUSTYPE_ocsp);
  doctor_certificate_watch (context);
  return context;
}

static SSL_CTX *
load (DoctorTrust *trust)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&trust->mutex);
  if (!trust->loaded) {
    trust->context = new_context (trust->ca_file);
    trust->roots = doctor_roots_load (NULL);
  }
  trust->loaded = TRUE;
  return trust->context;
}

static gpointer
load_thread (gpointer data)
{
  load (data);
  return NULL;
}

DoctorTrust *
doctor_trust_new (const char *ca_file)
{
  DoctorTrust *trust = g_new0 (DoctorTrust, 1);
  trust->ca_file = g_strdup (ca_file);
  g_mutex_init (&trust->mutex);
  trust->thread = g_thread_new ("trust", load_thread, trust);
  return trust;
}

void
doctor_trust_free (DoctorTrust *trust)
{
  if (trust == NULL)
    return;
  g_thread_join (trust->thread);
  SSL_CTX_free (trust->context);
  doctor_roots_free (trust->roots);
  g_mutex_clear (&trust->mutex);
  g_free (trust->ca_file);
  g_free (trust);
}

/* OpenSSL 3 and Debian's configuration of it refuse what is weak (SSL_CTX_set_security_level
 * (3)); this session takes whatever the server has, to see what that is. */
static void
allow_old (SSL *ssl)
{
  SSL_set_security_level (ssl, 0);
  SSL_set_min_proto_version (ssl, 0);
  SSL_set_options (ssl, SSL_OP_LEGACY_SERVER_CONNECT);
  if (SSL_set_cipher_list (ssl, "ALL:eNULL:@SECLEVEL=0") != 1)
    ERR_clear_error ();
}

SSL *
doctor_trust_new_session (DoctorTrust *trust, const char *host, DoctorHandshake handshake)
{
  g_autoptr (GInetAddress) literal = g_inet_address_new_from_string (host);
  SSL_CTX *context = load (trust);
  SSL *ssl = context == NULL ? NULL : SSL_new (context);
  /* RFC 6066 §3: no literal addresses in SNI. */
  if (ssl != NULL && literal == NULL && handshake != DOCTOR_HANDSHAKE_NAMELESS)
    SSL_set_tlsext_host_name (ssl, host);
  if (ssl != NULL && handshake == DOCTOR_HANDSHAKE_OLD)
    allow_old (ssl);
  return ssl;
}

gboolean
doctor_trust_judge_root (DoctorTrust *trust, SSL *ssl, gboolean *out_is_local)
{
  STACK_OF (X509) *chain = SSL_get0_verified_chain (ssl);
  X509 *root = chain == NULL ? NULL : sk_X509_value (chain, sk_X509_num (chain) - 1);
  if (load (trust) == NULL || trust->roots == NULL || root == NULL
      || X509_check_issued (root, root) != X509_V_OK)
    return FALSE;
  *out_is_local = !doctor_roots_contain (trust->roots, root);
  return TRUE;
}

gboolean
doctor_trust_check_file (const char *path, GError **error)
{
  BIO *bio = BIO_new_file (path, "r");
  if (bio == NULL) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE,
                 _ ("The file of authorities “%s” cannot be read: %s."), path, g_strerror (errno));
    ERR_clear_error ();
    return FALSE;
  }
  X509 *first = PEM_read_bio_X509_AUX (bio, NULL, NULL, NULL);
  gboolean usable = first != NULL;
  X509_free (first);
  BIO_free (bio);
  ERR_clear_error ();
  if (!usable)
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE,
                 _ ("The file of authorities “%s” holds no certificate in PEM form (a block that "
                    "begins with “-----BEGIN CERTIFICATE-----”). Convert it, or leave “--ca-file” "
                    "out to use the authorities of this computer."),
                 path);
  return usable;
}
