#include "config.h"
#include "tests/widgets/display.h"
#include <gmodule.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

/* The leak checker asks for these. fontconfig keeps its caches until the end; GLib leaves its first
 * table of quarks, made when it is loaded, for readers without a lock when it takes a larger one.
 * Only the slow way of walking the stack gets out of GLib. */
G_MODULE_EXPORT const char *__lsan_default_suppressions (void);
G_MODULE_EXPORT const char *__asan_default_options (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:libfontconfig.so\nleak:_dl_init\n";
}

const char *
__asan_default_options (void)
{
  return "fast_unwind_on_malloc=0";
}

static GSubprocess *server;

/* The server writes its number when it is ready, so nobody has to wait for it otherwise. */
static char *
read_number (int fd)
{
  char number[16] = "";
  gsize length = 0;

  while (length + 1 < sizeof number && read (fd, number + length, 1) == 1 && number[length] != '\n')
    length++;
  number[length] = '\0';
  return length > 0 ? g_strdup (number) : NULL;
}

/* Also when the test is aborted. */
static void
end_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static char *
start_server (void)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  int ends[2];
  char *number;

  if (pipe (ends) != 0)
    return NULL;
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  g_subprocess_launcher_take_fd (launcher, ends[1], 3);
  server = g_subprocess_launcher_spawn (launcher, NULL, "Xvfb", "-displayfd", "3", "-screen", "0",
                                        "1280x1024x24", "-nolisten", "tcp", NULL);
  g_subprocess_launcher_close (launcher);
  number = server != NULL ? read_number (ends[0]) : NULL;
  close (ends[0]);
  return number;
}

gboolean
display_start (int *argc, char ***argv)
{
  g_autofree char *number = start_server ();
  g_autofree char *name = NULL;

  if (number == NULL) {
    puts ("1..0 # SKIP Xvfb is not installed");
    return FALSE;
  }
  name = g_strdup_printf (":%s", number);
  g_setenv ("DISPLAY", name, TRUE);
  g_setenv ("GDK_BACKEND", "x11", TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_setenv ("NO_AT_BRIDGE", "1", TRUE);
  g_setenv ("GTK_THEME", "Adwaita", TRUE);
  gtk_init (argc, argv);
  return TRUE;
}

void
display_stop (void)
{
  g_subprocess_force_exit (server);
  g_subprocess_wait (server, NULL, NULL);
  g_clear_object (&server);
}

void
display_settle (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  /* A size is given when the next picture is drawn. */
  for (GList *window = windows; window != NULL; window = window->next) {
    if (gtk_widget_get_mapped (window->data))
      gtk_test_widget_wait_for_draw (window->data);
  }
  while (gtk_events_pending ())
    gtk_main_iteration ();
}

void
display_press (GtkWidget *window, guint keyval, GdkModifierType state)
{
  GdkDisplay *display = gdk_display_get_default ();
  GdkEvent *event = gdk_event_new (GDK_KEY_PRESS);
  g_autofree GdkKeymapKey *keys = NULL;
  int n_keys = 0;

  gdk_keymap_get_entries_for_keyval (gdk_keymap_get_for_display (display), keyval, &keys, &n_keys);
  g_assert_cmpint (n_keys, >, 0);
  event->key.window = g_object_ref (gtk_widget_get_window (window));
  event->key.keyval = keyval;
  event->key.state = state;
  event->key.hardware_keycode = (guint16)keys[0].keycode;
  event->key.group = (guint8)keys[0].group;
  event->key.string = g_strdup ("");
  gdk_event_set_device (event, gdk_seat_get_keyboard (gdk_display_get_default_seat (display)));
  gtk_main_do_event (event);
  gdk_event_free (event);
  display_settle ();
}
