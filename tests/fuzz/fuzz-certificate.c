/* Any bytes as a certificate and as a revocation status: what is shown of it is text without
 * control characters, and the key that our own reader finds is the one that OpenSSL finds. */
#include "core/der.h"
#include "probe/certificate.h"
#include "probe/staple.h"
#include <openssl/err.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_text (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *c = text; *c != '\0'; c++)
    g_assert_false (g_ascii_iscntrl (*c));
}

static void
check_names (X509 *x509)
{
  g_auto (GStrv) names = doctor_certificate_dup_names (x509);
  g_autofree char *subject = doctor_certificate_dup_name (X509_get_subject_name (x509));
  g_autofree char *issuer = doctor_certificate_dup_name (X509_get_issuer_name (x509));
  check_text (subject);
  check_text (issuer);
  for (char **name = names; *name != NULL; name++)
    check_text (*name);
}

static gboolean
has_bytes (const guint8 *data, gsize size, const guint8 *part, gsize length)
{
  for (gsize i = 0; i + length <= size; i++)
    if (memcmp (data + i, part, length) == 0)
      return TRUE;
  return FALSE;
}

/* OpenSSL also reads what is no DER, and writes the key down in its own way then: only where the
 * certificate has it so are the two the same. */
static void
check_key (X509 *x509, const guint8 *data, gsize size)
{
  g_autofree char *ours = doctor_der_dup_key_sum (data, size);
  unsigned char *key = NULL;
  int length = i2d_X509_PUBKEY (X509_get_X509_PUBKEY (x509), &key);
  if (ours != NULL && length > 0 && has_bytes (data, size, key, (gsize)length)) {
    g_autofree char *theirs = g_compute_checksum_for_data (G_CHECKSUM_SHA256, key, (gsize)length);
    g_assert_cmpstr (ours, ==, theirs);
  }
  OPENSSL_free (key);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const unsigned char *at = data;
  g_free (doctor_der_dup_key_sum (data, size));
  X509 *x509 = size > G_MAXINT ? NULL : d2i_X509 (NULL, &at, (long)size);
  X509_STORE *store = X509_STORE_new ();
  X509 *any = x509 != NULL ? x509 : X509_new ();
  if (x509 != NULL) {
    check_names (x509);
    check_key (x509, data, size);
  }
  g_assert_nonnull (doctor_staple_read (data, size, any, any, NULL, store));
  X509_STORE_free (store);
  X509_free (any);
  ERR_clear_error ();
  return 0;
}
