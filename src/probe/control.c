/* The servers of the other accounts as a control (steps.h): do they answer from here? By TCP
 * only, each host once, all at the same time. */
#include "probe/net.h"
#include "probe/dns.h"
#include "probe/steps.h"
#include "probe/worker.h"

enum {
  MAX_HOSTS = 6,
  /* Whoever answers at all does so in a few round trips; a lost SYN comes again after 1 s. */
  LIMIT_MS = 1500,
  MAX_ADDRESSES = 2, /* one of each family, as a rule */
};

typedef struct {
  const DoctorChain *chain;
  char *host;
  guint16 port;
  const char *outcome; /* NULL: not determined */
  GThread *thread;
} Try;

static gboolean
is_same_host (const char *a, const char *b)
{
  return a != NULL && b != NULL && g_ascii_strcasecmp (a, b) == 0;
}

static gboolean
is_wanted (DoctorChain *chain, const Try *tries, guint n, const char *host, int port)
{
  if (*host == '\0' || port < 1 || port > G_MAXUINT16)
    return FALSE;
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++)
    if (is_same_host (host, doctor_facts_get_string (chain->facts, scope, "server.host")))
      return FALSE;
  for (guint i = 0; i < n; i++)
    if (is_same_host (host, tries[i].host))
      return FALSE;
  return TRUE;
}

static guint
choose (DoctorChain *chain, Try tries[MAX_HOSTS])
{
  guint n = 0;
  const char *host = NULL;
  gint32 port = 0;
  GVariantIter iter;
  GVariant *servers = doctor_facts_lookup (chain->facts, DOCTOR_SCOPE_ACCOUNT, "control.servers");
  g_variant_iter_init (&iter, servers);
  while (n < MAX_HOSTS && g_variant_iter_next (&iter, "(&si)", &host, &port))
    if (is_wanted (chain, tries, n, host, port)) {
      tries[n].chain = chain;
      tries[n].host = g_strdup (host);
      tries[n++].port = (guint16)port;
    }
  return n;
}

static const char *
best_result (DoctorAttempts *attempts)
{
  static const char *const telling[]
    = { "connected", "refused", "reset", "timeout", "unreachable", "failed" };
  for (guint rank = 0; rank < G_N_ELEMENTS (telling); rank++)
    for (guint i = 0; i < doctor_attempts_get_n (attempts); i++)
      if (g_strcmp0 (doctor_attempts_get (attempts, i)->result, telling[rank]) == 0)
        return telling[rank];
  return NULL;
}

static void
connect_to (Try *try, GPtrArray *addresses, const DoctorPatience *patience)
{
  g_autoptr (DoctorAttempts) attempts = doctor_attempts_new ();
  for (guint i = 0; i < MIN (addresses->len, MAX_ADDRESSES); i++)
    doctor_attempts_add (attempts, g_ptr_array_index (addresses, i), try->port);
  DoctorWait wait = DOCTOR_WAIT_READY;
  while (wait == DOCTOR_WAIT_READY && doctor_attempts_count_pending (attempts) > 0
         && g_strcmp0 (best_result (attempts), "connected") != 0)
    wait = doctor_attempts_wait (attempts, patience);
  if (wait == DOCTOR_WAIT_CANCELLED)
    return;
  /* Fair enough for a control, unless our own time ended before. */
  doctor_attempts_expire (attempts, LIMIT_MS / 2);
  try->outcome = best_result (attempts);
}

static gpointer
try_thread (gpointer data)
{
  Try *try = data;
  doctor_worker_prepare_thread ();
  DoctorPatience patience = doctor_patience_narrow (&try->chain->patience, LIMIT_MS);
  g_autoptr (DoctorLookup) lookup = doctor_lookup_run (try->host, try->chain->resolver, &patience);
  if (lookup->addresses->len > 0)
    connect_to (try, lookup->addresses, &patience);
  else if (!doctor_patience_is_cancelled (&patience))
    try->outcome = lookup->result;
  return NULL;
}

/* A refusal comes from the host itself: the way there is open. */
static gboolean
is_reached (const char *outcome)
{
  return g_strv_contains ((const char *const[]){ "connected", "refused", "reset", NULL }, outcome);
}

static void
tell (DoctorChain *chain, const Try *tries, guint n)
{
  guint n_judged = 0, n_reached = 0;
  g_autoptr (GVariantBuilder) tried = g_variant_builder_new (G_VARIANT_TYPE ("a(sis)"));
  for (guint i = 0; i < n; i++) {
    if (tries[i].outcome == NULL)
      continue;
    g_variant_builder_add (tried, "(sis)", tries[i].host, (gint32)tries[i].port, tries[i].outcome);
    n_judged++;
    n_reached += is_reached (tries[i].outcome);
  }
  if (n_judged == 0)
    return;
  const char *reach = n_reached == n_judged ? "all" : n_reached > 0 ? "some" : "none";
  doctor_chain_set_account (chain, "control.tried", g_variant_builder_end (tried));
  doctor_chain_set_account (chain, "control.reach", g_variant_new_string (reach));
}

void
doctor_step_control (DoctorChain *chain)
{
  Try tries[MAX_HOSTS] = { 0 };
  guint n = choose (chain, tries);
  for (guint i = 0; i < n; i++)
    tries[i].thread = g_thread_new ("control", try_thread, &tries[i]);
  for (guint i = 0; i < n; i++)
    g_thread_join (tries[i].thread);
  tell (chain, tries, n);
  for (guint i = 0; i < n; i++)
    g_free (tries[i].host);
}
