/* incident.h: one failure of the client itself, tied to an account and a service. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

typedef struct {
  int account_id;
  DoctorScope scope;
  char *stage;  /* as incident.stage */
  char *text;   /* scrubbed lines, newest last */
  gint64 time;  /* seconds since 1970, UTC */
  gint64 began; /* when the attempt began, in the same; 0 when that is not known */
  guint count;  /* how often in a row; a burst is one incident */
} DoctorIncident;

DoctorIncident *doctor_incident_new (int account_id,
                                     DoctorScope scope,
                                     const char *stage,
                                     const char *text) G_GNUC_WARN_UNUSED_RESULT;
DoctorIncident *doctor_incident_copy (const DoctorIncident *incident) G_GNUC_WARN_UNUSED_RESULT;
void doctor_incident_free (DoctorIncident *incident);
/* Sets incident.* and, from the text, reply.* in @facts. */
void doctor_incident_describe (const DoctorIncident *incident, DoctorFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorIncident, doctor_incident_free)

G_END_DECLS
