#include "config.h"
#include "plugin/frame.h"
#include "core/facts.h"
#include "core/i18n.h"
#include "plugin/host-window.h"
#include "plugin/keys.h"

/* Narrower, the panel cannot be read; then rather a part of the body is covered. */
#define MIN_PANEL_PIXELS 300

typedef struct {
  gboolean expand, fill;
  guint padding;
  GtkPackType pack_type;
  int position;
} Place;

/* Weak: whoever destroys a widget, the pointer becomes NULL. */
static GtkWidget *strip_widget, *panel_widget, *paned_widget, *body_widget;

static void
watch (GtkWidget **place, GtkWidget *widget)
{
  g_set_weak_pointer (place, widget);
}

static Place
place_of (GtkBox *box, GtkWidget *child)
{
  Place place;

  gtk_box_query_child_packing (box, child, &place.expand, &place.fill, &place.padding,
                               &place.pack_type);
  gtk_container_child_get (GTK_CONTAINER (box), child, "position", &place.position, NULL);
  return place;
}

static void
put_into_place (GtkBox *box, GtkWidget *child, const Place *place)
{
  gtk_container_add (GTK_CONTAINER (box), child);
  gtk_box_set_child_packing (box, child, place->expand, place->fill, place->padding,
                             place->pack_type);
  gtk_box_reorder_child (box, child, place->position);
}

/* The box that the body, or the paned around it, stands in; NULL when the host has no window
 * or packs its body differently than we know. */
static GtkBox *
find_box (GtkWidget **out_child)
{
  GtkWidget *body = doctor_host_get_body ();
  GtkWidget *child = paned_widget != NULL ? paned_widget : body;
  GtkWidget *box = child != NULL ? gtk_widget_get_parent (child) : NULL;

  if (box == NULL || !GTK_IS_BOX (box))
    return NULL;
  *out_child = child;
  return GTK_BOX (box);
}

static gboolean
no_window (GError **error)
{
  g_set_error_literal (error, DOCTOR_ERROR, DOCTOR_ERROR_REFUSED,
                       _ ("The main window was not found, so Account Doctor cannot show anything "
                          "in it. Unload the plugin and load it again when the window is open."));
  return FALSE;
}

/* What was handed over goes, as it would have with the window. */
static gboolean
refuse (GtkWidget *widget, GError **error)
{
  g_object_ref_sink (widget);
  gtk_widget_destroy (widget);
  g_object_unref (widget);
  return no_window (error);
}

gboolean
doctor_frame_check (GError **error)
{
  GtkWidget *child = NULL;

  return find_box (&child) != NULL || no_window (error);
}

/* Moves @child, and gives the focus back that GTK takes away from what is moved. */
static void
exchange (GtkBox *box, GtkWidget *out, GtkWidget *in, const Place *place)
{
  GtkWidget *window = gtk_widget_get_toplevel (GTK_WIDGET (box));
  g_autoptr (GtkWidget) focus = NULL;

  if (GTK_IS_WINDOW (window))
    g_set_object (&focus, gtk_window_get_focus (GTK_WINDOW (window)));
  gtk_container_remove (GTK_CONTAINER (box), out);
  if (GTK_IS_PANED (in))
    gtk_paned_pack1 (GTK_PANED (in), out, TRUE, TRUE);
  put_into_place (box, in, place);
  if (focus != NULL && gtk_widget_get_toplevel (focus) == window)
    gtk_widget_grab_focus (focus);
}

gboolean
doctor_frame_add_strip (GtkWidget *strip, GError **error)
{
  GtkWidget *child = NULL;
  GtkBox *box = find_box (&child);
  Place place;

  if (box == NULL)
    return refuse (strip, error);
  place = place_of (box, child);
  watch (&strip_widget, strip);
  gtk_box_pack_start (box, strip, FALSE, FALSE, 0);
  gtk_box_reorder_child (box, strip, place.position);
  doctor_keys_guard (strip);
  return TRUE;
}

