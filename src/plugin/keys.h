/* keys.h: keeps what is typed in our widgets away from the host.
 *
 * The host's main window has single-letter commands: Shift+Q ends the program, the space bar
 * opens the next folder, and menu accelerators without a modifier may delete mail. GTK gives
 * a window's handlers and accelerators a key before the focused widget. Without this guard a
 * password with a capital Q in it would end the program. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @root is packed in a window. While the focus is inside @root, it gets the keys first. */
void doctor_keys_guard (GtkWidget *root);
/* Idempotent. Destroying @root does it too. */
void doctor_keys_unguard (GtkWidget *root);

G_END_DECLS
