/* history-marks.h: whether settings are still what they were, without keeping what they were. A
 * mark is a few digits of a sum over the value and a salt: the same value, the same mark; nobody
 * finds the value from it without the salt's file, and there only by guessing. Pure but for the
 * look at the routes of this computer. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

/* "server=… port=… …" of the settings in @facts for @scope, of @program (or NULL) and of the
 * network that this computer is in, one word each, as the values of history.changed. */
char *doctor_history_dup_marks (DoctorFacts *facts,
                                DoctorScope scope,
                                const char *program,
                                const char *salt) G_GNUC_WARN_UNUSED_RESULT;
/* Adds the names that have another mark in @now than in @then; what one of them does not have is
 * not compared. */
void doctor_history_compare_marks (const char *then, const char *now, GPtrArray *names);

G_END_DECLS
