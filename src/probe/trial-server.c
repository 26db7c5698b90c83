/* Trials of where to connect: another port or encryption, another address family, without
 * the proxy, another host. They look only: no login. */
#include "probe/trial-kind.h"
#include <string.h>

typedef struct {
  const char *host; /* NULL: the account's own */
  gint64 port;
  const char *security;
} Target;

static gboolean
is_encrypted (const char *security)
{
  return g_strcmp0 (security, "tls") == 0 || g_strcmp0 (security, "starttls") == 0;
}

static gboolean
is_host_of (DoctorChain *chain, const char *host)
{
  const char *own = doctor_chain_get (chain, "server.host");
  return own != NULL && g_ascii_strcasecmp (host, own) == 0;
}

static gint64
get_port (DoctorFacts *facts, DoctorScope scope)
{
  return doctor_facts_get_int (facts, scope, "server.port", 0);
}

static gboolean
is_target (DoctorFacts *facts, DoctorScope scope, const Target *target)
{
  const char *host = doctor_facts_get_string (facts, scope, "server.host");
  return get_port (facts, scope) == target->port
         && doctor_facts_is (facts, scope, "server.security", target->security)
         && (target->host == NULL || host == NULL || g_ascii_strcasecmp (host, target->host) == 0);
}

/* Adds what is neither configured nor listed yet; never without encryption. */
static void
add_target (DoctorChain *chain, GPtrArray *tries, const Target *target)
{
  if (target->port < 1 || target->port > G_MAXUINT16 || !is_encrypted (target->security)
      || tries->len >= DOCTOR_TRIES_MAX || is_target (chain->facts, chain->scope, target))
    return;
  for (guint i = 0; i < tries->len; i++)
    if (is_target (((DoctorTry *)g_ptr_array_index (tries, i))->changes, chain->scope, target))
      return;
  DoctorTry *try = doctor_try_add (tries, target->security);
  if (target->host != NULL)
    doctor_try_change (try, chain, "server.host", g_variant_new_string (target->host));
  doctor_try_change (try, chain, "server.port", g_variant_new_int32 ((gint32)target->port));
  doctor_try_change (try, chain, "server.security", g_variant_new_string (target->security));
}

/* --- another port or encryption of the same host --- */

/* RFC 8314 §3: implicit TLS first. */
static const struct {
  const char *protocol;
  Target target;
} usual[] = {
  { "imap", { NULL, 993, "tls" } }, { "imap", { NULL, 143, "starttls" } },
  { "pop3", { NULL, 995, "tls" } }, { "pop3", { NULL, 110, "starttls" } },
  { "smtp", { NULL, 465, "tls" } }, { "smtp", { NULL, 587, "starttls" } },
};

static void
add_of_provider (DoctorChain *chain, GPtrArray *tries, gboolean own_host)
{
  guint n = chain->provider == NULL ? 0 : doctor_provider_get_n_servers (chain->provider);
  for (guint i = 0; i < n; i++) {
    const DoctorServer *server = doctor_provider_get_server (chain->provider, i);
    const Target target = { own_host ? NULL : server->host, server->port, server->security };
    if (doctor_chain_is (chain, "service.protocol", server->protocol)
        && is_host_of (chain, server->host) == own_host && strchr (server->host, '{') == NULL)
      add_target (chain, tries, &target);
  }
}

/* What the probe of the other ports already showed: nothing need be asked twice. */
static const char *
known_outcome (DoctorChain *chain, gint64 port)
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

