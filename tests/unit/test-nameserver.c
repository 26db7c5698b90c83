/* Questions to a name server that plays: each outcome, and answers that nobody should get. */
#include "play-dns.h"
#include "probe/nameserver.h"
#include <string.h>

static DoctorPatience
patience_of (int ms)
{
  DoctorPatience patience = { .until_us = G_MAXINT64, .cancel_fd = -1, .stop_fd = -1 };
  return doctor_patience_narrow (&patience, ms);
}

static PlayDns *
new_dns (const char *const *lines)
{
  PlayDns *dns = play_dns_new ();
  for (; *lines != NULL; lines++)
    play_dns_add (dns, *lines);
  play_dns_start (dns);
  return dns;
}

/* Records as "priority/weight/port text", one a line; the address of an alias first. */
static char *
print (const DoctorAnswer *answer)
{
  GString *text = g_string_new (answer->real_name);
  if (answer->real_name != NULL)
    g_string_append (text, ": ");
  for (guint i = 0; i < answer->records->len; i++) {
    const DoctorRecord *record = g_ptr_array_index (answer->records, i);
    if (i > 0)
      g_string_append (text, "; ");
    if (record->priority + record->weight + record->port > 0)
      g_string_append_printf (text, "%u/%u/%u ", record->priority, record->weight, record->port);
    g_string_append (text, record->text);
  }
  return g_string_free (text, FALSE);
}

static const DoctorQuestion *
ask (DoctorQuestions *questions, const char *name, DoctorRecordType type)
{
  DoctorPatience patience = patience_of (20000);
  const DoctorQuestion *question = doctor_questions_ask (questions, name, type);
  while (question->answer == NULL && doctor_questions_wait (questions, &patience))
    continue;
  g_assert_nonnull (question->answer);
  return question;
}

static void
test_answers (void)
{
  static const struct {
    const char *name;
    DoctorRecordType type;
    const char *result, *records;
  } rows[] = {
    { "imap.example.org", DOCTOR_RECORD_A, "found", "192.0.2.1; 192.0.2.2" },
    { "imap.example.org", DOCTOR_RECORD_AAAA, "found", "2001:db8::1" },
    { "IMAP.Example.org", DOCTOR_RECORD_TXT, "no-address", "" },
    { "www.example.org", DOCTOR_RECORD_A, "found", "imap.example.org: 192.0.2.1; 192.0.2.2" },
    { "www.example.org", DOCTOR_RECORD_MX, "no-address", "" },
    { "dangling.example.org", DOCTOR_RECORD_A, "not-found", "" },
    { "no.example.org", DOCTOR_RECORD_A, "not-found", "" },
    { "broken.example.org", DOCTOR_RECORD_A, "server-failure", "" },
    { "closed.example.org", DOCTOR_RECORD_A, "refused", "" },
    { "cut.example.org", DOCTOR_RECORD_A, "found", "192.0.2.3" },
    { "example.org", DOCTOR_RECORD_MX, "found", "10/0/0 mx.example.org; 20/0/0 mx2.example.org" },
    { "null.example.org", DOCTOR_RECORD_MX, "found", "" },
    { "_imaps._tcp.example.org", DOCTOR_RECORD_SRV, "found",
      "0/9/993 a.example.org; 0/1/993 b.example.org; 5/1/1993 c.example.org" },
    { "example.org", DOCTOR_RECORD_TXT, "found", "v=spf1 ip4:192.0.2.0/24 -all; other" },
    { "mail", DOCTOR_RECORD_A, "found", "192.0.2.9" },
  };
  PlayDns *dns = new_dns ((const char *const[]){
    "imap.example.org A 192.0.2.1",
    "imap.example.org A 192.0.2.2",
    "imap.example.org AAAA 2001:db8::1",
    "www.example.org CNAME imap.example.org",
    "dangling.example.org CNAME nowhere.example.org",
    "broken.example.org * SERVFAIL",
    "closed.example.org * REFUSED",
    "cut.example.org * TRUNCATED",
    "cut.example.org A 192.0.2.3",
    "example.org MX 20 mx2.example.org",
    "example.org MX 10 MX.Example.org",
    "null.example.org MX 0 .",
    "_imaps._tcp.example.org SRV 5 1 1993 c.example.org",
    "_imaps._tcp.example.org SRV 0 1 993 b.example.org",
    "_imaps._tcp.example.org SRV 0 9 993 a.example.org",
    "example.org TXT \"v=spf1 ip4:192.0.2.\"\"0/24 -all\"",
    "example.org TXT \"other\"",
    "mail A 192.0.2.9",
    NULL,
  });
  g_autoptr (DoctorQuestions) questions = doctor_questions_new (play_dns_get_address (dns));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const DoctorQuestion *question = ask (questions, rows[i].name, rows[i].type);
    g_autofree char *records = print (question->answer);
    g_assert_cmpstr (question->answer->result, ==, rows[i].result);
    g_assert_cmpstr (records, ==, rows[i].records);
  }
  play_dns_stop (dns);
  for (guint i = 0; i < play_dns_get_questions (dns)->len; i++) {
    const char *question = g_ptr_array_index (play_dns_get_questions (dns), i);
    guint times = g_str_equal (question, "cut.example.org A") ? 2 : 1; /* again by TCP */
    g_assert_cmpuint (play_dns_count (dns, question), ==, times);
  }
  play_dns_free (dns);
}

