/* desktop.h: what the desktop opens for the person: a page, a folder, its time settings.
 * Nothing here waits. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whether this desktop has a window for date and time that is known here. */
gboolean doctor_desktop_has_time_settings (void);
gboolean doctor_desktop_open_time_settings (void);
/* In the browser. Only web addresses are opened. */
gboolean doctor_desktop_open_page (GtkWidget *from, const char *address);
gboolean doctor_desktop_open_folder (GtkWidget *from, const char *path);

G_END_DECLS
