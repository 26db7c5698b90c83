/* history-private.h: between history.c (events, their file) and history-facts.c (what they tell).
 */
#pragma once
#include "core/history.h"

G_BEGIN_DECLS

typedef enum {
  DOCTOR_HISTORY_WORKED,
  DOCTOR_HISTORY_FAILED,
  DOCTOR_HISTORY_PASSWORD,
  DOCTOR_HISTORY_N_KINDS
} DoctorHistoryKind;

typedef struct {
  gint64 time;
  int account_id;
  DoctorScope scope;
  DoctorHistoryKind kind;
  char *detail; /* marks, or the cause */
} DoctorHistoryEvent;

/* The last success is kept to the second, its line only now and then. */
typedef struct {
  int account_id;
  DoctorScope scope;
  gint64 time;
  char *marks;
} DoctorHistorySuccess;

struct _DoctorHistory {
  char *path;
  char *salt;
  guint days;
  GPtrArray *events; /* DoctorHistoryEvent, oldest first */
  GPtrArray *successes;
};

/* NULL when none is known. Borrowed. */
DoctorHistorySuccess *
doctor_history_find_success (DoctorHistory *history, int account_id, DoctorScope scope);

G_END_DECLS
