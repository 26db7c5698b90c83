#include "command/lookup-servers.h"

const char *
doctor_origin_to_string (DoctorOrigin origin)
{
  static const char *const names[] = { "provider", "published", "guess" };
  return names[origin];
}

static void
server_free (gpointer data)
{
  DoctorLookupServer *server = data;
  g_free (server->host);
  g_free (server);
}

static void
add (GPtrArray *servers,
     DoctorOrigin origin,
     const char *protocol,
     char *host,
     guint16 port,
     const char *security)
{
  DoctorLookupServer *server = g_new0 (DoctorLookupServer, 1);
  server->origin = origin;
  server->protocol = g_intern_string (protocol);
  server->host = host;
  server->port = port;
  server->security = g_intern_string (security);
  g_ptr_array_add (servers, server);
}

static void
add_of_provider (GPtrArray *servers, const DoctorProvider *provider, const char *domain)
{
  for (guint i = 0; i < doctor_provider_get_n_servers (provider); i++) {
    const DoctorServer *server = doctor_provider_get_server (provider, i);
    add (servers, DOCTOR_ORIGIN_PROVIDER, server->protocol, doctor_server_dup_host (server, domain),
         server->port, server->security);
  }
}

static void
add_published (GPtrArray *servers, DoctorFacts *facts, DoctorScope scope)
{
  const char *protocol = doctor_facts_get_string (facts, scope, "service.protocol");
  GVariant *list = doctor_facts_lookup (facts, scope, "dns.srv");
  for (gsize i = 0; protocol != NULL && list != NULL && i < g_variant_n_children (list); i++) {
    const char *host = NULL, *security = NULL;
    gint32 port = 0;
    g_variant_get_child (list, i, "(&si&s)", &host, &port, &security);
    add (servers, DOCTOR_ORIGIN_PUBLISHED, protocol, g_strdup (host), (guint16)port, security);
  }
}

/* Usual names with the ports that RFC 8314 §3 asks for. */
static const struct {
  const char *protocol, *host;
  guint16 port;
  const char *security;
} usual[] = {
  { "imap", "imap.", 993, "tls" }, { "imap", "mail.", 993, "tls" },
  { "pop3", "pop.", 995, "tls" },  { "smtp", "smtp.", 465, "tls" },
  { "smtp", "mail.", 465, "tls" }, { "smtp", "smtp.", 587, "starttls" },
};

static void
add_guesses (GPtrArray *servers, const char *domain)
{
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    add (servers, DOCTOR_ORIGIN_GUESS, usual[i].protocol, g_strconcat (usual[i].host, domain, NULL),
         usual[i].port, usual[i].security);
}

/* Where the provider says how its servers are called, or that there are none, or the domain does
 * not exist, a guess would mislead. */
static gboolean
may_guess (const DoctorProvider *provider, DoctorFacts *facts)
{
  return (provider == NULL
          || (doctor_provider_get (provider, "ServerNote") == NULL
              && doctor_provider_get (provider, "Status") == NULL))
         && !doctor_facts_is (facts, DOCTOR_SCOPE_ACCOUNT, "domain.result", "not-found");
}

GPtrArray *
doctor_lookup_servers (const DoctorProvider *provider, DoctorFacts *facts, const char *domain)
{
  GPtrArray *servers = g_ptr_array_new_with_free_func (server_free);
  if (provider != NULL)
    add_of_provider (servers, provider, domain);
  if (servers->len == 0) {
    add_published (servers, facts, DOCTOR_SCOPE_RECEIVE);
    add_published (servers, facts, DOCTOR_SCOPE_SEND);
  }
  if (servers->len == 0 && may_guess (provider, facts))
    add_guesses (servers, domain);
  return servers;
}
