/* The history of attempts: what it says after which events, what it keeps, what it never keeps. */
#include "core/history.h"
#include <glib/gstdio.h>
#include <string.h>

#define NOW (g_get_real_time () / G_USEC_PER_SEC)
#define SETTINGS                                                                                   \
  "receive.server.host 'imap.example.jp'\nreceive.server.port 993\n"                               \
  "receive.server.security 'tls'\nreceive.auth.user 'taro'\nreceive.auth.mechanism 'plain'\n"

typedef struct {
  char *folder, *path;
  DoctorHistory *history;
} Fixture;

static DoctorFacts *
facts_of (const char *text)
{
  DoctorFacts *facts = doctor_facts_new ();
  g_assert_true (doctor_facts_parse (facts, text, "settings", DOCTOR_SOURCE_SETTINGS, NULL));
  return facts;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("doctor-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "history", NULL);
  f->history = doctor_history_open (f->path, DOCTOR_HISTORY_DAYS);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  doctor_history_free (f->history);
  g_unlink (f->path);
  g_rmdir (f->folder);
  g_free (f->path);
  g_free (f->folder);
}

static void
reopen (Fixture *f, guint days)
{
  doctor_history_free (f->history);
  f->history = doctor_history_open (f->path, days);
}

static void
worked (Fixture *f, const char *settings, gint64 time)
{
  g_autoptr (DoctorFacts) facts = facts_of (settings);
  doctor_history_add_success (f->history, 1, DOCTOR_SCOPE_RECEIVE, facts, "claws 4.1.1", time);
}

static void
failed (Fixture *f, gint64 time)
{
  doctor_history_add_failure (f->history, 1, DOCTOR_SCOPE_RECEIVE, "receive auth no", time);
}

static DoctorFacts *
describe (Fixture *f, const char *settings, gint64 passwords_time)
{
  DoctorFacts *facts = facts_of (settings);
  doctor_history_describe (f->history, 1, facts, "claws 4.1.1", passwords_time);
  return facts;
}

static char *
dup_file (Fixture *f)
{
  char *text = NULL;
  return g_file_get_contents (f->path, &text, NULL, NULL) ? text : NULL;
}

static gint64
get_int (DoctorFacts *facts, const char *name)
{
  return doctor_facts_get_int (facts, DOCTOR_SCOPE_RECEIVE, name, -1);
}

static void
test_never_worked (Fixture *f, gconstpointer data)
{
  failed (f, NOW);
  g_autoptr (DoctorFacts) facts = describe (f, SETTINGS, 0);
  g_assert_null (doctor_facts_lookup (facts, DOCTOR_SCOPE_RECEIVE, "history.worked"));
  g_assert_cmpint (get_int (facts, "history.failures"), ==, 1);
}

static void
test_failures_since (Fixture *f, gconstpointer data)
{
  gint64 start = NOW - 7200;
  failed (f, start - 100);
  worked (f, SETTINGS, start);
  worked (f, SETTINGS, start + 600); /* not a line of its own, and known all the same */
  failed (f, start + 1200);
  failed (f, start + 1800);
  for (guint round = 0; round < 2; round++) {
    g_autoptr (DoctorFacts) facts = describe (f, SETTINGS, 0);
    g_assert_true (doctor_facts_get_boolean (facts, DOCTOR_SCOPE_RECEIVE, "history.worked", FALSE));
    g_assert_cmpint (get_int (facts, "history.last-worked"), ==, start + 600);
    g_assert_cmpint (get_int (facts, "history.failures"), ==, 2);
    g_assert_cmpint (get_int (facts, "history.failing-since"), ==, start + 1200);
    g_assert_null (doctor_facts_lookup (facts, DOCTOR_SCOPE_RECEIVE, "history.changed"));
    g_assert_null (doctor_facts_lookup (facts, DOCTOR_SCOPE_SEND, "history.worked"));
    g_autoptr (GArray) times = doctor_history_list_failures (f->history, 1, DOCTOR_SCOPE_RECEIVE);
    g_assert_cmpuint (times->len, ==, 3);
    g_assert_cmpint (g_array_index (times, gint64, 0), ==, start + 1800);
    reopen (f, DOCTOR_HISTORY_DAYS);
  }
}

static void
test_changed (Fixture *f, gconstpointer data)
{
  worked (f, SETTINGS, NOW - 100);
  g_autoptr (DoctorFacts) facts
    = describe (f,
                "receive.server.host 'imap.example.jp'\nreceive.server.port 143\n"
                "receive.server.security 'starttls'\nreceive.auth.user 'taro'\n",
                0);
  g_autofree const char **names = g_variant_get_strv (
    doctor_facts_lookup (facts, DOCTOR_SCOPE_RECEIVE, "history.changed"), NULL);
  g_autofree char *list = g_strjoinv (" ", (char **)names);
  g_assert_cmpstr (list, ==, "port encryption");
  g_autofree char *text = doctor_history_dup_text (facts, DOCTOR_SCOPE_RECEIVE);
  g_assert_nonnull (strstr (text, "port, encryption"));
}

/* When the store of passwords was written, against the last success. */
static const struct {
  const char *name;
  int store_s; /* from the last success on; 0: not known */
  gboolean stored_here;
  int edited; /* -1: not known */
} password_rows[] = {
  { "/history/password/older-store", -10, FALSE, 0 },
  { "/history/password/newer-store", 10, FALSE, -1 },
  { "/history/password/unknown-store", 0, FALSE, -1 },
  { "/history/password/stored-here", 10, TRUE, 1 },
};

static void
test_password (Fixture *f, gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  gint64 then = NOW - 1000;
  worked (f, SETTINGS, then);
  if (password_rows[row].stored_here)
    doctor_history_add_password (f->history, 1, DOCTOR_SCOPE_RECEIVE, then + 5);
  int store_s = password_rows[row].store_s;
  g_autoptr (DoctorFacts) facts = describe (f, SETTINGS, store_s == 0 ? 0 : then + store_s);
  GVariant *edited = doctor_facts_lookup (facts, DOCTOR_SCOPE_RECEIVE, "history.password-edited");
  g_assert_cmpint (edited == NULL ? -1 : g_variant_get_boolean (edited), ==,
                   password_rows[row].edited);
}

static void
test_keeps_no_names (Fixture *f, gconstpointer data)
{
  struct stat status;
  worked (f, SETTINGS, NOW);
  failed (f, NOW);
  g_autofree char *text = dup_file (f);
  g_assert_null (strstr (text, "taro"));
  g_assert_null (strstr (text, "imap.example.jp"));
  g_assert_cmpint (g_stat (f->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_days (Fixture *f, gconstpointer data)
{
  worked (f, SETTINGS, NOW - 40 * 24 * 3600);
  failed (f, NOW - 10 * 24 * 3600);
  reopen (f, 30);
  g_autoptr (DoctorFacts) facts = describe (f, SETTINGS, 0);
  g_assert_null (doctor_facts_lookup (facts, DOCTOR_SCOPE_RECEIVE, "history.worked"));
  g_assert_cmpint (get_int (facts, "history.failures"), ==, 1);
  doctor_history_set_days (f->history, 0);
  failed (f, NOW);
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
  g_autoptr (DoctorFacts) none = describe (f, SETTINGS, 0);
  g_assert_cmpint (get_int (none, "history.failures"), ==, -1);
}

static void
test_account_gone (Fixture *f, gconstpointer data)
{
  const int other = 2, own = 1;
  worked (f, SETTINGS, NOW);
  doctor_history_keep (f->history, &own, 1);
  g_autoptr (DoctorFacts) facts = describe (f, SETTINGS, 0);
  g_assert_nonnull (doctor_facts_lookup (facts, DOCTOR_SCOPE_RECEIVE, "history.worked"));
  doctor_history_keep (f->history, &other, 1);
  reopen (f, DOCTOR_HISTORY_DAYS);
  g_autoptr (DoctorFacts) none = describe (f, SETTINGS, 0);
  g_assert_null (doctor_facts_lookup (none, DOCTOR_SCOPE_RECEIVE, "history.worked"));
}

static void
test_queue_failures (Fixture *f, gconstpointer data)
{
  gint64 oldest = NOW - 500;
  for (int i = -1; i < 3; i++)
    doctor_history_add_failure (f->history, 1, DOCTOR_SCOPE_SEND, "send data", oldest + i * 10);
  g_autofree char *text = g_strdup_printf ("queue.oldest %" G_GINT64_FORMAT "\n", oldest);
  g_autoptr (DoctorFacts) facts = describe (f, text, 0);
  g_assert_cmpint (doctor_facts_get_int (facts, DOCTOR_SCOPE_ACCOUNT, "queue.failures", -1), ==, 3);
}

/* Files that somebody else wrote, or that are cut. */
static void
test_broken (Fixture *f, gconstpointer data)
{
  static const char *const texts[] = {
    "",
    "\n\n",
    "account-doctor-history 1",
    "account-doctor-history 1 salt\nx y z\n1 1 receive\n",
    "account-doctor-history 1 salt\n1 1 receive danced\n1 1 nowhere worked \n\xff\xfe\n",
    "account-doctor-history 9 salt\n1795000000 1 receive worked x\n",
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_assert_true (g_file_set_contents (f->path, texts[i], -1, NULL));
    reopen (f, DOCTOR_HISTORY_DAYS);
    g_autoptr (DoctorFacts) facts = describe (f, SETTINGS, 0);
    g_assert_null (doctor_facts_lookup (facts, DOCTOR_SCOPE_RECEIVE, "history.worked"));
  }
  failed (f, NOW);
  g_autoptr (DoctorFacts) facts = describe (f, SETTINGS, 0);
  g_assert_cmpint (get_int (facts, "history.failures"), ==, 1);
}

static void
test_bounded (Fixture *f, gconstpointer data)
{
  gint64 start = NOW - DOCTOR_HISTORY_MAX_LINES - 100;
  for (gint64 i = 0; i < DOCTOR_HISTORY_MAX_LINES + 50; i++)
    failed (f, start + i);
  g_autoptr (GArray) times = doctor_history_list_failures (f->history, 1, DOCTOR_SCOPE_RECEIVE);
  g_assert_cmpuint (times->len, ==, DOCTOR_HISTORY_MAX_LINES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test, data) g_test_add (path, Fixture, data, set_up, test, tear_down)
  ADD ("/history/never-worked", test_never_worked, NULL);
  ADD ("/history/failures-since", test_failures_since, NULL);
  ADD ("/history/changed", test_changed, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (password_rows); i++)
    ADD (password_rows[i].name, test_password, GUINT_TO_POINTER (i));
  ADD ("/history/keeps-no-names", test_keeps_no_names, NULL);
  ADD ("/history/days", test_days, NULL);
  ADD ("/history/account-gone", test_account_gone, NULL);
  ADD ("/history/queue-failures", test_queue_failures, NULL);
  ADD ("/history/broken", test_broken, NULL);
  ADD ("/history/bounded", test_bounded, NULL);
  return g_test_run ();
}
