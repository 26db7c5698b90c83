/* derive.h: facts that follow from others by arithmetic, parsing or loops, one function
 * and one table row each. Rules stay comparisons. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

/* Sets the derived facts in @facts (not sealed) in place of what an earlier call derived, and
 * reply.* from the incident where no probe spoke. The order of the table matters. What needs
 * the provider data is not here: call doctor_providers_describe () first. */
void doctor_derive (DoctorFacts *facts);
/* Rows for `list facts` and the tests: name of each derivation. */
guint doctor_derive_get_n (void);
const char *doctor_derive_get_name (guint i);

G_END_DECLS
