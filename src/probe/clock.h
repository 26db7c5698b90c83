/* clock.h: whether this computer's clock can be believed. Reads, never sets. */
#pragma once
#include "probe/chain.h"

G_BEGIN_DECLS

/* Sets clock.now and clock.synchronised, and when the clock is behind the day on which this program
 * was built, clock.offset-seconds. */
void doctor_clock_examine (DoctorChain *chain);
/* Compares the clock with a date in a server's greeting, if it holds one. */
void doctor_clock_compare (DoctorChain *chain, const char *greeting);
/* The first date of RFC 5322 §3.3 in @text, as seconds since 1970; FALSE when there is
 * none. Pure. */
gboolean doctor_clock_find_date (const char *text, gint64 *out_seconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
