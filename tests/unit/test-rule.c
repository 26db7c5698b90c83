#include "core/condition.h"
#include "core/fold.h"
#include "core/keyfile.h"
#include "finding-files.h"

static void
check_opens (const char *text, gsize length, const char *fault)
{
  const DoctorDataFile source = { .origin = (char *)"t", .text = (char *)text, .length = length };
  DoctorKeyFile file = { 0 };
  g_assert_true (doctor_keyfile_open (&file, &source) == (fault == NULL));
  g_assert_cmpstr (fault != NULL ? g_ptr_array_index (file.problems, 0) : NULL, ==, fault);
  g_assert_true (doctor_keyfile_close (&file, NULL) == (fault == NULL));
}

/* NULL with what is wrong first in @out_fault. */
static DoctorRule *
rule_from (const char *keys, char **out_fault)
{
  g_autofree char *text = g_strconcat ("# a test\n[Rule x]\n", keys, "\n", NULL);
  const DoctorDataFile source
    = { .origin = (char *)"t", .text = text, .length = strlen (text), .is_compiled = FALSE };
  DoctorKeyFile file = { 0 };
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  DoctorRule *rule
    = doctor_keyfile_open (&file, &source) ? doctor_rule_read (&file, "Rule x") : NULL;
  g_assert_true (doctor_keyfile_close (&file, problems) == (rule != NULL));
  *out_fault = problems->len > 0 ? g_strdup (g_ptr_array_index (problems, 0)) : NULL;
  return rule;
}

static DoctorTruth
evaluate (const char *condition, const char *facts_text)
{
  g_autofree char *fault = NULL;
  g_autofree char *keys = g_strconcat ("Certainty=likely\n", condition, NULL);
  g_autoptr (DoctorRule) rule = rule_from (keys, &fault);
  g_assert_cmpstr (fault, ==, NULL);
  g_autoptr (DoctorFacts) facts = facts_from (facts_text, DOCTOR_SOURCE_PROBE);
  doctor_facts_seal (facts);
  return doctor_rule_evaluate (rule, facts, DOCTOR_SCOPE_RECEIVE, NULL, NULL);
}

#define T DOCTOR_TRUTH_TRUE
#define F DOCTOR_TRUTH_FALSE
#define U DOCTOR_TRUTH_UNDECIDED

