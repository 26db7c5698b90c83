/* display.h: an X server of the test's own, so that it needs no screen and disturbs none. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Starts Xvfb and GTK on it. FALSE, after printing a TAP skip, when there is no Xvfb. */
gboolean display_start (int *argc, char ***argv);
/* Ends it. */
void display_stop (void);
/* Runs the main loop until all windows are drawn and nothing is left to do. */
void display_settle (void);
/* Lets @window see a key pressed, as from the keyboard. */
void display_press (GtkWidget *window, guint keyval, GdkModifierType state);

G_END_DECLS
