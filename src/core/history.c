#include "core/history-private.h"
#include "core/history-marks.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  MAX_BYTES = 1024 * 1024,
  SAME_STATE_S = 3600, /* a success like the one before is written once an hour */
};
#define HEAD "account-doctor-history 1 " /* and the salt */

static const char *const kind_names[DOCTOR_HISTORY_N_KINDS] = { "worked", "failed", "password" };

/* --- events --- */

static void
event_free (gpointer data)
{
  g_free (((DoctorHistoryEvent *)data)->detail);
  g_free (data);
}

static void
success_free (gpointer data)
{
  g_free (((DoctorHistorySuccess *)data)->marks);
  g_free (data);
}

DoctorHistorySuccess *
doctor_history_find_success (DoctorHistory *history, int account_id, DoctorScope scope)
{
  for (guint i = 0; i < history->successes->len; i++) {
    DoctorHistorySuccess *success = g_ptr_array_index (history->successes, i);
    if (success->account_id == account_id && success->scope == scope)
      return success;
  }
  return NULL;
}

static void
note_success (DoctorHistory *history, const DoctorHistoryEvent *event)
{
  DoctorHistorySuccess *success
    = doctor_history_find_success (history, event->account_id, event->scope);
  if (success == NULL) {
    success = g_new0 (DoctorHistorySuccess, 1);
    success->account_id = event->account_id;
    success->scope = event->scope;
    g_ptr_array_add (history->successes, success);
  }
  g_free (success->marks);
  success->marks = g_strdup (event->detail);
  success->time = event->time;
}

static void
take (DoctorHistory *history, DoctorHistoryEvent *event)
{
  if (event->kind == DOCTOR_HISTORY_WORKED)
    note_success (history, event);
  if (history->events->len >= DOCTOR_HISTORY_MAX_LINES)
    g_ptr_array_remove_index (history->events, 0);
  g_ptr_array_add (history->events, event);
}

/* --- lines: "TIME ACCOUNT SCOPE KIND DETAIL" --- */

static gboolean
find_word (const char *const *words, guint n, const char *word, guint *out)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (words[i], word) == 0) {
      *out = i;
      return TRUE;
    }
  return FALSE;
}

static DoctorHistoryEvent *
parse_line (const char *line)
{
  static const char *const scopes[]
    = { [DOCTOR_SCOPE_RECEIVE] = "receive", [DOCTOR_SCOPE_SEND] = "send" };
  guint scope = 0, kind = 0;
  g_auto (GStrv) parts = g_strsplit (line, " ", 5);
  if (g_strv_length (parts) < 4 || !find_word (scopes, G_N_ELEMENTS (scopes), parts[2], &scope)
      || !find_word (kind_names, DOCTOR_HISTORY_N_KINDS, parts[3], &kind)
      || !g_utf8_validate (line, -1, NULL))
    return NULL;
  DoctorHistoryEvent *event = g_new0 (DoctorHistoryEvent, 1);
  event->time = g_ascii_strtoll (parts[0], NULL, 10);
  event->account_id = atoi (parts[1]);
  event->scope = (DoctorScope)scope;
  event->kind = (DoctorHistoryKind)kind;
  event->detail = g_strdup (parts[4] != NULL ? parts[4] : "");
  return event;
}

static void
print_line (GString *text, const DoctorHistoryEvent *event)
{
  g_string_append_printf (text, "%" G_GINT64_FORMAT " %d %s %s %s\n", event->time,
                          event->account_id, doctor_scope_to_string (event->scope),
                          kind_names[event->kind], event->detail);
}

/* --- the file --- */

static void
write_all (DoctorHistory *history)
{
  g_autoptr (GString) text = g_string_new (HEAD);
  g_string_append_printf (text, "%s\n", history->salt);
  for (guint i = 0; i < history->events->len; i++)
    print_line (text, g_ptr_array_index (history->events, i));
  if (!g_file_set_contents_full (history->path, text->str, (gssize)text->len,
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL))
    g_debug ("the history is not kept");
}

static void
append_line (DoctorHistory *history, const DoctorHistoryEvent *event)
{
  g_autoptr (GString) line = g_string_new (NULL);
  print_line (line, event);
  int fd = g_open (history->path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0);
  if (fd < 0) { /* the first line, or somebody removed it */
    write_all (history);
    return;
  }
  if (write (fd, line->str, line->len) != (gssize)line->len)
    g_debug ("the history lacks a line");
  close (fd);
}

static void
parse (DoctorHistory *history, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  if (lines[0] == NULL || !g_str_has_prefix (lines[0], HEAD))
    return;
  g_free (history->salt);
  history->salt = g_strdup (lines[0] + strlen (HEAD));
  for (guint i = 1; lines[i] != NULL; i++) {
    DoctorHistoryEvent *event = parse_line (lines[i]);
    if (event != NULL)
      take (history, event);
  }
}

static void
read_file (DoctorHistory *history)
{
  GStatBuf status;
  g_autofree char *text = NULL;
  if (g_lstat (history->path, &status) == 0 && S_ISREG (status.st_mode)
      && status.st_size <= MAX_BYTES && g_file_get_contents (history->path, &text, NULL, NULL))
    parse (history, text);
}

static void
add (DoctorHistory *history,
     int account_id,
     DoctorScope scope,
     DoctorHistoryKind kind,
     const char *detail,
     gint64 time)
{
  DoctorHistoryEvent *event = g_new0 (DoctorHistoryEvent, 1);
  event->time = time;
  event->account_id = account_id;
  event->scope = scope;
  event->kind = kind;
  event->detail = g_strdelimit (g_strdup (detail), "\r\n", ' ');
  take (history, event);
  append_line (history, event);
}

