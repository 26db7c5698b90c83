#include "probe/trial.h"
#include "core/verify.h"
#include "probe/plan.h"
#include "probe/steps.h"
#include "probe/trial-kind.h"
#include "probe/worker.h"
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* --- which kinds --- */

static gboolean
may_log_in (DoctorChain *chain)
{
  return chain->allow_login && chain->password != NULL
         && (chain->ledger == NULL || doctor_ledger_has_room (chain->ledger));
}

static GPtrArray *
list_tries (DoctorChain *chain, const DoctorTrialKind *kind)
{
  GPtrArray *tries = g_ptr_array_new_with_free_func (doctor_try_free);
  if (kind->logins == 0 || may_log_in (chain))
    kind->list (chain, tries);
  return tries;
}

/* What the kind settles for a hundred round trips; 0: it is not wanted, or not possible here. */
static guint
worth_of (DoctorChain *chain, const DoctorTrialKind *kind, DoctorWant *want)
{
  guint cost = (guint)(kind->round_trips + kind->logins * DOCTOR_TRIAL_LOGIN_COST);
  guint gain = doctor_want_gain (want, kind->settles);
  g_autoptr (GPtrArray) tries = gain > 0 ? list_tries (chain, kind) : NULL;
  return tries != NULL && tries->len > 0 ? 100 * gain / cost : 0;
}

guint
doctor_trial_choose (DoctorChain *chain, DoctorWant *want, guint done, gboolean may_log_in)
{
  guint looks = 0, best_login = 0, best_worth = 0;
  for (guint i = 0; i < doctor_trial_kind_get_n (); i++) {
    const DoctorTrialKind *kind = doctor_trial_kind_get (i);
    guint worth = (done & 1u << i) != 0 ? 0 : worth_of (chain, kind, want);
    if (worth > 0 && kind->logins == 0)
      looks |= 1u << i;
    if (worth > best_worth && kind->logins > 0) {
      best_worth = worth;
      best_login = 1u << i;
    }
  }
  return looks != 0 || !may_log_in ? looks : best_login;
}

/* --- one try --- */

typedef struct {
  guint kind; /* place in the table */
  DoctorTry *try;
  DoctorChain *chain; /* NULL: needs no connection */
  GThread *thread;
  gboolean is_running;
} Attempt;

typedef struct {
  DoctorChain *parent;
  GPtrArray *tries[16]; /* by the place of their kind; NULL: not run */
  Attempt attempts[2 * DOCTOR_TRIES_MAX];
  guint n_attempts, n_running;
  GAsyncQueue *finished; /* of Attempt */
  int stop_fd;
} Round;

static void
copy_fact (DoctorFacts *to, DoctorChain *from, const char *name)
{
  GVariant *value = doctor_facts_lookup (from->facts, from->scope, name);
  if (value != NULL)
    doctor_facts_set_scoped (to, from->scope, name, value, DOCTOR_SOURCE_PROBE);
}

static void
copy_addresses (DoctorFacts *to, DoctorChain *from, int family)
{
  GVariant *list = doctor_facts_lookup (from->facts, from->scope, "dns.addresses");
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  g_autofree const char **addresses = list != NULL ? g_variant_get_strv (list, NULL) : NULL;
  for (guint i = 0; list != NULL && addresses[i] != NULL; i++)
    if (family == 0 || (strchr (addresses[i], ':') != NULL) == (family == 6))
      g_ptr_array_add (kept, (gpointer)addresses[i]);
  if (kept->len > 0)
    doctor_facts_set_scoped (
      to, from->scope, "dns.addresses",
      g_variant_new_strv ((const char *const *)kept->pdata, (gssize)kept->len),
      DOCTOR_SOURCE_PROBE);
}

static DoctorChain *
new_chain (DoctorChain *parent, const DoctorTrialKind *kind, const DoctorTry *try, int stop_fd)
{
  DoctorPatience patience = doctor_patience_narrow (
    &parent->patience, kind->logins > 0 ? DOCTOR_TRIAL_LOGIN_LIMIT_MS : DOCTOR_TRIAL_LIMIT_MS);
  patience.stop_fd = stop_fd;
  g_autoptr (DoctorFacts) facts = doctor_verify_overlay (parent->facts, try->changes);
  /* A proxy that looks names up for itself leaves none to be used again. */
  if (doctor_facts_lookup (try->changes, parent->scope, "server.host") == NULL
      && !doctor_chain_is (parent, "dns.result", "skipped")) {
    copy_fact (facts, parent, "dns.result");
    copy_addresses (facts, parent, try->family);
  }
  DoctorChain *chain = doctor_chain_new (parent->scope, facts, &patience);
  chain->is_trial = TRUE;
  chain->home_host = parent->home_host;
  chain->provider = parent->provider;
  chain->ledger = parent->ledger;
  chain->trust = parent->trust;
  chain->proxy_password = parent->proxy_password;
  chain->computer = parent->computer;
  chain->resolver = parent->resolver;
  chain->allow_login = kind->logins > 0 && parent->allow_login;
  chain->password = try->password != NULL ? try->password : parent->password;
  return chain;
}

