#include "core/condition.h"
#include "core/i18n.h"
#include "core/view.h"
#include <string.h>

struct _DoctorRule {
  char *name;
  DoctorCertainty certainty;
  int weight;
  gboolean is_alternative;
  gboolean is_guess;
  gboolean is_trusted; /* while it is read: its regular expressions are known to be right */
  gboolean has_scope;  /* Scope= is given */
  DoctorScope scope;
  DoctorCondition **conditions; /* in the order of the file */
  DoctorCondition **by_cost;    /* the same, those that search a text last; borrowed */
  guint n_conditions;
};

static const char *const certainty_names[]
  = { [DOCTOR_POSSIBLE] = "possible", [DOCTOR_LIKELY] = "likely", [DOCTOR_PROVED] = "proved" };
static const char *const scope_names[] = { [DOCTOR_SCOPE_ACCOUNT] = "account",
                                           [DOCTOR_SCOPE_RECEIVE] = "receive",
                                           [DOCTOR_SCOPE_SEND] = "send" };

const char *
doctor_certainty_to_string (DoctorCertainty certainty)
{
  return certainty_names[certainty];
}

/* --- reading --- */

/* Index of @word in @names. */
static gboolean
find_word (const char *const *names, guint n, const char *word, guint *out_index, GError **error)
{
  GString *list = g_string_new (NULL);
  for (guint i = 0; i < n; i++) {
    if (strcmp (names[i], word) == 0) {
      *out_index = i;
      g_string_free (list, TRUE);
      return TRUE;
    }
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", names[i]);
  }
  g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_RULE, _ ("“%s” is none of: %s"), word,
               list->str);
  g_string_free (list, TRUE);
  return FALSE;
}

static gboolean
read_certainty (DoctorRule *rule, const char *value, GError **error)
{
  guint index = 0;
  if (!find_word (certainty_names, G_N_ELEMENTS (certainty_names), value, &index, error))
    return FALSE;
  rule->certainty = index;
  return TRUE;
}

static gboolean
read_scope (DoctorRule *rule, const char *value, GError **error)
{
  guint index = 0;
  if (!find_word (scope_names, G_N_ELEMENTS (scope_names), value, &index, error))
    return FALSE;
  rule->scope = index;
  rule->has_scope = TRUE;
  return TRUE;
}

static gboolean
read_weight (DoctorRule *rule, const char *value, GError **error)
{
  gint64 weight = 0;
  if (!g_ascii_string_to_signed (value, 10, -1000, 1000, &weight, NULL)) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_RULE,
                 _ ("“%s” is not a whole number from -1000 to 1000"), value);
    return FALSE;
  }
  rule->weight = (int)weight;
  return TRUE;
}

static gboolean
read_answer (const char *value, gboolean *answer, GError **error)
{
  static const char *const answers[] = { "false", "true" };
  guint index = 0;
  if (!find_word (answers, G_N_ELEMENTS (answers), value, &index, error))
    return FALSE;
  *answer = index == 1;
  return TRUE;
}

static gboolean
read_alternative (DoctorRule *rule, const char *value, GError **error)
{
  return read_answer (value, &rule->is_alternative, error);
}

static gboolean
read_guess (DoctorRule *rule, const char *value, GError **error)
{
  return read_answer (value, &rule->is_guess, error);
}

static gboolean
read_condition (DoctorRule *rule, const char *key, const char *value, GError **error)
{
  DoctorCondition *condition = doctor_condition_new (key, value, error);
  if (condition == NULL)
    return FALSE;
  rule->conditions = g_renew (DoctorCondition *, rule->conditions, rule->n_conditions + 1);
  rule->conditions[rule->n_conditions++] = condition;
  return rule->is_trusted || doctor_condition_check (condition, error);
}

static const struct {
  const char *name;
  gboolean (*read) (DoctorRule *rule, const char *value, GError **error);
} keys[] = {
  { "Alternative", read_alternative },
  { "Certainty", read_certainty },
  { "Guess", read_guess },
  { "Scope", read_scope },
  { "Weight", read_weight },
};

/* Names of facts have a dot; anything else is one of @keys. */
static gboolean
read_key (DoctorRule *rule, const char *key, const char *value, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (keys[i].name, key) == 0)
      return keys[i].read (rule, value, error);
  if (strchr (key, '.') != NULL)
    return read_condition (rule, key, value, error);
  g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_RULE,
               _ ("unknown key “%s”; a rule has Certainty, Scope, Weight, Alternative, Guess "
                  "and facts"),
               key);
  return FALSE;
}

/* The raw text after =: unlike a text for people it has no escapes. */
static void
read_keys (DoctorRule *rule, DoctorKeyFile *file, const char *group)
{
  g_auto (GStrv) names = g_key_file_get_keys (file->keys, group, NULL, NULL);
  for (char **name = names; name != NULL && *name != NULL; name++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *value = g_key_file_get_value (file->keys, group, *name, NULL);
    if (!read_key (rule, *name, g_strchomp (value), &error))
      doctor_keyfile_fault (file, group, *name, "%s", error->message);
  }
}

static const char *
find_lack (const DoctorKeyFile *file, const char *group, const DoctorRule *rule)
{
  if (rule->name[0] == '\0')
    return _ ("the rule has no name; write [Rule NAME]");
  if (!g_key_file_has_key (file->keys, group, "Certainty", NULL))
    return _ ("the rule has no Certainty=");
  if (rule->n_conditions == 0)
    return _ ("the rule has no condition");
  return NULL;
}

