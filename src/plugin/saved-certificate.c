#include "plugin/saved-certificate.h"
#include "core/der.h"
#include <claws-features.h>
#include <common/ssl_certificate.h>
#include <common/utils.h>
#include <glib/gstdio.h>
#include <stdlib.h>

typedef struct {
  DoctorSavedCertificate certificate;
  GStatBuf folder, file; /* of the host when it was read; zero: not there */
} Entry;

static GHashTable *entries; /* "host.port" → Entry */

static void
entry_free (gpointer data)
{
  Entry *entry = data;
  g_free (entry->certificate.sum);
  g_free (entry->certificate.encoded);
  g_free (entry->certificate.key_sum);
  g_free (entry);
}

static GStatBuf
stat_of (const char *path)
{
  GStatBuf status;
  return g_stat (path, &status) == 0 ? status : (GStatBuf){ 0 };
}

static gboolean
is_same (const GStatBuf *a, const GStatBuf *b)
{
  return a->st_ino == b->st_ino && a->st_size == b->st_size
         && a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void
read_certificate (DoctorSavedCertificate *saved, const char *host, int port)
{
  SSLCertificate *certificate = ssl_certificate_find (host, (gushort)port, NULL);
  unsigned char *der = NULL;
  if (certificate == NULL)
    return;
  size_t length = gnutls_i2d_X509 (certificate->x509_cert, &der);
  ssl_certificate_destroy (certificate);
  if (length > 0) {
    saved->sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der, length);
    saved->encoded = g_base64_encode (der, length);
    saved->key_sum = doctor_der_dup_key_sum (der, length);
  }
  free (der);
}

const DoctorSavedCertificate *
doctor_saved_certificate_get (const char *host, int port)
{
  static const DoctorSavedCertificate none;
  if (host == NULL)
    return &none;
  /* A new file changes its folder; the same one written again has another time. */
  g_autofree char *key = g_strdup_printf ("%s.%d", host, port);
  g_autofree char *folder_path = g_build_filename (get_rc_dir (), "certs", NULL);
  g_autofree char *file_path = g_strdup_printf ("%s/%s.cert", folder_path, key);
  GStatBuf folder = stat_of (folder_path), file = stat_of (file_path);
  if (entries == NULL)
    entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  Entry *entry = g_hash_table_lookup (entries, key);
  if (entry != NULL && is_same (&entry->folder, &folder) && is_same (&entry->file, &file))
    return &entry->certificate;
  entry = g_new0 (Entry, 1);
  entry->folder = folder;
  entry->file = file;
  read_certificate (&entry->certificate, host, port);
  g_hash_table_replace (entries, g_steal_pointer (&key), entry);
  return &entry->certificate;
}

void
doctor_saved_certificate_forget (void)
{
  g_clear_pointer (&entries, g_hash_table_unref);
}
