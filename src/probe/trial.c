#include "probe/trial.h"
#include "core/verify.h"
#include "probe/plan.h"
#include "probe/steps.h"
#include "probe/worker.h"
#include <sys/eventfd.h>
#include <unistd.h>

/* RFC 8314 §3: implicit TLS first. */
static const struct {
  const char *protocol;
  DoctorVariant variant;
} usual[] = {
  { "imap", { 993, "tls" } },      { "imap", { 143, "starttls" } }, { "pop3", { 995, "tls" } },
  { "pop3", { 110, "starttls" } }, { "smtp", { 465, "tls" } },      { "smtp", { 587, "starttls" } },
};

static const char *const encrypted[] = { "tls", "starttls" };

static guint16
configured_port (DoctorChain *chain)
{
  return (guint16)doctor_facts_get_int (chain->facts, chain->scope, "server.port", 0);
}

static void
add_variant (GArray *variants, DoctorChain *chain, guint16 port, const char *security)
{
  gboolean configured
    = port == configured_port (chain) && doctor_chain_is (chain, "server.security", security);
  if (configured || port == 0
      || !g_strv_contains ((const char *const[]){ "tls", "starttls", NULL }, security)
      || variants->len >= DOCTOR_TRIAL_MAX)
    return;
  for (guint i = 0; i < variants->len; i++) {
    const DoctorVariant *variant = &g_array_index (variants, DoctorVariant, i);
    if (variant->port == port && g_str_equal (variant->security, security))
      return;
  }
  DoctorVariant variant = { port, security };
  g_array_append_val (variants, variant);
}

static void
add_of_provider (GArray *variants, DoctorChain *chain)
{
  const char *host = doctor_chain_get (chain, "server.host");
  guint n = chain->provider == NULL ? 0 : doctor_provider_get_n_servers (chain->provider);
  for (guint i = 0; i < n; i++) {
    const DoctorServer *server = doctor_provider_get_server (chain->provider, i);
    if (doctor_chain_is (chain, "service.protocol", server->protocol) && host != NULL
        && g_ascii_strcasecmp (server->host, host) == 0)
      add_variant (variants, chain, server->port, server->security);
  }
}

GArray *
doctor_trial_variants (DoctorChain *chain)
{
  GArray *variants = g_array_new (FALSE, FALSE, sizeof (DoctorVariant));
  add_of_provider (variants, chain);
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    if (doctor_chain_is (chain, "service.protocol", usual[i].protocol))
      add_variant (variants, chain, usual[i].variant.port, usual[i].variant.security);
  for (guint i = 0; i < G_N_ELEMENTS (encrypted); i++)
    add_variant (variants, chain, configured_port (chain), encrypted[i]);
  return variants;
}

typedef struct {
  DoctorVariant variant;
  const char *outcome; /* NULL while under way */
  DoctorChain *chain;
  GThread *thread;
} Try;

/* What the probe of the other ports already showed: nothing need be asked twice. */
static const char *
known_outcome (DoctorChain *chain, guint16 port)
{
  guint n = chain->attempts == NULL ? 0 : doctor_attempts_get_n (chain->attempts);
  const char *outcome = NULL;
  for (guint i = 0; i < n; i++) {
    const DoctorAttempt *attempt = doctor_attempts_get (chain->attempts, i);
    if (attempt->port != port)
      continue;
    if (g_strcmp0 (attempt->result, "connected") == 0)
      return NULL;
    outcome = g_strcmp0 (attempt->result, "refused") == 0 ? "refused" : "timeout";
  }
  return outcome;
}

static void
copy_fact (DoctorFacts *to, DoctorChain *from, const char *name)
{
  GVariant *value = doctor_facts_lookup (from->facts, from->scope, name);
  if (value != NULL)
    doctor_facts_set_scoped (to, from->scope, name, value, DOCTOR_SOURCE_PROBE);
}

static DoctorChain *
new_trial_chain (DoctorChain *parent, const DoctorVariant *variant, int stop_fd)
{
  DoctorPatience patience = doctor_patience_narrow (&parent->patience, DOCTOR_TRIAL_LIMIT_MS);
  g_autoptr (DoctorFacts) changes = doctor_facts_new ();
  doctor_facts_set_scoped (changes, parent->scope, "server.port",
                           g_variant_new_int32 (variant->port), DOCTOR_SOURCE_SETTINGS);
  doctor_facts_set_scoped (changes, parent->scope, "server.security",
                           g_variant_new_string (variant->security), DOCTOR_SOURCE_SETTINGS);
  g_autoptr (DoctorFacts) facts = doctor_verify_overlay (parent->facts, changes);
  copy_fact (facts, parent, "dns.result");
  copy_fact (facts, parent, "dns.addresses");
  patience.stop_fd = stop_fd;
  DoctorChain *chain = doctor_chain_new (parent->scope, facts, &patience);
  chain->is_trial = TRUE;
  chain->home_host = parent->home_host;
  chain->provider = parent->provider;
  chain->ledger = parent->ledger;
  chain->trust = parent->trust;
  chain->computer = parent->computer;
  return chain;
}

static const char *
judge_encryption (DoctorChain *chain)
{
  const char *result = doctor_chain_get (chain, "tls.result");
  if (g_strcmp0 (result, "ok") == 0)
    return NULL;
  if (g_strcmp0 (result, "certificate") == 0 || g_strcmp0 (result, "plain-spoken") == 0
      || g_strcmp0 (result, "timeout") == 0)
    return g_intern_string (result);
  return "other";
}

