#include "core/ledger.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger/never-twice", test_never_twice);
  g_test_add_func ("/ledger/per-examination", test_limit_per_examination);
  g_test_add_func ("/ledger/limit-per-hour", test_limit_per_hour);
  g_test_add_func ("/ledger/close", test_close);
  g_test_add_func ("/ledger/threads", test_threads);
  return g_test_run ();
}
