/* around-card.h: what keeps mail going while the account fails: the provider's web page, and
 * another account for what waits to be sent. Reads the case; calls its verbs. */
#pragma once
#include "plugin/case.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *doctor_around_card_new (void);
void doctor_around_card_update (GtkWidget *root, DoctorCase *c);

G_END_DECLS
