/* want.h: what finding something out would be worth: how much it would settle of what is
 * still open. Pure; the answer follows from rules, facts and the findings so far. */
#pragma once
#include "core/finding.h"

G_BEGIN_DECLS

typedef struct _DoctorWant DoctorWant;

/* What is open in @scope. @facts are sealed, and those from which @findings follow; both must
 * outlive the answer. */
DoctorWant *doctor_want_new (DoctorRuleset *set,
                             DoctorFacts *facts,
                             GPtrArray *findings,
                             DoctorScope scope) G_GNUC_WARN_UNUSED_RESULT;
void doctor_want_free (DoctorWant *want); /* accepts NULL */

/* What knowing the facts @names (bare, NULL-terminated) is worth; 0: nothing depends on them.
 * Counts, by their certainty,
 * - the rules that these facts alone keep undecided, and that could still change what is
 *   said: where one cause stands (a proved failure), only those of causes above it, which
 *   would hide it or lie upstream of it;
 * - the fixes of visible findings that need one of these facts (doctor_fix_get_trial ()). */
guint doctor_want_gain (DoctorWant *want, const char *const *names);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorWant, doctor_want_free)

G_END_DECLS
