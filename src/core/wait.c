#include "core/wait.h"
#include "core/ledger.h"
#include <string.h>

enum {
  MINUTE = 60,
  HOUR = 60 * MINUTE,
  SHORTEST = 30, /* whatever the server says, it is not asked more often */
  LONGEST_HINT = 6 * HOUR,
  MARGIN = 5 /* clocks and timers differ a little */
};

/* The first wait, and the longest: each is twice the one before. */
static const struct {
  const char *cause;
  int first_s, most_s;
} rows[] = {
  { "auth.throttled", 15 * MINUTE, HOUR },
  { "mailbox.locked", 2 * MINUTE, 30 * MINUTE },
  { "net.dns-temporary", MINUTE, 15 * MINUTE },
  { "net.refused", 2 * MINUTE, 30 * MINUTE },
  { "net.reset", MINUTE, 15 * MINUTE },
  { "net.timeout", 2 * MINUTE, 30 * MINUTE },
  { "send.daily-limit", HOUR, 4 * HOUR },
  { "send.recipient-full", HOUR, 4 * HOUR },
  { "send.stuck-queue", 10 * MINUTE, HOUR },
  { "server.greylisted", 5 * MINUTE, HOUR }, /* RFC 6647 §5: usual limits are 1 to 30 minutes */
  { "server.rate-limited", 10 * MINUTE, HOUR },
  { "server.too-many-connections", 5 * MINUTE, 30 * MINUTE },
};
static const int first_otherwise_s = 5 * MINUTE, most_otherwise_s = HOUR;

/* --- what the server says --- */

static const struct {
  const char *pattern; /* groups 1 and, where there are more, 2 and 3 */
  int factors[3];      /* of the groups */
} hints[] = {
  { "\\b(\\d{1,2}):(\\d{2}):(\\d{2})\\b", { HOUR, MINUTE, 1 } },
  { "\\b(?:in|after|for|within|wait)\\s+(\\d{1,2}):(\\d{2})\\b", { MINUTE, 1 } },
  { "\\b(\\d{1,5})\\s*(?:seconds?|secs?|s)\\b", { 1 } },
  { "\\b(\\d{1,4})\\s*(?:minutes?|mins?)\\b", { MINUTE } },
  { "\\b(\\d{1,2})\\s*(?:hours?|hrs?)\\b", { HOUR } },
  { "(\\d{1,5})\\s*秒", { 1 } },
  { "(\\d{1,4})\\s*分", { MINUTE } },
  { "(\\d{1,2})\\s*時間", { HOUR } },
};

/* A time alone may be anything; with these words it is one to wait for. */
#define ABOUT_WAITING                                                                              \
  "\\b(?:retry|re-try|try|again|wait|later|delay(?:ed)?|grey-?list\\w*|gray-?list\\w*|throttl\\w*" \
  "|"                                                                                              \
  "block(?:ed)?|locked)\\b|再試行|再度|もう一度|お待ち|後に|ロック"

static gboolean
is_about_waiting (const char *words)
{
  return g_regex_match_simple (ABOUT_WAITING, words, G_REGEX_CASELESS, 0);
}

static gint64
read_hint (guint i, const char *words)
{
  g_autoptr (GRegex) regex = g_regex_new (hints[i].pattern, G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  gint64 seconds = 0;
  if (!g_regex_match (regex, words, 0, &match))
    return 0;
  for (int group = 1; group < g_match_info_get_match_count (match); group++) {
    g_autofree char *number = g_match_info_fetch (match, group);
    seconds += g_ascii_strtoll (number, NULL, 10) * hints[i].factors[group - 1];
  }
  return seconds;
}

gint64
doctor_wait_read_hint (const char *words)
{
  if (words == NULL || !g_utf8_validate (words, -1, NULL) || !is_about_waiting (words))
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (hints); i++) {
    gint64 seconds = read_hint (i, words);
    if (seconds > 0)
      return seconds <= LONGEST_HINT ? seconds : 0;
  }
  return 0;
}

/* --- how long --- */

static gint64
usual_wait (const char *cause, guint n_tries)
{
  gint64 wait = first_otherwise_s, most = most_otherwise_s;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].cause, cause) == 0) {
      wait = rows[i].first_s;
      most = rows[i].most_s;
    }
  for (guint i = 0; i < n_tries && wait < most; i++)
    wait *= 2;
  return MIN (wait, most);
}

/* Where the account has logged in as often as an hour allows, the hour is waited out. */
static gint64
wait_for_logins (DoctorFacts *facts, DoctorScope scope)
{
  return doctor_facts_get_int (facts, scope, "login.recent", 0) >= DOCTOR_LEDGER_MAX_PER_HOUR - 1
           ? HOUR
           : 0;
}

gint64
doctor_wait_seconds (const char *cause, DoctorFacts *facts, DoctorScope scope, guint n_tries)
{
  gint64 hint = doctor_wait_read_hint (doctor_facts_get_string (facts, scope, "reply.text"));
  gint64 wait = usual_wait (cause, n_tries);
  /* It was right about the time, or says a new one; only when it says the same again and again
   * the wait grows. */
  if (hint > 0)
    wait = n_tries < 2 ? MAX (hint + MARGIN, SHORTEST) : MAX (hint + MARGIN, wait);
  return MAX (wait, wait_for_logins (facts, scope));
}
