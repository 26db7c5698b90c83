#include "probe/plan.h"
#include "probe/dialect.h"
#include "probe/examine.h"
#include "probe/tcp.h"

static gboolean
holds (DoctorFacts *facts, DoctorScope scope, const DoctorNeed *need)
{
  const char *value = doctor_facts_get_string (facts, scope, need->fact);
  if (need->values[0] == NULL)
    return doctor_facts_lookup (facts, scope, need->fact) != NULL;
  for (guint i = 0; i < G_N_ELEMENTS (need->values) && need->values[i] != NULL; i++)
    if (g_strcmp0 (need->values[i], value) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_all (const DoctorProbe *probe, DoctorFacts *facts, DoctorScope scope)
{
  if (doctor_facts_lookup (facts, scope, probe->provides[0]) != NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (probe->needs) && probe->needs[i].fact != NULL; i++)
    if (!holds (facts, scope, &probe->needs[i]))
      return FALSE;
  return probe->unless.fact == NULL || !holds (facts, scope, &probe->unless);
}

/* Whether something gives cause for @probe; most need none. */
static gboolean
has_cause (const DoctorProbe *probe, DoctorFacts *facts)
{
  for (guint i = 0; i < G_N_ELEMENTS (probe->any) && probe->any[i].fact != NULL; i++)
    if (holds (facts, DOCTOR_SCOPE_RECEIVE, &probe->any[i])
        || holds (facts, DOCTOR_SCOPE_SEND, &probe->any[i]))
      return TRUE;
  return probe->any[0].fact == NULL;
}

gboolean
doctor_plan_is_due (const DoctorProbe *probe, DoctorFacts *facts)
{
  return has_all (probe, facts, DOCTOR_SCOPE_ACCOUNT) && has_cause (probe, facts);
}

/* Whether @probe belongs into @chain. */
static gboolean
is_of (DoctorChain *chain, const DoctorProbe *probe)
{
  if (probe->run == NULL || probe->of_account != (chain->scope == DOCTOR_SCOPE_ACCOUNT))
    return FALSE;
  return chain->only == NULL ? !probe->waits : probe == chain->only;
}

static gboolean
is_due (DoctorChain *chain, const DoctorProbe *probe)
{
  return is_of (chain, probe) && has_all (probe, chain->facts, chain->scope);
}

const DoctorProbe *
doctor_plan_next (DoctorChain *chain, guint64 done, guint *out_place)
{
  for (guint i = 0; i < doctor_probe_get_n (); i++)
    if ((done & G_GUINT64_CONSTANT (1) << i) == 0 && is_due (chain, doctor_probe_get (i))) {
      *out_place = i;
      return doctor_probe_get (i);
    }
  return NULL;
}

static void
tell_skipped (DoctorChain *chain, guint64 done)
{
  for (guint i = 0; i < doctor_probe_get_n (); i++) {
    const DoctorProbe *probe = doctor_probe_get (i);
    if (is_of (chain, probe) && (done & G_GUINT64_CONSTANT (1) << i) == 0)
      doctor_chain_tell_progress (chain, probe->name, "skipped");
  }
}

static void
tell_end (DoctorChain *chain)
{
  if (chain->stream != NULL) {
    g_autofree char *transcript = doctor_stream_dup_transcript (chain->stream);
    doctor_stream_close (chain->stream);
    doctor_chain_set_string (chain, "probe.transcript", transcript);
  }
  doctor_chain_set_int (chain, "probe.ms", doctor_elapsed_ms (chain->start_us));
}

/* @last ended without what it is there for, or @next was never begun, and the time is over. */
static void
tell_cut_short (DoctorChain *chain, const DoctorProbe *last, const DoctorProbe *next)
{
  gboolean is_open
    = last != NULL && doctor_facts_lookup (chain->facts, chain->scope, last->provides[0]) == NULL;
  if (!doctor_patience_is_over (&chain->patience) || doctor_patience_is_cancelled (&chain->patience)
      || (!is_open && next == NULL))
    return;
  doctor_chain_set_string (chain, "probe.cut-short", is_open ? last->name : next->name);
}

void
doctor_plan_run (DoctorChain *chain)
{
  guint64 done = 0;
  guint place = 0;
  const DoctorProbe *last = NULL, *probe = doctor_plan_next (chain, done, &place);
  while (probe != NULL && !doctor_patience_is_over (&chain->patience)
         && !doctor_patience_is_cancelled (&chain->patience)) {
    doctor_chain_tell_progress (chain, probe->name, "running");
    probe->run (chain);
    done |= G_GUINT64_CONSTANT (1) << place;
    doctor_chain_tell_progress (chain, probe->name, "done");
    last = probe;
    probe = doctor_plan_next (chain, done, &place);
  }
  tell_skipped (chain, done);
  if (chain->scope == DOCTOR_SCOPE_ACCOUNT)
    return;
  tell_cut_short (chain, last, probe);
  doctor_tcp_settle (chain);
  doctor_dialect_leave (chain);
  tell_end (chain);
}
