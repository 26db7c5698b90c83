/* The journal of changes: opened at the start, read for undo. */
#include "plugin/case-private.h"
#include "plugin/bridge.h"
#include "core/i18n.h"
#include <glib/gstdio.h>

/* A change that was planned when the program ended is in the account or is not: the account
 * itself tells. */
static gboolean
is_in_account (const DoctorEntry *entry)
{
  g_autoptr (DoctorFacts) settings = doctor_bridge_read (entry->account_id);
  g_autoptr (GPtrArray) names = doctor_facts_names (entry->new_values);
  for (guint i = 0; settings != NULL && i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    GVariant *now = doctor_facts_lookup (settings, DOCTOR_SCOPE_ACCOUNT, name);
    GVariant *then = doctor_facts_lookup (entry->new_values, DOCTOR_SCOPE_ACCOUNT, name);
    if (now == NULL || !g_variant_equal (now, then))
      return FALSE;
  }
  return settings != NULL;
}

static void
settle_planned (DoctorJournal *journal, int account_id)
{
  g_autoptr (GPtrArray) entries = doctor_journal_list (journal, account_id);
  for (guint i = 0; i < entries->len; i++) {
    const DoctorEntry *entry = g_ptr_array_index (entries, i);
    if (entry->state != DOCTOR_ENTRY_PLANNED)
      continue;
    DoctorEntryState state = is_in_account (entry) ? DOCTOR_ENTRY_APPLIED : DOCTOR_ENTRY_UNDONE;
    if (!doctor_journal_set_state (journal, entry->id, state, NULL))
      g_debug ("journal entry %u stays planned", entry->id);
  }
}

void
doctor_cases_open_journal (void)
{
  DoctorCases *cases = doctor_cases ();
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (doctor_bridge_config_dir (), "account-doctor", NULL);
  g_autofree char *path = g_build_filename (folder, "journal", NULL);
  g_mkdir_with_parents (folder, 0700); /* without it, adding to the journal says what is wrong */
  cases->journal = doctor_journal_open (path, &error);
  if (error != NULL)
    g_warning ("%s", error->message); /* the host's log window shows it; nothing is lost but undo */
  doctor_bridge_end_trust ();         /* left from a program that ended before it could */
  g_autoptr (GPtrArray) accounts = doctor_bridge_list_accounts ();
  for (guint i = 0; i < accounts->len; i++)
    settle_planned (cases->journal, ((DoctorAccountRef *)g_ptr_array_index (accounts, i))->id);
}

const DoctorEntry *
doctor_case_find_entry (DoctorCase *c, guint id)
{
  g_autoptr (GPtrArray) entries = doctor_journal_list (doctor_cases ()->journal, c->account_id);
  for (guint i = 0; id != 0 && i < entries->len; i++) {
    const DoctorEntry *entry = g_ptr_array_index (entries, i);
    if (entry->id == id)
      return entry;
  }
  return NULL;
}

gboolean
doctor_case_restore (DoctorCase *c, const DoctorEntry *entry, GError **error)
{
  return doctor_bridge_write (c->account_id, entry->old_values, error)
         && doctor_journal_set_state (doctor_cases ()->journal, entry->id, DOCTOR_ENTRY_UNDONE,
                                      error);
}

static const DoctorEntry *
undoable (DoctorCase *c)
{
  return doctor_journal_lookup_undoable (doctor_cases ()->journal, c->account_id);
}

gboolean
doctor_case_can_undo (DoctorCase *c)
{
  return c->state != DOCTOR_CASE_EXAMINING && c->state != DOCTOR_CASE_VERIFYING
         && undoable (c) != NULL;
}