/* NULL when the trial was stopped before it could be judged. */
static const char *
judge (DoctorChain *chain)
{
  const char *tcp = doctor_chain_get (chain, "tcp.result");
  const char *greeting = doctor_chain_get (chain, "greeting.result");
  if (tcp == NULL)
    return NULL;
  if (!g_str_equal (tcp, "connected"))
    return g_str_equal (tcp, "refused") || g_str_equal (tcp, "timeout") ? g_intern_string (tcp)
                                                                        : "other";
  if (doctor_chain_is (chain, "greeting.result", "timeout"))
    return "timeout";
  const char *encryption = judge_encryption (chain);
  if (encryption != NULL)
    return greeting == NULL && doctor_patience_is_cancelled (&chain->patience) ? NULL : encryption;
  if (g_strcmp0 (greeting, "ok") != 0 && g_strcmp0 (greeting, "preauth") != 0)
    return "other";
  return doctor_step_login_is_possible (chain) ? "passed" : "no-login";
}

typedef struct {
  GAsyncQueue *finished; /* of Try */
  Try *try;
} TryTask;

static gpointer
try_thread (gpointer data)
{
  g_autofree TryTask *task = data;
  doctor_worker_prepare_thread ();
  doctor_plan_run (task->try->chain);
  g_async_queue_push (task->finished, task->try);
  g_async_queue_unref (task->finished);
  return NULL;
}

static void
start (Try *try, DoctorChain *parent, GAsyncQueue *finished, int stop_fd)
{
  try->outcome = known_outcome (parent, try->variant.port);
  if (try->outcome != NULL)
    return;
  TryTask *task = g_new0 (TryTask, 1);
  task->finished = g_async_queue_ref (finished);
  task->try = try;
  try->chain = new_trial_chain (parent, &try->variant, stop_fd);
  try->thread = g_thread_new ("trial", try_thread, task);
}

/* The best that passed, when nothing better can still pass; or NULL. */
static Try *
find_winner (Try *tries, guint n, gboolean grace_is_over)
{
  for (guint i = 0; i < n; i++) {
    if (g_strcmp0 (tries[i].outcome, "passed") == 0)
      return &tries[i];
    if (tries[i].outcome == NULL && !grace_is_over)
      return NULL;
  }
  return NULL;
}

static Try *
await_winner (Try *tries, guint n, GAsyncQueue *finished)
{
  guint running = 0;
  gint64 grace_until_us = 0;
  for (guint i = 0; i < n; i++)
    running += tries[i].thread != NULL;
  while (running > 0) {
    gint64 left_us = grace_until_us == 0 ? G_MAXINT64 : grace_until_us - g_get_monotonic_time ();
    Try *winner = find_winner (tries, n, left_us <= 0);
    if (winner != NULL)
      return winner;
    Try *try = grace_until_us == 0 ? g_async_queue_pop (finished)
                                   : g_async_queue_timeout_pop (finished, (guint64)left_us);
    if (try == NULL)
      continue;
    running--;
    try->outcome = judge (try->chain);
    if (try->outcome == NULL)
      try->outcome = "unfinished";
    if (grace_until_us == 0 && g_str_equal (try->outcome, "passed"))
      grace_until_us = g_get_monotonic_time () + DOCTOR_TRIAL_GRACE_MS * G_TIME_SPAN_MILLISECOND;
  }
  return find_winner (tries, n, TRUE);
}

static void
tell (DoctorChain *chain, Try *tries, guint n, const Try *winner)
{
  g_autoptr (GVariantBuilder) tried = g_variant_builder_new (G_VARIANT_TYPE ("a(iss)"));
  for (guint i = 0; i < n; i++)
    g_variant_builder_add (tried, "(iss)", (gint32)tries[i].variant.port, tries[i].variant.security,
                           tries[i].outcome == NULL ? "unfinished" : tries[i].outcome);
  doctor_chain_set_trial (chain, "trial.tried", g_variant_builder_end (tried));
  if (winner != NULL) {
    doctor_chain_set_trial (chain, "trial.port", g_variant_new_int32 (winner->variant.port));
    doctor_chain_set_trial (chain, "trial.security",
                            g_variant_new_string (winner->variant.security));
  }
  doctor_chain_set_trial (chain, "trial.result",
                          g_variant_new_string (winner != NULL ? "passed" : "failed"));
}

static void
stop_all (Try *tries, guint n, int stop_fd)
{
  guint64 one = 1;
  if (write (stop_fd, &one, sizeof one) != sizeof one)
    g_warn_if_reached ();
  for (guint i = 0; i < n; i++) {
    if (tries[i].thread != NULL)
      g_thread_join (tries[i].thread);
    doctor_chain_free (tries[i].chain);
  }
}

void
doctor_trial_run (DoctorChain *chain)
{
  Try tries[DOCTOR_TRIAL_MAX] = { 0 };
  int stop_fd = eventfd (0, EFD_CLOEXEC);
  g_autoptr (GArray) variants = doctor_trial_variants (chain);
  g_autoptr (GAsyncQueue) finished = g_async_queue_new ();
  doctor_chain_tell_progress (chain, "trial", "running");
  for (guint i = 0; i < variants->len; i++) {
    tries[i].variant = g_array_index (variants, DoctorVariant, i);
    start (&tries[i], chain, finished, stop_fd);
  }
  const Try *winner = await_winner (tries, variants->len, finished);
  if (!doctor_patience_is_cancelled (&chain->patience))
    tell (chain, tries, variants->len, winner);
  stop_all (tries, variants->len, stop_fd);
  close (stop_fd);
  doctor_chain_tell_progress (chain, "trial", "done");
}
