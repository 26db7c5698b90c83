/* What the command lookup says of an address, with what name servers would have said. */
#include "command/lookup.h"
#include <locale.h>
#include <string.h>

static const struct {
  const char *address, *facts;
  gboolean is_known;
  const char *lines[8]; /* begin lines of the answer; with - in front, none does */
} rows[] = {
  { "taro@gmail.com",
    "",
    TRUE,
    { "Provider          Gmail", "Recognised by     domain of the address",
      "IMAP              imap.gmail.com, port 993, TLS", "Password          app password",
      "                  2025-05-01: Google Workspace was to refuse", "-Servers", "-Domain" } },
  { "taro@example.org",
    "domain.result 'found'\ndomain.mx ['aspmx.l.google.com']",
    TRUE,
    { "Provider          Google Workspace", "Recognised by     mail exchanger",
      "Mail exchangers   aspmx.l.google.com", "IMAP              imap.gmail.com" } },
  { "taro@example.org",
    "domain.result 'found'\ndomain.mx ['mx00.ionos.de']",
    TRUE,
    { "Provider          IONOS", "Reliability       little confirmed" } },
  { "taro@example.org",
    "receive.service.protocol 'pop3'\nreceive.dns.srv [('p.example.org', 1995, 'tls')]\n"
    "send.service.protocol 'smtp'\nsend.dns.srv [('s.example.org', 587, 'starttls')]",
    TRUE,
    { "Servers           The domain publishes these servers itself (SRV records).",
      "POP3              p.example.org, port 1995, TLS",
      "SMTP              s.example.org, port 587, STARTTLS", "-IMAP" } },
  { "taro@example.org",
    "domain.result 'found'\ndomain.mx ['mx.example.org']",
    FALSE,
    { "Provider          No provider that is known here serves “example.org”.",
      "Servers           These are guesses", "IMAP              imap.example.org, port 993, TLS",
      "-Recognised by" } },
  { "taro@gmial.com",
    "domain.result 'not-found'",
    FALSE,
    { "Domain            The domain does not exist.",
      "                  The name is one slip away from “gmail.com”.", "-IMAP", "-Servers" } },
  /* the provider says how they are called: a guess would mislead */
  { "taro@sv1.xserver.jp",
    "",
    TRUE,
    { "Provider          Xserver", "Servers           The server has a number", "-IMAP" } },
  { "taro@goo.jp", "", TRUE, { "State             ended", "-IMAP", "-Servers" } },
};

static gboolean
has_line (char **lines, const char *wanted)
{
  gboolean is_wanted = *wanted != '-';
  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, is_wanted ? wanted : wanted + 1))
      return is_wanted;
  return !is_wanted;
}

static void
check_row (DoctorProviders *providers, guint i)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  g_auto (DoctorLookupAnswer) answer = { 0 };
  g_assert_true (doctor_facts_parse (facts, rows[i].facts, "row", DOCTOR_SOURCE_PROBE, &error));
  doctor_facts_set (facts, "account.address", g_variant_new_string (rows[i].address),
                    DOCTOR_SOURCE_SETTINGS);
  doctor_lookup_answer_init (&answer, providers, facts, strchr (rows[i].address, '@') + 1);
  g_autofree char *text = doctor_lookup_answer_dup_text (&answer);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  if (doctor_lookup_answer_is_known (&answer) != rows[i].is_known)
    g_test_fail_printf ("%s is known: %d", rows[i].address, !rows[i].is_known);
  for (guint n = 0; rows[i].lines[n] != NULL; n++)
    if (!has_line (lines, rows[i].lines[n]))
      g_test_fail_printf ("%s in\n%s", rows[i].lines[n], text);
}

static void
test_rows (void)
{
  g_autoptr (DoctorProviders) providers = doctor_providers_load (NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    check_row (providers, i);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lookup/rows", test_rows);
  return g_test_run ();
}
