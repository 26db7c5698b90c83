#include "core/derive-parts.h"
#include "core/hygiene.h"

void
doctor_derive_user (DoctorFacts *facts, DoctorScope scope)
{
  const char *user = doctor_facts_get_string (facts, scope, "auth.user");
  if (user != NULL)
    doctor_facts_set_scoped (facts, scope, "user.oddities",
                             doctor_hygiene_new_words (doctor_hygiene_look (user, NULL)),
                             DOCTOR_SOURCE_DERIVED);
}
