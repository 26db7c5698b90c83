#include "config.h"
#include "plugin/account-menu.h"
#include "core/i18n.h"
#include "plugin/case.h"
#include "plugin/history-dialog.h"
#include "plugin/settings-dialogs.h"
#include "plugin/ui.h"

static const struct {
  const char *label;
  void (*open) (GtkWidget *from, int account_id);
} rows[] = {
  { N_ ("_Undo Changes…"), doctor_history_dialog_open },
  { N_ ("_Export Settings…"), doctor_export_dialog_open },
  { N_ ("_Import Settings…"), doctor_import_dialog_open },
  { N_ ("_Set Up Again…"), doctor_again_dialog_open },
};

typedef struct {
  GtkWidget *button, *items[G_N_ELEMENTS (rows)];
  int account_id;
} Menu;

static void
on_item (GtkWidget *item, gpointer data)
{
  Menu *menu = data;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (menu->items[i] == item)
      rows[i].open (menu->button, menu->account_id);
}

GtkWidget *
doctor_account_menu_new (void)
{
  Menu *menu = g_new0 (Menu, 1);
  GtkWidget *popup = gtk_menu_new ();

  menu->button = gtk_menu_button_new ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    menu->items[i] = gtk_menu_item_new_with_mnemonic (_ (rows[i].label));
    g_signal_connect (menu->items[i], "activate", G_CALLBACK (on_item), menu);
    gtk_menu_shell_append (GTK_MENU_SHELL (popup), menu->items[i]);
  }
  gtk_widget_show_all (popup);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (menu->button), GTK_ARROW_UP);
  gtk_menu_button_set_popup (GTK_MENU_BUTTON (menu->button), popup);
  gtk_widget_set_tooltip_text (menu->button, _ ("More for this account"));
  doctor_ui_set_name (menu->button, _ ("More for this account"));
  gtk_widget_set_no_show_all (menu->button, TRUE);
  doctor_ui_own (menu->button, menu, g_free);
  return menu->button;
}

void
doctor_account_menu_update (GtkWidget *part, int account_id)
{
  Menu *menu = doctor_ui_get_part (part);
  DoctorCase *c = account_id != 0 ? doctor_case_get (account_id) : NULL;

  menu->account_id = account_id;
  gtk_widget_set_visible (part, c != NULL);
  if (c == NULL)
    return;
  gtk_widget_set_sensitive (menu->items[0], doctor_case_can_undo (c));
}
