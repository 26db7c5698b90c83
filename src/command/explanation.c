#include "command/explanation.h"
#include "core/fact-dictionary.h"
#include "core/wire.h"
#include <string.h>

const char *const doctor_explanation_services[]
  = { "imap", "pop3", "smtp", "tls", "net", "oauth", NULL };

typedef struct {
  const char *name;
  const char *protocol;  /* NULL: told from port and host */
  const char *stage;     /* where none is given */
  const char *mechanism; /* that the account must then have */
} Service;

static const Service services[] = {
  { .name = "imap", .protocol = "imap" },
  { .name = "pop3", .protocol = "pop3" },
  { .name = "smtp", .protocol = "smtp" },
  { .name = "tls", .stage = "tls" },
  { .name = "net", .stage = "connect" },
  { .name = "oauth", .stage = "auth", .mechanism = "xoauth2" },
};

/* Registered ports (IANA), and 2525 as providers offer it beside 587. */
static const struct {
  gint64 port;
  const char *protocol;
} ports[] = {
  { 25, "smtp" },  { 465, "smtp" }, { 587, "smtp" }, { 2525, "smtp" },
  { 143, "imap" }, { 993, "imap" }, { 110, "pop3" }, { 995, "pop3" },
};

static const struct {
  const char *prefix, *protocol;
} host_prefixes[] = {
  { "smtp", "smtp" },
  { "outgoing.", "smtp" },
  { "imap", "imap" },
  { "pop", "pop3" },
};

static const struct {
  const char *word, *stage;
} stage_words[] = {
  { "login", "auth" },         { "authenticate", "auth" },  { "authentication", "auth" },
  { "token", "auth" },         { "refresh", "auth" },       { "resolve", "dns" },
  { "lookup", "dns" },         { "tcp", "connect" },        { "handshake", "tls" },
  { "verify", "certificate" }, { "banner", "greeting" },    { "ehlo", "greeting" },
  { "helo", "greeting" },      { "capa", "capability" },    { "stls", "starttls" },
  { "mail", "mailfrom" },      { "mail-from", "mailfrom" }, { "mail from", "mailfrom" },
  { "rcpt-to", "rcpt" },       { "rcpt to", "rcpt" },       { "recipient", "rcpt" },
  { "message", "data" },       { "examine", "select" },     { "retr", "fetch" },
};

/* Steps that a reply gives away by what only occurs there (RFC 5530, RFC 3206, RFC 4954,
 * RFC 3463); the first row that fits counts. */
static const struct {
  const char *fact, *value, *stage;
} telling[] = {
  { "reply.code", "AUTHENTICATIONFAILED", "auth" },
  { "reply.code", "AUTHORIZATIONFAILED", "auth" },
  { "reply.code", "EXPIRED", "auth" },
  { "reply.code", "PRIVACYREQUIRED", "auth" },
  { "reply.code", "AUTH", "auth" },
  { "reply.code", "SYS/TEMP", "auth" },
  { "reply.code", "LOGIN-DELAY", "auth" },
  { "reply.enhanced", "5.7.8", "auth" },
  { "reply.enhanced", "5.7.9", "auth" },
  { "reply.enhanced", "5.7.11", "auth" },
  { "reply.enhanced", "4.7.12", "auth" },
  { "reply.enhanced", "5.1.1", "rcpt" },
  { "reply.enhanced", "5.1.2", "rcpt" },
  { "reply.enhanced", "5.1.6", "rcpt" },
  { "reply.enhanced", "5.2.2", "rcpt" },
  { "reply.enhanced", "5.1.7", "mailfrom" },
  { "reply.enhanced", "5.1.8", "mailfrom" },
  { "reply.smtp-code", "534", "auth" },
  { "reply.smtp-code", "535", "auth" },
  { "reply.smtp-code", "538", "auth" },
};

static const Service *
find_service (const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (services); i++)
    if (g_ascii_strcasecmp (services[i].name, name) == 0)
      return &services[i];
  return NULL;
}

static const char *
guess_protocol (const DoctorExplanation *explanation)
{
  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    if (ports[i].port == explanation->port)
      return ports[i].protocol;
  for (guint i = 0; explanation->host != NULL && i < G_N_ELEMENTS (host_prefixes); i++)
    if (g_ascii_strncasecmp (explanation->host, host_prefixes[i].prefix,
                             strlen (host_prefixes[i].prefix))
        == 0)
      return host_prefixes[i].protocol;
  return NULL;
}

/* @value when the closed list of the fact @name has it, else NULL. */
static const char *
check_value (const char *name, const char *value)
{
  char **values = doctor_dictionary_lookup_bare (name)->values;
  return value != NULL && g_strv_contains ((const char *const *)values, value) ? value : NULL;
}

static const char *
find_stage (const char *word)
{
  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (stage_words); i++)
    if (g_ascii_strcasecmp (stage_words[i].word, word) == 0)
      return stage_words[i].stage;
  return check_value ("reply.stage", word);
}

static void
set_setting (DoctorFacts *facts, DoctorScope scope, const char *name, const char *value)
{
  if (value != NULL && value[0] != '\0' && g_utf8_validate (value, -1, NULL))
    doctor_facts_set_scoped (facts, scope, name, g_variant_new_string (value),
                             DOCTOR_SOURCE_SETTINGS);
}

