/* The case with a bridge and a child of the tests' own: examine, try, apply, confirm, roll
 * back, undo, also after a restart. */
#include "tests/unit/case-fixture.h"
#include <glib/gstdio.h>
#include <string.h>

static void
test_hint (Fixture *f, gconstpointer data)
{
  static const char refused[] = "mail.example:143: connection failed (Connection refused).";
  g_assert_false (doctor_case_wants_hint (f->c));
  case_client_fails ("connect", refused, 0);
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_FAILED);
  g_assert_true (doctor_case_wants_hint (f->c));
  g_autofree char *title = doctor_case_dup_hint_title (f->c);
  g_autofree char *reason = doctor_case_dup_hint_reason (f->c);
  g_assert_cmpstr (title, ==, "“Work” cannot fetch mail.");
  g_assert_cmpstr (reason, !=, "");
  g_autoptr (GPtrArray) hints = doctor_case_list_hints ();
  g_assert_cmpuint (hints->len, ==, 1);
  case_run_idles ();
  g_assert_cmpuint (f->n_changed, ==, 1); /* told once, from the main loop */

  doctor_case_dismiss (f->c);
  case_client_fails ("connect", refused, 0);
  g_assert_false (doctor_case_wants_hint (f->c));
  case_client_fails ("auth", "IMAP< no\nIMAP< Error logging in to mail.example", 0);
  g_assert_true (doctor_case_wants_hint (f->c));
  doctor_case_worked (1, DOCTOR_SCOPE_RECEIVE);
  g_assert_false (doctor_case_wants_hint (f->c));
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_IDLE);
}

static void
test_repair_and_undo (Fixture *f, gconstpointer data)
{
  case_client_fails ("connect", "", 0);
  case_examine (f);
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_EXAMINED);
  g_assert_cmpuint (doctor_case_get_findings (f->c)->len, >, 0);
  const DoctorOffer *offer = g_ptr_array_index (doctor_case_get_offers (f->c), 0);
  g_assert_cmpstr (offer->fix->id, ==, "use-tested-settings");
  g_assert_cmpint (offer->verdict, ==, DOCTOR_VERDICT_PROVED);
  g_assert_cmpint (offer->verify_ms, ==, 300);

  doctor_case_apply (f->c, offer); /* proved: at once */
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_APPLIED);
  case_assert_setting ("receive.server.port", "993");
  case_assert_setting ("receive.server.security", "'tls'");
  g_assert_cmpuint (fake_bridge.n_tried[DOCTOR_SCOPE_RECEIVE], ==, 1);
  g_assert_true (doctor_case_wants_hint (f->c)); /* until it has worked */
  doctor_case_worked (1, DOCTOR_SCOPE_RECEIVE);
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_REPAIRED);
  g_assert_false (doctor_case_wants_hint (f->c));
  g_autofree char *verdict = doctor_case_dup_verdict (f->c);
  g_assert_cmpstr (verdict, ==, "“Work” fetches mail again.");

  doctor_cases_stop (); /* the program ends; the journal stays */
  doctor_cases_start (case_on_changed, f);
  f->c = doctor_case_get (1);
  g_assert_true (doctor_case_can_undo (f->c));
  g_autofree char *undo = doctor_case_dup_undo_text (f->c);
  g_assert_nonnull (strstr (undo, "993"));
  g_assert_nonnull (strstr (undo, "143"));
  doctor_case_undo (f->c);
  case_assert_problem (f, NULL);
  case_assert_setting ("receive.server.port", "143");
  case_assert_setting ("receive.server.security", "'none'");
  g_assert_false (doctor_case_can_undo (f->c));
}

static void
test_roll_back (Fixture *f, gconstpointer data)
{
  case_client_fails ("connect", "", 0);
  case_examine (f);
  doctor_case_apply (f->c, case_get_offer (f, "use-tested-settings"));
  case_client_fails ("connect", "", 1); /* an attempt that was under way before the change */
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_APPLIED);
  case_client_fails ("connect", "", case_soon ());
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_FAILED);
  case_assert_setting ("receive.server.port", "143");
  case_assert_setting ("receive.server.security", "'none'");
  case_assert_problem (f, "the old settings are back");
  g_assert_false (doctor_case_can_undo (f->c));
}

