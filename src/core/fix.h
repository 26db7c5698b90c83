/* fix.h: remedies. A fix is a small set of settings facts to lay over the account, or a
 * step that only the person can do. Findings name them by id; the table is closed. */
#pragma once
#include "core/finding.h"

G_BEGIN_DECLS

typedef enum {
  DOCTOR_FIX_CHANGE, /* settings change: preview, verify, apply, undo */
  DOCTOR_FIX_SECRET, /* a new password is asked for, tested, stored */
  DOCTOR_FIX_STEP,   /* guided: the person does it elsewhere, then it is checked again */
  DOCTOR_FIX_WAIT,   /* it passes: the client tries again by itself */
  DOCTOR_FIX_TRUST,  /* the person compares a certificate, and may trust it */
  DOCTOR_FIX_N_KINDS
} DoctorFixKind;

/* What the button of a guided step does. */
typedef enum {
  DOCTOR_ACTION_NONE,
  DOCTOR_ACTION_PAGE,        /* opens doctor_fix_get_link () in the browser */
  DOCTOR_ACTION_CLOCK,       /* opens the time settings of the desktop */
  DOCTOR_ACTION_FOLDER,      /* opens mail.folder */
  DOCTOR_ACTION_PREFERENCES, /* opens the client's preferences of the account */
  DOCTOR_ACTION_PASSPHRASE,  /* lets the client ask for its primary passphrase */
  DOCTOR_ACTION_REPORT       /* copies the report */
} DoctorFixAction;

const char *doctor_fix_kind_to_string (DoctorFixKind kind); /* "change", "wait", … Static. */

typedef struct {
  const char *id; /* "use-tested-settings" */
  DoctorFixKind kind;
  DoctorScope scope;
  DoctorFacts *changes; /* the new settings, full names; empty but for CHANGE. Owned. */
} DoctorFix;

void doctor_fix_free (DoctorFix *fix); /* accepts NULL */

/* The fix @id for @scope as @facts allow it, or NULL when it is unknown, does not fit here or
 * would change nothing. */
DoctorFix *
doctor_fix_new (const char *id, DoctorScope scope, DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
/* The fixes that @finding names and that @facts allow here, light before heavy; each
 * weakens no security (a change to security none is never built). Free with
 * g_ptr_array_unref. Two that would change the same are one. */
GPtrArray *
doctor_fix_list (const DoctorFinding *finding, DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the table has it. */
gboolean doctor_fix_is_known (const char *id);
guint doctor_fix_get_n (void);
const char *doctor_fix_get_id (guint i);
/* What it does, in a sentence, in the current language. */
const char *doctor_fix_get_description (guint i);
/* Whether it only changes how the mail program behaves, so that there is nothing to try at a
 * server before. */
gboolean doctor_fix_is_local (const DoctorFix *fix);
/* Whether it changes settings of that service (of the account or the program: ACCOUNT). */
gboolean doctor_fix_changes_scope (const DoctorFix *fix, DoctorScope scope);
/* Bare name of the trial fact without which @id is not offered, or NULL. Static. */
const char *doctor_fix_get_trial (const char *id);

/* Texts in the current language. Title: the fix in a few words ("Use port 993 with TLS").
 * Button: verb and object ("_Use Port 993"), with a mnemonic. */
char *doctor_fix_dup_title (const DoctorFix *fix, DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
char *doctor_fix_dup_button (const DoctorFix *fix, DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
/* The page where the person does what the fix asks for (https; that of a network may be http), or
 * NULL. Borrowed from @facts. */
const char *doctor_fix_get_link (const DoctorFix *fix, DoctorFacts *facts);
/* A guided step: what its button does here, the words of that button (NULL: none; with
 * mnemonic), and how it is done in a sentence or two ("" for other kinds). */
DoctorFixAction doctor_fix_get_action (const DoctorFix *fix, DoctorFacts *facts);
const char *doctor_fix_get_action_button (const DoctorFix *fix);
char *doctor_fix_dup_guide (const DoctorFix *fix, DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
/* Rows of the preview: name of the setting, old value, new value, in words. The returned
 * array has three strings a row. */
GPtrArray *
doctor_fix_dup_preview (const DoctorFix *fix, DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorFix, doctor_fix_free)

G_END_DECLS
