/* findings-text.h: findings for a person at a terminal. */
#pragma once
#include "core/fix.h"

G_BEGIN_DECLS

/* Appends those that no other one makes pointless, best first, numbered: what, how certain,
 * why, what to do, how we know, what repairs it. */
void doctor_findings_append_text (GString *out, GPtrArray *findings, DoctorFacts *facts);

G_END_DECLS
