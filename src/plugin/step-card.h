/* step-card.h: a guided step: how it is done, a button that opens where it is done, and one
 * that looks again. Reads the case; calls its verbs. */
#pragma once
#include "plugin/case.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *doctor_step_card_new (void);
void doctor_step_card_update (GtkWidget *root, DoctorCase *c, const DoctorOffer *offer);
void doctor_step_card_focus (GtkWidget *root);

G_END_DECLS
