/* Settings given as text: what is taken, and which sentence names the fault. */
#include "command/settings-file.h"
#include <string.h>

static const struct {
  const char *name, *text, *facts, *message;
} rows[] = {
  { "empty", "", "", NULL },
  { "settings", "# a comment\n\nreceive.server.port 993\r\nsend.helo-name 'pc'\n",
    "receive.server.port 993\nsend.helo-name 'pc'\n", NULL },
  { "last-one-counts", "account.id 1\naccount.id 2\n", "account.id 2\n", NULL },
  { "not-a-fact", "account.id 1\nnonsense\n", NULL,
    "f:2: not a fact; write a name, a space and a value" },
  { "unknown", "\n\nno.such 1\n", NULL, "f:3: unknown fact “no.such”" },
  { "no-setting", "receive.tcp.result 'refused'\n", NULL,
    "f:1: “receive.tcp.result” is no setting of an account, so it cannot be given" },
  { "word-that-is-none", "receive.server.security 'rot13'\n", NULL,
    "f:1: “receive.server.security” is not one of: tls, starttls, none" },
  { "list-of-words", "receive.history.changed ['port', 'network']\n",
    "receive.history.changed ['port', 'network']\n", NULL },
  { "list-with-a-word-that-is-none", "receive.history.changed ['port', 'moon']\n", NULL,
    "f:1: “receive.history.changed” is not one of: server, port, encryption, mechanism, user, "
    "proxy, program, network, new-password" },
  { "port-that-is-none", "send.server.port 65536\n", NULL,
    "f:1: “send.server.port” is not between 1 and 65535" },
  { "server-without-port",
    "send.service.protocol 'smtp'\nsend.server.host 'h'\nsend.server.security 'tls'\n", NULL,
    "f: “send.server.port” is missing." },
  { "not-utf-8", "account.name '\xff'\n", NULL, "f: The settings are not text in UTF-8." },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", rows[i].name);
    g_autoptr (DoctorFacts) facts
      = doctor_settings_file_parse (rows[i].text, strlen (rows[i].text), "f", &error);
    g_autofree char *printed = facts != NULL ? doctor_facts_print (facts) : NULL;
    g_assert_cmpstr (printed, ==, rows[i].facts);
    g_assert_cmpstr (error != NULL ? error->message : NULL, ==, rows[i].message);
  }
}

static void
test_nul (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (doctor_settings_file_parse ("a\0b", 3, "f", &error));
  g_assert_cmpstr (error->message, ==, "f: The settings are not text in UTF-8.");
}

static void
test_missing_file (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (doctor_settings_file_read ("/nonexistent/settings", &error));
  g_assert_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS);
  g_assert_nonnull (strstr (error->message, "cannot be read from /nonexistent/settings: "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings-file/rows", test_rows);
  g_test_add_func ("/settings-file/nul", test_nul);
  g_test_add_func ("/settings-file/missing", test_missing_file);
  return g_test_run ();
}
