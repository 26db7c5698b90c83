#include "config.h"
#include "plugin/bridge.h"
#include "plugin/host-window.h"
#include "tests/widgets/fake.h"

static GtkWidget *window, *body, *message_list;
static GtkUIManager *manager;
static char *config_dir;
static guint n_presented;

static const char menu_bar[]
  = "<ui><menubar name='Menu'><menu action='File'/>"
    "<menu action='Tools'><menuitem action='Old'/></menu></menubar></ui>";

G_GNUC_BEGIN_IGNORE_DEPRECATIONS
static GtkWidget *
new_menu_bar (void)
{
  static const GtkActionEntry entries[] = {
    { "File", NULL, "_File", NULL, NULL, NULL },
    { "Tools", NULL, "_Tools", NULL, NULL, NULL },
    { "Old", NULL, "_Old entry", NULL, NULL, NULL },
  };
  GtkActionGroup *group = gtk_action_group_new ("Host");

  manager = gtk_ui_manager_new ();
  gtk_action_group_add_actions (group, entries, G_N_ELEMENTS (entries), NULL);
  gtk_ui_manager_insert_action_group (manager, group, 0);
  g_object_unref (group);
  gtk_ui_manager_add_ui_from_string (manager, menu_bar, -1, NULL);
  return gtk_ui_manager_get_widget (manager, "/Menu");
}
G_GNUC_END_IGNORE_DEPRECATIONS

static GtkWidget *
new_body (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *status = gtk_label_new ("(status)");

  message_list = gtk_button_new_with_label ("(folder list, message list, message)");
  gtk_button_set_relief (GTK_BUTTON (message_list), GTK_RELIEF_NONE);
  gtk_container_set_border_width (GTK_CONTAINER (box), 6);
  gtk_box_pack_end (GTK_BOX (box), status, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), message_list, TRUE, TRUE, 0);
  return box;
}

void
fake_host_open (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  gtk_window_set_title (GTK_WINDOW (window), "Host");
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 740);
  body = new_body ();
  gtk_box_pack_start (GTK_BOX (box), new_menu_bar (), FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), gtk_label_new ("(tool bar)"), FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), body, TRUE, TRUE, 0);
  gtk_container_add (GTK_CONTAINER (window), box);
  gtk_widget_show_all (window);
  gtk_widget_grab_focus (message_list);
}

void
fake_host_close (void)
{
  g_clear_pointer (&window, gtk_widget_destroy);
  g_clear_object (&manager);
  g_clear_pointer (&config_dir, g_free);
  body = message_list = NULL;
}

GtkWidget *
fake_host_get_message_list (void)
{
  return message_list;
}

void
fake_host_set_config_dir (const char *dir)
{
  g_free (config_dir);
  config_dir = g_strdup (dir);
}

GtkWidget *
doctor_host_get_window (void)
{
  return window;
}

GtkWidget *
doctor_host_get_body (void)
{
  return body;
}

void
doctor_host_present (void)
{
  n_presented++;
}

guint
fake_host_count_presented (void)
{
  return n_presented;
}

GtkUIManager *
doctor_host_get_ui_manager (void)
{
  return manager;
}

/* Unless a test gives one, there is none: not even root can make a folder there. */
const char *
doctor_bridge_config_dir (void)
{
  return config_dir != NULL ? config_dir : "/dev/null";
}

gboolean
doctor_bridge_is_offline (void)
{
  return FALSE;
}
