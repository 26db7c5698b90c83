#include "core/derive.h"
#include "core/derive-parts.h"
#include "core/derive-tls.h"
#include "core/facts-slots.h"
#include "core/wire.h"
#include <string.h>

static void
set (DoctorFacts *facts, DoctorScope scope, const char *name, GVariant *value)
{
  doctor_facts_set_scoped (facts, scope, name, value, DOCTOR_SOURCE_DERIVED);
}

static void
set_boolean (DoctorFacts *facts, DoctorScope scope, const char *name, gboolean value)
{
  set (facts, scope, name, g_variant_new_boolean (value));
}

/* Whether the string fact is known and not one of @good (NULL-terminated). */
static gboolean
is_other_than (DoctorFacts *facts, DoctorScope scope, const char *name, const char *const *good)
{
  const char *value = doctor_facts_get_string (facts, scope, name);
  return value != NULL && !g_strv_contains (good, value);
}

/* imap, pop3 or smtp, or NULL when it is not known. */
static const char *
get_protocol (DoctorFacts *facts, DoctorScope scope)
{
  const char *protocol = doctor_facts_get_string (facts, scope, "service.protocol");
  return protocol == NULL && scope == DOCTOR_SCOPE_SEND ? "smtp" : protocol;
}

/* --- service.healthy --- */

#define VALUES(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* Outcomes of probes that let the service go on. */
static const struct {
  const char *name;
  const char *good[5];
} good_outcomes[] = {
  { "dns.result", { "found", "literal", "skipped" } },
  { "proxy.result", { "connected", "not-tried" } },
  { "tcp.result", { "connected" } },
  { "tls.result", { "ok" } },
  { "greeting.result", { "ok", "preauth" } },
  { "starttls.result", { "ok" } },
  { "login.result", { "ok", "not-needed", "not-tried" } },
  { "mailbox.result", { "ok" } },
  { "sender.result", { "ok" } },
  { "recipient.result", { "ok" } },
};

static gboolean
has_bad_outcome (DoctorFacts *facts, DoctorScope scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (good_outcomes); i++)
    if (is_other_than (facts, scope, good_outcomes[i].name, good_outcomes[i].good))
      return TRUE;
  return FALSE;
}

static gboolean
has_worked (DoctorFacts *facts, DoctorScope scope)
{
  gboolean logged_in = doctor_facts_is (facts, scope, "login.result", "ok");
  if (g_strcmp0 (get_protocol (facts, scope), "smtp") == 0) {
    logged_in |= doctor_facts_is (facts, scope, "login.result", "not-needed")
                 && !doctor_derive_sender_is_undecided (facts, scope);
    return logged_in && doctor_facts_is (facts, scope, "sender.result", "ok");
  }
  return logged_in && doctor_facts_is (facts, scope, "mailbox.result", "ok");
}

static void
derive_healthy (DoctorFacts *facts, DoctorScope scope)
{
  if (has_worked (facts, scope))
    set_boolean (facts, scope, "service.healthy", TRUE);
  else if (has_bad_outcome (facts, scope))
    set_boolean (facts, scope, "service.healthy", FALSE);
}

/* --- reply.* of the incident --- */

/* Steps of the client that no examination takes: nothing is sent or fetched by it. Of these a
 * service that was seen working says nothing; nor of a message's size, which stands beside
 * the sender (552, RFC 1870 §6.1). */
static gboolean
is_beyond_probes (DoctorFacts *facts, DoctorScope scope)
{
  static const int too_large = 552;
  const char *stage = doctor_facts_get_string (facts, scope, "incident.stage");
  if (stage == NULL || doctor_facts_is (facts, scope, "recipient.result", "ok"))
    return FALSE;
  return g_strv_contains (VALUES ("rcpt", "data", "fetch"), stage)
         || doctor_facts_get_int (facts, scope, "reply.smtp-code", 0) == too_large;
}

/* Whether a probe has spoken against what the client met: all works now, or the way to the
 * protocol is broken. */
