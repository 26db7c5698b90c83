/* history.h: what became of the mail program's own attempts, so that a failure can be compared
 * with the last success: when it was, how often it failed since, and what changed in between.
 *
 * One small text file of ours beside the journal, a line an event, only ever appended to; it is
 * written anew, shorter, when it is opened. It keeps no texts of servers, no names, addresses or
 * passwords: of a setting only a mark that says whether it is still the same, made with a number
 * drawn by chance for this file; of a failure the step and the codes of the protocols. It goes
 * nowhere by itself. The person sets how long it is kept, and 0 days keeps nothing.
 *
 * Main thread only; a file that cannot be written costs nothing but the memory of it. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

enum {
  DOCTOR_HISTORY_DAYS = 90,       /* kept when nobody says otherwise */
  DOCTOR_HISTORY_MAX_LINES = 4000 /* a failure every half an hour for that long; the oldest go */
};

typedef struct _DoctorHistory DoctorHistory;

/* Reads @path; what cannot be read is no history. @days as below. Never NULL. */
DoctorHistory *doctor_history_open (const char *path, guint days) G_GNUC_WARN_UNUSED_RESULT;
/* The same to read only: it is not made shorter, and nothing is noted in it. */
DoctorHistory *doctor_history_read (const char *path) G_GNUC_WARN_UNUSED_RESULT;
void doctor_history_free (DoctorHistory *history); /* accepts NULL */
/* Forgets what is older than @days; 0: all of it, and notes nothing more. */
void doctor_history_set_days (DoctorHistory *history, guint days);
/* Forgets accounts that are gone, not among the @n @account_ids: their numbers may be given to
 * others. */
void doctor_history_keep (DoctorHistory *history, const int *account_ids, guint n);

/* An attempt at @time (seconds since 1970, UTC) went well with @settings, facts of the account;
 * @program names mail program and doctor with their versions. */
void doctor_history_add_success (DoctorHistory *history,
                                 int account_id,
                                 DoctorScope scope,
                                 DoctorFacts *settings,
                                 const char *program,
                                 gint64 time);
/* It failed; @cause is a few words of the protocols, see above. */
void doctor_history_add_failure (
  DoctorHistory *history, int account_id, DoctorScope scope, const char *cause, gint64 time);
/* The password was stored anew. */
void doctor_history_add_password (DoctorHistory *history,
                                  int account_id,
                                  DoctorScope scope,
                                  gint64 time);

/* Sets history.* in @facts, which have the settings as they are now; @program as above, or NULL:
 * not known. @passwords_time: when the program's store of passwords was written last, 0: not
 * known. */
void doctor_history_describe (DoctorHistory *history,
                              int account_id,
                              DoctorFacts *facts,
                              const char *program,
                              gint64 passwords_time);

/* Times of the failures that are known, newest first: gint64, seconds since 1970. */
GArray *doctor_history_list_failures (DoctorHistory *history,
                                      int account_id,
                                      DoctorScope scope) G_GNUC_WARN_UNUSED_RESULT;
/* One or two sentences about when the service worked last and what changed since, from the
 * facts above, in the current language; NULL when it is not known that it ever worked. */
char *doctor_history_dup_text (DoctorFacts *facts, DoctorScope scope) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorHistory, doctor_history_free)

G_END_DECLS
