/* What a provider's file says of an account, as facts. */
#include "core/facts-slots.h"
#include "core/provider-private.h"
#include <string.h>

typedef struct {
  const DoctorProvider *provider;
  DoctorFacts *facts;
  char *domain; /* of the address, or NULL */
  const char *confidence;
  GPtrArray *doubtful; /* names of facts, borrowed */
} Describer;

static void
set (Describer *describer, DoctorScope scope, const char *name, GVariant *value)
{
  doctor_facts_set_scoped (describer->facts, scope, name, value, DOCTOR_SOURCE_PROVIDER);
}

static void
set_string (Describer *describer, DoctorScope scope, const char *name, const char *value)
{
  if (value != NULL)
    set (describer, scope, name, g_variant_new_string (value));
}

static void
set_boolean (Describer *describer, DoctorScope scope, const char *name, gboolean value)
{
  set (describer, scope, name, g_variant_new_boolean (value));
}

static void
doubt (Describer *describer, const char *name)
{
  if (!g_ptr_array_find_with_equal_func (describer->doubtful, name, g_str_equal, NULL))
    g_ptr_array_add (describer->doubtful, (gpointer)name);
}

/* Says which of the facts are doubtful. */
static void
describe_doubts (Describer *describer)
{
  GPtrArray *names = describer->doubtful;
  if (names->len > 0)
    set (describer, DOCTOR_SCOPE_ACCOUNT, "provider.doubtful",
         g_variant_new_strv ((const char *const *)names->pdata, names->len));
}

/* --- of every account --- */

/* Keys that are facts as they stand. */
static const struct {
  const char *key, *fact;
  char type;           /* of the fact */
  const char *surety;  /* key that says how sure it is, or NULL */
  const char *without; /* what it is where the file is silent, or NULL */
} rows[] = {
  { "Checked", "provider.checked", 's' },
  { "Status", "provider.status", 's', .without = "active" },
  { "Password", "provider.password", 's' },
  { "PasswordPage", "provider.password-url", 's' },
  { "PasswordIgnores", "provider.password-ignores", 's' },
  { "Note", "provider.note", 's' },
  { "OAuth2", "provider.oauth2", 'b' },
  { "UserNameNote", "provider.user-note", 's' },
  { "Webmail", "provider.webmail", 's' },
  { "HelpPage", "provider.help-url", 's' },
  { "StatusPage", "provider.status-url", 's' },
  { "UnlockPage", "provider.unlock-url", 's' },
  { "Switch.Place", "provider.imap-switch-place", 's', "Switch.Confidence" },
  { "Switch.Page", "provider.imap-switch-url", 's', "Switch.Confidence" },
  { "Limits.Connections", "provider.max-connections", 'i', "Limits.Confidence" },
  { "Limits.DailySend", "provider.daily-limit", 'i', "Limits.Confidence" },
  { "Limits.MessageBytes", "provider.size-limit", 'x', "Limits.Confidence" },
  { "Limits.FreeBytes", "provider.quota", 'x', "Limits.Confidence" },
};

static GVariant *
new_value (char type, const char *text)
{
  if (type == 'b')
    return g_variant_new_boolean (g_str_equal (text, "true"));
  if (type == 's')
    return g_variant_new_string (text);
  gint64 number = g_ascii_strtoll (text, NULL, 10);
  return type == 'x' ? g_variant_new_int64 (number)
                     : g_variant_new_int32 ((gint32)MIN (number, G_MAXINT32));
}

static gboolean
is_row_doubtful (const DoctorProvider *provider, guint i)
{
  const char *surety
    = rows[i].surety != NULL ? doctor_provider_get (provider, rows[i].surety) : NULL;
  return g_strcmp0 (surety, "low") == 0 || doctor_provider_is_doubtful (provider, rows[i].key);
}

static void
describe_row (Describer *describer, guint i)
{
  const char *text = doctor_provider_get (describer->provider, rows[i].key);
  gboolean is_doubtful = is_row_doubtful (describer->provider, i);
  if (text == NULL)
    text = rows[i].without;
  /* a normal password is what everybody has: when unsure, it says no more than nothing */
  if (text == NULL || (is_doubtful && g_str_equal (text, "normal")))
    return;
  set (describer, DOCTOR_SCOPE_ACCOUNT, rows[i].fact, new_value (rows[i].type, text));
  if (is_doubtful)
    doubt (describer, rows[i].fact);
}

