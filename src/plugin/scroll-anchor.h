/* scroll-anchor.h: what a person reads in a scrolled column stays where it is when something
 * appears or goes above it. GTK 4 and browsers do so; GTK 3 keeps the distance from the top. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Call before @content, the column in @scroller, changes: the first thing that is wholly seen
 * stays at its place through the next layout. At the top nothing is held: there the news come. */
void doctor_scroll_anchor_hold (GtkScrolledWindow *scroller, GtkWidget *content);

G_END_DECLS
