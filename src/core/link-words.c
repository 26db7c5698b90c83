/* What was seen at each link, in a few words (links.h). The first row that fits speaks. */
#include "core/i18n.h"
#include "core/links.h"

/* A fact has this value; value NULL: any. Facts of a service stand bare, or with their scope where
 * the link is the account's. */
typedef struct {
  const char *fact, *value;
} Seen;

typedef struct {
  const char *link;
  Seen seen[2];
  DoctorLinkState state;
  const char *words; /* with holes */
  /* Only where a finding says that this link is broken: what was seen alone would not. */
  const char *finding; /* its id, "*" for any; NULL: without one, too */
} Row;

#define GOOD .state = DOCTOR_LINK_GOOD
#define WARNING .state = DOCTOR_LINK_WARNING
#define BROKEN .state = DOCTOR_LINK_BROKEN
#define NOT_REACHED .state = DOCTOR_LINK_NOT_REACHED

static const Row rows[] = {
  { "computer", { { "client.offline", "true" } }, BROKEN, N_ ("mail program in offline mode") },
  { "computer",
    { { NULL } },
    BROKEN,
    N_ ("saved passwords locked"),
    .finding = "local.passphrase-locked" },
  { "computer",
    { { "clock.offset-seconds" } },
    BROKEN,
    N_ ("clock is off by {clock.offset-seconds}"),
    .finding = "tls.clock" },
  { "computer", { { NULL } }, BROKEN, N_ ("clock is wrong"), .finding = "tls.clock" },
  { "computer",
    { { "clock.synchronised", "true" } },
    GOOD,
    N_ ("clock kept right by a time service") },
  { "computer", { { "clock.synchronised" } }, GOOD, N_ ("nothing wrong seen") },
  { "computer", { { "computer.route" } }, GOOD, N_ ("nothing wrong seen") },

  { "network", { { NULL } }, BROKEN, N_ ("no connection"), .finding = "net.offline" },
  { "network",
    { { NULL } },
    BROKEN,
    N_ ("wants a sign-in in the browser first"),
    .finding = "net.captive-portal" },
  { "network",
    { { "computer.vpn", "true" }, { "receive.tcp.result", "connected" } },
    GOOD,
    N_ ("connected through a VPN") },
  { "network", { { "receive.tcp.result", "connected" } }, GOOD, N_ ("connected") },
  { "network", { { "send.tcp.result", "connected" } }, GOOD, N_ ("connected") },
  { "network",
    { { "receive.control.culprit", "everything" } },
    BROKEN,
    N_ ("no mail server answers from here") },
  { "network",
    { { "send.control.culprit", "everything" } },
    BROKEN,
    N_ ("no mail server answers from here") },
  { "network", { { "control.reach", "all" } }, GOOD, N_ ("other mail servers answer") },
  { "network", { { "control.reach", "some" } }, GOOD, N_ ("other mail servers answer") },
  { "network", { { "computer.connectivity", "full" } }, GOOD, N_ ("connected") },
  { "network", { { "computer.connectivity", "none" } }, BROKEN, N_ ("no connection") },
  { "network", { { "computer.connectivity", "limited" } }, WARNING, N_ ("no way to the Internet") },
  { "network", { { "computer.route", "none" } }, BROKEN, N_ ("no way out of this computer") },
  { "network", { { "computer.route" } }, GOOD, N_ ("a way out is there") },

  { "name", { { "dns.result", "found" } }, GOOD, N_ ("{server.host} found") },
  { "name", { { "dns.result", "literal" } }, GOOD, N_ ("an address, nothing to look up") },
  { "name", { { "dns.result", "skipped" } }, GOOD, N_ ("left to the proxy") },
  { "name", { { "dns.result", "not-found" } }, BROKEN, N_ ("{server.host} does not exist") },
  { "name", { { "dns.result", "no-address" } }, BROKEN, N_ ("{server.host} has no address") },
  { "name",
    { { "dns.result", "temporary" } },
    BROKEN,
    N_ ("{server.host} cannot be looked up just now") },
  { "name", { { "dns.result", "timeout" } }, BROKEN, N_ ("the name servers do not answer") },
  { "name",
    { { "reply.error", "not-found" } },
    BROKEN,
    N_ ("{server.host} does not exist"),
    .finding = "*" },
  { "name",
    { { "reply.error", "dns-temporary" } },
    BROKEN,
    N_ ("{server.host} cannot be looked up just now"),
    .finding = "*" },

  { "proxy", { { "proxy.result", "connected" } }, GOOD, N_ ("{proxy.host} lets through") },
  { "proxy", { { "proxy.result", "target-refused" } }, GOOD, N_ ("{proxy.host} answers") },
  { "proxy", { { "proxy.result", "target-unreachable" } }, GOOD, N_ ("{proxy.host} answers") },
  { "proxy", { { "proxy.result", "refused" } }, BROKEN, N_ ("{proxy.host} turns us away") },
  { "proxy", { { "proxy.result", "timeout" } }, BROKEN, N_ ("{proxy.host} does not answer") },
  { "proxy", { { "proxy.result", "unreachable" } }, BROKEN, N_ ("no way to {proxy.host}") },
  { "proxy", { { "proxy.result", "not-found" } }, BROKEN, N_ ("{proxy.host} does not exist") },
  { "proxy",
    { { "proxy.result", "login-refused" } },
    BROKEN,
    N_ ("{proxy.host} refuses the login") },
  { "proxy", { { "proxy.result", "garbage" } }, BROKEN, N_ ("what answers is no such proxy") },
  { "proxy", { { "proxy.result", "failed" } }, BROKEN, N_ ("{proxy.host} reports a failure") },
  { "proxy", { { "proxy.result", "not-tried" } }, NOT_REACHED, N_ ("not tried") },

  { "connection",
    { { "greeting.result", "refused" } },
    BROKEN,
    N_ ("the server turns us away"),
    .finding = "*" },
  { "connection",
    { { "greeting.result", "timeout" } },
    BROKEN,
    N_ ("port {server.port} answers without a word"),
    .finding = "*" },
  { "connection",
    { { "greeting.result", "closed" } },
    BROKEN,
    N_ ("closed at once by the server"),
    .finding = "*" },
  { "connection",
    { { "greeting.result", "garbage" } },
    BROKEN,
    N_ ("what answers is no mail server"),
    .finding = "*" },
  { "connection",
    { { "greeting.result", "wrong-protocol" } },
    BROKEN,
    N_ ("port {server.port} speaks {greeting.protocol}"),
    .finding = "*" },
  { "connection", { { "tcp.result", "connected" } }, GOOD, N_ ("port {server.port} answers") },
  { "connection",
    { { "proxy.result", "target-refused" } },
    BROKEN,
    N_ ("nothing answers on port {server.port}, says the proxy") },
  { "connection",
    { { "proxy.result", "target-unreachable" } },
    BROKEN,
    N_ ("no way to {server.host}, says the proxy") },
  { "connection",
    { { "tcp.result", "refused" } },
    BROKEN,
    N_ ("nothing answers on port {server.port}") },
  { "connection",
    { { "tcp.result", "timeout" } },
    BROKEN,
    N_ ("port {server.port} does not answer") },
  { "connection", { { "tcp.result", "unreachable" } }, BROKEN, N_ ("no way to {server.host}") },
  { "connection", { { "tcp.result", "reset" } }, BROKEN, N_ ("cut off on the way") },
  { "connection", { { "tcp.result", "failed" } }, BROKEN, N_ ("no connection") },
  { "connection",
    { { "reply.error", "refused" } },
    BROKEN,
    N_ ("nothing answers on port {server.port}"),
    .finding = "*" },
  { "connection",
    { { "reply.error", "timeout" } },
    BROKEN,
    N_ ("port {server.port} does not answer"),
    .finding = "*" },
  { "connection",
    { { "reply.error", "unreachable" } },
    BROKEN,
    N_ ("no way to {server.host}"),
    .finding = "*" },
  { "connection",
    { { "reply.error", "reset" } },
    BROKEN,
    N_ ("cut off on the way"),
    .finding = "*" },
  { "connection",
    { { "reply.error", "closed" } },
    BROKEN,
    N_ ("closed by the server"),
    .finding = "*" },

  { "encryption",
    { { "capability.login-disabled", "true" }, { "server.security", "none" } },
    BROKEN,
    N_ ("server takes no unencrypted login here") },
  { "encryption",
    { { "server.security", "none" }, { "greeting.result", "timeout" } },
    BROKEN,
    N_ ("port {server.port} waits for TLS"),
    .finding = "tls.wrong-mode" },
  { "encryption",
    { { "server.security", "none" }, { "greeting.protocol", "tls" } },
    BROKEN,
    N_ ("port {server.port} waits for TLS"),
    .finding = "tls.wrong-mode" },
  { "encryption",
    { { "starttls.result", "not-offered" } },
    BROKEN,
    N_ ("server offers no STARTTLS here") },
  { "encryption", { { "starttls.result", "refused" } }, BROKEN, N_ ("server refuses STARTTLS") },
  { "encryption", { { "starttls.result", "failed" } }, BROKEN, N_ ("no switch to TLS") },
  { "encryption",
    { { "tls.result", "plain-spoken" } },
    BROKEN,
    N_ ("port {server.port} answers without TLS") },
  { "encryption", { { "tls.result", "closed" } }, BROKEN, N_ ("closed before TLS was agreed on") },
  { "encryption", { { "tls.result", "timeout" } }, BROKEN, N_ ("no answer to the start of TLS") },
  { "encryption", { { "tls.result", "version" } }, BROKEN, N_ ("no TLS version in common") },
  { "encryption", { { "tls.result", "failed" } }, BROKEN, N_ ("TLS could not be agreed on") },
  { "encryption",
    { { "tls.verify", "expired" } },
    BROKEN,
    N_ ("certificate expired on {tls.cert.not-after}") },
  { "encryption",
    { { "tls.verify", "not-yet-valid" } },
    BROKEN,
    N_ ("certificate valid only from {tls.cert.not-before}") },
  { "encryption",
    { { "tls.verify", "hostname-mismatch" } },
    BROKEN,
    N_ ("certificate is for another name") },
  { "encryption", { { "tls.verify", "self-signed" } }, BROKEN, N_ ("self-signed certificate") },
  { "encryption",
    { { "tls.verify", "untrusted" } },
    BROKEN,
    N_ ("certificate of an unknown authority") },
  { "encryption",
    { { "tls.verify", "incomplete-chain" } },
    BROKEN,
    N_ ("an intermediate certificate is missing") },
  { "encryption", { { "tls.verify", "revoked" } }, BROKEN, N_ ("certificate was revoked") },
  { "encryption", { { "tls.verify", "weak" } }, BROKEN, N_ ("certificate too weak") },
  { "encryption", { { "tls.result", "certificate" } }, BROKEN, N_ ("certificate not accepted") },
  { "encryption",
    { { "tls.verify", "accepted" }, { "tls.version" } },
    GOOD,
    N_ ("{tls.version}, certificate accepted by you") },
  { "encryption",
    { { "tls.result", "ok" }, { "tls.version" } },
    GOOD,
    N_ ("{tls.version}, certificate verified") },
  { "encryption", { { "tls.result", "ok" } }, GOOD, N_ ("certificate verified") },
  { "encryption",
    { { "server.security", "none" }, { "greeting.result", "ok" } },
    WARNING,
    N_ ("not encrypted") },
  { "encryption",
    { { "reply.error", "wrong-version" } },
    BROKEN,
    N_ ("port {server.port} answers without TLS"),
    .finding = "*" },
  { "encryption",
    { { "reply.error", "starttls-missing" } },
    BROKEN,
    N_ ("server offers no STARTTLS here"),
    .finding = "*" },
  { "encryption",
    { { "reply.error", "login-disabled" } },
    BROKEN,
    N_ ("server takes no unencrypted login here"),
    .finding = "*" },
  { "encryption",
    { { "reply.error", "expired" } },
    BROKEN,
    N_ ("certificate has expired"),
    .finding = "*" },
  { "encryption",
    { { "reply.error", "hostname-mismatch" } },
    BROKEN,
    N_ ("certificate is for another name"),
    .finding = "*" },
  { "encryption",
    { { "reply.error", "self-signed" } },
    BROKEN,
    N_ ("self-signed certificate"),
    .finding = "*" },
  { "encryption",
    { { "reply.error", "untrusted" } },
    BROKEN,
    N_ ("certificate of an unknown authority"),
    .finding = "*" },

  { "login", { { "login.result", "ok" } }, GOOD, N_ ("logged in") },
  { "login", { { "login.result", "not-needed" } }, GOOD, N_ ("not needed") },
  { "login",
    { { "login.reason", "mechanism-not-offered" } },
    BROKEN,
    N_ ("{auth.mechanism} not offered by the server"),
    .finding = "*" },
  { "login", { { "login.reason" } }, BROKEN, N_ ("not tried: {login.reason}"), .finding = "*" },
  { "login", { { "login.reason" } }, NOT_REACHED, N_ ("not tried: {login.reason}") },
  { "login", { { "login.result", "not-tried" } }, NOT_REACHED, N_ ("not tried") },
  { "login", { { "login.result", "refused" } }, BROKEN, N_ ("refused by the server") },
  { "login", { { "login.result", "temporary" } }, BROKEN, N_ ("refused for now") },
  { "login", { { "login.result", "closed" } }, BROKEN, N_ ("closed by the server") },
  { "login", { { "login.result", "timeout" } }, BROKEN, N_ ("no answer in time") },

  { "mailbox",
    { { "disk.writable", "false" } },
    BROKEN,
    N_ ("mail folder here cannot be written"),
    .finding = "*" },
  { "mailbox",
    { { "disk.free-mib" } },
    BROKEN,
    N_ ("{disk.free-mib} MiB free on this computer"),
    .finding = "local.disk-full" },
  { "mailbox",
    { { "mailbox.quota-percent" } },
    BROKEN,
    N_ ("filled to {mailbox.quota-percent} %"),
    .finding = "*" },
  { "mailbox", { { "mailbox.result", "ok" } }, GOOD, N_ ("inbox opened") },
  { "mailbox", { { "mailbox.result", "refused" } }, BROKEN, N_ ("inbox cannot be opened") },
  { "mailbox", { { "mailbox.result", "locked" } }, BROKEN, N_ ("in use elsewhere") },
  { "mailbox", { { "mailbox.result", "closed" } }, BROKEN, N_ ("closed by the server") },
  { "mailbox", { { "mailbox.result", "timeout" } }, BROKEN, N_ ("no answer in time") },

  { "sender", { { "sender.result", "ok" } }, GOOD, N_ ("sender address accepted") },
  { "sender", { { "sender.result", "refused" } }, BROKEN, N_ ("sender address refused") },
  { "sender", { { "sender.result", "temporary" } }, BROKEN, N_ ("sender address refused for now") },
  { "sender", { { "sender.result", "auth-required" } }, BROKEN, N_ ("server wants a login first") },
  { "sender", { { "sender.result", "closed" } }, BROKEN, N_ ("closed by the server") },
  { "sender", { { "sender.result", "timeout" } }, BROKEN, N_ ("no answer in time") },
};

