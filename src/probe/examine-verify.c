/* The proof of a fix: the service once more, with the best fix laid over its settings. */
#include "core/derive.h"
#include "core/fix.h"
#include "core/verify.h"
#include "probe/examine-private.h"

/* The change that the best visible finding of @service proposes first; NULL for none. */
static DoctorFix *
find_change (GPtrArray *fixes, DoctorScope scope)
{
  for (guint i = 0; i < fixes->len; i++) {
    DoctorFix *fix = g_ptr_array_index (fixes, i);
    if (fix->kind == DOCTOR_FIX_CHANGE && fix->scope == scope && !doctor_fix_is_local (fix))
      return fix;
  }
  return NULL;
}

static void
set_verify (Service *service, const char *name, GVariant *value)
{
  g_autofree char *full = g_strconcat (doctor_scope_to_string (service->scope), ".", name, NULL);
  doctor_examine_set (service->examination, full, value, DOCTOR_SOURCE_TRIAL);
}

static void
prepare_verification (Service *service, const DoctorFix *fix)
{
  Examination *examination = service->examination;
  static const char *const names[] = { "dns.result", "dns.addresses", "dns.ms" };
  g_autoptr (DoctorFacts) settings = doctor_verify_overlay (examination->facts, fix->changes);
  const char *old_host
    = doctor_facts_get_string (examination->facts, service->scope, "server.host");
  gboolean same_host
    = doctor_facts_is (settings, service->scope, "server.host", old_host)
      /* a proxy looks names up for itself, and leaves none to be used again */
      && doctor_facts_lookup (examination->facts, service->scope, "dns.addresses") != NULL;
  for (guint i = 0; i < G_N_ELEMENTS (names) && same_host; i++) {
    GVariant *value = doctor_facts_lookup (examination->facts, service->scope, names[i]);
    if (value != NULL)
      doctor_facts_set_scoped (settings, service->scope, names[i], value, DOCTOR_SOURCE_PROBE);
  }
  if (examination->options->providers != NULL)
    doctor_providers_describe (examination->options->providers, settings);
  service->verification = doctor_service_new_chain (service, settings, FALSE);
  /* Without a login of its own, sending uses the password for receiving. */
  if (!doctor_facts_get_boolean (fix->changes, service->scope, "auth.own-login", TRUE))
    service->verification->password = service->verification->peer_password;
}

/* The fix that the best visible finding of @service proposes first; NULL for none. */
static DoctorFix *
dup_proposed (Service *service, GPtrArray *findings, DoctorFacts *facts)
{
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    if (finding->scope != service->scope || finding->hidden_by != NULL)
      continue;
    g_autoptr (GPtrArray) fixes = doctor_fix_list (finding, facts);
    guint place = 0;
    DoctorFix *fix = find_change (fixes, service->scope);
    if (fix == NULL || !g_ptr_array_find (fixes, fix, &place))
      return NULL;
    g_ptr_array_steal_index (fixes, place);
    return fix;
  }
  return NULL;
}

static void
tell_progress (Service *service, const char *probe, const char *state)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (
    g_variant_new ("(sss)", doctor_scope_to_string (service->scope), probe, state));
  doctor_examine_tell (service->examination, "progress", value);
}

/* Sets the verdict on service->fix_id by what was seen with it. */
static void
conclude (Service *service, DoctorFacts *seen, int ms)
{
  const DoctorExamineOptions *options = service->examination->options;
  g_autoptr (DoctorFacts) after = doctor_facts_copy (seen);
  doctor_derive (after);
  doctor_facts_seal (after);
  const char *verdict
    = doctor_verdict_to_string (doctor_verify_judge (options->rules, after, service->scope));
  set_verify (service, "verify.fix", g_variant_new_string (service->fix_id));
  set_verify (service, "verify.ms", g_variant_new_int32 (ms));
  set_verify (service, "verify.result", g_variant_new_string (verdict));
  tell_progress (service, "verify", "done");
  doctor_service_enter (service, DONE);
}

/* Whether a trial logged in with exactly these changes: nothing need be asked twice, and no
 * login is made twice. */
static gboolean
is_shown (Service *service, const DoctorFix *fix)
{
  if (service->proof.changes == NULL)
    return FALSE;
  g_autofree char *shown = doctor_facts_print (service->proof.changes);
  g_autofree char *changes = doctor_facts_print (fix->changes);
  return g_str_equal (shown, changes);
}

static void
start (Service *service, const DoctorFix *fix)
{
  service->fix_id = g_strdup (fix->id);
  tell_progress (service, "verify", "running");
  if (is_shown (service, fix)) {
    conclude (service, service->proof.facts,
              (int)doctor_facts_get_int (service->proof.facts, service->scope, "probe.ms", 0));
    return;
  }
  prepare_verification (service, fix);
  doctor_service_enter (service, VERIFYING);
}

void
doctor_verification_start_all (Examination *examination)
{
  const DoctorExamineOptions *options = examination->options;
  gboolean allowed
    = options->allow_verify && options->rules != NULL && !doctor_examine_is_over (examination);
  g_autoptr (DoctorFacts) facts = doctor_examine_dup_derived (examination);
  g_autoptr (GPtrArray) findings = allowed ? doctor_engine_run (options->rules, facts, NULL) : NULL;
  for (guint i = 0; i < DOCTOR_N_SERVICES; i++) {
    Service *service = &examination->services[doctor_examine_scopes[i]];
    if (service->stage != WAITING)
      continue;
    g_autoptr (DoctorFix) fix = allowed ? dup_proposed (service, findings, facts) : NULL;
    if (fix != NULL)
      start (service, fix);
    else
      doctor_service_enter (service, DONE);
  }
}

void
doctor_verification_finish (Service *service)
{
  conclude (service, service->verification->facts,
            doctor_elapsed_ms (service->verification->start_us));
}
