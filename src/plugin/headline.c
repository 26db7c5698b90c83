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

char *
doctor_headline_dup_history (DoctorCase *c)
{
  static const DoctorScope scopes[] = { DOCTOR_SCOPE_RECEIVE, DOCTOR_SCOPE_SEND };

  for (guint i = 0; is_settled (c) && i < G_N_ELEMENTS (scopes); i++) {
    DoctorState state
      = doctor_engine_state (doctor_case_get_findings (c), doctor_case_get_facts (c), scopes[i]);
    char *text = state == DOCTOR_STATE_PROBLEM ? doctor_case_dup_history_text (c, scopes[i]) : NULL;

    if (text != NULL)
      return text;
  }
  return NULL;
}

/* Why the login that would have told was not made (login.reason), and how it can be. */
static const struct {
  const char *reason, *sentence;
} deciders[] = {
  { "no-password",
    N_ ("A login would tell: fetch mail once and enter the password, then examine again.") },
  { "not-asked", N_ ("A login would tell: examine again, this time with a login.") },
  { "ledger", N_ ("A login would tell: examine again in an hour.") },
  { "host",
    N_ ("A login would tell: make sure that the server name is right, then examine again.") },
  { "not-encrypted", N_ ("A login would tell: switch encryption on, then examine again.") },
  { "no-mechanism",
    N_ ("Your administrator or provider can tell which login method is meant for mail programs.") },
};

const char *
doctor_headline_get_decider (DoctorCase *c)
{
  DoctorFacts *facts = doctor_case_get_facts (c);

  if (facts == NULL || doctor_case_get_state (c) != DOCTOR_CASE_EXAMINED
      || doctor_engine_state (doctor_case_get_findings (c), facts, DOCTOR_SCOPE_ACCOUNT)
           != DOCTOR_STATE_UNKNOWN)
    return NULL;
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++) {
    for (guint i = 0; i < G_N_ELEMENTS (deciders); i++) {
      if (doctor_facts_is (facts, scope, "login.reason", deciders[i].reason))
        return _ (deciders[i].sentence);
    }
  }
  return _ ("The server’s words at the next failure may tell: examine again then, or copy the "
            "report for your administrator.");
}