static void
test_other_failure_keeps_the_change (Fixture *f, gconstpointer data)
{
  case_client_fails ("connect", "", 0);
  case_examine (f);
  doctor_case_apply (f->c, case_get_offer (f, "use-tested-settings"));
  case_client_fails ("auth", "IMAP< no\nIMAP< Error logging in to mail.example", case_soon ());
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_FAILED);
  case_assert_setting ("receive.server.port", "993");
  case_assert_problem (f, NULL);
  g_assert_true (doctor_case_can_undo (f->c));
}

static void
test_unproved_is_tried_first (Fixture *f, gconstpointer data)
{
  case_write_child (f, case_child, "undecided");
  case_examine (f);
  doctor_case_apply (f->c, case_get_offer (f, "use-tested-settings"));
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_VERIFYING);
  case_assert_setting ("receive.server.port", "143");
  case_wait_while (f, DOCTOR_CASE_VERIFYING);
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_APPLIED);
  case_assert_setting ("receive.server.port", "993");
}

static void
test_useless_is_not_applied (Fixture *f, gconstpointer data)
{
  fake_bridge_reset ();
  fake_bridge.config_dir = g_strdup (f->dir);
  fake_bridge_add (1, CASE_SETTINGS, "wrong", NULL);
  case_write_child (f, case_child, "undecided");
  case_examine (f);
  doctor_case_apply (f->c, case_get_offer (f, "use-tested-settings"));
  case_wait_while (f, DOCTOR_CASE_VERIFYING);
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_EXAMINED);
  g_assert_cmpint (case_get_offer (f, "use-tested-settings")->verdict, ==, DOCTOR_VERDICT_FAILED);
  case_assert_problem (f, "Nothing was changed");
  case_assert_setting ("receive.server.port", "143");
  g_assert_cmpuint (fake_bridge.n_writes, ==, 0);
}

/* What concerns the program itself is stored at once: no server can try it. */
static void
test_local_is_applied_at_once (Fixture *f, gconstpointer data)
{
  fake_bridge_reset ();
  fake_bridge.config_dir = g_strdup (f->dir);
  fake_bridge_add (1, CASE_SETTINGS "client.offline true\nclient.auto-check true\n", "right", NULL);
  case_client_fails ("connect", "", 0);
  doctor_case_apply (f->c, case_get_offer (f, "go-online"));
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_APPLIED);
  case_assert_setting ("client.offline", "false");
  g_assert_cmpuint (fake_bridge.n_tried[DOCTOR_SCOPE_RECEIVE], ==, 1);
  doctor_case_worked (1, DOCTOR_SCOPE_RECEIVE);
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_REPAIRED);
  doctor_case_undo (f->c);
  case_assert_setting ("client.offline", "true");
}

static void
test_write_fails (Fixture *f, gconstpointer data)
{
  case_examine (f);
  fake_bridge.refuses_writes = TRUE;
  doctor_case_apply (f->c, case_get_offer (f, "use-tested-settings"));
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_EXAMINED);
  case_assert_problem (f, "the disk is full");
  g_assert_false (doctor_case_can_undo (f->c));
}

static void
test_new_password (Fixture *f, gconstpointer data)
{
  fake_bridge_reset ();
  fake_bridge.config_dir = g_strdup (f->dir);
  fake_bridge_add (1, CASE_SETTINGS "receive.server.port 993\nreceive.server.security 'tls'\n",
                   "wrong", NULL);
  case_client_fails ("auth", "IMAP< no\nIMAP< Error logging in to mail.example", 0);
  case_examine (f);
  const DoctorOffer *offer = case_get_offer (f, "new-password");
  doctor_case_set_password (f->c, offer, "false");
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_VERIFYING);
  case_wait_while (f, DOCTOR_CASE_VERIFYING);
  case_assert_problem (f, "does not accept this password");
  g_assert_cmpuint (fake_bridge.n_passwords_set, ==, 0);

  doctor_case_set_password (f->c, case_get_offer (f, "new-password"), "right");
  case_wait_while (f, DOCTOR_CASE_VERIFYING);
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_APPLIED);
  g_assert_cmpstr (fake_bridge_get_password (1, DOCTOR_SCOPE_RECEIVE), ==, "right");
  g_assert_cmpuint (fake_bridge.n_tried[DOCTOR_SCOPE_RECEIVE], ==, 1);
  doctor_case_worked (1, DOCTOR_SCOPE_RECEIVE);
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_REPAIRED);
}

