/* engine.h: facts in, findings out. Pure: the same facts give the same findings; it
 * never blocks, never fails, and forgets everything between two calls. */
#pragma once
#include "core/finding.h"

G_BEGIN_DECLS

/* All findings that hold, best first: shown before hidden, then certainty, then the order
 * of thought (computer, network, name, tls, login, server, mailbox, sending, settings),
 * then the rule's weight; guesses (rule.h) last, in the order of their weights. A rule that says
 * proved is only likely when no fact of a probe or trial is among its evidence. One finding per id
 * and service: its best rule.
 * @facts is derived from (derive.h) and sealed by this call when it is not sealed yet.
 * @out_wanted, when not NULL, gets the full names of the facts that would decide rules
 * that nothing else speaks against, most wanted first. */
GPtrArray *doctor_engine_run (DoctorRuleset *set,
                              DoctorFacts *facts,
                              GPtrArray **out_wanted) G_GNUC_WARN_UNUSED_RESULT;

typedef enum {
  DOCTOR_STATE_HEALTHY,
  DOCTOR_STATE_WARNING,
  DOCTOR_STATE_PROBLEM,
  DOCTOR_STATE_UNKNOWN
} DoctorState;
const char *
doctor_state_to_string (DoctorState state); /* "healthy", ... Static; also the exit status */
/* State of one scope, or of the account as a whole (DOCTOR_SCOPE_ACCOUNT): the worst. */
DoctorState doctor_engine_state (GPtrArray *findings, DoctorFacts *facts, DoctorScope scope);
/* What is the matter, in one sentence in the current language. */
char *
doctor_engine_dup_headline (GPtrArray *findings, DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
/* How far it reaches and what still works, or NULL when there is nothing to add. */
char *doctor_engine_dup_rest (GPtrArray *findings, DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
/* Both of them. */
char *doctor_engine_dup_verdict (GPtrArray *findings, DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
