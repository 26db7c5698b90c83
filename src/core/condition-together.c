/* Whether conditions on one fact can hold together, for the linter (condition.h). */
#include "core/condition.h"
#include <string.h>

static gboolean
all_hold (GPtrArray *conditions, GVariant *value)
{
  for (guint i = 0; i < conditions->len; i++)
    if (doctor_condition_test (g_ptr_array_index (conditions, i), value) != DOCTOR_TRUTH_TRUE)
      return FALSE;
  return TRUE;
}

/* The values that the fact can only have: by its type, its closed list, or a condition that
 * names them. NULL when they cannot be counted. */
static GPtrArray *
list_candidates (GPtrArray *conditions)
{
  const DoctorFactKey *key = ((DoctorCondition *)g_ptr_array_index (conditions, 0))->key;
  g_autoptr (GPtrArray) candidates
    = g_ptr_array_new_with_free_func ((GDestroyNotify)g_variant_unref);
  for (guint i = 0; i < conditions->len; i++) {
    guint n = 0;
    GVariant *const *values = doctor_condition_get_values (g_ptr_array_index (conditions, i), &n);
    for (guint v = 0; values != NULL && v < n; v++)
      g_ptr_array_add (candidates, g_variant_ref (values[v]));
    if (values != NULL)
      return g_steal_pointer (&candidates);
  }
  for (char **value = key->values; value != NULL && *value != NULL; value++)
    g_ptr_array_add (candidates, g_variant_ref_sink (g_variant_new_string (*value)));
  for (guint i = 0; i < 2 && g_variant_type_equal (key->type, G_VARIANT_TYPE_BOOLEAN); i++)
    g_ptr_array_add (candidates, g_variant_ref_sink (g_variant_new_boolean (i)));
  return candidates->len > 0 ? g_steal_pointer (&candidates) : NULL;
}

static gboolean
ranges_overlap (GPtrArray *conditions)
{
  gint64 low = G_MININT64, high = G_MAXINT64, from, until;
  for (guint i = 0; i < conditions->len; i++)
    if (doctor_condition_get_range (g_ptr_array_index (conditions, i), &from, &until)) {
      low = MAX (low, from);
      high = MIN (high, until);
    }
  return low <= high;
}

/* "has X" beside "has not X". */
static gboolean
is_opposite (const DoctorCondition *a, const DoctorCondition *b)
{
  const char *needle = doctor_condition_get_needle (a);
  if (needle == NULL || g_strcmp0 (needle, doctor_condition_get_needle (b)) != 0)
    return FALSE;
  g_autoptr (GVariant) text = g_variant_ref_sink (g_variant_new_string (needle));
  return doctor_condition_test (a, text) != doctor_condition_test (b, text);
}

/* "known" beside "unknown", which alone is true of what is not known. */
static gboolean
has_contradiction (GPtrArray *conditions)
{
  for (guint i = 0; i < conditions->len; i++) {
    const DoctorCondition *a = g_ptr_array_index (conditions, i);
    if (doctor_condition_test (a, NULL) == DOCTOR_TRUTH_TRUE && conditions->len > 1)
      return TRUE;
    for (guint j = i + 1; j < conditions->len; j++)
      if (is_opposite (a, g_ptr_array_index (conditions, j)))
        return TRUE;
  }
  return FALSE;
}

gboolean
doctor_conditions_can_hold (GPtrArray *conditions)
{
  if (conditions->len < 2)
    return TRUE;
  if (has_contradiction (conditions) || !ranges_overlap (conditions))
    return FALSE;
  g_autoptr (GPtrArray) candidates = list_candidates (conditions);
  if (candidates == NULL)
    return TRUE;
  for (guint i = 0; i < candidates->len; i++)
    if (all_hold (conditions, g_ptr_array_index (candidates, i)))
      return TRUE;
  return FALSE;
}