/* The newest event of the service, or NULL. */
static const DoctorHistoryEvent *
find_last (DoctorHistory *history, int account_id, DoctorScope scope)
{
  for (guint i = history->events->len; i-- > 0;) {
    const DoctorHistoryEvent *event = g_ptr_array_index (history->events, i);
    if (event->account_id == account_id && event->scope == scope)
      return event;
  }
  return NULL;
}

/* The last success to the second, before something else happens. */
static void
settle_success (DoctorHistory *history, int account_id, DoctorScope scope)
{
  const DoctorHistoryEvent *last = find_last (history, account_id, scope);
  const DoctorHistorySuccess *success = doctor_history_find_success (history, account_id, scope);
  if (success == NULL || last == NULL || last->kind != DOCTOR_HISTORY_WORKED
      || last->time == success->time)
    return;
  g_autofree char *marks = g_strdup (success->marks);
  add (history, account_id, scope, DOCTOR_HISTORY_WORKED, marks, success->time);
}

static void
settle_all (DoctorHistory *history)
{
  for (guint i = 0; history->days > 0 && i < history->successes->len; i++) {
    const DoctorHistorySuccess *success = g_ptr_array_index (history->successes, i);
    settle_success (history, success->account_id, success->scope);
  }
}

/* Takes away what @is_gone says, from memory and the file. */
static void
prune (DoctorHistory *history,
       gboolean (*is_gone) (const DoctorHistoryEvent *event, gconstpointer data),
       gconstpointer data)
{
  settle_all (history);
  g_autoptr (GPtrArray) before = g_steal_pointer (&history->events);
  guint n = before->len;
  history->events = g_ptr_array_new_with_free_func (event_free);
  g_ptr_array_set_size (history->successes, 0);
  g_ptr_array_set_free_func (before, NULL);
  for (guint i = 0; i < n; i++) {
    DoctorHistoryEvent *event = g_ptr_array_index (before, i);
    if (is_gone (event, data))
      event_free (event);
    else
      take (history, event);
  }
  if (history->events->len < n)
    write_all (history);
}

static gboolean
is_older (const DoctorHistoryEvent *event, gconstpointer data)
{
  return event->time < *(const gint64 *)data;
}

static DoctorHistory *
history_new (const char *path)
{
  DoctorHistory *history = g_new0 (DoctorHistory, 1);
  history->path = g_strdup (path);
  history->salt = g_uuid_string_random ();
  history->events = g_ptr_array_new_with_free_func (event_free);
  history->successes = g_ptr_array_new_with_free_func (success_free);
  return history;
}

DoctorHistory *
doctor_history_open (const char *path, guint days)
{
  DoctorHistory *history = history_new (path);
  read_file (history);
  doctor_history_set_days (history, days);
  return history;
}

DoctorHistory *
doctor_history_read (const char *path)
{
  DoctorHistory *history = history_new (path);
  read_file (history);
  history->days = DOCTOR_HISTORY_DAYS;
  return history;
}

void
doctor_history_free (DoctorHistory *history)
{
  if (history == NULL)
    return;
  settle_all (history);
  g_ptr_array_unref (history->events);
  g_ptr_array_unref (history->successes);
  g_free (history->salt);
  g_free (history->path);
  g_free (history);
}

void
doctor_history_set_days (DoctorHistory *history, guint days)
{
  gint64 oldest = g_get_real_time () / G_USEC_PER_SEC - (gint64)days * 24 * 3600;
  if (days == 0)
    oldest = G_MAXINT64;
  history->days = days;
  prune (history, is_older, &oldest);
  if (days == 0)
    g_unlink (history->path);
}

typedef struct {
  const int *ids;
  guint n;
} Ids;

static gboolean
is_of_none (const DoctorHistoryEvent *event, gconstpointer data)
{
  const Ids *ids = data;
  for (guint i = 0; i < ids->n; i++)
    if (ids->ids[i] == event->account_id)
      return FALSE;
  return TRUE;
}

void
doctor_history_keep (DoctorHistory *history, const int *account_ids, guint n)
{
  const Ids ids = { account_ids, n };
  prune (history, is_of_none, &ids);
}

/* --- what happens --- */

void
doctor_history_add_success (DoctorHistory *history,
                            int account_id,
                            DoctorScope scope,
                            DoctorFacts *settings,
                            const char *program,
                            gint64 time)
{
  if (history->days == 0)
    return;
  g_autofree char *marks = doctor_history_dup_marks (settings, scope, program, history->salt);
  const DoctorHistoryEvent *last = find_last (history, account_id, scope);
  DoctorHistorySuccess *success = doctor_history_find_success (history, account_id, scope);
  if (success != NULL && last != NULL && last->kind == DOCTOR_HISTORY_WORKED
      && strcmp (last->detail, marks) == 0 && time - last->time < SAME_STATE_S) {
    success->time = time; /* its line comes with the next event */
    return;
  }
  add (history, account_id, scope, DOCTOR_HISTORY_WORKED, marks, time);
}

void
doctor_history_add_failure (
  DoctorHistory *history, int account_id, DoctorScope scope, const char *cause, gint64 time)
{
  if (history->days == 0)
    return;
  settle_success (history, account_id, scope);
  add (history, account_id, scope, DOCTOR_HISTORY_FAILED, cause, time);
}

void
doctor_history_add_password (DoctorHistory *history, int account_id, DoctorScope scope, gint64 time)
{
  if (history->days == 0)
    return;
  settle_success (history, account_id, scope);
  add (history, account_id, scope, DOCTOR_HISTORY_PASSWORD, "", time);
}
