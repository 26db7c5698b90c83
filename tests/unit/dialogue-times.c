#include "dialogue-times.h"

gboolean
dialogue_is_worth_saying (DoctorFacts *facts, DoctorRuleset *rules)
{
  g_autoptr (DoctorFacts) now = doctor_facts_copy (facts);
  g_autoptr (GPtrArray) findings = doctor_engine_run (rules, now, NULL);
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    if (finding->hidden_by == NULL && finding->certainty > DOCTOR_POSSIBLE)
      return TRUE;
  }
  return FALSE;
}

enum { VERDICTS, AFTER_REFUSAL, ELSEWHERE, N_KINDS }; /* the last two: first sentences */

static GArray *times[N_KINDS]; /* of int */

static gboolean
was_refused (DoctorFacts *facts)
{
  return doctor_facts_is (facts, DOCTOR_SCOPE_RECEIVE, "tcp.result", "refused")
         || doctor_facts_is (facts, DOCTOR_SCOPE_SEND, "tcp.result", "refused")
         || doctor_facts_is (facts, DOCTOR_SCOPE_RECEIVE, "login.result", "refused")
         || doctor_facts_is (facts, DOCTOR_SCOPE_SEND, "login.result", "refused");
}

static void
add (guint kind, int ms)
{
  if (times[kind] == NULL)
    times[kind] = g_array_new (FALSE, FALSE, sizeof (int));
  g_array_append_val (times[kind], ms);
}

void
dialogue_times_note (DoctorFacts *facts, int ms, int first_ms)
{
  add (VERDICTS, ms);
  if (first_ms >= 0)
    add (was_refused (facts) ? AFTER_REFUSAL : ELSEWHERE, first_ms);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  return *(const int *)a - *(const int *)b;
}

/* The time within which 95 of 100 were done. */
static int
percentile (guint kind)
{
  GArray *array = times[kind];
  if (array == NULL)
    return 0;
  g_array_sort (array, compare_times);
  return g_array_index (array, int, (array->len - 1) * 95 / 100);
}

void
dialogue_times_test (void)
{
  g_test_message ("95 of 100 verdicts within %d ms; first sentences within %d ms after a refusal, "
                  "else within %d ms",
                  percentile (VERDICTS), percentile (AFTER_REFUSAL), percentile (ELSEWHERE));
  g_assert_cmpint (percentile (VERDICTS), <=, 8000);
  g_assert_cmpint (percentile (AFTER_REFUSAL), <=, 1000);
  g_assert_cmpint (percentile (ELSEWHERE), <=, 3000);
}

void
dialogue_times_clear (void)
{
  for (guint i = 0; i < N_KINDS; i++)
    g_clear_pointer (&times[i], g_array_unref);
}
