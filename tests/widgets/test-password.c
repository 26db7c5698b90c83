/* The field for a new password. */
#include "config.h"
#include "plugin/panel.h"
#include "tests/widgets/display.h"
#include "tests/widgets/look.h"
#include "tests/widgets/scene.h"

static GtkWidget *
find_entry (void)
{
  return look_type (scene_window, GTK_TYPE_ENTRY);
}

static void
test_password (void)
{
  DoctorCase *c = scene_show ("password");
  g_autofree char *remedy = scene_dup_remedy (c);
  GtkWidget *entry = find_entry ();

  g_assert_false (gtk_entry_get_visibility (GTK_ENTRY (entry)));
  g_assert_false (gtk_widget_is_sensitive (look_button (scene_window, remedy)));
  gtk_widget_grab_focus (entry);
  display_press (scene_window, GDK_KEY_Q, GDK_SHIFT_MASK);
  display_press (scene_window, GDK_KEY_z, 0);
  for (int i = 0; i < 20; i++)
    doctor_panel_update (c);
  g_assert_true (gtk_widget_is_focus (entry));
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (entry)), ==, "Qz");
  look_click (look_button (scene_window, remedy));
  scene_assert_verbs ("password 1 new-password Qz\n");
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (entry)), ==, "");
  scene_close ();
}

static void
test_password_return (void)
{
  scene_show ("password");
  gtk_widget_grab_focus (find_entry ());
  display_press (scene_window, GDK_KEY_Return, 0);
  scene_assert_verbs ("");
  display_press (scene_window, GDK_KEY_z, 0);
  display_press (scene_window, GDK_KEY_Return, 0);
  scene_assert_verbs ("password 1 new-password z\n");
  scene_close ();
}

static void
test_password_note (void)
{
  scene_show ("password");
  gtk_entry_set_text (GTK_ENTRY (find_entry ()), "ｓecret");
  display_settle ();
  scene_assert_text ("full-width characters");
  gtk_entry_set_text (GTK_ENTRY (find_entry ()), "secret");
  display_settle ();
  scene_assert_no_text ("full-width characters");
  scene_close ();
}

static void
test_password_refused (void)
{
  DoctorCase *c = scene_show ("password");

  gtk_widget_grab_focus (find_entry ());
  display_press (scene_window, GDK_KEY_z, 0);
  display_press (scene_window, GDK_KEY_Return, 0);
  scene_assert_verbs ("password 1 new-password z\n");
  fake_set_state (c, DOCTOR_CASE_VERIFYING);
  doctor_panel_update (c);
  display_settle ();
  g_assert_false (gtk_widget_is_sensitive (find_entry ()));
  fake_set_state (c, DOCTOR_CASE_EXAMINED);
  fake_set_problem (c, "The server does not accept this password.");
  doctor_panel_update (c);
  display_settle ();
  scene_assert_text ("The server does not accept this password.");
  g_assert_true (gtk_widget_is_focus (find_entry ()));
  scene_close ();
}

/* Typed for one account, it must not wait there for another, nor behind a closed panel. */
static void
test_password_wiped (void)
{
  GtkWidget *entry;

  scene_show ("password");
  fake_add (HOME, "Home", "", "password");
  doctor_panel_update (NULL);
  entry = find_entry ();
  gtk_entry_set_text (GTK_ENTRY (entry), "secret");
  doctor_panel_show (HOME);
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (entry)), ==, "");
  gtk_entry_set_text (GTK_ENTRY (entry), "secret");
  gtk_widget_grab_focus (entry);
  display_press (scene_window, GDK_KEY_Escape, 0);
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (entry)), ==, "");
  scene_close ();
}

static void
test_entry_has_label (void)
{
  AtkRelationSet *relations;

  scene_show ("password");
  relations = atk_object_ref_relation_set (gtk_widget_get_accessible (find_entry ()));
  g_assert_true (atk_relation_set_contains (relations, ATK_RELATION_LABELLED_BY));
  g_object_unref (relations);
  scene_close ();
}

static const SceneTest tests[] = {
  { "/panel/password", test_password },
  { "/panel/password-return", test_password_return },
  { "/panel/password-note", test_password_note },
  { "/panel/password-refused", test_password_refused },
  { "/panel/password-wiped", test_password_wiped },
  { "/panel/entry-has-label", test_entry_has_label },
};

int
main (int argc, char **argv)
{
  return scene_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
