/* The state of an account and the verdict in one sentence (engine.h). */
#include "core/engine.h"
#include "core/i18n.h"
#include <string.h>

static const char *const state_names[] = {
  [DOCTOR_STATE_HEALTHY] = "healthy",
  [DOCTOR_STATE_WARNING] = "warning",
  [DOCTOR_STATE_PROBLEM] = "problem",
  [DOCTOR_STATE_UNKNOWN] = "unknown",
};

const char *
doctor_state_to_string (DoctorState state)
{
  return state_names[state];
}

static gboolean
concerns (const DoctorFinding *finding, DoctorScope scope)
{
  return finding->scope == scope || finding->scope == DOCTOR_SCOPE_ACCOUNT;
}

/* Whether more than its settings is known of the service. */
static gboolean
is_examined (GPtrArray *findings, DoctorFacts *facts, DoctorScope scope)
{
  g_autoptr (GPtrArray) names = doctor_facts_names (facts);
  for (guint i = 0; i < findings->len; i++)
    if (((DoctorFinding *)g_ptr_array_index (findings, i))->scope == scope)
      return TRUE;
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i), *bare = NULL;
    DoctorSource source = DOCTOR_SOURCE_SETTINGS;
    if (doctor_scope_split (name, &bare) != scope)
      continue;
    doctor_facts_lookup_full (facts, DOCTOR_SCOPE_ACCOUNT, name, NULL, NULL, &source);
    if (source == DOCTOR_SOURCE_PROBE || source == DOCTOR_SOURCE_TRIAL
        || source == DOCTOR_SOURCE_INCIDENT || source == DOCTOR_SOURCE_REPLY)
      return TRUE;
  }
  return FALSE;
}

/* How bad one finding is for a service of which @works says that it was seen working: then
 * a mere likelihood that it stopped is out of date. */
static DoctorState
weigh (const DoctorFinding *finding, gboolean works)
{
  const char *loss = doctor_finding_type_get_loss (finding->type);
  if (finding->hidden_by != NULL || strcmp (loss, "none") == 0)
    return DOCTOR_STATE_HEALTHY;
  if (strcmp (loss, "stopped") != 0 || (works && finding->certainty != DOCTOR_PROVED))
    return DOCTOR_STATE_WARNING;
  return DOCTOR_STATE_PROBLEM;
}

static DoctorState
get_service_state (GPtrArray *findings, DoctorFacts *facts, DoctorScope scope)
{
  gboolean works = doctor_facts_get_boolean (facts, scope, "service.healthy", FALSE);
  gboolean fails = !doctor_facts_get_boolean (facts, scope, "service.healthy", TRUE);
  DoctorState worst = DOCTOR_STATE_HEALTHY;
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    DoctorState state = concerns (finding, scope) ? weigh (finding, works) : DOCTOR_STATE_HEALTHY;
    worst = MAX (worst, state);
  }
  if (worst == DOCTOR_STATE_PROBLEM || works)
    return worst;
  /* A failure that a finding explains is not unknown, even when the finding is a mild one. */
  return fails && worst == DOCTOR_STATE_WARNING ? worst : DOCTOR_STATE_UNKNOWN;
}

/* Not knowing is worse than a warning and better than knowing the worst. */
static DoctorState
get_worse (DoctorState a, DoctorState b)
{
  static const int badness[] = { [DOCTOR_STATE_HEALTHY] = 0,
                                 [DOCTOR_STATE_WARNING] = 1,
                                 [DOCTOR_STATE_UNKNOWN] = 2,
                                 [DOCTOR_STATE_PROBLEM] = 3 };
  return badness[a] > badness[b] ? a : b;
}

static DoctorState
get_account_state (GPtrArray *findings, DoctorFacts *facts)
{
  DoctorState worst = DOCTOR_STATE_HEALTHY;
  gboolean any = FALSE;
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++) {
    if (!is_examined (findings, facts, scope))
      continue;
    any = TRUE;
    worst = get_worse (worst, get_service_state (findings, facts, scope));
  }
  for (guint i = 0; i < findings->len && !any; i++)
    worst = get_worse (worst, weigh (g_ptr_array_index (findings, i), FALSE));
  return any || worst == DOCTOR_STATE_PROBLEM ? worst : DOCTOR_STATE_UNKNOWN;
}

DoctorState
doctor_engine_state (GPtrArray *findings, DoctorFacts *facts, DoctorScope scope)
{
  if (scope == DOCTOR_SCOPE_ACCOUNT)
    return get_account_state (findings, facts);
  return get_service_state (findings, facts, scope);
}

/* --- the sentence --- */

static gboolean
works (GPtrArray *findings, DoctorFacts *facts, DoctorScope scope)
{
  return doctor_facts_get_boolean (facts, scope, "service.healthy", FALSE)
         && doctor_engine_state (findings, facts, scope) != DOCTOR_STATE_PROBLEM;
}

/* What works, as a sentence, or NULL. */
static const char *
get_praise (GPtrArray *findings, DoctorFacts *facts)
{
  gboolean receive = works (findings, facts, DOCTOR_SCOPE_RECEIVE);
  gboolean send = works (findings, facts, DOCTOR_SCOPE_SEND);
  if (receive && send)
    return _ ("Receiving and sending work.");
  if (receive)
    return _ ("Receiving works.");
  return send ? _ ("Sending works.") : NULL;
}

