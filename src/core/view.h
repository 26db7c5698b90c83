/* view.h: the facts as one scope sees them, looked up once, so that hundreds of rules only
 * index. */
#pragma once
#include "core/fact-dictionary.h"
#include "core/rule.h"

G_BEGIN_DECLS

typedef struct {
  GVariant *value;       /* NULL: unknown */
  const char *full_name; /* interned */
  DoctorSource source;
} DoctorKnown;

struct _DoctorView {
  DoctorScope scope;
  gboolean has_service; /* more than derived facts, which may mirror the other service, is known */
  DoctorKnown *known;   /* by DoctorFactKey.index; values borrowed from the facts */
};

/* @facts must be sealed and outlive the view. */
DoctorView *doctor_view_new (DoctorFacts *facts, DoctorScope scope) G_GNUC_WARN_UNUSED_RESULT;
void doctor_view_free (DoctorView *view); /* accepts NULL */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorView, doctor_view_free)

G_END_DECLS
