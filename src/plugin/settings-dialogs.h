/* settings-dialogs.h: the settings of an account as a file, and what is left when nothing else
 * helps. Each opens above the window of @from, goes with it, and returns at once. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

void doctor_export_dialog_open (GtkWidget *from, int account_id);
void doctor_import_dialog_open (GtkWidget *from, int account_id);
/* Shows what @text from the file @origin would change, to be confirmed. */
void doctor_import_preview_open (
  GtkWidget *from, int account_id, const char *text, gsize length, const char *origin);
/* Remove and add again: a list of steps, with what would be lost. */
void doctor_again_dialog_open (GtkWidget *from, int account_id);

G_END_DECLS
