/* What the index leaves out must not hold; what it finds may hold or not. */
#include "core/condition.h"
#include "core/fold.h"
#include "core/literal.h"
#include "core/rule-index.h"
#include "finding-files.h"

/* --- what a regular expression needs --- */

static void
test_literals (void)
{
  static const struct {
    const char *pattern, *literals; /* "|" between them; NULL: none */
  } rows[] = {
    { "mailbox is full", "mailbox is full" },
    { "Mailbox (is )?full", "mailbox " },
    { "over ?quota", "quota" },
    { "(over|under) quota", " quota" },
    { "(overdrawn|exceeded) it", "overdrawn|exceeded" },
    { "too many|limit (reached|hit)", "too many|limit " },
    { "abc+def", "abc" },
    { "abc{0,2}def", "def" },
    { "a\\.b\\-cdef\\b", "a.b-cdef" },
    { "\\bquota\\b", "quota" },
    { "[a-z]+quota[]x]", "quota" },
    { "[[:alpha:]]{3}quota", "quota" },
    { "(?:locked|banned)[.]", "locked|banned" },
    { "(?!not )found here", "found here" },
    { "found(?= here)", "found" },
    { "a.b.c.d", NULL },
    { "(long text)?", NULL },
    { "long text|", NULL },
    { "\\d{3} \\w+", NULL },
    { "(?i)locked", NULL },
    { "\\x41bcdef", NULL },
    { "(abc)\\1", NULL },
    { "(unclosed", NULL },
    { "[unclosed", NULL },
    { "容量.{0,5}超過しました", "超過しました" },
    { "two  blanks", "two blanks" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) list = doctor_literal_find (rows[i].pattern, 3);
    g_autofree char *text = NULL;
    if (list != NULL) {
      g_ptr_array_add (list, NULL);
      text = g_strjoinv ("|", (char **)list->pdata);
    }
    g_assert_cmpstr (text, ==, rows[i].literals);
  }
}

/* --- the index against trying each rule --- */

static void
note (const DoctorIndexedRule *entry, gpointer seen)
{
  g_assert_true (g_hash_table_add (seen, (gpointer)entry->rule)); /* each comes once */
}

/* Fails when a rule of @set holds on @facts_text and the index does not name it. Returns how
 * many it names. */
static guint
compare_with_trying_all (DoctorRuleset *set, DoctorFacts *facts)
{
  doctor_facts_seal (facts);
  g_autoptr (DoctorView) view = doctor_view_new (facts, DOCTOR_SCOPE_RECEIVE);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  doctor_rule_index_foreach (doctor_ruleset_get_index (set), view, note, seen);
  for (guint i = 0; i < doctor_ruleset_get_n_types (set); i++) {
    const DoctorFindingType *type = doctor_ruleset_get_type (set, i);
    for (guint n = 0; n < doctor_finding_type_get_n_rules (type); n++) {
      const DoctorRule *rule = doctor_finding_type_get_rule (type, n);
      if (doctor_rule_holds (rule, view) && !g_hash_table_contains (seen, rule))
        g_error ("%s, rule %s holds and is not found", doctor_finding_type_get_id (type),
                 doctor_rule_get_name (rule));
    }
  }
  return g_hash_table_size (seen);
}

static const char small_rules[]
  = "[Rule value]\nCertainty=likely\nreply.code=is OVERQUOTA\n"
    "[Rule values]\nCertainty=likely\nreply.smtp-code=in 450, 451, 452\n"
    "[Rule text]\nCertainty=likely\nreply.words=has mailbox full\n"
    "[Rule pattern]\nCertainty=likely\nreply.words=matches (too many|exceeded) logins?\n"
    "[Rule known]\nCertainty=likely\nlogin.ms=> 5000\n"
    "[Rule not]\nCertainty=likely\nreply.words=has not quota\n"
    "[Rule short]\nCertainty=likely\nreply.words=has no\n"
    "[Rule nothing]\nCertainty=likely\nreply.status=unknown\n"
    "[Rule list]\nCertainty=likely\nauth.offered=has plain\n"
    "[Rule both]\nCertainty=likely\nreply.stage=is auth\nreply.words=matches "
    "\\bpass(word|phrase)\n";

