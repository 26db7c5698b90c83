/* report.h: an examination as text for a person and for support; personal data masked
 * by consistent pseudonyms (host-1, user-1) unless asked for plainly. */
#pragma once
#include "core/engine.h"

G_BEGIN_DECLS

/* Verdict, findings with evidence and fixes, facts. Current language. */
char *doctor_report_text (DoctorRuleset *set,
                          GPtrArray *findings,
                          DoctorFacts *facts,
                          gboolean masked) G_GNUC_WARN_UNUSED_RESULT;
/* A copy of @facts with every private value, and every place where it stands inside another
 * value, replaced by a pseudonym. */
DoctorFacts *doctor_redact (DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
