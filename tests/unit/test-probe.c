/* The parts of the probes that need no server: pure functions and tables. */
#include "core/fact-dictionary.h"
#include "probe/clock.h"
#include "probe/examine.h"
#include "probe/look.h"
#include "probe/mechanism.h"
#include "probe/meter.h"
#include "probe/plan.h"
#include "probe/secrets.h"
#include "probe/speech.h"
#include <netdb.h>
#include <string.h>

static DoctorPatience
patience_of (int ms)
{
  DoctorPatience patience = { .until_us = G_MAXINT64, .cancel_fd = -1, .stop_fd = -1 };
  return doctor_patience_narrow (&patience, ms);
}

static void
test_speech (void)
{
  static const struct {
    const char *bytes, *protocol;
  } rows[] = {
    { "* OK ready\r\n", "imap" },
    { "* preauth hello", "imap" },
    { "* BYE full\r\n", "imap" },
    { "+OK ready", "pop3" },
    { "-ERR no", "pop3" },
    { "220 mail.example ESMTP", "smtp" },
    { "220-mail.example", "smtp" },
    { "554 no", "smtp" },
    { "\x15\x03\x01", "tls" },
    { "\x16\x03\x03zz", "tls" },
    { "HTTP/1.1 400", "http" },
    { "<html><body>", "http" },
    { "2200 no reply code", "unknown" },
    { "999 neither", "unknown" },
    { "*", "unknown" },
    { "", "unknown" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (doctor_speech_recognise (rows[i].bytes, strlen (rows[i].bytes)), ==,
                     rows[i].protocol);
}

static gboolean
fits (const char *text, guint times)
{
  DoctorMeter meter = { 0 };
  for (guint i = 0; i < times; i++)
    if (!doctor_meter_take (&meter, text, strlen (text)))
      return FALSE;
  return TRUE;
}

static void
test_meter (void)
{
  static const struct {
    const char *text;
    guint times;
    gboolean fits;
  } rows[] = {
    { "* OK ready\r\n", 1000, TRUE },
    { "0123456789abcdef", DOCTOR_METER_MAX_LINE_BYTES / 16, TRUE },
    { "0123456789abcdef", DOCTOR_METER_MAX_LINE_BYTES / 16 + 1, FALSE },
    { "0123456789abcde\n", DOCTOR_METER_MAX_REPLY_BYTES / 16, TRUE },
    { "0123456789abcde\n", DOCTOR_METER_MAX_REPLY_BYTES / 16 + 1, FALSE },
    { "* LIST () \"/\" {8192}\r\n", 1, TRUE },
    { "* LIST () \"/\" {8193}\r\n", 1, FALSE },
    { "* LIST () \"/\" {99999999999999999999999999}\r\n", 1, FALSE },
    { "* LIST () \"/\" {9999+}\r\n", 1, FALSE },
    { "* OK {99999} is no literal\r\n", 1, TRUE },
    { "((((((\r\n", 100, TRUE },
    { "(((((((\r\n", 1, FALSE },
    { "((()))((())) (((\r\n", 10, TRUE },
    { "(((( {1}\r\n", 2, FALSE }, /* one logical line */
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (fits (rows[i].text, rows[i].times), ==, rows[i].fits);
}

static void
test_meter_counts_replies_and_the_whole (void)
{
  DoctorMeter meter = { 0 };
  guint replies = 0;
  char line[1024];
  memset (line, 'x', sizeof line - 1);
  line[sizeof line - 1] = '\n';
  while (doctor_meter_take (&meter, line, sizeof line)) {
    doctor_meter_next_reply (&meter);
    replies++;
  }
  g_assert_cmpuint (replies, ==, DOCTOR_METER_MAX_TOTAL_BYTES / sizeof line);
}

static void
test_mechanism_choice (void)
{
  static const struct {
    const char *protocol, *configured, *offered, *chosen;
  } rows[] = {
    { "imap", "automatic", "login cram-md5 plain login-command", "plain" },
    { "imap", NULL, "cram-md5 login-command", "login-command" },
    { "imap", "automatic", "xoauth2 cram-md5", "cram-md5" },
    { "imap", "automatic", "xoauth2", NULL },
    { "imap", "cram-md5", "plain", NULL },
    { "imap", "cram-md5", "plain cram-md5", "cram-md5" },
    { "imap", "xoauth2", "plain xoauth2", "xoauth2" },
    { "pop3", "automatic", "plain login-command apop", "login-command" },
    { "smtp", "automatic", "login login-command", "login" },
    { "smtp", "automatic", "", NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (GStrv) offered = g_strsplit (rows[i].offered, " ", -1);
    const DoctorMechanism *mechanism = doctor_mechanism_choose (
      rows[i].protocol, rows[i].configured, (const char *const *)offered);
    g_assert_cmpstr (mechanism == NULL ? NULL : mechanism->word, ==, rows[i].chosen);
  }
}

static void
test_mechanism_carries (void)
{
  g_autofree char *longest = g_strnfill (300, 'x');
  g_autofree char *too_long = g_strnfill (400, 'x');
  g_autofree char *far_too_long = g_strnfill (9000, 'x');
  const struct {
    const char *word, *user, *password;
    gboolean carries;
  } rows[] = {
    { "login-command", "me", "two words", TRUE },
    { "login-command", "me", "line\r\nbreak", FALSE },
    { "login-command", "me\n1 DELETE x", "x", FALSE },
    { "plain", "me", "line\nbreak", TRUE },
    { "plain", "me", longest, TRUE },
    { "login-command", "me", too_long, FALSE },
    { "plain", "me", too_long, TRUE },
    { "xoauth2", "me", far_too_long, FALSE },
    { "apop", "me\r", "x", FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (doctor_mechanism_can_carry (doctor_mechanism_lookup (rows[i].word),
                                                 rows[i].user, rows[i].password),
                     ==, rows[i].carries);
}

static void
test_mechanisms_are_in_the_dictionary (void)
{
  const DoctorFactKey *key = doctor_dictionary_lookup_bare ("auth.mechanism");
  for (char **value = key->values; *value != NULL; value++)
    g_assert_true (g_str_equal (*value, "automatic") || doctor_mechanism_lookup (*value) != NULL);
}

static void
test_clock_dates (void)
{
  static const struct {
    const char *text;
    gint64 seconds; /* 0: none */
  } rows[] = {
    { "220 a ESMTP Sendmail 8.14; Sat, 21 Nov 2026 10:00:00 +0900", 1795222800 },
    { "220 a ready at 21 Nov 2026 01:00:00 GMT", 1795222800 },
    { "220 a ready at 20 Nov 2026 19:30:00 -0530", 1795222800 },
    { "* OK a IMAP4rev1 at 21-Nov-2026 10:00:00 +0900", 1795222800 },
    { "+OK ready <1896.2100000000@mail.example>", 2100000000 },
    { "+OK ready <1896.0697170952@mail.example>", 0 }, /* not of our days */
    { "+OK ready <23.4f2a1c@mail.example>", 0 },
    { "220 <1896.2100000000@mail.example>", 0 }, /* POP3 only */
    { "220 a ESMTP Postfix", 0 },
    { "220 a 31 Feb 2026 10:00:00 +0000", 0 },
    { "220 a 21 Nov 2026 25:00:00 +0000", 0 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    gint64 seconds = 0;
    g_assert_cmpint (doctor_clock_find_date (rows[i].text, &seconds), ==, rows[i].seconds != 0);
    g_assert_cmpint (seconds, ==, rows[i].seconds);
  }
}

static void
test_zone_errors (void)
{
  static const struct {
    gint64 seconds;
    gboolean is_zone_error;
  } rows[] = {
    { 9 * 3600, TRUE },
    { -9 * 3600 + 20, TRUE },
    { 5 * 3600 + 45 * 60 - 29, TRUE },
    { 900, TRUE },
    { 0, FALSE },
    { 20, FALSE },
    { 9 * 3600 + 31, FALSE },
    { 3600 + 450, FALSE },
    { 26 * 3600, TRUE },
    { 27 * 3600, FALSE },
    { 7 * 24 * 3600, FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (doctor_clock_is_zone_error (rows[i].seconds), ==, rows[i].is_zone_error);
}

static void
test_names_to_look_at (void)
{
  static const struct {
    const char *names, *protocol, *candidates;
  } rows[] = {
    { "sv12.host.example", "imap", "sv12.host.example" },
    { "MAIL.customer.example", "imap", "" },
    { "*.host.example", "imap", "imap.host.example mail.host.example" },
    { "*.host.example host.example", "pop3", "host.example pop.host.example mail.host.example" },
    { "a.example b.example c.example d.example", "smtp", "a.example b.example c.example" },
    { "a.example A.example", "smtp", "a.example" },
    { "192.0.2.1 2001:db8::1 -x.example y?.example a..b", "smtp", "" },
    { "*.*.example * *.", "smtp", "" },
    { "", "smtp", "" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (GStrv) names = g_strsplit (rows[i].names, " ", -1);
    g_auto (GStrv) found = doctor_look_dup_candidates ((const char *const *)names,
                                                       "mail.customer.example", rows[i].protocol);
    g_autofree char *text = g_strjoinv (" ", found);
    g_assert_cmpstr (text, ==, rows[i].candidates);
  }
}

static void
test_strangers (void)
{
  static const struct {
    const char *host, *other;
    gboolean are_strangers;
  } rows[] = {
    { "imap.one.example", "smtp.two.example", TRUE },
    { "imap.one.example", "SMTP.ONE.example", FALSE },
    { "one.example", "smtp.one.example", FALSE },
    { "imap.one.co.jp", "smtp.two.co.jp", TRUE },
    { "imap.one.co.jp", "smtp.one.co.jp", FALSE },
    { "192.0.2.1", "smtp.one.example", FALSE }, /* nobody can tell */
    { "localhost", "smtp.one.example", FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (doctor_look_are_strangers (rows[i].host, rows[i].other), ==,
                     rows[i].are_strangers);
}

/* --- what is said --- */

static void
test_secrets_are_masked (void)
{
  DoctorSecretsMask *mask = doctor_secrets_mask_new ();
  doctor_secrets_mask_add (mask, "Geheim", -1);
  doctor_secrets_mask_add (mask, "\0me\0Geheim", 10);
  g_autofree char *masked
    = doctor_secrets_mask_apply (mask, "Geheim R2VoZWlt AG1lAEdlaGVpbQ== Gehei m");
  g_assert_cmpstr (masked, ==, "[…] […] […] Gehei m");
  g_autofree char *same = doctor_secrets_mask_apply (mask, "nothing of it");
  g_assert_cmpstr (same, ==, "nothing of it");
  doctor_secrets_mask_free (mask);
}

/* --- names --- */

static int
resolve (const char *host, GPtrArray *addresses)
{
  static const struct {
    const char *host;
    int code;
  } answers[] = {
    { "found.example", 0 },         { "twice.example", 0 },        { "empty.example", 0 },
    { "gone.example", EAI_NONAME }, { "busy.example", EAI_AGAIN }, { "broken.example", EAI_FAIL },
    { "xn--bcher-kva.example", 0 },
  };
  if (g_str_equal (host, "found.example") || g_str_equal (host, "xn--bcher-kva.example"))
    g_ptr_array_add (addresses, g_strdup ("192.0.2.1"));
  for (guint i = 0; i < 2 && g_str_equal (host, "twice.example"); i++)
    g_ptr_array_add (addresses, g_strdup ("2001:db8::1"));
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (g_str_equal (answers[i].host, host))
      return answers[i].code;
  g_assert_not_reached ();
}

static void
test_lookup (void)
{
  static const struct {
    const char *host, *result;
    guint n_addresses;
  } rows[] = {
    { "found.example", "found", 1 },
    { "twice.example", "found", 1 },
    { "empty.example", "no-address", 0 },
    { "gone.example", "not-found", 0 },
    { "busy.example", "temporary", 0 },
    { "broken.example", "temporary", 0 },
    { "bücher.example", "found", 1 },
    { "192.0.2.7", "literal", 1 },
    { "::1", "literal", 1 },
    { "", "not-found", 0 },
  };
  DoctorPatience patience = patience_of (10000);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (DoctorLookup) lookup = doctor_lookup_run (rows[i].host, resolve, &patience);
    g_assert_cmpstr (lookup->result, ==, rows[i].result);
    g_assert_cmpuint (lookup->addresses->len, ==, rows[i].n_addresses);
    g_assert_true ((lookup->error == NULL) == (rows[i].n_addresses > 0));
  }
}

static GMutex gate;

static int
resolve_late (const char *host, GPtrArray *addresses)
{
  g_mutex_lock (&gate);
  g_mutex_unlock (&gate);
  return 0;
}

static void
test_lookup_is_left_behind (void)
{
  DoctorPatience patience = patience_of (20);
  g_mutex_lock (&gate);
  g_autoptr (DoctorLookup) lookup = doctor_lookup_run ("late.example", resolve_late, &patience);
  g_assert_cmpstr (lookup->result, ==, "timeout");
  g_mutex_unlock (&gate);
}

/* --- table, plan and trial --- */

static void
test_table_and_dictionary_agree (void)
{
  g_autoptr (GHashTable) provided = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < doctor_probe_get_n (); i++) {
    const char *const *provides = doctor_probe_get_provides (i);
    g_assert_nonnull (doctor_probe_get_description (i));
    g_assert_nonnull (provides[0]);
    for (; *provides != NULL; provides++)
      g_hash_table_add (provided, (gpointer)*provides);
  }
  GPtrArray *keys = doctor_dictionary_keys ();
  for (guint i = 0; i < keys->len; i++) {
    const DoctorFactKey *key = g_ptr_array_index (keys, i);
    gboolean is_ours
      = g_strv_contains ((const char *const[]){ "probe", "trial", "verify", NULL }, key->from)
        && !g_str_has_prefix (key->name, "probe.");
    if (g_hash_table_contains (provided, key->name) != is_ours)
      g_error ("“%s” is %s", key->name,
               is_ours ? "provided by no probe" : "not a probe's to provide");
  }
}

static void
test_needs_are_facts (void)
{
  for (guint i = 0; i < doctor_probe_get_n (); i++) {
    const DoctorProbe *probe = doctor_probe_get (i);
    for (guint j = 0; j < G_N_ELEMENTS (probe->needs) && probe->needs[j].fact != NULL; j++) {
      const DoctorFactKey *key = doctor_dictionary_lookup_bare (probe->needs[j].fact);
      g_assert_nonnull (key);
      for (guint k = 0; probe->needs[j].values[k] != NULL; k++)
        g_assert_true (
          g_strv_contains ((const char *const *)key->values, probe->needs[j].values[k]));
    }
  }
}

static DoctorChain *
new_chain (const char *facts_text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  DoctorPatience patience = patience_of (1000);
  g_assert_true (doctor_facts_parse (facts, facts_text, "test", DOCTOR_SOURCE_SETTINGS, &error));
  g_assert_no_error (error);
  return doctor_chain_new (DOCTOR_SCOPE_RECEIVE, facts, &patience);
}

static void
test_plan_follows_facts (void)
{
  static const struct {
    const char *facts, *next;
  } rows[] = {
    { "", NULL },
    { "receive.server.host 'a'\n", "dns" },
    { "receive.server.host 'a'\nreceive.dns.result 'not-found'\n", "hosts" },
    { "receive.dns.addresses ['::1']\nreceive.server.port 1\n", "tcp" },
    { "receive.tcp.result 'connected'\nreceive.server.security 'tls'\nreceive.service.protocol "
      "'imap'\n",
      "tls" },
    { "receive.tcp.result 'connected'\nreceive.server.security "
      "'starttls'\nreceive.service.protocol 'imap'\n",
      "greeting" },
    { "receive.tcp.result 'connected'\nreceive.server.security 'tls'\nreceive.service.protocol "
      "'imap'\n"
      "receive.tls.result 'certificate'\n",
      "greeting" },
    { "receive.tcp.result 'connected'\nreceive.server.security 'tls'\nreceive.service.protocol "
      "'imap'\n"
      "receive.tls.result 'plain-spoken'\n",
      NULL },
    { "receive.tcp.result 'refused'\nreceive.service.protocol 'imap'\n", NULL },
    { "receive.greeting.result 'ok'\n", "capability" },
    { "receive.capability.list ['A']\nreceive.server.security 'starttls'\n", "starttls" },
    { "receive.capability.list ['A']\nreceive.server.security 'starttls'\nreceive.starttls.result "
      "'ok'\n",
      "login" },
    { "receive.capability.list ['A']\nreceive.server.security 'tls'\n", "login" },
    { "receive.login.result 'refused'\nreceive.service.protocol 'imap'\n", NULL },
    { "receive.login.result 'ok'\nreceive.service.protocol 'pop3'\n", "mailbox" },
    { "receive.login.result 'ok'\nreceive.service.protocol 'smtp'\naccount.address 'a@b'\n",
      "sender" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    guint place = 0;
    g_autoptr (DoctorChain) chain = new_chain (rows[i].facts);
    const DoctorProbe *probe = doctor_plan_next (chain, 0, &place);
    g_assert_cmpstr (probe == NULL ? NULL : probe->name, ==, rows[i].next);
    g_assert_true (probe == NULL || doctor_plan_next (chain, G_MAXUINT64, &place) == NULL);
  }
}

static void
test_plan_of_the_account_follows_facts (void)
{
  const DoctorProbe probe = { .name = "asks",
                              .of_account = TRUE,
                              .waits = TRUE,
                              .needs = { { "account.address" }, { "clock.synchronised" } },
                              .unless = { "account.protocol", { "none" } },
                              .provides = { "clock.evidence" } };
  static const struct {
    const char *facts;
    gboolean due;
  } rows[] = {
    { "", FALSE },
    { "account.address 'a@b'\n", FALSE },
    { "account.address 'a@b'\nclock.synchronised false\n", TRUE },
    { "account.address 'a@b'\nclock.synchronised true\naccount.protocol 'none'\n", FALSE },
    { "account.address 'a@b'\nclock.synchronised true\nclock.evidence 'greeting'\n", FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (DoctorChain) chain = new_chain (rows[i].facts);
    g_assert_cmpint (doctor_plan_is_due (&probe, chain->facts), ==, rows[i].due);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/speech", test_speech);
  g_test_add_func ("/probe/meter/limits", test_meter);
  g_test_add_func ("/probe/meter/sums", test_meter_counts_replies_and_the_whole);
  g_test_add_func ("/probe/look/names", test_names_to_look_at);
  g_test_add_func ("/probe/look/strangers", test_strangers);
  g_test_add_func ("/probe/mechanism/choice", test_mechanism_choice);
  g_test_add_func ("/probe/mechanism/carries", test_mechanism_carries);
  g_test_add_func ("/probe/mechanism/dictionary", test_mechanisms_are_in_the_dictionary);
  g_test_add_func ("/probe/clock/dates", test_clock_dates);
  g_test_add_func ("/probe/clock/zones", test_zone_errors);
  g_test_add_func ("/probe/secrets", test_secrets_are_masked);
  g_test_add_func ("/probe/lookup/results", test_lookup);
  g_test_add_func ("/probe/lookup/left-behind", test_lookup_is_left_behind);
  g_test_add_func ("/probe/table/dictionary", test_table_and_dictionary_agree);
  g_test_add_func ("/probe/table/needs", test_needs_are_facts);
  g_test_add_func ("/probe/plan", test_plan_follows_facts);
  g_test_add_func ("/probe/plan/account", test_plan_of_the_account_follows_facts);
  return g_test_run ();
}
