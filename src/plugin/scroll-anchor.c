#include "config.h"
#include "plugin/scroll-anchor.h"

#define KEY "account-doctor-anchor"

typedef struct {
  GtkAdjustment *scroll; /* of the scroller, which owns all this */
  GtkWidget *content;    /* weak */
  GtkWidget *held;       /* weak; NULL: nothing is held */
  int distance;          /* of it from the top of what is seen */
  GdkFrameClock *clock;  /* owned while something is held */
} Anchor;

/* While looking for what to hold. */
typedef struct {
  Anchor *anchor;
  int top; /* of the best until now */
} Search;

/* Where @widget begins in the column; FALSE when it is not there. */
static gboolean
get_top (Anchor *anchor, GtkWidget *widget, int *out_top)
{
  int x;

  return anchor->content != NULL && gtk_widget_get_mapped (widget)
         && gtk_widget_translate_coordinates (widget, anchor->content, 0, 0, &x, out_top);
}

static void
consider (GtkWidget *widget, gpointer data)
{
  Search *search = data;
  Anchor *anchor = search->anchor;
  int top;

  if (GTK_IS_CONTAINER (widget) && !GTK_IS_BUTTON (widget)) {
    gtk_container_forall (GTK_CONTAINER (widget), consider, search);
    return;
  }
  if (!get_top (anchor, widget, &top) || top < gtk_adjustment_get_value (anchor->scroll)
      || top >= search->top)
    return;
  search->top = top;
  g_set_weak_pointer (&anchor->held, widget);
}

static void
on_allocated (GtkWidget *content, GdkRectangle *place, gpointer data)
{
  Anchor *anchor = data;
  int top;

  if (anchor->held != NULL && get_top (anchor, anchor->held, &top))
    gtk_adjustment_set_value (anchor->scroll, top - anchor->distance);
}

/* The frame is drawn; what the person does next must not be undone. */
static void
release (Anchor *anchor)
{
  g_clear_weak_pointer (&anchor->held);
  if (anchor->clock != NULL)
    g_signal_handlers_disconnect_by_data (anchor->clock, anchor);
  g_clear_object (&anchor->clock);
}

static void
anchor_free (gpointer data)
{
  Anchor *anchor = data;

  if (anchor->content != NULL)
    g_signal_handlers_disconnect_by_data (anchor->content, anchor);
  g_clear_weak_pointer (&anchor->content);
  release (anchor);
  g_free (anchor);
}

static Anchor *
ensure_anchor (GtkScrolledWindow *scroller, GtkWidget *content)
{
  Anchor *anchor = g_object_get_data (G_OBJECT (scroller), KEY);

  if (anchor != NULL)
    return anchor;
  anchor = g_new0 (Anchor, 1);
  anchor->scroll = gtk_scrolled_window_get_vadjustment (scroller);
  g_set_weak_pointer (&anchor->content, content);
  g_signal_connect_after (content, "size-allocate", G_CALLBACK (on_allocated), anchor);
  g_object_set_data_full (G_OBJECT (scroller), KEY, anchor, anchor_free);
  return anchor;
}

void
doctor_scroll_anchor_hold (GtkScrolledWindow *scroller, GtkWidget *content)
{
  Anchor *anchor = ensure_anchor (scroller, content);
  Search search = { .anchor = anchor, .top = G_MAXINT };
  double value = gtk_adjustment_get_value (anchor->scroll);

  if (value <= 0)
    release (anchor);
  if (value <= 0 || anchor->clock != NULL || !gtk_widget_get_realized (content))
    return;
  consider (content, &search);
  if (anchor->held == NULL)
    return;
  anchor->distance = search.top - (int)value;
  anchor->clock = g_object_ref (gtk_widget_get_frame_clock (content));
  g_signal_connect_swapped (anchor->clock, "after-paint", G_CALLBACK (release), anchor);
  gdk_frame_clock_request_phase (anchor->clock, GDK_FRAME_CLOCK_PHASE_AFTER_PAINT);
}
