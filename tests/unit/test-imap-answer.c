/* Answers of IMAP as servers write them. */
#include "probe/imap-answer.h"
#include "probe/imap-folders.h"

static void
test_classify (void)
{
  static const struct {
    const char *line;
    DoctorImapKind kind;
  } rows[] = {
    { "A1 OK done", DOCTOR_IMAP_OK },
    { "A1 ok", DOCTOR_IMAP_OK },
    { "A1 NO [UNAVAILABLE] later", DOCTOR_IMAP_NO },
    { "A1 BAD what", DOCTOR_IMAP_BAD },
    { "A1 OKAY", DOCTOR_IMAP_OTHER },
    { "A12 OK other command", DOCTOR_IMAP_OTHER },
    { "* OK [ALERT] soon", DOCTOR_IMAP_OTHER },
    { "* NO A1 OK", DOCTOR_IMAP_OTHER },
    { "* BYE Autologout", DOCTOR_IMAP_BYE },
    { "* BYE", DOCTOR_IMAP_BYE },
    { "* BAD unknown", DOCTOR_IMAP_BAD },
    { "+ go on", DOCTOR_IMAP_CONTINUE },
    { "+", DOCTOR_IMAP_CONTINUE },
    { "", DOCTOR_IMAP_OTHER },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (doctor_imap_classify (rows[i].line, "A1"), ==, rows[i].kind);
}

static void
test_capability (void)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_assert_true (doctor_imap_read_capability ("* CAPABILITY IMAP4rev1  IDLE AUTH=PLAIN", list));
  g_assert_cmpuint (list->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (list, 2), ==, "AUTH=PLAIN");
  g_assert_false (doctor_imap_read_capability ("A1 OK done", list));
  g_assert_cmpuint (list->len, ==, 3);
  g_assert_true (doctor_imap_read_capability ("A1 OK [CAPABILITY IMAP4rev1 QUOTA] in", list));
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (list, 1), ==, "QUOTA");
}

static void
test_exists (void)
{
  gint64 count = -1;
  g_assert_true (doctor_imap_read_exists ("* 17 EXISTS", &count));
  g_assert_cmpint (count, ==, 17);
  g_assert_false (doctor_imap_read_exists ("* 17 RECENT", &count));
  g_assert_false (doctor_imap_read_exists ("* 99999999999999999999 EXISTS", &count));
  g_assert_false (doctor_imap_read_exists ("* EXISTS", &count));
}

