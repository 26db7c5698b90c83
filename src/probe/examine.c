#include "probe/examine.h"
#include "core/derive.h"
#include "probe/examine-private.h"
#include "probe/prepare.h"
#include "probe/tcp.h"

const DoctorScope doctor_examine_scopes[DOCTOR_N_SERVICES]
  = { DOCTOR_SCOPE_RECEIVE, DOCTOR_SCOPE_SEND };

void
doctor_examine_tell (Examination *examination, const char *name, GVariant *value)
{
  if (examination->sink != NULL)
    examination->sink (name, value, examination->sink_data);
}

void
doctor_examine_set (Examination *examination,
                    const char *name,
                    GVariant *value,
                    DoctorSource source)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);
  doctor_facts_set (examination->facts, name, owned, source);
  doctor_examine_tell (examination, name, owned);
}

gboolean
doctor_examine_is_over (Examination *examination)
{
  return doctor_patience_is_over (&examination->patience)
         || doctor_patience_is_cancelled (&examination->patience);
}

/* Says what follows from what was seen: of the provider, whose words and exchangers it may know
 * by now, and of the rest. */
static void
derive (Examination *examination, DoctorFacts *facts)
{
  if (examination->options->providers != NULL)
    (void)doctor_providers_describe (examination->options->providers, facts);
  doctor_derive (facts);
}

DoctorFacts *
doctor_examine_dup_derived (Examination *examination)
{
  DoctorFacts *facts = doctor_facts_copy (examination->facts);
  derive (examination, facts);
  doctor_facts_seal (facts); /* so that the engine does not derive once more */
  return facts;
}

/* --- what comes next --- */

static gboolean
all_wait (Examination *examination)
{
  for (guint i = 0; i < DOCTOR_N_SERVICES; i++)
    if (examination->services[doctor_examine_scopes[i]].stage == PROBING
        || examination->services[doctor_examine_scopes[i]].stage == TRYING)
      return FALSE;
  return TRUE;
}

static gboolean
is_something_wrong (Examination *examination)
{
  g_autoptr (DoctorFacts) facts = doctor_examine_dup_derived (examination);
  for (guint i = 0; i < DOCTOR_N_SERVICES; i++)
    if (!doctor_facts_get_boolean (facts, doctor_examine_scopes[i], "service.healthy", TRUE))
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
  g_autoptr (DoctorFacts) facts = doctor_examine_dup_derived (examination);
  G_GNUC_UNUSED g_autoptr (GPtrArray) findings = doctor_engine_run (options->rules, facts, &wanted);
  return doctor_beside_provides (examination->beside, wanted) ? DOCTOR_BESIDE_LIMIT_MS
                                                              : DOCTOR_BESIDE_GRACE_MS;
}

/* What one service showed may call for a trial of the other. */
static gboolean
try_more (Examination *examination)
{
  gboolean any = FALSE;
  for (guint i = 0; i < DOCTOR_N_SERVICES; i++) {
    Service *service = &examination->services[doctor_examine_scopes[i]];
    if (service->stage == WAITING && doctor_service_try (service, TRUE))
      any = TRUE;
  }
  return any;
}

/* When the services have their facts and nothing beside them is awaited any more, the
 * findings stand, and what they propose can be verified. */
static void
settle (Examination *examination)
{
  if (!all_wait (examination) || try_more (examination))
    return;
  if (examination->waiting_since_us == 0)
    examination->waiting_since_us = g_get_monotonic_time ();
  if (doctor_beside_is_running (examination->beside))
    examination->beside_until_us
      = examination->waiting_since_us + beside_limit_ms (examination) * G_TIME_SPAN_MILLISECOND;
  else
    doctor_verification_start_all (examination);
}

/* The thread of @service came to its end. */
static void
advance (Service *service)
{
  g_thread_join (g_steal_pointer (&service->thread));
  if (service->stage == VERIFYING) {
    doctor_verification_finish (service);
    return;
  }
  if (!doctor_service_try (service, FALSE))
    doctor_service_enter (service, WAITING);
  settle (service->examination);
}

/* --- the whole --- */

/* By the address and by the hosts, and once the exchangers of the domain are known, by them. */
static void
recognise_provider (Examination *examination)
{
  if (examination->provider != NULL || examination->options->providers == NULL)
    return;
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
      doctor_examine_tell (examination, name, value);
  }
}

static void
start_services (Examination *examination)
{
  for (guint i = 0; i < DOCTOR_N_SERVICES; i++) {
    DoctorScope scope = doctor_examine_scopes[i];
    Service *service = &examination->services[scope];
    service->examination = examination;
    service->scope = scope;
    if (!examination->options->services[scope]
        || doctor_facts_get_string (examination->facts, scope, "server.host") == NULL)
      continue;
    service->budget = doctor_budget_new ();
    service->chain = doctor_service_new_chain (service, examination->facts, TRUE);
    doctor_service_enter (service, PROBING);
  }
}

static gboolean
is_running (Examination *examination)
{
  for (guint i = 0; i < DOCTOR_N_SERVICES; i++)
    if (examination->services[doctor_examine_scopes[i]].thread != NULL)
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
    doctor_examine_tell (examination, news->name, news->value);
  else if (news->value == NULL)
    doctor_facts_unset (examination->facts, news->name);
  else
    doctor_examine_set (examination, news->name, news->value, news->source);
  if (g_strcmp0 (news->name, "domain.mx") == 0)
    recognise_provider (examination);
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

/* What the losing addresses made of the time that all else took. */
static void
tell_losers (Examination *examination)
{
  for (guint i = 0; i < DOCTOR_N_SERVICES; i++) {
    Service *service = &examination->services[doctor_examine_scopes[i]];
    if (service->chain != NULL)
      doctor_tcp_settle (service->chain);
  }
  for (DoctorNews *news = g_async_queue_try_pop (examination->news); news != NULL;
       news = g_async_queue_try_pop (examination->news)) {
    handle (examination, news);
    doctor_news_free (news);
  }
}

static void
tell_connections (Examination *examination)
{
  for (guint i = 0; i < DOCTOR_N_SERVICES; i++) {
    const Service *service = &examination->services[doctor_examine_scopes[i]];
    g_autofree char *name
      = g_strconcat (doctor_scope_to_string (service->scope), ".probe.connections", NULL);
    if (service->budget != NULL)
      doctor_examine_set (examination, name,
                          g_variant_new_int32 ((gint32)doctor_budget_get_used (service->budget)),
                          DOCTOR_SOURCE_PROBE);
  }
}

static void
clear (Examination *examination)
{
  for (guint i = 0; i < DOCTOR_N_SERVICES; i++) {
    Service *service = &examination->services[doctor_examine_scopes[i]];
    doctor_service_clear (service);
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
  examination.facts = doctor_prepare_facts (settings, secrets);
  recognise_provider (&examination);
  examination.ledger = doctor_ledger_new (doctor_prepare_recent_logins (examination.facts));
  doctor_ledger_set_store (examination.ledger, options->logins);
  run (&examination);
  tell_losers (&examination);
  if (options->logins != NULL)
    doctor_examine_set (&examination, "probe.logins-kept",
                        g_variant_new_boolean (doctor_ledger_store_is_kept (options->logins)),
                        DOCTOR_SOURCE_PROBE);
  tell_connections (&examination);
  clear (&examination);
  if (examination.patience.cancel_fd >= 0)
    g_cancellable_release_fd (cancellable);
  derive (&examination, examination.facts);
  doctor_facts_seal (examination.facts);
  return examination.facts;
}
