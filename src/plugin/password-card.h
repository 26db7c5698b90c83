/* password-card.h: asks for a new password, for a remedy that wants one. The text stands in
 * the field only, is handed to the case once, and is wiped when it was handed over, when the
 * card is hidden and when it goes. It survives updates. */
#pragma once
#include "plugin/case.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *doctor_password_card_new (void);
/* @offer NULL hides the card. It is not kept. */
void doctor_password_card_update (GtkWidget *card, DoctorCase *c, const DoctorOffer *offer);
void doctor_password_card_focus (GtkWidget *card);

G_END_DECLS