static void
order_by_cost (DoctorRule *rule)
{
  guint n = 0;
  rule->by_cost = g_new (DoctorCondition *, rule->n_conditions);
  for (guint costly = 0; costly < 2; costly++)
    for (guint i = 0; i < rule->n_conditions; i++) {
      DoctorCondition *condition = rule->conditions[i];
      if (doctor_condition_is_costly (condition) == (gboolean)costly)
        rule->by_cost[n++] = condition;
    }
}

DoctorRule *
doctor_rule_read (DoctorKeyFile *file, const char *group)
{
  guint faults = file->problems->len;
  g_autoptr (DoctorRule) rule = g_new0 (DoctorRule, 1);
  const char *name = g_str_has_prefix (group, "Rule ") ? group + strlen ("Rule ") : "";
  rule->name = g_strstrip (g_strdup (name));
  rule->is_trusted = file->file->is_compiled;
  read_keys (rule, file, group);
  const char *lack = file->problems->len == faults ? find_lack (file, group, rule) : NULL;
  if (lack != NULL)
    doctor_keyfile_fault (file, group, NULL, "%s", lack);
  order_by_cost (rule);
  return file->problems->len == faults ? g_steal_pointer (&rule) : NULL;
}

void
doctor_rule_free (DoctorRule *rule)
{
  if (rule == NULL)
    return;
  g_free (rule->name);
  for (guint i = 0; i < rule->n_conditions; i++)
    doctor_condition_free (rule->conditions[i]);
  g_free (rule->conditions);
  g_free (rule->by_cost);
  g_free (rule);
}

/* --- looking --- */

const char *
doctor_rule_get_name (const DoctorRule *rule)
{
  return rule->name;
}

DoctorCertainty
doctor_rule_get_certainty (const DoctorRule *rule)
{
  return rule->certainty;
}

gboolean
doctor_rule_is_alternative (const DoctorRule *rule)
{
  return rule->is_alternative;
}

gboolean
doctor_rule_is_guess (const DoctorRule *rule)
{
  return rule->is_guess;
}

int
doctor_rule_get_weight (const DoctorRule *rule)
{
  return rule->weight;
}

guint
doctor_rule_get_n_conditions (const DoctorRule *rule)
{
  return rule->n_conditions;
}

const DoctorCondition *
doctor_rule_get_condition (const DoctorRule *rule, guint i)
{
  return rule->conditions[i];
}

const char *
doctor_rule_get_fact (const DoctorRule *rule, guint i)
{
  return doctor_rule_get_condition (rule, i)->key->name;
}

gboolean
doctor_rule_applies (const DoctorRule *rule, DoctorScope scope)
{
  return rule->has_scope ? rule->scope == scope : scope != DOCTOR_SCOPE_ACCOUNT;
}

/* --- judging --- */

/* Adds @name once: rules name few facts, so looking through is cheap. */
static void
add_name (GPtrArray *names, const char *name)
{
  if (names != NULL && !g_ptr_array_find (names, name, NULL))
    g_ptr_array_add (names, (gpointer)name);
}

static void
add_evidence (const DoctorRule *rule, const DoctorView *view, GPtrArray *evidence)
{
  for (guint i = 0; i < rule->n_conditions; i++) {
    const DoctorCondition *condition = rule->conditions[i];
    if (doctor_view_get (view, condition->key) != NULL)
      add_name (evidence, condition->key->names[view->scope]);
  }
}

static void
add_wanted (const DoctorRule *rule, const DoctorView *view, GPtrArray *wanted)
{
  for (guint i = 0; i < rule->n_conditions; i++) {
    const DoctorCondition *condition = rule->conditions[i];
    if (doctor_view_get (view, condition->key) == NULL
        && doctor_condition_test (condition, NULL) == DOCTOR_TRUTH_UNDECIDED)
      add_name (wanted, condition->key->names[view->scope]);
  }
}

static DoctorTruth
test_condition (const DoctorRule *rule, guint i, const DoctorView *view)
{
  const DoctorCondition *condition = rule->by_cost[i];
  return doctor_condition_test_in (condition, view);
}

gboolean
doctor_rule_holds (const DoctorRule *rule, const DoctorView *view)
{
  for (guint i = 0; i < rule->n_conditions; i++)
    if (test_condition (rule, i, view) != DOCTOR_TRUTH_TRUE)
      return FALSE;
  return TRUE;
}

DoctorTruth
doctor_rule_judge (const DoctorRule *rule,
                   const DoctorView *view,
                   GPtrArray *evidence,
                   GPtrArray *wanted)
{
  DoctorTruth worst = DOCTOR_TRUTH_TRUE; /* false is worse than undecided */
  for (guint i = 0; i < rule->n_conditions && worst != DOCTOR_TRUTH_FALSE; i++) {
    DoctorTruth truth = test_condition (rule, i, view);
    worst = MIN (worst, truth);
  }
  if (worst == DOCTOR_TRUTH_TRUE)
    add_evidence (rule, view, evidence);
  if (worst == DOCTOR_TRUTH_UNDECIDED)
    add_wanted (rule, view, wanted);
  return worst;
}

DoctorTruth
doctor_rule_evaluate (const DoctorRule *rule,
                      DoctorFacts *facts,
                      DoctorScope scope,
                      GPtrArray *evidence,
                      GPtrArray *wanted)
{
  g_autoptr (DoctorView) view = doctor_view_new (facts, scope);
  return doctor_rule_judge (rule, view, evidence, wanted);
}
