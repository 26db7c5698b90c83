#include "command/examination.h"
#include "core/i18n.h"
#include "core/report.h"

/* The first that is known says whose account it is. */
static char *
dup_name (DoctorFacts *facts)
{
  static const char *const names[]
    = { "account.name", "account.address", "receive.server.host", "send.server.host" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *name = doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, names[i]);
    if (name != NULL)
      return g_strdup (name);
  }
  return g_strdup (_ ("Account without a name"));
}

DoctorExamination *
doctor_examination_run (DoctorFacts *settings,
                        const DoctorSecrets *secrets,
                        const DoctorExamineOptions *options,
                        DoctorExamineSink sink,
                        gpointer sink_data)
{
  DoctorExamination *examination = g_new0 (DoctorExamination, 1);
  gint64 start = g_get_monotonic_time ();
  examination->name = dup_name (settings);
  examination->facts = doctor_examine (settings, secrets, options, sink, sink_data, NULL);
  examination->findings = doctor_engine_run (options->rules, examination->facts, NULL);
  examination->state
    = doctor_engine_state (examination->findings, examination->facts, DOCTOR_SCOPE_ACCOUNT);
  examination->seconds = (g_get_monotonic_time () - start) / (double)G_USEC_PER_SEC;
  return examination;
}

void
doctor_examination_free (DoctorExamination *examination)
{
  if (examination == NULL)
    return;
  g_free (examination->name);
  doctor_facts_unref (examination->facts);
  g_ptr_array_unref (examination->findings);
  g_free (examination);
}

void
doctor_examination_mask (DoctorExamination *examination)
{
  DoctorFacts *masked = doctor_redact (examination->facts);
  doctor_facts_unref (examination->facts);
  g_free (examination->name);
  examination->facts = masked;
  examination->name = dup_name (masked);
}

DoctorState
doctor_examination_worst (GPtrArray *examinations)
{
  static const int badness[] = { [DOCTOR_STATE_HEALTHY] = 0,
                                 [DOCTOR_STATE_WARNING] = 1,
                                 [DOCTOR_STATE_UNKNOWN] = 2,
                                 [DOCTOR_STATE_PROBLEM] = 3 };
  DoctorState worst = DOCTOR_STATE_HEALTHY;
  for (guint i = 0; i < examinations->len; i++) {
    const DoctorExamination *examination = g_ptr_array_index (examinations, i);
    if (badness[examination->state] > badness[worst])
      worst = examination->state;
  }
  return worst;
}
