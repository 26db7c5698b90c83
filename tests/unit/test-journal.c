#include "core/journal.h"
#include <glib/gstdio.h>

typedef struct {
  char *folder, *path;
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  place->folder = g_dir_make_tmp ("ad-journal-XXXXXX", NULL);
  place->path = g_build_filename (place->folder, "below", "journal", NULL);
}

static void
tear_down (Place *place, gconstpointer data)
{
  g_autofree char *below = g_path_get_dirname (place->path);
  g_autofree char *broken = g_strconcat (place->path, ".broken", NULL);
  g_remove (place->path);
  g_remove (broken);
  g_rmdir (below);
  g_rmdir (place->folder);
  g_free (place->folder);
  g_free (place->path);
}

static DoctorFacts *
facts_of (const char *text)
{
  DoctorFacts *facts = doctor_facts_new ();
  g_assert_true (doctor_facts_parse (facts, text, "test", DOCTOR_SOURCE_SETTINGS, NULL));
  return facts;
}

static guint
add (DoctorJournal *journal, int account, const char *old_text, const char *new_text)
{
  g_autoptr (DoctorFacts) old_values = facts_of (old_text);
  g_autoptr (DoctorFacts) new_values = facts_of (new_text);
  g_autoptr (GError) error = NULL;
  guint id = doctor_journal_add (journal, account, "Büro; [1]", "use-tested-settings",
                                 DOCTOR_SCOPE_RECEIVE, old_values, new_values, &error);
  g_assert_no_error (error);
  return id;
}

static void
assert_values (DoctorFacts *facts, const char *text)
{
  g_autofree char *printed = doctor_facts_print (facts);
  g_assert_cmpstr (printed, ==, text);
}

#define OLD "receive.server.host 'a;b\\\\c'\nreceive.server.port 143\n"
#define NEW "receive.server.port 993\nreceive.server.security 'tls'\n"

static void
test_survives_restart (Place *place, gconstpointer data)
{
  g_autoptr (DoctorJournal) first = doctor_journal_open (place->path, NULL);
  guint id = add (first, 7, OLD, NEW);
  g_assert_true (doctor_journal_set_state (first, id, DOCTOR_ENTRY_APPLIED, NULL));

  g_autoptr (GError) error = NULL;
  g_autoptr (DoctorJournal) second = doctor_journal_open (place->path, &error);
  g_assert_no_error (error);
  const DoctorEntry *entry = doctor_journal_lookup_undoable (second, 7);
  g_assert_nonnull (entry);
  g_assert_cmpuint (entry->id, ==, id);
  g_assert_cmpstr (entry->account_name, ==, "Büro; [1]");
  g_assert_cmpint (entry->scope, ==, DOCTOR_SCOPE_RECEIVE);
  g_assert_cmpint (entry->time, >, 0);
  assert_values (entry->old_values, OLD);
  assert_values (entry->new_values, NEW);
  g_assert_cmpuint (add (second, 7, OLD, NEW), ==, id + 1);
}

static void
test_only_applied_can_be_undone (Place *place, gconstpointer data)
{
  g_autoptr (DoctorJournal) journal = doctor_journal_open (place->path, NULL);
  guint planned = add (journal, 1, OLD, NEW);
  g_assert_null (doctor_journal_lookup_undoable (journal, 1));
  g_assert_true (doctor_journal_set_state (journal, planned, DOCTOR_ENTRY_CONFIRMED, NULL));
  g_assert_nonnull (doctor_journal_lookup_undoable (journal, 1));
  g_assert_null (doctor_journal_lookup_undoable (journal, 2));
  g_assert_true (doctor_journal_set_state (journal, planned, DOCTOR_ENTRY_UNDONE, NULL));
  g_assert_null (doctor_journal_lookup_undoable (journal, 1));
}

static void
test_newest_first (Place *place, gconstpointer data)
{
  g_autoptr (DoctorJournal) journal = doctor_journal_open (place->path, NULL);
  add (journal, 1, OLD, NEW);
  add (journal, 2, OLD, NEW);
  guint newest = add (journal, 1, OLD, NEW);
  g_autoptr (GPtrArray) list = doctor_journal_list (journal, 1);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpuint (((DoctorEntry *)g_ptr_array_index (list, 0))->id, ==, newest);
}

static void
test_broken_file_is_kept_aside (Place *place, gconstpointer data)
{
  static const char *const texts[]
    = { "no key file", "[Entry 1]\nState=applied\nScope=nowhere\nFix=x\nOld=\nNew=\n",
        "[Entry 1]\nState=applied\nScope=send\nFix=x\nOld=no.such 1;\nNew=\n" };
  g_autofree char *below = g_path_get_dirname (place->path);
  g_autofree char *broken = g_strconcat (place->path, ".broken", NULL);
  g_assert_cmpint (g_mkdir (below, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_true (g_file_set_contents (place->path, texts[i], -1, NULL));
    g_autoptr (DoctorJournal) journal = doctor_journal_open (place->path, &error);
    g_assert_nonnull (error);
    g_assert_nonnull (g_strstr_len (error->message, -1, "was kept as"));
    g_autofree char *kept = NULL;
    g_assert_true (g_file_get_contents (broken, &kept, NULL, NULL));
    g_assert_cmpstr (kept, ==, texts[i]);
    g_assert_null (doctor_journal_lookup_undoable (journal, 1));
    g_assert_cmpuint (add (journal, 1, OLD, NEW), ==, 1);
  }
}

static void
test_unwritable_place_is_said (Place *place, gconstpointer data)
{
  g_autofree char *below = g_path_get_dirname (place->path);
  g_autoptr (DoctorFacts) values = facts_of (OLD);
  g_autoptr (GError) error = NULL;
  g_assert_true (g_file_set_contents (below, "a file, not a folder", -1, NULL));
  g_autoptr (DoctorJournal) journal = doctor_journal_open (place->path, NULL);
  g_assert_cmpuint (
    doctor_journal_add (journal, 1, "x", "y", DOCTOR_SCOPE_SEND, values, values, &error), ==, 0);
  g_assert_nonnull (error);
  g_autoptr (GPtrArray) list = doctor_journal_list (journal, 1);
  g_assert_cmpuint (list->len, ==, 0);
  g_remove (below);
}

#define ADD(path, function) g_test_add (path, Place, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/journal/restart", test_survives_restart);
  ADD ("/journal/undoable", test_only_applied_can_be_undone);
  ADD ("/journal/newest-first", test_newest_first);
  ADD ("/journal/broken", test_broken_file_is_kept_aside);
  ADD ("/journal/unwritable", test_unwritable_place_is_said);
  return g_test_run ();
}