static void
set_server (DoctorFacts *facts, DoctorScope scope, const DoctorExplanation *explanation)
{
  set_setting (facts, scope, "server.host", explanation->host);
  set_setting (facts, scope, "server.security",
               check_value ("server.security", explanation->security));
  if (explanation->port >= 1 && explanation->port <= G_MAXUINT16)
    doctor_facts_set_scoped (facts, scope, "server.port",
                             g_variant_new_int32 ((gint32)explanation->port),
                             DOCTOR_SOURCE_SETTINGS);
}

/* That the other half of the account logs in says that user and password are good there. */
static void
set_peer (DoctorFacts *facts, DoctorScope scope, const DoctorExplanation *explanation)
{
  DoctorScope peer = scope == DOCTOR_SCOPE_SEND ? DOCTOR_SCOPE_RECEIVE : DOCTOR_SCOPE_SEND;
  DoctorAnswer ok = peer == DOCTOR_SCOPE_RECEIVE ? explanation->receive_ok : explanation->send_ok;
  if (ok == DOCTOR_YES)
    doctor_facts_set_scoped (facts, peer, "login.result", g_variant_new_string ("ok"),
                             DOCTOR_SOURCE_INCIDENT);
}

static void
set_history (DoctorFacts *facts, DoctorScope scope, const DoctorExplanation *explanation)
{
  if (explanation->worked_before != DOCTOR_UNKNOWN)
    doctor_facts_set_scoped (facts, scope, "history.worked",
                             g_variant_new_boolean (explanation->worked_before == DOCTOR_YES),
                             DOCTOR_SOURCE_INCIDENT);
}

static const DoctorProvider *
find_provider_by_domain (DoctorProviders *providers, const char *domain)
{
  g_autofree char *address = g_strconcat ("user@", domain, NULL);
  return doctor_providers_for_address (providers, address, NULL);
}

static void
set_provider (DoctorFacts *facts, const DoctorExplanation *explanation, DoctorProviders *providers)
{
  const DoctorProvider *provider = NULL;
  if (explanation->provider != NULL)
    provider = doctor_providers_for_name (providers, explanation->provider);
  if (provider == NULL && explanation->domain != NULL
      && g_utf8_validate (explanation->domain, -1, NULL))
    provider = find_provider_by_domain (providers, explanation->domain);
  if (provider == NULL && explanation->host != NULL)
    provider = doctor_providers_for_host (providers, explanation->host);
  if (provider != NULL)
    doctor_provider_describe (provider, facts);
}

static const char *
guess_stage (DoctorFacts *facts, DoctorScope scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (telling); i++) {
    GVariant *value = doctor_facts_lookup (facts, scope, telling[i].fact);
    g_autofree char *text = value == NULL ? NULL
                            : g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
                              ? g_variant_dup_string (value, NULL)
                              : g_variant_print (value, FALSE);
    if (g_strcmp0 (text, telling[i].value) == 0)
      return telling[i].stage;
  }
  return NULL;
}

/* The end of a text that is too long: what was said last decides. */
static const char *
cut_text (const char *text)
{
  gsize length = strlen (text);
  if (length <= DOCTOR_EXPLANATION_MAX_TEXT_BYTES)
    return text;
  return text + length - DOCTOR_EXPLANATION_MAX_TEXT_BYTES;
}

/* Whether the text is an SMTP reply, when nobody says what it is. */
static gboolean
is_smtp (const char *text)
{
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  doctor_wire_explain (facts, DOCTOR_SCOPE_SEND, NULL, NULL, text, DOCTOR_SOURCE_REPLY);
  return doctor_facts_lookup (facts, DOCTOR_SCOPE_SEND, "reply.smtp-code") != NULL;
}

static const char *
choose_protocol (const DoctorExplanation *explanation, const Service *service, const char *text)
{
  if (service->protocol != NULL)
    return service->protocol;
  const char *guess = guess_protocol (explanation);
  return guess == NULL && service->name == NULL && is_smtp (text) ? "smtp" : guess;
}

static void
explain_text (DoctorFacts *facts,
              DoctorScope scope,
              const Service *service,
              const char *stage_word,
              const char *text)
{
  const char *stage = find_stage (stage_word);
  if (stage == NULL)
    stage = service->stage;
  doctor_wire_explain (facts, scope, service->protocol, stage, text, DOCTOR_SOURCE_REPLY);
  const char *guess = stage == NULL ? guess_stage (facts, scope) : NULL;
  if (guess != NULL)
    doctor_facts_set_scoped (facts, scope, "reply.stage", g_variant_new_string (guess),
                             DOCTOR_SOURCE_REPLY);
}

DoctorFacts *
doctor_explanation_describe (const DoctorExplanation *explanation, DoctorProviders *providers)
{
  static const Service unknown = { .name = NULL };
  const Service *found = find_service (explanation->service);
  const Service *service = found != NULL ? found : &unknown;
  const char *text = cut_text (explanation->text);
  const char *protocol = choose_protocol (explanation, service, text);
  DoctorScope scope = g_strcmp0 (protocol, "smtp") == 0 ? DOCTOR_SCOPE_SEND : DOCTOR_SCOPE_RECEIVE;
  DoctorFacts *facts = doctor_facts_new ();

  set_setting (facts, scope, "service.protocol", protocol);
  set_setting (facts, scope, "auth.mechanism", service->mechanism);
  set_server (facts, scope, explanation);
  set_peer (facts, scope, explanation);
  set_history (facts, scope, explanation);
  explain_text (facts, scope, service, explanation->stage, text);
  set_provider (facts, explanation, providers); /* after the reply, which it may have a word for */
  if (doctor_facts_is (facts, scope, "reply.error", "not-found"))
    doctor_providers_describe_typos (providers, facts);
  return facts;
}
