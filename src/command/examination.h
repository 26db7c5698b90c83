/* examination.h: one account, examined: what was seen and what follows from it. */
#pragma once
#include "core/engine.h"
#include "probe/examine.h"

G_BEGIN_DECLS

typedef struct {
  char *name;          /* of the account, for people */
  DoctorFacts *facts;  /* sealed */
  GPtrArray *findings; /* DoctorFinding, best first */
  DoctorState state;
  double seconds;
} DoctorExamination;

/* Examines; blocks up to the deadline of @options. @sink as in doctor_examine (). */
DoctorExamination *doctor_examination_run (DoctorFacts *settings,
                                           const DoctorSecrets *secrets,
                                           const DoctorExamineOptions *options,
                                           DoctorExamineSink sink,
                                           gpointer sink_data) G_GNUC_WARN_UNUSED_RESULT;
void doctor_examination_free (DoctorExamination *examination); /* accepts NULL */

/* Puts pseudonyms in the place of personal data. */
void doctor_examination_mask (DoctorExamination *examination);

/* The worst of several; knowing of a problem is worse than not knowing. */
DoctorState doctor_examination_worst (GPtrArray *examinations);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorExamination, doctor_examination_free)

G_END_DECLS
