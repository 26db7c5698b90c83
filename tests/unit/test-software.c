/* Server programs by what they say of themselves; OAuth2 errors of RFC 7628. */
#include "core/oauth-error.h"
#include "core/software.h"

static const char *const none[] = { NULL };
static const char *const gmail[] = { "IMAP4rev1", "X-GM-EXT-1", NULL };
static const char *const icloud[] = { "XAPPLEPUSHSERVICE", NULL };
static const char *const usual[] = { "IMAP4rev1", "IDLE", NULL };

static void
test_software (void)
{
  static const struct {
    const char *protocol, *greeting, *id;
    const char *const *capabilities;
    const char *expected;
  } rows[] = {
    { "imap", "* OK [CAPABILITY IMAP4rev1] Dovecot (Debian) ready.", NULL, none, "dovecot" },
    { "imap", "* OK mail.example Cyrus IMAP 3.6.1 server ready", NULL, none, "cyrus" },
    { "imap", "* OK [CAPABILITY IMAP4rev1] Courier-IMAP ready.", NULL, none, "courier" },
    { "pop3", "+OK Hello there. <1.2@mail.example>", NULL, none, "courier" },
    { "imap", "* OK The Microsoft Exchange IMAP4 service is ready.", NULL, none, "exchange" },
    { "smtp", "220 a.example Microsoft ESMTP MAIL Service ready at Mon", NULL, none, "exchange" },
    { "imap", "* OK Gimap ready for requests from 192.0.2.1", NULL, none, "gmail" },
    { "imap", "* OK ready", NULL, gmail, "gmail" },
    { "imap", "* OK ready", NULL, icloud, "icloud" },
    { "smtp", "220 mail.example ESMTP Postfix (Debian)", NULL, none, "postfix" },
    { "smtp", "220 mail.example ESMTP Exim 4.96 Mon, 02 Nov 2026", NULL, none, "exim" },
    { "smtp", "220 mail.example ESMTP Sendmail 8.17.1/8.17.1; Mon", NULL, none, "sendmail" },
    { "imap", "* OK mail.example Zimbra IMAP4rev1 server ready", NULL, none, "zimbra" },
    /* what it says in ID counts more; a host may be called as its owner likes */
    { "imap", "* OK Courier-IMAP ready", "\"name\" \"Dovecot\"", none, "dovecot" },
    { "smtp", "220 postfix.example.org ESMTP", NULL, none, NULL },
    { "imap", "* OK dovecot.example.org ready", NULL, usual, NULL },
    { "imap", "* OK Dovecote Mail ready", NULL, none, NULL },
    { "smtp", NULL, NULL, NULL, NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (doctor_software_recognise (rows[i].protocol, rows[i].greeting, rows[i].id,
                                                rows[i].capabilities),
                     ==, rows[i].expected);
}

static void
test_members (void)
{
  static const struct {
    const char *json, *key, *value;
  } rows[] = {
    { "{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}", "scope",
      "https://mail.google.com/" },
    { "{ \"status\" : 401 }", "status", "401" },
    { "{\"a\":{\"status\":\"inner\"},\"status\":\"outer\"}", "status", "outer" },
    { "{\"text\":\"status\",\"status\":\"x\\\"y\"}", "status", "x\"y" },
    { "{\"status\":\"open", "status", NULL },
    { "{\"status\":true}", "status", NULL },
    { "{}", "status", NULL },
    { "", "status", NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *value = doctor_oauth_dup_member (rows[i].json, rows[i].key);
    g_assert_cmpstr (value, ==, rows[i].value);
  }
}

static void
test_find_error (void)
{
  static const char json[] = "{\"status\":\"invalid_token\"}";
  g_autofree char *base64 = g_base64_encode ((const guchar *)json, sizeof json - 1);
  const char *const heads[] = { "334 ", "+ ", "S: + ", "" };
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++) {
    g_autofree char *text = g_strconcat (heads[i], base64, "\r\n535 no", NULL);
    g_autofree char *found = doctor_oauth_find_error (text);
    g_assert_cmpstr (found, ==, json);
  }
  g_autofree char *bare = doctor_oauth_find_error ("NO {\"error\":\"x\"}");
  g_assert_nonnull (bare);
  g_assert_null (doctor_oauth_find_error ("they say the key eyJub25lIjoxfQ== {x}"));
  g_assert_null (doctor_oauth_find_error (""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/software/recognise", test_software);
  g_test_add_func ("/oauth-error/members", test_members);
  g_test_add_func ("/oauth-error/find", test_find_error);
  return g_test_run ();
}
