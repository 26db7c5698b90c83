/* host-window.h: where the host's main window takes widgets of ours. All borrowed from the
 * host, which may destroy them when it ends; keep weak pointers only. NULL when there is no
 * main window (yet). Main thread; changes nothing by itself. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *doctor_host_get_window (void); /* the toplevel */
GtkWidget *doctor_host_get_body (void);   /* all between tool bar and window edge, in a GtkBox */
void doctor_host_present (void);          /* brings it to the front, also out of hiding */
GtkUIManager *doctor_host_get_ui_manager (void);

G_END_DECLS
