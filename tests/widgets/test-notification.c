/* The desktop notification, with a message bus and a notification server of the test's own:
 * one that answers, one that shows no buttons, one that hangs. */
#include "config.h"
#include "plugin/notification.h"
#include "plugin/notify-bus.h"
#include "plugin/prefs.h"
#include "tests/widgets/display.h"
#include "tests/widgets/look.h"
#include "tests/widgets/scene.h"
#include <string.h>

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"

static const char interface_xml[]
  = "<node><interface name='" NAME "'>"
    "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
    "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/><arg type='i' "
    "direction='in'/>"
    "<arg type='u' direction='out'/></method>"
    "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
    "<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>"
    "<signal name='NotificationClosed'><arg type='u'/><arg type='u'/></signal></interface></node>";

static struct {
  GDBusConnection *bus;
  GDBusNodeInfo *node;
  guint owner, object;
  const char *capabilities[3];
  gboolean hangs;
  guint n_shown, n_closed, n_asked;
  char *title, *text, *actions;
} server;

static void
take_notification (GVariant *parameters)
{
  g_autofree const char **actions = NULL;

  g_clear_pointer (&server.title, g_free);
  g_clear_pointer (&server.text, g_free);
  g_clear_pointer (&server.actions, g_free);
  g_variant_get (parameters, "(&su&sss^a&sa{sv}i)", NULL, NULL, NULL, &server.title, &server.text,
                 &actions, NULL, NULL);
  server.actions = g_strjoinv ("|", (char **)actions);
  server.n_shown++;
}

static void
on_call (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer data)
{
  server.n_asked++;
  if (server.hangs) {
    g_object_unref (invocation); /* answers never */
    return;
  }
  if (g_str_equal (method, "GetCapabilities")) {
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(^as)", (char **)server.capabilities));
  } else if (g_str_equal (method, "Notify")) {
    take_notification (parameters);
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", 7));
  } else {
    server.n_closed++;
    g_dbus_method_invocation_return_value (invocation, NULL);
  }
}

static void
on_owned (GDBusConnection *bus, const char *name, gpointer data)
{
  *(gboolean *)data = TRUE;
}

static void
serve (gboolean hangs, gboolean has_actions)
{
  static const GDBusInterfaceVTable table = { .method_call = on_call };
  gboolean is_owned = FALSE;

  server.bus = g_dbus_connection_new_for_address_sync (
    g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, NULL);
  g_assert_nonnull (server.bus);
  server.hangs = hangs;
  server.capabilities[0] = "body";
  server.capabilities[1] = has_actions ? "actions" : NULL;
  server.node = g_dbus_node_info_new_for_xml (interface_xml, NULL);
  server.object = g_dbus_connection_register_object (server.bus, PATH, server.node->interfaces[0],
                                                     &table, NULL, NULL, NULL);
  server.owner = g_bus_own_name_on_connection (server.bus, NAME, G_BUS_NAME_OWNER_FLAGS_NONE,
                                               on_owned, NULL, &is_owned, NULL);
  while (!is_owned)
    g_main_context_iteration (NULL, TRUE);
}

static void
serve_no_more (void)
{
  g_bus_unown_name (server.owner);
  g_dbus_connection_unregister_object (server.bus, server.object);
  g_dbus_connection_close_sync (server.bus, NULL, NULL);
  g_object_unref (server.bus);
  g_dbus_node_info_unref (server.node);
  g_free (server.title);
  g_free (server.text);
  g_free (server.actions);
  memset (&server, 0, sizeof server);
}

static gboolean
on_stuck (gpointer data)
{
  g_error ("the notification does not get on");
  return G_SOURCE_REMOVE;
}

static void
wait_until (const guint *number, guint value)
{
  guint guard = g_timeout_add_seconds (20, on_stuck, NULL);

  while (*number < value)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (guard);
}

static gboolean
on_enough (gpointer data)
{
  *(guint *)data = 1;
  return G_SOURCE_REMOVE;
}

/* Longer than the notification waits for windows to settle. */
static void
let_pass (void)
{
  guint is_enough = 0;

  g_timeout_add (600, on_enough, &is_enough);
  wait_until (&is_enough, 1);
}

/* As a window manager does; there is none here, so no window ever is in front otherwise. */
static void
bring_to_front (gboolean is_in_front)
{
  GdkEvent *event = gdk_event_new (GDK_FOCUS_CHANGE);

  event->focus_change.window = g_object_ref (gtk_widget_get_window (scene_window));
  event->focus_change.in = (gint16)is_in_front;
  gdk_event_set_device (
    event, gdk_seat_get_keyboard (gdk_display_get_default_seat (gdk_display_get_default ())));
  gtk_main_do_event (event);
  gdk_event_free (event);
  g_assert_cmpint (gtk_window_is_active (GTK_WINDOW (scene_window)), ==, is_in_front);
}

static void
open (gboolean hangs, gboolean has_actions)
{
  serve (hangs, has_actions);
  scene_open ();
  g_assert_true (doctor_notification_attach (NULL));
  fake_add (OFFICE, "Office", "", "failed");
  bring_to_front (FALSE); /* the pointer may stand over it */
}

static void
shut (void)
{
  doctor_notification_detach ();
  doctor_notification_detach ();
  scene_close ();
  serve_no_more ();
  doctor_prefs_reset ();
}

