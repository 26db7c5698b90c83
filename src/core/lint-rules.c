/* Rules that can never hold, never matter, or say more than they can know. */
#include "core/condition.h"
#include "core/i18n.h"
#include "core/lint.h"
#include <string.h>

static char *
dup_group (const DoctorRule *rule)
{
  return g_strconcat ("Rule ", doctor_rule_get_name (rule), NULL);
}

/* Conditions @i and later of @rule on the fact of number @i, borrowed; NULL when an earlier one
 * is on it too, so that each fact comes once. */
static GPtrArray *
list_conditions_of_fact (const DoctorRule *rule, guint i)
{
  const DoctorFactKey *key = doctor_rule_get_condition (rule, i)->key;
  for (guint n = 0; n < i; n++)
    if (doctor_rule_get_condition (rule, n)->key == key)
      return NULL;
  GPtrArray *conditions = g_ptr_array_new ();
  for (guint n = i; n < doctor_rule_get_n_conditions (rule); n++) {
    const DoctorCondition *condition = doctor_rule_get_condition (rule, n);
    if (condition->key == key)
      g_ptr_array_add (conditions, (gpointer)condition);
  }
  return conditions;
}

static void
check_contradictions (const DoctorLint *lint, const DoctorRule *rule)
{
  g_autofree char *group = dup_group (rule);
  for (guint i = 0; i < doctor_rule_get_n_conditions (rule); i++) {
    g_autoptr (GPtrArray) conditions = list_conditions_of_fact (rule, i);
    if (conditions != NULL && !doctor_conditions_can_hold (conditions))
      doctor_lint_fault (lint, group, NULL,
                         _ ("the rule can never hold: its conditions on “%s” exclude each other"),
                         doctor_rule_get_fact (rule, i));
  }
}

/* What is compiled in is read on trust. */
static void
check_patterns (const DoctorLint *lint, const DoctorRule *rule)
{
  g_autofree char *group = dup_group (rule);
  for (guint i = 0; i < doctor_rule_get_n_conditions (rule); i++) {
    g_autoptr (GError) error = NULL;
    const DoctorCondition *condition = doctor_rule_get_condition (rule, i);
    if (!doctor_condition_check (condition, &error))
      doctor_lint_fault (lint, group, doctor_rule_get_fact (rule, i), "%s", error->message);
  }
}

void
doctor_lint_dead_rules (const DoctorLint *lint)
{
  for (guint i = 0; i < doctor_finding_type_get_n_rules (lint->type); i++) {
    const DoctorRule *rule = doctor_finding_type_get_rule (lint->type, i);
    check_contradictions (lint, rule);
    check_patterns (lint, rule);
  }
}

static gboolean
has_condition (const DoctorRule *rule, const DoctorCondition *wanted)
{
  for (guint i = 0; i < doctor_rule_get_n_conditions (rule); i++)
    if (doctor_condition_is_same (doctor_rule_get_condition (rule, i), wanted))
      return TRUE;
  return FALSE;
}

/* Whether @a holds wherever @b does. */
static gboolean
is_wider (const DoctorRule *a, const DoctorRule *b)
{
  for (DoctorScope scope = DOCTOR_SCOPE_ACCOUNT; scope <= DOCTOR_SCOPE_SEND; scope++)
    if (doctor_rule_applies (b, scope) && !doctor_rule_applies (a, scope))
      return FALSE;
  for (guint i = 0; i < doctor_rule_get_n_conditions (a); i++)
    if (!has_condition (b, doctor_rule_get_condition (a, i)))
      return FALSE;
  return TRUE;
}

/* Whether @a makes @b pointless: the same conditions, or fewer with as much to say. */
static gboolean
shadows (const DoctorRule *a, const DoctorRule *b, gboolean earlier)
{
  if (!is_wider (a, b))
    return FALSE;
  if (is_wider (b, a))
    return earlier;
  return doctor_rule_get_certainty (a) >= doctor_rule_get_certainty (b)
         && doctor_rule_get_weight (a) >= doctor_rule_get_weight (b);
}

static const DoctorRule *
find_shadow (const DoctorFindingType *type, guint lower)
{
  const DoctorRule *rule = doctor_finding_type_get_rule (type, lower);
  for (guint i = 0; i < doctor_finding_type_get_n_rules (type); i++) {
    const DoctorRule *other = doctor_finding_type_get_rule (type, i);
    if (i != lower && shadows (other, rule, i < lower))
      return other;
  }
  return NULL;
}

void
doctor_lint_shadowed_rules (const DoctorLint *lint)
{
  for (guint i = 0; i < doctor_finding_type_get_n_rules (lint->type); i++) {
    const DoctorRule *shadow = find_shadow (lint->type, i);
    g_autofree char *group = dup_group (doctor_finding_type_get_rule (lint->type, i));
    if (shadow != NULL)
      doctor_lint_fault (lint, group, NULL,
                         _ ("the rule never matters: [Rule %s] holds wherever it does"),
                         doctor_rule_get_name (shadow));
  }
}

/* Facts that an examination can see for itself. A reply counts: it may be that of a probe,
 * and when it is not the engine lowers the certainty. */
static gboolean
can_prove (const DoctorRule *rule)
{
  static const char *const sources[] = { "probe", "trial", "derived", "reply", NULL };
  for (guint i = 0; i < doctor_rule_get_n_conditions (rule); i++)
    if (g_strv_contains (sources, doctor_rule_get_condition (rule, i)->key->from))
      return TRUE;
  return FALSE;
}

void
doctor_lint_proof (const DoctorLint *lint)
{
  for (guint i = 0; i < doctor_finding_type_get_n_rules (lint->type); i++) {
    const DoctorRule *rule = doctor_finding_type_get_rule (lint->type, i);
    g_autofree char *group = dup_group (rule);
    if (doctor_rule_get_certainty (rule) == DOCTOR_PROVED && !can_prove (rule))
      doctor_lint_fault (lint, group, "Certainty",
                         _ ("nothing is proved without a fact that a probe or trial has seen"));
    if (doctor_rule_is_guess (rule) && doctor_rule_get_certainty (rule) != DOCTOR_POSSIBLE)
      doctor_lint_fault (lint, group, "Certainty", _ ("a guess is no more than possible"));
  }
}

void
doctor_lint_scope (const DoctorLint *lint)
{
  for (guint i = 0; i < doctor_finding_type_get_n_rules (lint->type); i++) {
    const DoctorRule *rule = doctor_finding_type_get_rule (lint->type, i);
    g_autofree char *group = dup_group (rule);
    if (!doctor_rule_applies (rule, DOCTOR_SCOPE_ACCOUNT))
      continue;
    for (guint n = 0; n < doctor_rule_get_n_conditions (rule); n++)
      if (doctor_rule_get_condition (rule, n)->key->of_service)
        doctor_lint_fault (
          lint, group, doctor_rule_get_fact (rule, n),
          _ ("“%s” is a fact of a service; a rule with Scope=account never sees it"),
          doctor_rule_get_fact (rule, n));
  }
}
