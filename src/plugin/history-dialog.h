/* history-dialog.h: the changes that were made to an account, with their dates, each to be
 * undone together with all later ones. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Opens above the window of @from and goes with it. Returns at once. */
void doctor_history_dialog_open (GtkWidget *from, int account_id);

G_END_DECLS