static const struct {
  const char *condition, *facts;
  DoctorTruth truth;
} operators[] = {
  { "tcp.result=is refused", "receive.tcp.result 'refused'", T },
  { "tcp.result=is 'refused'", "receive.tcp.result 'refused'", T },
  { "tcp.result=is refused", "receive.tcp.result 'timeout'", F },
  { "tcp.result=is refused", "send.tcp.result 'refused'", U },
  { "tcp.result=is not refused", "receive.tcp.result 'timeout'", T },
  { "tcp.result=is not refused", "receive.tcp.result 'refused'", F },
  { "tcp.result=is not refused", "", U },
  { "tcp.result=in refused, timeout", "receive.tcp.result 'timeout'", T },
  { "tcp.result=in refused, timeout", "receive.tcp.result 'reset'", F },
  { "server.port=in 25, 465,587", "receive.server.port 465", T },
  { "server.port=is 25", "receive.server.port 465", F },
  { "auth.enabled=is false", "receive.auth.enabled false", T },
  { "auth.enabled=is false", "receive.auth.enabled true", F },
  { "provider.id=is gmail", "provider.id 'gmail'", T },
  { "tcp.open-ports=is [993]", "receive.tcp.open-ports [993]", T },
  { "reply.text=has not  in  use", "receive.reply.text 'mailbox IN use'", F },
  { "reply.text=has 'not in  use'", "receive.reply.text 'mailbox NOT\\t\\n in USE'", T },
  { "reply.text=has bad", "receive.reply.text 'ba d'", F },
  { "reply.text=has Ärger", "receive.reply.text 'so ein ÄRGER'", T },
  { "reply.text=has パスワード", "receive.reply.text 'ログイン: パスワード'", T },
  { "reply.text=has ' no '", "receive.reply.text 'not now'", F },
  { "reply.text=has ' no '", "receive.reply.text 'say  no\\nplease'", T },
  { "reply.text=has not found", "receive.reply.text 'nothing'", T },
  { "reply.text=has x", "", U },
  { "capability.list=has starttls", "receive.capability.list ['IDLE', 'STARTTLS']", T },
  { "capability.list=has not starttls", "receive.capability.list ['IDLE']", T },
  { "tcp.open-ports=has 993", "receive.tcp.open-ports [143, 993]", T },
  { "tcp.open-ports=has 995", "receive.tcp.open-ports [143, 993]", F },
  { "reply.text=matches \\bapp[- ]password\\b", "receive.reply.text 'an APP Password, please'", T },
  { "reply.text=matches ^a.*b$", "receive.reply.text 'a\\nb'", T },
  { "reply.text=matches \\bapp\\b", "receive.reply.text 'apple'", F },
  { "reply.text=says over quota | mailbox .. full", "receive.reply.text 'Mailbox of ann: FULL!'",
    T },
  { "reply.text=says over quota | mailbox .. full", "receive.reply.text 'OVER-\\n  quota.'", T },
  { "reply.text=says over quota", "receive.reply.text 'overquota'", F },
  { "reply.text=says quota", "receive.reply.text 'quotas'", F },
  { "reply.text=says quota*", "receive.reply.text 'quotas'", T },
  { "reply.text=says *quota", "receive.reply.text 'overquota'", T },
  { "reply.text=says mailbox full", "receive.reply.text 'full mailbox'", F },
  { "reply.text=says a .. a b", "receive.reply.text 'a b a c'", F },
  { "reply.text=says isn’t in list", "receive.reply.text 'ISN\\'T in list'", T },
  { "reply.text=says 認証に失敗", "receive.reply.text 'SMTP認証に失敗しました。'", T },
  { "reply.text=says größe", "receive.reply.text 'Die GRÖSSE, die GRÖßE'", T },
  { "reply.text=says <account> .. <locked>", "receive.reply.text 'The user is frozen'", T },
  { "reply.text=says the <account> .. <locked>", "receive.reply.text 'the konto: gesperrt'", T },
  { "reply.text=says <account> .. <locked>", "receive.reply.text 'frozen is the user'", F },
  { "reply.text=says <account> .. <locked> | x", "receive.reply.text 'x'", T },
  { "reply.text=says <recipient> is <no such>", "receive.reply.text 'Mail box: is unknown.'", T },
  { "reply.text=says <recipient> is <no such>", "receive.reply.text '宛先 is inconnu'", T },
  { "reply.text=says <recipient> is <no such>", "receive.reply.text '宛先s is bad'", F },
  { "reply.text=says <recipient> <no such>", "receive.reply.text 'recipient is bad'", F },
  { "reply.text=says <recipient><no such>", "receive.reply.text 'bad mailbox, bad'", T },
  { "reply.text=says <sender> <message> .. x", "receive.reply.text 'sender x, sender mail y x'",
    T },
  { "reply.text=says x .. <sender> <message>", "receive.reply.text 'x 差出人 y 差出人 mail'", T },
  { "reply.text=says a .. <account> .. b", "receive.reply.text 'a user or konto b'", T },
  { "reply.text=says not <account>", "receive.reply.text 'two accounts'", F },
  { "reply.text=says not over quota", "receive.reply.text 'in quota'", T },
  { "reply.text=says not over quota", "receive.reply.text 'over  quota'", F },
  { "reply.text=says x", "", U },
  { "reply.smtp-code=< 500", "receive.reply.smtp-code 499", T },
  { "reply.smtp-code=< 500", "receive.reply.smtp-code 500", F },
  { "reply.smtp-code=> 499", "receive.reply.smtp-code 500", T },
  { "reply.smtp-code=> 500", "receive.reply.smtp-code 500", F },
  { "clock.offset-seconds=within -60..60", "clock.offset-seconds -60", T },
  { "clock.offset-seconds=within -60 .. 60", "clock.offset-seconds 61", F },
  { "reply.text=known", "receive.reply.text ''", T },
  { "reply.text=known", "", F },
  { "reply.text=unknown", "", T },
  { "reply.text=unknown", "receive.reply.text ''", F },
  { "tcp.attempts=known", "receive.tcp.attempts [('::1', 'refused', 1)]", T },
  { "tcp.result=is not refused\ntcp.result#2=is not timeout", "receive.tcp.result 'timeout'", F },
  { "tcp.result=is not refused\ntcp.result#2=is not timeout", "receive.tcp.result 'reset'", T },
  /* false beats undecided, undecided beats true */
  { "tcp.result=is refused\ndns.result=is found", "receive.dns.result 'not-found'", F },
  { "tcp.result=is refused\ndns.result=is found", "receive.dns.result 'found'", U },
};

