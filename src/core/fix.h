/* fix.h: remedies. A fix is a small set of settings facts to lay over the account, or a
 * step that only the person can do. Findings name them by id; the table is closed. */
#pragma once
#include "core/finding.h"

G_BEGIN_DECLS

typedef enum {
  DOCTOR_FIX_CHANGE, /* settings change: preview, verify, apply, undo */
  DOCTOR_FIX_SECRET, /* a new password is asked for, tested, stored */
  DOCTOR_FIX_STEP    /* guided: nothing to change here */
} DoctorFixKind;

typedef struct {
  const char *id; /* "use-tested-settings" */
  DoctorFixKind kind;
  DoctorScope scope;
  DoctorFacts *changes; /* the new settings, full names; empty for SECRET and STEP. Owned. */
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
/* Bare name of the trial fact without which @id is not offered, or NULL. Static. */
const char *doctor_fix_get_trial (const char *id);

/* Texts in the current language. Title: the fix in a few words ("Use port 993 with TLS").
 * Button: verb and object ("_Use Port 993"), with a mnemonic. */
char *doctor_fix_dup_title (const DoctorFix *fix, DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
char *doctor_fix_dup_button (const DoctorFix *fix, DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
/* The provider's page (https) where what the fix asks for is made, or NULL. Borrowed from @facts.
 */
const char *doctor_fix_get_link (const DoctorFix *fix, DoctorFacts *facts);
/* Rows of the preview: name of the setting, old value, new value, in words. The returned
 * array has three strings a row. */
GPtrArray *
doctor_fix_dup_preview (const DoctorFix *fix, DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorFix, doctor_fix_free)

G_END_DECLS
