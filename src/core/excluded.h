/* excluded.h: what people suspect first and what was seen to be in order: why it is not that.
 * Pure. */
#pragma once
#include "core/finding.h"

G_BEGIN_DECLS

typedef struct {
  const char *id; /* of the finding that does not hold */
  DoctorScope scope;
  char *text; /* one sentence of evidence, in the current language */
} DoctorExclusion;

/* Causes that @facts speak against, in the order of thought, each once: of the account and of the
 * service @scope. None of which a finding speaks, even a hidden one. Free with
 * g_ptr_array_unref. */
GPtrArray *doctor_excluded_list (GPtrArray *findings,
                                 DoctorFacts *facts,
                                 DoctorScope scope) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