static void
test_operators (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++) {
    g_test_message ("%s on %s", operators[i].condition, operators[i].facts);
    g_assert_cmpint (evaluate (operators[i].condition, operators[i].facts), ==, operators[i].truth);
  }
}

static const struct {
  const char *keys, *message;
} faults[] = {
  { "Certainty=sure\ntcp.result=known", "t:3: “sure” is none of: possible, likely, proved" },
  { "Certainty=likely", "t:2: the rule has no condition" },
  { "tcp.result=known", "t:2: the rule has no Certainty=" },
  { "Certainty=likely\ntcp.result=known\nweight=3",
    "t:5: unknown key “weight”; a rule has Certainty, Scope, Weight, Alternative, "
    "Guess and facts" },
  { "Certainty=likely\nWeight=much\ntcp.result=known",
    "t:4: “much” is not a whole number from -1000 to 1000" },
  { "Certainty=likely\nScope=both\ntcp.result=known",
    "t:4: “both” is none of: account, receive, send" },
  { "Certainty=likely\ntcp.reslt=is refused", "t:4: unknown fact “tcp.reslt”" },
  { "Certainty=likely\nreceive.tcp.result=is refused", "t:4: unknown fact “receive.tcp.result”" },
  { "Certainty=likely\ntcp.result=equals refused",
    "t:4: no known operator in “equals refused”; the operators are: is not, is, in, has not, has, "
    "says not, says, matches, <, >, within, known, unknown" },
  { "Certainty=likely\ntcp.result=isrefused",
    "t:4: no known operator in “isrefused”; the operators are: is not, is, in, has not, has, "
    "says not, says, matches, <, >, within, known, unknown" },
  { "Certainty=likely\ntcp.result=is", "t:4: “is” needs a value after it" },
  { "Certainty=likely\nreply.text=says a | ..", "t:4: one of the phrases in “a | ..” has no word" },
  { "Certainty=likely\nreply.text=says a | <acount> b",
    "t:4: a class of words in “a | <acount> b” is not known, or its bracket is not closed" },
  { "Certainty=likely\nreply.text=says <account",
    "t:4: a class of words in “<account” is not known, or its bracket is not closed" },
  { "Certainty=likely\nreply.text=says a .. the <account> is",
    "t:4: a star goes at an end of a phrase or beside “..”, not inside: “the <account> is”" },
  { "Certainty=likely\nreply.text=says a* b",
    "t:4: a star goes at an end of a phrase or beside “..”, not inside: “a* b”" },
  { "Certainty=likely\nAlternative=yes\ntcp.result=known", "t:4: “yes” is none of: false, true" },
  { "Certainty=likely\ntcp.result=known yes", "t:4: “known” takes no value" },
  { "Certainty=likely\ndns.result=is refused",
    "t:4: “refused” is not a value of “dns.result”; its values are: found, not-found, no-address, "
    "temporary, timeout, literal, skipped" },
  { "Certainty=likely\nserver.port=is imap",
    "t:4: “imap” is not a value of type i, which “server.port” needs" },
  { "Certainty=likely\nserver.port=has 9",
    "t:4: “has” cannot be used on “server.port”, which is of type i" },
  { "Certainty=likely\ntcp.result=< 3",
    "t:4: “<” cannot be used on “tcp.result”, which is of type s" },
  { "Certainty=likely\ntcp.attempts=has x",
    "t:4: “has” cannot be used on “tcp.attempts”, which is of type a(ssi)" },
  { "Certainty=likely\nserver.port=within 5", "t:4: “5” is not a range; write it as 1..5" },
  { "Certainty=likely\nserver.port=within 5..1",
    "t:4: the range “5..1” is empty; write the smaller number first" },
  { "Certainty=likely\nserver.port=> many", "t:4: “many” is not a whole number" },
  { "Certainty=likely\nreply.text=has 'open", "t:4: the quotation mark in “'open” is not closed" },
  { "Certainty=likely\ntcp.result=known\ntcp.result=known",
    "t:5: “tcp.result” stands twice in [Rule x]" },
  { "Certainty=likely\ntcp.result",
    "t:4: not a line of a key file; write [GROUP], KEY=VALUE or a # comment" },
  { "Certainty=likely\n[Rule x]", "t:4: the group [Rule x] stands twice" },
};