void
doctor_trial_list_ports (DoctorChain *chain, GPtrArray *tries)
{
  static const char *const encrypted[] = { "tls", "starttls" };
  if (doctor_facts_lookup (chain->facts, chain->scope, "dns.addresses") == NULL)
    return;
  add_of_provider (chain, tries, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    if (doctor_chain_is (chain, "service.protocol", usual[i].protocol))
      add_target (chain, tries, &usual[i].target);
  for (guint i = 0; i < G_N_ELEMENTS (encrypted); i++) {
    const Target target = { NULL, get_port (chain->facts, chain->scope), encrypted[i] };
    add_target (chain, tries, &target);
  }
  for (guint i = 0; i < tries->len; i++) {
    DoctorTry *try = g_ptr_array_index (tries, i);
    try->outcome = known_outcome (chain, get_port (try->changes, chain->scope));
  }
}

static void
tell_server (DoctorChain *chain, const DoctorTry *winner)
{
  doctor_chain_set_trial (chain, "trial.port",
                          g_variant_new_int32 ((gint32)get_port (winner->changes, chain->scope)));
  doctor_chain_set_trial (chain, "trial.security", g_variant_new_string (winner->word));
}

void
doctor_trial_tell_ports (DoctorChain *chain, GPtrArray *tries, const DoctorTry *winner)
{
  g_autoptr (GVariantBuilder) tried = g_variant_builder_new (G_VARIANT_TYPE ("a(iss)"));
  for (guint i = 0; i < tries->len; i++) {
    const DoctorTry *try = g_ptr_array_index (tries, i);
    g_variant_builder_add (tried, "(iss)", (gint32)get_port (try->changes, chain->scope), try->word,
                           try->outcome);
  }
  doctor_chain_set_trial (chain, "trial.tried", g_variant_builder_end (tried));
  if (winner != NULL)
    tell_server (chain, winner);
  if (winner != NULL || doctor_tries_are_judged (tries))
    doctor_chain_set_trial (chain, "trial.result",
                            g_variant_new_string (winner != NULL ? "passed" : "failed"));
}

/* --- the other address family --- */

static const char *
family_of (const char *address)
{
  return strchr (address, ':') != NULL ? "ipv6" : "ipv4";
}

static const char *
get_family_result (DoctorChain *chain, const char *family)
{
  return doctor_chain_get (chain, g_str_equal (family, "ipv6") ? "tcp.ipv6" : "tcp.ipv4");
}

static gboolean
has_come_through (DoctorChain *chain)
{
  return doctor_chain_is (chain, "greeting.result", "ok")
         || doctor_chain_is (chain, "greeting.result", "preauth");
}

/* Silence or a cut after the connection stands: large packets that get lost, say. */
static gboolean
has_got_stuck (DoctorChain *chain)
{
  static const char *const names[] = { "tls.result", "greeting.result" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (doctor_chain_is (chain, names[i], "timeout") || doctor_chain_is (chain, names[i], "closed"))
      return TRUE;
  return FALSE;
}

/* The family that answered first has been tried by the examination itself. */
void
doctor_trial_list_families (DoctorChain *chain, GPtrArray *tries)
{
  static const char *const broken[]
    = { "refused", "timeout", "unreachable", "reset", "failed", NULL };
  const char *address = doctor_chain_get (chain, "tcp.address");
  if (address == NULL)
    return;
  const char *used = family_of (address);
  const char *other = g_str_equal (used, "ipv6") ? "ipv4" : "ipv6";
  const char *result = get_family_result (chain, other);
  if (result == NULL || g_str_equal (result, "absent"))
    return;
  gboolean is_broken = g_strv_contains (broken, result);
  if (has_come_through (chain) && is_broken)
    doctor_try_add (tries, used)->outcome = "passed";
  if (has_got_stuck (chain) && !is_broken)
    doctor_try_add (tries, other)->family = g_str_equal (other, "ipv6") ? 6 : 4;
}

void
doctor_trial_tell_families (DoctorChain *chain, GPtrArray *tries, const DoctorTry *winner)
{
  if (winner != NULL)
    doctor_chain_set_trial (chain, "trial.family", g_variant_new_string (winner->word));
}

/* --- without the proxy --- */

void
doctor_trial_list_direct (DoctorChain *chain, GPtrArray *tries)
{
  const char *kind = doctor_chain_get (chain, "proxy.kind");
  if (kind == NULL || g_str_equal (kind, "none"))
    return;
  DoctorTry *try = doctor_try_add (tries, "direct");
  doctor_try_change (try, chain, "proxy.kind", g_variant_new_string ("none"));
}

void
doctor_trial_tell_direct (DoctorChain *chain, GPtrArray *tries, const DoctorTry *winner)
{
  if (winner != NULL || doctor_tries_are_judged (tries))
    doctor_chain_set_trial (chain, "trial.direct",
                            g_variant_new_string (winner != NULL ? "passed" : "failed"));
}

/* --- a published host --- */

enum { MAX_HOSTS = 4 };

static void
add_host (DoctorChain *chain, GPtrArray *tries, const char *host, gint64 port, const char *security)
{
  const Target target = { host, port, security };
  if (host != NULL && *host != '\0' && !is_host_of (chain, host) && tries->len < MAX_HOSTS)
    add_target (chain, tries, &target);
}

static void
add_published (DoctorChain *chain, GPtrArray *tries)
{
  GVariant *list = doctor_facts_lookup (chain->facts, chain->scope, "dns.srv");
  GVariantIter iter;
  const char *host, *security;
  gint32 port;
  if (list == NULL)
    return;
  g_variant_iter_init (&iter, list);
  while (g_variant_iter_next (&iter, "(&si&s)", &host, &port, &security))
    add_host (chain, tries, host, port, security);
}

/* The known server of which the configured name is a slip, as the account would use it. */
static void
add_meant (DoctorChain *chain, GPtrArray *tries)
{
  const char *host = doctor_chain_get (chain, "host.typo-of");
  if (is_encrypted (doctor_chain_get (chain, "server.security")))
    add_host (chain, tries, host, get_port (chain->facts, chain->scope),
              doctor_chain_get (chain, "server.security"));
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    if (doctor_chain_is (chain, "service.protocol", usual[i].protocol))
      add_host (chain, tries, host, usual[i].target.port, usual[i].target.security);
}

void
doctor_trial_list_hosts (DoctorChain *chain, GPtrArray *tries)
{
  add_host (chain, tries, doctor_chain_get (chain, "provider.host"),
            doctor_facts_get_int (chain->facts, chain->scope, "provider.port", 0),
            doctor_chain_get (chain, "provider.security"));
  add_of_provider (chain, tries, FALSE);
  add_meant (chain, tries);
  add_published (chain, tries);
}

void
doctor_trial_tell_hosts (DoctorChain *chain, GPtrArray *tries, const DoctorTry *winner)
{
  g_autoptr (GVariantBuilder) tried = g_variant_builder_new (G_VARIANT_TYPE ("a(siss)"));
  for (guint i = 0; i < tries->len; i++) {
    const DoctorTry *try = g_ptr_array_index (tries, i);
    g_variant_builder_add (tried, "(siss)",
                           doctor_facts_get_string (try->changes, chain->scope, "server.host"),
                           (gint32)get_port (try->changes, chain->scope), try->word, try->outcome);
  }
  doctor_chain_set_trial (chain, "trial.hosts-tried", g_variant_builder_end (tried));
  /* The account's own host is the smaller change; then its port stays told. */
  if (winner == NULL || doctor_chain_is (chain, "trial.result", "passed"))
    return;
  doctor_chain_set_trial (
    chain, "trial.host",
    g_variant_new_string (doctor_facts_get_string (winner->changes, chain->scope, "server.host")));
  tell_server (chain, winner);
}
