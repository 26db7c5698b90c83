/* view.h: the facts as one scope sees them: its own ones and the account's. With the forms of a
 * text in which conditions look for words, each made once, when it is first asked for. For one
 * thread. */
#pragma once
#include "core/facts-slots.h"
#include "core/rule.h"

G_BEGIN_DECLS

struct _DoctorView {
  DoctorScope scope;
  gboolean has_service; /* more than derived facts, which may mirror the other service, is known */
  DoctorFacts *facts;   /* borrowed */
  GArray *texts;        /* what was asked for so far */
};

/* @facts must be sealed and outlive the view. */
DoctorView *doctor_view_new (DoctorFacts *facts, DoctorScope scope) G_GNUC_WARN_UNUSED_RESULT;
void doctor_view_free (DoctorView *view); /* accepts NULL */

/* NULL: unknown. */
static inline const DoctorFact *
doctor_view_get (const DoctorView *view, const DoctorFactKey *key)
{
  return doctor_facts_at (view->facts, key->slots[view->scope]);
}

typedef enum {
  DOCTOR_FORM_RAW,
  DOCTOR_FORM_FOLDED, /* fold.h */
  DOCTOR_FORM_PLAIN,  /* phrase.h */
  DOCTOR_N_FORMS
} DoctorForm;
char *doctor_form_dup (DoctorForm form, const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* The string fact @key, which must be known. Borrowed. */
const char *
doctor_view_get_text (const DoctorView *view, const DoctorFactKey *key, DoctorForm form);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorView, doctor_view_free)

G_END_DECLS
