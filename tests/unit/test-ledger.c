#include "core/ledger.h"
#include <glib/gstdio.h>
#include <string.h>

static gboolean
take (DoctorLedger *ledger, const char *service, const char *password)
{
  return doctor_ledger_take (ledger, service, "mail.example.org", "taro", password, "plain");
}

static void
test_never_twice (void)
{
  g_autoptr (DoctorLedger) ledger = doctor_ledger_new (0);
  g_assert_true (doctor_ledger_take (ledger, "imap", "a.example", "taro", "x", "plain"));
  g_assert_false (doctor_ledger_take (ledger, "imap", "A.example", "taro", "x", "plain"));
  g_assert_true (doctor_ledger_take (ledger, "imap", "a.example", "taro", "x", "login"));
  /* Sending through the same host with the same password is another question. */
  g_assert_true (doctor_ledger_take (ledger, "smtp", "a.example", "taro", "x", "plain"));
  g_assert_cmpuint (doctor_ledger_get_used (ledger), ==, 3);
  g_autoptr (DoctorLedger) other = doctor_ledger_new (0);
  g_assert_true (doctor_ledger_take (other, "imap", "a.example", "taro", "x", "plain"));
  g_assert_true (doctor_ledger_take (other, "imap", "a.example", "tarox", "", "plain"));
}

static void
test_limit_per_examination (void)
{
  g_autoptr (DoctorLedger) ledger = doctor_ledger_new (0);
  g_assert_true (take (ledger, "imap", "1"));
  g_assert_true (take (ledger, "imap", "2"));
  g_assert_true (take (ledger, "smtp", "3"));
  g_assert_false (take (ledger, "smtp", "4"));
  g_assert_false (take (ledger, "imap", "5"));
  g_assert_cmpuint (doctor_ledger_get_used (ledger), ==, 3);
}

static void
test_limit_per_hour (void)
{
  g_autoptr (DoctorLedger) ledger = doctor_ledger_new (DOCTOR_LEDGER_MAX_PER_HOUR - 1);
  g_assert_true (take (ledger, "imap", "1"));
  g_assert_false (take (ledger, "smtp", "2"));
  g_autoptr (DoctorLedger) full = doctor_ledger_new (G_MAXUINT / 2);
  g_assert_false (take (full, "imap", NULL));
}

static void
test_close (void)
{
  g_autoptr (DoctorLedger) ledger = doctor_ledger_new (0);
  g_assert_true (take (ledger, "imap", "1"));
  doctor_ledger_close (ledger);
  g_assert_false (take (ledger, "smtp", "1"));
  doctor_ledger_free (NULL);
}

static gpointer
take_all (gpointer data)
{
  guint taken = 0;
  for (guint i = 0; i < 50; i++) {
    g_autofree char *password = g_strdup_printf ("%u", i);
    taken += (guint)take (data, "imap", password);
  }
  return GUINT_TO_POINTER (taken);
}

static void
test_threads (void)
{
  g_autoptr (DoctorLedger) ledger = doctor_ledger_new (0);
  GThread *threads[4];
  guint taken = 0;
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("take", take_all, ledger);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    taken += GPOINTER_TO_UINT (g_thread_join (threads[i]));
  g_assert_cmpuint (taken, ==, DOCTOR_LEDGER_MAX_PER_EXAMINATION);
}

/* --- across processes --- */

typedef struct {
  char *folder, *path;
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  g_autofree char *top = g_dir_make_tmp ("logins-XXXXXX", NULL);
  place->folder = g_build_filename (top, "account-doctor", NULL);
  place->path = g_build_filename (place->folder, "logins", NULL);
}

static void
tear_down (Place *place, gconstpointer data)
{
  g_autofree char *top = g_path_get_dirname (place->folder);
  g_remove (place->path);
  g_remove (place->folder);
  g_remove (top);
  g_free (place->folder);
  g_free (place->path);
}

static char *
read_place (Place *place)
{
  char *text = NULL;
  g_assert_true (g_file_get_contents (place->path, &text, NULL, NULL));
  return text;
}

/* Each store is another process: they share nothing but the file. */
static DoctorStoreAnswer
take_at (Place *place, const char *user, guint most)
{
  g_autoptr (DoctorLedgerStore) store = doctor_ledger_store_new (place->folder);
  return doctor_ledger_store_take (store, "IMAP.example.org", user, most);
}

