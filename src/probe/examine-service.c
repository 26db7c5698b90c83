/* One service of an examination: its stages, its thread, its trials. */
#include "core/derive.h"
#include "probe/examine-private.h"
#include "probe/plan.h"
#include "probe/worker.h"

static gpointer
service_thread (gpointer data)
{
  Service *service = data;
  doctor_worker_prepare_thread ();
  if (service->stage == PROBING)
    doctor_plan_run (service->chain);
  if (service->stage == TRYING)
    doctor_trial_run (service->chain, service->kinds, &service->proof);
  if (service->stage == VERIFYING)
    doctor_plan_run (service->verification);
  DoctorNews *news = g_new0 (DoctorNews, 1);
  news->from = service;
  g_async_queue_push (service->examination->news, news);
  return NULL;
}

/* Trials may follow each other, and one may be wanted only when the other service is known. */
static gboolean
may_enter (Stage from, Stage to)
{
  return to > from || (to == TRYING && (from == TRYING || from == WAITING));
}

void
doctor_service_enter (Service *service, Stage stage)
{
  static const char *const names[]
    = { "idle", "probing", "trying", "waiting", "verifying", "done" };
  g_debug ("%s: %s → %s", doctor_scope_to_string (service->scope), names[service->stage],
           names[stage]);
  g_return_if_fail (may_enter (service->stage, stage));
  service->stage = stage;
  if (stage == PROBING || stage == TRYING || stage == VERIFYING)
    service->thread = g_thread_new (names[stage], service_thread, service);
}

static const char *
get_password (Examination *examination, DoctorScope scope)
{
  return examination->secrets == NULL ? NULL : examination->secrets->password[scope];
}

/* An examination that nobody asked for spends a login only on the question that the client's
 * own failure left open. */
static gboolean
may_log_in (Service *service)
{
  const DoctorExamineOptions *options = service->examination->options;
  DoctorFacts *facts = service->examination->facts;
  return options->allow_login
         && (!options->automatic
             || doctor_facts_is (facts, service->scope, "incident.stage", "auth"));
}

DoctorChain *
doctor_service_new_chain (Service *service, DoctorFacts *settings, gboolean tells)
{
  Examination *examination = service->examination;
  DoctorScope peer = service->scope == DOCTOR_SCOPE_SEND ? DOCTOR_SCOPE_RECEIVE : DOCTOR_SCOPE_SEND;
  DoctorChain *chain = doctor_chain_new (service->scope, settings, &examination->patience);
  chain->password = get_password (examination, service->scope);
  chain->proxy_password = get_password (examination, DOCTOR_SCOPE_ACCOUNT);
  chain->peer_password = get_password (examination, peer);
  chain->home_host = doctor_facts_get_string (examination->facts, service->scope, "server.host");
  chain->provider = examination->provider;
  chain->ledger = examination->ledger;
  chain->budget = service->budget;
  chain->trust = examination->trust;
  if (examination->options->computer != NULL)
    chain->computer = examination->options->computer;
  chain->resolver = examination->options->resolver;
  chain->allow_login = may_log_in (service);
  chain->queue = tells ? examination->news : NULL;
  chain->worker = service;
  return chain;
}

gboolean
doctor_service_try (Service *service, gboolean all_is_known)
{
  Examination *examination = service->examination;
  DoctorRuleset *rules = examination->options->rules;
  if (!examination->options->allow_trials || rules == NULL || service->chain == NULL
      || doctor_examine_is_over (examination))
    return FALSE;
  g_autoptr (DoctorFacts) facts = doctor_examine_dup_derived (examination);
  g_autoptr (GPtrArray) findings = doctor_engine_run (rules, facts, NULL);
  g_autoptr (DoctorWant) want = doctor_want_new (rules, facts, findings, service->scope);
  /* Trials may follow from anything that is known: the other service, the address's domain. */
  doctor_facts_unref (service->chain->facts);
  service->chain->facts = doctor_facts_copy (facts);
  service->kinds = doctor_trial_choose (service->chain, want, service->tried, all_is_known);
  if (service->kinds == 0)
    return FALSE;
  service->tried |= service->kinds;
  doctor_service_enter (service, TRYING);
  return TRUE;
}

void
doctor_service_clear (Service *service)
{
  doctor_chain_free (service->chain);
  doctor_chain_free (service->verification);
  doctor_budget_free (service->budget);
  doctor_trial_proof_clear (&service->proof);
  g_free (service->fix_id);
}