static gboolean
was_seen (const Seen *seen, DoctorFacts *facts, DoctorScope scope)
{
  GVariant *value;
  if (seen->fact == NULL)
    return TRUE;
  value = doctor_facts_lookup (facts, scope, seen->fact);
  if (value == NULL || seen->value == NULL)
    return value != NULL;
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return g_variant_get_boolean (value) == g_str_equal (seen->value, "true");
  return g_str_equal (g_variant_get_string (value, NULL), seen->value);
}

/* With a finding only what is wrong; without one, what needs none. */
static gboolean
is_admitted (const Row *row, const DoctorFinding *finding)
{
  if (finding == NULL)
    return row->finding == NULL;
  if (row->state == DOCTOR_LINK_GOOD || row->state == DOCTOR_LINK_NOT_REACHED)
    return FALSE;
  return row->finding == NULL || g_str_equal (row->finding, "*")
         || g_str_equal (row->finding, doctor_finding_get_id (finding));
}

gboolean
doctor_link_read (const char *link,
                  DoctorFacts *facts,
                  DoctorScope scope,
                  const DoctorFinding *finding,
                  DoctorLinkState *out_state,
                  char **out_text)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const Row *row = &rows[i];
    if (!g_str_equal (row->link, link) || !is_admitted (row, finding)
        || !was_seen (&row->seen[0], facts, scope) || !was_seen (&row->seen[1], facts, scope))
      continue;
    if (finding == NULL)
      *out_state = row->state;
    *out_text = doctor_text_fill (_ (row->words), facts, scope);
    return TRUE;
  }
  return FALSE;
}
