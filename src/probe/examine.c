#include "probe/examine.h"
#include "core/derive.h"
#include "core/fix.h"
#include "core/verify.h"
#include "probe/beside.h"
#include "probe/plan.h"
#include "probe/prepare.h"
#include "probe/trial.h"
#include "probe/worker.h"

/* One service goes through these, one thread at a time; services go side by side. */
typedef enum {
  IDLE,      /* not examined */
  PROBING,   /* the probes of the table */
  TRYING,    /* other ports and kinds of encryption */
  WAITING,   /* for the other service: findings may compare both */
  VERIFYING, /* once more with the best fix */
  DONE
} Stage;

typedef struct _Examination Examination;

typedef struct {
  Examination *examination;
  DoctorScope scope;
  Stage stage;
  GThread *thread;
  DoctorChain *chain;        /* of the probes and the trial */
  DoctorChain *verification; /* with the fix laid over */
  char *fix_id;
} Service;

struct _Examination {
  const DoctorExamineOptions *options;
  const DoctorSecrets *secrets;
  DoctorExamineSink sink;
  gpointer sink_data;
  DoctorFacts *facts;
  const DoctorProvider *provider;
  DoctorLedger *ledger;
  DoctorTrust *trust;
  GAsyncQueue *news;
  DoctorPatience patience;
  Service services[3]; /* by DoctorScope */
  DoctorBeside *beside;
  gint64 waiting_since_us; /* the services have all their facts; 0: not yet */
  gint64 beside_until_us;  /* what runs beside is awaited; 0: no limit */
};

static const DoctorScope service_scopes[] = { DOCTOR_SCOPE_RECEIVE, DOCTOR_SCOPE_SEND };

static void
tell (Examination *examination, const char *name, GVariant *value)
{
  if (examination->sink != NULL)
    examination->sink (name, value, examination->sink_data);
}

static void
set_fact (Examination *examination, const char *name, GVariant *value, DoctorSource source)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);
  doctor_facts_set (examination->facts, name, owned, source);
  tell (examination, name, owned);
}

static void
set_verify (Service *service, const char *name, GVariant *value)
{
  g_autofree char *full = g_strconcat (doctor_scope_to_string (service->scope), ".", name, NULL);
  set_fact (service->examination, full, value, DOCTOR_SOURCE_TRIAL);
}

static gboolean
is_over (Examination *examination)
{
  return doctor_patience_is_over (&examination->patience)
         || doctor_patience_is_cancelled (&examination->patience);
}

/* --- threads --- */

static gpointer
service_thread (gpointer data)
{
  Service *service = data;
  doctor_worker_prepare_thread ();
  if (service->stage == PROBING)
    doctor_plan_run (service->chain);
  if (service->stage == TRYING)
    doctor_trial_run (service->chain);
  if (service->stage == VERIFYING)
    doctor_plan_run (service->verification);
  DoctorNews *news = g_new0 (DoctorNews, 1);
  news->from = service;
  g_async_queue_push (service->examination->news, news);
  return NULL;
}

/* The one place where a service changes its stage. */
static void
enter (Service *service, Stage stage)
{
  static const char *const names[]
    = { "idle", "probing", "trying", "waiting", "verifying", "done" };
  g_debug ("%s: %s → %s", doctor_scope_to_string (service->scope), names[service->stage],
           names[stage]);
  g_return_if_fail (stage > service->stage);
  service->stage = stage;
  if (stage == PROBING || stage == TRYING || stage == VERIFYING)
    service->thread = g_thread_new (names[stage], service_thread, service);
}

static DoctorChain *
new_chain (Service *service, DoctorFacts *settings, gboolean tells)
{
  Examination *examination = service->examination;
  DoctorChain *chain = doctor_chain_new (service->scope, settings, &examination->patience);
  chain->password
    = examination->secrets == NULL ? NULL : examination->secrets->password[service->scope];
  chain->home_host = doctor_facts_get_string (examination->facts, service->scope, "server.host");
  chain->provider = examination->provider;
  chain->ledger = examination->ledger;
  chain->trust = examination->trust;
  if (examination->options->computer != NULL)
    chain->computer = examination->options->computer;
  chain->resolver = examination->options->resolver;
  chain->allow_login = examination->options->allow_login;
  chain->queue = tells ? examination->news : NULL;
  chain->worker = service;
  return chain;
}

