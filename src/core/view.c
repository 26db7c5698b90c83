#include "core/view.h"
#include "core/fold.h"
#include "core/phrase.h"

typedef struct {
  const DoctorFactKey *key;
  DoctorForm form;
  char *text;
} FormedText;

static void
clear_text (gpointer text)
{
  g_free (((FormedText *)text)->text);
}

/* Whether a fact of the service itself is known that nobody derived. */
static gboolean
has_service (DoctorFacts *facts, DoctorScope scope)
{
  for (int slot = doctor_facts_next (facts, 0); slot != DOCTOR_NO_SLOT;
       slot = doctor_facts_next (facts, (guint)slot + 1)) {
    const DoctorFactSlot *entry = doctor_dictionary_get_slot ((guint)slot);
    if (entry->key->of_service && entry->scope == scope
        && doctor_facts_at (facts, (guint)slot)->source != DOCTOR_SOURCE_DERIVED)
      return TRUE;
  }
  return FALSE;
}

DoctorView *
doctor_view_new (DoctorFacts *facts, DoctorScope scope)
{
  g_return_val_if_fail (doctor_facts_is_sealed (facts), NULL);
  DoctorView *view = g_new0 (DoctorView, 1);
  view->scope = scope;
  view->facts = facts;
  view->has_service = has_service (facts, scope);
  view->texts = g_array_new (FALSE, FALSE, sizeof (FormedText));
  g_array_set_clear_func (view->texts, clear_text);
  return view;
}

void
doctor_view_free (DoctorView *view)
{
  if (view == NULL)
    return;
  g_array_unref (view->texts);
  g_free (view);
}

static char *(*const formers[DOCTOR_N_FORMS]) (const char *text) = {
  [DOCTOR_FORM_RAW] = g_strdup,
  [DOCTOR_FORM_FOLDED] = doctor_fold,
  [DOCTOR_FORM_PLAIN] = doctor_phrase_dup_plain,
};

char *
doctor_form_dup (DoctorForm form, const char *text)
{
  return formers[form](text);
}

const char *
doctor_view_get_text (const DoctorView *view, const DoctorFactKey *key, DoctorForm form)
{
  const char *value = g_variant_get_string (doctor_view_get (view, key)->value, NULL);
  if (form == DOCTOR_FORM_RAW)
    return value;
  for (guint i = 0; i < view->texts->len; i++) {
    const FormedText *text = &g_array_index (view->texts, FormedText, i);
    if (text->key == key && text->form == form)
      return text->text;
  }
  FormedText formed = { key, form, formers[form](value) };
  g_array_append_val (view->texts, formed);
  return formed.text;
}
