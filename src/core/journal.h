/* journal.h: what was changed, with the old values, so that it can be taken back after a
 * restart too. One key file; written whole and atomically before a change is made.
 * Never holds a password. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

typedef enum {
  DOCTOR_ENTRY_PLANNED,
  DOCTOR_ENTRY_APPLIED,
  DOCTOR_ENTRY_CONFIRMED,
  DOCTOR_ENTRY_UNDONE
} DoctorEntryState;

typedef struct {
  guint id;    /* grows by one; 0 is none */
  gint64 time; /* seconds since 1970, UTC */
  int account_id;
  char *account_name;
  char *fix_id;
  DoctorScope scope;
  DoctorFacts *old_values; /* settings before; a setting that was not set is not in it */
  DoctorFacts *new_values;
  DoctorEntryState state;
} DoctorEntry;

typedef struct _DoctorJournal DoctorJournal;

/* Reads @path; a missing file is an empty journal. A broken one is kept aside as
 * PATH.broken and said in @error, and the returned journal is empty and usable. Never NULL. */
DoctorJournal *doctor_journal_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void doctor_journal_free (DoctorJournal *journal);
/* Adds an entry in state PLANNED and writes. @fix_id, values are copied. 0 with @error when
 * it could not be written: then the change must not be made. */
guint doctor_journal_add (DoctorJournal *journal,
                          int account_id,
                          const char *account_name,
                          const char *fix_id,
                          DoctorScope scope,
                          DoctorFacts *old_values,
                          DoctorFacts *new_values,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean doctor_journal_set_state (DoctorJournal *journal,
                                   guint id,
                                   DoctorEntryState state,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Entries, newest first, borrowed const DoctorEntry *; free the array. */
GPtrArray *doctor_journal_list (DoctorJournal *journal, int account_id) G_GNUC_WARN_UNUSED_RESULT;
/* Newest entry of that account that is applied and not undone, or NULL. Borrowed. */
const DoctorEntry *doctor_journal_lookup_undoable (DoctorJournal *journal, int account_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorJournal, doctor_journal_free)

G_END_DECLS
