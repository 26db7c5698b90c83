/* explain-line.h: one line of explain --batch: one JSON object in, one out. Nothing in a line
 * can stop it: a line that cannot be used gets an object with "error". */
#pragma once
#include "command/explanation.h"
#include "command/knowledge.h"

G_BEGIN_DECLS

enum { DOCTOR_LINE_MAX_BYTES = 4 * 1024 * 1024 };

/* The answer to line @number with its newline. @line may be any @length bytes. Any number of
 * threads may call this. */
char *doctor_explain_line (const char *line,
                           gsize length,
                           guint number,
                           const DoctorKnowledge *knowledge) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
