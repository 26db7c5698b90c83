#include "core/decide.h"
#include "core/fact-dictionary.h"
#include "core/view.h"

/* More than a few are no help. */
enum { MAX_DECIDERS = 4 };

/* Another reply may bring other words, but nobody can look at it. */
static gboolean
can_be_seen (const char *name)
{
  const DoctorFactKey *key = doctor_dictionary_lookup (name);
  return !g_str_equal (key->from, "reply") && !g_str_equal (key->name, "provider.marker")
         && !g_str_has_prefix (key->name, "reply.");
}

static void
add_name (GPtrArray *names, const char *name)
{
  if (can_be_seen (name) && names->len < MAX_DECIDERS && !g_ptr_array_find (names, name, NULL))
    g_ptr_array_add (names, (gpointer)name);
}

GPtrArray *
doctor_finding_list_deciders (const DoctorFinding *finding, DoctorFacts *facts)
{
  GPtrArray *names = g_ptr_array_new ();
  g_autoptr (DoctorView) view = doctor_view_new (facts, finding->scope);
  for (guint i = 0; i < doctor_finding_type_get_n_rules (finding->type); i++) {
    const DoctorRule *rule = doctor_finding_type_get_rule (finding->type, i);
    if (doctor_rule_get_certainty (rule) <= finding->certainty
        || !doctor_rule_applies (rule, finding->scope))
      continue;
    g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
    (void)doctor_rule_judge (rule, view, NULL, wanted);
    for (guint n = 0; n < wanted->len; n++)
      add_name (names, g_ptr_array_index (wanted, n));
  }
  return names;
}