static gboolean
is_overtaken (DoctorFacts *facts, DoctorScope scope)
{
  return (doctor_facts_get_boolean (facts, scope, "service.healthy", FALSE)
          && !is_beyond_probes (facts, scope))
         || is_other_than (facts, scope, "dns.result", VALUES ("found", "literal", "skipped"))
         || is_other_than (facts, scope, "tcp.result", VALUES ("connected"));
}

/* Probes explain their own replies; the client's failure speaks while none of them did. */
static void
derive_reply (DoctorFacts *facts, DoctorScope scope)
{
  DoctorSource source;
  const char *text = doctor_facts_get_string (facts, scope, "incident.text");
  gboolean has_reply = doctor_facts_lookup_full (facts, scope, "reply.text", NULL, NULL, &source);
  if (text == NULL || (has_reply && source != DOCTOR_SOURCE_INCIDENT))
    return;
  g_autofree char *stage = g_strdup (doctor_facts_get_string (facts, scope, "incident.stage"));
  const char *protocol = get_protocol (facts, scope);
  if (!has_reply)
    doctor_wire_explain (facts, scope, protocol, stage, text, DOCTOR_SOURCE_INCIDENT);
  if (is_overtaken (facts, scope)) /* takes away what was said of it */
    doctor_wire_explain (facts, scope, protocol, NULL, NULL, DOCTOR_SOURCE_INCIDENT);
}

/* --- peer.login --- */

static void
derive_peer (DoctorFacts *facts, DoctorScope scope)
{
  DoctorScope peer = scope == DOCTOR_SCOPE_RECEIVE ? DOCTOR_SCOPE_SEND : DOCTOR_SCOPE_RECEIVE;
  const char *login = doctor_facts_get_string (facts, peer, "login.result");
  if (login != NULL)
    set (facts, scope, "peer.login", g_variant_new_string (login));
}

/* --- auth.* --- */

static void
derive_encrypted (DoctorFacts *facts, DoctorScope scope)
{
  const char *security = doctor_facts_get_string (facts, scope, "server.security");
  if (security != NULL)
    set_boolean (facts, scope, "auth.encrypted", !g_str_equal (security, "none"));
}

/* What Claws Mail 4.1.1 can do with a password (imap.c, common/smtp.c, pop.c), safest first.
 * On an encrypted connection the simple methods come before challenges with MD5: those force
 * the server to keep the password readable. */
static const struct {
  const char *mechanism;
  const char *protocols[4];
  gboolean needs_encryption;
} usable_mechanisms[] = {
  { "scram-sha-1", { "imap" }, FALSE },      { "plain", { "imap", "smtp", "pop3" }, TRUE },
  { "login", { "imap", "smtp" }, TRUE },     { "login-command", { "imap", "pop3" }, TRUE },
  { "cram-md5", { "imap", "smtp" }, FALSE }, { "apop", { "pop3" }, FALSE },
  { "digest-md5", { "imap" }, FALSE },
};

static const char *
find_best_offered (const char *protocol, const char *const *offered, gboolean encrypted)
{
  for (guint i = 0; i < G_N_ELEMENTS (usable_mechanisms); i++)
    if ((protocol == NULL || g_strv_contains (usable_mechanisms[i].protocols, protocol))
        && (encrypted || !usable_mechanisms[i].needs_encryption)
        && g_strv_contains (offered, usable_mechanisms[i].mechanism))
      return usable_mechanisms[i].mechanism;
  return NULL;
}

