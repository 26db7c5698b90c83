#include "config.h"
#include "plugin/menu.h"
#include "core/i18n.h"
#include "plugin/bridge.h"
#include "plugin/case.h"
#include "plugin/host-window.h"
#include "plugin/panel.h"

/* GtkUIManager and GtkAction are what the host builds its menus with. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS

#define GROUP "AccountDoctor"
#define PARENT "/Menu/Tools"
#define SUBMENU "AccountDoctorDiagnose"
#define ID "account-doctor-id"

static struct {
  GtkUIManager *manager; /* owned: the host may let go of it first */
  GtkActionGroup *actions;
  guint merge_id;
} menu;

static void
examine_all (void)
{
  g_autoptr (GPtrArray) accounts = doctor_bridge_list_accounts ();

  for (guint i = 0; i < accounts->len; i++) {
    const DoctorAccountRef *account = accounts->pdata[i];
    DoctorCase *c = doctor_case_get (account->id);

    if (c != NULL)
      doctor_case_examine (c);
  }
}

void
doctor_menu_diagnose (int account_id)
{
  DoctorCase *c = account_id != 0 ? doctor_case_get (account_id) : NULL;

  if (account_id != 0 && c == NULL)
    return;
  doctor_panel_show (account_id);
  if (c != NULL)
    doctor_case_examine (c);
  else
    examine_all ();
}

void
doctor_menu_diagnose_failing (void)
{
  g_autoptr (GPtrArray) cases = doctor_case_list_hints ();

  if (cases->len > 0)
    doctor_menu_diagnose (doctor_case_get_account (cases->pdata[0]));
  else
    doctor_panel_show (0);
}

static void
on_all (void)
{
  doctor_menu_diagnose (0);
}

static void
on_account (GtkAction *action)
{
  doctor_menu_diagnose (GPOINTER_TO_INT (g_object_get_data (G_OBJECT (action), ID)));
}

/* Owned by the group. */
static GtkAction *
add_action (const char *name, const char *label, GCallback activate)
{
  GtkAction *action = gtk_action_new (name, label, NULL, NULL);

  if (activate != NULL)
    g_signal_connect (action, "activate", activate, NULL);
  gtk_action_group_add_action (menu.actions, action);
  g_object_unref (action);
  return action;
}

static void
add_item (const char *path, const char *name, GtkUIManagerItemType type)
{
  gtk_ui_manager_add_ui (menu.manager, menu.merge_id, path, name, name, type, FALSE);
}

/* Names of accounts are not mnemonics: an underscore in one is shown. */
static char *
escape (const char *name)
{
  g_auto (GStrv) pieces = g_strsplit (name, "_", -1);

  return g_strjoinv ("__", pieces);
}

static void
add_account (const DoctorAccountRef *account)
{
  g_autofree char *name = g_strdup_printf (SUBMENU "%d", account->id);
  g_autofree char *label = escape (account->name);
  GtkAction *action = add_action (name, label, G_CALLBACK (on_account));

  g_object_set_data (G_OBJECT (action), ID, GINT_TO_POINTER (account->id));
  add_item (PARENT "/" SUBMENU, name, GTK_UI_MANAGER_MENUITEM);
}

static void
build (void)
{
  g_autoptr (GPtrArray) accounts = doctor_bridge_list_accounts ();
  const char *path = PARENT "/" SUBMENU;

  menu.actions = gtk_action_group_new (GROUP);
  menu.merge_id = gtk_ui_manager_new_merge_id (menu.manager);
  gtk_ui_manager_insert_action_group (menu.manager, menu.actions, -1);
  add_action (SUBMENU, _ ("_Diagnose account"), NULL);
  add_item (PARENT, SUBMENU, GTK_UI_MANAGER_MENU);
  for (guint i = 0; i < accounts->len; i++)
    add_account (accounts->pdata[i]);
  add_item (path, SUBMENU "Separator", GTK_UI_MANAGER_SEPARATOR);
  add_action (SUBMENU "All", _ ("_All accounts"), G_CALLBACK (on_all));
  add_item (path, SUBMENU "All", GTK_UI_MANAGER_MENUITEM);
  gtk_ui_manager_ensure_update (menu.manager);
}

static void
take_down (void)
{
  if (menu.actions == NULL)
    return;
  gtk_ui_manager_remove_ui (menu.manager, menu.merge_id);
  gtk_ui_manager_remove_action_group (menu.manager, menu.actions);
  gtk_ui_manager_ensure_update (menu.manager);
  g_clear_object (&menu.actions);
}

gboolean
doctor_menu_attach (GError **error)
{
  GtkUIManager *manager = doctor_host_get_ui_manager ();

  if (menu.manager != NULL)
    return TRUE;
  if (manager == NULL) {
    g_set_error_literal (error, DOCTOR_ERROR, DOCTOR_ERROR_REFUSED,
                         _ ("The main window has no menu, so Account Doctor cannot add its own. "
                            "Unload the plugin and load it again when the window is open."));
    return FALSE;
  }
  menu.manager = g_object_ref (manager);
  build ();
  return TRUE;
}

void
doctor_menu_detach (void)
{
  take_down ();
  g_clear_object (&menu.manager);
}

void
doctor_menu_update (void)
{
  if (menu.manager == NULL)
    return;
  take_down ();
  build ();
}

G_GNUC_END_IGNORE_DEPRECATIONS
