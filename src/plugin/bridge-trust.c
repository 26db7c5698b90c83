/* Certificates in the host's own store (bridge.h): its folder certs, one file for each host and
 * port, in DER. What is trusted once is noted, and taken out again when the program ends; after a
 * crash, when it starts. */
#include "plugin/bridge.h"
#include "core/i18n.h"
#include <claws-features.h>
#include <ssl_certificate.h>
#include <utils.h>
#include <glib/gstdio.h>
#include <string.h>

#define BEFORE "Before" /* the certificate that was trusted before, Base64 */

static char *
dup_noted_path (void)
{
  return g_build_filename (get_rc_dir (), "account-doctor", "trusted-once", NULL);
}

/* As the host names it (ssl_certificate.c); it finds this name also where it keeps several. */
static char *
dup_path (const char *host, guint16 port)
{
  g_autofree char *name = g_strdup_printf ("%s.%d.cert", host, port);
  subst_for_filename (name);
  return g_build_filename (get_rc_dir (), "certs", name, NULL);
}

static gboolean
write_certificate (const char *host, guint16 port, gconstpointer der, gsize length, GError **error)
{
  g_autofree char *path = dup_path (host, port);
  g_autofree char *folder = g_path_get_dirname (path);
  g_mkdir_with_parents (folder, 0700); /* without it, writing says what is wrong */
  return g_file_set_contents (path, der, (gssize)length, error);
}

/* The one that is trusted now, Base64, or NULL. */
static char *
dup_trusted (const char *host, guint16 port)
{
  unsigned char *der = NULL;
  SSLCertificate *certificate = ssl_certificate_find (host, port, NULL);
  if (certificate == NULL)
    return NULL;
  size_t length = gnutls_i2d_X509 (certificate->x509_cert, &der);
  char *encoded = length > 0 ? g_base64_encode (der, length) : NULL;
  free (der);
  ssl_certificate_destroy (certificate);
  return encoded;
}

static gboolean
note_once (const char *host, guint16 port, GError **error)
{
  g_autoptr (GKeyFile) noted = g_key_file_new ();
  g_autofree char *path = dup_noted_path ();
  g_autofree char *group = g_strdup_printf ("%s %d", host, port);
  g_autofree char *before = dup_trusted (host, port);
  if (!g_key_file_load_from_file (noted, path, G_KEY_FILE_NONE, NULL))
    g_debug ("nothing is trusted once yet");
  if (g_key_file_has_group (noted, group))
    return TRUE; /* what is trusted now is itself only for once */
  g_key_file_set_string (noted, group, BEFORE, before != NULL ? before : "");
  return g_key_file_save_to_file (noted, path, error);
}

gboolean
doctor_bridge_trust (
  const char *host, guint16 port, gconstpointer der, gsize length, gboolean once, GError **error)
{
  return (!once || note_once (host, port, error))
         && write_certificate (host, port, der, length, error);
}

static void
take_back (GKeyFile *noted, const char *group)
{
  const char *blank = strrchr (group, ' ');
  g_autofree char *before = g_key_file_get_string (noted, group, BEFORE, NULL);
  if (blank == NULL)
    return;
  g_autofree char *host = g_strndup (group, (gsize)(blank - group));
  guint16 port = (guint16)g_ascii_strtoull (blank + 1, NULL, 10);
  SSLCertificate *certificate = ssl_certificate_find (host, port, NULL);
  if (certificate != NULL) {
    ssl_certificate_delete_from_disk (certificate);
    ssl_certificate_destroy (certificate);
  }
  gsize length = 0;
  g_autofree guchar *der
    = before != NULL && *before != '\0' ? g_base64_decode (before, &length) : NULL;
  if (length > 0 && !write_certificate (host, port, der, length, NULL))
    g_debug ("the client will ask for this certificate again");
}

void
doctor_bridge_end_trust (void)
{
  g_autoptr (GKeyFile) noted = g_key_file_new ();
  g_autofree char *path = dup_noted_path ();
  if (!g_key_file_load_from_file (noted, path, G_KEY_FILE_NONE, NULL))
    return;
  g_auto (GStrv) groups = g_key_file_get_groups (noted, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    take_back (noted, groups[i]);
  g_remove (path);
}
