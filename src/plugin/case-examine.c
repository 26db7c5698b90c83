/* Examinations: what goes into them, and what follows from what they saw. */
#include "plugin/case-private.h"
#include "plugin/bridge.h"
#include "core/i18n.h"
#include <string.h>

enum { MAX_RUNNING = 4 }; /* children at a time, however many accounts are examined */

/* --- the ledger of logins --- */

static void
drop_old_logins (GArray *logins)
{
  gint64 limit = g_get_monotonic_time () - G_TIME_SPAN_HOUR;
  guint n_old = 0;
  while (n_old < logins->len && g_array_index (logins, gint64, n_old) < limit)
    n_old++;
  if (n_old > 0)
    g_array_remove_range (logins, 0, n_old);
}

void
doctor_case_add_login (DoctorCase *c, DoctorScope scope)
{
  gint64 now = g_get_monotonic_time ();
  drop_old_logins (c->logins[scope]);
  g_array_append_val (c->logins[scope], now);
}

/* The logins of an examination: one of each service that tells how it went, one of each trial
 * of a fix. None where the program remembers them itself: they would count twice. */
void
doctor_case_count_logins (DoctorCase *c, DoctorFacts *seen)
{
  if (doctor_facts_get_boolean (seen, DOCTOR_SCOPE_ACCOUNT, "probe.logins-kept", FALSE))
    return;
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++) {
    const char *result = doctor_facts_get_string (seen, scope, "login.result");
    if (result != NULL && !g_str_equal (result, "not-tried") && !g_str_equal (result, "not-needed"))
      doctor_case_add_login (c, scope);
    if (doctor_facts_lookup (seen, scope, "verify.result") != NULL)
      doctor_case_add_login (c, scope);
  }
}

DoctorFacts *
doctor_case_dup_settings (DoctorCase *c)
{
  DoctorFacts *settings = doctor_bridge_read (c->account_id);
  if (settings == NULL)
    return NULL;
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++) {
    drop_old_logins (c->logins[scope]);
    doctor_facts_set_scoped (settings, scope, "login.recent",
                             g_variant_new_int32 ((int)c->logins[scope]->len),
                             DOCTOR_SOURCE_SETTINGS);
  }
  doctor_case_describe_history (c, settings);
  return settings;
}

/* --- conclusions --- */

void
doctor_offer_free (gpointer data)
{
  DoctorOffer *offer = data;
  doctor_fix_free (offer->fix);
  g_free (offer);
}

/* What a person does elsewhere is one step for both services where it is done at the same place. */
static gboolean
is_same_step (const DoctorFix *fix, const DoctorFix *other, DoctorFacts *facts)
{
  g_autofree char *title = doctor_fix_dup_title (fix, facts);
  g_autofree char *other_title = doctor_fix_dup_title (other, facts);
  g_autofree char *guide = doctor_fix_dup_guide (fix, facts);
  g_autofree char *other_guide = doctor_fix_dup_guide (other, facts);
  return fix->kind == DOCTOR_FIX_STEP && g_strcmp0 (title, other_title) == 0
         && g_strcmp0 (guide, other_guide) == 0
         && g_strcmp0 (doctor_fix_get_link (fix, facts), doctor_fix_get_link (other, facts)) == 0;
}

static gboolean
has_offer (GPtrArray *offers, const DoctorFix *fix, DoctorFacts *facts)
{
  for (guint i = 0; i < offers->len; i++) {
    const DoctorOffer *offer = g_ptr_array_index (offers, i);
    if (g_str_equal (offer->fix->id, fix->id)
        && (offer->fix->scope == fix->scope || is_same_step (offer->fix, fix, facts)))
      return TRUE;
  }
  return FALSE;
}

/* What the examination's own trial of this fix gave. */
static void
read_verdict (DoctorOffer *offer, DoctorFacts *facts)
{
  DoctorScope scope = offer->fix->scope;
  if (!doctor_facts_is (facts, scope, "verify.fix", offer->fix->id))
    return;
  if (doctor_facts_is (facts, scope, "verify.result",
                       doctor_verdict_to_string (DOCTOR_VERDICT_PROVED)))
    offer->verdict = DOCTOR_VERDICT_PROVED;
  else if (doctor_facts_is (facts, scope, "verify.result",
                            doctor_verdict_to_string (DOCTOR_VERDICT_FAILED)))
    offer->verdict = DOCTOR_VERDICT_FAILED;
  offer->verify_ms = (int)doctor_facts_get_int (facts, scope, "verify.ms", 0);
}

static void
add_offers (DoctorCase *c, const DoctorFinding *finding)
{
  g_autoptr (GPtrArray) fixes = doctor_fix_list (finding, c->facts);
  g_ptr_array_set_free_func (fixes, NULL); /* each goes into an offer or is freed here */
  for (guint i = 0; i < fixes->len; i++) {
    DoctorFix *fix = g_ptr_array_index (fixes, i);
    if (has_offer (c->offers, fix, c->facts)) {
      doctor_fix_free (fix);
      continue;
    }
    DoctorOffer *offer = g_new0 (DoctorOffer, 1);
    offer->fix = fix;
    offer->cause = doctor_finding_get_id (finding);
    read_verdict (offer, c->facts);
    g_ptr_array_add (c->offers, offer);
  }
}

