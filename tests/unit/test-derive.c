#include "core/derive.h"
#include <string.h>

/* Facts in, and facts that must follow; "name -" means that it must not be known. */
static const struct {
  const char *title, *facts, *derived;
} rows[] = {
  { "nothing", "", "receive.service.healthy -" },
  { "healthy imap",
    "receive.service.protocol 'imap'\nreceive.login.result 'ok'\nreceive.mailbox.result 'ok'",
    "receive.service.healthy true\nsend.peer.login 'ok'\nreceive.peer.login -" },
  { "mailbox locked",
    "receive.service.protocol 'pop3'\nreceive.login.result 'ok'\nreceive.mailbox.result 'locked'",
    "receive.service.healthy false" },
  { "login not tried",
    "receive.service.protocol 'imap'\nreceive.tcp.result 'connected'\nreceive.login.result "
    "'not-tried'",
    "receive.service.healthy -" },
  { "refused", "receive.tcp.result 'refused'", "receive.service.healthy false" },
  { "sender without login", "send.login.result 'not-needed'\nsend.sender.result 'ok'",
    "send.service.healthy true" },
  { "sender refused", "send.login.result 'ok'\nsend.sender.result 'refused'",
    "send.service.healthy false" },
  { "certificate accepted by the person",
    "send.tls.result 'certificate'\nsend.login.result 'ok'\nsend.sender.result 'ok'",
    "send.service.healthy true" },
  { "peers", "receive.login.result 'refused'\nsend.login.result 'temporary'",
    "receive.peer.login 'temporary'\nsend.peer.login 'refused'" },
  /* dates: valid from 1000 to 2000000 */
  { "expired, no evidence", "receive.tls.verify 'expired'", "receive.tls.date-fault 'undecided'" },
  { "not yet valid, no evidence", "receive.tls.verify 'not-yet-valid'",
    "receive.tls.date-fault 'undecided'" },
  { "clock kept right", "receive.tls.verify 'expired'\nclock.synchronised true",
    "receive.tls.date-fault 'server'" },
  { "clock not kept", "receive.tls.verify 'expired'\nclock.synchronised false",
    "receive.tls.date-fault 'undecided'" },
  { "clock right by evidence", "receive.tls.verify 'expired'\nclock.offset-seconds -3599",
    "receive.tls.date-fault 'server'" },
  { "clock ahead",
    "receive.tls.verify 'expired'\nclock.now 3000000\nclock.offset-seconds "
    "1500000\nreceive.tls.cert.not-before 1000\nreceive.tls.cert.not-after 2000000",
    "receive.tls.date-fault 'clock'" },
  { "clock behind",
    "receive.tls.verify 'not-yet-valid'\nclock.now 10\nclock.offset-seconds "
    "-100000\nreceive.tls.cert.not-before 1000\nreceive.tls.cert.not-after "
    "2000000\nclock.synchronised true",
    "receive.tls.date-fault 'clock'" },
  { "clock off, certificate bad all the same",
    "receive.tls.verify 'expired'\nclock.now 9000000\nclock.offset-seconds "
    "5000\nreceive.tls.cert.not-before 1000\nreceive.tls.cert.not-after 2000000",
    "receive.tls.date-fault 'server'" },
  { "clock off, dates not known", "receive.reply.error 'expired'\nclock.offset-seconds 90000",
    "receive.tls.date-fault 'undecided'" },
  { "other fault", "receive.tls.verify 'untrusted'\nclock.offset-seconds 90000",
    "receive.tls.date-fault -" },
  /* names */
  { "views agree, another address of the network",
    "receive.dns.result 'found'\nreceive.dns.addresses ['192.0.2.1']\n"
    "receive.dns.server-result 'found'\nreceive.dns.server-addresses ['192.0.9.1', '2001:db8::1']",
    "receive.dns.views-differ false" },
  { "views differ in the address",
    "receive.dns.result 'found'\nreceive.dns.addresses ['10.0.0.1']\n"
    "receive.dns.server-result 'found'\nreceive.dns.server-addresses ['192.0.2.1']",
    "receive.dns.views-differ true\nreceive.dns.stale-address -" },
  { "only here", "receive.dns.result 'found'\nreceive.dns.server-result 'not-found'",
    "receive.dns.views-differ true" },
  { "only there", "receive.dns.result 'no-address'\nreceive.dns.server-result 'found'",
    "receive.dns.views-differ true" },
  { "one view failed", "receive.dns.result 'found'\nreceive.dns.server-result 'timeout'",
    "receive.dns.views-differ -" },
  { "old address of a dead server",
    "receive.dns.result 'found'\nreceive.dns.addresses ['10.0.0.1']\n"
    "receive.dns.server-result 'found'\nreceive.dns.server-addresses ['192.0.2.1']\n"
    "receive.tcp.result 'timeout'",
    "receive.dns.stale-address '10.0.0.1'" },
  { "slow", "receive.dns.ms 1801\nsend.dns.ms 1800", "receive.dns.slow true\nsend.dns.slow false" },
  { "another server is published",
    "receive.server.host 'mail.example.org'\nreceive.dns.srv [('imap.example.org', 993, 'tls')]",
    "receive.host.published 'imap.example.org'" },
  { "the server is among those published",
    "receive.server.host 'IMAP2.example.org'\nreceive.dns.srv [('imap.example.org', 993, 'tls'), "
    "('imap2.example.org', 993, 'tls')]",
    "receive.host.published -" },
  { "nothing is published", "receive.server.host 'a.example'\nreceive.dns.srv []",
    "receive.host.published -" },
  /* families */
  { "IPv6 dead", "receive.tcp.ipv4 'connected'\nreceive.tcp.ipv6 'timeout'",
    "receive.tcp.broken-family 'ipv6'" },
  { "IPv4 dead", "receive.tcp.ipv4 'timeout'\nreceive.tcp.ipv6 'connected'",
    "receive.tcp.broken-family 'ipv4'" },
  { "both dead", "receive.tcp.ipv4 'timeout'\nreceive.tcp.ipv6 'timeout'",
    "receive.tcp.broken-family -" },
  { "no IPv6 here",
    "receive.tcp.ipv4 'connected'\nreceive.tcp.ipv6 'unreachable'\ncomputer.route 'ipv4'",
    "receive.tcp.broken-family -" },
  { "IPv6 leads nowhere",
    "receive.tcp.ipv4 'connected'\nreceive.tcp.ipv6 'unreachable'\ncomputer.route 'both'",
    "receive.tcp.broken-family 'ipv6'" },
  { "still under way", "receive.tcp.ipv4 'connected'\nreceive.tcp.ipv6 'unfinished'",
    "receive.tcp.broken-family -" },
  { "before the date of this program",
    "receive.tls.verify 'not-yet-valid'\nclock.now 10\nclock.evidence "
    "'program-date'\nclock.offset-seconds -5000\nreceive.tls.cert.not-before "
    "100000\nreceive.tls.cert.not-after 2000000",
    "receive.tls.date-fault 'clock'" },
  { "expired before the date of this program",
    "receive.tls.verify 'expired'\nclock.now 3000000\nclock.evidence "
    "'program-date'\nclock.offset-seconds -5000\nreceive.tls.cert.not-before "
    "1000\nreceive.tls.cert.not-after 2000000",
    "receive.tls.date-fault 'server'" },
  { "from the future, by a public authority",
    "receive.tls.verify 'not-yet-valid'\nreceive.tls.root-local false",
    "receive.tls.date-fault 'clock'" },
  { "from the future, by an own authority",
    "receive.tls.verify 'not-yet-valid'\nreceive.tls.root-local true",
    "receive.tls.date-fault 'undecided'" },
  { "from the future, the clock is kept",
    "receive.tls.verify 'not-yet-valid'\nreceive.tls.root-local false\nclock.synchronised true",
    "receive.tls.date-fault 'server'" },
  /* certificates */
  { "days left", "clock.now 864000\nreceive.tls.cert.not-after 1000000",
    "receive.tls.cert.days-left 1" },
  { "days over", "clock.now 864000\nreceive.tls.cert.not-after 863999",
    "receive.tls.cert.days-left -1" },
  { "inspector",
    "receive.tls.cert.issuer 'CN=Avast Web/Mail Shield Root'\nreceive.tls.verify "
    "'untrusted'",
    "receive.tls.inspector 'Avast'\nreceive.tls.reading 'inspector'" },
  { "inspector that is trusted",
    "receive.tls.cert.issuer 'CN=FG100\\\\, O=Fortinet'\nreceive.tls.verify "
    "'ok'\nreceive.tls.root-local true",
    "receive.tls.inspector 'FortiGate'\nreceive.tls.reading -" },
  { "inspector further up",
    "receive.tls.cert.issuer 'CN=Intermediate 7'\nreceive.tls.verify 'untrusted'\n"
    "receive.tls.chain ['CN=imap.example', 'O=Zscaler Inc.']",
    "receive.tls.inspector 'Zscaler'" },
  { "maker with a public certificate",
    "receive.tls.cert.issuer 'CN=Sophos Public CA'\nreceive.tls.verify "
    "'hostname-mismatch'\nreceive.tls.root-local false",
    "receive.tls.inspector -\nreceive.tls.reading 'mismatch'" },
  { "device that shows its own certificate",
    "receive.tls.cert.issuer 'CN=mail, O=Fortinet'\nreceive.tls.verify 'self-signed'",
    "receive.tls.inspector -" },
  { "saved", "receive.server.accepted-certificate 'ab:CD'\nreceive.tls.cert.fingerprint 'AB:CD'",
    "receive.tls.saved-differs false" },
  { "saved without colons",
    "receive.server.accepted-certificate 'abcd'\nreceive.tls.cert.fingerprint 'AB:CD'",
    "receive.tls.saved-differs false" },
  { "saved another",
    "receive.server.accepted-certificate 'abcd'\nreceive.tls.cert.fingerprint "
    "'AB:CE'\nreceive.tls.verify 'self-signed'",
    "receive.tls.saved-differs true\nreceive.tls.reading -" },
  { "saved changes",
    "receive.server.accepted-certificate 'abcd'\nreceive.tls.cert.fingerprint 'AB:CE'\n"
    "receive.tls.saved.issuer 'CN=A'\nreceive.tls.cert.issuer 'CN=B'\n"
    "receive.tls.saved.subject 'CN=mail'\nreceive.tls.cert.subject 'CN=mail'\n"
    "receive.tls.saved.not-after 1795000000\nreceive.tls.cert.not-after 1796000000\n"
    "receive.server.accepted-key '0102'\nreceive.tls.cert.key-fingerprint '01:03'",
    "receive.tls.saved.changes ['issuer', 'validity', 'key']" },
  { "saved changes of the same one",
    "receive.server.accepted-certificate 'abcd'\nreceive.tls.cert.fingerprint 'AB:CD'\n"
    "receive.tls.saved.issuer 'CN=A'\nreceive.tls.cert.issuer 'CN=B'",
    "receive.tls.saved.changes -" },
  { "queue too large", "queue.largest 2000\nsend.smtp.size-limit 1999",
    "send.queue.too-large true" },
  { "queue fits", "queue.largest 2000\nsend.smtp.size-limit 2000", "send.queue.too-large false" },
  { "queue without a limit", "queue.largest 2000\nsend.smtp.size-limit 0",
    "send.queue.too-large -" },
  { "renewed for the same key",
    "receive.server.accepted-certificate 'abcd'\nreceive.tls.cert.fingerprint "
    "'AB:CE'\nreceive.tls.verify 'self-signed'\nreceive.server.accepted-key "
    "'0102'\nreceive.tls.cert.key-fingerprint '01:02'",
    "receive.tls.reading 'renewed'" },
  { "renewed by an authority",
    "receive.server.accepted-certificate 'abcd'\nreceive.tls.cert.fingerprint "
    "'AB:CE'\nreceive.tls.verify 'ok'",
    "receive.tls.reading 'renewed'" },
  { "portal before all others",
    "portal.location 'http://login.example/'\nreceive.tls.verify "
    "'hostname-mismatch'\nreceive.tls.names-host 'a.example'\nsend.tls.verify 'ok'",
    "receive.tls.reading 'portal'\nsend.tls.reading -" },
  { "the desktop says portal", "computer.connectivity 'portal'\nreceive.tls.verify 'untrusted'",
    "receive.tls.reading 'portal'" },
  { "same issuer elsewhere", "receive.tls.verify 'untrusted'\nreceive.tls.same-issuer true",
    "receive.tls.reading 'inspector'" },
  { "virtual host",
    "receive.tls.verify 'hostname-mismatch'\nreceive.tls.names-host 'sv.host.example'",
    "receive.tls.reading 'virtual-host'" },
  /* mechanisms */
  { "automatic, encrypted",
    "receive.service.protocol 'imap'\nreceive.server.security 'tls'\nreceive.auth.mechanism "
    "'automatic'\nreceive.auth.offered ['cram-md5', 'plain']",
    "receive.auth.best-offered 'plain'\nreceive.auth.mechanism-offered "
    "true\nreceive.auth.encrypted true" },
  { "scram first",
    "receive.service.protocol 'imap'\nreceive.server.security 'starttls'\nreceive.auth.offered "
    "['login', 'plain', 'scram-sha-1', 'scram-sha-256']",
    "receive.auth.best-offered 'scram-sha-1'\nreceive.auth.mechanism-offered "
    "-\nreceive.auth.encrypted true" },
  { "not encrypted",
    "send.server.security 'none'\nsend.auth.mechanism 'plain'\nsend.auth.offered ['login', "
    "'plain', 'cram-md5']",
    "send.auth.best-offered 'cram-md5'\nsend.auth.mechanism-offered true\nsend.auth.encrypted "
    "false" },
  { "simple only, not encrypted",
    "send.server.security 'none'\nsend.auth.mechanism 'cram-md5'\nsend.auth.offered ['login', "
    "'plain']",
    "send.auth.best-offered -\nsend.auth.mechanism-offered false" },
  { "tokens only",
    "send.server.security 'tls'\nsend.auth.mechanism 'automatic'\nsend.auth.offered ['xoauth2']",
    "send.auth.best-offered -\nsend.auth.mechanism-offered false" },
  { "not for this protocol",
    "send.server.security 'tls'\nsend.auth.offered ['scram-sha-1', 'digest-md5', 'login']",
    "send.auth.best-offered 'login'" },
  { "pop3",
    "receive.service.protocol 'pop3'\nreceive.server.security 'tls'\nreceive.auth.offered ['apop', "
    "'login-command']",
    "receive.auth.best-offered 'login-command'" },
  /* ports */
  { "993 tls",
    "receive.service.protocol 'imap'\nreceive.server.port 993\nreceive.server.security 'tls'",
    "receive.server.port-usual true" },
  { "993 starttls",
    "receive.service.protocol 'imap'\nreceive.server.port 993\nreceive.server.security 'starttls'",
    "receive.server.port-usual false" },
  { "143 none",
    "receive.service.protocol 'imap'\nreceive.server.port 143\nreceive.server.security 'none'",
    "receive.server.port-usual true" },
  { "110 tls",
    "receive.service.protocol 'pop3'\nreceive.server.port 110\nreceive.server.security 'tls'",
    "receive.server.port-usual false" },
  { "465 starttls", "send.server.port 465\nsend.server.security 'starttls'",
    "send.server.port-usual false" },
  { "587 starttls", "send.server.port 587\nsend.server.security 'starttls'",
    "send.server.port-usual true" },
  { "own port", "send.server.port 2525\nsend.server.security 'tls'", "send.server.port-usual -" },
  { "imap on a port of smtp",
    "receive.service.protocol 'imap'\nreceive.server.port 465\nreceive.server.security 'tls'",
    "receive.server.port-usual -" },
  { "siblings", "receive.server.port 143\nreceive.tcp.open-ports [993]",
    "receive.tcp.siblings-open true" },
  { "only itself", "receive.server.port 143\nreceive.tcp.open-ports [143]",
    "receive.tcp.siblings-open false" },
  { "no siblings", "receive.tcp.open-ports []", "receive.tcp.siblings-open false" },
  /* replies */
  { "of the incident", "send.incident.text 'ESMTP< 535 5.7.8 no'\nsend.incident.stage 'auth'",
    "send.reply.smtp-code 535\nsend.reply.stage 'auth'\nsend.reply.text '535 5.7.8 no'" },
  { "of a probe first",
    "send.incident.text 'ESMTP< 535 5.7.8 no'\nsend.reply.text '530 x'\nsend.reply.smtp-code 530",
    "send.reply.smtp-code 530" },
  { "works again",
    "send.incident.text 'ESMTP< 535 5.7.8 no'\nsend.login.result 'ok'\nsend.sender.result 'ok'",
    "send.reply.text -" },
  { "works, and was not asked this",
    "send.incident.text 'ESMTP< 450 4.2.0 later'\nsend.incident.stage 'rcpt'\n"
    "send.login.result 'ok'\nsend.sender.result 'ok'",
    "send.service.healthy true\nsend.reply.smtp-code 450\nsend.reply.stage 'rcpt'" },
  { "works, and was not asked for the size",
    "send.incident.text 'ESMTP< 552 5.3.4 too big'\nsend.incident.stage 'mailfrom'\n"
    "send.login.result 'ok'\nsend.sender.result 'ok'",
    "send.reply.smtp-code 552" },
  { "was asked this",
    "send.incident.text 'ESMTP< 450 4.2.0 later'\nsend.incident.stage 'rcpt'\n"
    "send.login.result 'ok'\nsend.sender.result 'ok'\nsend.recipient.result 'ok'",
    "send.reply.text -" },
  { "line is down now", "send.incident.text 'ESMTP< 535 5.7.8 no'\nsend.tcp.result 'timeout'",
    "send.reply.text -" },
};

