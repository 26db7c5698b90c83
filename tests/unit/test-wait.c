#include "core/wait.h"

static void
test_hints (void)
{
  static const struct {
    const char *words;
    gint64 seconds;
  } rows[] = {
    { "450 4.2.0 Greylisted, please try again in 300 seconds", 300 },
    { "451 4.7.1 Greylisting in action, please come back in 00:04:30", 270 },
    { "450 Greylisted for 5 minutes (see http://postgrey.example/)", 300 },
    { "421 Too many errors, try again in 04:59", 299 },
    { "NO [LIMIT] Rate exceeded, retry after 2 hours", 7200 },
    { "-ERR [LOGIN-DELAY] minimum time between mail checks violation, wait 15 mins", 900 },
    { "しばらくお待ちください。10 分後に再試行してください", 600 },
    { "30秒お待ちください", 30 },
    { "421 Service not available, closing transmission channel", 0 },
    { "552 Message is 30 s too long", 0 },
    { "454 Try again in 90 hours", 0 },
    { "try again later", 0 },
    { "", 0 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (doctor_wait_read_hint (rows[i].words) != rows[i].seconds)
      g_test_fail_printf ("“%s”: %d", rows[i].words, (int)doctor_wait_read_hint (rows[i].words));
  g_assert_cmpint (doctor_wait_read_hint (NULL), ==, 0);
}

static gint64
wait (const char *cause, const char *text, guint n_tries)
{
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  g_autoptr (GError) error = NULL;
  gboolean read = doctor_facts_parse (facts, text, "row", DOCTOR_SOURCE_PROBE, &error);
  g_assert_no_error (error);
  g_assert_true (read);
  return doctor_wait_seconds (cause, facts, DOCTOR_SCOPE_RECEIVE, n_tries);
}

/* Longer each time, to an end; no cause is tried more often than every half minute. */
static void
test_backing_off (void)
{
  static const char *const causes[]
    = { "server.unavailable", "server.greylisted", "auth.throttled", "net.reset", "no.such" };
  for (guint i = 0; i < G_N_ELEMENTS (causes); i++) {
    gint64 before = 30;
    for (guint n = 0; n < 40; n++) {
      gint64 now = wait (causes[i], "", n);
      g_assert_cmpint (now, >=, before);
      g_assert_cmpint (now, <=, 4 * 3600);
      before = now;
    }
  }
  g_assert_cmpint (wait ("server.greylisted", "", 0), ==, 300);
  g_assert_cmpint (wait ("server.greylisted", "", 1), ==, 600);
  g_assert_cmpint (wait ("auth.throttled", "", 0), ==, 900);
}

static void
test_server_knows_better (void)
{
  static const char said[] = "receive.reply.text 'NO [LIMIT] try again in 20 minutes'";
  static const char soon[] = "receive.reply.text 'NO try again in 1 second'";
  g_assert_cmpint (wait ("server.rate-limited", said, 0), ==, 1205);
  g_assert_cmpint (wait ("server.rate-limited", said, 9), ==, 3600);
  g_assert_cmpint (wait ("server.rate-limited", soon, 0), ==, 30);
}

/* Catalogue §4: a ceiling per account and hour. */
static void
test_logins_are_limited (void)
{
  g_assert_cmpint (wait ("net.reset", "receive.login.recent 3", 0), ==, 60);
  g_assert_cmpint (wait ("net.reset", "receive.login.recent 9", 0), ==, 3600);
  g_assert_cmpint (wait ("net.reset", "receive.login.recent 50", 0), ==, 3600);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wait/hints", test_hints);
  g_test_add_func ("/wait/backing-off", test_backing_off);
  g_test_add_func ("/wait/server", test_server_knows_better);
  g_test_add_func ("/wait/logins", test_logins_are_limited);
  return g_test_run ();
}
