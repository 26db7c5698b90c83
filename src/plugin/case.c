#include "plugin/case-private.h"
#include "plugin/bridge.h"
#include "core/i18n.h"
#include "core/report.h"
#include "plugin/prefs.h"

static DoctorCases cases;

static const char *const state_names[]
  = { "idle", "failed", "examining", "examined", "verifying", "applied", "repaired" };

/* Row: from; bits: to. */
#define TO(state) (1u << DOCTOR_CASE_##state)
static const guint edges[] = {
  [DOCTOR_CASE_IDLE] = TO (FAILED) | TO (EXAMINING) | TO (VERIFYING) | TO (APPLIED),
  [DOCTOR_CASE_FAILED] = TO (IDLE) | TO (EXAMINING) | TO (VERIFYING) | TO (APPLIED),
  [DOCTOR_CASE_EXAMINING] = TO (EXAMINED) | TO (FAILED) | TO (IDLE),
  [DOCTOR_CASE_EXAMINED] = TO (EXAMINING) | TO (VERIFYING) | TO (APPLIED) | TO (FAILED) | TO (IDLE),
  [DOCTOR_CASE_VERIFYING] = TO (EXAMINED) | TO (APPLIED) | TO (FAILED) | TO (IDLE),
  [DOCTOR_CASE_APPLIED] = TO (REPAIRED) | TO (EXAMINING) | TO (FAILED) | TO (IDLE),
  [DOCTOR_CASE_REPAIRED] = TO (EXAMINING) | TO (VERIFYING) | TO (APPLIED) | TO (FAILED) | TO (IDLE),
};
#undef TO

DoctorCases *
doctor_cases (void)
{
  return &cases;
}

void
doctor_case_set_state (DoctorCase *c, DoctorCaseState state)
{
  if (c->state == state)
    return;
  g_debug ("account %d: %s → %s", c->account_id, state_names[c->state], state_names[state]);
  g_return_if_fail ((edges[c->state] & (1u << state)) != 0);
  c->state = state;
  doctor_case_changed (c);
}

void
doctor_case_rest (DoctorCase *c)
{
  doctor_case_set_state (c, doctor_case_failing_scope (c) != DOCTOR_SCOPE_ACCOUNT
                              ? DOCTOR_CASE_FAILED
                              : DOCTOR_CASE_IDLE);
}

void
doctor_case_resume (DoctorCase *c)
{
  if (c->is_examined)
    doctor_case_set_state (c, DOCTOR_CASE_EXAMINED);
  else
    doctor_case_rest (c);
}

DoctorScope
doctor_case_failing_scope (DoctorCase *c)
{
  DoctorIncident *receive = c->incidents[DOCTOR_SCOPE_RECEIVE],
                 *send = c->incidents[DOCTOR_SCOPE_SEND];
  if (receive == NULL)
    return send != NULL ? DOCTOR_SCOPE_SEND : DOCTOR_SCOPE_ACCOUNT;
  return send != NULL && send->time > receive->time ? DOCTOR_SCOPE_SEND : DOCTOR_SCOPE_RECEIVE;
}

/* --- telling the windows --- */

static gboolean
on_idle (gpointer data)
{
  g_autoptr (GHashTable) dirty = g_steal_pointer (&cases.dirty);
  GHashTableIter iter;
  gpointer id;
  cases.idle_source = 0;
  g_hash_table_iter_init (&iter, dirty);
  while (cases.is_started && g_hash_table_iter_next (&iter, &id, NULL)) {
    DoctorCase *c = g_hash_table_lookup (cases.table, id);
    if (cases.changed != NULL && (c != NULL || id == NULL))
      cases.changed (c, cases.changed_data);
  }
  return G_SOURCE_REMOVE;
}

/* NULL: the accounts themselves. */
void
doctor_case_changed (DoctorCase *c)
{
  if (cases.dirty == NULL)
    cases.dirty = g_hash_table_new (NULL, NULL);
  g_hash_table_add (cases.dirty, GINT_TO_POINTER (c != NULL ? c->account_id : 0));
  if (cases.idle_source == 0)
    cases.idle_source = g_idle_add_full (G_PRIORITY_DEFAULT, on_idle, NULL, NULL);
}

