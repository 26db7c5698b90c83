/* derive.h: facts that follow from others by arithmetic, parsing or loops, one function
 * and one table row each. Rules stay comparisons. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

/* Adds the derived facts to @facts (not sealed). Idempotent; order of the table matters. */
void doctor_derive (DoctorFacts *facts);
/* Rows for `list facts` and the tests: name of each derivation. */
guint doctor_derive_get_n (void);
const char *doctor_derive_get_name (guint i);

G_END_DECLS
