/* offer-card.h: one remedy on a card: what it is, old → new, whether it was tested, one button
 * named after what it does. */
#pragma once
#include "plugin/case.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *doctor_offer_card_new (void);
/* @offer NULL hides the card. It is not kept. */
void doctor_offer_card_update (GtkWidget *card, DoctorCase *c, const DoctorOffer *offer);

G_END_DECLS
