#include "probe/tcp.h"
#include "probe/proxy.h"
#include <errno.h>

/* Mail ports of RFC 8314 and RFC 6409, and 2525, which some providers add. */
static const guint16 mail_ports[] = { 993, 143, 995, 110, 465, 587, 25, 2525 };

/* The result that says most about the path, when no address connected. */
static const char *const telling[] = { "refused", "reset", "timeout", "failed", "unreachable" };

static guint16
port_of (DoctorChain *chain)
{
  return (guint16)doctor_facts_get_int (chain->facts, chain->scope, "server.port", 0);
}

static gboolean
is_main (DoctorChain *chain, DoctorAttempt *attempt)
{
  return attempt->port == port_of (chain);
}

static DoctorAttempt *
find_connected (DoctorChain *chain)
{
  for (guint i = 0; i < doctor_attempts_get_n (chain->attempts); i++) {
    DoctorAttempt *attempt = doctor_attempts_get (chain->attempts, i);
    if (is_main (chain, attempt) && g_strcmp0 (attempt->result, "connected") == 0)
      return attempt;
  }
  return NULL;
}

static guint
count_pending (DoctorChain *chain, gboolean of_main)
{
  guint n = 0;
  for (guint i = 0; i < doctor_attempts_get_n (chain->attempts); i++) {
    DoctorAttempt *attempt = doctor_attempts_get (chain->attempts, i);
    n += attempt->result == NULL && is_main (chain, attempt) == of_main;
  }
  return n;
}

static gboolean
knows_port (DoctorChain *chain, const char *address, guint16 port)
{
  for (guint i = 0; i < doctor_attempts_get_n (chain->attempts); i++) {
    DoctorAttempt *attempt = doctor_attempts_get (chain->attempts, i);
    if (attempt->port == port && g_str_equal (attempt->address, address))
      return TRUE;
  }
  return FALSE;
}

static void
add_siblings_of (DoctorChain *chain, const char *address)
{
  guint n = chain->provider == NULL ? 0 : doctor_provider_get_n_servers (chain->provider);
  for (guint i = 0; i < G_N_ELEMENTS (mail_ports); i++)
    if (!knows_port (chain, address, mail_ports[i]))
      doctor_attempts_add (chain->attempts, address, mail_ports[i]);
  for (guint i = 0; i < n; i++) {
    guint16 port = doctor_provider_get_server (chain->provider, i)->port;
    if (!knows_port (chain, address, port))
      doctor_attempts_add (chain->attempts, address, port);
  }
}

/* On the first address of each family: the others are the same service. */
static void
add_siblings (DoctorChain *chain)
{
  guint n = doctor_attempts_get_n (chain->attempts);
  gboolean seen[2] = { FALSE, FALSE };
  for (guint i = 0; i < n; i++) {
    DoctorAttempt *attempt = doctor_attempts_get (chain->attempts, i);
    if (!seen[attempt->is_ipv6])
      add_siblings_of (chain, attempt->address);
    seen[attempt->is_ipv6] = TRUE;
  }
}

/* How long the main port may say nothing. Where another port of the host answers, the way
 * there is known: a first SYN and the second one after a second (RFC 6298 §2.1) would have
 * come through as well, and more waiting tells nothing more. */
static int
limit_ms (DoctorChain *chain)
{
  int limit = DOCTOR_CONNECT_LIMIT_MS;
  for (guint i = 0; i < doctor_attempts_get_n (chain->attempts); i++) {
    DoctorAttempt *attempt = doctor_attempts_get (chain->attempts, i);
    gboolean answered = g_strcmp0 (attempt->result, "connected") == 0
                        || g_strcmp0 (attempt->result, "refused") == 0;
    if (!is_main (chain, attempt) && answered)
      limit = MIN (limit, DOCTOR_SILENT_PORT_LIMIT_MS + 2 * attempt->ms);
  }
  return limit;
}

/* Milliseconds until something is to be decided again without an event. */
static int
next_decision_ms (DoctorChain *chain, gint64 start_us, gint64 siblings_us)
{
  int elapsed = doctor_elapsed_ms (start_us);
  if (siblings_us == 0)
    return MAX (DOCTOR_SIBLINGS_AFTER_MS - elapsed, 0);
  int siblings_left = DOCTOR_SIBLINGS_LIMIT_MS - doctor_elapsed_ms (siblings_us);
  int left = limit_ms (chain) - elapsed;
  return MAX (siblings_left > 0 ? MIN (siblings_left, left) : left, 0);
}

