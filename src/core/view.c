#include "core/view.h"

/* Whether the fact with the full @name is seen from @scope: its own ones and the account's. */
static gboolean
is_visible (const DoctorFactKey *key, const char *name, DoctorScope scope)
{
  const char *bare = NULL;
  return !key->of_service || doctor_scope_split (name, &bare) == scope;
}

static void
add_fact (DoctorView *view, DoctorFacts *facts, const char *name)
{
  const DoctorFactKey *key = doctor_dictionary_lookup (name);
  if (!is_visible (key, name, view->scope))
    return;
  DoctorKnown *known = &view->known[key->index];
  doctor_facts_lookup_full (facts, DOCTOR_SCOPE_ACCOUNT, name, &known->value, &known->full_name,
                            &known->source);
  if (key->of_service && known->source != DOCTOR_SOURCE_DERIVED)
    view->has_service = TRUE;
}

DoctorView *
doctor_view_new (DoctorFacts *facts, DoctorScope scope)
{
  g_return_val_if_fail (doctor_facts_is_sealed (facts), NULL);
  DoctorView *view = g_new0 (DoctorView, 1);
  view->scope = scope;
  view->known = g_new0 (DoctorKnown, doctor_dictionary_keys ()->len);
  g_autoptr (GPtrArray) names = doctor_facts_names (facts);
  for (guint i = 0; i < names->len; i++)
    add_fact (view, facts, g_ptr_array_index (names, i));
  return view;
}

void
doctor_view_free (DoctorView *view)
{
  if (view == NULL)
    return;
  g_free (view->known);
  g_free (view);
}