gboolean
doctor_frame_add_panel (GtkWidget *panel, GError **error)
{
  GtkWidget *body = NULL;
  GtkBox *box = find_box (&body);
  GtkWidget *paned;
  Place place;

  if (box == NULL || paned_widget != NULL)
    return refuse (panel, error);
  place = place_of (box, body);
  paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_show (paned);
  watch (&body_widget, body);
  watch (&paned_widget, paned);
  watch (&panel_widget, panel);
  g_object_ref (body);
  exchange (box, body, paned, &place);
  g_object_unref (body);
  gtk_paned_pack2 (GTK_PANED (paned), panel, FALSE, FALSE);
  doctor_keys_guard (panel);
  return TRUE;
}

void
doctor_frame_remove_strip (void)
{
  GtkWidget *strip = strip_widget;

  if (strip == NULL)
    return;
  watch (&strip_widget, NULL);
  doctor_keys_unguard (strip);
  gtk_widget_destroy (strip);
}

static void
put_body_back (GtkWidget *paned, GtkWidget *body)
{
  GtkWidget *box = gtk_widget_get_parent (paned);
  GtkWidget *window = gtk_widget_get_toplevel (paned);
  g_autoptr (GtkWidget) focus = NULL;
  Place place;

  if (box == NULL)
    return;
  if (GTK_IS_WINDOW (window))
    g_set_object (&focus, gtk_window_get_focus (GTK_WINDOW (window)));
  place = place_of (GTK_BOX (box), paned);
  g_object_ref (body);
  gtk_container_remove (GTK_CONTAINER (paned), body);
  gtk_container_remove (GTK_CONTAINER (box), paned);
  put_into_place (GTK_BOX (box), body, &place);
  g_object_unref (body);
  if (focus != NULL && gtk_widget_get_toplevel (focus) == window)
    gtk_widget_grab_focus (focus);
}

void
doctor_frame_remove_panel (void)
{
  GtkWidget *panel = panel_widget, *paned = paned_widget, *body = body_widget;

  watch (&panel_widget, NULL);
  watch (&paned_widget, NULL);
  watch (&body_widget, NULL);
  if (panel != NULL) {
    doctor_keys_unguard (panel);
    gtk_widget_destroy (panel);
  }
  if (paned != NULL && body != NULL && gtk_widget_get_parent (body) == paned)
    put_body_back (paned, body);
}

int
doctor_frame_get_panel_width (void)
{
  GtkWidget *paned = paned_widget, *panel = panel_widget;

  if (paned == NULL || panel == NULL || !gtk_widget_get_visible (panel))
    return 0;
  return gtk_widget_get_allocated_width (panel) > 1 ? gtk_widget_get_allocated_width (panel) : 0;
}

/* What the handle between body and panel takes; GTK tells it in the sum only. */
static int
get_handle_width (void)
{
  int whole = 0, body = 0, panel = 0;

  gtk_widget_get_preferred_width (paned_widget, NULL, &whole);
  gtk_widget_get_preferred_width (body_widget, NULL, &body);
  gtk_widget_get_preferred_width (panel_widget, NULL, &panel);
  return MAX (whole - body - panel, 0);
}

int
doctor_frame_set_panel_width (int width)
{
  GtkWidget *box;
  int whole, body_width = 0;

  if (paned_widget == NULL || body_widget == NULL || panel_widget == NULL)
    return 0;
  /* The box has its size already when the paned was put into it a moment ago. */
  box = gtk_widget_get_parent (paned_widget);
  whole = box != NULL ? gtk_widget_get_allocated_width (box) : 0;
  if (whole <= 1)
    return 0;
  gtk_widget_get_preferred_width (body_widget, &body_width, NULL);
  width = MIN (width, whole / 2);
  width = MIN (width, MAX (whole - body_width, MIN_PANEL_PIXELS));
  gtk_paned_set_position (GTK_PANED (paned_widget), whole - width - get_handle_width ());
  return width;
}

gboolean
doctor_frame_panel_has_focus (void)
{
  GtkWidget *window = panel_widget != NULL ? gtk_widget_get_toplevel (panel_widget) : NULL;
  GtkWidget *focus;

  if (window == NULL || !GTK_IS_WINDOW (window))
    return FALSE;
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  return focus == NULL || gtk_widget_is_ancestor (focus, panel_widget);
}

void
doctor_frame_focus_body (void)
{
  GtkWidget *body = doctor_host_get_body ();

  if (body != NULL)
    gtk_widget_child_focus (body, GTK_DIR_TAB_FORWARD);
}
