/* examiner.h: runs account-doctor as a child over pipes and hands on what it sees.
 * The child gets settings on its standard input and passwords on a pipe of their own;
 * nothing secret in argv or environment. Cancel kills it at once. No threads; main loop. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

typedef struct _DoctorExaminer DoctorExaminer;

typedef struct {
  /* A fact as it is seen, also the pseudo fact "progress" (sss). */
  void (*fact) (const char *name, GVariant *value, gpointer data);
  /* The end, exactly once: @facts all that was seen (sealed, owned by the examiner), @error NULL
   * or why there is no or no whole answer (a sentence for the person). Not called after cancel. */
  void (*done) (DoctorFacts *facts, const GError *error, gpointer data);
  gpointer data;
} DoctorExaminerEvents;

typedef struct {
  const char *service; /* "imap", "pop3", "smtp"; NULL: all of the account */
  gboolean allow_login;
  gboolean allow_trials;
  gboolean allow_verify;
  int deadline_ms;              /* 0: the child's own */
  const char *receive_password; /* borrowed for the call; NULL where none */
  const char *send_password;
  const char *proxy_password;
  gboolean automatic; /* nobody asked for it: logs in only after a failed login */
} DoctorExaminerRequest;

/* Starts; never blocks. Even "cannot be started" comes through done, from an idle. */
DoctorExaminer *
doctor_examiner_start (DoctorFacts *settings,
                       const DoctorExaminerRequest *request,
                       const DoctorExaminerEvents *events) G_GNUC_WARN_UNUSED_RESULT;
/* Kills the child when it runs, and frees. Accepts NULL. No event comes afterwards. */
void doctor_examiner_free (DoctorExaminer *examiner);

G_END_DECLS
