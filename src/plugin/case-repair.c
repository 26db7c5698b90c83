/* From a fix to a working account: tried on a copy, written down, stored, confirmed by the
 * client's own next attempt, or taken back. */
#include "plugin/case-private.h"
#include "plugin/bridge.h"
#include "core/i18n.h"
#include <string.h>

void
doctor_case_clear_trial (DoctorCase *c)
{
  g_clear_pointer (&c->trial, doctor_fix_free);
  if (c->trial_password == NULL)
    return;
  explicit_bzero (c->trial_password, strlen (c->trial_password));
  g_clear_pointer (&c->trial_password, g_free);
}

/* The offer goes when new conclusions are drawn; what is being done stays. */
static DoctorFix *
copy_fix (const DoctorFix *fix)
{
  DoctorFix *copy = g_new0 (DoctorFix, 1);
  copy->id = fix->id;
  copy->kind = fix->kind;
  copy->scope = fix->scope;
  copy->changes = fix->changes != NULL ? doctor_facts_ref (fix->changes) : doctor_facts_new ();
  return copy;
}

static DoctorOffer *
find_offer (DoctorCase *c, const DoctorFix *fix)
{
  for (guint i = 0; i < c->offers->len; i++) {
    DoctorOffer *offer = g_ptr_array_index (c->offers, i);
    if (g_str_equal (offer->fix->id, fix->id) && offer->fix->scope == fix->scope)
      return offer;
  }
  return NULL;
}

/* --- storing --- */

void
doctor_case_await_client (DoctorCase *c, guint entry_id, DoctorScope scope)
{
  const DoctorIncident *incident = c->incidents[scope];
  g_free (c->change.stage);
  c->change.stage = incident != NULL ? g_strdup (incident->stage) : NULL;
  c->change.is_waiting = TRUE;
  c->change.entry_id = entry_id;
  c->change.scope = scope;
  c->change.time = g_get_real_time () / G_USEC_PER_SEC;
  doctor_case_set_state (c, DOCTOR_CASE_APPLIED);
  doctor_bridge_try_now (c->account_id, scope);
}

static DoctorFacts *
old_values (DoctorCase *c, DoctorFacts *changes)
{
  g_autoptr (DoctorFacts) settings = doctor_bridge_read (c->account_id);
  g_autoptr (GPtrArray) names = doctor_facts_names (changes);
  DoctorFacts *values = doctor_facts_new ();
  for (guint i = 0; settings != NULL && i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    GVariant *value = doctor_facts_lookup (settings, DOCTOR_SCOPE_ACCOUNT, name);
    if (value != NULL)
      doctor_facts_set (values, name, value, DOCTOR_SOURCE_SETTINGS);
  }
  return values;
}

/* The old values are on the disk before the new ones are in the account. */
static guint
store_changes (DoctorCase *c, const DoctorFix *fix, GError **error)
{
  DoctorJournal *journal = doctor_cases ()->journal;
  g_autoptr (DoctorFacts) old = old_values (c, fix->changes);
  guint id = doctor_journal_add (journal, c->account_id, doctor_case_get_name (c), fix->id,
                                 fix->scope, old, fix->changes, error);
  if (id == 0)
    return 0;
  if (!doctor_bridge_write (c->account_id, fix->changes, error)) {
    if (!doctor_journal_set_state (journal, id, DOCTOR_ENTRY_UNDONE, NULL))
      g_debug ("journal entry %u stays planned", id); /* the next start sees that it never came */
    return 0;
  }
  if (!doctor_journal_set_state (journal, id, DOCTOR_ENTRY_APPLIED, NULL))
    g_debug ("journal entry %u stays planned", id); /* the next start sees that it did come */
  return id;
}

static void
apply (DoctorCase *c, const DoctorFix *fix)
{
  g_autoptr (GError) error = NULL;
  guint id = store_changes (c, fix, &error);
  if (id != 0) {
    doctor_case_await_client (c, id, fix->scope);
    return;
  }
  doctor_case_take_problem (
    c, g_strdup_printf (_ ("The change could not be stored, and nothing was changed: %s"),
                        error->message));
  if (c->state == DOCTOR_CASE_VERIFYING)
    doctor_case_resume (c);
}

/* --- trying on a copy --- */

/* Why a login was not tried, as far as the person can do something about it. */
static const struct {
  const char *reason, *sentence;
} untried[] = {
  { "ledger",
    N_ (
      "Many sign-ins were made within the last hour, and more could lock the account. Nothing was "
      "changed; try it again in an hour.") },
  { "not-encrypted",
    N_ ("The connection is not encrypted, so the password was not sent. Nothing was changed.") },
  { "certificate",
    N_ ("The server's certificate could not be verified, so the password was not sent. Nothing was "
        "changed.") },
};

