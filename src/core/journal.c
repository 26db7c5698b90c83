#include "core/journal.h"
#include "core/i18n.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

struct _DoctorJournal {
  char *path;
  GPtrArray *entries; /* DoctorEntry *, oldest first */
};

static const char *const state_names[] = { "planned", "applied", "confirmed", "undone" };

static void
entry_free (gpointer data)
{
  DoctorEntry *entry = data;
  if (entry == NULL)
    return;
  g_free (entry->account_name);
  g_free (entry->fix_id);
  doctor_facts_unref (entry->old_values);
  doctor_facts_unref (entry->new_values);
  g_free (entry);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorEntry, entry_free)

static DoctorFacts *
read_values (GKeyFile *file, const char *group, const char *key, GError **error)
{
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  g_auto (GStrv) lines = g_key_file_get_string_list (file, group, key, NULL, error);
  if (lines == NULL)
    return NULL;
  g_autofree char *text = g_strjoinv ("\n", lines);
  if (!doctor_facts_parse (facts, text, group, DOCTOR_SOURCE_SETTINGS, error))
    return NULL;
  return g_steal_pointer (&facts);
}

static void
write_values (GKeyFile *file, const char *group, const char *key, DoctorFacts *facts)
{
  g_autofree char *text = doctor_facts_print (facts);
  g_strchomp (text);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_key_file_set_string_list (file, group, key, (const char *const *)lines, g_strv_length (lines));
}

static gboolean
read_word (GKeyFile *file,
           const char *group,
           const char *key,
           const char *const *words,
           guint n_words,
           guint *out_index,
           GError **error)
{
  g_autofree char *word = g_key_file_get_string (file, group, key, error);
  if (word == NULL)
    return FALSE;
  for (guint i = 0; i < n_words; i++) {
    if (g_strcmp0 (words[i], word) == 0) {
      *out_index = i;
      return TRUE;
    }
  }
  g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_FACT, _ ("[%s] %s: unknown word “%s”"), group,
               key, word);
  return FALSE;
}

/* Reads the group "Entry N". */
static DoctorEntry *
read_entry (GKeyFile *file, const char *group, GError **error)
{
  static const char *const scopes[] = { "account", "receive", "send" };
  g_autoptr (DoctorEntry) entry = g_new0 (DoctorEntry, 1);
  guint state = 0, scope = 0;
  if (!read_word (file, group, "State", state_names, G_N_ELEMENTS (state_names), &state, error)
      || !read_word (file, group, "Scope", scopes, G_N_ELEMENTS (scopes), &scope, error))
    return NULL;
  entry->state = state;
  entry->scope = scope;
  entry->id = g_ascii_strtoull (group + strlen ("Entry "), NULL, 10);
  entry->time = g_key_file_get_int64 (file, group, "Time", NULL);
  entry->account_id = g_key_file_get_integer (file, group, "Account", NULL);
  entry->account_name = g_key_file_get_string (file, group, "Name", NULL);
  entry->fix_id = g_key_file_get_string (file, group, "Fix", error);
  if (entry->fix_id == NULL)
    return NULL;
  entry->old_values = read_values (file, group, "Old", error);
  if (entry->old_values == NULL)
    return NULL;
  entry->new_values = read_values (file, group, "New", error);
  return entry->new_values != NULL ? g_steal_pointer (&entry) : NULL;
}

static void
write_entry (GKeyFile *file, const DoctorEntry *entry)
{
  g_autofree char *group = g_strdup_printf ("Entry %u", entry->id);
  const char *scope = doctor_scope_to_string (entry->scope);
  g_key_file_set_int64 (file, group, "Time", entry->time);
  g_key_file_set_integer (file, group, "Account", entry->account_id);
  g_key_file_set_string (file, group, "Name", entry->account_name);
  g_key_file_set_string (file, group, "Fix", entry->fix_id);
  g_key_file_set_string (file, group, "Scope", scope != NULL ? scope : "account");
  g_key_file_set_string (file, group, "State", state_names[entry->state]);
  write_values (file, group, "Old", entry->old_values);
  write_values (file, group, "New", entry->new_values);
}

static gboolean
read_all (DoctorJournal *journal, GKeyFile *file, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group != NULL; group++) {
    if (!g_str_has_prefix (*group, "Entry "))
      continue;
    DoctorEntry *entry = read_entry (file, *group, error);
    if (entry == NULL)
      return FALSE;
    g_ptr_array_add (journal->entries, entry);
  }
  return TRUE;
}