/* Proved ones first, those that did not help last; within, the order of the findings. */
static void
sort_offers (GPtrArray *offers)
{
  static const DoctorVerdict order[]
    = { DOCTOR_VERDICT_PROVED, DOCTOR_VERDICT_UNDECIDED, DOCTOR_VERDICT_FAILED };
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    for (guint j = 0; j < offers->len; j++)
      if (((DoctorOffer *)g_ptr_array_index (offers, j))->verdict == order[i])
        g_ptr_array_add (sorted, g_ptr_array_index (offers, j));
  for (guint i = 0; i < sorted->len; i++)
    offers->pdata[i] = sorted->pdata[i];
}

void
doctor_case_forget (DoctorCase *c)
{
  g_clear_pointer (&c->facts, doctor_facts_unref);
  g_ptr_array_set_size (c->findings, 0);
  g_ptr_array_set_size (c->offers, 0);
  g_hash_table_remove_all (c->progress);
  c->is_examined = FALSE;
  doctor_case_changed (c);
}

void
doctor_case_conclude (DoctorCase *c, DoctorFacts *seen)
{
  DoctorFacts *facts = doctor_case_dup_settings (c);
  if (facts == NULL)
    return;
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++)
    if (c->incidents[scope] != NULL)
      doctor_incident_describe (c->incidents[scope], facts);
  if (seen != NULL) /* what was seen now counts more than what the client met */
    doctor_facts_overlay (facts, seen);
  doctor_providers_describe (doctor_cases_get_providers (), facts);
  doctor_facts_unref (c->facts);
  c->facts = facts;
  c->is_examined = seen != NULL;
  g_ptr_array_unref (c->findings);
  c->findings = doctor_engine_run (doctor_cases_get_rules (), facts, NULL);
  g_ptr_array_set_size (c->offers, 0);
  for (guint i = 0; i < c->findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (c->findings, i);
    if (finding->hidden_by == NULL)
      add_offers (c, finding);
  }
  sort_offers (c->offers);
  doctor_case_count_queue (c);
  doctor_case_changed (c);
}

/* --- running one --- */

static void start_next (void);

void
doctor_case_stop_examiner (DoctorCase *c)
{
  DoctorCases *cases = doctor_cases ();
  if (c->is_queued)
    g_queue_remove (&cases->queue, GINT_TO_POINTER (c->account_id));
  c->is_queued = FALSE;
  g_clear_handle_id (&c->so_far_source, g_source_remove);
  g_clear_pointer (&c->seen, doctor_facts_unref);
  if (c->examiner == NULL)
    return;
  g_clear_pointer (&c->examiner, doctor_examiner_free);
  cases->n_running--;
  start_next ();
}

void
doctor_case_start_examiner (DoctorCase *c,
                            DoctorFacts *settings,
                            const DoctorExaminerRequest *request,
                            const DoctorExaminerEvents *events)
{
  c->examiner = doctor_examiner_start (settings, request, events);
  doctor_cases ()->n_running++;
}

/* What is certain before all has been looked at: more may come, but this stays. */
static gboolean
conclude_so_far (gpointer data)
{
  DoctorCase *c = data;
  c->so_far_source = 0;
  if (c->seen == NULL || c->state != DOCTOR_CASE_EXAMINING)
    return G_SOURCE_REMOVE;
  g_autoptr (DoctorFacts) facts = doctor_facts_copy (c->seen);
  doctor_providers_describe (doctor_cases_get_providers (), facts);
  g_autoptr (GPtrArray) findings = doctor_engine_run (doctor_cases_get_rules (), facts, NULL);
  g_ptr_array_set_size (c->findings, 0);
  for (guint i = 0; i < findings->len; i++) {
    DoctorFinding *finding = g_ptr_array_index (findings, i);
    if (finding->hidden_by == NULL && finding->certainty == DOCTOR_PROVED)
      g_ptr_array_add (c->findings, doctor_finding_ref (finding));
  }
  doctor_facts_unref (c->facts);
  c->facts = g_steal_pointer (&facts);
  doctor_case_changed (c);
  return G_SOURCE_REMOVE;
}

static void
on_fact (const char *name, GVariant *value, gpointer data)
{
  DoctorCase *c = data;
  const char *scope, *probe, *state;
  if (g_str_equal (name, "progress")) {
    g_variant_get (value, "(&s&s&s)", &scope, &probe, &state);
    g_hash_table_replace (c->progress, g_strconcat (scope, ".", probe, NULL), g_strdup (state));
    /* Many come in one go, and judging takes its time: once for all of them. */
    if (g_str_equal (state, "done") && c->seen != NULL && c->so_far_source == 0)
      c->so_far_source = g_idle_add (conclude_so_far, c);
  } else if (c->seen != NULL)
    doctor_facts_set (c->seen, name, value, DOCTOR_SOURCE_PROBE);
  doctor_case_changed (c);
}

