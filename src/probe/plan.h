/* plan.h: which probe comes next. Follows from the table and the facts alone: a probe is
 * due when what it needs is known and what it provides is not. */
#pragma once
#include "probe/probe.h"

G_BEGIN_DECLS

/* The first probe that is due for @chain and not in @done (bits by its place in the table),
 * or NULL; its place in @out_place. Pure. */
const DoctorProbe *doctor_plan_next (DoctorChain *chain, guint64 done, guint *out_place);
/* Whether @probe, one that waits, is due by @facts. Pure. */
gboolean doctor_plan_is_due (const DoctorProbe *probe, DoctorFacts *facts);
/* Runs all that is due, one after the other, telling progress; those that never came due
 * are told as skipped. Ends early when the time is over. */
void doctor_plan_run (DoctorChain *chain);

G_END_DECLS
