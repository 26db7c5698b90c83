/* What is said of an account because its provider is known, and of names that look mistyped. */
#include "core/provider-typo.h"
#include "core/provider.h"
#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  const char *title, *facts;
  const char *lines[12]; /* facts that must be there; with - in front, names that must not */
} Row;

static const Row describe_rows[] = {
  { "by address",
    "account.address 'taro@yahoo.co.jp'\nreceive.service.protocol 'pop3'",
    { "provider.id 'yahoo-japan'", "provider.matched-by 'domain'", "provider.confidence 'high'",
      "provider.status 'active'", "receive.provider.host 'pop.mail.yahoo.co.jp'",
      "receive.provider.port 995", "receive.provider.security 'tls'",
      "send.provider.host 'smtp.mail.yahoo.co.jp'", "receive.provider.imap-switch true",
      "send.provider.imap-switch true", "-receive.provider.host-known" } },
  { "the account's own choice is fine",
    "account.address 'taro@yahoo.co.jp'\nsend.server.host 'SMTP.mail.yahoo.co.jp'\n"
    "send.server.port 587\nsend.server.security 'starttls'",
    { "send.provider.port 587", "send.provider.security 'starttls'",
      "send.provider.host-known true", "send.provider.port-fits true",
      "send.provider.host-retired false" } },
  { "its port is not",
    "account.address 'taro@yahoo.co.jp'\nsend.server.host 'smtp.mail.yahoo.co.jp'\n"
    "send.server.port 25\nsend.server.security 'none'",
    { "send.provider.port 465", "send.provider.host-known true",
      "send.provider.port-fits false" } },
  { "another host",
    "account.address 'taro@gmail.com'\nreceive.service.protocol 'imap'\n"
    "receive.server.host 'mail.example.org'\nreceive.server.port 993",
    { "receive.provider.host-known false", "receive.provider.host-retired false",
      "-receive.provider.port-fits" } },
  { "a retired host",
    "account.address 'taro@verizon.net'\nreceive.service.protocol 'pop3'\n"
    "receive.server.host 'pop.verizon.net'",
    { "receive.provider.host-retired true", "receive.provider.host-known false",
      "receive.provider.host 'pop.aol.com'" } },
  { "a host that sources differ on",
    "account.address 'taro@au.com'\nreceive.service.protocol 'imap'\n"
    "receive.server.host 'imap.au.com'",
    { "receive.provider.host-retired true", "provider.doubtful ['provider.host-retired']" } },
  { "by mail exchanger",
    "account.address 'taro@example.org'\nreceive.service.protocol 'imap'\n"
    "domain.mx ['mx.example.net', 'aspmx.l.google.com']",
    { "provider.id 'google-workspace'", "provider.matched-by 'mx'", "provider.confidence 'high'",
      "receive.provider.host 'imap.gmail.com'" } },
  { "by a mail exchanger that is only said to be",
    "account.address 'taro@example.org'\ndomain.mx ['mx00.ionos.de']",
    { "provider.id 'ionos'", "provider.confidence 'low'" } },
  { "by hosts, the other host tells",
    "account.address 'taro@example.org'\naccount.protocol 'imap'\n"
    "receive.server.host 'outlook.office365.com'\nsend.server.host 'smtp-mail.outlook.com'",
    { "provider.id 'outlook'", "provider.matched-by 'host'", "provider.password 'oauth2-only'",
      "provider.oauth2 true" } },
  { "no such service there",
    "account.address 'taro@docomo.ne.jp'\nreceive.service.protocol 'pop3'\n"
    "receive.reply.text '-ERR no'",
    { "provider.password 'dedicated-password'", "send.provider.host 'smtp.spmode.ne.jp'",
      "receive.provider.user-form 'separate-id'", "-receive.provider.host",
      "-receive.provider.marker", "-receive.provider.imap-switch" } },
  { "marker",
    "account.address 'taro@gmail.com'\n"
    "send.reply.text '534-5.7.9 Application-specific password required'",
    { "send.provider.marker 'app-password-required'", "-receive.provider.marker",
      "provider.max-connections 15", "provider.daily-limit 500", "provider.size-limit 26214400",
      "provider.quota 16106127360" } },
  { "user name has the form",
    "account.address 'Taro@gmail.com'\nreceive.auth.user 'taro@gmail.com'\nsend.auth.user 'taro'",
    { "receive.provider.user-form 'address'", "receive.provider.user-form-fits true",
      "send.provider.user-form-fits false" } },
  { "user name of another alias",
    "account.address 'taro@gmail.com'\nreceive.auth.user 'jiro@gmail.com'",
    { "-receive.provider.user-form-fits" } },
  { "part before the @",
    "account.address 'taro@web.de'\nreceive.auth.user 'taro'\nsend.auth.user 'taro@web.de'",
    { "receive.provider.user-form 'local-part'", "receive.provider.user-form-fits true",
      "send.provider.user-form-fits false" } },
  { "a name of its own",
    "account.address 'taro@asahi-net.or.jp'\nreceive.auth.user 'ab4t-xxx'\n"
    "send.auth.user 'taro@asahi-net.or.jp'",
    { "-receive.provider.user-form-fits", "send.provider.user-form-fits false" } },
  { "sources differ on the user name",
    "account.address 'taro@i.softbank.jp'\nreceive.auth.user 'taro@i.softbank.jp'",
    { "provider.doubtful ['provider.user-form']", "-receive.provider.user-form-fits" } },
  { "one form for each direction",
    "account.address 'taro@icloud.com'\nreceive.service.protocol 'imap'\n"
    "receive.auth.user 'taro'\nsend.auth.user 'taro'",
    { "-receive.provider.user-form", "send.provider.user-form 'address'",
      "send.provider.user-form-fits false" } },
  { "a change to come",
    "account.address 'taro@example.onmicrosoft.com'\nclock.now 1795000000",
    { "provider.change-date '2026-12-31'", "provider.change-coming true",
      "provider.change-about 'sending'" } },
  { "a change of late",
    "account.address 'taro@yahoo.com'\nclock.now 1760000000",
    { "provider.change-date '2026-01'", "provider.change-coming true" } },
  { "a change that has been",
    "account.address 'taro@biglobe.ne.jp'\nclock.now 1700000000",
    { "provider.change-date '2023-04-13'", "provider.change-coming false" } },
  { "a change of long ago",
    "account.address 'taro@biglobe.ne.jp'\nclock.now 1800000000",
    { "-provider.change", "-provider.change-date", "-provider.change-coming" } },
  { "an unsure date is a doubt",
    "account.address 'taro@gmail.com'\nclock.now 1765000000",
    { "provider.change-date '2026-01'",
      "provider.doubtful ['provider.imap-switch-place', 'provider.max-connections', "
      "'provider.daily-limit', 'provider.size-limit', 'provider.quota', 'provider.change', "
      "'provider.change-date', 'provider.change-about', 'provider.change-coming']" } },
  { "a normal password is no news from an unsure source",
    "account.address 'taro@hi-ho.ne.jp'",
    { "provider.confidence 'low'", "-provider.password" } },
  { "the service has ended",
    "account.address 'taro@goo.jp'",
    { "provider.status 'ended'", "provider.password 'none'" } },
  { "nobody's",
    "account.address 'taro@example.org'\nreceive.server.host 'localhost'",
    { "-provider.id", "-receive.host.typo-of", "-domain.typo-of" } },
  { "a slip in the host",
    "account.address 'taro@gmail.com'\nreceive.server.host 'imap.gmial.com'\n"
    "send.server.host 'smtp.gmail.com'",
    { "provider.id 'gmail'", "receive.host.typo-of 'imap.gmail.com'", "-send.host.typo-of",
      "-domain.typo-of" } },
  { "a slip in the domain",
    "account.address 'taro@gmial.com'",
    { "domain.typo-of 'gmail.com'", "-provider.id" } },
  { "what works is no slip",
    "account.address 'taro@gmial.com'\nreceive.server.host 'imap.gmial.com'\n"
    "receive.dns.result 'found'\nreceive.login.result 'ok'",
    { "-domain.typo-of", "-receive.host.typo-of" } },
};

