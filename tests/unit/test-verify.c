#include "core/report.h"
#include "core/verify.h"

static DoctorFacts *
facts_of (const char *text, DoctorSource source)
{
  DoctorFacts *facts = doctor_facts_new ();
  g_autoptr (GError) error = NULL;
  if (!doctor_facts_parse (facts, text, "test", source, &error))
    g_error ("%s", error->message);
  return facts;
}

#define SETTINGS                                                                                   \
  "account.name 'Office'\n"                                                                        \
  "receive.server.accepted-certificate '00ff'\n"                                                   \
  "receive.server.host 'imap.example.org'\n"                                                       \
  "receive.server.port 143\n"                                                                      \
  "receive.server.security 'starttls'\n"

static void
test_overlay_keeps_settings_only (void)
{
  static const struct {
    const char *changes, *expected;
  } rows[] = {
    { "receive.server.port 993\nreceive.server.security 'tls'\n",
      "account.name 'Office'\nreceive.server.accepted-certificate '00ff'\n"
      "receive.server.host 'imap.example.org'\nreceive.server.port 993\n"
      "receive.server.security 'tls'\n" },
    { "receive.server.host 'mail.example.org'\n",
      "account.name 'Office'\nreceive.server.host 'mail.example.org'\n"
      "receive.server.port 143\nreceive.server.security 'starttls'\n" },
    { "send.auth.enabled true\n", SETTINGS "send.auth.enabled true\n" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (DoctorFacts) facts = facts_of (
      SETTINGS "receive.tcp.result 'refused'\nreceive.trial.port 993\n", DOCTOR_SOURCE_PROBE);
    g_autoptr (DoctorFacts) changes = facts_of (rows[i].changes, DOCTOR_SOURCE_SETTINGS);
    g_autoptr (DoctorFacts) after = doctor_verify_overlay (facts, changes);
    g_autofree char *printed = doctor_facts_print (after);
    g_assert_cmpstr (printed, ==, rows[i].expected);
    g_assert_false (doctor_facts_is_sealed (after));
  }
}

#define IMAP "receive.service.protocol 'imap'\nreceive.tcp.result 'connected'\n"

static void
test_judgement (void)
{
  static const struct {
    const char *after;
    DoctorVerdict verdict;
  } rows[] = {
    { IMAP "receive.login.result 'ok'\nreceive.mailbox.result 'ok'\n"
           "receive.service.healthy true\n",
      DOCTOR_VERDICT_PROVED },
    { IMAP "receive.login.result 'not-tried'\n", DOCTOR_VERDICT_UNDECIDED },
    { "receive.service.protocol 'imap'\nreceive.tcp.result 'refused'\n", DOCTOR_VERDICT_FAILED },
    { "receive.service.protocol 'imap'\n", DOCTOR_VERDICT_UNDECIDED },
  };
  g_autoptr (DoctorRuleset) set = doctor_ruleset_load (NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (DoctorFacts) after = facts_of (rows[i].after, DOCTOR_SOURCE_PROBE);
    g_assert_cmpstr (
      doctor_verdict_to_string (doctor_verify_judge (set, after, DOCTOR_SCOPE_RECEIVE)), ==,
      doctor_verdict_to_string (rows[i].verdict));
  }
}

static void
test_report_masks (void)
{
  g_autoptr (DoctorRuleset) set = doctor_ruleset_load (NULL, NULL);
  g_autoptr (DoctorFacts) facts
    = facts_of (SETTINGS "receive.service.protocol 'imap'\nreceive.tcp.result 'refused'\n",
                DOCTOR_SOURCE_PROBE);
  g_autoptr (GPtrArray) findings = doctor_engine_run (set, facts, NULL);
  g_autofree char *masked = doctor_report_text (set, findings, facts, TRUE);
  g_autofree char *plain = doctor_report_text (set, findings, facts, FALSE);
  g_assert_null (g_strstr_len (masked, -1, "imap.example.org"));
  g_assert_null (g_strstr_len (masked, -1, "Office"));
  g_assert_nonnull (g_strstr_len (masked, -1, "host-1"));
  g_assert_nonnull (g_strstr_len (masked, -1, "[net.refused, proved]"));
  g_assert_nonnull (g_strstr_len (plain, -1, "imap.example.org"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verify/overlay", test_overlay_keeps_settings_only);
  g_test_add_func ("/verify/judgement", test_judgement);
  g_test_add_func ("/report/masks", test_report_masks);
  return g_test_run ();
}
