#include "core/provider-file.h"
#include "core/fold.h"
#include "core/i18n.h"
#include <string.h>

struct _DoctorProviders {
  gatomicrefcount refs;
  GHashTable *by_id;     /* borrowed id → DoctorProvider, owned */
  GHashTable *by_domain; /* borrowed domain → borrowed DoctorProvider */
  GPtrArray *in_order;   /* by id; borrowed */
};

/* --- loading --- */

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const DoctorProvider *const *left = a, *const *right = b;
  return strcmp ((*left)->id, (*right)->id);
}

static void
add_files (DoctorProviders *providers, GPtrArray *files, GPtrArray *problems)
{
  for (guint i = 0; i < files->len; i++) {
    DoctorProvider *provider = doctor_provider_read (g_ptr_array_index (files, i), problems);
    if (provider != NULL)
      g_hash_table_replace (providers->by_id, provider->id, provider);
  }
}

static void
make_indexes (DoctorProviders *providers)
{
  GHashTableIter iter;
  gpointer provider = NULL;
  g_hash_table_iter_init (&iter, providers->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &provider))
    g_ptr_array_add (providers->in_order, provider);
  g_ptr_array_sort (providers->in_order, compare_ids);
  for (guint i = 0; i < providers->in_order->len; i++) {
    DoctorProvider *each = g_ptr_array_index (providers->in_order, i);
    for (char **domain = each->domains; *domain != NULL; domain++)
      if (!g_hash_table_contains (providers->by_domain, *domain))
        g_hash_table_insert (providers->by_domain, *domain, each);
  }
}

static DoctorProviders *
providers_new (GPtrArray *files, GPtrArray *problems)
{
  DoctorProviders *providers = g_new0 (DoctorProviders, 1);
  g_atomic_ref_count_init (&providers->refs);
  providers->by_id
    = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)doctor_provider_free);
  providers->by_domain = g_hash_table_new (g_str_hash, g_str_equal);
  providers->in_order = g_ptr_array_new ();
  add_files (providers, files, problems);
  make_indexes (providers);
  return providers;
}

static GPtrArray *
find_files (const char *dir, GPtrArray *problems)
{
  g_autofree char *folder = g_build_filename (dir, "providers", NULL);
  return doctor_data_files_in (folder, ".provider", problems);
}

DoctorProviders *
doctor_providers_load (const char *overlay_dir, GPtrArray *problems)
{
  g_autoptr (GPtrArray) files = doctor_data_files_compiled ("providers", ".provider");
  if (overlay_dir != NULL)
    g_ptr_array_extend_and_steal (files, find_files (overlay_dir, problems));
  return providers_new (files, problems);
}

static void
lint_domains (DoctorProviders *providers, GPtrArray *problems)
{
  for (guint i = 0; i < providers->in_order->len; i++) {
    DoctorProvider *each = g_ptr_array_index (providers->in_order, i);
    for (char **domain = each->domains; *domain != NULL; domain++) {
      DoctorProvider *owner = g_hash_table_lookup (providers->by_domain, *domain);
      if (owner != each)
        g_ptr_array_add (problems, g_strdup_printf (_ ("%s:1: the domain “%s” belongs to %s too"),
                                                    each->origin, *domain, owner->origin));
    }
  }
}

void
doctor_providers_lint (const char *dir, GPtrArray *problems)
{
  g_autoptr (GPtrArray) files = dir == NULL ? doctor_data_files_compiled ("providers", ".provider")
                                            : find_files (dir, problems);
  g_autoptr (DoctorProviders) providers = providers_new (files, problems);
  lint_domains (providers, problems);
}

DoctorProviders *
doctor_providers_ref (DoctorProviders *providers)
{
  g_atomic_ref_count_inc (&providers->refs);
  return providers;
}

void
doctor_providers_unref (DoctorProviders *providers)
{
  if (providers == NULL || !g_atomic_ref_count_dec (&providers->refs))
    return;
  g_ptr_array_unref (providers->in_order);
  g_hash_table_unref (providers->by_domain);
  g_hash_table_unref (providers->by_id);
  g_free (providers);
}

/* --- finding one --- */

guint
doctor_providers_get_n (DoctorProviders *providers)
{
  return providers->in_order->len;
}

const DoctorProvider *
doctor_providers_get (DoctorProviders *providers, guint i)
{
  return g_ptr_array_index (providers->in_order, i);
}

const DoctorProvider *
doctor_providers_lookup (DoctorProviders *providers, const char *id)
{
  return g_hash_table_lookup (providers->by_id, id);
}

/* The part behind the last @, in small letters, or NULL. */
static char *
dup_domain (const char *address)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;
  return at != NULL && at[1] != '\0' ? g_ascii_strdown (at + 1, -1) : NULL;
}