static gboolean
is_settled (DoctorChain *chain, gint64 siblings_us)
{
  if (find_connected (chain) != NULL)
    return TRUE;
  return count_pending (chain, TRUE) == 0 && (chain->is_trial || siblings_us != 0)
         && (count_pending (chain, FALSE) == 0
             || doctor_elapsed_ms (siblings_us) >= DOCTOR_SIBLINGS_LIMIT_MS);
}

/* Waits until the main port has its result, and if that is a failure, until the other ports
 * have theirs. FALSE when our own time ended before. */
static gboolean
wait_for_result (DoctorChain *chain)
{
  gint64 start_us = g_get_monotonic_time (), siblings_us = 0;
  while (!is_settled (chain, siblings_us)) {
    gboolean silent = doctor_elapsed_ms (start_us) >= DOCTOR_SIBLINGS_AFTER_MS;
    if (siblings_us == 0 && !chain->is_trial && (silent || count_pending (chain, TRUE) == 0)) {
      add_siblings (chain);
      if (silent)
        doctor_chain_set (chain, "tcp.silent", g_variant_new_boolean (TRUE));
      siblings_us = g_get_monotonic_time ();
      continue;
    }
    int ms = chain->is_trial ? DOCTOR_CONNECT_LIMIT_MS - doctor_elapsed_ms (start_us)
                             : next_decision_ms (chain, start_us, siblings_us);
    DoctorPatience patience = doctor_patience_narrow (&chain->patience, MAX (ms, 0));
    if (doctor_attempts_wait (chain->attempts, &patience) == DOCTOR_WAIT_CANCELLED)
      return FALSE;
    if (doctor_patience_is_over (&chain->patience)) {
      doctor_attempts_expire (chain->attempts, DOCTOR_STREAM_FAIR_WAIT_MS);
      return count_pending (chain, TRUE) == 0;
    }
    doctor_attempts_expire (chain->attempts, limit_ms (chain));
  }
  return TRUE;
}

/* What came of one family: 0 both, 4, 6. NULL when it has no address. */
static const char *
family_result (DoctorChain *chain, int family)
{
  guint best = G_N_ELEMENTS (telling);
  gboolean pending = FALSE, any = FALSE;
  for (guint i = 0; i < doctor_attempts_get_n (chain->attempts); i++) {
    DoctorAttempt *attempt = doctor_attempts_get (chain->attempts, i);
    if (!is_main (chain, attempt) || (family != 0 && attempt->is_ipv6 != (family == 6)))
      continue;
    any = TRUE;
    if (g_strcmp0 (attempt->result, "connected") == 0)
      return "connected";
    pending |= attempt->result == NULL;
    for (guint rank = 0; rank < best; rank++)
      if (g_strcmp0 (attempt->result, telling[rank]) == 0)
        best = rank;
  }
  if (!any)
    return NULL;
  return pending || best == G_N_ELEMENTS (telling) ? "unfinished" : telling[best];
}

static void
tell_family (DoctorChain *chain, const char *name, int family)
{
  const char *result = family_result (chain, family);
  doctor_chain_set_string (chain, name, result == NULL ? "absent" : result);
}

static void
tell_attempts (DoctorChain *chain)
{
  g_autoptr (GVariantBuilder) builder = g_variant_builder_new (G_VARIANT_TYPE ("a(ssi)"));
  for (guint i = 0; i < doctor_attempts_get_n (chain->attempts); i++) {
    DoctorAttempt *attempt = doctor_attempts_get (chain->attempts, i);
    if (is_main (chain, attempt))
      g_variant_builder_add (builder, "(ssi)", attempt->address,
                             attempt->result == NULL ? "unfinished" : attempt->result, attempt->ms);
  }
  doctor_chain_set (chain, "tcp.attempts", g_variant_builder_end (builder));
  tell_family (chain, "tcp.ipv4", 4);
  tell_family (chain, "tcp.ipv6", 6);
}

static void
tell_open_ports (DoctorChain *chain)
{
  g_autoptr (GVariantBuilder) builder = g_variant_builder_new (G_VARIANT_TYPE ("ai"));
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < doctor_attempts_get_n (chain->attempts); i++) {
    DoctorAttempt *attempt = doctor_attempts_get (chain->attempts, i);
    if (!is_main (chain, attempt) && g_strcmp0 (attempt->result, "connected") == 0
        && g_hash_table_add (seen, GUINT_TO_POINTER (attempt->port)))
      g_variant_builder_add (builder, "i", (gint32)attempt->port);
  }
  doctor_chain_set (chain, "tcp.open-ports", g_variant_builder_end (builder));
}

