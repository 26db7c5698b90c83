/* facts-slots.h: facts by their place in the dictionary instead of by name, for the engine and
 * what derives, which look at hundreds of them for each account. Behind facts.h only. */
#pragma once
#include "core/fact-dictionary.h"

G_BEGIN_DECLS

typedef struct {
  GVariant *value; /* borrowed */
  DoctorSource source;
} DoctorFact;

/* What is known under exactly this name, or NULL. */
const DoctorFact *doctor_facts_at (DoctorFacts *facts, guint slot);
/* The first known place from @slot on, in the order of the names; DOCTOR_NO_SLOT at the end. */
int doctor_facts_next (DoctorFacts *facts, guint slot);
void doctor_facts_unset_at (DoctorFacts *facts, guint slot);

G_END_DECLS