static gboolean
has_line (char **lines, const char *wanted)
{
  if (*wanted != '-')
    return g_strv_contains ((const char *const *)lines, wanted);
  g_autofree char *start = g_strconcat (wanted + 1, " ", NULL);
  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, start))
      return FALSE;
  return TRUE;
}

static void
check_row (DoctorProviders *providers, const Row *row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  g_assert_true (doctor_facts_parse (facts, row->facts, "row", DOCTOR_SOURCE_SETTINGS, &error));
  for (guint round = 0; round < 2; round++) { /* the second time changes nothing */
    (void)doctor_providers_describe (providers, facts);
    g_autofree char *print = doctor_facts_print (facts);
    g_auto (GStrv) lines = g_strsplit (print, "\n", -1);
    for (guint i = 0; row->lines[i] != NULL; i++)
      if (!has_line (lines, row->lines[i]))
        g_test_fail_printf ("%s: %s in\n%s", row->title, row->lines[i], print);
  }
}

static void
test_describe (void)
{
  g_autoptr (DoctorProviders) providers = doctor_providers_load (NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (describe_rows); i++)
    check_row (providers, &describe_rows[i]);
}

/* --- slips --- */

static const struct {
  const char *typed, *domain, *host; /* what each is said to be meant to be */
} typo_rows[] = {
  /* swapped, missing, added, neighbour, look-alike */
  { "gmial.com", "gmail.com", NULL },
  { "gmai.com", "gmail.com", NULL },
  { "gmaill.com", "gmail.com", NULL },
  { "gnail.com", "gmail.com", NULL },
  { "gmai1.com", "gmail.com", NULL },
  { "0utlook.com", "outlook.com", NULL },
  { "docmo.ne.jp", "docomo.ne.jp", NULL },
  { "hotmial.com", "hotmail.com", NULL },
  { "tonline.de", "t-online.de", NULL },
  { "i-cloud.com", "icloud.com", NULL },
  { "yahooco.jp", "yahoo.co.jp", NULL },
  /* the end of the name */
  { "gmail.con", "gmail.com", NULL },
  { "gmail.cm", "gmail.com", NULL },
  { "gmail.co", "gmail.com", NULL },
  { "hotmail.comm", "hotmail.com", NULL },
  { "docomo.me.jp", "docomo.ne.jp", NULL },
  /* hosts */
  { "imap.gmial.com", NULL, "imap.gmail.com" },
  { "iamp.gmail.com", NULL, "imap.gmail.com" },
  { "imp.gmail.com", NULL, "imap.gmail.com" },
  { "smpt.gmail.com", NULL, "smtp.gmail.com" },
  { "imap.gmail.con", NULL, "imap.gmail.com" },
  { "imapgmail.com", NULL, "imap.gmail.com" },
  { "imap,gmail.com", NULL, "imap.gmail.com" },
  { "imap.spmode.me.jp", NULL, "imap.spmode.ne.jp" },
  /* known names, however near to another */
  { "gmail.com", NULL, NULL },
  { "ymail.com", NULL, NULL },
  { "mail.com", NULL, NULL },
  { "email.com", NULL, NULL },
  { "gmx.de", NULL, NULL },
  { "gmx.at", NULL, NULL },
  { "tim.it", NULL, NULL },
  { "tin.it", NULL, NULL },
  { "imap.gmx.net", NULL, NULL },
  { "imap.gmx.com", NULL, NULL },
  /* names that people may well have */
  { "ww.com", NULL, NULL },
  { "qa.com", NULL, NULL },
  { "aal.com", NULL, NULL },
  { "web.dk", NULL, NULL },
  { "bluewin.cn", NULL, NULL },
  { "terra.com.ar", NULL, NULL },
  { "gxail.com", NULL, NULL }, /* no neighbour of m */
  { "imap2.gmail.com", NULL, NULL },
  { "mail.gmail.example", NULL, NULL },
  { "mail.example.org", NULL, NULL },
  { "example.org", NULL, NULL },
  { "", NULL, NULL },
};

