#include "config.h"
#include "plugin/desktop.h"
#include <gio/gdesktopappinfo.h>

/* Where desktops set date and time, by the names of their .desktop files. */
static const char *const time_settings[] = {
  "gnome-datetime-panel.desktop",            /* GNOME */
  "cinnamon-settings-calendar.desktop",      /* Cinnamon */
  "kcm_clock.desktop",                       /* KDE Plasma */
  "mate-time-admin.desktop",                 /* MATE */
  "time.desktop",                            /* Xfce and others, with gnome-system-tools */
  "time-admin.desktop",                      /* the same, renamed */
  "lxqt-admin-time.desktop",                 /* LXQt */
  "io.elementary.settings.datetime.desktop", /* Pantheon */
};

static GDesktopAppInfo *
find_time_settings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (time_settings); i++) {
    GDesktopAppInfo *app = g_desktop_app_info_new (time_settings[i]);

    if (app != NULL)
      return app;
  }
  return NULL;
}

gboolean
doctor_desktop_has_time_settings (void)
{
  g_autoptr (GDesktopAppInfo) app = find_time_settings ();

  return app != NULL;
}

gboolean
doctor_desktop_open_time_settings (void)
{
  g_autoptr (GDesktopAppInfo) app = find_time_settings ();

  return app != NULL && g_app_info_launch (G_APP_INFO (app), NULL, NULL, NULL);
}

static gboolean
open_uri (GtkWidget *from, const char *uri)
{
  GtkWidget *window = gtk_widget_get_toplevel (from);

  return gtk_show_uri_on_window (GTK_IS_WINDOW (window) ? GTK_WINDOW (window) : NULL, uri,
                                 GDK_CURRENT_TIME, NULL);
}

gboolean
doctor_desktop_open_page (GtkWidget *from, const char *address)
{
  if (!g_str_has_prefix (address, "https://") && !g_str_has_prefix (address, "http://"))
    return FALSE;
  return open_uri (from, address);
}

gboolean
doctor_desktop_open_folder (GtkWidget *from, const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  return uri != NULL && open_uri (from, uri);
}