void
doctor_case_take_problem (DoctorCase *c, char *sentence)
{
  g_free (c->problem);
  c->problem = sentence;
  doctor_case_changed (c);
}

void
doctor_case_take_notice (DoctorCase *c, char *sentence)
{
  g_free (c->notice);
  c->notice = sentence;
  doctor_case_changed (c);
}

/* --- the register --- */

static void
case_free (gpointer data)
{
  DoctorCase *c = data;
  doctor_case_stop_examiner (c);
  doctor_case_clear_automatic (c);
  doctor_case_clear_trial (c);
  doctor_case_clear_wait (c);
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++) {
    doctor_incident_free (c->incidents[scope]);
    g_free (c->causes[scope]);
    g_array_unref (c->logins[scope]);
  }
  doctor_facts_unref (c->facts);
  g_ptr_array_unref (c->findings);
  g_ptr_array_unref (c->offers);
  g_hash_table_unref (c->progress);
  g_free (c->change.stage);
  g_free (c->dismissed);
  g_free (c->problem);
  g_free (c->notice);
  g_free (c->address);
  g_free (c->name);
  g_free (c);
}

static gboolean
read_names (DoctorCase *c)
{
  g_autoptr (DoctorFacts) facts = doctor_bridge_read (c->account_id);
  if (facts == NULL)
    return FALSE;
  g_free (c->name);
  g_free (c->address);
  c->name = g_strdup (doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "account.name"));
  c->address = g_strdup (doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "account.address"));
  return TRUE;
}

static DoctorCase *
case_new (int account_id)
{
  DoctorCase *c = g_new0 (DoctorCase, 1);
  c->account_id = account_id;
  c->findings = g_ptr_array_new_with_free_func ((GDestroyNotify)doctor_finding_unref);
  c->offers = g_ptr_array_new_with_free_func (doctor_offer_free);
  c->progress = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++)
    c->logins[scope] = g_array_new (FALSE, FALSE, sizeof (gint64));
  read_names (c);
  return c;
}

DoctorCase *
doctor_case_get (int account_id)
{
  if (!cases.is_started)
    return NULL;
  DoctorCase *c = g_hash_table_lookup (cases.table, GINT_TO_POINTER (account_id));
  if (c != NULL || !doctor_bridge_has_account (account_id))
    return c;
  c = case_new (account_id);
  g_hash_table_insert (cases.table, GINT_TO_POINTER (account_id), c);
  return c;
}

void
doctor_case_accounts_changed (void)
{
  GHashTableIter iter;
  gpointer c;
  if (!cases.is_started)
    return;
  g_hash_table_iter_init (&iter, cases.table);
  while (g_hash_table_iter_next (&iter, NULL, &c))
    if (!read_names (c))
      g_hash_table_iter_remove (&iter);
  doctor_cases_keep_history ();
  doctor_case_changed (NULL);
}

void
doctor_cases_start (DoctorCaseChanged changed, gpointer data)
{
  g_return_if_fail (!cases.is_started);
  cases.is_started = TRUE;
  cases.changed = changed;
  cases.changed_data = data;
  cases.table = g_hash_table_new_full (NULL, NULL, NULL, case_free);
  g_queue_init (&cases.queue);
  doctor_cases_open_journal ();
  doctor_cases_open_history ();
}

void
doctor_cases_stop (void)
{
  if (!cases.is_started)
    return;
  cases.is_started = FALSE;
  g_clear_handle_id (&cases.idle_source, g_source_remove);
  g_clear_handle_id (&cases.start_source, g_source_remove);
  g_queue_clear (&cases.queue);
  g_clear_pointer (&cases.table, g_hash_table_unref);
  g_clear_pointer (&cases.dirty, g_hash_table_unref);
  g_clear_pointer (&cases.journal, doctor_journal_free);
  g_clear_pointer (&cases.history, doctor_history_free);
  g_clear_pointer (&cases.providers, doctor_providers_free);
  if (cases.reading != NULL)
    cases.rules = doctor_ruleset_end (g_steal_pointer (&cases.reading));
  g_clear_pointer (&cases.rules, doctor_ruleset_unref);
  cases = (DoctorCases){ 0 };
}

