/* condition.h: one comparison of one fact, compiled: its operands parsed and checked against
 * the fact dictionary. Immutable; the linter and the index look inside. */
#pragma once
#include "core/fact-dictionary.h"
#include "core/phrase.h"
#include "core/rule.h"

G_BEGIN_DECLS

typedef struct _DoctorOperator DoctorOperator;

struct _DoctorCondition {
  const DoctorFactKey *key;
  const DoctorOperator *op;
  const char *names[3];   /* full name of the fact in each DoctorScope, interned */
  char *text;             /* "tcp.result is refused", blanks made single */
  GPtrArray *values;      /* is, is not, in, has on an array: GVariants of the operands */
  DoctorPhrases *phrases; /* says */
  char *needle;           /* has on a string: folded */
  char *pattern;          /* matches */
  GRegex *regex;          /* the same, made when it is first needed */
  gint64 low, high;       /* <, >, within: both ends included */
};

/* Reads "@key=@value" of a rule. Errors are sentences without file and line. Whether a regular
 * expression is one is seen by doctor_condition_check () only: that takes longer than all the
 * rest, and most are never asked. One that is none never holds. */
DoctorCondition *
doctor_condition_new (const char *key, const char *value, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
doctor_condition_check (const DoctorCondition *condition, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void doctor_condition_free (DoctorCondition *condition); /* accepts NULL */
/* @value NULL: the fact is unknown. */
DoctorTruth doctor_condition_test (const DoctorCondition *condition, GVariant *value);
/* Whether it searches a text, which costs more than all the others. */
gboolean doctor_condition_is_costly (const DoctorCondition *condition);
/* The plain values of which the fact must have one, GVariants; NULL when it is no such condition.
 * Borrowed. */
GPtrArray *doctor_condition_get_values (const DoctorCondition *condition);
/* Folded texts (fold.h) of at least @least bytes, of which the fact must contain one; NULL when it
 * is no such condition. Free with g_ptr_array_unref. */
GPtrArray *doctor_condition_dup_literals (const DoctorCondition *condition,
                                          gsize least) G_GNUC_WARN_UNUSED_RESULT;
/* TRUE when it compares with a range; both ends included. */
gboolean
doctor_condition_get_range (const DoctorCondition *condition, gint64 *out_low, gint64 *out_high);
/* FALSE when no value of their fact can satisfy all of @conditions, which are about one fact.
 * TRUE when that is not certain. */
gboolean doctor_conditions_can_hold (GPtrArray *conditions);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorCondition, doctor_condition_free)

G_END_DECLS