static void
test_logins_are_counted (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    doctor_case_login_seen (1, DOCTOR_SCOPE_RECEIVE);
  case_examine (f);
  g_assert_cmpint (
    doctor_facts_get_int (doctor_case_get_facts (f->c), DOCTOR_SCOPE_RECEIVE, "login.recent", -1),
    >=, 3);
  g_autoptr (DoctorFacts) next = doctor_case_dup_settings (f->c);
  g_assert_cmpint (doctor_facts_get_int (next, DOCTOR_SCOPE_RECEIVE, "login.recent", -1), ==,
                   4); /* its trial */
}

static void
test_bad_children (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *script, *problem;
    DoctorCaseState state;
  } rows[] = {
    { "#!/bin/sh\nexit 3\n", "before it was complete", DOCTOR_CASE_FAILED },
    { "#!/bin/sh\necho nonsense\n", "not understood", DOCTOR_CASE_FAILED },
    { "#!/bin/sh\necho \"receive.tcp.result 'refused'\"; exit 3\n", "before it was complete",
      DOCTOR_CASE_EXAMINED },
  };
  case_client_fails ("connect", "", 0);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    case_write_child (f, rows[i].script, "");
    case_examine (f);
    g_assert_cmpint (doctor_case_get_state (f->c), ==, rows[i].state);
    case_assert_problem (f, rows[i].problem);
  }
  g_remove (f->program);
  case_examine (f);
  case_assert_problem (f, "could not be started");
  g_assert_true (doctor_case_wants_hint (f->c));
}

static void
test_cancel (Fixture *f, gconstpointer data)
{
  case_write_child (
    f, "#!/bin/sh\necho \"progress ('receive', 'dns', 'running')\"\nexec sleep 100\n", "");
  case_client_fails ("connect", "", 0);
  doctor_case_examine (f->c);
  guint guard = g_timeout_add_seconds (60, case_on_stuck, NULL);
  for (gboolean running = FALSE; !running;) {
    g_main_context_iteration (NULL, TRUE);
    g_autoptr (GPtrArray) links = doctor_case_dup_chain (f->c, DOCTOR_SCOPE_RECEIVE);
    running = ((DoctorLink *)g_ptr_array_index (links, 0))->state == DOCTOR_LINK_RUNNING;
  }
  g_source_remove (guard);
  doctor_case_cancel (f->c);
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_FAILED);
  case_run_idles ();
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_FAILED);
}

/* What is certain is said before the end, and goes when the examination is given up. */
static void
test_certain_before_the_end (Fixture *f, gconstpointer data)
{
  case_write_child (
    f,
    "#!/bin/sh\necho \"computer.route 'none'\"\n"
    "echo \"receive.dns.result 'found'\"\necho \"receive.tcp.result 'unreachable'\"\n"
    "echo \"progress ('receive', 'tcp', 'done')\"\nexec sleep 100\n",
    "");
  doctor_case_examine (f->c);
  guint guard = g_timeout_add_seconds (60, case_on_stuck, NULL);
  while (doctor_case_get_findings (f->c)->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (guard);
  const DoctorFinding *finding = g_ptr_array_index (doctor_case_get_findings (f->c), 0);
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_EXAMINING);
  g_assert_cmpstr (doctor_finding_get_id (finding), ==, "net.offline");
  g_assert_cmpuint (doctor_case_get_offers (f->c)->len, ==, 0);
  g_autoptr (GPtrArray) links = doctor_case_dup_chain (f->c, DOCTOR_SCOPE_ACCOUNT);
  g_assert_cmpint (((DoctorLink *)g_ptr_array_index (links, 1))->state, ==, DOCTOR_LINK_BROKEN);
  doctor_case_cancel (f->c);
  case_run_idles ();
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_IDLE);
  g_assert_cmpuint (doctor_case_get_findings (f->c)->len, ==, 0);
}

