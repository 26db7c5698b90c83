#include "core/settings-text.h"
#include <string.h>

#define OWN                                                                                        \
  "account.name 'Work'\naccount.address 'ann@example.org'\naccount.protocol 'imap'\n"              \
  "receive.service.protocol 'imap'\nreceive.server.host 'mail.example.org'\n"                      \
  "receive.server.port 993\nreceive.server.security 'tls'\nreceive.auth.user 'ann'\n"              \
  "send.service.protocol 'smtp'\nsend.server.host 'mail.example.org'\nsend.server.port 465\n"      \
  "send.server.security 'tls'\nreceive.password.known true\nlogin.recent 3\n"                      \
  "client.fetches true\nclient.offline false\ncontrol.servers [('a.example', 993)]\n"
#define HEAD "account-doctor-settings 1\n"

static DoctorFacts *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  DoctorFacts *facts = doctor_facts_new ();
  if (!doctor_facts_parse (facts, text, "own", DOCTOR_SOURCE_SETTINGS, &error))
    g_error ("%s", error->message);
  return facts;
}

/* What went out comes back, from wherever the account has got to meanwhile. */
static void
test_round_trip (void)
{
  g_autoptr (DoctorFacts) before = parse (OWN);
  g_autoptr (DoctorFacts) now = parse (OWN "receive.server.host 'wrong.example'\n"
                                           "send.server.port 587\nclient.fetches false\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = doctor_settings_text_write (before);
  g_assert_nonnull (strstr (text, "receive.auth.user 'ann'\n"));
  g_assert_null (strstr (text, "password.known"));
  g_assert_null (strstr (text, "login.recent"));
  g_assert_null (strstr (text, "client.offline"));
  g_assert_null (strstr (text, "control.servers"));
  g_autoptr (DoctorFacts) changes
    = doctor_settings_text_read (text, strlen (text), "file", now, &error);
  g_assert_no_error (error);
  g_autofree char *printed = doctor_facts_print (changes);
  g_assert_cmpstr (printed, ==,
                   "client.fetches true\nreceive.server.host 'mail.example.org'\n"
                   "send.server.port 465\n");
  g_assert_null (doctor_settings_text_read (text, strlen (text), "file", before, &error));
  g_assert_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS);
}

/* A sentence for every file that is none. */
static void
test_bad (void)
{
  static const struct {
    const char *text, *words;
  } rows[] = {
    { "", "x is no file of account settings" },
    { "receive.server.port 993\n", "x is no file of account settings" },
    { "account-doctor-settings\n", "x is no file of account settings" },
    { "account-doctor-settings one\n", "x is no file of account settings" },
    { "account-doctor-settings 0\n", "x is no file of account settings" },
    { "account-doctor-settings 2\n", "x comes from a newer version" },
    { "\x80\x81", "x is no text in UTF-8" },
    { HEAD "receive.server.port\n", "x:2: " },
    { HEAD "\n# note\nreceive.server.port 'a'\n", "x:4: " },
    { HEAD "no.such.fact 1\n", "x:2: " },
    { HEAD "receive.server.port 0\n", "x:2: “receive.server.port” is not between" },
    { HEAD "receive.server.port 65536\n", "is not between" },
    { HEAD "receive.server.security 'weak'\n", "does not have a value that is known" },
    { HEAD "receive.server.security 'none'\n", "would switch the encryption" },
    { HEAD "receive.tcp.result 'connected'\n", "is no setting that can be taken" },
    { HEAD "receive.password.known true\n", "is no setting that can be taken" },
    { HEAD "mail.folder '/etc'\n", "is no setting that can be taken" },
    { HEAD "account.protocol 'pop3'\n", "The file is of an account that uses POP3" },
    { HEAD "receive.service.protocol 'pop3'\n", "The file is of an account that uses POP3" },
    { HEAD "account.name 'Other'\nreceive.server.port 993\n", "has these settings already" },
  };
  g_autoptr (DoctorFacts) now = parse (OWN);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (DoctorFacts) changes
      = doctor_settings_text_read (rows[i].text, strlen (rows[i].text), "x", now, &error);
    g_assert_null (changes);
    if (strstr (error->message, rows[i].words) == NULL)
      g_test_fail_printf ("row %u: “%s”", i, error->message);
  }
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_strnfill (1024 * 1024, '#');
  g_assert_null (doctor_settings_text_read (large, 1024 * 1024, "x", now, &error));
  g_assert_nonnull (strstr (error->message, "too long"));
}

/* Without encryption it may stay as it is: nothing becomes weaker. */
static void
test_unencrypted_stays (void)
{
  static const char text[]
    = HEAD "receive.server.security 'none'\nreceive.server.host 'b.example'\n";
  g_autoptr (DoctorFacts) now = parse ("receive.server.security 'none'\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (DoctorFacts) changes
    = doctor_settings_text_read (text, strlen (text), "x", now, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (doctor_facts_count (changes), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings-text/round-trip", test_round_trip);
  g_test_add_func ("/settings-text/bad", test_bad);
  g_test_add_func ("/settings-text/unencrypted", test_unencrypted_stays);
  return g_test_run ();
}
