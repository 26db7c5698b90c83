/* Sentences about a case as a whole. */
#include "plugin/case-private.h"
#include "core/i18n.h"

static char *
dup_settled_verdict (DoctorCase *c)
{
  if (c->facts != NULL)
    return doctor_engine_dup_verdict (c->findings, c->facts);
  return g_strdup_printf (_ ("No trouble with “%s” is known."), doctor_case_get_name (c));
}

static char *
dup_applied_verdict (DoctorCase *c)
{
  if (c->change.scope == DOCTOR_SCOPE_SEND)
    return g_strdup (
      _ ("The change is stored. The next message that is sent will show whether it helps."));
  return g_strdup (_ ("The change is stored. The next fetch will show whether it helps."));
}

static char *
dup_repaired_verdict (DoctorCase *c)
{
  if (c->change.scope == DOCTOR_SCOPE_SEND)
    return g_strdup_printf (_ ("“%s” sends mail again."), doctor_case_get_name (c));
  return g_strdup_printf (_ ("“%s” fetches mail again."), doctor_case_get_name (c));
}

char *
doctor_case_dup_verdict (DoctorCase *c)
{
  switch (c->state) {
    case DOCTOR_CASE_EXAMINING:
      return g_strdup_printf (_ ("“%s” is being examined."), doctor_case_get_name (c));
    case DOCTOR_CASE_VERIFYING:
      return g_strdup (c->trial_password != NULL
                         ? _ ("The password is being tested with the server.")
                         : _ ("The change is being tried on a copy of the settings."));
    case DOCTOR_CASE_APPLIED:
      return dup_applied_verdict (c);
    case DOCTOR_CASE_REPAIRED:
      return dup_repaired_verdict (c);
    case DOCTOR_CASE_IDLE:
    case DOCTOR_CASE_FAILED:
    case DOCTOR_CASE_EXAMINED:
    default:
      return dup_settled_verdict (c);
  }
}

char *
doctor_case_dup_hint_title (DoctorCase *c)
{
  const char *name = doctor_case_get_name (c);
  if (c->incidents[DOCTOR_SCOPE_RECEIVE] != NULL && c->incidents[DOCTOR_SCOPE_SEND] != NULL)
    return g_strdup_printf (_ ("“%s” can neither fetch nor send mail."), name);
  if (c->incidents[DOCTOR_SCOPE_SEND] != NULL)
    return g_strdup_printf (_ ("“%s” cannot send mail."), name);
  return g_strdup_printf (_ ("“%s” cannot fetch mail."), name);
}

char *
doctor_case_dup_hint_reason (DoctorCase *c)
{
  DoctorScope scope = doctor_case_failing_scope (c);
  for (guint i = 0; i < c->findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (c->findings, i);
    if (finding->hidden_by == NULL
        && g_strcmp0 (doctor_finding_type_get_loss (finding->type), "none") != 0
        && (finding->scope == scope || finding->scope == DOCTOR_SCOPE_ACCOUNT))
      return doctor_finding_dup_text (finding, c->facts, "Title");
  }
  if (c->state == DOCTOR_CASE_EXAMINING)
    return g_strdup (_ ("The account is being examined."));
  return g_strdup (c->is_examined ? _ ("The reason could not be determined.")
                                  : _ ("An examination can find out why."));
}
