#include "core/incident.h"

static void
test_describe (void)
{
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  g_autoptr (DoctorIncident) incident = doctor_incident_new (
    3, DOCTOR_SCOPE_RECEIVE, "auth", "POP> PASS geheim\nPOP< -ERR [AUTH] no\n");
  doctor_facts_set (facts, "account.protocol", g_variant_new_string ("pop3"),
                    DOCTOR_SOURCE_SETTINGS);
  incident->time = 1700000000;
  incident->count = 2;
  doctor_incident_describe (incident, facts);
  g_autofree char *print = doctor_facts_print (facts);
  g_assert_cmpstr (print, ==,
                   "account.protocol 'pop3'\n"
                   "receive.incident.count 2\n"
                   "receive.incident.stage 'auth'\n"
                   "receive.incident.text 'POP> PASS […]\\nPOP< -ERR [AUTH] no'\n"
                   "receive.incident.time 1700000000\n"
                   "receive.reply.around 'POP> PASS […]\\nPOP< -ERR [AUTH] no'\n"
                   "receive.reply.code 'AUTH'\n"
                   "receive.reply.stage 'auth'\n"
                   "receive.reply.status 'err'\n"
                   "receive.reply.text '-ERR [AUTH] no'\n"
                   "receive.reply.words '-ERR [AUTH] no'\n");
}

static void
test_new (void)
{
  g_autoptr (DoctorIncident) incident
    = doctor_incident_new (1, DOCTOR_SCOPE_SEND, "nonsense", NULL);
  g_assert_cmpstr (incident->stage, ==, "other");
  g_assert_cmpstr (incident->text, ==, "");
  g_assert_cmpuint (incident->count, ==, 1);
  g_assert_cmpint (incident->time, >, 1700000000);
  doctor_incident_free (NULL);
}

/* Sending is SMTP whatever the account receives with. */
static void
test_protocol_of_sending (void)
{
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  g_autoptr (DoctorIncident) incident
    = doctor_incident_new (1, DOCTOR_SCOPE_SEND, "auth", "535 5.7.8 no");
  doctor_facts_set (facts, "account.protocol", g_variant_new_string ("imap"),
                    DOCTOR_SOURCE_SETTINGS);
  doctor_incident_describe (incident, facts);
  g_assert_cmpint (doctor_facts_get_int (facts, DOCTOR_SCOPE_SEND, "reply.smtp-code", 0), ==, 535);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incident/describe", test_describe);
  g_test_add_func ("/incident/new", test_new);
  g_test_add_func ("/incident/protocol-of-sending", test_protocol_of_sending);
  return g_test_run ();
}