char *
doctor_case_dup_undo_text (DoctorCase *c)
{
  const DoctorEntry *entry = undoable (c);
  if (entry == NULL)
    return g_strdup ("");
  g_autoptr (GPtrArray) names = doctor_facts_names (entry->old_values);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    GVariant *now = doctor_facts_lookup (entry->new_values, DOCTOR_SCOPE_ACCOUNT, name);
    g_autofree char *old_text = doctor_value_dup_text (
      name, doctor_facts_lookup (entry->old_values, DOCTOR_SCOPE_ACCOUNT, name));
    g_autofree char *new_text = now != NULL ? doctor_value_dup_text (name, now) : g_strdup ("–");
    /* Translators: what is now in the settings, and what was there before. */
    g_ptr_array_add (parts, g_strdup_printf (_ ("%s → %s"), new_text, old_text));
  }
  g_ptr_array_add (parts, NULL);
  g_autofree char *list = g_strjoinv (", ", (char **)parts->pdata);
  return g_strdup_printf (_ ("Undo: %s"), list);
}

/* --- of all since --- */

static void
change_free (gpointer data)
{
  DoctorChange *change = data;
  g_free (change->text);
  g_free (change);
}

/* One line for each setting. */
static char *
dup_entry_text (const DoctorEntry *entry)
{
  const DoctorFix fix = { entry->fix_id, DOCTOR_FIX_CHANGE, entry->scope, entry->new_values };
  g_autoptr (GPtrArray) cells = doctor_fix_dup_preview (&fix, entry->old_values);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i + 2 < cells->len; i += 3)
    /* Translators: a setting, its old value and its new one. */
    g_ptr_array_add (lines,
                     g_strdup_printf (_ ("%1$s: %2$s → %3$s"), (char *)g_ptr_array_index (cells, i),
                                      (char *)g_ptr_array_index (cells, i + 1),
                                      (char *)g_ptr_array_index (cells, i + 2)));
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **)lines->pdata);
}

static gboolean
is_undoable (const DoctorEntry *entry)
{
  return entry->state == DOCTOR_ENTRY_APPLIED || entry->state == DOCTOR_ENTRY_CONFIRMED;
}

GPtrArray *
doctor_case_dup_changes (DoctorCase *c)
{
  g_autoptr (GPtrArray) entries = doctor_journal_list (doctor_cases ()->journal, c->account_id);
  GPtrArray *changes = g_ptr_array_new_with_free_func (change_free);
  for (guint i = 0; i < entries->len; i++) {
    const DoctorEntry *entry = g_ptr_array_index (entries, i);
    if (!is_undoable (entry))
      continue;
    DoctorChange *change = g_new0 (DoctorChange, 1);
    change->id = entry->id;
    change->time = entry->time;
    change->text = dup_entry_text (entry);
    g_ptr_array_add (changes, change);
  }
  return changes;
}

/* The newest first, so that each finds what it left. */
static gboolean
restore_since (DoctorCase *c, guint id, GError **error)
{
  g_autoptr (GPtrArray) entries = doctor_journal_list (doctor_cases ()->journal, c->account_id);
  for (guint i = 0; i < entries->len; i++) {
    const DoctorEntry *entry = g_ptr_array_index (entries, i);
    if (entry->id >= id && is_undoable (entry) && !doctor_case_restore (c, entry, error))
      return FALSE;
  }
  return TRUE;
}

void
doctor_case_undo_since (DoctorCase *c, guint id)
{
  g_autoptr (GError) error = NULL;
  if (!doctor_case_can_undo (c))
    return;
  doctor_case_take_problem (c, NULL);
  doctor_case_take_notice (c, NULL);
  if (!restore_since (c, id, &error))
    doctor_case_take_problem (
      c, g_strdup_printf (_ ("The old settings could not be put back: %s"), error->message));
  c->change.is_waiting = FALSE;
  doctor_case_forget (c);
  if (doctor_case_failing_scope (c) != DOCTOR_SCOPE_ACCOUNT)
    doctor_case_conclude (c, NULL);
  doctor_case_rest (c);
}

void
doctor_case_undo (DoctorCase *c)
{
  const DoctorEntry *entry = undoable (c);
  if (entry != NULL)
    doctor_case_undo_since (c, entry->id);
}
