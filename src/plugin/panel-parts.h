/* panel-parts.h: the sections of the panel from top to bottom. Each is a widget made once,
 * which is brought up to date in place: nothing that may hold the focus is made anew, and
 * typed text stays. Each shows and hides itself. An update never calls a verb of the case. */
#pragma once
#include "plugin/case.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One sentence, what still works, and what we ourselves could not do. */
GtkWidget *doctor_verdict_new (void);
void doctor_verdict_update (GtkWidget *part, DoctorCase *c);

/* The best cause: why, and what next; with its certainty when several stand. */
GtkWidget *doctor_cause_new (void);
void doctor_cause_update (GtkWidget *part, DoctorCase *c);

/* The remedy to take first, a field for a new password, and other remedies. */
GtkWidget *doctor_remedies_new (void);
void doctor_remedies_update (GtkWidget *part, DoctorCase *c);

/* The other causes. They stand below the remedies, so that what can be done is seen at once. */
GtkWidget *doctor_further_new (void);
void doctor_further_update (GtkWidget *part, DoctorCase *c);

/* The chain of links, of receiving and of sending; progress is shown in it. */
GtkWidget *doctor_chains_new (void);
void doctor_chains_update (GtkWidget *part, DoctorCase *c);

/* How we know, what was ruled out, and the note for the administrator; folded. */
GtkWidget *doctor_evidence_new (void);
void doctor_evidence_update (GtkWidget *part, DoctorCase *c);

/* Every account with its state, in place of all the above. */
GtkWidget *doctor_overview_new (void (*open) (int account_id));
void doctor_overview_update (GtkWidget *part);

/* Which account: “Office — taro@example.jp” …, “All accounts”. */
GtkWidget *doctor_chooser_new (void (*chosen) (int account_id));
void doctor_chooser_update (GtkWidget *part, int account_id);

/* The buttons at the bottom. @account_id 0: all accounts. */
GtkWidget *doctor_footer_new (void);
void doctor_footer_update (GtkWidget *part, int account_id);
/* The button to which the focus goes when what had it is gone. */
GtkWidget *doctor_footer_get_main_button (GtkWidget *part);

G_END_DECLS
