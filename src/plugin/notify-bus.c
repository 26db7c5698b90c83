/* libnotify's calls wait for the server; these do not. The connection is made by GIO, in a
 * thread of its own that every program with a bus has. */
#include "config.h"
#include "plugin/notify-bus.h"
#include "core/i18n.h"
#include <gio/gio.h>
#include <string.h>

#define SERVER "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"
#define ICON "dialog-warning"
#define DESKTOP_ENTRY "claws-mail"

enum { ANSWER_MS = 5000 };

typedef struct {
  char *title, *text;
  GVariant *actions; /* as; all, whether or not the server can show them */
} Message;

static struct {
  void (*chosen) (const char *action);
  GCancellable *cancellable; /* NULL: stopped */
  GDBusConnection *bus;
  guint subscriptions[2];
  gboolean is_connecting, is_asking, knows_server;
  gboolean has_actions, has_markup;
  Message *waiting;                 /* to be shown when the way there is free; or NULL */
  guint32 id;                       /* of what is up; 0: nothing, or not answered yet */
  gboolean is_sending, is_unwanted; /* what is being sent is to be taken down at once */
} notify;

static void
message_free (Message *message)
{
  g_free (message->title);
  g_free (message->text);
  g_variant_unref (message->actions);
  g_free (message);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Message, message_free)

static void go_on (void);

/* @answered may be NULL; it is not called with an error of G_IO_ERROR_CANCELLED in mind: it has
 * to look itself. */
static void
call (const char *method,
      GVariant *parameters,
      const char *type,
      GDBusCallFlags flags,
      GAsyncReadyCallback answered)
{
  g_dbus_connection_call (notify.bus, SERVER, PATH, SERVER, method, parameters,
                          type != NULL ? G_VARIANT_TYPE (type) : NULL, flags, ANSWER_MS,
                          notify.cancellable, answered, NULL);
}

/* NULL when it failed; *out_stopped: then nothing here may be touched. */
static GVariant *
finish (GObject *bus, GAsyncResult *result, gboolean *out_stopped)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, &error);

  *out_stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (error != NULL)
    g_debug ("notifications: %s", error->message);
  return answer;
}

/* --- what the server says by itself --- */

static void
on_signal (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *name,
           GVariant *parameters,
           gpointer data)
{
  guint32 id = 0;

  if (g_str_equal (name, "NotificationClosed")
      && g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(uu)"))) {
    g_variant_get (parameters, "(uu)", &id, NULL);
    if (id == notify.id)
      notify.id = 0;
  } else if (g_str_equal (name, "ActionInvoked")
             && g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(us)"))) {
    g_autofree char *action = NULL;

    g_variant_get (parameters, "(us)", &id, &action);
    if (id == notify.id && id != 0 && notify.chosen != NULL)
      notify.chosen (action);
  }
}

/* --- the way there --- */

static void
on_capabilities (GObject *bus, GAsyncResult *result, gpointer data)
{
  gboolean is_stopped;
  g_autoptr (GVariant) answer = finish (bus, result, &is_stopped);
  g_autofree const char **names = NULL;

  if (is_stopped)
    return;
  notify.is_asking = FALSE;
  if (answer == NULL) { /* no server, or it does not answer: the next failure asks again */
    g_clear_pointer (&notify.waiting, message_free);
    return;
  }
  g_variant_get (answer, "(^a&s)", &names);
  notify.knows_server = TRUE;
  notify.has_actions = g_strv_contains (names, "actions");
  notify.has_markup = g_strv_contains (names, "body-markup");
  go_on ();
}

