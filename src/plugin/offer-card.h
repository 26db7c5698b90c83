/* offer-card.h: one remedy on a card: what it is, old → new, whether it was tested, one button
 * named after what it does. */
#pragma once
#include "plugin/case.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @first: the remedy to take first; its button stands out. */
GtkWidget *doctor_offer_card_new (gboolean first) G_GNUC_WARN_UNUSED_RESULT;
/* @offer NULL hides the card. It is not kept. */
void doctor_offer_card_update (GtkWidget *card, DoctorCase *c, const DoctorOffer *offer);

/* “old → new”, a line for each setting; @rows as of doctor_fix_dup_preview (). */
void doctor_offer_card_fill_preview (GtkWidget *grid, GPtrArray *rows);

G_END_DECLS
