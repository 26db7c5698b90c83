#include "core/i18n.h"
#include "probe/domain.h"
#include "probe/examine.h"
#include "probe/look.h"
#include "probe/names.h"
#include "probe/probe.h"
#include "probe/steps.h"

static const DoctorProbe probes[] = {
  {
    .name = "clock",
    .description = N_ ("Whether this computer's clock can be believed."),
    .of_account = TRUE,
    .provides = { "clock.now", "clock.synchronised", "clock.offset-seconds", "clock.evidence",
                  "clock.zone-error" },
    .run = doctor_step_clock,
  },
  {
    .name = "computer",
    .description = N_ ("Looks for a way out of this computer, for tunnels and for proxies."),
    .of_account = TRUE,
    .provides = { "computer.route", "computer.tunnels", "computer.proxy-environment" },
    .run = doctor_step_computer,
  },
  {
    .name = "route",
    .description = N_ ("Looks whether the way to the server leads through a VPN."),
    .of_account = TRUE,
    .waits = TRUE,
    .any = { { "dns.result" } },
    .provides = { "computer.vpn" },
    .run = doctor_step_route,
  },
  {
    .name = "desktop",
    .description = N_ ("Asks the network manager of the desktop for the state of the connection."),
    .of_account = TRUE,
    .waits = TRUE,
    .provides = { "computer.connectivity" },
    .run = doctor_step_desktop,
  },
  {
    .name = "control",
    .description
    = N_ ("When the server does not answer: connects to the servers of the other accounts, "
          "without a word to them."),
    .of_account = TRUE,
    .waits = TRUE,
    .needs = { { "control.servers" } },
    .any = { { "tcp.silent" },
             { "tcp.result", { "timeout", "unreachable" } },
             { "dns.result", { "temporary", "timeout" } } },
    .provides = { "control.reach", "control.tried" },
    .run = doctor_step_control,
  },
  {
    .name = "portal",
    .description
    = N_ ("When something else seems to answer in the place of the server: sends one plain web "
          "request to the server and looks whether the network redirects it."),
    .of_account = TRUE,
    .waits = TRUE,
    .any = { { "computer.connectivity", { "portal" } },
             { "tls.verify", { "hostname-mismatch", "self-signed", "untrusted" } },
             { "tls.result", { "plain-spoken" } },
             { "greeting.result", { "garbage", "wrong-protocol" } } },
    .provides = { "portal.location" },
    .run = doctor_step_portal,
  },
  {
    .name = "disk",
    .description = N_ ("Looks for room in the mail folder, and whether it can be written."),
    .of_account = TRUE,
    .waits = TRUE,
    .needs = { { "mail.folder" } },
    .provides = { "disk.writable", "disk.free-mib" },
    .run = doctor_step_disk,
  },
  {
    .name = "dns",
    .description = N_ ("Looks the name of the server up."),
    .needs = { { "server.host" } },
    .unless = { "proxy.kind", { "socks5", "tunnel-command" } },
    .provides = { "dns.result", "dns.addresses", "dns.error", "dns.ms" },
    .run = doctor_step_dns,
  },
  {
    .name = "hosts",
    .description = N_ ("Looks for the server in the hosts file of this computer."),
    .needs = { { "server.host" } },
    .unless = { "proxy.kind", { "socks5", "tunnel-command" } },
    .provides = { "dns.hosts-file" },
    .run = doctor_step_hosts,
  },
  {
    .name = "name-servers",
    .description = N_ ("Asks the name servers themselves for the names of the servers."),
    .of_account = TRUE,
    .waits = TRUE,
    .provides = { "dns.server-result", "dns.server-addresses", "dns.cname", "dns.server-ms" },
    .run = doctor_names_examine,
  },
  {
    .name = "domain",
    .description = N_ ("Asks the name servers what the domain of the mail address publishes."),
    .of_account = TRUE,
    .waits = TRUE,
    .needs = { { "account.address" } },
    .provides = { "domain.result", "domain.mx", "domain.spf-result", "domain.spf", "domain.dmarc",
                  "dns.srv" },
    .run = doctor_domain_examine,
  },
  {
    .name = "proxy",
    .description = N_ ("Connects to the server through the proxy of the account, as the client "
                       "would. A command that tunnels is not run."),
    .needs = { { "proxy.kind", { "socks4", "socks5", "tunnel-command" } },
               { "server.host" },
               { "server.port" } },
    .provides = { "proxy.result", "proxy.error" },
    .run = doctor_step_proxy,
  },
  {
    .name = "tcp",
    .description
    = N_ ("Connects to the server over all of its addresses at once. When none answers, "
          "also tries the other mail ports of the same host."),
    .needs = { { "dns.addresses" }, { "server.port" } },
    .unless = { "proxy.kind", { "socks4", "socks5", "tunnel-command" } },
    .provides = { "tcp.result", "tcp.address", "tcp.ipv4", "tcp.ipv6", "tcp.attempts",
                  "tcp.open-ports", "tcp.silent", "tcp.ms" },
    .run = doctor_step_tcp,
  },
  {
    .name = "tls",
    .description = N_ ("Encrypts the connection and looks at the certificate of the server."),
    .needs = { { "tcp.result", { "connected" } }, { "server.security", { "tls" } } },
    .provides = { "tls.result",
                  "tls.error",
                  "tls.version",
                  "tls.cipher",
                  "tls.verify",
                  "tls.cert.subject",
                  "tls.cert.issuer",
                  "tls.cert.names",
                  "tls.cert.not-before",
                  "tls.cert.not-after",
                  "tls.cert.fingerprint",
                  "tls.cert.key",
                  "tls.cert.encoded",
                  "tls.cert.key-fingerprint",
                  "tls.saved.issuer",
                  "tls.saved.subject",
                  "tls.saved.not-before",
                  "tls.saved.not-after",
                  "tls.chain",
                  "tls.verified-chain",
                  "tls.root-local",
                  "tls.ocsp",
                  "tls.client-certificate",
                  "tls.alert",
                  "tls.weakness",
                  "tls.ms" },
    .run = doctor_step_tls,
  },
  {
    .name = "greeting",
    .description = N_ ("Waits for the greeting of the server."),
    .needs
    = { { "tcp.result", { "connected" } }, { "service.protocol", { "imap", "pop3", "smtp" } } },
    .unless = { "tls.result", { "plain-spoken", "closed", "timeout", "version", "failed" } },
    .provides = { "greeting.result", "greeting.protocol", "greeting.text", "greeting.ms" },
    .run = doctor_step_greeting,
  },
  {
    .name = "capability",
    .description = N_ ("Asks what the server offers."),
    .needs = { { "greeting.result", { "ok", "preauth" } } },
    .provides = { "capability.list", "capability.before-tls", "capability.starttls",
                  "capability.login-disabled", "auth.offered", "smtp.size-limit", "pop3.apop",
                  "server.software" },
    .run = doctor_step_capability,
  },
  {
    .name = "starttls",
    .description = N_ ("Switches the connection to encryption."),
    .needs = { { "capability.list" }, { "server.security", { "starttls" } } },
    .provides = { "starttls.result" },
    .run = doctor_step_starttls,
  },
  {
    .name = "password",
    .description = N_ ("Looks at the password itself for characters that nobody types on purpose."),
    .needs = { { "password.known" }, { "server.host" } },
    .provides = { "password.oddities", "password.odd-positions" },
    .run = doctor_step_password,
  },
  {
    .name = "login",
    .description = N_ ("Logs in, if the rules of safety allow it."),
    .needs = { { "capability.list" } },
    .unless = { "starttls.result", { "failed" } },
    .provides = { "login.result", "login.mechanism", "login.reason", "login.ms", "login.alert",
                  "oauth.status", "oauth.scope" },
    .run = doctor_step_login,
  },
  {
    .name = "mailbox",
    .description
    = N_ ("Opens the mailbox for reading and looks at folders and space. Nothing is marked, "
          "moved or deleted."),
    .needs
    = { { "service.protocol", { "imap", "pop3" } }, { "login.result", { "ok", "not-needed" } } },
    .provides
    = { "mailbox.result", "mailbox.messages", "mailbox.size", "mailbox.inbox", "mailbox.folders",
        "mailbox.subscribed", "mailbox.namespace", "mailbox.quota-used-kib",
        "mailbox.quota-limit-kib", "mailbox.idle", "mailbox.id-needed", "mailbox.missing",
        "mailbox.not-subscribed", "capability.after-login" },
    .run = doctor_step_mailbox,
  },
  {
    .name = "sender",
    .description
    = N_ ("Announces the address of the account as sender, and a recipient where one was named. "
          "Nothing is sent."),
    .needs = { { "service.protocol", { "smtp" } },
               { "account.address" },
               { "login.result", { "ok", "not-needed" } } },
    .provides = { "sender.result", "recipient.result" },
    .run = doctor_step_sender,
  },
  {
    .name = "look",
    .description = N_ ("Looks at the encryption a second time when it does not fit: with older "
                       "versions, without the name, with other names of the certificate, and at "
                       "a server of somebody else."),
    .needs = { { "tls.result", { "certificate", "version", "failed", "ok" } } },
    .provides = { "tls.sni-needed", "tls.lower-version", "tls.names-host", "tls.same-issuer" },
    .run = doctor_look_again,
  },
  {
    .name = "trial",
    .description
    = N_ ("Tries what would settle an open question: other ports, encryptions, hosts and address "
          "families, without the proxy, and other ways to log in."),
    .provides = { "trial.result", "trial.port", "trial.security", "trial.tried", "trial.family",
                  "trial.direct", "trial.host", "trial.hosts-tried", "trial.receive-login",
                  "trial.mechanism", "trial.user", "trial.user-form", "trial.logins-tried" },
  },
  {
    .name = "verify",
    .description = N_ ("Examines the service once more with the best fix laid over its settings."),
    .provides = { "verify.result", "verify.fix", "verify.ms" },
  },
};

const DoctorProbe *
doctor_probe_get (guint i)
{
  g_return_val_if_fail (i < G_N_ELEMENTS (probes), NULL);
  return &probes[i];
}

guint
doctor_probe_get_n (void)
{
  return G_N_ELEMENTS (probes);
}

const char *
doctor_probe_get_name (guint i)
{
  return doctor_probe_get (i)->name;
}

const char *
doctor_probe_get_description (guint i)
{
  return _ (doctor_probe_get (i)->description);
}

const char *const *
doctor_probe_get_provides (guint i)
{
  return doctor_probe_get (i)->provides;
}
