/* What is read from the mail program's own files: filter rules, the queue, header fields. */
#include "core/filters.h"
#include "core/mime-word.h"
#include "core/queue.h"
#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

/* --- header fields (RFC 2047) --- */

static const struct {
  const char *name, *field, *text;
} word_rows[] = {
  { "plain", "Hello", "Hello" },
  { "base64", "=?UTF-8?B?6KaL56mN5pu4?=", "見積書" },
  { "iso-2022-jp", "=?ISO-2022-JP?B?GyRCOCtAUT1xGyhC?=", "見積書" },
  { "quoted", "=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus?= Bonn", "Grüße aus Bonn" },
  { "two-words", "=?UTF-8?B?6KaL?=\r\n =?UTF-8?B?56mN5pu4?=", "見積書" },
  { "language", "=?utf-8*ja?B?6KaL?=", "見" },
  { "unknown-charset", "=?x-none?Q?a?=", "=?x-none?Q?a?=" },
  { "unknown-encoding", "=?utf-8?X?a?=", "=?utf-8?X?a?=" },
  { "cut", "=?utf-8?B?6KaL", "=?utf-8?B?6KaL" },
  { "only-marks", "=? =?? =??? =????", "=? =?? =??? =????" },
  { "no-utf8", "caf\xe9", "caf\xef\xbf\xbd" },
};

static void
test_word (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *text = doctor_mime_word_decode (word_rows[i].field);
  g_assert_cmpstr (text, ==, word_rows[i].text);
}

/* --- filter rules --- */

static const struct {
  const char *name, *rules;
  const char *found; /* "action name → target, all" */
} filter_rows[] = {
  { "none", "[filtering]\n", "" },
  { "no-file", "", "" },
  { "copies-and-marks", "[filtering]\nenabled rulename \"c\" all copy \"#mh/M/x\" mark color 3\n",
    "" },
  { "moves",
    "[filtering]\nenabled rulename \"lists\" to matchcase \"list@\" move \"#mh/M/lists\"\n",
    "move lists → M/lists" },
  { "without-name", "[filtering]\nsubject regexp \"(a|b)\" delete\n",
    "delete subject regexp \"(a|b)\"" },
  { "disabled", "[filtering]\ndisabled rulename \"x\" all delete\n", "" },
  { "other-account", "[filtering]\nenabled rulename \"x\" account 2 all delete\n", "" },
  { "own-account", "[filtering]\nenabled rulename \"x\" account 1 all delete\n", "delete x, all" },
  { "other-section", "[preglobal]\nall delete\n\n[#mh/M/inbox]\nall delete\n", "" },
  { "worst-first",
    "[filtering]\nrulename \"a\" from match \"x\" delete\nrulename \"b\" all move \"#mh/M/b\"\n",
    "move b → M/b, all" },
  { "delete-before-move",
    "[filtering]\nrulename \"a\" all move \"#mh/M/a\"\nrulename \"b\" all delete\n",
    "delete b, all" },
  { "words-in-strings",
    "[filtering]\nrulename \"please delete\" subject matchcase \"move \\\"delete\\\"\" mark\n",
    "" },
  { "together", "[filtering]\nrulename \"n\" all & unread move \"#imap/A/Old\" stop\n",
    "move n → A/Old" },
  { "cut", "[filtering]\nrulename", "" },
  { "cut-string", "[filtering]\nrulename \"x\" all move \"#mh", "move x → #mh, all" },
  { "only-action", "[filtering]\ndelete\n", "" },
};

static void
test_filter (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (DoctorFilter) filter = doctor_filters_find (filter_rows[i].rules, 1);
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  doctor_filter_describe (facts, filter, filter != NULL ? 4 : -1);
  const char *target = doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "filter.target");
  const char *name = doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "filter.name");
  const char *action = doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "filter.action");
  g_autofree char *found = g_strconcat (
    action != NULL ? action : "", name != NULL ? " " : "", name != NULL ? name : "",
    target != NULL ? " → " : "", target != NULL ? target : "",
    doctor_facts_get_boolean (facts, DOCTOR_SCOPE_ACCOUNT, "filter.takes-all", FALSE) ? ", all"
                                                                                      : "",
    NULL);
  g_assert_cmpstr (found, ==, filter_rows[i].found);
  g_assert_cmpint (doctor_facts_get_int (facts, DOCTOR_SCOPE_ACCOUNT, "filter.unseen", -1), ==,
                   filter != NULL ? 4 : -1);
}

