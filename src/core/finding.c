#include "core/finding.h"

DoctorFinding *
doctor_finding_ref (DoctorFinding *finding)
{
  return g_atomic_rc_box_acquire (finding);
}

static void
finding_clear (gpointer data)
{
  DoctorFinding *finding = data;
  g_clear_pointer (&finding->evidence, g_ptr_array_unref);
  doctor_ruleset_unref (finding->set);
}

void
doctor_finding_unref (DoctorFinding *finding)
{
  if (finding != NULL)
    g_atomic_rc_box_release_full (finding, finding_clear);
}

const char *
doctor_finding_get_id (const DoctorFinding *finding)
{
  return doctor_finding_type_get_id (finding->type);
}

char *
doctor_finding_dup_text (const DoctorFinding *finding, DoctorFacts *facts, const char *key)
{
  const char *text = doctor_finding_type_get_text (finding->type, key, NULL);
  return text != NULL ? doctor_text_fill (text, facts, finding->scope) : g_strdup ("");
}
