#include "core/incident.h"
#include "core/fact-dictionary.h"
#include "core/wire.h"

/* A burst of lines; what matters stands at its end. */
enum { MAX_TEXT_BYTES = 16384 };

DoctorIncident *
doctor_incident_new (int account_id, DoctorScope scope, const char *stage, const char *text)
{
  const DoctorFactKey *key = doctor_dictionary_lookup_bare ("incident.stage");
  gboolean is_stage = stage != NULL && g_strv_contains ((const char *const *)key->values, stage);
  DoctorIncident *incident = g_new0 (DoctorIncident, 1);
  incident->account_id = account_id;
  incident->scope = scope;
  incident->stage = g_strdup (is_stage ? stage : "other");
  incident->text = doctor_wire_scrub (text, MAX_TEXT_BYTES);
  incident->time = g_get_real_time () / G_USEC_PER_SEC;
  incident->count = 1;
  return incident;
}

DoctorIncident *
doctor_incident_copy (const DoctorIncident *incident)
{
  DoctorIncident *copy
    = doctor_incident_new (incident->account_id, incident->scope, incident->stage, incident->text);
  copy->time = incident->time;
  copy->count = incident->count;
  copy->began = incident->began;
  return copy;
}

void
doctor_incident_free (DoctorIncident *incident)
{
  if (incident == NULL)
    return;
  g_free (incident->stage);
  g_free (incident->text);
  g_free (incident);
}

static const char *
get_protocol (DoctorFacts *facts, DoctorScope scope)
{
  const char *protocol = doctor_facts_get_string (facts, scope, "service.protocol");
  if (protocol == NULL && scope == DOCTOR_SCOPE_RECEIVE)
    protocol = doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "account.protocol");
  if (protocol == NULL && scope == DOCTOR_SCOPE_SEND)
    protocol = "smtp";
  return protocol;
}

static void
set (DoctorFacts *facts, DoctorScope scope, const char *name, GVariant *value)
{
  doctor_facts_set_scoped (facts, scope, name, value, DOCTOR_SOURCE_INCIDENT);
}

void
doctor_incident_describe (const DoctorIncident *incident, DoctorFacts *facts)
{
  DoctorScope scope = incident->scope;
  set (facts, scope, "incident.stage", g_variant_new_string (incident->stage));
  set (facts, scope, "incident.text", g_variant_new_string (incident->text));
  set (facts, scope, "incident.time", g_variant_new_int64 (incident->time));
  set (facts, scope, "incident.count", g_variant_new_int32 ((gint32)incident->count));
  doctor_wire_explain (facts, scope, get_protocol (facts, scope), incident->stage, incident->text,
                       DOCTOR_SOURCE_INCIDENT);
}