/* --- judging --- */

static const char *
judge_encryption (DoctorChain *chain)
{
  static const char *const told[] = { "certificate", "plain-spoken", "timeout", NULL };
  const char *result = doctor_chain_get (chain, "tls.result");
  if (g_strcmp0 (result, "ok") == 0)
    return NULL;
  return result != NULL && g_strv_contains (told, result) ? g_intern_string (result) : "other";
}

static const char *
judge_connection (DoctorChain *chain)
{
  const char *tcp = doctor_chain_get (chain, "tcp.result");
  const char *dns = doctor_chain_get (chain, "dns.result");
  if (tcp == NULL)
    return dns != NULL && doctor_facts_lookup (chain->facts, chain->scope, "dns.addresses") == NULL
             ? "no-address"
             : "unfinished";
  if (g_str_equal (tcp, "connected"))
    return NULL;
  return g_str_equal (tcp, "refused") || g_str_equal (tcp, "timeout") ? g_intern_string (tcp)
                                                                      : "other";
}

/* How far the conversation came without a login; NULL: as far as it goes. */
static const char *
judge_conversation (DoctorChain *chain)
{
  const char *connection = judge_connection (chain);
  if (connection != NULL)
    return connection;
  const char *greeting = doctor_chain_get (chain, "greeting.result");
  if (g_strcmp0 (greeting, "timeout") == 0)
    return "timeout";
  const char *encryption = judge_encryption (chain);
  if (encryption != NULL)
    return greeting == NULL && doctor_patience_is_cancelled (&chain->patience) ? "unfinished"
                                                                               : encryption;
  if (g_strcmp0 (greeting, "ok") != 0 && g_strcmp0 (greeting, "preauth") != 0)
    return "other";
  return NULL;
}

static const char *
judge_login (DoctorChain *chain)
{
  const char *login = doctor_chain_get (chain, "login.result");
  if (login == NULL || g_str_equal (login, "not-tried"))
    return "unfinished";
  if (g_str_equal (login, "ok"))
    return "passed";
  return g_str_equal (login, "refused") ? "refused" : "other";
}

static const char *
judge (DoctorChain *chain, const DoctorTrialKind *kind)
{
  const char *outcome = judge_conversation (chain);
  if (outcome != NULL)
    return outcome;
  if (kind->logins > 0)
    return judge_login (chain);
  /* A family or a proxy is about the way, not about what is offered at its end. */
  gboolean about_offer = g_str_equal (kind->name, "port") || g_str_equal (kind->name, "host");
  return !about_offer || doctor_step_login_is_possible (chain) ? "passed" : "no-login";
}

/* --- all of a round --- */

typedef struct {
  GAsyncQueue *finished;
  Attempt *attempt;
} Task;

static gpointer
attempt_thread (gpointer data)
{
  g_autofree Task *task = data;
  doctor_worker_prepare_thread ();
  doctor_plan_run (task->attempt->chain);
  g_async_queue_push (task->finished, task->attempt);
  g_async_queue_unref (task->finished);
  return NULL;
}

static void
start (Round *round, guint kind, DoctorTry *try)
{
  if (round->n_attempts >= G_N_ELEMENTS (round->attempts))
    return;
  Attempt *attempt = &round->attempts[round->n_attempts++];
  attempt->kind = kind;
  attempt->try = try;
  if (try->outcome != NULL)
    return;
  if (!doctor_budget_take (round->parent->budget, DOCTOR_BUDGET_FOR_VERIFYING))
    return;
  Task *task = g_new0 (Task, 1);
  task->finished = g_async_queue_ref (round->finished);
  task->attempt = attempt;
  attempt->chain = new_chain (round->parent, doctor_trial_kind_get (kind), try, round->stop_fd);
  attempt->is_running = TRUE;
  round->n_running++;
  attempt->thread = g_thread_new ("trial", attempt_thread, task);
}

/* The best of each kind first, so that a small budget serves all of them. */
static void
start_all (Round *round, guint kinds)
{
  for (guint i = 0; i < doctor_trial_kind_get_n (); i++)
    if ((kinds & 1u << i) != 0)
      round->tries[i] = list_tries (round->parent, doctor_trial_kind_get (i));
  for (guint rank = 0; rank < DOCTOR_TRIES_MAX; rank++)
    for (guint i = 0; i < doctor_trial_kind_get_n (); i++)
      if (round->tries[i] != NULL && rank < round->tries[i]->len)
        start (round, i, g_ptr_array_index (round->tries[i], rank));
}

static gboolean
has_passed (const DoctorTry *try)
{
  return g_strcmp0 (try->outcome, "passed") == 0;
}

static DoctorTry *
find_winner (GPtrArray *tries)
{
  for (guint i = 0; tries != NULL && i < tries->len; i++)
    if (has_passed (g_ptr_array_index (tries, i)))
      return g_ptr_array_index (tries, i);
  return NULL;
}

