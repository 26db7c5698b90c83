#include "probe/clock.h"
#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>

/* No computer of the time of this build will be asked for longer. */
enum { MAX_AGE_SECONDS = 40 * 365 * 24 * 60 * 60 };

void
doctor_clock_examine (DoctorChain *chain)
{
  struct timex state = { .modes = 0 }; /* reads only: adjtimex(2) */
  int status = adjtimex (&state);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  doctor_chain_set_account (chain, "clock.now", g_variant_new_int64 (now));
  if (status >= 0)
    doctor_chain_set_account (
      chain, "clock.synchronised",
      g_variant_new_boolean (status != TIME_ERROR && (state.status & STA_UNSYNC) == 0));
  /* A program cannot run before it was built. */
  if (now < DOCTOR_BUILD_TIME) {
    doctor_chain_set_account (chain, "clock.offset-seconds",
                              g_variant_new_int64 (now - DOCTOR_BUILD_TIME));
    doctor_chain_set_account (chain, "clock.evidence", g_variant_new_string ("program-date"));
  }
}

/* "+0930" in seconds; names of zones other than UTC are too old to be met. */
static gint64
zone_seconds (const char *zone)
{
  int number = atoi (zone);
  return g_ascii_isalpha (*zone) ? 0 : (number / 100) * 3600 + (number % 100) * 60;
}

static int
month_number (const char *name)
{
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  g_autofree char *lower = g_ascii_strdown (name, -1);
  return (int)(strstr (months, lower) - months) / 3 + 1;
}

static int
number_of (GMatchInfo *match, const char *name)
{
  g_autofree char *text = g_match_info_fetch_named (match, name);
  return text == NULL ? 0 : atoi (text);
}

static gboolean
read_date (GMatchInfo *match, gint64 *out_seconds)
{
  g_autofree char *zone = g_match_info_fetch_named (match, "zone");
  g_autofree char *month = g_match_info_fetch_named (match, "month");
  g_autoptr (GDateTime) date = g_date_time_new_utc (
    number_of (match, "year"), month_number (month), number_of (match, "day"),
    number_of (match, "hour"), number_of (match, "minute"), number_of (match, "second"));
  if (date == NULL)
    return FALSE;
  *out_seconds = g_date_time_to_unix (date) - zone_seconds (zone);
  return TRUE;
}

/* "<1896.697170952@dbc.example>": process and clock (RFC 1939 §7). Many servers put other
 * numbers there: only what can be a time of our days counts. */
static gboolean
read_timestamp (const char *text, gint64 *out_seconds)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GRegex) timestamp = g_regex_new ("^\\+OK\\b.*<\\d+\\.(\\d{10})@[^>]+>", 0, 0, NULL);
  if (!g_regex_match (timestamp, text, 0, &match))
    return FALSE;
  g_autofree char *digits = g_match_info_fetch (match, 1);
  gint64 seconds = g_ascii_strtoll (digits, NULL, 10);
  if (seconds < DOCTOR_BUILD_TIME || seconds > DOCTOR_BUILD_TIME + MAX_AGE_SECONDS)
    return FALSE;
  *out_seconds = seconds;
  return TRUE;
}

gboolean
doctor_clock_find_date (const char *text, gint64 *out_seconds)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GRegex) date = g_regex_new (
    "\\b(?<day>\\d{1,2})[\\s-]+(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[\\s-]+"
    "(?<year>\\d{4})\\s+(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)\\s+"
    "(?<zone>[+-]\\d{4}|GMT|UTC?)",
    G_REGEX_CASELESS, 0, NULL);
  if (g_regex_match (date, text, 0, &match))
    return read_date (match, out_seconds);
  return read_timestamp (text, out_seconds);
}

gboolean
doctor_clock_is_zone_error (gint64 seconds)
{
  enum { QUARTER = 15 * 60, WIDEST = 26 * 60 * 60, DELAY = 30 };
  gint64 size = ABS (seconds);
  gint64 rest = size % QUARTER;
  return size >= QUARTER - DELAY && size <= WIDEST + DELAY
         && (rest <= DELAY || rest >= QUARTER - DELAY);
}

void
doctor_clock_compare (DoctorChain *chain, const char *greeting)
{
  gint64 seconds = 0, now = g_get_real_time () / G_USEC_PER_SEC;
  if (!doctor_clock_find_date (greeting, &seconds))
    return;
  doctor_chain_set_account (chain, "clock.offset-seconds", g_variant_new_int64 (now - seconds));
  doctor_chain_set_account (chain, "clock.evidence", g_variant_new_string ("greeting"));
  doctor_chain_set_account (chain, "clock.zone-error",
                            g_variant_new_boolean (doctor_clock_is_zone_error (now - seconds)));
}
