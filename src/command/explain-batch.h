/* explain-batch.h: explain --batch, the filter: one JSON object a line in, one a line out.
 * Nothing in a line can stop it: a line that cannot be used gets an object with "error". */
#pragma once
#include "command/explanation.h"
#include "command/knowledge.h"
#include <stdio.h>

G_BEGIN_DECLS

enum { DOCTOR_BATCH_MAX_LINE_BYTES = 4 * 1024 * 1024 };

/* Answers every line of @in on standard output, at once. */
void doctor_explain_batch (FILE *in, const DoctorKnowledge *knowledge);

/* The answer to one line of @length bytes, with its newline. For the tests and fuzzers. */
char *doctor_explain_line (const char *line,
                           gsize length,
                           guint number,
                           const DoctorKnowledge *knowledge) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
