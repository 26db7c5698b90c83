/* What is no change of settings: waiting for what passes by itself, and trust. */
#include "tests/unit/case-fixture.h"

#define UNAVAILABLE "IMAP< 2 NO [UNAVAILABLE] try again in 10 minutes\nIMAP< Error logging in to x"

static const DoctorOffer *
show_outage (Fixture *f)
{
  case_write_child (
    f,
    "#!/bin/sh\necho \"receive.tcp.result 'connected'\"\n"
    "echo \"receive.reply.code 'UNAVAILABLE'\"\necho \"receive.reply.stage 'auth'\"\n"
    "echo \"receive.reply.text 'NO [UNAVAILABLE] try again in 10 minutes'\"\n"
    "echo \"receive.reply.status 'no'\"\necho \"receive.login.result 'error'\"\n"
    "echo 'end 0'\n",
    "");
  case_client_fails ("auth", UNAVAILABLE, 0);
  case_examine (f);
  return case_get_offer (f, "retry-later");
}

static void
assert_wait (Fixture *f, gboolean is_trying, gint64 least_s, gint64 most_s, guint n_tries)
{
  DoctorWait wait = { 0 };
  g_assert_true (doctor_case_get_wait (f->c, &wait));
  g_assert_cmpint (wait.is_trying, ==, is_trying);
  g_assert_cmpint (wait.scope, ==, DOCTOR_SCOPE_RECEIVE);
  g_assert_cmpuint (wait.n_tries, ==, n_tries);
  if (is_trying)
    return;
  g_assert_cmpint (wait.seconds_left, >=, least_s);
  g_assert_cmpint (wait.seconds_left, <=, most_s);
}

/* The server names the time; it grows when that was not enough; what works ends it. */
static void
test_wait (Fixture *f, gconstpointer data)
{
  DoctorWait wait;
  g_assert_false (doctor_case_get_wait (f->c, &wait));
  const DoctorOffer *offer = show_outage (f);
  g_assert_cmpstr (offer->cause, ==, "server.unavailable");
  g_assert_cmpint (doctor_case_get_wait_seconds (f->c, offer), ==, 605);
  doctor_case_wait (f->c, offer);
  assert_wait (f, FALSE, 600, 605, 0);
  g_assert_cmpuint (fake_bridge.n_tried[DOCTOR_SCOPE_RECEIVE], ==, 0);

  for (guint n = 1; n <= 4; n++) {
    doctor_case_wait_now (f->c);
    doctor_case_wait_now (f->c); /* once at a time */
    assert_wait (f, TRUE, 0, 0, n - 1);
    g_assert_cmpuint (fake_bridge.n_tried[DOCTOR_SCOPE_RECEIVE], ==, n);
    case_client_fails ("auth", UNAVAILABLE, 0);
    assert_wait (f, FALSE, 600, 3600, n);
  }
  assert_wait (f, FALSE, 3500, 3600, 4); /* 5 minutes, four times twice as long, an hour at most */
  doctor_case_worked (1, DOCTOR_SCOPE_SEND);
  g_assert_true (doctor_case_get_wait (f->c, &wait));
  doctor_case_worked (1, DOCTOR_SCOPE_RECEIVE);
  g_assert_false (doctor_case_get_wait (f->c, &wait));
  case_assert_problem (f, NULL);
}

/* What does not pass by itself is not waited for. */
static void
test_wait_ends (Fixture *f, gconstpointer data)
{
  DoctorWait wait;
  doctor_case_wait (f->c, show_outage (f));
  case_client_fails ("auth", "IMAP< 2 NO [AUTHENTICATIONFAILED] wrong\nIMAP< Error logging in to x",
                     0);
  g_assert_false (doctor_case_get_wait (f->c, &wait));
  case_assert_problem (f, "something else is the matter");

  doctor_case_wait (f->c, show_outage (f));
  case_assert_problem (f, NULL);
  doctor_case_wait_stop (f->c);
  g_assert_false (doctor_case_get_wait (f->c, &wait));
  doctor_case_wait_now (f->c);
  g_assert_cmpuint (fake_bridge.n_tried[DOCTOR_SCOPE_RECEIVE], ==, 0);
}

