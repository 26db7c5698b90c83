/* trust-card.h: a certificate that nobody vouches for, beside the one that was trusted before:
 * the person compares fingerprints, and may trust it. Reads the case; calls its verbs. */
#pragma once
#include "plugin/case.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *doctor_trust_card_new (void);
void doctor_trust_card_update (GtkWidget *root, DoctorCase *c, const DoctorOffer *offer);
void doctor_trust_card_focus (GtkWidget *root);

G_END_DECLS
