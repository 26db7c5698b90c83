#include "core/fact-dictionary.h"
#include "core/finding.h"
#include "core/text.h"
#include "finding-files.h"

static const struct {
  const char *line, *words; /* a fact, and its value as a person reads it */
} values[] = {
  { "receive.server.security 'tls'", "TLS" },
  { "receive.server.security 'starttls'", "STARTTLS" },
  { "receive.server.security 'none'", "none" },
  { "receive.server.port 993", "993" },
  { "receive.tcp.result 'timeout'", "no answer in time" },
  { "receive.reply.text 'none'", "none" },
  { "receive.reply.text 'A\\r\\n\\tB\\u202e \\u0007C '", "A B C" },
  { "account.protocol 'pop3'", "POP3" },
  { "receive.auth.enabled true", "yes" },
  { "receive.auth.enabled false", "no" },
  { "receive.auth.mechanism 'cram-md5'", "CRAM-MD5" },
  { "receive.auth.mechanism 'automatic'", "automatic" },
  { "receive.auth.mechanism 'login-command'", "LOGIN command" },
  { "receive.auth.offered ['plain', 'scram-sha-256']", "PLAIN, SCRAM-SHA-256" },
  { "receive.capability.list ['IDLE', 'none']", "IDLE, none" },
  { "receive.capability.list []", "" },
  { "receive.tcp.open-ports [143, 993]", "143, 993" },
  { "receive.tcp.attempts [('127.0.0.1', 'refused', 3), ('::1', 'timeout', 900)]",
    "127.0.0.1 refused 3, ::1 no answer in time 900" },
  { "receive.tcp.ms 17", "17 ms" },
  { "send.smtp.size-limit 10000000", "10.0\xc2\xa0MB" },
  { "receive.tls.cert.not-after 1795176000", "20 November 2026" },
  { "receive.incident.time 1795176000", "20 November 2026, 12:00" },
  { "clock.offset-seconds -1", "1 second" },
  { "clock.offset-seconds 119", "119 seconds" },
  { "clock.offset-seconds 300", "5 minutes" },
  { "clock.offset-seconds -10800", "3 hours" },
  { "clock.offset-seconds 86400000", "1000 days" },
};

static void
test_values_in_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autofree char *name = NULL;
    g_autoptr (GVariant) value = NULL;
    g_autoptr (GError) error = NULL;
    g_assert_true (doctor_facts_parse_line (values[i].line, &name, &value, &error));
    g_autofree char *words = doctor_value_dup_text (name, value);
    g_assert_cmpstr (words, ==, values[i].words);
  }
}

/* A new fact needs a Label= in facts.keys, a new value of a closed list a word in value.c. */
static void
test_all_facts_have_words (void)
{
  GPtrArray *keys = doctor_dictionary_keys ();
  for (guint i = 0; i < keys->len; i++) {
    const DoctorFactKey *key = g_ptr_array_index (keys, i);
    gboolean by_rule = g_str_equal (key->name, "auth.mechanism"); /* capitals */
    g_test_message ("%s", key->name);
    g_assert_nonnull (doctor_fact_key_get_label (key));
    for (char **value = key->values; value != NULL && *value != NULL && !by_rule; value++) {
      g_test_message ("%s", *value);
      g_assert_nonnull (doctor_value_lookup_word (*value));
    }
  }
}

static void
test_impossible_time_stays_a_number (void)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_int64 (G_MAXINT64));
  g_autofree char *words = doctor_value_dup_text ("tls.cert.not-after", value);
  g_assert_cmpstr (words, ==, "9223372036854775807");
}

static void
test_long_value_is_cut (void)
{
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autofree char *flat = doctor_text_flatten (long_text);
  g_assert_cmpint (g_utf8_strlen (flat, -1), ==, 401);
  g_assert_true (g_str_has_suffix (flat, "x…"));
}

static const struct {
  const char *text, *filled;
} fills[] = {
  { "", "" },
  { "Nothing to fill.", "Nothing to fill." },
  { "Port {server.port} of {server.host}.", "Port 993 of a.example." },
  { "Port {server.port}{server.port}", "Port 993993" },
  { "At {provider.name}.", "At –." },
  { "At {provider.name}. Port {server.port}. On {tcp.address}.", "Port 993." },
  { "At {provider.name}. On {tcp.address}.", "At –." },
  { "提供元は {provider.name}。ポートは {server.port}。", "ポートは 993。" },
  { "Both {send.server.port} and {receive.server.port}.", "Both 465 and 993." },
  { "Ask {provider.name}? Do {server.port}! e.g. this", "Do 993! e.g. this" },
  { "Open {brace {server.port} {", "Open {brace 993 {" },
  { "No {such thing}", "No –" },
  { "{server.host} is {provider.name}.", "a.example is –." },
  { "{ {server.port} }", "{ 993 }" },
};

static void
test_holes (void)
{
  g_autoptr (DoctorFacts) facts = facts_from ("receive.server.port 993\nsend.server.port 465\n"
                                              "receive.server.host 'a.example'\n",
                                              DOCTOR_SOURCE_SETTINGS);
  for (guint i = 0; i < G_N_ELEMENTS (fills); i++) {
    g_autofree char *filled = doctor_text_fill (fills[i].text, facts, DOCTOR_SCOPE_RECEIVE);
    g_assert_cmpstr (filled, ==, fills[i].filled);
  }
}