/* Keeps the unreadable file for a person to look at, and says so in @error. */
static void
set_aside (DoctorJournal *journal, GError **error)
{
  g_autofree char *aside = g_strconcat (journal->path, ".broken", NULL);
  g_ptr_array_set_size (journal->entries, 0);
  if (g_rename (journal->path, aside) == 0)
    g_prefix_error (error, _ ("The list of changes in “%s” cannot be read and was kept as “%s”: "),
                    journal->path, aside);
  else
    g_prefix_error (error, _ ("The list of changes in “%s” cannot be read: "), journal->path);
}

DoctorJournal *
doctor_journal_open (const char *path, GError **error)
{
  DoctorJournal *journal = g_new0 (DoctorJournal, 1);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  journal->path = g_strdup (path);
  journal->entries = g_ptr_array_new_with_free_func (entry_free);
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local)) {
    if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return journal;
  } else if (read_all (journal, file, &local)) {
    return journal;
  }
  set_aside (journal, &local);
  g_propagate_error (error, g_steal_pointer (&local));
  return journal;
}

void
doctor_journal_free (DoctorJournal *journal)
{
  if (journal == NULL)
    return;
  g_ptr_array_unref (journal->entries);
  g_free (journal->path);
  g_free (journal);
}

static gboolean
save (DoctorJournal *journal, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *folder = g_path_get_dirname (journal->path);
  for (guint i = 0; i < journal->entries->len; i++)
    write_entry (file, g_ptr_array_index (journal->entries, i));
  gsize length = 0;
  g_autofree char *text = g_key_file_to_data (file, &length, NULL);
  if (g_mkdir_with_parents (folder, 0700) != 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                 _ ("The folder “%s” cannot be made: %s"), folder, g_strerror (errno));
    return FALSE;
  }
  return g_file_set_contents_full (journal->path, text, length, G_FILE_SET_CONTENTS_CONSISTENT,
                                   0600, error);
}

static guint
next_id (DoctorJournal *journal)
{
  guint id = 1;
  for (guint i = 0; i < journal->entries->len; i++) {
    const DoctorEntry *entry = g_ptr_array_index (journal->entries, i);
    id = MAX (id, entry->id + 1);
  }
  return id;
}

guint
doctor_journal_add (DoctorJournal *journal,
                    int account_id,
                    const char *account_name,
                    const char *fix_id,
                    DoctorScope scope,
                    DoctorFacts *old_values,
                    DoctorFacts *new_values,
                    GError **error)
{
  DoctorEntry *entry = g_new0 (DoctorEntry, 1);
  entry->id = next_id (journal);
  entry->time = g_get_real_time () / G_USEC_PER_SEC;
  entry->account_id = account_id;
  entry->account_name = g_strdup (account_name != NULL ? account_name : "");
  entry->fix_id = g_strdup (fix_id);
  entry->scope = scope;
  entry->old_values = doctor_facts_copy (old_values);
  entry->new_values = doctor_facts_copy (new_values);
  g_ptr_array_add (journal->entries, entry);
  if (save (journal, error))
    return entry->id;
  g_ptr_array_remove_index (journal->entries, journal->entries->len - 1);
  return 0;
}

gboolean
doctor_journal_set_state (DoctorJournal *journal, guint id, DoctorEntryState state, GError **error)
{
  for (guint i = 0; i < journal->entries->len; i++) {
    DoctorEntry *entry = g_ptr_array_index (journal->entries, i);
    if (entry->id != id)
      continue;
    DoctorEntryState before = entry->state;
    entry->state = state;
    if (save (journal, error))
      return TRUE;
    entry->state = before;
    return FALSE;
  }
  g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE, _ ("There is no change number %u."), id);
  return FALSE;
}

GPtrArray *
doctor_journal_list (DoctorJournal *journal, int account_id)
{
  GPtrArray *list = g_ptr_array_new ();
  for (guint i = journal->entries->len; i > 0; i--) {
    DoctorEntry *entry = g_ptr_array_index (journal->entries, i - 1);
    if (entry->account_id == account_id)
      g_ptr_array_add (list, entry);
  }
  return list;
}

const DoctorEntry *
doctor_journal_lookup_undoable (DoctorJournal *journal, int account_id)
{
  for (guint i = journal->entries->len; i > 0; i--) {
    const DoctorEntry *entry = g_ptr_array_index (journal->entries, i - 1);
    if (entry->account_id == account_id
        && (entry->state == DOCTOR_ENTRY_APPLIED || entry->state == DOCTOR_ENTRY_CONFIRMED))
      return entry;
  }
  return NULL;
}