static void
test_chain (Fixture *f, gconstpointer data)
{
  static const DoctorLinkState expected[]
    = { DOCTOR_LINK_GOOD, DOCTOR_LINK_BROKEN, DOCTOR_LINK_NOT_REACHED, DOCTOR_LINK_NOT_REACHED,
        DOCTOR_LINK_NOT_REACHED };
  case_examine (f);
  g_autoptr (GPtrArray) links = doctor_case_dup_chain (f->c, DOCTOR_SCOPE_RECEIVE);
  g_assert_cmpuint (links->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < links->len; i++) {
    const DoctorLink *link = g_ptr_array_index (links, i);
    g_assert_cmpint (link->state, ==, expected[i]);
    g_assert_cmpstr (link->text, !=, "");
  }
  g_autoptr (GPtrArray) sending = doctor_case_dup_chain (f->c, DOCTOR_SCOPE_SEND);
  g_assert_cmpuint (sending->len, ==, 0); /* the account has no server for it */
}

static guint
count_started (Fixture *f)
{
  g_autofree char *path = g_strconcat (f->program, ".started", NULL);
  g_autofree char *text = NULL;
  gsize length = 0;
  return g_file_get_contents (path, &text, &length, NULL) ? length / 2 : 0;
}

static void
test_many_take_turns (Fixture *f, gconstpointer data)
{
  for (int id = 2; id <= 9; id++)
    fake_bridge_add (id, CASE_SETTINGS, "right", NULL);
  for (int id = 1; id <= 9; id++) {
    doctor_case_examine (doctor_case_get (id));
    g_assert_cmpuint (doctor_cases ()->n_running, <=, 4);
  }
  doctor_case_cancel (doctor_case_get (8)); /* one that waits */
  fake_bridge_remove (9);
  doctor_case_accounts_changed ();
  for (int id = 1; id <= 7; id++) {
    f->c = doctor_case_get (id);
    case_wait_while (f, DOCTOR_CASE_EXAMINING);
    g_assert_cmpuint (doctor_cases ()->n_running, <=, 4);
  }
  g_assert_cmpuint (count_started (f), ==, 7);
  g_assert_null (doctor_case_get (9));
}

static void
test_planned_entries_are_settled (Fixture *f, gconstpointer data)
{
  g_autoptr (DoctorFacts) old = doctor_facts_new (), new = doctor_facts_new ();
  g_autoptr (GError) error = NULL;
  doctor_facts_set (old, "receive.server.port", g_variant_new_int32 (110), DOCTOR_SOURCE_SETTINGS);
  doctor_facts_set (new, "receive.server.port", g_variant_new_int32 (143), DOCTOR_SOURCE_SETTINGS);
  g_assert_cmpuint (doctor_journal_add (doctor_cases ()->journal, 1, "Work", "use-tested-settings",
                                        DOCTOR_SCOPE_RECEIVE, old, new, &error),
                    !=, 0);
  g_assert_false (doctor_case_can_undo (f->c));
  doctor_cases_stop (); /* as if it had ended between writing it down and storing it, */
  doctor_cases_start (case_on_changed, f);
  f->c = doctor_case_get (1);
  g_assert_true (doctor_case_can_undo (f->c)); /* but the account has the new value */
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*run) (Fixture *f, gconstpointer data);
  } tests[] = {
    { "/case/hint", test_hint },
    { "/case/repair-and-undo", test_repair_and_undo },
    { "/case/roll-back", test_roll_back },
    { "/case/other-failure", test_other_failure_keeps_the_change },
    { "/case/unproved", test_unproved_is_tried_first },
    { "/case/useless", test_useless_is_not_applied },
    { "/case/local", test_local_is_applied_at_once },
    { "/case/write-fails", test_write_fails },
    { "/case/new-password", test_new_password },
    { "/case/logins", test_logins_are_counted },
    { "/case/bad-children", test_bad_children },
    { "/case/cancel", test_cancel },
    { "/case/certain-before-the-end", test_certain_before_the_end },
    { "/case/chain", test_chain },
    { "/case/many", test_many_take_turns },
    { "/case/planned", test_planned_entries_are_settled },
  };
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, case_set_up, tests[i].run, case_tear_down);
  return g_test_run ();
}