static void
test_words (void)
{
  open (FALSE, TRUE);
  doctor_notification_update ();
  wait_until (&server.n_shown, 1);
  g_assert_cmpstr (server.title, ==, "“Office” cannot fetch mail.");
  g_assert_true (g_str_has_prefix (server.text, "The server takes passwords only"));
  g_assert_cmpstr (server.actions, ==, "default|Details|repair|Repair…|details|Details");
  shut ();
}

static void
test_no_actions (void)
{
  open (FALSE, FALSE);
  doctor_notification_update ();
  wait_until (&server.n_shown, 1);
  g_assert_cmpstr (server.actions, ==, "");
  shut ();
}

/* Once for each cause, and the next cause not at once. */
static void
test_rate (void)
{
  open (FALSE, TRUE);
  for (int i = 0; i < 5; i++)
    doctor_notification_update ();
  wait_until (&server.n_shown, 1);
  doctor_notification_update ();
  let_pass ();
  fake_add (HOME, "Home", "", "silent");
  doctor_notification_update ();
  let_pass ();
  g_assert_cmpuint (server.n_shown, ==, 1);
  shut ();
}

static void
test_works_again (void)
{
  DoctorCase *c;

  open (FALSE, TRUE);
  c = doctor_case_get (OFFICE);
  doctor_notification_update ();
  wait_until (&server.n_shown, 1);
  fake_set_state (c, DOCTOR_CASE_REPAIRED);
  doctor_notification_update ();
  wait_until (&server.n_closed, 1);
  shut ();
}

static void
test_in_front (void)
{
  open (FALSE, TRUE);
  bring_to_front (TRUE);
  doctor_notification_update ();
  let_pass ();
  bring_to_front (FALSE);
  doctor_notification_update ();
  let_pass ();
  g_assert_cmpuint (server.n_shown, ==, 0); /* the strip has told it */
  shut ();
}

static void
test_comes_to_front (void)
{
  open (FALSE, TRUE);
  doctor_notification_update ();
  wait_until (&server.n_shown, 1);
  bring_to_front (TRUE);
  wait_until (&server.n_closed, 1);
  shut ();
}

static void
choose (const char *action)
{
  g_dbus_connection_emit_signal (server.bus, NULL, PATH, NAME, "ActionInvoked",
                                 g_variant_new ("(us)", 7, action), NULL);
}

static void
test_repair (void)
{
  guint n_presented = fake_host_count_presented ();

  open (FALSE, TRUE);
  doctor_notification_update ();
  wait_until (&server.n_shown, 1);
  let_pass (); /* the answer with the number comes */
  choose ("repair");
  wait_until (&server.n_closed, 1);
  g_assert_cmpuint (fake_host_count_presented (), ==, n_presented + 1);
  scene_assert_verbs ("examine 1\n");
  shut ();
}

static void
test_off (void)
{
  DoctorPrefs prefs = *doctor_prefs_get ();

  open (FALSE, TRUE);
  prefs.notification = FALSE;
  doctor_prefs_set (&prefs);
  doctor_notification_update ();
  let_pass ();
  g_assert_cmpuint (server.n_asked, ==, 0);
  shut ();
}

static gint64 longest_us, last_us;

static gboolean
on_beat (gpointer data)
{
  gint64 now = g_get_monotonic_time ();

  longest_us = MAX (longest_us, now - last_us);
  last_us = now;
  return G_SOURCE_CONTINUE;
}

/* A server that never answers holds up nothing, and can be left at any time. */
static void
test_hangs (void)
{
  guint beat;

  open (TRUE, TRUE);
  longest_us = 0;
  last_us = g_get_monotonic_time ();
  beat = g_timeout_add (1, on_beat, NULL);
  doctor_notification_update ();
  wait_until (&server.n_asked, 1);
  let_pass ();
  doctor_notification_detach ();
  g_source_remove (beat);
  g_test_message ("longest step of the main loop: %d µs", (int)longest_us);
  g_assert_cmpint (longest_us, <, 250 * 1000); /* a waiting call would take seconds */
  shut ();
}

static void
test_no_server (void)
{
  open (FALSE, TRUE);
  g_bus_unown_name (server.owner);
  doctor_notification_update ();
  let_pass ();
  g_assert_cmpuint (server.n_shown, ==, 0);
  server.owner = 0;
  doctor_notification_detach ();
  server.owner = g_bus_own_name_on_connection (server.bus, NAME, G_BUS_NAME_OWNER_FLAGS_NONE, NULL,
                                               NULL, NULL, NULL);
  shut ();
}

static const SceneTest tests[] = {
  { "/notification/words", test_words },
  { "/notification/no-actions", test_no_actions },
  { "/notification/rate", test_rate },
  { "/notification/works-again", test_works_again },
  { "/notification/in-front", test_in_front },
  { "/notification/comes-to-front", test_comes_to_front },
  { "/notification/repair", test_repair },
  { "/notification/off", test_off },
  { "/notification/hangs", test_hangs },
  { "/notification/no-server", test_no_server },
};

int
main (int argc, char **argv)
{
  GTestDBus *bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  int status;

  g_test_dbus_up (bus);
  status = scene_main (argc, argv, tests, G_N_ELEMENTS (tests));
  g_test_dbus_stop (bus);
  g_object_unref (bus);
  return status;
}
