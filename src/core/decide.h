/* decide.h: what would tell for certain whether a finding holds. Pure. */
#pragma once
#include "core/finding.h"

G_BEGIN_DECLS

/* Full names (interned) of the unknown facts that rules of the finding's type which could say
 * more wait for; what an examination would look at. Empty for what is proved. @facts are sealed.
 * Free with g_ptr_array_unref. */
GPtrArray *doctor_finding_list_deciders (const DoctorFinding *finding,
                                         DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
