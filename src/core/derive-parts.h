/* derive-parts.h: derivations that have a file of their own; rows of the table in derive.c. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

/* user.oddities: characters in the user name that nobody types on purpose. */
void doctor_derive_user (DoctorFacts *facts, DoctorScope scope);

G_END_DECLS
