/* wait.h: when the client tries again by itself what passes by itself. Pure. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

/* Seconds to wait before the next attempt, after @n_tries attempts that failed in the same way:
 * what the server named, else what suits @cause (id of a finding), longer each time. Never
 * so soon that the limit of logins an hour would be passed (ledger.h, catalogue §4). */
gint64
doctor_wait_seconds (const char *cause, DoctorFacts *facts, DoctorScope scope, guint n_tries);
/* The time that a server gives in @words ("try again in 5 minutes"), in seconds; 0 when it gives
 * none, or one longer than a few hours, for which nobody sits and waits. */
gint64 doctor_wait_read_hint (const char *words);

G_END_DECLS