/* --- what to do next --- */

/* The facts as they are now, derived from, for the engine to seal. */
static DoctorFacts *
dup_derived (Examination *examination)
{
  DoctorFacts *facts = doctor_facts_copy (examination->facts);
  doctor_derive (facts);
  return facts;
}

/* Whether a visible finding of @scope offers what only a trial can fill in. */
static gboolean
offers_tested_settings (GPtrArray *findings, DoctorScope scope)
{
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    const char *const *fixes = doctor_finding_type_get_fixes (finding->type);
    if (finding->scope == scope && finding->hidden_by == NULL && fixes != NULL
        && g_strv_contains (fixes, "use-tested-settings"))
      return TRUE;
  }
  return FALSE;
}

static gboolean
wants_trial (Service *service)
{
  Examination *examination = service->examination;
  if (!examination->options->allow_trials || examination->options->rules == NULL
      || is_over (examination)
      || doctor_facts_lookup (examination->facts, service->scope, "dns.addresses") == NULL)
    return FALSE;
  g_autoptr (GPtrArray) wanted = NULL;
  g_autoptr (DoctorFacts) facts = dup_derived (examination);
  g_autoptr (GPtrArray) findings = doctor_engine_run (examination->options->rules, facts, &wanted);
  g_autofree char *prefix = g_strconcat (doctor_scope_to_string (service->scope), ".trial.", NULL);
  for (guint i = 0; i < wanted->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (wanted, i), prefix))
      return TRUE;
  return offers_tested_settings (findings, service->scope);
}

/* The change that the best visible finding of @service proposes first; NULL for none. */
static DoctorFix *
find_change (GPtrArray *fixes, DoctorScope scope)
{
  for (guint i = 0; i < fixes->len; i++) {
    DoctorFix *fix = g_ptr_array_index (fixes, i);
    if (fix->kind == DOCTOR_FIX_CHANGE && fix->scope == scope)
      return fix;
  }
  return NULL;
}

static void
prepare_verification (Service *service, const DoctorFix *fix)
{
  Examination *examination = service->examination;
  static const char *const names[] = { "dns.result", "dns.addresses", "dns.ms" };
  g_autoptr (DoctorFacts) settings = doctor_verify_overlay (examination->facts, fix->changes);
  const char *old_host
    = doctor_facts_get_string (examination->facts, service->scope, "server.host");
  gboolean same_host = doctor_facts_is (settings, service->scope, "server.host", old_host);
  for (guint i = 0; i < G_N_ELEMENTS (names) && same_host; i++) {
    GVariant *value = doctor_facts_lookup (examination->facts, service->scope, names[i]);
    if (value != NULL)
      doctor_facts_set_scoped (settings, service->scope, names[i], value, DOCTOR_SOURCE_PROBE);
  }
  if (examination->options->providers != NULL)
    doctor_providers_describe (examination->options->providers, settings);
  service->fix_id = g_strdup (fix->id);
  service->verification = new_chain (service, settings, FALSE);
}

static gboolean
wants_verification (Service *service, GPtrArray *findings, DoctorFacts *facts)
{
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    if (finding->scope != service->scope || finding->hidden_by != NULL)
      continue;
    g_autoptr (GPtrArray) fixes = doctor_fix_list (finding, facts);
    const DoctorFix *fix = find_change (fixes, service->scope);
    if (fix != NULL)
      prepare_verification (service, fix);
    return fix != NULL;
  }
  return FALSE;
}

static void
tell_progress (Service *service, const char *probe, const char *state)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (
    g_variant_new ("(sss)", doctor_scope_to_string (service->scope), probe, state));
  tell (service->examination, "progress", value);
}

/* All services have their facts: verify what is proposed for each. */
static void
start_verifications (Examination *examination)
{
  const DoctorExamineOptions *options = examination->options;
  gboolean allowed = options->allow_verify && options->rules != NULL && !is_over (examination);
  g_autoptr (DoctorFacts) facts = dup_derived (examination);
  g_autoptr (GPtrArray) findings = allowed ? doctor_engine_run (options->rules, facts, NULL) : NULL;
  for (guint i = 0; i < G_N_ELEMENTS (service_scopes); i++) {
    Service *service = &examination->services[service_scopes[i]];
    if (service->stage != WAITING)
      continue;
    if (allowed && wants_verification (service, findings, facts)) {
      tell_progress (service, "verify", "running");
      enter (service, VERIFYING);
    } else {
      enter (service, DONE);
    }
  }
}

