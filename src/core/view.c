#include "core/view.h"

static void
look_up (DoctorView *view, DoctorFacts *facts, const DoctorFactKey *key)
{
  DoctorKnown *known = &view->known[key->index];
  if (!doctor_facts_lookup_full (facts, view->scope, key->name, &known->value, &known->full_name,
                                 &known->source))
    known->value = NULL;
}

DoctorView *
doctor_view_new (DoctorFacts *facts, DoctorScope scope)
{
  g_return_val_if_fail (doctor_facts_is_sealed (facts), NULL);
  GPtrArray *keys = doctor_dictionary_keys ();
  DoctorView *view = g_new0 (DoctorView, 1);
  view->scope = scope;
  view->known = g_new0 (DoctorKnown, keys->len);
  for (guint i = 0; i < keys->len; i++)
    look_up (view, facts, g_ptr_array_index (keys, i));
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