static void
test_store_counts (Place *place, gconstpointer data)
{
  GStatBuf status;
  g_assert_cmpint (take_at (place, "ann", 2), ==, DOCTOR_STORE_KEPT);
  g_assert_cmpint (take_at (place, "ann", 2), ==, DOCTOR_STORE_KEPT);
  g_assert_cmpint (take_at (place, "ann", 2), ==, DOCTOR_STORE_FULL);
  g_assert_cmpint (take_at (place, "bob", 2), ==, DOCTOR_STORE_KEPT);
  g_autofree char *text = read_place (place);
  g_assert_null (strstr (text, "ann"));
  g_assert_null (strstr (text, "example"));
  g_assert_cmpint (g_stat (place->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_store_forgets_after_an_hour (Place *place, gconstpointer data)
{
  g_assert_cmpint (take_at (place, "ann", 1), ==, DOCTOR_STORE_KEPT);
  g_autofree char *text = read_place (place);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  static const gint64 times[] = { -3601, 3600 }; /* long ago; a clock that was wrong */
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (GStrv) login = g_strsplit (lines[1], " ", -1);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    g_autofree char *other
      = g_strdup_printf ("%s\n%s %" G_GINT64_FORMAT "\n", lines[0], login[0], now + times[i]);
    g_assert_true (g_file_set_contents (place->path, other, -1, NULL));
    g_assert_cmpint (take_at (place, "ann", 1), ==, DOCTOR_STORE_KEPT);
  }
}

/* Whatever stands in the file: it counts anew, and does not grow. */
static void
test_store_reads_anything (Place *place, gconstpointer data)
{
  g_autofree char *large = g_strnfill (100000, 'x');
  const char *const texts[] = { "", "salt\n", "salt zz\nzz 1\n", "\n\n\n", "salt \xff\n", large };
  g_assert_cmpint (take_at (place, "ann", 1), ==, DOCTOR_STORE_KEPT);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_assert_true (g_file_set_contents (place->path, texts[i], -1, NULL));
    g_assert_cmpint (take_at (place, "ann", 1), ==, DOCTOR_STORE_KEPT);
    g_assert_cmpint (take_at (place, "ann", 1), ==, DOCTOR_STORE_FULL);
    g_autofree char *text = read_place (place);
    g_assert_cmpuint (strlen (text), <, 200);
  }
}

static void
test_store_in_the_ledger (Place *place, gconstpointer data)
{
  g_autoptr (DoctorLedgerStore) store = doctor_ledger_store_new (place->folder);
  guint taken = 0;
  for (guint i = 0; i < DOCTOR_LEDGER_MAX_PER_HOUR; i++) {
    g_autofree char *password = g_strdup_printf ("%u", i);
    g_autoptr (DoctorLedger) ledger = doctor_ledger_new (4); /* of the client itself */
    doctor_ledger_set_store (ledger, store);
    taken += (guint)take (ledger, "imap", password);
  }
  g_assert_cmpuint (taken, ==, DOCTOR_LEDGER_MAX_PER_HOUR - 4);
  g_assert_true (doctor_ledger_store_is_kept (store));
}

/* A folder that cannot be: the examination goes on by itself. */
static void
test_store_cannot_be_kept (void)
{
  g_autoptr (DoctorLedgerStore) store = doctor_ledger_store_new ("/dev/null/none");
  g_autoptr (DoctorLedger) ledger = doctor_ledger_new (0);
  doctor_ledger_set_store (ledger, store);
  g_assert_true (doctor_ledger_store_is_kept (store));
  g_assert_true (take (ledger, "imap", "1"));
  g_assert_false (doctor_ledger_store_is_kept (store));
  doctor_ledger_store_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger/never-twice", test_never_twice);
  g_test_add_func ("/ledger/per-examination", test_limit_per_examination);
  g_test_add_func ("/ledger/limit-per-hour", test_limit_per_hour);
  g_test_add_func ("/ledger/close", test_close);
  g_test_add_func ("/ledger/threads", test_threads);
  static const struct {
    const char *name;
    void (*test) (Place *place, gconstpointer data);
  } places[] = {
    { "/ledger/store/counts", test_store_counts },
    { "/ledger/store/expires", test_store_forgets_after_an_hour },
    { "/ledger/store/anything", test_store_reads_anything },
    { "/ledger/store/ledger", test_store_in_the_ledger },
  };
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    g_test_add (places[i].name, Place, NULL, set_up, places[i].test, tear_down);
  g_test_add_func ("/ledger/store/lost", test_store_cannot_be_kept);
  return g_test_run ();
}
