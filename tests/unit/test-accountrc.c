/* The client's list of accounts: what is read, and that nothing in it can hurt. */
#include "command/accountrc.h"
#include <glib/gstdio.h>
#include <string.h>

static DoctorAccountrc *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  DoctorAccountrc *accountrc = doctor_accountrc_parse (text, strlen (text), "accountrc", &error);
  g_assert_no_error (error);
  return accountrc;
}

/* Which value the first account has for "key" after reading the text. */
static const struct {
  const char *name, *text, *value;
} readings[] = {
  { "plain", "[Account: 1]\nkey=value\n", "value" },
  { "no-newline-at-end", "[Account: 1]\nkey=value", "value" },
  { "carriage-return", "[Account: 1]\r\nkey=value\r\n", "value" },
  { "blanks-are-kept", "[Account: 1]\nkey= a b \n", " a b " },
  { "equals-in-value", "[Account: 1]\nkey=a=b\n", "a=b" },
  { "empty", "[Account: 1]\nkey=\n", "" },
  { "key-in-capitals", "[Account: 1]\nKEY=value\n", "value" },
  { "last-one-counts", "[Account: 1]\nkey=a\nkey=b\n", "b" },
  { "comment", "[Account: 1]\n#key=a\n", NULL },
  { "no-equals", "[Account: 1]\nkey\n", NULL },
  { "before-the-section", "key=a\n[Account: 1]\n", NULL },
  { "after-another-section", "[Account: 1]\n[Other]\nkey=a\n", NULL },
  { "second-section-of-the-number", "[Account: 1]\nkey=a\n[Account: 1]\nkey=b\n", "a" },
  { "header-without-end", "[Account: 1\nkey=value\n", "value" },
  { "latin-1", "[Account: 1]\nkey=B\xfcro\n", "Büro" },
  { "utf-8", "[Account: 1]\nkey=会社\n", "会社" },
  { "password-of-old", "[Account: 1]\nkey=a\npassword=geheim\n", "a" },
};

static void
test_readings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (readings); i++) {
    g_test_message ("%s", readings[i].name);
    g_autoptr (DoctorAccountrc) accountrc = parse (readings[i].text);
    g_assert_cmpuint (doctor_accountrc_get_n (accountrc), ==, 1);
    g_assert_cmpint (doctor_accountrc_get_id (accountrc, 0), ==, 1);
    g_assert_cmpstr (doctor_accountrc_get (accountrc, 0, "key"), ==, readings[i].value);
  }
}

static void
test_secrets_are_not_kept (void)
{
  static const char *const keys[]
    = { "password",        "smtp_password", "in_ssl_client_cert_pass", "oauth2_client_secret",
        "oauth2_authcode", "proxy_pass" };
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autofree char *text = g_strdup_printf ("[Account: 1]\n%s=geheim\n", keys[i]);
    g_autoptr (DoctorAccountrc) accountrc = parse (text);
    g_assert_null (doctor_accountrc_get (accountrc, 0, keys[i]));
  }
}

static void
test_nul_hides_only_its_line (void)
{
  static const char text[] = "[Account: 1]\na=1\nb=\0002\nc=3\n";
  g_autoptr (DoctorAccountrc) accountrc
    = doctor_accountrc_parse (text, sizeof text - 1, "accountrc", NULL);
  g_assert_cmpstr (doctor_accountrc_get (accountrc, 0, "a"), ==, "1");
  g_assert_null (doctor_accountrc_get (accountrc, 0, "b"));
  g_assert_cmpstr (doctor_accountrc_get (accountrc, 0, "c"), ==, "3");
}

static const char four_accounts[] = "[Account: 1]\naccount_name=Work\naddress=taro@example.jp\n"
                                    "[Account: 3]\naccount_name=Home\naddress=hana@example.jp\n"
                                    "[Account: 4]\naccount_name=Home\naddress=jiro@example.jp\n"
                                    "[Account: 5]\n";

static const struct {
  const char *wanted;
  int id;              /* 0: none */
  const char *message; /* then */
} searches[] = {
  { "Work", 1, NULL },
  { "HANA@example.jp", 3, NULL },
  { "4", 4, NULL },
  { "Account 5", 5, NULL },
  { "Home", 0,
    "Several accounts are called “Home”. Name one by its address or its number in the file "
    "accountrc." },
  { "work", 0,
    "There is no account “work”. The accounts are: “Work”, “Home”, “Home”, “Account 5”." },
};

static void
test_searches (void)
{
  g_autoptr (DoctorAccountrc) accountrc = parse (four_accounts);
  for (guint s = 0; s < G_N_ELEMENTS (searches); s++) {
    g_autoptr (GError) error = NULL;
    guint i = 0;
    gboolean found = doctor_accountrc_find (accountrc, searches[s].wanted, &i, &error);
    g_assert_cmpint (found ? doctor_accountrc_get_id (accountrc, i) : 0, ==, searches[s].id);
    g_assert_cmpstr (error != NULL ? error->message : NULL, ==, searches[s].message);
  }
}

static const struct {
  const char *name, *text;
} nothings[] = {
  { "empty", "" },
  { "junk", "\x01\x02\xff\xfe[[[[\n=\n" },
  { "other-sections", "[Other]\nkey=value\n" },
  { "html", "<html>\n<body>\n</html>" },
};

static void
test_files_without_account (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (nothings); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", nothings[i].name);
    g_assert_null (
      doctor_accountrc_parse (nothings[i].text, strlen (nothings[i].text), "f", &error));
    g_assert_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS);
    g_assert_cmpstr (error->message, ==,
                     "“f” lists no account. Make one in Claws Mail first, or name the folder of "
                     "its settings with --config-dir.");
  }
}

static void
assert_load_fails (const char *dir, const char *part)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (doctor_accountrc_load (dir, &error));
  g_assert_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS);
  g_assert_nonnull (strstr (error->message, part));
}

static void
test_files_that_are_none (void)
{
  g_autofree char *dir = g_dir_make_tmp ("doctor-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "accountrc", NULL);
  assert_load_fails (dir, "There is no list of accounts at");
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  assert_load_fails (dir, "it is not a plain file of at most 4 MiB");
  g_assert_cmpint (g_rmdir (path), ==, 0);
  g_assert_true (g_file_set_contents (path, "nothing", -1, NULL));
  assert_load_fails (dir, "lists no account");
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/accountrc/readings", test_readings);
  g_test_add_func ("/accountrc/secrets", test_secrets_are_not_kept);
  g_test_add_func ("/accountrc/nul", test_nul_hides_only_its_line);
  g_test_add_func ("/accountrc/searches", test_searches);
  g_test_add_func ("/accountrc/no-account", test_files_without_account);
  g_test_add_func ("/accountrc/no-file", test_files_that_are_none);
  return g_test_run ();
}
