#include "probe/roots.h"
#include <openssl/pem.h>

struct _DoctorRoots {
  GHashTable *sums; /* SHA-256 of the DER form */
};

/* What a distribution ships, without what an administrator adds (that goes to
 * /usr/local/share/ca-certificates, /etc/pki/ca-trust/source and the like). */
static const char *const shipped[] = {
  "/usr/share/ca-certificates/mozilla",                            /* Debian, Ubuntu, Alpine */
  "/usr/share/pki/ca-trust-source/ca-bundle.trust.p11-kit",        /* Fedora, RHEL */
  "/usr/share/pki/trust/ca-certificates-mozilla.trust.p11-kit",    /* openSUSE */
  "/usr/share/ca-certificates/trust-source/mozilla.trust.p11-kit", /* Arch */
  NULL,
};

enum { MAX_FILE_BYTES = 8 * 1024 * 1024 };

static void
add_sum (DoctorRoots *roots, const unsigned char *der, gsize length)
{
  g_hash_table_add (roots->sums, g_compute_checksum_for_data (G_CHECKSUM_SHA256, der, length));
}

/* Every PEM block of the file; what stands between them is skipped. */
static void
read_file (DoctorRoots *roots, const char *path)
{
  gsize length = 0;
  g_autofree char *text = NULL;
  if (!g_file_get_contents (path, &text, &length, NULL) || length > MAX_FILE_BYTES)
    return;
  BIO *bio = BIO_new_mem_buf (text, (int)length);
  char *name = NULL, *header = NULL;
  unsigned char *der = NULL;
  long size = 0;
  while (PEM_read_bio (bio, &name, &header, &der, &size) == 1) {
    add_sum (roots, der, (gsize)size);
    OPENSSL_free (name);
    OPENSSL_free (header);
    OPENSSL_free (der);
  }
  BIO_free (bio);
}

static void
read_place (DoctorRoots *roots, const char *place)
{
  g_autoptr (GDir) folder = g_dir_open (place, 0, NULL);
  if (folder == NULL) {
    read_file (roots, place);
    return;
  }
  for (const char *name = g_dir_read_name (folder); name != NULL; name = g_dir_read_name (folder)) {
    g_autofree char *path = g_build_filename (place, name, NULL);
    read_file (roots, path);
  }
}

DoctorRoots *
doctor_roots_load (const char *const *places)
{
  g_autoptr (DoctorRoots) roots = g_new0 (DoctorRoots, 1);
  roots->sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (places = places == NULL ? shipped : places; *places != NULL; places++) {
    read_place (roots, *places);
    if (doctor_roots_count (roots) > 0)
      return g_steal_pointer (&roots);
  }
  return NULL;
}

void
doctor_roots_free (DoctorRoots *roots)
{
  if (roots == NULL)
    return;
  g_hash_table_unref (roots->sums);
  g_free (roots);
}

gboolean
doctor_roots_contain (const DoctorRoots *roots, X509 *root)
{
  unsigned char *der = NULL;
  int length = i2d_X509 (root, &der);
  if (length <= 0)
    return FALSE;
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der, (gsize)length);
  OPENSSL_free (der);
  return g_hash_table_contains (roots->sums, sum);
}

guint
doctor_roots_count (const DoctorRoots *roots)
{
  return g_hash_table_size (roots->sums);
}
