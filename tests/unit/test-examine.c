/* What an examination promises whatever the server does: it stops at once, it keeps its
 * deadline, and it believes nothing that was handed in as found. */
#include "fake-computer.h"
#include "play-certificates.h"
#include "play-server.h"
#include "probe/examine.h"

/* Far less than any step may take by itself (chain.h), and enough for a busy machine. */
#define PATIENCE_US (3 * G_TIME_SPAN_SECOND)

typedef struct {
  GCancellable *cancellable;
  const char *cancel_at; /* name of the fact that makes the sink cancel */
  gint64 cancelled_us;
} Sink;

static void
sink (const char *name, GVariant *value, gpointer data)
{
  Sink *state = data;
  if (g_strcmp0 (name, state->cancel_at) != 0)
    return;
  state->cancelled_us = g_get_monotonic_time ();
  g_cancellable_cancel (state->cancellable);
}

static DoctorFacts *
new_settings (PlayServer *server, const char *more)
{
  g_autoptr (GError) error = NULL;
  DoctorFacts *facts = doctor_facts_new ();
  g_autofree char *text = g_strdup_printf ("account.address 'me@example.org'\n"
                                           "receive.service.protocol 'imap'\n"
                                           "receive.server.host '127.0.0.1'\n"
                                           "receive.server.port %u\n"
                                           "receive.server.security 'none'\n"
                                           "receive.auth.user 'me'\n%s",
                                           play_server_get_port (server), more);
  g_assert_true (doctor_facts_parse (facts, text, "settings", DOCTOR_SOURCE_SETTINGS, &error));
  g_assert_no_error (error);
  return facts;
}

static PlayServer *
new_server (const char *const *script)
{
  PlayServer *server = play_server_new ();
  for (; *script != NULL; script++)
    play_server_add (server, *script);
  play_server_start (server);
  return server;
}

static DoctorExamineOptions
usual_options (void)
{
  DoctorExamineOptions options
    = { .allow_login = TRUE, .computer = fake_computer_reset (), .name_servers = "" };
  options.services[DOCTOR_SCOPE_RECEIVE] = TRUE;
  return options;
}

static void
test_cancel_acts_at_once (gconstpointer cancel_at)
{
  PlayServer *server = new_server ((const char *const[]){ "S: * OK ready", "STALL", NULL });
  g_autoptr (DoctorFacts) settings = new_settings (server, "");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  DoctorExamineOptions options = usual_options ();
  Sink state = { cancellable, cancel_at, 0 };
  g_autoptr (DoctorFacts) facts
    = doctor_examine (settings, NULL, &options, sink, &state, cancellable);
  g_assert_cmpint (state.cancelled_us, !=, 0);
  g_assert_cmpint (g_get_monotonic_time () - state.cancelled_us, <, PATIENCE_US);
  g_assert_true (doctor_facts_is_sealed (facts));
  g_assert_null (doctor_facts_lookup (facts, DOCTOR_SCOPE_RECEIVE, "capability.list"));
  g_assert_null (doctor_facts_lookup (facts, DOCTOR_SCOPE_RECEIVE, "reply.text"));
  play_server_stop (server);
  play_server_free (server);
}

static void
test_deadline_is_kept (void)
{
  PlayServer *server = new_server ((const char *const[]){ "BLACKHOLE", NULL });
  g_autoptr (DoctorFacts) settings = new_settings (server, "");
  DoctorExamineOptions options = usual_options ();
  gint64 start_us = g_get_monotonic_time ();
  options.deadline_ms = 300;
  g_autoptr (DoctorFacts) facts = doctor_examine (settings, NULL, &options, NULL, NULL, NULL);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, PATIENCE_US);
  /* Too short to be fair: not determined, not a timeout of the server. */
  g_assert_null (doctor_facts_lookup (facts, DOCTOR_SCOPE_RECEIVE, "tcp.result"));
  play_server_stop (server);
  play_server_free (server);
}

static void
test_what_was_found_before_does_not_count (void)
{
  PlayServer *server
    = new_server ((const char *const[]){ "S: * OK [CAPABILITY IMAP4rev1] ready", "DRAIN", NULL });
  g_autoptr (DoctorFacts) settings = new_settings (server, "receive.tls.verify 'ok'\n"
                                                           "receive.tls.result 'ok'\n"
                                                           "receive.login.result 'ok'\n"
                                                           "receive.incident.stage 'auth'\n");
  DoctorSecrets secrets = { { NULL, "Geheim", NULL } };
  DoctorExamineOptions options = usual_options ();
  g_autoptr (DoctorFacts) facts = doctor_examine (settings, &secrets, &options, NULL, NULL, NULL);
  g_assert_null (doctor_facts_lookup (facts, DOCTOR_SCOPE_RECEIVE, "tls.verify"));
  g_assert_true (doctor_facts_is (facts, DOCTOR_SCOPE_RECEIVE, "login.reason", "not-encrypted"));
  g_assert_true (doctor_facts_is (facts, DOCTOR_SCOPE_RECEIVE, "incident.stage", "auth"));
  play_server_stop (server);
  play_server_free (server);
}

static void
test_nothing_to_examine (void)
{
  g_autoptr (DoctorFacts) settings = doctor_facts_new ();
  DoctorExamineOptions options = usual_options ();
  g_autoptr (DoctorFacts) facts = doctor_examine (settings, NULL, &options, NULL, NULL, NULL);
  g_assert_true (doctor_facts_is_sealed (facts));
  g_assert_nonnull (doctor_facts_lookup (facts, DOCTOR_SCOPE_ACCOUNT, "clock.now"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/examine/cancel/connected", "receive.tcp.result",
                        test_cancel_acts_at_once);
  g_test_add_data_func ("/examine/cancel/greeted", "receive.greeting.result",
                        test_cancel_acts_at_once);
  g_test_add_func ("/examine/deadline", test_deadline_is_kept);
  g_test_add_func ("/examine/believes-nothing", test_what_was_found_before_does_not_count);
  g_test_add_func ("/examine/nothing", test_nothing_to_examine);
  return g_test_run ();
}
