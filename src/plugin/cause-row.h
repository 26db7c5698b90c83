/* cause-row.h: one finding in the panel: what, how certain, why, what next, whose turn. Made once
 * and brought up to date in place. */
#pragma once
#include "plugin/case.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  DOCTOR_CAUSE_ALONE,  /* the verdict has named it; only why, what next, whose turn */
  DOCTOR_CAUSE_FIRST,  /* the verdict has named it; it is one of several: in a frame, with its
                          certainty */
  DOCTOR_CAUSE_LISTED, /* one of several: in a frame, with its title and its certainty */
  DOCTOR_CAUSE_BEHIND  /* what is behind “More”: from what it follows in place of what next */
} DoctorCauseStyle;

GtkWidget *doctor_cause_row_new (void);
void doctor_cause_row_update (GtkWidget *row,
                              DoctorCase *c,
                              const DoctorFinding *finding,
                              DoctorCauseStyle style);

/* A finding among @findings that says the same of the other service, or NULL. Borrowed. */
const DoctorFinding *
doctor_cause_find_same (GPtrArray *findings, const DoctorFinding *finding, DoctorFacts *facts);

G_END_DECLS
