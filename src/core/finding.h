/* finding.h: one thing found out about one account, with the facts that show it. */
#pragma once
#include "core/ruleset.h"

G_BEGIN_DECLS

typedef struct {
  const DoctorFindingType *type; /* borrowed from the ruleset, which @finding keeps alive */
  DoctorScope scope;
  DoctorCertainty certainty;
  const DoctorRule *rule; /* that held; borrowed */
  GPtrArray *evidence;    /* full names of facts, interned strings */
  const char *hidden_by;  /* id of the finding that makes this one pointless, or NULL */
  DoctorRuleset *set;
} DoctorFinding;

DoctorFinding *doctor_finding_ref (DoctorFinding *finding);
void doctor_finding_unref (DoctorFinding *finding);
const char *doctor_finding_get_id (const DoctorFinding *finding);

/* Text @key (Title, Reason, Action, Administrator) with its holes filled from @facts in
 * the current language. "" when there is none. A hole that no fact fills makes its
 * sentence fall away, unless it is the only one: then “the server” or
 * “the port” stands in for those, and another hole reads as a dash. */
char *doctor_finding_dup_text (const DoctorFinding *finding,
                               DoctorFacts *facts,
                               const char *key) G_GNUC_WARN_UNUSED_RESULT;

/* A value in words for people, on one line, in the current language: "TLS", "993", a date, a
 * list. @name (bare or full) says what it means. Never markup. */
char *doctor_value_dup_text (const char *name, GVariant *value) G_GNUC_WARN_UNUSED_RESULT;
/* Fills {holes} of @text from @facts in @scope; the same rule for unknown ones. */
char *doctor_text_fill (const char *text,
                        DoctorFacts *facts,
                        DoctorScope scope) G_GNUC_WARN_UNUSED_RESULT;
/* One line for a person about one fact: "Connection: refused". */
char *doctor_fact_dup_text (DoctorFacts *facts, const char *full_name) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorFinding, doctor_finding_unref)

G_END_DECLS