static void
test_faults_name_line_and_reason (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autofree char *fault = NULL;
    g_assert_null (rule_from (faults[i].keys, &fault));
    g_assert_cmpstr (fault, ==, faults[i].message);
  }
}

static void
test_wrong_expression_says_why (void)
{
  g_autofree char *fault = NULL;
  g_assert_null (rule_from ("Certainty=likely\nreply.text=matches (open", &fault));
  g_assert_true (g_str_has_prefix (fault, "t:4: the regular expression “(open” is wrong: "));
}

static void
test_key_file_limits (void)
{
  static const struct {
    const char *text;
    gsize length;
    const char *message;
  } rows[] = {
    { "a=b\n", 4, "t:1: “a” stands before the first [GROUP]" },
    { "[A]\n\xff=b\n", 8, "t:2: not UTF-8 text; save the file as UTF-8" },
    { "[A]\nb=c\0d", 9, "t:2: not UTF-8 text; save the file as UTF-8" },
    { "", 0, NULL },
    { " [A] \n b = c\n[B]\r\nb=\n", 21, NULL },
    { "[A]\nb=1\nb[ja]=1\n[C]\nb=2\n b =3\n", 30, "t:6: “b” stands twice in [C]" },
    { "[]\n", 3, "t:1: not a line of a key file; write [GROUP], KEY=VALUE or a # comment" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    check_opens (rows[i].text, rows[i].length, rows[i].message);
}

static char *
join (GPtrArray *names)
{
  g_ptr_array_add (names, NULL);
  char *joined = g_strjoinv (" ", (char **)names->pdata);
  g_ptr_array_remove_index (names, names->len - 1);
  return joined;
}

static void
test_evidence_and_wanted (void)
{
  g_autofree char *fault = NULL;
  g_autoptr (DoctorRule) rule = rule_from ("Certainty=proved\nScope=receive\nWeight=7\n"
                                           "provider.id=is gmail\ntcp.result=is not refused\n"
                                           "tcp.result#2=is not timeout\nlogin.result=is refused\n"
                                           "reply.text=unknown",
                                           &fault);
  g_assert_cmpstr (fault, ==, NULL);
  g_assert_cmpint (doctor_rule_get_weight (rule), ==, 7);
  g_assert_cmpstr (doctor_rule_get_name (rule), ==, "x");
  g_assert_true (doctor_rule_applies (rule, DOCTOR_SCOPE_RECEIVE));
  g_assert_false (doctor_rule_applies (rule, DOCTOR_SCOPE_SEND));
  g_assert_cmpstr (doctor_rule_get_fact (rule, 2), ==, "tcp.result");

  g_autoptr (DoctorFacts) facts = facts_from ("provider.id 'gmail'", DOCTOR_SOURCE_PROVIDER);
  g_autoptr (DoctorFacts) more = doctor_facts_copy (facts);
  g_autoptr (GPtrArray) evidence = g_ptr_array_new ();
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  doctor_facts_seal (facts);
  g_assert_cmpint (doctor_rule_evaluate (rule, facts, DOCTOR_SCOPE_RECEIVE, evidence, wanted), ==,
                   U);
  g_autofree char *wished = join (wanted);
  g_assert_cmpstr (wished, ==, "receive.tcp.result receive.login.result");
  g_assert_cmpuint (evidence->len, ==, 0);

  doctor_facts_set (more, "receive.tcp.result", g_variant_new_string ("connected"),
                    DOCTOR_SOURCE_PROBE);
  doctor_facts_set (more, "receive.login.result", g_variant_new_string ("refused"),
                    DOCTOR_SOURCE_PROBE);
  doctor_facts_seal (more);
  g_assert_cmpint (doctor_rule_evaluate (rule, more, DOCTOR_SCOPE_RECEIVE, evidence, NULL), ==, T);
  g_autofree char *seen = join (evidence);
  g_assert_cmpstr (seen, ==, "provider.id receive.tcp.result receive.login.result");
}

static void
test_conditions_that_exclude_each_other (void)
{
  static const struct {
    const char *key, *first, *second;
    gboolean can_hold;
  } rows[] = {
    { "tcp.result", "is refused", "is timeout", FALSE },
    { "tcp.result", "is refused", "is not timeout", TRUE },
    { "tcp.result", "in refused, timeout", "is not timeout", TRUE },
    { "tcp.result", "in refused, timeout", "in reset, failed", FALSE },
    { "tcp.result", "known", "unknown", FALSE },
    { "tcp.result", "unknown", "is refused", FALSE },
    { "auth.enabled", "is not true", "is not false", FALSE },
    { "auth.enabled", "is not true", "is false", TRUE },
    { "server.port", "< 10", "> 9", FALSE },
    { "server.port", "within 5..9", "> 8", TRUE },
    { "server.port", "is 7", "> 8", FALSE },
    { "reply.text", "has a  B", "has not A b", FALSE },
    { "reply.text", "has a", "has not b", TRUE },
    { "reply.text", "is full", "has empty", FALSE },
    { "reply.text", "is full", "matches ^f", TRUE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) both
      = g_ptr_array_new_with_free_func ((GDestroyNotify)doctor_condition_free);
    g_ptr_array_add (both, doctor_condition_new (rows[i].key, rows[i].first, NULL));
    g_ptr_array_add (both, doctor_condition_new (rows[i].key, rows[i].second, NULL));
    g_test_message ("%s: %s, %s", rows[i].key, rows[i].first, rows[i].second);
    g_assert_cmpint (doctor_conditions_can_hold (both), ==, rows[i].can_hold);
  }
}

static void
test_all_values_excluded (void)
{
  g_autoptr (GPtrArray) all
    = g_ptr_array_new_with_free_func ((GDestroyNotify)doctor_condition_free);
  const DoctorFactKey *key = doctor_dictionary_lookup_bare ("server.security");
  for (char **value = key->values; *value != NULL; value++) {
    g_autofree char *text = g_strconcat ("is not ", *value, NULL);
    g_assert_true (doctor_conditions_can_hold (all));
    g_ptr_array_add (all, doctor_condition_new ("server.security", text, NULL));
  }
  g_assert_false (doctor_conditions_can_hold (all));
}

static void
test_fold (void)
{
  g_autofree char *folded = doctor_fold ("  Große\r\n\tÜBER  ");
  g_assert_cmpstr (folded, ==, " große über ");
  g_assert_true (doctor_fold_contains ("x", ""));
  g_assert_false (doctor_fold_contains ("", "x"));
  g_assert_false (doctor_fold_contains ("abc", "abcd"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule/operators", test_operators);
  g_test_add_func ("/rule/faults", test_faults_name_line_and_reason);
  g_test_add_func ("/rule/expression", test_wrong_expression_says_why);
  g_test_add_func ("/rule/key-file", test_key_file_limits);
  g_test_add_func ("/rule/evidence", test_evidence_and_wanted);
  g_test_add_func ("/rule/exclusion", test_conditions_that_exclude_each_other);
  g_test_add_func ("/rule/all-values", test_all_values_excluded);
  g_test_add_func ("/rule/fold", test_fold);
  return g_test_run ();
}
