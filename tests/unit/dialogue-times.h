/* dialogue-times.h: how long examinations take, over all dialogues, against their budget. */
#pragma once
#include "core/engine.h"

G_BEGIN_DECLS

/* Whether @facts (not sealed) are worth a sentence: a finding that is more than possible. */
gboolean dialogue_is_worth_saying (DoctorFacts *facts, DoctorRuleset *rules);
/* One examination: milliseconds until all was known, and until something useful could be said
 * (-1: never). */
void dialogue_times_note (DoctorFacts *facts, int ms, int first_ms);
/* A test that runs last: a verdict within 8 s; something useful within 1 s where somebody
 * refuses, within 3 s elsewhere, in 95 of 100. */
void dialogue_times_test (void);
void dialogue_times_clear (void);

G_END_DECLS