static gboolean
has_result (DoctorFacts *facts)
{
  g_autoptr (GPtrArray) names = doctor_facts_names (facts);
  for (guint i = 0; i < names->len; i++) {
    DoctorSource source;
    doctor_facts_lookup_full (facts, DOCTOR_SCOPE_ACCOUNT, g_ptr_array_index (names, i), NULL, NULL,
                              &source);
    if (source == DOCTOR_SOURCE_PROBE)
      return TRUE;
  }
  return FALSE;
}

static void
on_done (DoctorFacts *facts, const GError *error, gpointer data)
{
  DoctorCase *c = data;
  g_autoptr (DoctorFacts) seen = doctor_facts_ref (facts);
  doctor_case_take_problem (c, error != NULL ? g_strdup (error->message) : NULL);
  doctor_case_stop_examiner (c);
  doctor_case_count_logins (c, seen);
  if (error != NULL && !has_result (seen)) {
    doctor_case_conclude (c, NULL);
    doctor_case_rest (c);
    return;
  }
  doctor_case_conclude (c, seen);
  doctor_case_set_state (c, DOCTOR_CASE_EXAMINED);
  /* What was waited for has passed. */
  if (c->wait.is_active
      && doctor_engine_state (c->findings, c->facts, c->wait.scope) == DOCTOR_STATE_HEALTHY)
    doctor_case_wait_now (c);
}

static void
start_examination (DoctorCase *c)
{
  g_autoptr (DoctorFacts) settings = doctor_case_dup_settings (c);
  if (settings == NULL) {
    doctor_case_rest (c);
    return;
  }
  char *receive = doctor_bridge_get_password (c->account_id, DOCTOR_SCOPE_RECEIVE);
  char *send = doctor_bridge_get_password (c->account_id, DOCTOR_SCOPE_SEND);
  char *proxy = doctor_bridge_get_password (c->account_id, DOCTOR_SCOPE_ACCOUNT);
  const DoctorExaminerRequest request = { .allow_login = TRUE,
                                          .allow_trials = TRUE,
                                          .allow_verify = TRUE,
                                          .automatic = c->is_unasked,
                                          .receive_password = receive,
                                          .send_password = send,
                                          .proxy_password = proxy };
  const DoctorExaminerEvents events = { on_fact, on_done, c };
  if (doctor_bridge_passwords_locked ())
    doctor_case_take_problem (
      c, g_strdup (_ ("The saved passwords are locked by the primary passphrase, so "
                      "signing in is not tested. Fetch mail once and enter it, then "
                      "examine again.")));
  c->seen = doctor_facts_copy (settings);
  doctor_case_start_examiner (c, settings, &request, &events);
  doctor_bridge_forget (receive);
  doctor_bridge_forget (send);
  doctor_bridge_forget (proxy);
}

/* One at a time: making a child takes the client some milliseconds. */
static gboolean
on_start_next (gpointer data)
{
  DoctorCases *cases = doctor_cases ();
  DoctorCase *c;
  if (!doctor_cases_make_ready ()) /* what it sees will be judged */
    return G_SOURCE_CONTINUE;
  if (cases->n_running >= MAX_RUNNING || g_queue_is_empty (&cases->queue)) {
    cases->start_source = 0;
    return G_SOURCE_REMOVE;
  }
  c = doctor_case_get (GPOINTER_TO_INT (g_queue_pop_head (&cases->queue)));
  if (c != NULL) {
    c->is_queued = FALSE;
    start_examination (c);
  }
  return G_SOURCE_CONTINUE;
}

static void
start_next (void)
{
  DoctorCases *cases = doctor_cases ();
  if (cases->is_started && cases->start_source == 0 && !g_queue_is_empty (&cases->queue))
    cases->start_source = g_idle_add_full (G_PRIORITY_DEFAULT, on_start_next, NULL, NULL);
}

void
doctor_case_examine (DoctorCase *c)
{
  doctor_case_queue_examination (c, FALSE);
}

void
doctor_case_queue_examination (DoctorCase *c, gboolean is_unasked)
{
  if (c->state == DOCTOR_CASE_EXAMINING || c->state == DOCTOR_CASE_VERIFYING)
    return;
  doctor_case_take_problem (c, NULL);
  doctor_case_take_notice (c, NULL);
  doctor_case_forget (c);
  doctor_case_set_state (c, DOCTOR_CASE_EXAMINING);
  c->is_queued = TRUE;
  c->is_unasked = is_unasked;
  g_queue_push_tail (&doctor_cases ()->queue, GINT_TO_POINTER (c->account_id));
  start_next ();
}

void
doctor_case_cancel (DoctorCase *c)
{
  if (c->state == DOCTOR_CASE_VERIFYING) {
    doctor_case_stop_examiner (c);
    doctor_case_clear_trial (c);
    doctor_case_resume (c);
    return;
  }
  if (c->state != DOCTOR_CASE_EXAMINING)
    return;
  doctor_case_stop_examiner (c);
  g_hash_table_remove_all (c->progress);
  doctor_case_conclude (c, NULL);
  doctor_case_rest (c);
}