/* --- the queue --- */

#define NOTES(account)                                                                             \
  "AF:\nNF:0\nPS:10\nS:taro@example.jp\nSSV:smtp.example.jp\nR:<hanako@example.jp>,\n\t<jiro@"     \
  "example.jp>\n"                                                                                  \
  "MAID:" account "\nX-Claws-End-Special-Headers: 1\n"
#define SMALL "Subject: small\n\nHello\n"
#define LARGE                                                                                      \
  "Subject: =?UTF-8?B?6KaL?=\n =?UTF-8?B?56mN5pu4?=\nFrom: taro@example.jp\n\nHello hello hello\n"

static const struct {
  const char *name, *text;
  gint64 time;
} queue_files[] = {
  { "1", NOTES ("1") SMALL, 1795000000 },
  { "2", NOTES ("1") LARGE, 1795000100 },
  { "3",
    NOTES ("2") "Subject: of another "
                "account\n\n................................................................\n",
    1794000000 },
  { "4", "no message at all", 1794000000 },
  { "5", "", 1794000000 },
  { ".claws_mark", NOTES ("1") SMALL, 1794000000 },
  { "note.txt", NOTES ("1") SMALL, 1794000000 },
};

static char *
make_queue (void)
{
  char *folder = g_dir_make_tmp ("doctor-XXXXXX", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (queue_files); i++) {
    const struct utimbuf times = { queue_files[i].time, queue_files[i].time };
    g_autofree char *path = g_build_filename (folder, queue_files[i].name, NULL);
    g_assert_true (g_file_set_contents (path, queue_files[i].text, -1, NULL));
    g_assert_cmpint (g_utime (path, (struct utimbuf *)&times), ==, 0);
  }
  return folder;
}

static void
remove_queue (const char *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (queue_files); i++) {
    g_autofree char *path = g_build_filename (folder, queue_files[i].name, NULL);
    g_unlink (path);
  }
  g_rmdir (folder);
}

static void
test_queue (void)
{
  g_autofree char *folder = make_queue ();
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  doctor_queue_describe (facts, folder, 1);
  g_autofree char *text = doctor_facts_print (facts);
  g_autofree char *expected
    = g_strdup_printf ("queue.count 2\nqueue.largest %u\nqueue.largest-subject '見積書'\n"
                       "queue.oldest 1795000000\n",
                       (guint)strlen (LARGE));
  g_assert_cmpstr (text, ==, expected);
  remove_queue (folder);
}

static void
test_queue_of_nobody (void)
{
  g_autofree char *folder = make_queue ();
  g_autoptr (DoctorFacts) facts = doctor_facts_new (), none = doctor_facts_new ();
  doctor_queue_describe (facts, folder, 7);
  g_autofree char *text = doctor_facts_print (facts);
  g_assert_cmpstr (text, ==, "queue.count 0\n");
  remove_queue (folder);
  doctor_queue_describe (none, folder, 1);
  g_assert_cmpuint (doctor_facts_count (none), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (word_rows); i++) {
    g_autofree char *path = g_strconcat ("/mime-word/", word_rows[i].name, NULL);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_word);
  }
  for (guint i = 0; i < G_N_ELEMENTS (filter_rows); i++) {
    g_autofree char *path = g_strconcat ("/filters/", filter_rows[i].name, NULL);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_filter);
  }
  g_test_add_func ("/queue/of-an-account", test_queue);
  g_test_add_func ("/queue/of-nobody", test_queue_of_nobody);
  return g_test_run ();
}
