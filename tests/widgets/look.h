/* look.h: what a person sees and what a screen reader is told, found in a tree of widgets. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Words on a visible button, without mnemonics. NULL when there is none. */
GtkWidget *look_button (GtkWidget *root, const char *words);
/* The visible label with exactly that text, or NULL. */
GtkWidget *look_label (GtkWidget *root, const char *text);
/* First visible widget of @type, or NULL. */
GtkWidget *look_type (GtkWidget *root, GType type);
/* All visible text of labels, one a line. */
char *look_text (GtkWidget *root);
/* Visible widgets that take the focus, in the order of the tree; free the list. */
GList *look_focusable (GtkWidget *root);
const char *look_name (GtkWidget *widget); /* as a screen reader says it */
void look_unfold (GtkWidget *root);
void look_click (GtkWidget *button);

G_END_DECLS
