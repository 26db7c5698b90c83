/* Runs every line of tests/replies/FINDING.replies (see the README there) through what explain
 * does, and looks whether each rule on phrases fits one of them. */
#include "command/explanation.h"
#include "command/knowledge.h"
#include "core/condition.h"
#include "core/derive.h"
#include "core/engine.h"
#include <string.h>

typedef struct {
  char *cause, *path;
} ReplyFile;

static DoctorKnowledge *knowledge = NULL;
static GHashTable *fitted = NULL; /* "CAUSE/RULE" of all that came first or among three */

static void
reply_file_free (gpointer data)
{
  ReplyFile *file = data;
  g_free (file->cause);
  g_free (file->path);
  g_free (file);
}

static DoctorAnswer
read_answer (const char *value)
{
  return strcmp (value, "true") == 0 ? DOCTOR_YES : DOCTOR_NO;
}

static const struct {
  const char *key;
  gsize offset;
} strings[] = {
  { "provider", G_STRUCT_OFFSET (DoctorExplanation, provider) },
  { "domain", G_STRUCT_OFFSET (DoctorExplanation, domain) },
  { "host", G_STRUCT_OFFSET (DoctorExplanation, host) },
  { "security", G_STRUCT_OFFSET (DoctorExplanation, security) },
}, answers[] = {
  { "receive_ok", G_STRUCT_OFFSET (DoctorExplanation, receive_ok) },
  { "send_ok", G_STRUCT_OFFSET (DoctorExplanation, send_ok) },
  { "worked_before", G_STRUCT_OFFSET (DoctorExplanation, worked_before) },
};

/* Cuts @word at its equals sign and keeps pointers into it. */
static gboolean
read_pair (DoctorExplanation *given, char *word)
{
  char *value = strchr (word, '=');
  if (value == NULL)
    return FALSE;
  *value++ = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    if (strcmp (strings[i].key, word) == 0) {
      G_STRUCT_MEMBER (const char *, given, strings[i].offset) = value;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (strcmp (answers[i].key, word) == 0) {
      G_STRUCT_MEMBER (DoctorAnswer, given, answers[i].offset) = read_answer (value);
      return TRUE;
    }
  given->port = g_ascii_strtoll (value, NULL, 10);
  return strcmp (word, "port") == 0 && given->port > 0;
}

static const char *
unless_dash (const char *word)
{
  return strcmp (word, "-") == 0 ? NULL : word;
}

/* Place of @cause among the findings shown, from 0; -1 when it is not. */
static int
find_place (GPtrArray *findings, const char *cause, GString *shown)
{
  int place = -1, count = 0;
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    const char *id = doctor_finding_get_id (finding);
    if (finding->hidden_by != NULL)
      continue;
    if (strcmp (id, cause) == 0 && place < 0)
      place = count;
    count++;
    g_string_append_printf (shown, " %s/%s %s", id, doctor_rule_get_name (finding->rule),
                            doctor_certainty_to_string (finding->certainty));
    g_assert_cmpint (finding->certainty, <, DOCTOR_PROVED);
    if (place == count - 1)
      g_hash_table_add (fitted,
                        g_strdup_printf ("%s/%s", id, doctor_rule_get_name (finding->rule)));
  }
  return place;
}

static gboolean
is_as_wanted (char sign, int place)
{
  if (sign == '-')
    return place < 0;
  return place >= 0 && place < (sign == '+' ? 1 : 3);
}

/* Says what is wrong with @line, or NULL. */
static char *
judge_line (const char *cause, const char *line)
{
  const char *bar = strstr (line, " | ");
  if (bar == NULL)
    return g_strdup ("has no text");
  g_autofree char *head = g_strndup (line, bar - line);
  g_autofree char *text = g_strcompress (bar + 3);
  g_auto (GStrv) words = g_strsplit (head, " ", -1);
  guint n = g_strv_length (words);
  if (n < 3 || strlen (words[0]) != 1 || strchr ("+~-", words[0][0]) == NULL)
    return g_strdup ("does not begin with sign, service and stage");
  DoctorExplanation given = { .service = unless_dash (words[1]), .text = text };
  given.stage = unless_dash (words[2]);
  for (guint i = 3; i < n; i++)
    if (!read_pair (&given, words[i]))
      return g_strdup_printf ("“%s” is no KEY=VALUE", words[i]);
  g_autoptr (DoctorFacts) facts = doctor_explanation_describe (&given, knowledge->providers);
  doctor_derive (facts);
  g_autoptr (GPtrArray) findings = doctor_engine_run (knowledge->rules, facts, NULL);
  g_autoptr (GString) shown = g_string_new (NULL);
  if (is_as_wanted (words[0][0], find_place (findings, cause, shown)))
    return NULL;
  return g_strdup_printf ("found:%s", shown->len > 0 ? shown->str : " nothing");
}

