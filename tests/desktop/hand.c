/* hand.c: a plugin of the tests, never installed. Does in the client's own process, by the client's
 * own functions, what takes a person many clicks: loads and unloads another plugin, has an account
 * fetched, chooses a folder, and counts what is there.
 *
 * It listens at the socket that HAND_SOCKET names. A request is a line "WORD ARGUMENT", the answer
 * is a line, "no: …" where it could not be done. */
#define _GNU_SOURCE
#include <claws-features.h>
#include <account.h>
#include <common/plugin.h>
#include <common/version.h>
#include <dlfcn.h>
#include <folder.h>
#include <folderview.h>
#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <gtk/gtk.h>
#include <gtk/gtksctree.h>
#include <inc.h>
#include <mainwindow.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#define NAME "Hand of the tests"
#define MODULE "account_doctor.so"
#define FOLDER_MENU "/Popup/FolderViewPopup"

enum { BUSY_MS = 10 };

static GSocketService *service;
static GDataInputStream *input;

/* --- what is asked --- */

static char *
load (const char *path)
{
  g_autofree char *error = NULL;

  if (plugin_load (path, &error) == NULL)
    return g_strdup_printf ("no: %s", error);
  plugin_save_list ();
  return g_strdup ("loaded");
}

static char *
unload (const char *name)
{
  Plugin *plugin = plugin_get_loaded_by_name (name);

  if (plugin == NULL)
    return g_strdup_printf ("no: %s is not loaded", name);
  plugin_unload (plugin);
  plugin_save_list ();
  return g_strdup ("unloaded");
}

static gboolean
on_receive (gpointer account)
{
  if (inc_lock_count > 0 || inc_is_active ())
    return G_SOURCE_CONTINUE;
  inc_account_mail (mainwindow_get_mainwindow (), account);
  return G_SOURCE_REMOVE;
}

/* Begins after the answer, for it runs a main loop of its own, and once the client is free. */
static char *
receive (const char *number)
{
  PrefsAccount *account = account_find_from_id (atoi (number));

  if (account == NULL)
    return g_strdup_printf ("no: no account %s", number);
  g_timeout_add (BUSY_MS, on_receive, account);
  return g_strdup ("begun");
}

/* Chooses a folder in the list, without opening it, and gives the list the keyboard. */
static char *
choose_folder (const char *identifier)
{
  FolderItem *item = folder_find_item_from_identifier (identifier);
  GtkWidget *tree = mainwindow_get_mainwindow ()->folderview->ctree;
  GtkCMCTreeNode *node
    = item != NULL ? gtk_cmctree_find_by_row_data (GTK_CMCTREE (tree), NULL, item) : NULL;

  if (node == NULL)
    return g_strdup_printf ("no: no folder %s", identifier);
  gtk_sctree_select (GTK_SCTREE (tree), node);
  gtk_widget_grab_focus (tree);
  return g_strdup ("chosen");
}

static void
add_label (GtkWidget *item, gpointer words)
{
  const char *label = GTK_IS_MENU_ITEM (item) ? gtk_menu_item_get_label (GTK_MENU_ITEM (item)) : "";

  if (gtk_widget_get_visible (item) && *label != '\0')
    g_string_append_printf (words, "%s|", label);
}

/* The folder list's context menu, which is on no accessibility bus: its entries, or “shut”. */
static char *
tell_menu (const char *unused)
{
  GtkUIManager *manager = mainwindow_get_mainwindow ()->folderview->ui_manager;
  GtkWidget *item = manager != NULL ? gtk_ui_manager_get_widget (manager, FOLDER_MENU) : NULL;
  GtkWidget *menu = item != NULL ? gtk_menu_item_get_submenu (GTK_MENU_ITEM (item)) : NULL;
  GString *words = g_string_new (NULL);

  if (menu == NULL || !gtk_widget_get_mapped (menu))
    return g_string_free (g_string_append (words, "shut"), FALSE);
  gtk_container_foreach (GTK_CONTAINER (menu), add_label, words);
  return g_string_free (words, FALSE);
}

static void
count (GtkWidget *widget, gpointer data)
{
  guint *n = data;

  (*n)++;
  if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), count, data);
}

