/* scenario-row.h: what came of an examination, as one row of the table of scenarios. */
#pragma once
#include "core/engine.h"

/* "SCOPE ID CERTAINTY FIX" of the first finding: FIX is its first fix that changes or asks for
 * something, or "none". Without a finding the state: "healthy", "unknown". */
char *scenario_row_describe (GPtrArray *findings, DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
/* Appends "KIND NAME EXPECTED FOUND MS" with tabs between to the file that the environment variable
 * SCENARIO_TABLE names, if any. */
void scenario_row_write (
  const char *kind, const char *name, const char *expected, const char *found, int ms);
