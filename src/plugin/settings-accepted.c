/* The certificate that the person accepted for a server in the host (settings.h). */
#include "plugin/settings.h"
#include "plugin/saved-certificate.h"

static void
set (DoctorFacts *facts, DoctorScope scope, const char *name, const char *value)
{
  if (value != NULL)
    doctor_facts_set_scoped (facts, scope, name, g_variant_new_string (value),
                             DOCTOR_SOURCE_SETTINGS);
}

void
doctor_settings_add_accepted (DoctorFacts *facts, DoctorScope scope)
{
  const char *host = doctor_facts_get_string (facts, scope, "server.host");
  gint64 port = doctor_facts_get_int (facts, scope, "server.port", 0);
  const DoctorSavedCertificate *saved = doctor_saved_certificate_get (host, (int)port);
  set (facts, scope, "server.accepted-certificate", saved->sum);
  set (facts, scope, "server.accepted-encoded", saved->encoded);
  set (facts, scope, "server.accepted-key", saved->key_sum);
}
