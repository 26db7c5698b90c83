/* What a domain publishes: policies in text records, and the domain looked up as a whole. */
#include "play-dns.h"
#include "probe/domain.h"
#include "probe/sender-policy.h"

static void
test_spf (void)
{
  static const struct {
    const char *text;
    gboolean is_spf;
  } rows[] = {
    { "v=spf1 mx -all", TRUE },
    { "V=SPF1 mx", TRUE },
    { "v=spf1", TRUE },
    { "v=spf10 mx", FALSE },
    { " v=spf1 mx", FALSE },
    { "spf2.0/pra", FALSE },
    { "", FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (doctor_policy_is_spf (rows[i].text), ==, rows[i].is_spf);
}

static void
test_dmarc (void)
{
  static const struct {
    const char *text, *own, *below;
  } rows[] = {
    { "v=DMARC1; p=reject", "reject", "reject" },
    { "v=DMARC1;p=Quarantine ; sp=none", "quarantine", "none" },
    { " v = DMARC1 ; p = none", "none", "none" },
    { "v=DMARC1; p=reject; sp=nonsense", "reject", "reject" },
    { "v=DMARC1; p=nonsense; rua=mailto:a@b", "none", "none" },
    { "v=DMARC1; p=nonsense", NULL, NULL },
    { "v=DMARC1", NULL, NULL },
    { "v=dmarc1; p=reject", NULL, NULL },
    { "p=reject; v=DMARC1", NULL, NULL },
    { ";;;===", NULL, NULL },
    { "", NULL, NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_cmpstr (doctor_policy_of_dmarc (rows[i].text, FALSE), ==, rows[i].own);
    g_assert_cmpstr (doctor_policy_of_dmarc (rows[i].text, TRUE), ==, rows[i].below);
  }
}

/* The domain facts that come of some records, one a line. */
static void
test_lookup (void)
{
  static const struct {
    const char *address;
    const char *records[8];
    const char *facts;
  } rows[] = {
    { "a@mail.example.org",
      { "mail.example.org MX 10 mx.example.org", "mail.example.org TXT \"v=spf1 -all\"",
        "_dmarc.example.org TXT \"v=DMARC1; p=reject; sp=quarantine\"",
        "_submissions._tcp.mail.example.org SRV 0 1 465 smtp.example.org",
        "_submission._tcp.mail.example.org SRV 0 1 587 smtp.example.org",
        "_imaps._tcp.mail.example.org SRV 0 0 0 .",
        "_pop3s._tcp.mail.example.org SRV 0 1 995 pop.example.org" },
      "account.address 'a@mail.example.org'\n"
      "domain.dmarc 'quarantine'\n"
      "domain.mx ['mx.example.org']\n"
      "domain.result 'found'\n"
      "domain.spf 'v=spf1 -all'\n"
      "domain.spf-result 'found'\n"
      "receive.dns.srv [('pop.example.org', 995, 'tls')]\n"
      "receive.service.protocol 'pop3'\n"
      "send.dns.srv [('smtp.example.org', 465, 'tls'), ('smtp.example.org', 587, 'starttls')]\n"
      "send.service.protocol 'smtp'\n" },
    /* No MX: the address of the domain takes the mail. */
    { "a@example.org",
      { "example.org A 192.0.2.1", "example.org TXT \"v=spf1 a -all\"",
        "example.org TXT \"v=spf1 mx -all\"", "_dmarc.example.org TXT \"v=DMARC1; p=none\"",
        "_dmarc.example.org TXT \"v=DMARC1; p=reject\"",
        "_imap._tcp.example.org SRV 0 1 143 imap.example.org" },
      "account.address 'a@example.org'\n"
      "domain.dmarc 'absent'\n"
      "domain.result 'found'\n"
      "domain.spf-result 'several'\n"
      "receive.dns.srv [('imap.example.org', 143, 'starttls')]\n"
      "receive.service.protocol 'imap'\n" },
    { "a@example.org",
      { "example.org MX 0 .", "_dmarc.example.org * SERVFAIL" },
      "account.address 'a@example.org'\n"
      "domain.mx []\n"
      "domain.result 'no-mail'\n"
      "domain.spf-result 'none'\n" },
    { "a@example.org",
      { "example.org TXT \"nothing of it\"" },
      "account.address 'a@example.org'\n"
      "domain.dmarc 'absent'\n"
      "domain.result 'no-mail'\n"
      "domain.spf-result 'none'\n" },
    { "a@example.org",
      { "* * SERVFAIL" },
      "account.address 'a@example.org'\n"
      "domain.result 'server-failure'\n"
      "domain.spf-result 'unknown'\n" },
    { "a@b\xc3\xbc"
      "cher.example",
      { "xn--bcher-kva.example MX 10 mx.example.org" },
      "account.address 'a@b\xc3\xbc"
      "cher.example'\n"
      "domain.dmarc 'absent'\n"
      "domain.mx ['mx.example.org']\n"
      "domain.result 'found'\n"
      "domain.spf-result 'none'\n" },
    { "a@localhost", { "localhost MX 1 a.example" }, "account.address 'a@localhost'\n" },
    { "a@[192.0.2.1]", { "example.org A 192.0.2.1" }, "account.address 'a@[192.0.2.1]'\n" },
    { "nobody", { "nobody MX 1 a.example" }, "account.address 'nobody'\n" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    PlayDns *dns = play_dns_new ();
    for (guint j = 0; rows[i].records[j] != NULL; j++)
      play_dns_add (dns, rows[i].records[j]);
    play_dns_start (dns);
    g_autoptr (DoctorFacts) facts
      = doctor_domain_lookup (rows[i].address, play_dns_get_address (dns), 20000, NULL);
    g_autofree char *text = doctor_facts_print (facts);
    g_assert_cmpstr (text, ==, rows[i].facts);
    play_dns_free (dns);
  }
}

static void
test_no_name_server (void)
{
  g_autoptr (DoctorFacts) facts = doctor_domain_lookup ("a@example.org", "", 1000, NULL);
  g_assert_cmpuint (doctor_facts_count (facts), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/spf", test_spf);
  g_test_add_func ("/domain/dmarc", test_dmarc);
  g_test_add_func ("/domain/lookup", test_lookup);
  g_test_add_func ("/domain/no-name-server", test_no_name_server);
  return g_test_run ();
}