/* Not before the person has compared it; into the client's store, and tried at once. */
static void
test_trust (Fixture *f, gconstpointer data)
{
  case_write_child (f,
                    "#!/bin/sh\necho \"receive.tcp.result 'connected'\"\n"
                    "echo \"receive.tls.result 'ok'\"\n"
                    "echo \"receive.tls.verify 'self-signed'\"\n"
                    "echo \"receive.tls.cert.encoded 'REVS'\"\necho 'end 0'\n",
                    "");
  case_examine (f);
  const DoctorOffer *offer = case_get_offer (f, "compare-certificate");
  g_assert_cmpstr (offer->cause, ==, "tls.untrusted");
  fake_bridge.refuses_writes = TRUE;
  doctor_case_trust (f->c, offer, TRUE);
  case_assert_problem (f, "the disk is full");
  fake_bridge.refuses_writes = FALSE;
  doctor_case_trust (f->c, offer, TRUE);
  case_assert_problem (f, NULL);
  g_assert_cmpstr (fake_bridge.trusted, ==, "mail.example 143 DER once");
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_APPLIED);
  g_assert_cmpuint (fake_bridge.n_tried[DOCTOR_SCOPE_RECEIVE], ==, 1);
}

/* Only through an account that is known to send; it takes them, and gives them back. */
static void
test_around (Fixture *f, gconstpointer data)
{
  fake_bridge_add (2,
                   "account.name 'Home'\naccount.address 'ann@home.example'\n"
                   "send.service.protocol 'smtp'\nsend.server.host 'smtp.home.example'\n",
                   "right", NULL);
  g_autoptr (DoctorIncident) incident
    = doctor_incident_new (1, DOCTOR_SCOPE_SEND, "connect", "x:465: connection failed (refused).");
  fake_bridge.n_queued = 3;
  doctor_case_failed (incident);
  g_assert_cmpuint (doctor_case_get_n_queued (f->c), ==, 3);
  g_autoptr (GPtrArray) none = doctor_case_dup_carriers (f->c);
  g_assert_cmpuint (none->len, ==, 0);
  doctor_case_send_through (f->c, 2); /* it has never sent */
  g_assert_cmpint (fake_bridge.carrier, ==, 0);

  doctor_case_worked (2, DOCTOR_SCOPE_SEND);
  g_autoptr (GPtrArray) carriers = doctor_case_dup_carriers (f->c);
  g_assert_cmpuint (carriers->len, ==, 1);
  const DoctorCarrier *carrier = g_ptr_array_index (carriers, 0);
  g_assert_cmpstr (carrier->name, ==, "Home");
  g_assert_cmpstr (carrier->server, ==, "smtp.home.example");
  fake_bridge.refuses_writes = TRUE;
  doctor_case_send_through (f->c, 2);
  case_assert_problem (f, "the disk is full");
  fake_bridge.refuses_writes = FALSE;
  doctor_case_send_through (f->c, 2);
  case_assert_problem (f, NULL);
  g_assert_cmpint (fake_bridge.carrier, ==, 2);
  g_assert_cmpuint (fake_bridge.n_tried[DOCTOR_SCOPE_SEND], ==, 1);
  g_assert_cmpuint (doctor_case_get_n_redirected (f->c), ==, 3);
  doctor_case_take_back (f->c);
  g_assert_cmpint (fake_bridge.carrier, ==, 0);
  g_assert_cmpuint (doctor_case_get_n_queued (f->c), ==, 3);
}

static guint
count_offers (DoctorCase *c, const char *id)
{
  GPtrArray *offers = doctor_case_get_offers (c);
  guint n = 0;
  for (guint i = 0; i < offers->len; i++) {
    const DoctorOffer *offer = g_ptr_array_index (offers, i);
    n += g_str_equal (offer->fix->id, id);
  }
  return n;
}

/* A step that receiving and sending both want is one; the client tries each of them by itself. */
static void
test_one_step (Fixture *f, gconstpointer data)
{
  case_write_child (f,
                    "#!/bin/sh\nfor side in receive send; do\n"
                    "echo \"$side.server.host 'mail.example'\"\n"
                    "echo \"$side.dns.result 'found'\"\necho \"$side.tcp.result 'timeout'\"\n"
                    "done\necho 'end 0'\n",
                    "");
  case_client_fails ("connect", "", 0);
  case_examine (f);
  g_assert_cmpuint (count_offers (f->c, "check-network"), ==, 1);
  g_assert_cmpuint (count_offers (f->c, "retry-later"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/case-wait/backs-off", Fixture, NULL, case_set_up, test_wait, case_tear_down);
  g_test_add ("/case-wait/ends", Fixture, NULL, case_set_up, test_wait_ends, case_tear_down);
  g_test_add ("/case-steps/one-for-both", Fixture, NULL, case_set_up, test_one_step,
              case_tear_down);
  g_test_add ("/case-trust/once", Fixture, NULL, case_set_up, test_trust, case_tear_down);
  g_test_add ("/case-around/carrier", Fixture, NULL, case_set_up, test_around, case_tear_down);
  return g_test_run ();
}