static const struct {
  const char *text, *filled;
} stand_ins[] = {
  { "{server.host} takes no more.", "The server takes no more." },
  { "Nothing answers on port {server.port} of {server.host}.",
    "Nothing answers on the port of the server." },
  { "The port {server.port} is not right.", "The port is not right." },
  { "The server name {server.host} does not exist.", "The server name does not exist." },
  { "The certificate of {server.host} expired on {tls.cert.not-after}.",
    "The certificate of the server expired." },
  { "{server.host} のポート {server.port} は応答しません。", "サーバーのポートは応答しません。" },
  { "サーバー名 {server.host} は存在しません。", "サーバー名は存在しません。" },
  { "ここから {server.host} への経路です。", "ここからサーバーへの経路です。" },
  { "証明書は {tls.cert.not-after} に期限が切れました。", "証明書は期限が切れました。" },
  { "All is well. Ask at {server.host}.", "All is well." },
};

/* A title reads well without them; a sentence among others falls away. */
static void
test_stand_ins (void)
{
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  for (guint i = 0; i < G_N_ELEMENTS (stand_ins); i++) {
    g_autofree char *filled = doctor_text_fill (stand_ins[i].text, facts, DOCTOR_SCOPE_RECEIVE);
    g_assert_cmpstr (filled, ==, stand_ins[i].filled);
  }
}

/* A value is never read as a text with holes of its own. */
static void
test_hole_in_a_value_stays (void)
{
  g_autoptr (DoctorFacts) facts = facts_from ("receive.reply.text '{server.port}. %s {x}'\n"
                                              "receive.server.port 993",
                                              DOCTOR_SOURCE_PROBE);
  g_autofree char *filled
    = doctor_text_fill ("It said “{reply.text}”.", facts, DOCTOR_SCOPE_RECEIVE);
  g_assert_cmpstr (filled, ==, "It said “{server.port}. %s {x}”.");
}

static void
test_list_of_holes (void)
{
  g_autoptr (GPtrArray) holes = doctor_text_holes ("{b} {a} {b} {c");
  g_assert_cmpuint (holes->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (holes, 0), ==, "a");
  g_assert_cmpstr (g_ptr_array_index (holes, 1), ==, "b");
}

static void
test_fact_as_a_line (void)
{
  g_autoptr (DoctorFacts) facts = facts_from ("receive.tcp.result 'refused'", DOCTOR_SOURCE_PROBE);
  g_autofree char *line = doctor_fact_dup_text (facts, "receive.tcp.result");
  g_assert_cmpstr (line, ==, "Connection: refused");
  g_autofree char *missing = doctor_fact_dup_text (facts, "send.tcp.result");
  g_assert_cmpstr (missing, ==, "Connection: not known");
}

static void
test_text_by_language (void)
{
  g_autoptr (GPtrArray) files = finding_files_new ();
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  add_finding (files, "x.y",
               "Axis=network\nOwner=you\nLoss=none\nTitle=One\\ntwo\nTitle[ja]=一\nTitle[pt_BR]="
               "Um\nReason=Why",
               "[Rule a]\nCertainty=possible\ntcp.result=known");
  g_autoptr (DoctorRuleset) set = doctor_ruleset_new (files, problems);
  g_assert_cmpuint (problems->len, ==, 0);
  const DoctorFindingType *type = doctor_ruleset_lookup (set, "x.y");
  static const struct {
    const char *key, *locale, *text;
  } rows[] = {
    { "Title", "en", "One\ntwo" }, { "Title", "ja", "一" },       { "Title", "pt_BR", "Um" },
    { "Title", "de", "One\ntwo" }, { "Title", NULL, "One\ntwo" }, { "Reason", "ja", "Why" },
    { "Action", "ja", NULL },      { "NoKey", "ja", NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (doctor_finding_type_get_text (type, rows[i].key, rows[i].locale), ==,
                     rows[i].text);
  g_setenv ("LANGUAGE", "ja_JP.UTF-8:en", TRUE);
  g_assert_cmpstr (doctor_finding_type_get_text (type, "Title", NULL), ==, "一");
  g_setenv ("LANGUAGE", "en_GB:ja", TRUE);
  g_assert_cmpstr (doctor_finding_type_get_text (type, "Title", NULL), ==, "One\ntwo");
  g_unsetenv ("LANGUAGE");
  g_assert_cmpstr (doctor_finding_type_get_axis (type), ==, "network");
  g_assert_cmpstr (doctor_finding_type_get_fixes (type)[0], ==, NULL);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finding/values", test_values_in_words);
  g_test_add_func ("/finding/all-words", test_all_facts_have_words);
  g_test_add_func ("/finding/impossible-time", test_impossible_time_stays_a_number);
  g_test_add_func ("/finding/long-value", test_long_value_is_cut);
  g_test_add_func ("/finding/holes", test_holes);
  g_test_add_func ("/finding/stand-ins", test_stand_ins);
  g_test_add_func ("/finding/hole-in-value", test_hole_in_a_value_stays);
  g_test_add_func ("/finding/list-of-holes", test_list_of_holes);
  g_test_add_func ("/finding/fact-line", test_fact_as_a_line);
  g_test_add_func ("/finding/languages", test_text_by_language);
  return g_test_run ();
}
