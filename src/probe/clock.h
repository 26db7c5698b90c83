/* clock.h: whether this computer's clock can be believed. Reads, never sets. */
#pragma once
#include "probe/chain.h"

G_BEGIN_DECLS

/* Sets clock.now and clock.synchronised, and when the clock is behind the day on which this program
 * was built, clock.offset-seconds. */
void doctor_clock_examine (DoctorChain *chain);
/* Compares the clock with a date in a server's greeting, if it holds one, and sets
 * clock.offset-seconds, clock.evidence and clock.zone-error. */
void doctor_clock_compare (DoctorChain *chain, const char *greeting);
/* The first date in @text, of mail (RFC 5322 §3.3), of IMAP (RFC 9051 date-time) or in the
 * clock part of a POP3 timestamp (RFC 1939 §7), as seconds since 1970; FALSE when there is
 * none. Pure. */
gboolean doctor_clock_find_date (const char *text, gint64 *out_seconds) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a clock that is off by @seconds looks like one set in the wrong time zone: whole
 * quarters of an hour, and no more than zones can differ. Pure. */
gboolean doctor_clock_is_zone_error (gint64 seconds);

G_END_DECLS
