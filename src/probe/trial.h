/* trial.h: counterfactual tests: would the account work with one thing changed? Chooses the
 * kinds (trial-kind.h) that are worth their cost, makes their tries, and sets trial.*.
 * Within catalogue §4: only what an undecided rule or the fix of a visible finding asks for;
 * passwords under the same rules of safety as everywhere; one login for each run. */
#pragma once
#include "core/want.h"
#include "probe/chain.h"

G_BEGIN_DECLS

enum {
  /* How long a try that passed waits for a better one: a few round trips. */
  DOCTOR_TRIAL_GRACE_MS = 300,
  DOCTOR_TRIAL_LIMIT_MS = 4000,
  DOCTOR_TRIAL_LOGIN_LIMIT_MS = 8000,
  /* What a login counts for in round trips: it can lock an account. */
  DOCTOR_TRIAL_LOGIN_COST = 12,
};

/* A try with a login that passed: it has shown what a verification would show. */
typedef struct {
  DoctorFacts *changes; /* over the settings; NULL: none passed */
  DoctorFacts *facts;   /* what was seen with them */
} DoctorTrialProof;

/* Which kinds to run next, as bits by their place in the table; 0: none is wanted. All that
 * are worth it and need no login, or else, if @may_log_in, the one with a login that settles
 * most for its cost.
 * @done: kinds that were run. @chain has all facts of the examination, derived ones too; @want
 * is about its scope. Pure. */
guint doctor_trial_choose (DoctorChain *chain, DoctorWant *want, guint done, gboolean may_log_in)
  G_GNUC_WARN_UNUSED_RESULT;
/* Makes the tries of @kinds, those without login all at once, and sets trial.* through
 * @chain, whose own probes are over. @proof is filled where it is empty. */
void doctor_trial_run (DoctorChain *chain, guint kinds, DoctorTrialProof *proof);
void doctor_trial_proof_clear (DoctorTrialProof *proof);

G_END_DECLS
