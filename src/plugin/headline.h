/* headline.h: what the windows say of one account, and of all of them, in a sentence. */
#pragma once
#include "plugin/case.h"

G_BEGIN_DECLS

/* What is the matter, or what is being done about it. */
char *doctor_headline_dup (DoctorCase *c) G_GNUC_WARN_UNUSED_RESULT;
/* How far it reaches and what still works; NULL when there is nothing to add. */
char *doctor_headline_dup_rest (DoctorCase *c) G_GNUC_WARN_UNUSED_RESULT;
/* The finding that the headline speaks of, when it says what is wrong; else NULL. Borrowed. */
const DoctorFinding *doctor_headline_get_finding (DoctorCase *c);

/* When what fails worked last, and what has changed since; NULL when nothing fails or it is not
 * known. */
char *doctor_headline_dup_history (DoctorCase *c) G_GNUC_WARN_UNUSED_RESULT;
/* What would tell, where the reason could not be determined; else NULL. */
const char *doctor_headline_get_decider (DoctorCase *c);

typedef enum {
  DOCTOR_OVERALL_NONE,    /* there is no account */
  DOCTOR_OVERALL_UNKNOWN, /* no trouble is known */
  DOCTOR_OVERALL_BUSY,
  DOCTOR_OVERALL_WORKS,
  DOCTOR_OVERALL_SOME_FAIL,
  DOCTOR_OVERALL_ALL_FAIL /* for one reason that lies with the computer or its network */
} DoctorOverall;

/* All accounts in one sentence. */
DoctorOverall doctor_overall_judge (char **out_sentence) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
