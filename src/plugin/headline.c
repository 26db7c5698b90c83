#include "config.h"
#include "plugin/headline.h"
#include "core/i18n.h"

/* Whether what is said is what the findings say. */
static gboolean
is_settled (DoctorCase *c)
{
  DoctorCaseState state = doctor_case_get_state (c);

  return doctor_case_get_facts (c) != NULL
         && (state == DOCTOR_CASE_FAILED || state == DOCTOR_CASE_EXAMINED);
}

char *
doctor_headline_dup (DoctorCase *c)
{
  if (!is_settled (c))
    return doctor_case_dup_verdict (c);
  return doctor_engine_dup_headline (doctor_case_get_findings (c), doctor_case_get_facts (c));
}

char *
doctor_headline_dup_rest (DoctorCase *c)
{
  if (!is_settled (c))
    return NULL;
  return doctor_engine_dup_rest (doctor_case_get_findings (c), doctor_case_get_facts (c));
}

const DoctorFinding *
doctor_headline_get_finding (DoctorCase *c)
{
  GPtrArray *findings = doctor_case_get_findings (c);
  DoctorState state;

  if (!is_settled (c) || findings->len == 0)
    return NULL;
  state = doctor_engine_state (findings, doctor_case_get_facts (c), DOCTOR_SCOPE_ACCOUNT);
  return state == DOCTOR_STATE_HEALTHY ? NULL : findings->pdata[0];
}
