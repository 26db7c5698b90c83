/* What is read out of certificates, and the words for what a TLS server says of them. */
#include "core/der.h"
#include "probe/alert.h"
#include "probe/certificate.h"
#include "probe/roots.h"
#include "probe/staple.h"
#include <glib/gstdio.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>

static X509 *
new_certificate (void)
{
  X509 *x509 = X509_new ();
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  X509_set_version (x509, 2);
  ASN1_INTEGER_set (X509_get_serialNumber (x509), 77);
  X509_gmtime_adj (X509_getm_notBefore (x509), 0);
  X509_gmtime_adj (X509_getm_notAfter (x509), 1000);
  X509_NAME_add_entry_by_txt (X509_get_subject_name (x509), "CN", MBSTRING_UTF8,
                              (const unsigned char *)"mail\n.example", 13, -1, 0);
  X509_set_pubkey (x509, key);
  X509_sign (x509, key, EVP_sha256 ());
  EVP_PKEY_free (key);
  return x509;
}

static void
add_names (X509 *x509, const char *bytes, int length, guint times)
{
  GENERAL_NAMES *names = sk_GENERAL_NAME_new_null ();
  for (guint i = 0; i < times; i++) {
    GENERAL_NAME *name = GENERAL_NAME_new ();
    ASN1_IA5STRING *text = ASN1_IA5STRING_new ();
    ASN1_STRING_set (text, bytes, length);
    GENERAL_NAME_set0_value (name, GEN_DNS, text);
    sk_GENERAL_NAME_push (names, name);
  }
  g_assert_cmpint (X509_add1_ext_i2d (x509, NID_subject_alt_name, names, 0, X509V3_ADD_REPLACE), ==,
                   1);
  GENERAL_NAMES_free (names);
}

/* A NUL ends a string in C, and "good.example\0.evil.example" would look like what it is not. */
static void
test_certificate_names_hide_nothing (void)
{
  X509 *x509 = new_certificate ();
  g_auto (GStrv) common = doctor_certificate_dup_names (x509);
  add_names (x509, "good.example\0.evil.example", 26, 1);
  g_auto (GStrv) names = doctor_certificate_dup_names (x509);
  g_autofree char *subject = doctor_certificate_dup_name (X509_get_subject_name (x509));
  g_assert_cmpstr (common[0], ==, "mail?.example");
  g_assert_cmpstr (names[0], ==, "good.example?.evil.example");
  g_assert_cmpstr (subject, ==, "CN=mail\\0A.example");
  X509_free (x509);
}

static void
test_certificate_of_a_hundred_kilobytes (void)
{
  X509 *x509 = new_certificate ();
  g_autofree char *long_name = g_strnfill (4000, 'x');
  add_names (x509, long_name, 4000, 25);
  g_auto (GStrv) long_names = doctor_certificate_dup_names (x509);
  g_assert_cmpuint (strlen (long_names[0]), ==, 512);
  add_names (x509, "host.example", 12, 8000);
  g_auto (GStrv) many = doctor_certificate_dup_names (x509);
  g_assert_cmpuint (g_strv_length (many), ==, 64);
  X509_free (x509);
}

static void
test_key_is_found_without_openssl (void)
{
  X509 *x509 = new_certificate ();
  unsigned char *der = NULL, *key = NULL;
  int length = i2d_X509 (x509, &der);
  int key_length = i2d_X509_PUBKEY (X509_get_X509_PUBKEY (x509), &key);
  g_autofree char *expected
    = g_compute_checksum_for_data (G_CHECKSUM_SHA256, key, (gsize)key_length);
  g_autofree char *found = doctor_der_dup_key_sum (der, (gsize)length);
  g_assert_cmpstr (found, ==, expected);
  for (gsize i = 0; i < (gsize)length; i++) {
    g_autofree guint8 *part = g_memdup2 (der, i + 1);
    g_assert_null (doctor_der_dup_key_sum (part, i));
  }
  OPENSSL_free (der);
  OPENSSL_free (key);
  X509_free (x509);
}

static void
test_staple_that_is_none (void)
{
  X509 *x509 = new_certificate ();
  X509_STORE *store = X509_STORE_new ();
  g_assert_cmpstr (
    doctor_staple_read ((const guint8 *)"\x30\x03\x0a\x01\x06", 5, x509, x509, NULL, store), ==,
    "unknown"); /* unauthorized: RFC 6960 §2.3 */
  g_assert_cmpstr (doctor_staple_read ((const guint8 *)"no", 2, x509, NULL, NULL, store), ==,
                   "unknown");
  X509_STORE_free (store);
  X509_free (x509);
}

static void
test_shipped_roots (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("roots-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *path = g_build_filename (folder, "one.crt", NULL);
  const char *const places[] = { "/nonexistent/place", folder, NULL };
  X509 *known = new_certificate (), *strange = new_certificate ();
  BIO *bio = BIO_new_file (path, "w");
  BIO_puts (bio, "[p11-kit-object-v1]\ntrusted: true\n");
  PEM_write_bio_X509 (bio, known);
  BIO_free (bio);
  g_autoptr (DoctorRoots) roots = doctor_roots_load (places);
  g_assert_cmpuint (doctor_roots_count (roots), ==, 1);
  g_assert_true (doctor_roots_contain (roots, known));
  g_assert_false (doctor_roots_contain (roots, strange));
  g_assert_null (doctor_roots_load ((const char *const[]){ "/nonexistent/place", NULL }));
  X509_free (known);
  X509_free (strange);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_alert_names (void)
{
  g_assert_cmpstr (doctor_alert_name (116), ==, "certificate_required");
  g_assert_cmpstr (doctor_alert_name (40), ==, "handshake_failure");
  g_assert_cmpstr (doctor_alert_name (1), ==, "alert_1");
  g_assert_cmpstr (doctor_alert_name (255), ==, "alert_255");
  g_assert_true (doctor_alert_is_farewell (0));
  g_assert_false (doctor_alert_is_farewell (40));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate/alert-names", test_alert_names);
  g_test_add_func ("/certificate/names", test_certificate_names_hide_nothing);
  g_test_add_func ("/certificate/size", test_certificate_of_a_hundred_kilobytes);
  g_test_add_func ("/certificate/key", test_key_is_found_without_openssl);
  g_test_add_func ("/certificate/staple", test_staple_that_is_none);
  g_test_add_func ("/certificate/roots", test_shipped_roots);
  return g_test_run ();
}