static void
finish_verification (Service *service)
{
  DoctorChain *chain = service->verification;
  DoctorRuleset *rules = service->examination->options->rules;
  g_autoptr (DoctorFacts) after = doctor_facts_copy (chain->facts);
  doctor_derive (after);
  doctor_facts_seal (after);
  const char *verdict
    = doctor_verdict_to_string (doctor_verify_judge (rules, after, service->scope));
  set_verify (service, "verify.fix", g_variant_new_string (service->fix_id));
  set_verify (service, "verify.ms", g_variant_new_int32 (doctor_elapsed_ms (chain->start_us)));
  set_verify (service, "verify.result", g_variant_new_string (verdict));
  tell_progress (service, "verify", "done");
  enter (service, DONE);
}

static gboolean
all_wait (Examination *examination)
{
  for (guint i = 0; i < G_N_ELEMENTS (service_scopes); i++)
    if (examination->services[service_scopes[i]].stage == PROBING
        || examination->services[service_scopes[i]].stage == TRYING)
      return FALSE;
  return TRUE;
}

static gboolean
is_something_wrong (Examination *examination)
{
  g_autoptr (DoctorFacts) facts = dup_derived (examination);
  for (guint i = 0; i < G_N_ELEMENTS (service_scopes); i++)
    if (!doctor_facts_get_boolean (facts, service_scopes[i], "service.healthy", TRUE))
      return TRUE;
  return FALSE;
}

/* How long what runs beside the services is awaited once they have their facts. */
static int
beside_limit_ms (Examination *examination)
{
  const DoctorExamineOptions *options = examination->options;
  if (examination->services[DOCTOR_SCOPE_RECEIVE].stage == IDLE
      && examination->services[DOCTOR_SCOPE_SEND].stage == IDLE)
    return DOCTOR_BESIDE_LIMIT_MS;
  if (options->rules == NULL || !is_something_wrong (examination))
    return DOCTOR_BESIDE_GRACE_MS;
  g_autoptr (GPtrArray) wanted = NULL;
  g_autoptr (DoctorFacts) facts = dup_derived (examination);
  g_autoptr (GPtrArray) findings = doctor_engine_run (options->rules, facts, &wanted);
  return doctor_beside_provides (examination->beside, wanted) ? DOCTOR_BESIDE_LIMIT_MS
                                                              : DOCTOR_BESIDE_GRACE_MS;
}

/* When the services have their facts and nothing beside them is awaited any more, the
 * findings stand, and what they propose can be verified. */
static void
settle (Examination *examination)
{
  if (!all_wait (examination))
    return;
  if (examination->waiting_since_us == 0)
    examination->waiting_since_us = g_get_monotonic_time ();
  if (doctor_beside_is_running (examination->beside))
    examination->beside_until_us
      = examination->waiting_since_us + beside_limit_ms (examination) * G_TIME_SPAN_MILLISECOND;
  else
    start_verifications (examination);
}

/* The thread of @service came to its end. */
static void
advance (Service *service)
{
  g_thread_join (g_steal_pointer (&service->thread));
  if (service->stage == VERIFYING) {
    finish_verification (service);
    return;
  }
  if (service->stage == PROBING && wants_trial (service))
    enter (service, TRYING);
  else
    enter (service, WAITING);
  settle (service->examination);
}

/* --- the whole --- */

static void
prepare_facts (Examination *examination, DoctorFacts *settings)
{
  examination->facts = doctor_prepare_facts (settings, examination->secrets);
  if (examination->options->providers != NULL)
    examination->provider
      = doctor_providers_describe (examination->options->providers, examination->facts);
  g_autoptr (GPtrArray) names = doctor_facts_names (examination->facts);
  for (guint i = 0; i < names->len; i++) {
    GVariant *value = NULL;
    DoctorSource source = DOCTOR_SOURCE_SETTINGS;
    const char *name = g_ptr_array_index (names, i);
    if (doctor_facts_lookup_full (examination->facts, DOCTOR_SCOPE_ACCOUNT, name, &value, NULL,
                                  &source)
        && source == DOCTOR_SOURCE_PROVIDER)
      tell (examination, name, value);
  }
}