char *
doctor_case_dup_untried (DoctorFacts *after, DoctorScope scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (untried); i++)
    if (doctor_facts_is (after, scope, "login.reason", untried[i].reason))
      return g_strdup (_ (untried[i].sentence));
  return g_strdup (_ (
    "It could not be tested whether this helps, so nothing was changed. Examine the account again "
    "to see why."));
}

static void
mark_offer (DoctorCase *c, DoctorVerdict verdict)
{
  DoctorOffer *offer = find_offer (c, c->trial);
  if (offer == NULL)
    return;
  offer->verdict = verdict;
  offer->verify_ms = (int)((g_get_monotonic_time () - c->trial_start_us) / G_TIME_SPAN_MILLISECOND);
}

/* Without a password at hand only the client's own attempt can tell; it rolls back by itself. */
static DoctorVerdict
judge (DoctorFacts *after, DoctorScope scope)
{
  DoctorVerdict verdict = doctor_verify_judge (doctor_cases_get_rules (), after, scope);
  if (verdict == DOCTOR_VERDICT_UNDECIDED
      && doctor_facts_is (after, scope, "login.reason", "no-password"))
    return DOCTOR_VERDICT_PROVED;
  return verdict;
}

/* A change of both services helps when it helps both. */
static DoctorVerdict
judge_all (const DoctorFix *fix, DoctorFacts *after)
{
  DoctorVerdict verdict = judge (after, fix->scope);
  DoctorScope other = fix->scope == DOCTOR_SCOPE_SEND ? DOCTOR_SCOPE_RECEIVE : DOCTOR_SCOPE_SEND;
  if (verdict != DOCTOR_VERDICT_PROVED || !doctor_fix_changes_scope (fix, other))
    return verdict;
  return judge (after, other);
}

static void
end_change_trial (DoctorCase *c, DoctorFacts *after)
{
  DoctorVerdict verdict = judge_all (c->trial, after);
  mark_offer (c, verdict);
  if (verdict == DOCTOR_VERDICT_PROVED) {
    apply (c, c->trial);
    return;
  }
  if (verdict == DOCTOR_VERDICT_FAILED)
    doctor_case_take_problem (
      c, g_strdup (_ ("This change was tried on a copy of the settings, and the account did "
                      "not work with it either. Nothing was changed.")));
  else
    doctor_case_take_problem (c, doctor_case_dup_untried (after, c->trial->scope));
  doctor_case_resume (c);
}

static void
on_trial_done (DoctorFacts *facts, const GError *error, gpointer data)
{
  DoctorCase *c = data;
  g_autoptr (DoctorFacts) after = doctor_facts_copy (facts);
  doctor_case_stop_examiner (c);
  doctor_case_count_logins (c, after);
  if (error != NULL) {
    doctor_case_take_problem (c, g_strdup (error->message));
    doctor_case_resume (c);
  } else if (c->trial_password != NULL)
    doctor_case_end_password_trial (c, after);
  else
    end_change_trial (c, after);
  doctor_case_clear_trial (c);
}

/* Whose stored password @scope uses once the changes hold. */
static DoctorScope
password_scope (const DoctorFix *fix, DoctorScope scope)
{
  gboolean shares = !doctor_facts_get_boolean (fix->changes, scope, "auth.own-login", TRUE);
  return shares ? DOCTOR_SCOPE_RECEIVE : scope;
}

static gboolean
changes_both (const DoctorFix *fix)
{
  return doctor_fix_changes_scope (fix, DOCTOR_SCOPE_RECEIVE)
         && doctor_fix_changes_scope (fix, DOCTOR_SCOPE_SEND);
}

/* The password to try for @scope: the one typed in, else the one stored; NULL where nothing is
 * tried. To be wiped. */
static char *
dup_password (DoctorCase *c, DoctorScope scope)
{
  if (c->trial_password != NULL)
    return doctor_case_tests_password (c, scope) ? g_strdup (c->trial_password) : NULL;
  if (scope != c->trial->scope && !changes_both (c->trial))
    return NULL;
  return doctor_bridge_get_password (c->account_id, password_scope (c->trial, scope));
}

