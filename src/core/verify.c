#include "core/verify.h"
#include "core/fact-dictionary.h"

static const char *const verdict_names[] = { "undecided", "failed", "proved" };

const char *
doctor_verdict_to_string (DoctorVerdict verdict)
{
  return verdict_names[verdict];
}

/* A certificate is accepted for one host; for another it would vouch for nothing. */
static void
forget_accepted_certificate (DoctorFacts *settings, DoctorFacts *changes, DoctorScope scope)
{
  const char *prefix = doctor_scope_to_string (scope);
  g_autofree char *host = g_strconcat (prefix, ".server.host", NULL);
  g_autofree char *certificate = g_strconcat (prefix, ".server.accepted-certificate", NULL);
  g_autofree char *encoded = g_strconcat (prefix, ".server.accepted-encoded", NULL);
  if (doctor_facts_lookup (changes, DOCTOR_SCOPE_ACCOUNT, host) == NULL)
    return;
  doctor_facts_unset (settings, certificate);
  doctor_facts_unset (settings, encoded);
}

/* Which proxy it is that a fix switches on, the client knows. */
static void
name_proxy (DoctorFacts *settings, DoctorScope scope)
{
  const char *kind = doctor_facts_get_string (settings, scope, "proxy.kind");
  const char *host = doctor_facts_get_string (settings, DOCTOR_SCOPE_ACCOUNT, "client.proxy-host");
  gint64 port = doctor_facts_get_int (settings, DOCTOR_SCOPE_ACCOUNT, "client.proxy-port", 0);
  if (kind == NULL || g_str_equal (kind, "none") || host == NULL
      || doctor_facts_lookup (settings, scope, "proxy.host") != NULL)
    return;
  doctor_facts_set_scoped (settings, scope, "proxy.host", g_variant_new_string (host),
                           DOCTOR_SOURCE_SETTINGS);
  doctor_facts_set_scoped (settings, scope, "proxy.port", g_variant_new_int32 ((gint32)port),
                           DOCTOR_SOURCE_SETTINGS);
}

DoctorFacts *
doctor_verify_overlay (DoctorFacts *facts, DoctorFacts *changes)
{
  DoctorFacts *settings = doctor_facts_new ();
  g_autoptr (GPtrArray) names = doctor_facts_names (facts);
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    const DoctorFactKey *key = doctor_dictionary_lookup (name);
    if (key != NULL && key->is_setting)
      doctor_facts_set (settings, name, doctor_facts_lookup (facts, DOCTOR_SCOPE_ACCOUNT, name),
                        DOCTOR_SOURCE_SETTINGS);
  }
  forget_accepted_certificate (settings, changes, DOCTOR_SCOPE_RECEIVE);
  forget_accepted_certificate (settings, changes, DOCTOR_SCOPE_SEND);
  doctor_facts_overlay (settings, changes);
  name_proxy (settings, DOCTOR_SCOPE_RECEIVE);
  name_proxy (settings, DOCTOR_SCOPE_SEND);
  return settings;
}

DoctorVerdict
doctor_verify_judge (DoctorRuleset *set, DoctorFacts *after, DoctorScope scope)
{
  g_autoptr (GPtrArray) findings = doctor_engine_run (set, after, NULL);
  switch (doctor_engine_state (findings, after, scope)) {
    case DOCTOR_STATE_HEALTHY:
    case DOCTOR_STATE_WARNING:
      /* Only a login, or an accepted sender where none is needed, makes a service healthy. */
      return doctor_facts_get_boolean (after, scope, "service.healthy", FALSE)
               ? DOCTOR_VERDICT_PROVED
               : DOCTOR_VERDICT_UNDECIDED;
    case DOCTOR_STATE_PROBLEM:
      return DOCTOR_VERDICT_FAILED;
    case DOCTOR_STATE_UNKNOWN:
    default:
      return DOCTOR_VERDICT_UNDECIDED;
  }
}
