/* The values of the preferences, their page, and what they do to the strip. */
#include "config.h"
#include "plugin/hint.h"
#include "plugin/prefs-page.h"
#include "tests/widgets/display.h"
#include "tests/widgets/look.h"
#include "tests/widgets/scene.h"

static guint n_changes;

static void
count_change (void)
{
  n_changes++;
}

static void
test_values (void)
{
  DoctorPrefs prefs = *doctor_prefs_get ();

  g_assert_true (prefs.hint && prefs.notification && prefs.mask);
  g_assert_false (prefs.quiet || prefs.quiet_offered);
  g_assert_cmpint (prefs.automatic, ==, DOCTOR_AUTOMATIC_ASK);
  g_assert_cmpint (prefs.history_days, ==, 90);
  doctor_prefs_listen (count_change);
  n_changes = 0;
  prefs.automatic = 7;
  prefs.history_days = -3;
  prefs.mask = FALSE;
  doctor_prefs_set (&prefs);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpint (doctor_prefs_get ()->automatic, ==, DOCTOR_AUTOMATIC_ON);
  g_assert_cmpint (doctor_prefs_get ()->history_days, ==, 0);
  g_assert_false (doctor_prefs_get ()->mask);
  doctor_prefs_reset ();
  g_assert_true (doctor_prefs_get ()->mask);
}

/* What is shown is what is read, for every value. */
static void
test_page (void)
{
  static const DoctorPrefs rows[] = {
    { .automatic = DOCTOR_AUTOMATIC_OFF },
    { .hint = TRUE, .automatic = DOCTOR_AUTOMATIC_ON, .history_days = 365 },
    { .notification = TRUE, .mask = TRUE, .automatic = DOCTOR_AUTOMATIC_ASK, .history_days = 7 },
    { .quiet = TRUE, .quiet_offered = TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    GtkWidget *page = g_object_ref_sink (doctor_prefs_page_new (&rows[i]));
    DoctorPrefs read = doctor_prefs_page_read (page);

    g_assert_cmpmem (&read, sizeof read, &rows[i], sizeof rows[i]);
    gtk_widget_destroy (page);
    g_object_unref (page);
  }
}

static void
test_page_changes (void)
{
  DoctorPrefs prefs = *doctor_prefs_get ();
  GtkWidget *page = doctor_prefs_page_new (&prefs);
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);

  gtk_container_add (GTK_CONTAINER (window), page);
  gtk_widget_show (window);
  look_click (look_button (page, "Mask names and addresses in reports"));
  gtk_combo_box_set_active (GTK_COMBO_BOX (look_type (page, GTK_TYPE_COMBO_BOX)), 2);
  prefs = doctor_prefs_page_read (page);
  g_assert_false (prefs.mask);
  g_assert_cmpint (prefs.automatic, ==, DOCTOR_AUTOMATIC_ON);
  gtk_widget_destroy (window);
}

static void
test_hint_off (void)
{
  DoctorPrefs prefs = *doctor_prefs_get ();

  scene_open ();
  fake_add (OFFICE, "Office", "", "failed");
  doctor_hint_update ();
  display_settle ();
  g_assert_nonnull (look_button (scene_window, "Details"));
  prefs.hint = FALSE;
  doctor_prefs_set (&prefs);
  doctor_hint_update ();
  display_settle ();
  g_assert_null (look_button (scene_window, "Details"));
  scene_close ();
  doctor_prefs_reset ();
}

static const SceneTest tests[] = {
  { "/prefs/values", test_values },
  { "/prefs/page", test_page },
  { "/prefs/page-changes", test_page_changes },
  { "/prefs/hint-off", test_hint_off },
};

int
main (int argc, char **argv)
{
  return scene_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
