/* wait-card.h: what passes by itself: how long until the client tries again, with a countdown
 * while it waits. Reads the case; calls its verbs. */
#pragma once
#include "plugin/case.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *doctor_wait_card_new (void);
/* @offer NULL: shown only while the client waits. */
void doctor_wait_card_update (GtkWidget *root, DoctorCase *c, const DoctorOffer *offer);
void doctor_wait_card_focus (GtkWidget *root);

G_END_DECLS