static gboolean
is_of_module (GSource *source)
{
  GSourceFunc function = NULL;
  gpointer data;
  Dl_info info;

  if (source->callback_funcs == NULL)
    return FALSE;
  source->callback_funcs->get (source->callback_data, source, &function, &data);
  return dladdr ((gpointer)function, &info) != 0 && strstr (info.dli_fname, MODULE) != NULL;
}

/* Timers and idle functions that the module has left: numbers of sources only ever go up. */
static guint
count_sources (void)
{
  guint last = g_idle_add (on_receive, NULL), n = 0;

  g_source_remove (last);
  for (guint id = 1; id < last; id++) {
    GSource *source = g_main_context_find_source_by_id (NULL, id);

    n += source != NULL && is_of_module (source);
  }
  return n;
}

/* Widgets of the main window, windows, words of menus, sources of the module. */
static char *
census (const char *unused)
{
  MainWindow *main_window = mainwindow_get_mainwindow ();
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  g_autofree char *menus = gtk_ui_manager_get_ui (main_window->ui_manager);
  guint widgets = 0;

  count (main_window->window, &widgets);
  return g_strdup_printf ("%u widgets, %u windows, menus %08x, %u sources", widgets,
                          g_list_length (windows), g_str_hash (menus), count_sources ());
}

/* KiB on the heap that are in use. */
static char *
heap (const char *unused)
{
  struct mallinfo2 info;

  malloc_trim (0);
  info = mallinfo2 ();
  return g_strdup_printf ("%zu", (info.uordblks + info.hblkhd) / 1024);
}

static const struct {
  const char *word;
  char *(*act) (const char *argument);
} commands[] = {
  { "folder", choose_folder }, { "menu", tell_menu }, { "load", load }, { "unload", unload },
  { "receive", receive },      { "census", census },  { "heap", heap },
};

static char *
obey (const char *line)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    gsize length = strlen (commands[i].word);

    if (strncmp (line, commands[i].word, length) == 0
        && (line[length] == ' ' || line[length] == '\0'))
      return commands[i].act (line + length + (line[length] == ' '));
  }
  return g_strdup ("no: not understood");
}

/* --- the socket --- */

static void
on_line (GObject *stream, GAsyncResult *result, gpointer data)
{
  g_autoptr (GSocketConnection) connection = data;
  g_autofree char *line
    = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (stream), result, NULL, NULL);
  g_autofree char *answer = NULL;
  g_autofree char *text = NULL;

  if (line == NULL)
    return;
  answer = obey (line);
  text = g_strconcat (answer, "\n", NULL);
  if (g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text,
                                 strlen (text), NULL, NULL, NULL))
    g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, on_line,
                                         g_object_ref (connection));
}

static gboolean
on_incoming (GSocketService *from, GSocketConnection *connection)
{
  g_clear_object (&input);
  input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, on_line,
                                       g_object_ref (connection));
  return TRUE;
}

static gboolean
listen_at (const char *path, GError **error)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);

  service = g_socket_service_new ();
  g_signal_connect (service, "incoming", G_CALLBACK (on_incoming), NULL);
  return g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                        G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, error);
}

/* --- for the client --- */

gint
plugin_init (gchar **error)
{
  const char *path = g_getenv ("HAND_SOCKET");
  g_autoptr (GError) problem = NULL;

  if (path != NULL && listen_at (path, &problem))
    return 0;
  *error = g_strdup (problem != NULL ? problem->message : "HAND_SOCKET is not set");
  return -1;
}

gboolean
plugin_done (void)
{
  g_clear_object (&input);
  g_clear_object (&service);
  return TRUE;
}

const gchar *
plugin_name (void)
{
  return NAME;
}

const gchar *
plugin_desc (void)
{
  return NAME;
}

const gchar *
plugin_version (void)
{
  return VERSION;
}

const gchar *
plugin_type (void)
{
  return "GTK3";
}

const gchar *
plugin_licence (void)
{
  return "GPL3+";
}

struct PluginFeature *
plugin_provides (void)
{
  static struct PluginFeature features[] = { { PLUGIN_UTILITY, NAME }, { PLUGIN_NOTHING, NULL } };
  return features;
}
