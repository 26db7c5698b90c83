/* verify.h: whether a fix repairs what was broken: the same rules on a second examination
 * with the changes laid over the settings. */
#pragma once
#include "core/engine.h"
#include "core/fix.h"

G_BEGIN_DECLS

typedef enum {
  DOCTOR_VERDICT_UNDECIDED,
  DOCTOR_VERDICT_FAILED,
  DOCTOR_VERDICT_PROVED
} DoctorVerdict;
const char *doctor_verdict_to_string (DoctorVerdict verdict); /* as verify.result. Static. */

/* The settings of @facts (source settings only, no results) with @changes over them:
 * what the second examination starts from. */
DoctorFacts *
doctor_verify_overlay (DoctorFacts *facts, DoctorFacts *changes) G_GNUC_WARN_UNUSED_RESULT;

/* Judges: PROVED only when in the scope of the fix the second examination logged in (or, for
 * an account without login, got its sender accepted) and has no finding left that stops
 * mail; FAILED when a finding that stops mail is there; UNDECIDED otherwise (cancelled,
 * deadline, ledger). @after comes from the examination with the changes. */
DoctorVerdict doctor_verify_judge (DoctorRuleset *set, DoctorFacts *after, DoctorScope scope);

G_END_DECLS