static gboolean
has_domain (const DoctorProvider *provider, const char *domain)
{
  if (g_strv_contains ((const char *const *)provider->domains, domain))
    return TRUE;
  for (char **pattern = provider->patterns; *pattern != NULL; pattern++)
    if (g_pattern_match_simple (*pattern, domain))
      return TRUE;
  return FALSE;
}

const DoctorProvider *
doctor_providers_for_address (DoctorProviders *providers, const char *address)
{
  g_autofree char *domain = dup_domain (address);
  if (domain == NULL)
    return NULL;
  const DoctorProvider *provider = g_hash_table_lookup (providers->by_domain, domain);
  for (guint i = 0; provider == NULL && i < providers->in_order->len; i++)
    if (has_domain (g_ptr_array_index (providers->in_order, i), domain))
      provider = g_ptr_array_index (providers->in_order, i);
  return provider;
}

static gboolean
has_host (const DoctorProvider *provider, const char *host)
{
  for (guint i = 0; i < provider->servers->len; i++) {
    const DoctorServer *server = g_ptr_array_index (provider->servers, i);
    if (g_ascii_strcasecmp (server->host, host) == 0)
      return TRUE;
  }
  return FALSE;
}

/* A loopback address is a program on this computer, whoever's. */
static gboolean
is_loopback (const char *host)
{
  return g_str_has_prefix (host, "127.") || g_str_equal (host, "::1")
         || g_ascii_strcasecmp (host, "localhost") == 0;
}

const DoctorProvider *
doctor_providers_for_host (DoctorProviders *providers, const char *host)
{
  if (host == NULL || is_loopback (host))
    return NULL;
  for (guint i = 0; i < providers->in_order->len; i++)
    if (has_host (g_ptr_array_index (providers->in_order, i), host))
      return g_ptr_array_index (providers->in_order, i);
  return NULL;
}

/* --- one provider --- */

const char *
doctor_provider_get_id (const DoctorProvider *provider)
{
  return provider->id;
}

const char *
doctor_provider_get_name (const DoctorProvider *provider)
{
  return provider->name;
}

const char *
doctor_provider_get (const DoctorProvider *provider, const char *key)
{
  return g_hash_table_lookup (provider->values, key);
}

guint
doctor_provider_get_n_servers (const DoctorProvider *provider)
{
  return provider->servers->len;
}

const DoctorServer *
doctor_provider_get_server (const DoctorProvider *provider, guint i)
{
  return g_ptr_array_index (provider->servers, i);
}

const char *
doctor_provider_explain (const DoctorProvider *provider,
                         const char *protocol,
                         const char *reply_text)
{
  for (guint i = 0; i < provider->markers->len; i++) {
    const DoctorMarker *marker = g_ptr_array_index (provider->markers, i);
    gboolean fits
      = protocol == NULL || marker->protocol == NULL || g_str_equal (marker->protocol, protocol);
    if (fits && doctor_fold_contains (reply_text, marker->contains))
      return marker->means;
  }
  return NULL;
}

static char *
dup_host (const DoctorServer *server, const char *domain)
{
  g_auto (GStrv) parts = g_strsplit (server->host, "{domain}", -1);
  return g_strjoinv (domain != NULL ? domain : "{domain}", parts);
}

gboolean
doctor_provider_owns_host (const DoctorProvider *provider, const char *host, const char *address)
{
  g_autofree char *domain = dup_domain (address);
  if (domain == NULL || host == NULL || !has_domain (provider, domain))
    return FALSE;
  for (guint i = 0; i < provider->servers->len; i++) {
    g_autofree char *own = dup_host (g_ptr_array_index (provider->servers, i), domain);
    if (g_ascii_strcasecmp (own, host) == 0)
      return TRUE;
  }
  return FALSE;
}

/* --- facts --- */

static void
set_string (DoctorFacts *facts, DoctorScope scope, const char *name, const char *value)
{
  if (value != NULL)
    doctor_facts_set_scoped (facts, scope, name, g_variant_new_string (value),
                             DOCTOR_SOURCE_PROVIDER);
}

static const char *
get_protocol (DoctorFacts *facts, DoctorScope scope)
{
  const char *protocol = doctor_facts_get_string (facts, scope, "service.protocol");
  if (protocol != NULL)
    return protocol;
  return scope == DOCTOR_SCOPE_SEND ? "smtp"
                                    : doctor_facts_get_string (facts, scope, "account.protocol");
}

