/* frame.h: room in the host's window for the strip (above its body) and the panel (beside it),
 * and the window as it was afterwards. Knows GTK and host-window.h only.
 *
 * The body is taken out of its box and put into a horizontal GtkPaned in its place; the host
 * changes its layouts inside the body only, so this survives them. The focus stays where it
 * was. Keys: what is typed in a widget of ours never reaches the host (keys.h). */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whether there is a window that widgets can be put into; FALSE with @error when not. */
gboolean doctor_frame_check (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Puts @strip (floating) above the body. FALSE with @error when there is no window; then the
 * widget is gone. */
gboolean doctor_frame_add_strip (GtkWidget *strip, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Puts @panel (floating) beside the body; the same. */
gboolean doctor_frame_add_panel (GtkWidget *panel, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Take out and destroy; the body goes back to its place. Idempotent; safe when the host has
 * destroyed its window already. */
void doctor_frame_remove_strip (void);
void doctor_frame_remove_panel (void);

/* Width of the panel in pixels as it is now; 0 while it is not shown. */
int doctor_frame_get_panel_width (void);
/* Gives the panel, which must be visible, this width; at most half of the window, and no more
 * than the body can spare (but 300 pixels in any case). Returns what was given; 0 when there is
 * no room yet. */
int doctor_frame_set_panel_width (int width);
/* Whether the focus is in the panel, or was until its widget went out of reach. */
gboolean doctor_frame_panel_has_focus (void);
/* Gives the focus back to the host's own widgets. */
void doctor_frame_focus_body (void);

G_END_DECLS