static void
derive_mechanism (DoctorFacts *facts, DoctorScope scope)
{
  GVariant *list = doctor_facts_lookup (facts, scope, "auth.offered");
  if (list == NULL)
    return;
  g_autofree const char **offered = g_variant_get_strv (list, NULL);
  const char *protocol = get_protocol (facts, scope);
  const char *wanted = doctor_facts_get_string (facts, scope, "auth.mechanism");
  gboolean encrypted = doctor_facts_get_boolean (facts, scope, "auth.encrypted", FALSE);
  const char *best = find_best_offered (protocol, offered, encrypted);
  if (best != NULL)
    set (facts, scope, "auth.best-offered", g_variant_new_string (best));
  /* An account that does not log in needs no method. */
  if (wanted == NULL || !doctor_facts_get_boolean (facts, scope, "auth.enabled", TRUE))
    return;
  gboolean is_offered = g_str_equal (wanted, "automatic")
                          ? find_best_offered (protocol, offered, TRUE) != NULL
                          : g_strv_contains (offered, wanted);
  set_boolean (facts, scope, "auth.mechanism-offered", is_offered);
}

/* --- server.port-usual --- */

/* RFC 8314 §7.3 (implicit TLS), RFC 6409 §3.1 (587), RFC 3501, RFC 1939, RFC 5321. */
static const struct {
  const char *protocol;
  int port;
  gboolean implicit_tls;
} usual_ports[] = {
  { "imap", 143, FALSE }, { "imap", 993, TRUE },  { "pop3", 110, FALSE }, { "pop3", 995, TRUE },
  { "smtp", 25, FALSE },  { "smtp", 587, FALSE }, { "smtp", 465, TRUE },
};

static void
derive_port_usual (DoctorFacts *facts, DoctorScope scope)
{
  const char *protocol = get_protocol (facts, scope);
  const char *security = doctor_facts_get_string (facts, scope, "server.security");
  gint64 port = doctor_facts_get_int (facts, scope, "server.port", -1);
  for (guint i = 0; i < G_N_ELEMENTS (usual_ports); i++)
    if (security != NULL && port == usual_ports[i].port
        && g_strcmp0 (protocol, usual_ports[i].protocol) == 0)
      set_boolean (facts, scope, "server.port-usual",
                   g_str_equal (security, "tls") == usual_ports[i].implicit_tls);
}

/* --- tcp.siblings-open --- */

static void
derive_siblings (DoctorFacts *facts, DoctorScope scope)
{
  GVariant *open = doctor_facts_lookup (facts, scope, "tcp.open-ports");
  if (open == NULL)
    return;
  gint64 own = doctor_facts_get_int (facts, scope, "server.port", -1);
  gboolean any = FALSE;
  gsize n = 0;
  const gint32 *ports = g_variant_get_fixed_array (open, &n, sizeof (gint32));
  for (gsize i = 0; i < n; i++)
    any |= ports[i] != own;
  set_boolean (facts, scope, "tcp.siblings-open", any);
}

/* --- the table --- */

enum { MAX_NEEDS = 10 };

/* In this order: later rows read what earlier ones set. Nothing follows where none of the needs is
 * known, of the service or of the account; a row without needs looks at the other service. */
