/* rule-index.h: finds the few rules that can hold, without trying each: a rule is filed under the
 * one of its conditions that is true least often. Immutable when finished; any thread may ask. */
#pragma once
#include "core/finding-type.h"
#include "core/view.h"

G_BEGIN_DECLS

typedef struct _DoctorRuleIndex DoctorRuleIndex;
/* Of the rules of @set, owned by it. */
const DoctorRuleIndex *doctor_ruleset_get_index (DoctorRuleset *set);

typedef struct {
  const DoctorFindingType *type;
  const DoctorRule *rule;
} DoctorIndexedRule;

/* Takes the rules of one type after the other, which must outlive it; finished once, it can be
 * asked. */
DoctorRuleIndex *doctor_rule_index_new (void) G_GNUC_WARN_UNUSED_RESULT;
void doctor_rule_index_add (DoctorRuleIndex *index, const DoctorFindingType *type);
void doctor_rule_index_finish (DoctorRuleIndex *index);
void doctor_rule_index_free (DoctorRuleIndex *index); /* accepts NULL */
/* Calls @each for every rule that may hold in @view (and some that do not), in the order of the
 * types and their rules; a rule that is left out does not hold. */
typedef void (*DoctorRuleFunc) (const DoctorIndexedRule *rule, gpointer user_data);
void doctor_rule_index_foreach (const DoctorRuleIndex *index,
                                const DoctorView *view,
                                DoctorRuleFunc each,
                                gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorRuleIndex, doctor_rule_index_free)

G_END_DECLS
