/* explain-batch.h: explain --batch, the filter. Lines are answered side by side, in their
 * order, each as soon as it is there: it can be spoken to line by line as well. */
#pragma once
#include "command/knowledge.h"
#include <stdio.h>

G_BEGIN_DECLS

/* Answers every line of @in on standard output. Returns at the end of @in. */
void doctor_explain_batch (FILE *in, const DoctorKnowledge *knowledge);

G_END_DECLS
