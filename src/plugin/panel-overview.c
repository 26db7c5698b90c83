#include "config.h"
#include "core/i18n.h"
#include "plugin/bridge.h"
#include "plugin/mark.h"
#include "plugin/panel-parts.h"
#include "plugin/ui.h"

#define MARK_EMS 1.2
#define ID "account-doctor-id"

typedef struct {
  int account_id;
  GtkWidget *root, *mark, *name, *word, *button;
} Row;

typedef struct {
  GtkWidget *box, *empty;
  GPtrArray *rows; /* Row * */
  void (*open) (int account_id);
} Overview;

static void
overview_free (gpointer data)
{
  Overview *overview = data;

  g_ptr_array_unref (overview->rows);
  g_free (overview);
}

GtkWidget *
doctor_overview_new (void (*open) (int account_id))
{
  Overview *overview = g_new0 (Overview, 1);

  overview->open = open;
  overview->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  overview->empty = doctor_ui_new_label (NULL);
  overview->rows = g_ptr_array_new_with_free_func (g_free);
  gtk_box_pack_start (GTK_BOX (overview->box), overview->empty, FALSE, FALSE, 0);
  gtk_widget_show (overview->box);
  doctor_ui_own (overview->box, overview, overview_free);
  return overview->box;
}

static void
on_details (GtkWidget *button, gpointer data)
{
  Overview *overview = data;

  overview->open (GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), ID)));
}

static GtkWidget *
new_texts (Row *row)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  row->name = doctor_ui_new_label ("doctor-title");
  row->word = doctor_ui_new_label ("doctor-dim");
  gtk_box_pack_start (GTK_BOX (texts), row->name, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (texts), row->word, FALSE, FALSE, 0);
  gtk_widget_show (texts);
  return texts;
}

static Row *
add_row (Overview *overview)
{
  Row *row = g_new0 (Row, 1);

  row->root = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  row->mark = doctor_mark_new (MARK_EMS);
  row->button = gtk_button_new_with_label (_ ("Details"));
  gtk_widget_set_valign (row->mark, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (row->button, GTK_ALIGN_CENTER);
  gtk_box_pack_start (GTK_BOX (row->root), row->mark, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row->root), new_texts (row), TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (row->root), row->button, FALSE, FALSE, 0);
  gtk_widget_show (row->button);
  doctor_ui_set_class (row->root, "doctor-row", TRUE);
  doctor_ui_set_role (row->root, ATK_ROLE_PANEL);
  g_signal_connect (row->button, "clicked", G_CALLBACK (on_details), overview);
  gtk_box_pack_start (GTK_BOX (overview->box), row->root, FALSE, FALSE, 0);
  g_ptr_array_add (overview->rows, row);
  return row;
}

static void
show_account (Row *row, const DoctorAccountRef *account)
{
  DoctorCase *c = doctor_case_get (account->id);
  g_autofree char *details = g_strdup_printf (_ ("Details of “%s”"), account->name);
  const DoctorMark *mark;

  gtk_widget_set_visible (row->root, c != NULL);
  if (c == NULL)
    return;
  mark = doctor_mark_for_case (c);
  row->account_id = account->id;
  doctor_mark_set (row->mark, mark);
  doctor_ui_set_text (row->name, account->name);
  doctor_ui_set_text (row->word, _ (mark->word));
  doctor_ui_set_name (row->root, account->name);
  doctor_ui_set_name (row->button, details);
  g_object_set_data (G_OBJECT (row->button), ID, GINT_TO_POINTER (account->id));
}

void
doctor_overview_update (GtkWidget *part)
{
  Overview *overview = doctor_ui_get_part (part);
  g_autoptr (GPtrArray) accounts = doctor_bridge_list_accounts ();

  doctor_ui_set_text (overview->empty,
                      accounts->len == 0 ? _ ("There is no mail account yet.") : NULL);
  while (overview->rows->len < accounts->len)
    add_row (overview);
  for (guint i = 0; i < overview->rows->len; i++) {
    Row *row = overview->rows->pdata[i];

    if (i < accounts->len)
      show_account (row, accounts->pdata[i]);
    else
      gtk_widget_hide (row->root);
  }
}
