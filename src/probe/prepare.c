#include "probe/prepare.h"
#include "core/fact-dictionary.h"

static const DoctorScope service_scopes[] = { DOCTOR_SCOPE_RECEIVE, DOCTOR_SCOPE_SEND };

/* An examination begins with the settings and with what the client met; what somebody else
 * found is found again. */
static void
forget_findings (DoctorFacts *facts)
{
  g_autoptr (GPtrArray) names = doctor_facts_names (facts);
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    const DoctorFactKey *key = doctor_dictionary_lookup (name);
    if (!g_strv_contains ((const char *const[]){ "settings", "incident", "reply", NULL },
                          key->from))
      doctor_facts_unset (facts, name);
  }
}

DoctorFacts *
doctor_prepare_facts (DoctorFacts *settings, const DoctorSecrets *secrets)
{
  DoctorFacts *facts = doctor_facts_copy (settings);
  forget_findings (facts);
  for (guint i = 0; i < G_N_ELEMENTS (service_scopes) && secrets != NULL; i++)
    doctor_facts_set_scoped (facts, service_scopes[i], "password.known",
                             g_variant_new_boolean (secrets->password[service_scopes[i]] != NULL),
                             DOCTOR_SOURCE_SETTINGS);
  return facts;
}

guint
doctor_prepare_recent_logins (DoctorFacts *facts)
{
  gint64 most = 0;
  for (guint i = 0; i < G_N_ELEMENTS (service_scopes); i++)
    most = MAX (most, doctor_facts_get_int (facts, service_scopes[i], "login.recent", 0));
  return (guint)MIN (most, G_MAXINT);
}
