/* What the history tells of an account as it is now (history.h). */
#include "core/history-private.h"
#include "core/history-marks.h"

typedef struct {
  guint n_failures; /* since the last success */
  gint64 first;     /* of those; 0 is none */
  gboolean password_stored;
} Since;

static Since
count_since (DoctorHistory *history, int account_id, DoctorScope scope, gint64 worked)
{
  Since since = { 0 };
  for (guint i = 0; i < history->events->len; i++) {
    const DoctorHistoryEvent *event = g_ptr_array_index (history->events, i);
    if (event->account_id != account_id || event->scope != scope || event->time < worked)
      continue;
    since.password_stored |= event->kind == DOCTOR_HISTORY_PASSWORD;
    if (event->kind != DOCTOR_HISTORY_FAILED)
      continue;
    since.n_failures++;
    since.first = since.first == 0 ? event->time : since.first;
  }
  return since;
}

static void
set (DoctorFacts *facts, DoctorScope scope, const char *name, GVariant *value)
{
  doctor_facts_set_scoped (facts, scope, name, value, DOCTOR_SOURCE_SETTINGS);
}

/* A store that nobody wrote since has the same password; one that was written may have another
 * for any account, or only a renewed token: then only what was stored from here is known. */
static void
describe_password (
  DoctorFacts *facts, DoctorScope scope, const Since *since, gint64 worked, gint64 passwords_time)
{
  if (since->password_stored)
    set (facts, scope, "history.password-edited", g_variant_new_boolean (TRUE));
  else if (passwords_time > 0 && passwords_time < worked)
    set (facts, scope, "history.password-edited", g_variant_new_boolean (FALSE));
}

static void
describe_changes (DoctorHistory *history,
                  DoctorFacts *facts,
                  const DoctorHistorySuccess *success,
                  const Since *since,
                  const char *program)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *now = doctor_history_dup_marks (facts, success->scope, program, history->salt);
  doctor_history_compare_marks (success->marks, now, names);
  if (since->password_stored)
    g_ptr_array_add (names, g_strdup ("new-password"));
  if (names->len > 0)
    set (facts, success->scope, "history.changed",
         g_variant_new_strv ((const char *const *)names->pdata, (gssize)names->len));
}

static void
describe_service (DoctorHistory *history,
                  int account_id,
                  DoctorScope scope,
                  DoctorFacts *facts,
                  const char *program,
                  gint64 passwords_time)
{
  const DoctorHistorySuccess *success = doctor_history_find_success (history, account_id, scope);
  Since since = count_since (history, account_id, scope, success != NULL ? success->time : 0);
  if (since.n_failures > 0) {
    set (facts, scope, "history.failures", g_variant_new_int32 ((gint32)since.n_failures));
    set (facts, scope, "history.failing-since", g_variant_new_int64 (since.first));
  }
  if (success == NULL)
    return;
  set (facts, scope, "history.worked", g_variant_new_boolean (TRUE));
  set (facts, scope, "history.last-worked", g_variant_new_int64 (success->time));
  describe_password (facts, scope, &since, success->time, passwords_time);
  describe_changes (history, facts, success, &since, program);
}

/* Failures of sending while something waits. */
static void
describe_queue (DoctorHistory *history, int account_id, DoctorFacts *facts)
{
  gint64 oldest = doctor_facts_get_int (facts, DOCTOR_SCOPE_ACCOUNT, "queue.oldest", 0);
  gint64 worked = doctor_facts_get_int (facts, DOCTOR_SCOPE_SEND, "history.last-worked", 0);
  if (oldest == 0)
    return;
  Since since = count_since (history, account_id, DOCTOR_SCOPE_SEND, MAX (oldest, worked));
  set (facts, DOCTOR_SCOPE_ACCOUNT, "queue.failures",
       g_variant_new_int32 ((gint32)since.n_failures));
}

void
doctor_history_describe (DoctorHistory *history,
                         int account_id,
                         DoctorFacts *facts,
                         const char *program,
                         gint64 passwords_time)
{
  if (history->days == 0)
    return;
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++)
    describe_service (history, account_id, scope, facts, program, passwords_time);
  describe_queue (history, account_id, facts);
}

GArray *
doctor_history_list_failures (DoctorHistory *history, int account_id, DoctorScope scope)
{
  GArray *times = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = history->events->len; i-- > 0;) {
    const DoctorHistoryEvent *event = g_ptr_array_index (history->events, i);
    if (event->account_id == account_id && event->scope == scope
        && event->kind == DOCTOR_HISTORY_FAILED)
      g_array_append_val (times, event->time);
  }
  return times;
}