/* How well @server is what the account has: the same, the same host, or none of it. */
static guint
rate_server (const DoctorServer *server, DoctorFacts *facts, DoctorScope scope, const char *domain)
{
  g_autofree char *own = dup_host (server, domain);
  const char *host = doctor_facts_get_string (facts, scope, "server.host");
  if (host == NULL || g_ascii_strcasecmp (own, host) != 0)
    return 1;
  gboolean is_same = doctor_facts_get_int (facts, scope, "server.port", 0) == server->port
                     && doctor_facts_is (facts, scope, "server.security", server->security);
  return is_same ? 3 : 2;
}

/* The server to name for this service: the one that the account has when the provider names
 * it, else the first of the host that the account has, else the first. Never one without
 * encryption: old lists have those. */
static const DoctorServer *
choose_server (const DoctorProvider *provider,
               DoctorFacts *facts,
               DoctorScope scope,
               const char *domain)
{
  const char *protocol = get_protocol (facts, scope);
  const DoctorServer *best = NULL;
  guint best_rate = 0;
  for (guint i = 0; i < provider->servers->len; i++) {
    const DoctorServer *server = g_ptr_array_index (provider->servers, i);
    if (g_strcmp0 (server->protocol, protocol) != 0 || g_str_equal (server->security, "none")
        || (domain == NULL && strstr (server->host, "{domain}") != NULL))
      continue;
    guint rate = rate_server (server, facts, scope, domain);
    if (rate > best_rate) {
      best_rate = rate;
      best = server;
    }
  }
  return best;
}

static void
describe_service (const DoctorProvider *provider, DoctorFacts *facts, DoctorScope scope)
{
  g_autofree char *domain
    = dup_domain (doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "account.address"));
  const DoctorServer *server = choose_server (provider, facts, scope, domain);
  const char *reply = doctor_facts_get_string (facts, scope, "reply.text");
  if (server != NULL) {
    g_autofree char *host = dup_host (server, domain);
    set_string (facts, scope, "provider.host", host);
    set_string (facts, scope, "provider.security", server->security);
    doctor_facts_set_scoped (facts, scope, "provider.port", g_variant_new_int32 (server->port),
                             DOCTOR_SOURCE_PROVIDER);
  }
  if (reply != NULL)
    set_string (facts, scope, "provider.marker",
                doctor_provider_explain (provider, get_protocol (facts, scope), reply));
}

static void
forget_provider (DoctorFacts *facts)
{
  g_autoptr (GPtrArray) names = doctor_facts_names (facts);
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    DoctorSource source = DOCTOR_SOURCE_SETTINGS;
    doctor_facts_lookup_full (facts, DOCTOR_SCOPE_ACCOUNT, name, NULL, NULL, &source);
    if (source == DOCTOR_SOURCE_PROVIDER)
      doctor_facts_unset (facts, name);
  }
}

void
doctor_provider_describe (const DoctorProvider *provider, DoctorFacts *facts)
{
  forget_provider (facts);
  set_string (facts, DOCTOR_SCOPE_ACCOUNT, "provider.id", provider->id);
  set_string (facts, DOCTOR_SCOPE_ACCOUNT, "provider.name", provider->name);
  set_string (facts, DOCTOR_SCOPE_ACCOUNT, "provider.password",
              doctor_provider_get (provider, "Password"));
  set_string (facts, DOCTOR_SCOPE_ACCOUNT, "provider.password-url",
              doctor_provider_get (provider, "PasswordPage"));
  describe_service (provider, facts, DOCTOR_SCOPE_RECEIVE);
  describe_service (provider, facts, DOCTOR_SCOPE_SEND);
}

static guint
count_hosts (const DoctorProvider *provider, DoctorFacts *facts)
{
  guint n = 0;
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++) {
    const char *host = doctor_facts_get_string (facts, scope, "server.host");
    n += host != NULL && !is_loopback (host) && has_host (provider, host);
  }
  return n;
}

/* A host may serve two providers (Outlook.com and Microsoft 365): the other host tells. */
static const DoctorProvider *
find_by_hosts (DoctorProviders *providers, DoctorFacts *facts)
{
  const DoctorProvider *best = NULL;
  guint best_n = 0;
  for (guint i = 0; i < providers->in_order->len; i++) {
    const DoctorProvider *provider = g_ptr_array_index (providers->in_order, i);
    guint n = count_hosts (provider, facts);
    if (n > best_n) {
      best_n = n;
      best = provider;
    }
  }
  return best;
}

const DoctorProvider *
doctor_providers_describe (DoctorProviders *providers, DoctorFacts *facts)
{
  const char *address = doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "account.address");
  const DoctorProvider *provider = doctor_providers_for_address (providers, address);
  if (provider == NULL)
    provider = find_by_hosts (providers, facts);
  if (provider != NULL)
    doctor_provider_describe (provider, facts);
  return provider;
}
