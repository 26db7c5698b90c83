/* The room in the host's window, and the keys typed in it. */
#include "config.h"
#include "plugin/frame.h"
#include "plugin/host-window.h"
#include "tests/widgets/display.h"
#include "tests/widgets/fake.h"

static char *
dup_layout (void)
{
  GtkWidget *box = gtk_widget_get_parent (doctor_host_get_body ());
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (box));
  GString *text = g_string_new (NULL);

  for (GList *child = children; child != NULL; child = child->next) {
    gboolean expand, fill;
    guint padding;
    GtkPackType type;

    gtk_box_query_child_packing (GTK_BOX (box), child->data, &expand, &fill, &padding, &type);
    g_string_append_printf (text, "%s %d %d %u %d\n", G_OBJECT_TYPE_NAME (child->data), expand,
                            fill, padding, (int)type);
  }
  return g_string_free (text, FALSE);
}

static GtkWidget *
new_panel (GtkWidget **out_entry)
{
  GtkWidget *panel = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *button = gtk_button_new_with_label ("button");

  *out_entry = gtk_entry_new ();
  gtk_container_add (GTK_CONTAINER (panel), *out_entry);
  gtk_container_add (GTK_CONTAINER (panel), button);
  gtk_widget_show_all (panel);
  return panel;
}

static void
test_there_and_back (void)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *entry;

  fake_host_open ();
  before = dup_layout ();
  for (int round = 0; round < 2; round++) {
    g_assert_true (doctor_frame_add_strip (gtk_label_new ("strip"), &error));
    g_assert_true (doctor_frame_add_panel (new_panel (&entry), &error));
    display_settle ();
    g_assert_true (gtk_widget_is_focus (fake_host_get_message_list ()));
    g_assert_true (GTK_IS_PANED (gtk_widget_get_parent (doctor_host_get_body ())));
    doctor_frame_remove_panel ();
    doctor_frame_remove_panel ();
    doctor_frame_remove_strip ();
    doctor_frame_remove_strip ();
    display_settle ();
    after = dup_layout ();
    g_assert_cmpstr (after, ==, before);
    g_assert_true (gtk_widget_is_focus (fake_host_get_message_list ()));
    g_clear_pointer (&after, g_free);
  }
  fake_host_close ();
}

static void
test_strip_is_above (void)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *strip = gtk_label_new ("strip"), *entry;
  int x = 0, y = 0;

  fake_host_open ();
  gtk_widget_show (strip);
  g_assert_true (doctor_frame_add_panel (new_panel (&entry), &error));
  g_assert_true (doctor_frame_add_strip (strip, &error));
  display_settle ();
  g_assert_true (gtk_widget_translate_coordinates (doctor_host_get_body (), strip, 0, 0, &x, &y));
  g_assert_cmpint (y, >=, gtk_widget_get_allocated_height (strip));
  g_assert_cmpint (gtk_widget_get_allocated_width (strip), >,
                   gtk_widget_get_allocated_width (doctor_host_get_body ()));
  doctor_frame_remove_strip ();
  doctor_frame_remove_panel ();
  fake_host_close ();
}

static void
test_width (void)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *panel, *entry;
  int given;

  fake_host_open ();
  display_settle ();
  g_assert_cmpint (doctor_frame_get_panel_width (), ==, 0);
  panel = new_panel (&entry);
  g_assert_true (doctor_frame_add_panel (panel, &error));
  g_assert_cmpint (doctor_frame_set_panel_width (360), ==, 360);
  display_settle ();
  g_assert_cmpint (doctor_frame_get_panel_width (), ==, 360); /* not a handle less each time */
  given = doctor_frame_set_panel_width (5000);
  display_settle ();
  g_assert_cmpint (given, <=, 500);
  g_assert_cmpint (doctor_frame_get_panel_width (), ==, given);
  gtk_widget_hide (panel);
  g_assert_cmpint (doctor_frame_get_panel_width (), ==, 0);
  doctor_frame_remove_panel ();
  fake_host_close ();
}

