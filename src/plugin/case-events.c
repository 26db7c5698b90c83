/* What the watch tells of the client's own attempts. */
#include "plugin/case-private.h"

/* The failure in a few words of the protocols: another reply at the same step is another cause. */
static char *
name_cause (const DoctorIncident *incident)
{
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  DoctorScope scope = incident->scope;
  doctor_incident_describe (incident, facts);
  const char *error = doctor_facts_get_string (facts, scope, "reply.error");
  const char *code = doctor_facts_get_string (facts, scope, "reply.code");
  gint64 number = doctor_facts_get_int (facts, scope, "reply.smtp-code", 0);
  return g_strdup_printf ("%s %s %s %s %d", doctor_scope_to_string (scope), incident->stage,
                          error != NULL ? error : "", code != NULL ? code : "", (int)number);
}

/* TRUE when it was known already that this fails in this way. */
static gboolean
keep_incident (DoctorCase *c, const DoctorIncident *incident)
{
  DoctorIncident **place = &c->incidents[incident->scope];
  g_autofree char *before = g_steal_pointer (&c->causes[incident->scope]);
  doctor_incident_free (*place);
  *place = doctor_incident_copy (incident);
  c->causes[incident->scope] = name_cause (incident);
  c->serial = ++doctor_cases ()->serial;
  return g_strcmp0 (before, c->causes[incident->scope]) == 0;
}

static void
drop_incident (DoctorCase *c, DoctorScope scope)
{
  g_clear_pointer (&c->incidents[scope], doctor_incident_free);
  g_clear_pointer (&c->causes[scope], g_free);
}

/* An attempt that began before the change was made says nothing about it. */
static gboolean
is_outdated (DoctorCase *c, const DoctorIncident *incident)
{
  return c->change.is_waiting && c->change.scope == incident->scope && incident->began != 0
         && incident->began < c->change.time;
}

/* Steps that fail for one reason: encryption that does not fit shows at any of several. */
static const char *
group_of (const char *stage)
{
  static const char *const encryption[]
    = { "tls", "certificate", "greeting", "capability", "starttls", NULL };
  return g_strv_contains (encryption, stage) ? encryption[0] : stage;
}

static void
after_change (DoctorCase *c, const DoctorIncident *incident)
{
  if (!c->change.is_waiting || c->change.scope != incident->scope)
    return;
  c->change.is_waiting = FALSE;
  /* Else it is another trouble, and the change did its part. */
  if (c->change.stage != NULL
      && g_str_equal (group_of (c->change.stage), group_of (incident->stage)))
    doctor_case_roll_back (c);
}

static void
take_failure (DoctorCase *c, const DoctorIncident *incident)
{
  gboolean is_known = keep_incident (c, incident);
  doctor_case_note_failure (c, incident->scope);
  after_change (c, incident);
  doctor_case_changed (c);
  if (c->state == DOCTOR_CASE_EXAMINING || c->state == DOCTOR_CASE_VERIFYING)
    return; /* their end takes it in */
  if (c->state == DOCTOR_CASE_EXAMINED && is_known)
    return; /* more is known than this tells */
  doctor_case_conclude (c, NULL);
  doctor_case_set_state (c, DOCTOR_CASE_FAILED);
  doctor_case_examine_by_itself (c);
}

void
doctor_case_failed (const DoctorIncident *incident)
{
  DoctorCase *c = doctor_case_get (incident->account_id);
  if (c == NULL || is_outdated (c, incident))
    return;
  if (incident->scope == DOCTOR_SCOPE_SEND)
    c->has_sent = FALSE;
  doctor_case_take_notice (c, NULL); /* what was done has not been enough */
  take_failure (c, incident);
  doctor_case_wait_failed (c, incident->scope);
}

/* Whether an examination found that this service is stopped. */
static gboolean
has_stopping_finding (DoctorCase *c, DoctorScope scope)
{
  for (guint i = 0; i < c->findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (c->findings, i);
    if (finding->scope == scope && finding->hidden_by == NULL
        && g_str_equal (doctor_finding_type_get_loss (finding->type), "stopped"))
      return TRUE;
  }
  return FALSE;
}

void
doctor_case_worked (int account_id, DoctorScope scope)
{
  DoctorCase *c = doctor_case_get (account_id);
  if (c == NULL)
    return;
  gboolean mattered = c->incidents[scope] != NULL || has_stopping_finding (c, scope);
  drop_incident (c, scope);
  c->has_sent |= scope == DOCTOR_SCOPE_SEND;
  doctor_case_wait_worked (c, scope);
  doctor_case_note_success (c, scope);
  if (doctor_case_failing_scope (c) == DOCTOR_SCOPE_ACCOUNT) {
    g_clear_pointer (&c->dismissed, g_free);
    doctor_case_clear_automatic (c);
  }
  if (c->change.is_waiting && c->change.scope == scope) {
    doctor_case_confirm (c);
    return;
  }
  if (!mattered)
    return;
  doctor_case_changed (c);
  if (c->state == DOCTOR_CASE_FAILED || c->state == DOCTOR_CASE_EXAMINED) {
    doctor_case_forget (c);
    doctor_case_rest (c);
    if (c->state == DOCTOR_CASE_FAILED)
      doctor_case_conclude (c, NULL);
  }
}

void
doctor_case_login_seen (int account_id, DoctorScope scope)
{
  DoctorCase *c = doctor_case_get (account_id);
  if (c != NULL)
    doctor_case_add_login (c, scope);
}