static void
test_small_world (void)
{
  static const struct {
    const char *facts;
    guint named; /* with the rule on an unknown fact, which is always asked */
  } rows[] = {
    { "receive.server.port 993\n", 1 },
    { "receive.reply.code 'OVERQUOTA'\n", 2 },
    { "receive.reply.code 'UNAVAILABLE'\n", 1 },
    { "receive.reply.smtp-code 451\n", 2 },
    { "receive.reply.smtp-code 550\n", 1 },
    { "receive.reply.words 'Your MAILBOX\\n full'\n", 4 },
    { "receive.reply.words 'Exceeded Logins'\n", 4 },
    { "receive.reply.words 'wrong passphrase'\n", 4 },
    { "receive.reply.words ''\n", 3 },
    { "receive.login.ms 6000\n", 2 },
    { "receive.auth.offered ['PLAIN']\n", 2 },
  };
  g_autoptr (GPtrArray) files = finding_files_new ();
  add_finding (files, "t.one", "Axis=login\nLoss=stopped\nOwner=you\nTitle=x.", small_rules);
  g_autoptr (DoctorRuleset) set = doctor_ruleset_new (files, NULL);
  g_assert_cmpuint (doctor_ruleset_get_n_types (set), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (DoctorFacts) facts = facts_from (rows[i].facts, DOCTOR_SOURCE_REPLY);
    g_assert_cmpuint (compare_with_trying_all (set, facts), ==, rows[i].named);
  }
}

/* @literal in the middle of other words, with its blanks made a line break. */
static void
compare_on_text (DoctorRuleset *set, const char *fact, const char *literal)
{
  g_auto (GStrv) words = g_strsplit (literal, " ", -1);
  g_autofree char *spread = g_strjoinv ("\r\n  ", words);
  const char *const texts[] = { literal, spread };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (DoctorFacts) facts = doctor_facts_new ();
    g_autofree char *upper = g_utf8_strup (texts[i], -1);
    g_autofree char *text = g_strdup_printf ("5.7.0 x%s, %s (y)", upper, texts[i]);
    doctor_facts_set_scoped (facts, DOCTOR_SCOPE_RECEIVE, fact, g_variant_new_string (text),
                             DOCTOR_SOURCE_REPLY);
    (void)compare_with_trying_all (set, facts);
  }
}

/* In pieces it is the same set, also where it is ended before everything was read. */
static void
test_in_steps (void)
{
  g_autoptr (DoctorRuleset) whole = doctor_ruleset_load (NULL, NULL);
  for (guint n_steps = 0; n_steps < 1000; n_steps += 333) {
    DoctorRulesetReading *reading = doctor_ruleset_begin (NULL);
    for (guint i = 0; i < n_steps && doctor_ruleset_step (reading); i++)
      continue;
    g_autoptr (DoctorRuleset) set = doctor_ruleset_end (reading);
    g_assert_cmpuint (doctor_ruleset_get_n_types (set), ==, doctor_ruleset_get_n_types (whole));
    g_assert_nonnull (doctor_ruleset_lookup (set, "net.refused"));
  }
}

/* Every text that a compiled-in rule looks for, in the fact where it looks. */
static void
test_own_rules (void)
{
  guint tried = 0;
  g_autoptr (DoctorRuleset) set = doctor_ruleset_load (NULL, NULL);
  for (guint i = 0; i < doctor_ruleset_get_n_types (set); i++) {
    const DoctorFindingType *type = doctor_ruleset_get_type (set, i);
    for (guint n = 0; n < doctor_finding_type_get_n_rules (type); n++) {
      const DoctorRule *rule = doctor_finding_type_get_rule (type, n);
      for (guint c = 0; c < doctor_rule_get_n_conditions (rule); c++) {
        DoctorForm form;
        const DoctorCondition *condition = doctor_rule_get_condition (rule, c);
        g_autoptr (GPtrArray) literals = doctor_condition_dup_literals (condition, 1, &form);
        for (guint l = 0; literals != NULL && l < literals->len && condition->key->values == NULL;
             l++, tried++)
          compare_on_text (set, condition->key->name, g_ptr_array_index (literals, l));
      }
    }
  }
  g_assert_cmpuint (tried, >, 0);
}

/* What the expression matches has one of its literals in it. */
static void
test_literals_of_own_rules (void)
{
  g_autoptr (GPtrArray) list = doctor_literal_find ("(?:mail ?box|account) (is )?(full|locked)", 3);
  g_assert_nonnull (list);
  static const char *const texts[] = { "the mailbox is full", "ACCOUNT LOCKED", "Mail box full" };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    gboolean found = FALSE;
    for (guint n = 0; n < list->len; n++)
      found |= doctor_fold_contains (texts[i], g_ptr_array_index (list, n));
    g_assert_true (found);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule-index/literals", test_literals);
  g_test_add_func ("/rule-index/literals-occur", test_literals_of_own_rules);
  g_test_add_func ("/rule-index/small-world", test_small_world);
  g_test_add_func ("/rule-index/in-steps", test_in_steps);
  g_test_add_func ("/rule-index/own-rules", test_own_rules);
  return g_test_run ();
}
