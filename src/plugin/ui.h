/* ui.h: what every part of the panel does with widgets: the compiled-in .ui files, the style
 * sheet, texts, and names for screen readers. No part of it keeps state but the style sheet. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Reads ui/NAME.ui, translated in our domain. A broken file is a programming error. Free
 * with g_object_unref; widgets are borrowed from it. */
GtkBuilder *doctor_ui_load (const char *name) G_GNUC_WARN_UNUSED_RESULT;
gpointer doctor_ui_get (GtkBuilder *builder, const char *id);
/* The widget “root”, floating, so that it outlives the builder when it is packed, and owns
 * @part, which @destroy frees with it. */
GtkWidget *doctor_ui_take_root (GtkBuilder *builder, gpointer part, GDestroyNotify destroy);
void doctor_ui_own (GtkWidget *root, gpointer part, GDestroyNotify destroy);
gpointer doctor_ui_get_part (GtkWidget *root);

/* Our style sheet, for this screen. Both idempotent. */
void doctor_ui_attach_style (void);
void doctor_ui_detach_style (void);

/* Gives @root the class “doctor-dark” while the theme writes in light letters on dark ground. */
void doctor_ui_follow_theme (GtkWidget *root);

/* A wrapping label that never asks for more width than it gets. */
GtkWidget *doctor_ui_new_label (const char *style_class);
/* Destroys all children. */
void doctor_ui_empty (GtkWidget *container);
/* After @container was filled: GTK 3 asks what it stands in first, which then still takes it for
 * empty, thinks that its height does not depend on its width, and leaves a gap below it. */
void doctor_ui_measure_filled (GtkWidget *container);
/* Sets plain text (server words are safe here) when it differs, and hides the label when it is
 * empty or NULL, so that nothing flickers and a screen reader is not told twice. */
void doctor_ui_set_text (GtkWidget *label, const char *text);
/* As above, and frees @text. */
void doctor_ui_take_text (GtkWidget *label, char *text);
void doctor_ui_set_class (GtkWidget *widget, const char *style_class, gboolean on);
/* Puts the title of an expander to the right where text runs from right to left: GTK does so
 * only when the direction changes. */
void doctor_ui_align_title (GtkWidget *expander);
/* Sets the words of a button, with mnemonic, when they differ; long ones wrap. */
void doctor_ui_set_button (GtkWidget *button, const char *label);

/* Shows @dialog above the window of @from and returns; it goes when the person answers, and
 * with @from. Callbacks of "response" that were connected before run first. */
void doctor_ui_open_dialog (GtkWidget *dialog, GtkWidget *from);

/* What a screen reader says. */
void doctor_ui_set_name (GtkWidget *widget, const char *name);
void doctor_ui_set_description (GtkWidget *widget, const char *description);
void doctor_ui_set_role (GtkWidget *widget, AtkRole role);
/* Lets a screen reader speak @text now, as an alert, without moving the focus. */
void doctor_ui_announce (GtkWidget *widget, const char *text);

/* "<1 ms", "4 ms", "0.4 s", "12 s"; NULL for a negative time. */
char *doctor_ui_dup_duration (int ms) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