static void
test_folder (void)
{
  static const struct {
    const char *line;
    gboolean is_folder, is_lsub, is_noselect, is_inbox;
  } rows[] = {
    { "* LIST (\\HasNoChildren) \"/\" INBOX", TRUE, FALSE, FALSE, TRUE },
    { "* LIST () NIL \"Inbox\"", TRUE, FALSE, FALSE, TRUE },
    { "* LSUB (\\Noselect) \".\" INBOX", TRUE, TRUE, TRUE, TRUE },
    { "* list (\\NonExistent) \"/\" \"a \\\"b\\\"\"", TRUE, FALSE, TRUE, FALSE },
    { "* LIST \"/\" INBOX", FALSE, FALSE, FALSE, FALSE },
    { "* LIST (", FALSE, FALSE, FALSE, FALSE },
    { "* LIST () \"/\"", FALSE, FALSE, FALSE, FALSE },
    { "* LIST () \"/\" \"open", FALSE, FALSE, FALSE, FALSE },
    { "* STATUS INBOX ()", FALSE, FALSE, FALSE, FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    DoctorImapFolder folder = { 0 };
    g_assert_cmpint (doctor_imap_read_folder (rows[i].line, &folder), ==, rows[i].is_folder);
    g_assert_cmpint (folder.is_lsub, ==, rows[i].is_lsub);
    g_assert_cmpint (folder.is_noselect, ==, rows[i].is_noselect);
    g_assert_cmpint (folder.is_inbox, ==, rows[i].is_inbox);
  }
}

/* Names on the wire (RFC 3501 §5.1.3), and back with "/" between the levels. */
static void
test_names (void)
{
  static const struct {
    const char *name, *encoded;
  } rows[] = {
    { "Sent", "Sent" },
    { "A & B", "A &- B" },
    { "Entwürfe", "Entw&APw-rfe" },
    { "送信済み", "&kAFP4W4IMH8-" },
    { "a\r\nA2 DELETE INBOX", "a&AA0ACg-A2 DELETE INBOX" },
    { "😀", "&2D3eAA-" },
    { "", "" },
  };
  static const struct {
    const char *line, *name;
  } lines[] = {
    { "* LIST () \".\" INBOX.Sent", "INBOX/Sent" },
    { "* LSUB () \"/\" \"a b/c\"", "a b/c" },
    { "* LIST () NIL flat.name", "flat.name" },
    { "* STATUS INBOX ()", NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *encoded = doctor_imap_encode_name (rows[i].name);
    g_assert_cmpstr (encoded, ==, rows[i].encoded);
  }
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autofree char *name = doctor_imap_dup_folder_name (lines[i].line);
    g_assert_cmpstr (name, ==, lines[i].name);
  }
}

static void
test_quota (void)
{
  static const struct {
    const char *line;
    gint64 used, limit; /* -1: none */
  } rows[] = {
    { "* QUOTA \"\" (STORAGE 10 512)", 10, 512 },
    { "* QUOTA \"User quota\" (MESSAGE 5 1000 STORAGE 99 100)", 99, 100 },
    { "* QUOTA \"(STORAGE 1 2)\" (MESSAGE 5 1000)", -1, -1 },
    { "* QUOTA user.me (STORAGE 10)", -1, -1 },
    { "* QUOTA \"\" ()", -1, -1 },
    { "* QUOTA \"\" (STORAGE 10 0)", -1, -1 }, /* no limit, say some servers */
    { "* QUOTAROOT INBOX \"\"", -1, -1 },
    { "* QUOTA \"\" (STORAGE 10 99999999999999999999)", -1, -1 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    gint64 used = -1, limit = -1;
    g_assert_cmpint (doctor_imap_read_quota (rows[i].line, &used, &limit), ==, rows[i].used >= 0);
    g_assert_cmpint (used, ==, rows[i].used);
    g_assert_cmpint (limit, ==, rows[i].limit);
  }
}

static void
test_texts (void)
{
  g_autofree char *space
    = doctor_imap_dup_namespace ("* NAMESPACE ((\"INBOX.\" \".\")) NIL ((\"#shared.\" \".\"))");
  g_assert_cmpstr (space, ==, "\"INBOX.\" \".\"");
  g_autofree char *plain = doctor_imap_dup_namespace ("* NAMESPACE ((\"\" NIL)) NIL NIL");
  g_assert_cmpstr (plain, ==, "\"\" \"\"");
  g_assert_null (doctor_imap_dup_namespace ("* NAMESPACE NIL NIL NIL"));
  g_autofree char *id = doctor_imap_dup_id ("* ID (\"name\" \"Cyrus\")");
  g_assert_cmpstr (id, ==, "\"name\" \"Cyrus\"");
  g_assert_null (doctor_imap_dup_id ("* ID NIL"));
  g_autofree char *alert
    = doctor_imap_dup_alert ("* OK ready\r\n* NO [ALERT] Mailbox is at 93% of quota\r\nA1 OK in");
  g_assert_cmpstr (alert, ==, "Mailbox is at 93% of quota");
  g_assert_null (doctor_imap_dup_alert ("A1 NO [ALERTS] x"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap-answer/classify", test_classify);
  g_test_add_func ("/imap-answer/capability", test_capability);
  g_test_add_func ("/imap-answer/exists", test_exists);
  g_test_add_func ("/imap-answer/folder", test_folder);
  g_test_add_func ("/imap-answer/names", test_names);
  g_test_add_func ("/imap-answer/quota", test_quota);
  g_test_add_func ("/imap-answer/texts", test_texts);
  return g_test_run ();
}
