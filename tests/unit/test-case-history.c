/* The case: what it remembers of the client's own attempts, and accounts that come and go while
 * they are examined. */
#include "tests/unit/case-fixture.h"
#include <string.h>

static DoctorFacts *
conclude (Fixture *f)
{
  doctor_case_conclude (f->c, NULL);
  return doctor_case_get_facts (f->c);
}

static void
test_worked_then_failed (Fixture *f, gconstpointer data)
{
  g_assert_null (doctor_case_dup_history_text (f->c, DOCTOR_SCOPE_RECEIVE));
  doctor_case_worked (1, DOCTOR_SCOPE_RECEIVE);
  case_client_fails ("auth", "IMAP< 2 NO [AUTHENTICATIONFAILED] no", 0);
  DoctorFacts *facts = conclude (f);
  g_assert_true (doctor_facts_get_boolean (facts, DOCTOR_SCOPE_RECEIVE, "history.worked", FALSE));
  g_assert_cmpint (doctor_facts_get_int (facts, DOCTOR_SCOPE_RECEIVE, "history.failures", 0), ==,
                   1);
  g_assert_null (doctor_facts_lookup (facts, DOCTOR_SCOPE_SEND, "history.worked"));
  g_autofree char *text = doctor_case_dup_history_text (f->c, DOCTOR_SCOPE_RECEIVE);
  g_assert_nonnull (strstr (text, "Last worked: "));
}

/* The password that worked is refused, and nobody wrote the store of passwords since. */
static void
test_refused_without_an_edit (Fixture *f, gconstpointer data)
{
  fake_bridge.passwords_time = 1;
  doctor_case_worked (1, DOCTOR_SCOPE_RECEIVE);
  case_client_fails ("auth", "IMAP< 2 NO [AUTHENTICATIONFAILED] Invalid credentials", 0);
  GVariant *edited
    = doctor_facts_lookup (conclude (f), DOCTOR_SCOPE_RECEIVE, "history.password-edited");
  g_assert_nonnull (edited);
  g_assert_false (g_variant_get_boolean (edited));
  const DoctorFinding *best = g_ptr_array_index (doctor_case_get_findings (f->c), 0);
  g_assert_cmpstr (doctor_finding_get_id (best), ==, "auth.password-changed");
}

static void
test_kept_over_a_restart (Fixture *f, gconstpointer data)
{
  doctor_case_worked (1, DOCTOR_SCOPE_RECEIVE);
  doctor_cases_stop ();
  doctor_cases_start (case_on_changed, f);
  f->c = doctor_case_get (1);
  g_autofree char *text = doctor_case_dup_history_text (f->c, DOCTOR_SCOPE_RECEIVE);
  g_assert_nonnull (text);
}

static void
test_not_wanted (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->dir, "account-doctor", "history", NULL);
  doctor_case_worked (1, DOCTOR_SCOPE_RECEIVE);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  doctor_cases_set_history_days (0);
  doctor_case_worked (1, DOCTOR_SCOPE_RECEIVE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_null (doctor_case_dup_history_text (f->c, DOCTOR_SCOPE_RECEIVE));
  doctor_cases_set_history_days (DOCTOR_HISTORY_DAYS);
}

/* More than may run at once; two that run and one that waits are deleted, one is made anew with
 * another name. */
static void
test_gone_while_examined (Fixture *f, gconstpointer data)
{
  for (int id = 2; id <= 8; id++)
    fake_bridge_add (id, CASE_SETTINGS, "right", NULL);
  for (int id = 1; id <= 8; id++)
    doctor_case_examine (doctor_case_get (id));
  fake_bridge_remove (1);
  fake_bridge_remove (3);
  fake_bridge_remove (7);
  fake_bridge_add (9, "account.name 'New'\n", NULL, NULL);
  doctor_case_accounts_changed ();
  g_assert_null (doctor_case_get (1));
  g_assert_null (doctor_case_get (7));
  g_assert_cmpstr (doctor_case_get_name (doctor_case_get (9)), ==, "New");
  for (int id = 2; id <= 8; id++) {
    f->c = doctor_case_get (id);
    if (f->c != NULL)
      case_wait_while (f, DOCTOR_CASE_EXAMINING);
  }
  g_assert_cmpuint (doctor_cases ()->n_running, ==, 0);
  f->c = NULL;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add (path, Fixture, NULL, case_set_up, test, case_tear_down)
  ADD ("/case-history/worked-then-failed", test_worked_then_failed);
  ADD ("/case-history/refused-without-an-edit", test_refused_without_an_edit);
  ADD ("/case-history/kept-over-a-restart", test_kept_over_a_restart);
  ADD ("/case-history/not-wanted", test_not_wanted);
  ADD ("/case-history/gone-while-examined", test_gone_while_examined);
  return g_test_run ();
}