/* Whether one passed and no better one can still pass: the kinds, and the tries of each, are
 * in the order of preference. */
static gboolean
is_won (Round *round)
{
  for (guint i = 0; i < G_N_ELEMENTS (round->tries); i++)
    for (guint j = 0; round->tries[i] != NULL && j < round->tries[i]->len; j++) {
      const DoctorTry *try = g_ptr_array_index (round->tries[i], j);
      if (has_passed (try))
        return TRUE;
      if (try->outcome == NULL)
        return FALSE;
    }
  return FALSE;
}

static gboolean
has_any_passed (Round *round)
{
  for (guint i = 0; i < G_N_ELEMENTS (round->tries); i++)
    if (find_winner (round->tries[i]) != NULL)
      return TRUE;
  return FALSE;
}

static void
take_finished (Round *round, Attempt *attempt)
{
  round->n_running--;
  attempt->is_running = FALSE;
  attempt->try->outcome = judge (attempt->chain, doctor_trial_kind_get (attempt->kind));
  if (!doctor_chain_is (attempt->chain, "tcp.result", "connected"))
    doctor_budget_give_back (round->parent->budget);
}

static void
await_winner (Round *round)
{
  gint64 grace_until_us = 0;
  while (round->n_running > 0 && !is_won (round)) {
    if (grace_until_us == 0 && has_any_passed (round))
      grace_until_us = g_get_monotonic_time () + DOCTOR_TRIAL_GRACE_MS * G_TIME_SPAN_MILLISECOND;
    gint64 left_us = grace_until_us - g_get_monotonic_time ();
    if (grace_until_us != 0 && left_us <= 0)
      return;
    Attempt *attempt = grace_until_us == 0
                         ? g_async_queue_pop (round->finished)
                         : g_async_queue_timeout_pop (round->finished, (guint64)left_us);
    if (attempt != NULL)
      take_finished (round, attempt);
  }
}

/* What is still under way ends at once; what was never started has no verdict either. */
static void
stop_all (Round *round)
{
  guint64 one = 1;
  if (write (round->stop_fd, &one, sizeof one) != sizeof one)
    g_warn_if_reached ();
  for (guint i = 0; i < round->n_attempts; i++) {
    Attempt *attempt = &round->attempts[i];
    if (attempt->thread != NULL)
      g_thread_join (attempt->thread);
    if (attempt->is_running && !doctor_chain_is (attempt->chain, "tcp.result", "connected"))
      doctor_budget_give_back (round->parent->budget);
  }
  for (guint i = 0; i < G_N_ELEMENTS (round->tries); i++)
    for (guint j = 0; round->tries[i] != NULL && j < round->tries[i]->len; j++) {
      DoctorTry *try = g_ptr_array_index (round->tries[i], j);
      if (try->outcome == NULL)
        try->outcome = "unfinished";
    }
}

static void
keep_proof (Round *round, DoctorTrialProof *proof)
{
  for (guint i = 0; i < round->n_attempts; i++) {
    const Attempt *attempt = &round->attempts[i];
    if (doctor_trial_kind_get (attempt->kind)->logins == 0 || !has_passed (attempt->try)
        || proof->changes != NULL)
      continue;
    proof->changes = doctor_facts_ref (attempt->try->changes);
    proof->facts = doctor_facts_copy (attempt->chain->facts);
  }
}

static void
tell (Round *round)
{
  for (guint i = 0; i < doctor_trial_kind_get_n (); i++)
    if (round->tries[i] != NULL && round->tries[i]->len > 0)
      doctor_trial_kind_get (i)->tell (round->parent, round->tries[i],
                                       find_winner (round->tries[i]));
}

static void
clear (Round *round)
{
  for (guint i = 0; i < round->n_attempts; i++)
    doctor_chain_free (round->attempts[i].chain);
  for (guint i = 0; i < G_N_ELEMENTS (round->tries); i++)
    g_clear_pointer (&round->tries[i], g_ptr_array_unref);
  g_async_queue_unref (round->finished);
  close (round->stop_fd);
}

void
doctor_trial_run (DoctorChain *chain, guint kinds, DoctorTrialProof *proof)
{
  Round round
    = { .parent = chain, .finished = g_async_queue_new (), .stop_fd = eventfd (0, EFD_CLOEXEC) };
  doctor_chain_tell_progress (chain, "trial", "running");
  start_all (&round, kinds);
  await_winner (&round);
  stop_all (&round);
  if (!doctor_patience_is_cancelled (&chain->patience))
    tell (&round);
  keep_proof (&round, proof);
  clear (&round);
  doctor_chain_tell_progress (chain, "trial", "done");
}

void
doctor_trial_proof_clear (DoctorTrialProof *proof)
{
  g_clear_pointer (&proof->changes, doctor_facts_unref);
  g_clear_pointer (&proof->facts, doctor_facts_unref);
}