/* The host ends its window before it unloads its plugins. */
static void
test_host_goes_first (void)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *entry;

  fake_host_open ();
  g_assert_true (doctor_frame_add_strip (gtk_label_new ("strip"), &error));
  g_assert_true (doctor_frame_add_panel (new_panel (&entry), &error));
  fake_host_close ();
  doctor_frame_remove_panel ();
  doctor_frame_remove_strip ();
}

static void
test_no_window (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (doctor_frame_add_strip (gtk_label_new ("strip"), &error));
  g_assert_nonnull (error);
  g_assert_false (doctor_frame_check (NULL));
}

static guint host_keys;

static gboolean
on_host_key (GtkWidget *window, GdkEventKey *event)
{
  host_keys++;
  return FALSE;
}

static void
add_accelerator (GtkWidget *window, guint keyval)
{
  GtkAccelGroup *group = gtk_accel_group_new ();

  gtk_accel_group_connect (group, keyval, 0, GTK_ACCEL_VISIBLE,
                           g_cclosure_new (G_CALLBACK (on_host_key), NULL, NULL));
  gtk_window_add_accel_group (GTK_WINDOW (window), group);
  g_object_unref (group);
}

/* In Claws Mail, Shift+Q ends the program and space opens the next folder; a letter may be
 * the accelerator of a command. */
static void
test_keys_stay (void)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *window, *entry, *button;

  fake_host_open ();
  window = doctor_host_get_window ();
  g_signal_connect (window, "key-press-event", G_CALLBACK (on_host_key), NULL);
  add_accelerator (window, GDK_KEY_x);
  g_assert_true (doctor_frame_add_panel (new_panel (&entry), &error));
  gtk_widget_grab_focus (entry);
  display_settle ();
  host_keys = 0;
  display_press (window, GDK_KEY_Q, GDK_SHIFT_MASK);
  display_press (window, GDK_KEY_x, 0);
  display_press (window, GDK_KEY_space, 0);
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (entry)), ==, "Qx ");
  display_press (window, GDK_KEY_Tab, 0);
  button = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_true (GTK_IS_BUTTON (button));
  display_press (window, GDK_KEY_Q, GDK_SHIFT_MASK);
  display_press (window, GDK_KEY_x, 0);
  display_press (window, GDK_KEY_Delete, 0);
  g_assert_cmpuint (host_keys, ==, 0);
  doctor_frame_remove_panel ();
  fake_host_close ();
}

static void
on_clicked (GtkWidget *button, gboolean *clicked)
{
  *clicked = TRUE;
}

static void
test_keys_pass (void)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *window, *entry;
  gboolean clicked = FALSE;

  fake_host_open ();
  window = doctor_host_get_window ();
  g_signal_connect (window, "key-press-event", G_CALLBACK (on_host_key), NULL);
  g_assert_true (doctor_frame_add_panel (new_panel (&entry), &error));
  gtk_widget_grab_focus (entry);
  display_press (window, GDK_KEY_Tab, 0);
  g_signal_connect (gtk_window_get_focus (GTK_WINDOW (window)), "clicked", G_CALLBACK (on_clicked),
                    &clicked);
  display_press (window, GDK_KEY_space, 0);
  /* A button shows itself pressed for a moment before it acts. */
  while (!clicked)
    gtk_main_iteration ();
  host_keys = 0;
  display_press (window, GDK_KEY_m, GDK_CONTROL_MASK);
  display_press (window, GDK_KEY_F9, 0);
  g_assert_cmpuint (host_keys, ==, 2);
  gtk_widget_grab_focus (fake_host_get_message_list ());
  display_press (window, GDK_KEY_x, 0);
  g_assert_cmpuint (host_keys, ==, 3);
  doctor_frame_remove_panel ();
  fake_host_close ();
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!display_start (&argc, &argv))
    return 0;
  g_test_add_func ("/frame/there-and-back", test_there_and_back);
  g_test_add_func ("/frame/strip-is-above", test_strip_is_above);
  g_test_add_func ("/frame/width", test_width);
  g_test_add_func ("/frame/host-goes-first", test_host_goes_first);
  g_test_add_func ("/frame/no-window", test_no_window);
  g_test_add_func ("/keys/stay", test_keys_stay);
  g_test_add_func ("/keys/pass", test_keys_pass);
  status = g_test_run ();
  display_stop ();
  return status;
}
