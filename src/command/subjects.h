/* subjects.h: whose settings are to be examined: accounts of the client, or a file of facts. */
#pragma once
#include "command/examine-options.h"

G_BEGIN_DECLS

/* One DoctorFacts (settings, unsealed) for each account that @words mean. NULL with an
 * error when there is none, or when it cannot be read. */
GPtrArray *
doctor_subjects_collect (const DoctorExamineWords *words, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