static void
test_hostile_answers_keep_limits (void)
{
  PlayDns *dns = new_dns ((const char *const[]){
    "many.example.org A MANY 60",
    "many.example.org AAAA MANY 60",
    "chain.example.org A CHAIN 60",
    "huge.example.org TXT HUGE 60000",
    "loop.example.org CNAME loop.example.org",
    "garbage.example.org * GARBAGE",
    "bad.example.org MX 1 a<b>.example.org",
    "bad.example.org MX 2 fine.example.org",
    NULL,
  });
  g_autoptr (DoctorQuestions) questions = doctor_questions_new (play_dns_get_address (dns));
  const DoctorAnswer *many = ask (questions, "many.example.org", DOCTOR_RECORD_A)->answer;
  g_assert_cmpuint (many->records->len, ==, DOCTOR_RECORDS_MAX);
  many = ask (questions, "many.example.org", DOCTOR_RECORD_AAAA)->answer;
  g_assert_cmpuint (many->records->len, ==, DOCTOR_RECORDS_MAX);
  const DoctorAnswer *chain = ask (questions, "chain.example.org", DOCTOR_RECORD_A)->answer;
  g_assert_cmpstr (chain->result, !=, "found");
  const DoctorAnswer *loop = ask (questions, "loop.example.org", DOCTOR_RECORD_A)->answer;
  g_assert_cmpstr (loop->result, !=, "found");
  const DoctorAnswer *huge = ask (questions, "huge.example.org", DOCTOR_RECORD_TXT)->answer;
  const DoctorRecord *text = g_ptr_array_index (huge->records, 0);
  g_assert_cmpuint (strlen (text->text), ==, DOCTOR_RECORD_MAX_TEXT_BYTES);
  g_autofree char *bad = print (ask (questions, "bad.example.org", DOCTOR_RECORD_MX)->answer);
  g_assert_cmpstr (bad, ==, "2/0/0 fine.example.org");
  play_dns_free (dns);
}

/* Silence is a timeout once it was fair to wait; before, nothing is known. */
static void
test_silence (void)
{
  PlayDns *dns = new_dns ((const char *const[]){ "* * SILENT", NULL });
  g_autoptr (DoctorQuestions) questions = doctor_questions_new (play_dns_get_address (dns));
  const DoctorQuestion *question = doctor_questions_ask (questions, "example.org", DOCTOR_RECORD_A);
  DoctorPatience patience = patience_of (20);
  g_assert_false (doctor_questions_wait (questions, &patience));
  g_assert_null (question->answer);
  patience = patience_of (DOCTOR_NAME_SERVERS_FAIR_WAIT_MS);
  g_assert_false (doctor_questions_wait (questions, &patience));
  g_assert_cmpstr (question->answer->result, ==, "timeout");
  g_assert_cmpint (question->ms, >=, DOCTOR_NAME_SERVERS_FAIR_WAIT_MS);
  play_dns_free (dns);
}

static void
test_nobody_there (void)
{
  PlayDns *dns = play_dns_new ();
  g_autofree char *address = g_strdup (play_dns_get_address (dns));
  play_dns_free (dns);
  g_autoptr (DoctorQuestions) questions = doctor_questions_new (address);
  g_assert_cmpstr (ask (questions, "example.org", DOCTOR_RECORD_A)->answer->result, ==, "failed");
}

static void
test_what_may_be_asked (void)
{
  static const struct {
    const char *name;
    gboolean may;
  } rows[] = {
    { "imap.example.org", TRUE },
    { "mail", TRUE },
    { "192.0.2.1", FALSE },
    { "2001:db8::1", FALSE },
    { "localhost", FALSE },
    { "[192.0.2.1]", FALSE },
    { "a b", FALSE },
    { "a.localhost.", FALSE },
    { "printer.local", FALSE },
    { "local.example", TRUE },
    { "", FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (doctor_questions_may_ask (rows[i].name), ==, rows[i].may);
  g_assert_null (doctor_questions_new (""));
  g_assert_null (doctor_questions_new ("no address"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nameserver/answers", test_answers);
  g_test_add_func ("/nameserver/hostile", test_hostile_answers_keep_limits);
  g_test_add_func ("/nameserver/silence", test_silence);
  g_test_add_func ("/nameserver/nobody", test_nobody_there);
  g_test_add_func ("/nameserver/may-ask", test_what_may_be_asked);
  return g_test_run ();
}
