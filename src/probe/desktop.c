/* What the desktop's network manager and the file system say: both can keep a caller waiting. */
#include "probe/apart.h"
#include "probe/computer.h"
#include "probe/link.h"
#include <gio/gio.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* --- NetworkManager --- */

/* NMConnectivityState of its D-Bus interface. */
static const char *const connectivity_words[] = { "unknown", "none", "portal", "limited", "full" };

typedef struct {
  const char *word;
} Desktop;

static const char *
word_of (GVariant *answer)
{
  g_autoptr (GVariant) value = NULL;
  g_variant_get (answer, "(v)", &value);
  guint32 number
    = g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32) ? g_variant_get_uint32 (value) : 0;
  return connectivity_words[number < G_N_ELEMENTS (connectivity_words) ? number : 0];
}

static void
ask_bus (gpointer data)
{
  enum { CALL_LIMIT_MS = 1000 };
  Desktop *desktop = data;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SYSTEM, NULL, NULL);
  g_autoptr (GDBusConnection) bus = address == NULL
                                      ? NULL
                                      : g_dbus_connection_new_for_address_sync (
                                        address,
                                        G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                        NULL, NULL, NULL);
  if (bus == NULL)
    return;
  /* Not started for us: a manager that does not run manages nothing. */
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
    bus, "org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager",
    "org.freedesktop.DBus.Properties", "Get",
    g_variant_new ("(ss)", "org.freedesktop.NetworkManager", "Connectivity"),
    G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, CALL_LIMIT_MS, NULL, NULL);
  if (answer != NULL)
    desktop->word = word_of (answer);
  g_dbus_connection_close_sync (bus, NULL, NULL);
}

static void
desktop_clear (gpointer data)
{
}

static const char *
ask_desktop (const DoctorPatience *patience)
{
  Desktop *desktop = g_atomic_rc_box_new0 (Desktop);
  gboolean answered = doctor_apart_run (ask_bus, desktop, desktop_clear, patience);
  const char *word = answered ? desktop->word : NULL;
  g_atomic_rc_box_release_full (desktop, desktop_clear);
  return word == NULL ? "unknown" : word;
}

/* --- the mail folder --- */

typedef struct {
  char *path;
  gboolean exists;
  DoctorFolder folder;
} Look;

static void
look_clear (gpointer data)
{
  g_free (((Look *)data)->path);
}

static void
look_at (gpointer data)
{
  Look *look = data;
  struct statvfs status;
  look->exists = statvfs (look->path, &status) == 0;
  if (!look->exists)
    return;
  /* f_bavail: what root keeps for itself is not there for mail. */
  look->folder.free_bytes
    = (gint64)MIN ((guint64)status.f_bavail * status.f_frsize, (guint64)G_MAXINT64);
  look->folder.is_writable = access (look->path, W_OK | X_OK) == 0;
}

static gboolean
look_at_folder (const char *path, const DoctorPatience *patience, DoctorFolder *out)
{
  Look *job = g_atomic_rc_box_new0 (Look);
  job->path = g_strdup (path);
  gboolean seen = doctor_apart_run (look_at, job, look_clear, patience) && job->exists;
  if (seen)
    *out = job->folder;
  g_atomic_rc_box_release_full (job, look_clear);
  return seen;
}

const DoctorComputer *
doctor_computer_get (void)
{
  static const DoctorComputer computer = {
    .read_links = doctor_links_read,
    .find_route = doctor_route_find,
    .ask_desktop = ask_desktop,
    .get_variable = g_getenv,
    .look_at_folder = look_at_folder,
    .hosts_file = "/etc/hosts",
    .web_port = 80,
  };
  return &computer;
}