static void
start_services (Examination *examination)
{
  for (guint i = 0; i < G_N_ELEMENTS (service_scopes); i++) {
    DoctorScope scope = service_scopes[i];
    Service *service = &examination->services[scope];
    service->examination = examination;
    service->scope = scope;
    if (!examination->options->services[scope]
        || doctor_facts_get_string (examination->facts, scope, "server.host") == NULL)
      continue;
    service->chain = new_chain (service, examination->facts, TRUE);
    enter (service, PROBING);
  }
}

static gboolean
is_running (Examination *examination)
{
  for (guint i = 0; i < G_N_ELEMENTS (service_scopes); i++)
    if (examination->services[service_scopes[i]].thread != NULL)
      return TRUE;
  return doctor_beside_is_running (examination->beside);
}

static void
handle (Examination *examination, DoctorNews *news)
{
  if (news->name == NULL && doctor_beside_join (examination->beside, news->from))
    settle (examination);
  else if (news->name == NULL)
    advance (news->from);
  else if (g_str_equal (news->name, "progress"))
    tell (examination, news->name, news->value);
  else if (news->value == NULL)
    doctor_facts_unset (examination->facts, news->name);
  else
    set_fact (examination, news->name, news->value, news->source);
}

/* NULL when nothing came until what runs beside the services is no longer awaited. */
static DoctorNews *
await_news (Examination *examination)
{
  if (examination->beside_until_us == 0)
    return g_async_queue_pop (examination->news);
  gint64 left_us = examination->beside_until_us - g_get_monotonic_time ();
  return left_us <= 0 ? g_async_queue_try_pop (examination->news)
                      : g_async_queue_timeout_pop (examination->news, (guint64)left_us);
}

static void
run (Examination *examination)
{
  doctor_beside_start_due (examination->beside, examination->facts);
  start_services (examination);
  settle (examination);
  /* Every thread ends by its own deadline, and says so: this never waits for long. */
  while (is_running (examination) || g_async_queue_length (examination->news) > 0) {
    DoctorNews *news = await_news (examination);
    if (news == NULL) {
      doctor_beside_stop (examination->beside);
      examination->beside_until_us = 0;
      continue;
    }
    handle (examination, news);
    doctor_beside_start_due (examination->beside, examination->facts);
    doctor_news_free (news);
  }
}

static void
clear (Examination *examination)
{
  for (guint i = 0; i < G_N_ELEMENTS (service_scopes); i++) {
    Service *service = &examination->services[service_scopes[i]];
    doctor_chain_free (service->chain);
    doctor_chain_free (service->verification);
    g_free (service->fix_id);
  }
  doctor_beside_free (examination->beside);
  doctor_ledger_free (examination->ledger);
  doctor_trust_free (examination->trust);
  g_async_queue_unref (examination->news);
}

DoctorFacts *
doctor_examine (DoctorFacts *settings,
                const DoctorSecrets *secrets,
                const DoctorExamineOptions *options,
                DoctorExamineSink sink,
                gpointer sink_data,
                GCancellable *cancellable)
{
  int deadline_ms = options->deadline_ms > 0 ? options->deadline_ms : DOCTOR_DEFAULT_DEADLINE_MS;
  Examination examination = {
    .options = options,
    .secrets = secrets,
    .sink = sink,
    .sink_data = sink_data,
    .trust = doctor_trust_new (options->ca_file),
    .news = g_async_queue_new_full ((GDestroyNotify)doctor_news_free),
    .patience = { .until_us = g_get_monotonic_time () + deadline_ms * G_TIME_SPAN_MILLISECOND,
                  .cancel_fd = g_cancellable_get_fd (cancellable),
                  .stop_fd = -1 },
  };
  examination.beside = doctor_beside_new (options, &examination.patience, examination.news);
  prepare_facts (&examination, settings);
  examination.ledger = doctor_ledger_new (doctor_prepare_recent_logins (examination.facts));
  run (&examination);
  clear (&examination);
  if (examination.patience.cancel_fd >= 0)
    g_cancellable_release_fd (cancellable);
  doctor_derive (examination.facts);
  doctor_facts_seal (examination.facts);
  return examination.facts;
}
