#include "probe/trust.h"
#include "probe/certificate.h"
#include <gio/gio.h>

struct _DoctorTrust {
  char *ca_file;
  GThread *thread;
  GMutex mutex; /* guards the rest */
  gboolean loaded;
  SSL_CTX *context; /* NULL when the authorities cannot be read */
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
  doctor_certificate_watch (context);
  return context;
}

static SSL_CTX *
load (DoctorTrust *trust)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&trust->mutex);
  if (!trust->loaded)
    trust->context = new_context (trust->ca_file);
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
  g_mutex_clear (&trust->mutex);
  g_free (trust->ca_file);
  g_free (trust);
}

SSL *
doctor_trust_new_session (DoctorTrust *trust, const char *host)
{
  g_autoptr (GInetAddress) literal = g_inet_address_new_from_string (host);
  SSL_CTX *context = load (trust);
  SSL *ssl = context == NULL ? NULL : SSL_new (context);
  /* RFC 6066 §3: no literal addresses in SNI. */
  if (ssl != NULL && literal == NULL)
    SSL_set_tlsext_host_name (ssl, host);
  return ssl;
}
