#include "config.h"
#include "plugin/keys.h"

/* Keys with these, and function keys, are commands: the host may have what we do not use. */
#define COMMAND_MODIFIERS (GDK_CONTROL_MASK | GDK_MOD1_MASK | GDK_SUPER_MASK | GDK_META_MASK)

static gboolean
is_command (const GdkEventKey *key)
{
  return (key->state & COMMAND_MODIFIERS) != 0
         || (key->keyval >= GDK_KEY_F1 && key->keyval <= GDK_KEY_F35);
}

/* The signal “event” comes before “key-press-event”, where the host listens. */
static gboolean
on_window_event (GtkWidget *root, GdkEvent *event, GtkWidget *window)
{
  GtkWidget *focus;

  if (event->type != GDK_KEY_PRESS)
    return GDK_EVENT_PROPAGATE;
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  if (focus == NULL || !gtk_widget_is_ancestor (focus, root))
    return GDK_EVENT_PROPAGATE;
  if (gtk_window_propagate_key_event (GTK_WINDOW (window), &event->key))
    return GDK_EVENT_STOP;
  if (is_command (&event->key))
    return GDK_EVENT_PROPAGATE;
  /* Tab, arrows, Return and space are bindings of GtkWindow itself. */
  gtk_bindings_activate_event (G_OBJECT (window), &event->key);
  return GDK_EVENT_STOP;
}

void
doctor_keys_guard (GtkWidget *root)
{
  GtkWidget *window = gtk_widget_get_toplevel (root);

  if (!GTK_IS_WINDOW (window))
    return;
  g_signal_connect_object (window, "event", G_CALLBACK (on_window_event), root, G_CONNECT_SWAPPED);
}

void
doctor_keys_unguard (GtkWidget *root)
{
  GtkWidget *window = gtk_widget_get_toplevel (root);

  g_signal_handlers_disconnect_by_func (window, G_CALLBACK (on_window_event), root);
}
