/* turn.h: whose turn it is, of the owners that findings name. */
#pragma once
#include "core/finding.h"

G_BEGIN_DECLS

/* A sentence, and a few words for a table; in the current language. Static. */
const char *doctor_turn_get_sentence (const DoctorFinding *finding);
const char *doctor_turn_get_word (const DoctorFinding *finding);

G_END_DECLS
