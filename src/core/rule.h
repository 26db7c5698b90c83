/* rule.h: one rule: conditions on facts that must all hold.
 *
 * A condition is a line "FACT=OPERATOR OPERAND" of a [Rule NAME] group. Operators:
 *   is X, is not X      equality with a value in GVariant or plain text
 *   in A, B, C          one of
 *   has X               a string contains X without regard to case and runs of white
 *                       space; an array contains X
 *   has not X
 *   says A | B .. C     a string has one of the phrases, as words, whatever stands between them
 *                       of punctuation and line breaks; ".." stands for a few other words, and a
 *                       star at an end lets the word go on
 *   says not A | B
 *   matches RE          a string matches the regular expression (caseless, dot matches newline)
 *   < N, > N            integers
 *   within A..B         integers, both ends included
 *   known, unknown      no operand
 * A second condition on the same fact is written FACT#2. An unknown fact makes a
 * condition undecided, never false; only known and unknown decide it themselves.
 * Text after the operator is taken as it stands (a backslash needs no doubling); quote a
 * string that has to keep its outer blanks, or begins with not: has 'not found'. Rules are
 * immutable after loading. */
#pragma once
#include "core/facts.h"
#include "core/keyfile.h"

G_BEGIN_DECLS

typedef enum { DOCTOR_TRUTH_FALSE, DOCTOR_TRUTH_UNDECIDED, DOCTOR_TRUTH_TRUE } DoctorTruth;

typedef enum { DOCTOR_POSSIBLE, DOCTOR_LIKELY, DOCTOR_PROVED } DoctorCertainty;
const char *doctor_certainty_to_string (DoctorCertainty certainty); /* "possible", ... Static. */

typedef struct _DoctorRule DoctorRule;
typedef struct _DoctorCondition DoctorCondition; /* condition.h */
typedef struct _DoctorView DoctorView;           /* view.h */

/* Reads @group ("Rule NAME"). NULL when anything is wrong with it: @file then has every fault as
 * its problems. Regular expressions of what is compiled in are not looked at: the linter has seen
 * them, and that takes most of the time. */
DoctorRule *doctor_rule_read (DoctorKeyFile *file, const char *group) G_GNUC_WARN_UNUSED_RESULT;
void doctor_rule_free (DoctorRule *rule);
const char *doctor_rule_get_name (const DoctorRule *rule);
DoctorCertainty doctor_rule_get_certainty (const DoctorRule *rule);
/* Alternative=true: what it sees fits this cause as well as a more frequent one, and the finding
 * stays in view where another one would hide it by Hides=. */
gboolean doctor_rule_is_alternative (const DoctorRule *rule);
/* Guess=true: it stands on the step alone, for words that nobody knows. The finding goes out of
 * view where another kind of rule sees what stops the mail; guesses stand side by side.
 * What a probe saw is never guessed at. */
gboolean doctor_rule_is_guess (const DoctorRule *rule);
int doctor_rule_get_weight (const DoctorRule *rule); /* Weight=, orders equals; 0 by default */
guint doctor_rule_get_n_conditions (const DoctorRule *rule);
const DoctorCondition *doctor_rule_get_condition (const DoctorRule *rule, guint i);
/* Whether it is meant for @scope (Scope=; by default both services). */
gboolean doctor_rule_applies (const DoctorRule *rule, DoctorScope scope);
/* Bare fact name of condition @i. Borrowed. */
const char *doctor_rule_get_fact (const DoctorRule *rule, guint i);

/* Evaluates in @scope. @evidence, when not NULL, gets the full names (interned) of the
 * facts that made it true; @wanted, when not NULL, the full names of the unknown facts
 * that alone keep it undecided (nothing else is false). @facts must be sealed. */
DoctorTruth doctor_rule_evaluate (const DoctorRule *rule,
                                  DoctorFacts *facts,
                                  DoctorScope scope,
                                  GPtrArray *evidence,
                                  GPtrArray *wanted);

/* The same on facts resolved beforehand, for many rules in a row. Allocates nothing unless
 * there is something to add. */
DoctorTruth doctor_rule_judge (const DoctorRule *rule,
                               const DoctorView *view,
                               GPtrArray *evidence,
                               GPtrArray *wanted);
/* Whether it is true, and no more; the fastest. */
gboolean doctor_rule_holds (const DoctorRule *rule, const DoctorView *view);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorRule, doctor_rule_free)

G_END_DECLS