static void
test_file (gconstpointer data)
{
  const ReplyFile *file = data;
  g_autofree char *contents = NULL;
  g_assert_true (g_file_get_contents (file->path, &contents, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (contents, "\n", -1);
  gboolean has_hit = FALSE, has_miss = FALSE;
  for (guint i = 0; lines[i] != NULL; i++) {
    if (*lines[i] == '\0' || *lines[i] == '#')
      continue;
    has_hit = has_hit || *lines[i] == '+';
    has_miss = has_miss || *lines[i] == '-';
    g_autofree char *fault = judge_line (file->cause, lines[i]);
    if (fault != NULL) {
      g_test_message ("%s:%u: %s %s", file->path, i + 1, lines[i], fault);
      g_test_fail ();
    }
  }
  g_assert_true (has_hit && has_miss);
}

/* Whether it also wants to see what only an examination sees. */
static gboolean
needs_probe (const DoctorRule *rule)
{
  for (guint i = 0; i < doctor_rule_get_n_conditions (rule); i++) {
    const DoctorCondition *condition = doctor_rule_get_condition (rule, i);
    gboolean is_probed
      = strcmp (condition->key->from, "probe") == 0 || strcmp (condition->key->from, "trial") == 0;
    if (is_probed && doctor_condition_test (condition, NULL) != DOCTOR_TRUTH_TRUE)
      return TRUE;
  }
  return FALSE;
}

static gboolean
looks_for_phrases (const DoctorRule *rule)
{
  if (needs_probe (rule))
    return FALSE;
  for (guint i = 0; i < doctor_rule_get_n_conditions (rule); i++)
    if (doctor_condition_has_phrases (doctor_rule_get_condition (rule, i)))
      return TRUE;
  return FALSE;
}

/* After all files. */
static void
test_rules_covered (void)
{
  for (guint i = 0; i < doctor_ruleset_get_n_types (knowledge->rules); i++) {
    const DoctorFindingType *type = doctor_ruleset_get_type (knowledge->rules, i);
    for (guint n = 0; n < doctor_finding_type_get_n_rules (type); n++) {
      const DoctorRule *rule = doctor_finding_type_get_rule (type, n);
      g_autofree char *name
        = g_strdup_printf ("%s/%s", doctor_finding_type_get_id (type), doctor_rule_get_name (rule));
      if (!looks_for_phrases (rule) || g_hash_table_contains (fitted, name))
        continue;
      g_test_message ("no line of tests/replies is found by %s", name);
      g_test_fail ();
    }
  }
}

static void
add_files (const char *dir)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name = NULL;
  g_assert_nonnull (folder);
  while ((name = g_dir_read_name (folder)) != NULL) {
    if (!g_str_has_suffix (name, ".replies"))
      continue;
    ReplyFile *file = g_new0 (ReplyFile, 1);
    file->cause = g_strndup (name, strlen (name) - strlen (".replies"));
    file->path = g_build_filename (dir, name, NULL);
    g_autofree char *test = g_strdup_printf ("/replies/%s", file->cause);
    g_test_add_data_func_full (test, file, test_file, reply_file_free);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autofree char *dir = g_test_build_filename (G_TEST_DIST, "tests", "replies", NULL);
  knowledge = doctor_knowledge_load (NULL);
  fitted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  add_files (dir);
  g_test_add_func ("/replies/rules-covered", test_rules_covered);
  int status = g_test_run ();
  g_hash_table_unref (fitted);
  doctor_knowledge_free (knowledge);
  return status;
}
