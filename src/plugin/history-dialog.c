#include "config.h"
#include "plugin/history-dialog.h"
#include "core/i18n.h"
#include "plugin/case.h"
#include "plugin/ui.h"

#define ID_KEY "account-doctor-change"

typedef struct {
  GtkWidget *root, *list, *none;
  int account_id;
} Dialog;

static void fill (Dialog *dialog);

/* Changes made later stand on this one, and go with it. */
static void
on_undo (GtkWidget *button, gpointer data)
{
  Dialog *dialog = data;
  DoctorCase *c = doctor_case_get (dialog->account_id);
  guint id = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), ID_KEY));

  if (c != NULL)
    doctor_case_undo_since (c, id);
  fill (dialog);
}

static void
add_label (GtkWidget *box, char *text, const char *style_class)
{
  GtkWidget *label = doctor_ui_new_label (style_class);

  doctor_ui_take_text (label, text);
  gtk_box_pack_start (GTK_BOX (box), label, FALSE, FALSE, 0);
}

static char *
dup_time (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (seconds);

  /* Translators: date and time as g_date_time_format () writes them.
   * xgettext:no-c-format */
  return time != NULL ? g_date_time_format (time, _ ("%-d %B %Y, %H:%M")) : g_strdup ("");
}

static GtkWidget *
new_row (Dialog *dialog, const DoctorChange *change, guint n_later)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *button = gtk_button_new ();

  add_label (box, dup_time (change->time), "doctor-title");
  add_label (box, g_strdup (change->text), NULL);
  doctor_ui_set_button (button, n_later == 0 ? _ ("_Undo This Change") : _ ("_Undo Back to Here"));
  doctor_ui_set_description (button, change->text);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_object_set_data (G_OBJECT (button), ID_KEY, GUINT_TO_POINTER (change->id));
  g_signal_connect (button, "clicked", G_CALLBACK (on_undo), dialog);
  gtk_box_pack_start (GTK_BOX (box), button, FALSE, FALSE, 0);
  doctor_ui_set_class (box, "doctor-row", TRUE);
  gtk_widget_show_all (box);
  return box;
}

static void
fill (Dialog *dialog)
{
  DoctorCase *c = doctor_case_get (dialog->account_id);
  g_autoptr (GPtrArray) changes = c != NULL ? doctor_case_dup_changes (c) : g_ptr_array_new ();

  doctor_ui_empty (dialog->list);
  for (guint i = 0; i < changes->len; i++)
    gtk_box_pack_start (GTK_BOX (dialog->list), new_row (dialog, changes->pdata[i], i), FALSE,
                        FALSE, 0);
  gtk_widget_set_visible (dialog->none, changes->len == 0);
}

void
doctor_history_dialog_open (GtkWidget *from, int account_id)
{
  g_autoptr (GtkBuilder) builder = doctor_ui_load ("history-dialog");
  Dialog *dialog = g_new0 (Dialog, 1);

  dialog->root = doctor_ui_get (builder, "root");
  dialog->list = doctor_ui_get (builder, "list");
  dialog->none = doctor_ui_get (builder, "none");
  dialog->account_id = account_id;
  doctor_ui_own (dialog->root, dialog, g_free);
  fill (dialog);
  doctor_ui_open_dialog (dialog->root, from);
}