static const char *
overlay_dir (void)
{
  const char *overlay = g_getenv ("ACCOUNT_DOCTOR_OVERLAY");
  if (overlay != NULL)
    return overlay[0] != '\0' ? overlay : NULL;
  return g_file_test (SYSCONFDIR "/account-doctor", G_FILE_TEST_IS_DIR) ? SYSCONFDIR
           "/account-doctor"
                                                                        : NULL;
}

static void
begin_reading (void)
{
  if (cases.reading == NULL)
    cases.reading = doctor_ruleset_begin (overlay_dir ());
}

DoctorRuleset *
doctor_cases_get_rules (void)
{
  if (cases.rules == NULL) {
    begin_reading ();
    cases.rules = doctor_ruleset_end (g_steal_pointer (&cases.reading));
  }
  return cases.rules;
}

DoctorProviders *
doctor_cases_get_providers (void)
{
  if (cases.providers == NULL)
    cases.providers = doctor_providers_load (overlay_dir (), NULL);
  return cases.providers;
}

gboolean
doctor_cases_make_ready (void)
{
  if (cases.rules != NULL && cases.providers != NULL)
    return TRUE;
  if (cases.rules != NULL) {
    doctor_cases_get_providers ();
    return FALSE;
  }
  begin_reading ();
  if (!doctor_ruleset_step (cases.reading))
    doctor_cases_get_rules ();
  return FALSE;
}

/* --- what is asked of it --- */

int
doctor_case_get_account (DoctorCase *c)
{
  return c->account_id;
}

const char *
doctor_case_get_name (DoctorCase *c)
{
  return c->name != NULL ? c->name : "";
}

const char *
doctor_case_get_address (DoctorCase *c)
{
  return c->address != NULL ? c->address : "";
}

DoctorCaseState
doctor_case_get_state (DoctorCase *c)
{
  return c->state;
}

DoctorFacts *
doctor_case_get_facts (DoctorCase *c)
{
  return c->facts;
}

GPtrArray *
doctor_case_get_findings (DoctorCase *c)
{
  return c->findings;
}

GPtrArray *
doctor_case_get_offers (DoctorCase *c)
{
  return c->offers;
}

const char *
doctor_case_get_problem (DoctorCase *c)
{
  return c->problem;
}

const char *
doctor_case_get_notice (DoctorCase *c)
{
  return c->notice;
}

char *
doctor_case_dup_report (DoctorCase *c)
{
  if (c->facts == NULL)
    return g_strdup ("");
  return doctor_report_text (doctor_cases_get_rules (), c->findings, c->facts,
                             doctor_prefs_get ()->mask);
}

/* --- the hint --- */

const char *
doctor_case_get_cause (DoctorCase *c)
{
  return c->causes[doctor_case_failing_scope (c)];
}

gboolean
doctor_case_wants_hint (DoctorCase *c)
{
  DoctorScope scope = doctor_case_failing_scope (c);
  if (scope == DOCTOR_SCOPE_ACCOUNT || c->state == DOCTOR_CASE_REPAIRED)
    return FALSE;
  /* The examination saw it working: the failure has passed. */
  if (c->is_examined && doctor_engine_state (c->findings, c->facts, scope) == DOCTOR_STATE_HEALTHY)
    return FALSE;
  return g_strcmp0 (c->causes[scope], c->dismissed) != 0;
}

void
doctor_case_dismiss (DoctorCase *c)
{
  g_free (c->dismissed);
  c->dismissed = g_strdup (c->causes[doctor_case_failing_scope (c)]);
  doctor_case_changed (c);
}

static int
compare_recency (gconstpointer a, gconstpointer b)
{
  const DoctorCase *first = *(DoctorCase *const *)a, *second = *(DoctorCase *const *)b;
  return first->serial < second->serial ? 1 : first->serial > second->serial ? -1 : 0;
}

GPtrArray *
doctor_case_list_hints (void)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer c;
  if (!cases.is_started)
    return list;
  g_hash_table_iter_init (&iter, cases.table);
  while (g_hash_table_iter_next (&iter, NULL, &c))
    if (doctor_case_wants_hint (c))
      g_ptr_array_add (list, c);
  g_ptr_array_sort (list, compare_recency);
  return list;
}