static DoctorFacts *
make_constant (const DoctorProvider *provider)
{
  g_autoptr (GPtrArray) doubtful = g_ptr_array_new ();
  DoctorFacts *facts = doctor_facts_new ();
  Describer describer = { .provider = provider, .facts = facts, .doubtful = doubtful };
  set_string (&describer, DOCTOR_SCOPE_ACCOUNT, "provider.id", provider->id);
  set_string (&describer, DOCTOR_SCOPE_ACCOUNT, "provider.name", provider->name);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    describe_row (&describer, i);
  describe_doubts (&describer);
  doctor_facts_seal (facts);
  return facts;
}

/* What the file says of every account, made when it is first asked for. Threads may ask at once:
 * the first one's is kept. */
static DoctorFacts *
get_constant (const DoctorProvider *provider)
{
  gpointer *place = (gpointer *)&provider->constant;
  DoctorFacts *facts = g_atomic_pointer_get (place);
  if (facts != NULL)
    return facts;
  facts = make_constant (provider);
  if (g_atomic_pointer_compare_and_exchange (place, NULL, facts))
    return facts;
  doctor_facts_unref (facts);
  return g_atomic_pointer_get (place);
}

static void
describe_constant (Describer *describer)
{
  DoctorFacts *constant = get_constant (describer->provider);
  GVariant *list = doctor_facts_lookup (constant, DOCTOR_SCOPE_ACCOUNT, "provider.doubtful");
  g_autofree const char **names = list != NULL ? g_variant_get_strv (list, NULL) : NULL;
  doctor_facts_overlay (describer->facts, constant);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    g_ptr_array_add (describer->doubtful, (gpointer)names[i]);
  if (g_str_equal (describer->confidence, "low")
      && doctor_facts_is (constant, DOCTOR_SCOPE_ACCOUNT, "provider.password", "normal"))
    doctor_facts_unset (describer->facts, "provider.password");
}

/* --- changes --- */

/* How far back a change may be that still explains something. */
enum { RECENT_YEARS = 2 };

/* The day as "2026-11-22", so that dates compare as text. */
static char *
dup_day (DoctorFacts *facts, int years)
{
  gint64 now = doctor_facts_get_int (facts, DOCTOR_SCOPE_ACCOUNT, "clock.now",
                                     g_get_real_time () / G_USEC_PER_SEC);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (now);
  g_autoptr (GDateTime) moved = time != NULL ? g_date_time_add_years (time, years) : NULL;
  return moved != NULL ? g_date_time_format (moved, "%Y-%m-%d") : g_strdup ("");
}

/* Of a date that is only a month or a year, its first moment counts. */
static gboolean
is_coming (const DoctorNote *change, const char *today)
{
  return strncmp (change->date, today, strlen (change->date)) > 0;
}

static void
describe_change (Describer *describer)
{
  if (describer->provider->changes->len == 0)
    return;
  g_autofree char *today = dup_day (describer->facts, 0);
  g_autofree char *since = dup_day (describer->facts, -RECENT_YEARS);
  const DoctorNote *best = NULL;
  for (guint i = 0; i < describer->provider->changes->len; i++) {
    const DoctorNote *change = g_ptr_array_index (describer->provider->changes, i);
    if (best != NULL && is_coming (best, today))
      break; /* they are in order: the first to come is the nearest */
    if (strncmp (change->date, since, strlen (change->date)) >= 0)
      best = change;
  }
  if (best == NULL)
    return;
  static const char *const names[] = { "provider.change", "provider.change-date",
                                       "provider.change-about", "provider.change-coming" };
  const char *const values[] = { best->text, best->date, best->about };
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    set_string (describer, DOCTOR_SCOPE_ACCOUNT, names[i], values[i]);
  set_boolean (describer, DOCTOR_SCOPE_ACCOUNT, names[3], is_coming (best, today));
  for (guint i = 0; i < G_N_ELEMENTS (names) && best->is_doubtful; i++)
    doubt (describer, names[i]);
}

/* --- of a service --- */

static const char *
get_protocol (DoctorFacts *facts, DoctorScope scope)
{
  const char *protocol = doctor_facts_get_string (facts, scope, "service.protocol");
  if (protocol != NULL)
    return protocol;
  return scope == DOCTOR_SCOPE_SEND ? "smtp"
                                    : doctor_facts_get_string (facts, scope, "account.protocol");
}

static gboolean
is_host_of (const DoctorServer *server, const char *host, const char *domain)
{
  g_autofree char *own = doctor_server_dup_host (server, domain);
  return host != NULL && g_ascii_strcasecmp (own, host) == 0;
}

/* How well @server is what the account has: the same, the same host, or none of it. */
static guint
rate_server (const DoctorServer *server, Describer *describer, DoctorScope scope)
{
  DoctorFacts *facts = describer->facts;
  const char *host = doctor_facts_get_string (facts, scope, "server.host");
  if (!is_host_of (server, host, describer->domain))
    return 1;
  gboolean is_same = doctor_facts_get_int (facts, scope, "server.port", 0) == server->port
                     && doctor_facts_is (facts, scope, "server.security", server->security);
  return is_same ? 3 : 2;
}