static DoctorFacts *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  DoctorFacts *facts = doctor_facts_new ();
  if (!doctor_facts_parse (facts, text, "row", DOCTOR_SOURCE_PROBE, &error))
    g_error ("%s", error->message);
  return facts;
}

static void
check_line (DoctorFacts *facts, const char *title, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 2);
  GVariant *value = doctor_facts_lookup (facts, DOCTOR_SCOPE_ACCOUNT, words[0]);
  g_autofree char *got = value != NULL ? g_variant_print (value, FALSE) : g_strdup ("-");
  if (!g_str_equal (got, words[1]))
    g_test_fail_printf ("%s: %s is %s, not %s", title, words[0], got, words[1]);
}

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (DoctorFacts) facts = parse (rows[i].facts);
    g_auto (GStrv) lines = g_strsplit (rows[i].derived, "\n", -1);
    doctor_derive (facts);
    g_autofree char *once = doctor_facts_print (facts);
    doctor_derive (facts);
    g_autofree char *twice = doctor_facts_print (facts);
    g_assert_cmpstr (twice, ==, once);
    for (char **line = lines; *line != NULL; line++)
      check_line (facts, rows[i].title, *line);
  }
}

static void
test_forgets (void)
{
  g_autoptr (DoctorFacts) facts = parse ("send.tcp.result 'refused'\nsend.incident.text '535 no'");
  doctor_derive (facts);
  check_line (facts, "before", "send.service.healthy false");
  doctor_facts_unset (facts, "send.tcp.result");
  doctor_derive (facts);
  check_line (facts, "after", "send.service.healthy -");
  check_line (facts, "after", "send.reply.smtp-code 535");
  doctor_facts_set (facts, "send.tcp.result", g_variant_new_string ("refused"),
                    DOCTOR_SOURCE_PROBE);
  doctor_derive (facts);
  check_line (facts, "overtaken", "send.reply.smtp-code -");
  check_line (facts, "overtaken", "send.incident.text '535 no'");
}

static void
test_names (void)
{
  for (guint i = 0; i < doctor_derive_get_n (); i++)
    g_assert_cmpuint (strlen (doctor_derive_get_name (i)), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/derive/rows", test_rows);
  g_test_add_func ("/derive/forgets", test_forgets);
  g_test_add_func ("/derive/names", test_names);
  return g_test_run ();
}
