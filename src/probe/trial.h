/* trial.h: whether the same host serves the account on another port or with another kind
 * of encryption. Looks only: connects, encrypts, reads greeting and offer; never logs in. */
#pragma once
#include "probe/chain.h"

G_BEGIN_DECLS

enum {
  DOCTOR_TRIAL_MAX = 8,
  /* How long a variant that passed waits for a better one: a few round trips. */
  DOCTOR_TRIAL_GRACE_MS = 300,
  DOCTOR_TRIAL_LIMIT_MS = 4000,
};

typedef struct {
  guint16 port;
  const char *security; /* "tls", "starttls"; static or of the provider */
} DoctorVariant;

/* Variants of the settings in @chain worth trying, best first; at most DOCTOR_TRIAL_MAX;
 * never without encryption. Pure. Free with g_array_unref. */
GArray *doctor_trial_variants (DoctorChain *chain) G_GNUC_WARN_UNUSED_RESULT;
/* Tries them all at once and sets trial.* through @chain, whose own probes are over. */
void doctor_trial_run (DoctorChain *chain);

G_END_DECLS