/* The server to name for this service: the one that the account has when the provider names
 * it, else the first of the host that the account has, else the first. NULL when there is none. */
static const DoctorServer *
choose_server (Describer *describer, DoctorScope scope, guint *out_rate)
{
  const char *protocol = get_protocol (describer->facts, scope);
  const DoctorServer *best = NULL;
  *out_rate = 0;
  for (guint i = 0; i < describer->provider->servers->len; i++) {
    const DoctorServer *server = g_ptr_array_index (describer->provider->servers, i);
    if (g_strcmp0 (server->protocol, protocol) != 0
        || (describer->domain == NULL && strstr (server->host, "{domain}") != NULL))
      continue;
    guint rate = rate_server (server, describer, scope);
    if (rate > *out_rate) {
      *out_rate = rate;
      best = server;
    }
  }
  return best;
}

static void
describe_server (Describer *describer, DoctorScope scope, const DoctorServer *server)
{
  static const char *const names[] = { "provider.host", "provider.port", "provider.security" };
  g_autofree char *host = doctor_server_dup_host (server, describer->domain);
  set_string (describer, scope, "provider.host", host);
  set_string (describer, scope, "provider.security", server->security);
  set (describer, scope, "provider.port", g_variant_new_int32 (server->port));
  for (guint i = 0; i < G_N_ELEMENTS (names) && server->is_doubtful; i++)
    doubt (describer, names[i]);
}

/* Compares what the account has with what the provider says. @rate: as of choose_server (). */
static void
compare_server (Describer *describer, DoctorScope scope, guint rate)
{
  const DoctorProvider *provider = describer->provider;
  const char *host = doctor_facts_get_string (describer->facts, scope, "server.host");
  if (host == NULL || doctor_host_is_loopback (host))
    return;
  gboolean is_retired = doctor_provider_has_name (provider->retired_hosts, host, describer->domain);
  gboolean is_known
    = rate > 1 || doctor_provider_has_name (provider->other_hosts, host, describer->domain);
  set_boolean (describer, scope, "provider.host-retired", is_retired && !is_known);
  if (doctor_provider_is_doubtful (provider, "RetiredHosts"))
    doubt (describer, "provider.host-retired");
  if (is_known || rate > 0)
    set_boolean (describer, scope, "provider.host-known", is_known);
  if (doctor_provider_is_doubtful (provider, "OtherHosts"))
    doubt (describer, "provider.host-known");
  if (rate > 1 && doctor_facts_lookup (describer->facts, scope, "server.port") != NULL)
    set_boolean (describer, scope, "provider.port-fits", rate == 3);
}

/* Whether @user has the form; -1 where that cannot be said: the address may have other names,
 * and a name of the provider's own may look like anything. */
static int
judge_user (const char *form, const char *user, const char *address)
{
  const char *at = strrchr (address, '@');
  gsize length = at != NULL ? (gsize)(at - address) : 0;
  gboolean is_address = g_ascii_strcasecmp (user, address) == 0;
  gboolean is_local
    = at != NULL && strlen (user) == length && g_ascii_strncasecmp (user, address, length) == 0;
  if (g_str_equal (form, "address"))
    return is_address ? TRUE : strchr (user, '@') == NULL ? FALSE : -1;
  if (g_str_equal (form, "local-part"))
    return is_local ? TRUE : is_address ? FALSE : -1;
  return g_str_equal (form, "separate-id") && is_address ? FALSE : -1;
}

static void
describe_user (Describer *describer, DoctorScope scope, const DoctorServer *server)
{
  DoctorFacts *facts = describer->facts;
  const char *form = server != NULL && server->user_name != NULL
                       ? server->user_name
                       : doctor_provider_get (describer->provider, "UserName");
  const char *user = doctor_facts_get_string (facts, scope, "auth.user");
  const char *address = doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "account.address");
  gboolean is_doubtful = doctor_provider_is_doubtful (describer->provider, "UserName");
  set_string (describer, scope, "provider.user-form", form);
  if (is_doubtful)
    doubt (describer, "provider.user-form");
  int fits
    = form != NULL && user != NULL && address != NULL ? judge_user (form, user, address) : -1;
  if (fits >= 0 && !is_doubtful)
    set_boolean (describer, scope, "provider.user-form-fits", fits);
}