static const struct {
  const char *name;
  void (*derive) (DoctorFacts *facts, DoctorScope scope);
  const char *needs[MAX_NEEDS];
} derivations[] = {
  { "service.healthy",
    derive_healthy,
    { "dns.result", "proxy.result", "tcp.result", "tls.result", "greeting.result",
      "starttls.result", "login.result", "mailbox.result", "sender.result", "recipient.result" } },
  { "reply", derive_reply, { "incident.text" } },
  { "reply.refuses-login", doctor_derive_refusal, { "reply.text" } },
  { "reply.oauth", doctor_derive_oauth, { "reply.around", "login.mechanism", "auth.mechanism" } },
  { "peer.login", derive_peer },
  { "tls.date-fault", doctor_derive_date_fault, { "tls.verify", "reply.error" } },
  { "tls.cert.days-left", doctor_derive_days_left, { "tls.cert.not-after" } },
  { "tls.inspector", doctor_derive_inspector, { "tls.cert.issuer" } },
  { "tls.saved-differs", doctor_derive_saved_differs, { "server.accepted-certificate" } },
  { "tls.saved.changes", doctor_derive_saved_changes, { "tls.saved-differs" } },
  { "tls.reading", doctor_derive_reading, { "tls.verify", "tls.saved-differs" } },
  { "auth.encrypted", derive_encrypted, { "server.security" } },
  { "auth.mechanism-offered", derive_mechanism, { "auth.offered" } },
  { "server.port-usual", derive_port_usual, { "server.security" } },
  { "tcp.siblings-open", derive_siblings, { "tcp.open-ports" } },
  { "dns.views-differ", doctor_derive_views, { "dns.server-result" } },
  { "dns.stale-address", doctor_derive_stale_address, { "dns.views-differ" } },
  { "dns.slow", doctor_derive_slow_lookup, { "dns.ms" } },
  { "host.published", doctor_derive_published, { "dns.srv" } },
  { "tcp.broken-family", doctor_derive_broken_family, { "tcp.ipv4", "tcp.ipv6" } },
  { "user.oddities", doctor_derive_user, { "auth.user" } },
  { "mailbox.quota-percent", doctor_derive_quota, { "mailbox.quota-used-kib" } },
  { "reply.wants-login", doctor_derive_wants_login, { "reply.words" } },
  { "oauth.expired", doctor_derive_oauth_expired, { "oauth.expires" } },
  { "client.io-timeout-short", doctor_derive_timeout, { "client.io-timeout" } },
  { "queue.age-hours", doctor_derive_queue, { "queue.oldest" } },
  { "queue.too-large", doctor_derive_queue_size, { "queue.largest" } },
  { "control.culprit", doctor_derive_culprit, { "tcp.result", "dns.result" } },
};

typedef const DoctorFactKey *Needs[G_N_ELEMENTS (derivations)][MAX_NEEDS];

static Needs *
get_needs (void)
{
  static gsize ready = 0;
  static Needs needs;
  if (g_once_init_enter (&ready)) {
    for (guint i = 0; i < G_N_ELEMENTS (derivations); i++)
      for (guint n = 0; n < MAX_NEEDS && derivations[i].needs[n] != NULL; n++)
        if ((needs[i][n] = doctor_dictionary_lookup_bare (derivations[i].needs[n])) == NULL)
          g_error ("%s needs the unknown fact %s", derivations[i].name, derivations[i].needs[n]);
    g_once_init_leave (&ready, 1);
  }
  return &needs;
}

static gboolean
has_needs (DoctorFacts *facts, DoctorScope scope, const DoctorFactKey *const needs[MAX_NEEDS])
{
  for (guint n = 0; n < MAX_NEEDS && needs[n] != NULL; n++)
    if (doctor_facts_at (facts, needs[n]->slots[scope]) != NULL
        || doctor_facts_at (facts, needs[n]->slots[DOCTOR_SCOPE_ACCOUNT]) != NULL)
      return TRUE;
  return needs[0] == NULL;
}

/* What an earlier call derived may no longer follow. */
static void
forget_derived (DoctorFacts *facts)
{
  for (int slot = doctor_facts_next (facts, 0); slot != DOCTOR_NO_SLOT;
       slot = doctor_facts_next (facts, (guint)slot + 1))
    if (doctor_facts_at (facts, (guint)slot)->source == DOCTOR_SOURCE_DERIVED
        && g_str_equal (doctor_dictionary_get_slot ((guint)slot)->key->from, "derived"))
      doctor_facts_unset_at (facts, (guint)slot);
}

void
doctor_derive (DoctorFacts *facts)
{
  Needs *needs = get_needs ();
  forget_derived (facts);
  for (guint i = 0; i < G_N_ELEMENTS (derivations); i++)
    for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++)
      if (has_needs (facts, scope, (*needs)[i]))
        derivations[i].derive (facts, scope);
}

guint
doctor_derive_get_n (void)
{
  return G_N_ELEMENTS (derivations);
}

const char *
doctor_derive_get_name (guint i)
{
  return derivations[i].name;
}
