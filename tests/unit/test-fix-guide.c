#include "core/fix.h"
#include <string.h>

static DoctorFacts *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  DoctorFacts *facts = doctor_facts_new ();
  if (!doctor_facts_parse (facts, text, "row", DOCTOR_SOURCE_PROBE, &error))
    g_error ("%s", error->message);
  return facts;
}

/* Where a step leads, and how it is done. */
static void
test_guide (void)
{
  static const struct {
    const char *id, *facts;
    DoctorFixAction action;
    const char *link, *guide; /* words that must be in it */
  } steps[] = {
    { "app-password", "provider.password-url 'https://a.example/'", DOCTOR_ACTION_PAGE,
      "https://a.example/", "paste it here" },
    { "app-password", "provider.password-url 'file:///etc/passwd'", DOCTOR_ACTION_NONE, NULL, "" },
    { "switch-access-on", "provider.webmail 'https://b.example/'", DOCTOR_ACTION_PAGE,
      "https://b.example/", "The password stays the same." },
    { "switch-access-on",
      "provider.webmail 'https://b.example/'\nprovider.imap-switch-url 'https://c.example/'\n"
      "provider.imap-switch-place 'Settings, IMAP'",
      DOCTOR_ACTION_PAGE, "https://c.example/", "Settings, IMAP" },
    { "sign-in-to-network", "portal.location 'http://portal.example/'", DOCTOR_ACTION_PAGE,
      "http://portal.example/", "sign in" },
    { "unlock-account", "provider.unlock-url 'http://a.example/'", DOCTOR_ACTION_NONE, NULL, "" },
    { "correct-clock", "clock.offset-seconds 7200", DOCTOR_ACTION_CLOCK, NULL, "off by 2 hours" },
    { "correct-clock", "", DOCTOR_ACTION_CLOCK, NULL, "Switch on the automatic time" },
    { "free-space", "mail.folder '/home/ann/Mail'", DOCTOR_ACTION_FOLDER, NULL, "/home/ann/Mail" },
    { "renew-oauth", "", DOCTOR_ACTION_PREFERENCES, NULL, "OAuth2" },
    { "enter-passphrase", "", DOCTOR_ACTION_PASSPHRASE, NULL, "primary passphrase" },
    { "ask-administrator", "", DOCTOR_ACTION_REPORT, NULL, "report" },
    { "retry-later", "", DOCTOR_ACTION_NONE, NULL, "" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (DoctorFacts) facts = parse (steps[i].facts);
    g_autoptr (DoctorFix) fix = doctor_fix_new (steps[i].id, DOCTOR_SCOPE_RECEIVE, facts);
    g_autofree char *guide = doctor_fix_dup_guide (fix, facts);
    g_assert_cmpint (doctor_fix_get_action (fix, facts), ==, steps[i].action);
    g_assert_cmpstr (doctor_fix_get_link (fix, facts), ==, steps[i].link);
    if (strstr (guide, steps[i].guide) == NULL)
      g_test_fail_printf ("%s: “%s” is not in “%s”", steps[i].id, steps[i].guide, guide);
    g_assert_true (steps[i].action == DOCTOR_ACTION_NONE
                   || doctor_fix_get_action_button (fix) != NULL);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fix-guide/rows", test_guide);
  return g_test_run ();
}