static void
describe_switch (Describer *describer, DoctorScope scope)
{
  const char *services = doctor_provider_get (describer->provider, "Switch.Services");
  const char *protocol = get_protocol (describer->facts, scope);
  if (services == NULL || protocol == NULL)
    return;
  g_auto (GStrv) list = g_strsplit (services, ";", -1);
  if (!g_strv_contains ((const char *const *)list, protocol))
    return;
  set_boolean (describer, scope, "provider.imap-switch", TRUE);
  if (g_strcmp0 (doctor_provider_get (describer->provider, "Switch.Confidence"), "low") == 0)
    doubt (describer, "provider.imap-switch");
}

static void
describe_service (Describer *describer, DoctorScope scope)
{
  guint rate = 0;
  const DoctorServer *server = choose_server (describer, scope, &rate);
  const char *reply = doctor_facts_get_string (describer->facts, scope, "reply.text");
  if (server != NULL)
    describe_server (describer, scope, server);
  compare_server (describer, scope, rate);
  describe_user (describer, scope, server);
  describe_switch (describer, scope);
  if (reply != NULL)
    set_string (
      describer, scope, "provider.marker",
      doctor_provider_explain (describer->provider, get_protocol (describer->facts, scope), reply));
}

/* --- the whole --- */

static void
forget_provider (DoctorFacts *facts)
{
  for (int slot = doctor_facts_next (facts, 0); slot != DOCTOR_NO_SLOT;
       slot = doctor_facts_next (facts, (guint)slot + 1))
    if (doctor_facts_at (facts, (guint)slot)->source == DOCTOR_SOURCE_PROVIDER)
      doctor_facts_unset_at (facts, (guint)slot);
}

void
doctor_provider_describe_as (const DoctorProvider *provider,
                             DoctorFacts *facts,
                             const char *how,
                             gboolean verified)
{
  const char *address = doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "account.address");
  const char *confidence = doctor_provider_get (provider, "Confidence");
  g_autoptr (GPtrArray) doubtful = g_ptr_array_new ();
  g_autofree char *domain = doctor_address_dup_domain (address);
  Describer describer = { .provider = provider,
                          .facts = facts,
                          .domain = domain,
                          .confidence = !verified            ? "low"
                                        : confidence != NULL ? confidence
                                                             : "medium",
                          .doubtful = doubtful };
  forget_provider (facts);
  describe_constant (&describer);
  set_string (&describer, DOCTOR_SCOPE_ACCOUNT, "provider.matched-by", how);
  set_string (&describer, DOCTOR_SCOPE_ACCOUNT, "provider.confidence", describer.confidence);
  guint n_constant = doubtful->len;
  describe_change (&describer);
  describe_service (&describer, DOCTOR_SCOPE_RECEIVE);
  describe_service (&describer, DOCTOR_SCOPE_SEND);
  if (doubtful->len > n_constant)
    describe_doubts (&describer);
}

void
doctor_provider_describe (const DoctorProvider *provider, DoctorFacts *facts)
{
  doctor_provider_describe_as (provider, facts, "name", TRUE);
}

/* --- recognising --- */

/* The best exchanger that somebody known runs. */
static const DoctorProvider *
find_by_mx (DoctorProviders *providers, DoctorFacts *facts, gboolean *out_verified)
{
  GVariant *list = doctor_facts_lookup (facts, DOCTOR_SCOPE_ACCOUNT, "domain.mx");
  g_autofree const char **names = list != NULL ? g_variant_get_strv (list, NULL) : NULL;
  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    const DoctorProvider *provider = doctor_providers_for_mx (providers, names[i], out_verified);
    if (provider != NULL)
      return provider;
  }
  *out_verified = TRUE;
  return NULL;
}

static const DoctorProvider *
find_by_hosts (DoctorProviders *providers, DoctorFacts *facts)
{
  g_autoptr (GPtrArray) hosts = g_ptr_array_new_with_free_func (g_free);
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++)
    doctor_hosts_add (hosts, doctor_facts_get_string (facts, scope, "server.host"));
  return doctor_providers_for_hosts (providers, hosts);
}

const DoctorProvider *
doctor_providers_describe (DoctorProviders *providers, DoctorFacts *facts)
{
  const char *address = doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "account.address");
  const char *how = NULL;
  gboolean verified = TRUE;
  const DoctorProvider *provider = doctor_providers_for_address (providers, address, &how);
  if (provider == NULL) {
    how = "mx";
    provider = find_by_mx (providers, facts, &verified);
  }
  if (provider == NULL) {
    how = "host";
    provider = find_by_hosts (providers, facts);
  }
  if (provider != NULL)
    doctor_provider_describe_as (provider, facts, how, verified);
  else
    forget_provider (facts);
  doctor_providers_describe_typos (providers, facts);
  return provider;
}