/* The best finding that makes the state what it is; else the best that is bad at all. */
static const DoctorFinding *
find_reason (GPtrArray *findings, DoctorFacts *facts, DoctorState wanted)
{
  const DoctorFinding *bad = NULL;
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    gboolean healthy = doctor_facts_get_boolean (facts, finding->scope, "service.healthy", FALSE);
    DoctorState state = weigh (finding, healthy);
    if (state == wanted)
      return finding;
    if (bad == NULL && state != DOCTOR_STATE_HEALTHY)
      bad = finding;
  }
  return bad;
}

/* Why the login that would have told was not made (login.reason). */
static const struct {
  const char *reason, *sentence;
} reasons[] = {
  { "no-password", N_ ("Not determined: no password was at hand, so no login was tried.") },
  { "not-asked", N_ ("Not determined: the examination was asked not to log in.") },
  { "ledger",
    N_ ("Not determined: enough logins were tried in the last hour, so none was made now.") },
  { "host",
    N_ ("Not determined: the server is not known to belong to this address, so the password was "
        "not sent there.") },
  { "no-mechanism", N_ ("Not determined: the server offers no login method that is usable here.") },
  { "not-encrypted",
    N_ ("Not determined: the connection is not encrypted, so no login was tried.") },
};

static const char *
get_ignorance (GPtrArray *findings, DoctorFacts *facts)
{
  gboolean examined = FALSE;
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++)
    if (doctor_facts_lookup (facts, scope, "probe.cut-short") != NULL)
      return _ ("Not determined: the time was over before everything could be looked at.");
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++) {
    const char *reason = doctor_facts_get_string (facts, scope, "login.reason");
    examined = examined || is_examined (findings, facts, scope);
    for (guint i = 0; reason != NULL && i < G_N_ELEMENTS (reasons); i++)
      if (strcmp (reasons[i].reason, reason) == 0)
        return _ (reasons[i].sentence);
  }
  if (!examined)
    return _ ("Not determined: the account has not been examined.");
  return _ ("Not determined: what was seen fits no known cause.");
}

/* Me or them: how far the fault reaches, by what else answers from here. */
static const struct {
  const char *culprit, *sentence;
} extents[] = {
  { "this-server", N_ ("Other mail servers answer from here, so the fault is not in your line.") },
  { "this-provider",
    N_ ("Servers of other providers answer from here, so the fault is at this provider.") },
  { "everything",
    N_ ("No other mail server answers either, so the fault is in the line or network here.") },
};

/* Only where the way to the server or the server itself is the matter. */
static const char *
get_extent (const DoctorFinding *reason, DoctorFacts *facts)
{
  static const char *const axes[] = { "network", "name", "tls", "server", NULL };
  const char *culprit = doctor_facts_get_string (facts, reason->scope, "control.culprit");
  if (culprit == NULL || !g_strv_contains (axes, doctor_finding_type_get_axis (reason->type)))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (extents); i++)
    if (strcmp (extents[i].culprit, culprit) == 0)
      return _ (extents[i].sentence);
  return NULL;
}

/* Which side: what works, or that nothing does where both were looked at. */
static const char *
get_side (GPtrArray *findings, DoctorFacts *facts)
{
  gboolean receive_stopped
    = doctor_engine_state (findings, facts, DOCTOR_SCOPE_RECEIVE) == DOCTOR_STATE_PROBLEM;
  gboolean send_stopped
    = doctor_engine_state (findings, facts, DOCTOR_SCOPE_SEND) == DOCTOR_STATE_PROBLEM;
  gboolean any_works
    = doctor_facts_get_boolean (facts, DOCTOR_SCOPE_RECEIVE, "service.healthy", FALSE)
      || doctor_facts_get_boolean (facts, DOCTOR_SCOPE_SEND, "service.healthy", FALSE);
  if (receive_stopped && send_stopped && !any_works
      && is_examined (findings, facts, DOCTOR_SCOPE_RECEIVE)
      && is_examined (findings, facts, DOCTOR_SCOPE_SEND))
    return _ ("Both receiving and sending are stopped.");
  return get_praise (findings, facts);
}

static char *
dup_two (const char *first, const char *second)
{
  if (second == NULL)
    return g_strdup (first);
  /* Translators: two sentences after each other; a language without blanks leaves it out. */
  return g_strdup_printf (C_ ("two sentences", "%s %s"), first, second);
}

char *
doctor_engine_dup_headline (GPtrArray *findings, DoctorFacts *facts)
{
  DoctorState state = doctor_engine_state (findings, facts, DOCTOR_SCOPE_ACCOUNT);
  if (state == DOCTOR_STATE_HEALTHY)
    return g_strdup (get_praise (findings, facts));
  if (state == DOCTOR_STATE_UNKNOWN)
    return g_strdup (get_ignorance (findings, facts));
  return doctor_finding_dup_text (find_reason (findings, facts, state), facts, "Title");
}

char *
doctor_engine_dup_rest (GPtrArray *findings, DoctorFacts *facts)
{
  DoctorState state = doctor_engine_state (findings, facts, DOCTOR_SCOPE_ACCOUNT);
  if (state == DOCTOR_STATE_HEALTHY)
    return NULL;
  if (state == DOCTOR_STATE_UNKNOWN)
    return g_strdup (get_praise (findings, facts));
  const char *extent = get_extent (find_reason (findings, facts, state), facts);
  const char *side = get_side (findings, facts);
  return extent != NULL ? dup_two (extent, side) : g_strdup (side);
}

char *
doctor_engine_dup_verdict (GPtrArray *findings, DoctorFacts *facts)
{
  g_autofree char *headline = doctor_engine_dup_headline (findings, facts);
  g_autofree char *rest = doctor_engine_dup_rest (findings, facts);
  return dup_two (headline, rest);
}
