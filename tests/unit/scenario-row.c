#include "scenario-row.h"
#include "core/fix.h"
#include <stdio.h>

static const char *
first_fix (GPtrArray *fixes)
{
  for (guint i = 0; i < fixes->len; i++) {
    const DoctorFix *fix = g_ptr_array_index (fixes, i);
    if (fix->kind == DOCTOR_FIX_CHANGE || fix->kind == DOCTOR_FIX_SECRET)
      return fix->id;
  }
  return "none";
}

char *
scenario_row_describe (GPtrArray *findings, DoctorFacts *facts)
{
  const DoctorFinding *finding = findings->len > 0 ? g_ptr_array_index (findings, 0) : NULL;
  if (finding == NULL || finding->hidden_by != NULL)
    return g_strdup (
      doctor_state_to_string (doctor_engine_state (findings, facts, DOCTOR_SCOPE_ACCOUNT)));
  g_autoptr (GPtrArray) fixes = doctor_fix_list (finding, facts);
  const char *scope = doctor_scope_to_string (finding->scope);
  return g_strjoin (" ", scope == NULL ? "account" : scope, doctor_finding_get_id (finding),
                    doctor_certainty_to_string (finding->certainty), first_fix (fixes), NULL);
}

void
scenario_row_write (
  const char *kind, const char *name, const char *expected, const char *found, int ms)
{
  const char *path = g_getenv ("SCENARIO_TABLE");
  FILE *file = path == NULL ? NULL : fopen (path, "a");
  if (file == NULL)
    return;
  fprintf (file, "%s\t%s\t%s\t%s\t%d\n", kind, name, expected, found, ms);
  fclose (file);
}