/* Only the services that are concerned log in: each login counts against the account. */
static void
run_trial (DoctorCase *c)
{
  DoctorScope scope = c->trial->scope;
  g_autoptr (DoctorFacts) settings = doctor_case_dup_settings (c);
  g_autoptr (DoctorFacts) overlay = doctor_verify_overlay (settings, c->trial->changes);
  const char *service = doctor_facts_get_string (settings, scope, "service.protocol");
  char *receive = dup_password (c, DOCTOR_SCOPE_RECEIVE);
  char *send = dup_password (c, DOCTOR_SCOPE_SEND);
  char *proxy = doctor_bridge_get_password (c->account_id, DOCTOR_SCOPE_ACCOUNT);
  gboolean both
    = c->trial_password != NULL ? receive != NULL && send != NULL : changes_both (c->trial);
  const DoctorExaminerRequest request = { .service = both ? NULL : service,
                                          .allow_login = TRUE,
                                          .receive_password = receive,
                                          .send_password = send,
                                          .proxy_password = proxy };
  const DoctorExaminerEvents events = { NULL, on_trial_done, c };
  c->trial_start_us = g_get_monotonic_time ();
  doctor_case_set_state (c, DOCTOR_CASE_VERIFYING);
  doctor_case_start_examiner (c, overlay, &request, &events);
  doctor_bridge_forget (receive);
  doctor_bridge_forget (send);
  doctor_bridge_forget (proxy);
}

static void
set_trial (DoctorCase *c, const DoctorFix *fix)
{
  doctor_case_take_problem (c, NULL);
  doctor_case_take_notice (c, NULL);
  doctor_case_clear_trial (c);
  c->trial = copy_fix (fix);
}

void
doctor_case_start_trial (DoctorCase *c, const DoctorFix *fix, const char *password)
{
  set_trial (c, fix);
  c->trial_password = g_strdup (password);
  run_trial (c);
}

/* What only concerns the program itself cannot be tried on a copy; and the examination has
 * tried a change at the service that fails, not at the other one. */
static gboolean
needs_trial (const DoctorOffer *offer)
{
  if (doctor_fix_is_local (offer->fix))
    return FALSE;
  return offer->verdict != DOCTOR_VERDICT_PROVED || changes_both (offer->fix);
}

gboolean
doctor_case_is_ready (DoctorCase *c)
{
  return (c->state == DOCTOR_CASE_EXAMINED || c->state == DOCTOR_CASE_FAILED)
         && doctor_bridge_has_account (c->account_id);
}

static void
apply_at_once (DoctorCase *c, const DoctorFix *fix)
{
  set_trial (c, fix);
  apply (c, c->trial);
  doctor_case_clear_trial (c);
}

void
doctor_case_apply (DoctorCase *c, const DoctorOffer *offer)
{
  if (!doctor_case_is_ready (c) || offer->fix->kind != DOCTOR_FIX_CHANGE)
    return;
  if (needs_trial (offer))
    doctor_case_start_trial (c, offer->fix, NULL);
  else
    apply_at_once (c, offer->fix);
}

/* Settings from a file are a change like any other, only that nobody need have found anything. */
void
doctor_case_import (DoctorCase *c, const DoctorFix *fix)
{
  gboolean is_resting = c->state == DOCTOR_CASE_IDLE || c->state == DOCTOR_CASE_REPAIRED;
  if ((!is_resting && !doctor_case_is_ready (c)) || !doctor_bridge_has_account (c->account_id))
    return;
  if (doctor_fix_changes_scope (fix, fix->scope))
    doctor_case_start_trial (c, fix, NULL);
  else
    apply_at_once (c, fix);
}

/* --- what the client's own attempt says --- */

void
doctor_case_confirm (DoctorCase *c)
{
  g_autoptr (GError) error = NULL;
  c->change.is_waiting = FALSE;
  if (c->change.entry_id != 0
      && !doctor_journal_set_state (doctor_cases ()->journal, c->change.entry_id,
                                    DOCTOR_ENTRY_CONFIRMED, &error))
    g_debug ("journal: %s", error->message); /* it works; that it is not noted costs nothing */
  doctor_case_changed (c);
  if (c->state != DOCTOR_CASE_APPLIED)
    return;
  doctor_case_forget (c);
  if (doctor_case_failing_scope (c) == DOCTOR_SCOPE_ACCOUNT) {
    doctor_case_set_state (c, DOCTOR_CASE_REPAIRED);
    return;
  }
  doctor_case_conclude (c, NULL); /* the other service still fails */
  doctor_case_rest (c);
}

void
doctor_case_roll_back (DoctorCase *c)
{
  g_autoptr (GError) error = NULL;
  const DoctorEntry *entry = doctor_case_find_entry (c, c->change.entry_id);
  if (entry == NULL) /* a new password is not taken back */
    doctor_case_take_problem (
      c, g_strdup (_ ("The client's own attempt failed again in the same way, although the "
                      "test passed. Examine the account again.")));
  else if (doctor_case_restore (c, entry, &error))
    doctor_case_take_problem (
      c, g_strdup (_ ("The client's own attempt failed again in the same way, so the old "
                      "settings are back. Examine the account again.")));
  else
    doctor_case_take_problem (
      c, g_strdup_printf (_ ("The client's own attempt failed again, and the old settings "
                             "could not be put back: %s"),
                          error->message));
}