static void
check_typo (DoctorProviders *providers, const char *typed, const char *domain, const char *host)
{
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  g_autofree char *address = g_strconcat ("taro@", typed, NULL);
  doctor_facts_set (facts, "account.address", g_variant_new_string (address),
                    DOCTOR_SOURCE_SETTINGS);
  doctor_facts_set (facts, "receive.server.host", g_variant_new_string (typed),
                    DOCTOR_SOURCE_SETTINGS);
  (void)doctor_providers_describe (providers, facts);
  const char *meant_domain
    = doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "domain.typo-of");
  const char *meant_host = doctor_facts_get_string (facts, DOCTOR_SCOPE_RECEIVE, "host.typo-of");
  g_test_message ("%s", typed);
  if (domain != NULL || host == NULL)
    g_assert_cmpstr (meant_domain, ==, domain);
  if (host != NULL || domain == NULL)
    g_assert_cmpstr (meant_host, ==, host);
}

static void
test_typos (void)
{
  g_autoptr (DoctorProviders) providers = doctor_providers_load (NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (typo_rows); i++)
    check_typo (providers, typo_rows[i].typed, typo_rows[i].domain, typo_rows[i].host);
}

/* An administrator's own domain counts like a compiled-in one. */
static void
test_typo_of_overlay (void)
{
  g_autofree char *dir = g_dir_make_tmp ("doctor-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (dir, "providers", NULL);
  g_autofree char *path = g_build_filename (folder, "office.provider", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (
    g_file_set_contents (path,
                         "[Provider]\nName=Office\nDomains=office.example;\nPassword=normal\n"
                         "[IMAP 1]\nHost=imap.office.example\nPort=993\nSecurity=tls\n",
                         -1, NULL));
  g_autoptr (DoctorProviders) providers = doctor_providers_load (dir, NULL);
  g_unlink (path);
  g_rmdir (folder);
  g_rmdir (dir);
  check_typo (providers, "offcie.example", "office.example", NULL);
  check_typo (providers, "imap.ofice.example", NULL, "imap.office.example");
  check_typo (providers, "office.example", NULL, NULL);
}

static void
test_typo_rates (void)
{
  static const struct {
    const char *known, *typed;
    guint rate;
  } rows[] = {
    { "gmail.com", "gmail.com", 0 },  { "gmail.com", "gmial.com", 3 },
    { "gmail.com", "gmail.co", 2 },   { "gmail.com", "", 0 },
    { "", "gmail.com", 0 },           { "a", "", 0 },
    { "gmail.com", "gmail.com.", 0 }, { "localhost", "locahlost", 3 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpuint (doctor_typo_rate (rows[i].known, strlen (rows[i].known), rows[i].typed), ==,
                      rows[i].rate);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider-facts/describe", test_describe);
  g_test_add_func ("/provider-facts/typos", test_typos);
  g_test_add_func ("/provider-facts/typo-of-overlay", test_typo_of_overlay);
  g_test_add_func ("/provider-facts/typo-rates", test_typo_rates);
  return g_test_run ();
}