static void
on_bus (GObject *source, GAsyncResult *result, gpointer data)
{
  static const char *const signals[] = { "NotificationClosed", "ActionInvoked" };
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  notify.is_connecting = FALSE;
  if (bus == NULL) {
    g_debug ("notifications: %s", error->message);
    g_clear_pointer (&notify.waiting, message_free);
    return;
  }
  if (notify.cancellable == NULL) { /* it was stopped a moment ago */
    g_object_unref (bus);
    return;
  }
  /* GIO ends the program with its bus otherwise, and the mail with it. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  notify.bus = bus;
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    notify.subscriptions[i] = g_dbus_connection_signal_subscribe (
      bus, SERVER, SERVER, signals[i], PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_signal, NULL, NULL);
  go_on ();
}

static void
on_shown (GObject *bus, GAsyncResult *result, gpointer data)
{
  gboolean is_stopped;
  g_autoptr (GVariant) answer = finish (bus, result, &is_stopped);

  if (is_stopped)
    return;
  notify.is_sending = FALSE;
  notify.knows_server = answer != NULL;
  if (answer != NULL)
    g_variant_get (answer, "(u)", &notify.id);
  if (notify.is_unwanted)
    doctor_notify_bus_withdraw ();
  go_on ();
}

static void
send (Message *message)
{
  g_autofree char *text
    = notify.has_markup ? g_markup_escape_text (message->text, -1) : g_strdup (message->text);
  GVariantBuilder hints;

  g_variant_builder_init (&hints, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&hints, "{sv}", "desktop-entry", g_variant_new_string (DESKTOP_ENTRY));
  g_variant_builder_add (&hints, "{sv}", "category", g_variant_new_string ("email"));
  notify.is_sending = TRUE;
  notify.is_unwanted = FALSE;
  call ("Notify",
        g_variant_new ("(susss@asa{sv}i)", _ ("Account Doctor"), notify.id, ICON, message->title,
                       text, notify.has_actions ? message->actions : g_variant_new_strv (NULL, 0),
                       &hints, -1),
        "(u)", G_DBUS_CALL_FLAGS_NONE, on_shown);
}

/* The next step towards showing what waits. */
static void
go_on (void)
{
  if (notify.waiting == NULL || notify.is_connecting || notify.is_asking || notify.is_sending)
    return;
  if (notify.bus == NULL || g_dbus_connection_is_closed (notify.bus)) {
    g_clear_object (&notify.bus);
    notify.knows_server = FALSE;
    notify.is_connecting = TRUE;
    g_bus_get (G_BUS_TYPE_SESSION, notify.cancellable, on_bus, NULL);
  } else if (!notify.knows_server) {
    notify.is_asking = TRUE;
    call ("GetCapabilities", NULL, "(as)", G_DBUS_CALL_FLAGS_NONE, on_capabilities);
  } else {
    g_autoptr (Message) message = g_steal_pointer (&notify.waiting);

    send (message);
  }
}

/* --- what is asked of it --- */

void
doctor_notify_bus_start (void (*chosen) (const char *action))
{
  if (notify.cancellable == NULL)
    notify.cancellable = g_cancellable_new ();
  notify.chosen = chosen;
}

static void
leave_bus (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (notify.subscriptions); i++)
    g_dbus_connection_signal_unsubscribe (notify.bus, notify.subscriptions[i]);
  g_object_unref (notify.bus);
}

void
doctor_notify_bus_stop (void)
{
  if (notify.cancellable == NULL)
    return;
  doctor_notify_bus_withdraw ();
  g_cancellable_cancel (notify.cancellable);
  g_object_unref (notify.cancellable);
  if (notify.bus != NULL)
    leave_bus ();
  memset (&notify, 0, sizeof notify);
}

void
doctor_notify_bus_show (const char *title, const char *text, const DoctorNotifyAction *actions)
{
  GVariantBuilder builder;
  Message *message;

  if (notify.cancellable == NULL)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  for (; actions->name != NULL; actions++) {
    g_variant_builder_add (&builder, "s", actions->name);
    g_variant_builder_add (&builder, "s", actions->label);
  }
  message = g_new0 (Message, 1);
  message->title = g_strdup (title);
  message->text = g_strdup (text);
  message->actions = g_variant_ref_sink (g_variant_builder_end (&builder));
  g_clear_pointer (&notify.waiting, message_free);
  notify.waiting = message;
  go_on ();
}

void
doctor_notify_bus_withdraw (void)
{
  g_clear_pointer (&notify.waiting, message_free);
  notify.is_unwanted = notify.is_sending;
  if (notify.id == 0 || notify.bus == NULL || g_dbus_connection_is_closed (notify.bus))
    return;
  /* Not cancellable: it is to arrive when this is the last that is said. */
  g_dbus_connection_call (notify.bus, SERVER, PATH, SERVER, "CloseNotification",
                          g_variant_new ("(u)", notify.id), NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          ANSWER_MS, NULL, NULL, NULL);
  notify.id = 0;
}