static int
telling_error (DoctorChain *chain, const char *result)
{
  for (guint i = 0; i < doctor_attempts_get_n (chain->attempts); i++) {
    DoctorAttempt *attempt = doctor_attempts_get (chain->attempts, i);
    if (is_main (chain, attempt) && g_strcmp0 (attempt->result, result) == 0)
      return attempt->error;
  }
  return ETIMEDOUT;
}

static void
tell_failure (DoctorChain *chain, gint64 start_us)
{
  const char *result = family_result (chain, 0);
  if (result == NULL)
    return;
  doctor_chain_set_int (chain, "tcp.ms", doctor_elapsed_ms (start_us));
  if (!chain->is_trial)
    tell_open_ports (chain);
  doctor_chain_explain (chain, "connect", doctor_errno_text (telling_error (chain, result)));
  doctor_chain_set_string (chain, "tcp.result", result);
}

static void
start_all (DoctorChain *chain)
{
  GVariant *addresses = doctor_facts_lookup (chain->facts, chain->scope, "dns.addresses");
  g_autofree const char **list = g_variant_get_strv (addresses, NULL);
  chain->attempts = doctor_attempts_new ();
  for (guint i = 0; list[i] != NULL; i++)
    doctor_attempts_add (chain->attempts, list[i], port_of (chain));
}

void
doctor_tcp_connect (DoctorChain *chain)
{
  gint64 start_us = g_get_monotonic_time ();
  if (port_of (chain) == 0) { /* nothing can listen there (RFC 6335 §6) */
    doctor_chain_set_string (chain, "tcp.result", "failed");
    return;
  }
  start_all (chain);
  if (!wait_for_result (chain))
    return;
  DoctorAttempt *connected = find_connected (chain);
  tell_attempts (chain);
  if (connected == NULL) {
    tell_failure (chain, start_us);
    return;
  }
  chain->fd = doctor_attempt_take_fd (connected);
  doctor_chain_set_string (chain, "tcp.address", connected->address);
  doctor_chain_set_int (chain, "tcp.ms", doctor_elapsed_ms (start_us));
  doctor_chain_set_string (chain, "tcp.result", "connected");
}

int
doctor_tcp_connect_again (DoctorChain *chain)
{
  if (doctor_proxy_is_used (chain))
    return doctor_proxy_connect_again (chain);
  DoctorPatience patience = doctor_patience_narrow (&chain->patience, DOCTOR_CONNECT_LIMIT_MS);
  g_autoptr (DoctorAttempts) attempts = doctor_attempts_new ();
  if (!doctor_budget_take (chain->budget, DOCTOR_BUDGET_FOR_VERIFYING))
    return -1;
  doctor_attempts_add (attempts, doctor_chain_get (chain, "tcp.address"), port_of (chain));
  if (doctor_attempts_wait (attempts, &patience) != DOCTOR_WAIT_READY)
    return -1;
  return doctor_attempt_take_fd (doctor_attempts_get (attempts, 0));
}

/* Milliseconds for which an attempt that did not answer first may still be waited for. */
static int
loser_wait_ms (DoctorChain *chain)
{
  if (!doctor_chain_is (chain, "incident.stage", "connect"))
    return 0;
  for (guint i = 0; i < doctor_attempts_get_n (chain->attempts); i++) {
    DoctorAttempt *attempt = doctor_attempts_get (chain->attempts, i);
    if (is_main (chain, attempt) && attempt->result == NULL)
      return MAX (DOCTOR_LOSER_LIMIT_MS - doctor_elapsed_ms (attempt->start_us), 0);
  }
  return 0;
}

void
doctor_tcp_settle (DoctorChain *chain)
{
  if (chain->attempts == NULL || count_pending (chain, TRUE) == 0 || find_connected (chain) == NULL)
    return;
  guint before = count_pending (chain, TRUE);
  DoctorPatience patience = doctor_patience_narrow (&chain->patience, loser_wait_ms (chain));
  DoctorWait waited = DOCTOR_WAIT_READY;
  while (waited == DOCTOR_WAIT_READY && count_pending (chain, TRUE) > 0)
    waited = doctor_attempts_wait (chain->attempts, &patience);
  if (waited == DOCTOR_WAIT_CANCELLED)
    return;
  doctor_attempts_expire (chain->attempts, DOCTOR_LOSER_LIMIT_MS);
  if (count_pending (chain, TRUE) != before)
    tell_attempts (chain);
}
