#include "config.h"
#include "plugin/host-menus.h"
#include "core/i18n.h"
#include "plugin/bridge.h"
#include "plugin/menu.h"
#include <claws-features.h>
#include <folder.h>
#include <folderview.h>
#include <gmodule.h>
#include <logwindow.h>
#include <mainwindow.h>
#include <prefs_toolbar.h>
#include <string.h>

/* GtkUIManager and GtkAction are what the host builds its menus with. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS

#define GROUP "AccountDoctorFolder"
#define ACTION "AccountDoctorDiagnoseFolder"
#define FOLDER_MENU "/Popup/FolderViewPopup"

static struct {
  GtkWidget *log; /* weak: the host's */
  gulong log_handler;
  GtkActionGroup *actions; /* of the folder's menu that was opened last, or NULL */
  char *tool;              /* name of the action for the tool bar, as it was given to the host */
  char *tool_owner;
} menus;

/* Kinds of folders that mail accounts have; their menus as the host made them. */
static struct {
  const char *name;
  FolderViewPopup *popup; /* the host's; NULL: not entered */
  void (*add_items) (GtkUIManager *manager, FolderItem *item);
} kinds[] = { { .name = "imap" }, { .name = "mh" } };

/* --- the folder list --- */

static void
on_folder (GtkAction *action, gpointer data)
{
  doctor_menu_diagnose (GPOINTER_TO_INT (data));
}

static void
forget_folder_menu (void)
{
  g_clear_object (&menus.actions);
}

static void
enter_folder_menu (GtkUIManager *manager, int account_id)
{
  GtkAction *action = gtk_action_new (ACTION, _ ("Dia_gnose account"), NULL, NULL);
  guint merge_id = gtk_ui_manager_new_merge_id (manager);

  forget_folder_menu ();
  g_signal_connect (action, "activate", G_CALLBACK (on_folder), GINT_TO_POINTER (account_id));
  menus.actions = gtk_action_group_new (GROUP);
  gtk_action_group_add_action (menus.actions, action);
  g_object_unref (action);
  gtk_ui_manager_insert_action_group (manager, menus.actions, -1);
  gtk_ui_manager_add_ui (manager, merge_id, FOLDER_MENU, ACTION, ACTION, GTK_UI_MANAGER_MENUITEM,
                         FALSE);
  gtk_ui_manager_add_ui (manager, merge_id, FOLDER_MENU, ACTION "Separator", NULL,
                         GTK_UI_MANAGER_SEPARATOR, FALSE);
}

/* The host makes the menu anew each time it is opened, and lets the kind of folder add to it. */
static void
add_items (GtkUIManager *manager, FolderItem *item)
{
  int account_id = doctor_bridge_get_folder_account ();

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, item->folder->klass->idstr) && kinds[i].add_items != NULL)
      kinds[i].add_items (manager, item);
  if (account_id != 0)
    enter_folder_menu (manager, account_id);
}

/* The host's register of such kinds is in no header of its, and only adds whole ones. */
static GHashTable *
find_kinds (void)
{
  GModule *program = g_module_open (NULL, 0);
  GHashTable **table = NULL;

  if (program != NULL && g_module_symbol (program, "folderview_popups", (gpointer *)&table))
    return *table;
  return NULL;
}

static void
enter_folder_menus (void)
{
  GHashTable *table = find_kinds ();

  for (guint i = 0; table != NULL && i < G_N_ELEMENTS (kinds); i++) {
    kinds[i].popup = g_hash_table_lookup (table, kinds[i].name);
    if (kinds[i].popup == NULL)
      continue;
    kinds[i].add_items = kinds[i].popup->add_menuitems;
    kinds[i].popup->add_menuitems = add_items;
  }
}

static void
leave_folder_menus (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (kinds[i].popup != NULL && kinds[i].popup->add_menuitems == add_items)
      kinds[i].popup->add_menuitems = kinds[i].add_items;
    kinds[i].popup = NULL;
  }
  /* In a menu that was opened before, the entry does nothing any more. */
  if (menus.actions != NULL)
    gtk_action_group_set_visible (menus.actions, FALSE);
  forget_folder_menu ();
}

/* --- the tool bar --- */

static void
on_tool (gpointer parent, const gchar *item_name, gpointer data)
{
  doctor_menu_diagnose (doctor_bridge_get_current_account ());
}

/* In the host up to 4.3 the name of the owner is the whole key when an item is taken away, while
 * it is owner/item when one is added. Both are tried, so that it is gone in any case. */
static void
leave_tool_bar (void)
{
  g_autofree char *key = NULL;

  if (menus.tool == NULL)
    return;
  key = g_strconcat (menus.tool_owner, "/", menus.tool, NULL);
  prefs_toolbar_unregister_plugin_item (TOOLBAR_MAIN, menus.tool_owner, menus.tool);
  if (strchr (key, '%') == NULL) /* the host takes it for a format */
    prefs_toolbar_unregister_plugin_item (TOOLBAR_MAIN, key, menus.tool);
  g_clear_pointer (&menus.tool, g_free);
  g_clear_pointer (&menus.tool_owner, g_free);
}

static void
enter_tool_bar (void)
{
  menus.tool_owner = g_strdup (_ ("Account Doctor")); /* as plugin_name () */
  menus.tool = g_strdup (_ ("Diagnose account"));
  prefs_toolbar_register_plugin_item (TOOLBAR_MAIN, menus.tool_owner, menus.tool, on_tool, NULL);
}

/* --- the network log --- */

static void
on_log_item (GtkWidget *item)
{
  doctor_menu_diagnose_failing ();
}

static void
on_log_menu (GtkTextView *text, GtkWidget *menu)
{
  GtkWidget *item;

  if (!GTK_IS_MENU_SHELL (menu))
    return;
  item = gtk_separator_menu_item_new ();
  gtk_menu_shell_append (GTK_MENU_SHELL (menu), item);
  gtk_widget_show (item);
  item = gtk_menu_item_new_with_mnemonic (_ ("Dia_gnose account"));
  g_signal_connect (item, "activate", G_CALLBACK (on_log_item), NULL);
  gtk_menu_shell_append (GTK_MENU_SHELL (menu), item);
  gtk_widget_show (item);
}

/* --- attaching --- */

gboolean
doctor_host_menus_attach (GError **error)
{
  MainWindow *main_window = mainwindow_get_mainwindow ();

  if (main_window == NULL)
    return TRUE; /* the main window's own menu says so */
  enter_folder_menus ();
  if (main_window->logwin != NULL) {
    g_set_weak_pointer (&menus.log, main_window->logwin->text);
    menus.log_handler
      = g_signal_connect (menus.log, "populate-popup", G_CALLBACK (on_log_menu), NULL);
  }
  enter_tool_bar ();
  return TRUE;
}

void
doctor_host_menus_detach (void)
{
  leave_tool_bar ();
  leave_folder_menus ();
  if (menus.log != NULL)
    g_clear_signal_handler (&menus.log_handler, menus.log);
  g_clear_weak_pointer (&menus.log);
  menus.log_handler = 0;
}

G_GNUC_END_IGNORE_DEPRECATIONS
