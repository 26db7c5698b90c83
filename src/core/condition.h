/* condition.h: one comparison of one fact: its operand checked against the fact dictionary, and
 * made into what it is compared with. Immutable; the linter and the index look inside. */
#pragma once
#include "core/rule.h"
#include "core/view.h"

G_BEGIN_DECLS

typedef struct _DoctorOperator DoctorOperator;

struct _DoctorCondition {
  const DoctorFactKey *key;
  const DoctorOperator *op;
  char *operand;     /* as it is written, without the blanks around it */
  GVariant **values; /* is, is not, in, has on an array: the operands; else NULL */
  guint n_values;
  gpointer compiled; /* has on a string, says, matches: made when it is first needed */
  gint64 low, high;  /* <, >, within: both ends included */
};

/* Reads "@key=@value" of a rule. Errors are sentences without file and line. Whether what is looked
 * for in texts is well written is seen by doctor_condition_check () only: that takes longer than
 * all the rest, and most are never asked. What is not never holds. */
DoctorCondition *
doctor_condition_new (const char *key, const char *value, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
doctor_condition_check (const DoctorCondition *condition, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void doctor_condition_free (DoctorCondition *condition); /* accepts NULL */
/* @value NULL: the fact is unknown. */
DoctorTruth doctor_condition_test (const DoctorCondition *condition, GVariant *value);
/* The same on what the view knows of the fact; texts are brought into their form once. */
DoctorTruth doctor_condition_test_in (const DoctorCondition *condition, const DoctorView *view);
/* "tcp.result is refused" */
char *doctor_condition_dup_text (const DoctorCondition *condition) G_GNUC_WARN_UNUSED_RESULT;
/* Whether both say the same. */
gboolean doctor_condition_is_same (const DoctorCondition *a, const DoctorCondition *b);
/* Whether it searches a text, which costs more than all the others. */
gboolean doctor_condition_is_costly (const DoctorCondition *condition);
/* The plain values of which the fact must have one; NULL when it is no such condition. Borrowed. */
GVariant *const *doctor_condition_get_values (const DoctorCondition *condition, guint *out_n);
/* Texts of at least @least bytes, of which the fact in the form @out_form must contain one; NULL
 * when it is no such condition. Free with g_ptr_array_unref. */
GPtrArray *doctor_condition_dup_literals (const DoctorCondition *condition,
                                          gsize least,
                                          DoctorForm *out_form) G_GNUC_WARN_UNUSED_RESULT;
/* Whether it looks for phrases (phrase.h). */
gboolean doctor_condition_has_phrases (const DoctorCondition *condition);
/* The folded text of has and has not on a string; else NULL. Borrowed. */
const char *doctor_condition_get_needle (const DoctorCondition *condition);
/* TRUE when it compares with a range; both ends included. */
gboolean
doctor_condition_get_range (const DoctorCondition *condition, gint64 *out_low, gint64 *out_high);
/* FALSE when no value of their fact can satisfy all of @conditions, which are about one fact.
 * TRUE when that is not certain. */
gboolean doctor_conditions_can_hold (GPtrArray *conditions);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorCondition, doctor_condition_free)

G_END_DECLS
