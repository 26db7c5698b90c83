/* The strip above the list, and the menu. */
#include "config.h"
#include "plugin/hint.h"
#include "plugin/host-window.h"
#include "plugin/menu.h"
#include "plugin/panel.h"
#include "plugin/prefs.h"
#include "tests/widgets/display.h"
#include "tests/widgets/look.h"
#include "tests/widgets/scene.h"

/* --- the strip --- */

static void
test_hint_one (void)
{
  GtkWidget *bar;

  fake_add (OFFICE, "Office", "taro@example.jp", "failed");
  scene_open ();
  doctor_hint_update ();
  display_settle ();
  scene_assert_text ("“Office” cannot fetch mail. The server takes passwords only");
  g_assert_true (gtk_widget_is_focus (fake_host_get_message_list ()));
  bar = look_type (scene_window, GTK_TYPE_INFO_BAR);
  g_assert_cmpint (atk_object_get_role (gtk_widget_get_accessible (bar)), ==, ATK_ROLE_ALERT);
  g_assert_true (g_str_has_prefix (look_name (bar), "“Office” cannot fetch mail."));
  scene_click ("Repair…");
  scene_assert_verbs ("examine 1\n");
  scene_assert_text ("Account Doctor");
  scene_close ();
}

static void
test_hint_ready (void)
{
  fake_add (OFFICE, "Office", "taro@example.jp", "proved");
  scene_open ();
  doctor_hint_update ();
  display_settle ();
  scene_assert_text ("A repair is ready.");
  scene_click ("Repair…");
  scene_assert_verbs ("");
  scene_close ();
}

/* The newest first; Repair… is for that one, Details for all of them. */
static void
test_hint_many (void)
{
  fake_add (OFFICE, "Office", "taro@example.jp", "failed");
  fake_add (HOME, "Home", "", "problem");
  scene_open ();
  doctor_hint_update ();
  display_settle ();
  scene_assert_text ("“Office” cannot fetch mail. 1 other account has trouble too. The server");
  scene_click ("Details");
  scene_assert_verbs ("");
  scene_assert_text ("2 of 2 accounts do not work.");
  g_assert_nonnull (look_button (scene_window, "Examine All"));
  scene_click ("Repair…");
  scene_assert_verbs ("examine 1\n");
  scene_close ();
}

static void
test_hint_not_offered (void)
{
  DoctorPrefs prefs = *doctor_prefs_get ();

  prefs.automatic = DOCTOR_AUTOMATIC_OFF;
  doctor_prefs_set (&prefs);
  fake_add (OFFICE, "Office", "taro@example.jp", "failed");
  scene_open ();
  doctor_hint_update ();
  display_settle ();
  g_assert_null (look_button (scene_window, "Repair…"));
  fake_add (OFFICE, "Office", "taro@example.jp", "proved");
  doctor_hint_update ();
  display_settle ();
  g_assert_nonnull (look_button (scene_window, "Repair…"));
  doctor_prefs_reset ();
  scene_close ();
}

/* However long its words are: two lines, the rest in the tooltip. */
static void
test_hint_two_lines (void)
{
  PangoLayout *layout;

  fake_add (OFFICE,
            "An account with a name that somebody has written very long so that it does not fit "
            "into a line of any window",
            "", "password");
  scene_open ();
  doctor_hint_update ();
  gtk_window_resize (GTK_WINDOW (scene_window), 500, 400);
  display_settle ();
  layout = gtk_label_get_layout (
    GTK_LABEL (look_type (look_type (scene_window, GTK_TYPE_INFO_BAR), GTK_TYPE_LABEL)));
  g_assert_cmpint (pango_layout_get_line_count (layout), <=, 2);
  scene_close ();
}

static void
test_hint_dismiss (void)
{
  DoctorCase *c = fake_add (OFFICE, "Office", "taro@example.jp", "failed");

  scene_open ();
  doctor_hint_update ();
  display_settle ();
  gtk_widget_grab_focus (look_button (scene_window, "Details"));
  gtk_info_bar_response (GTK_INFO_BAR (look_type (scene_window, GTK_TYPE_INFO_BAR)),
                         GTK_RESPONSE_CLOSE);
  display_settle ();
  scene_assert_verbs ("dismiss 1\n");
  scene_assert_no_text ("cannot fetch mail");
  g_assert_true (gtk_widget_is_focus (fake_host_get_message_list ()));
  fake_set_state (c, DOCTOR_CASE_REPAIRED);
  doctor_hint_update ();
  scene_close ();
}

static guint n_accepted;

static void
count_accepted (void)
{
  n_accepted++;
}

/* Only after an error window, and only while this strip stands. */
static void
test_hint_quiet (void)
{
  DoctorCase *c = fake_add (OFFICE, "Office", "taro@example.jp", "failed");

  scene_open ();
  doctor_hint_update ();
  display_settle ();
  g_assert_null (look_button (scene_window, "Use This Strip Instead of Error Windows"));
  n_accepted = 0;
  doctor_hint_offer_quiet (count_accepted);
  display_settle ();
  scene_click ("Use This Strip Instead of Error Windows");
  g_assert_cmpuint (n_accepted, ==, 1);
  g_assert_null (look_button (scene_window, "Use This Strip Instead of Error Windows"));
  scene_assert_text ("From now on this strip tells");
  fake_set_state (c, DOCTOR_CASE_REPAIRED);
  doctor_hint_update ();
  fake_set_state (c, DOCTOR_CASE_FAILED);
  doctor_hint_update ();
  display_settle ();
  scene_assert_no_text ("From now on this strip tells");
  scene_close ();
}

/* The window comes a moment before the strip. */
static void
test_hint_quiet_first (void)
{
  fake_add (OFFICE, "Office", "taro@example.jp", "failed");
  scene_open ();
  doctor_hint_offer_quiet (count_accepted);
  doctor_hint_update ();
  display_settle ();
  g_assert_nonnull (look_button (scene_window, "Use This Strip Instead of Error Windows"));
  scene_close ();
}

/* --- the menu --- */

G_GNUC_BEGIN_IGNORE_DEPRECATIONS

static GtkWidget *
find_item (const char *path)
{
  return gtk_ui_manager_get_widget (doctor_host_get_ui_manager (), path);
}

#define SUBMENU "/Menu/Tools/AccountDoctorDiagnose"

static const char *
get_item (const char *path)
{
  GtkWidget *item = find_item (path);

  return item != NULL ? gtk_menu_item_get_label (GTK_MENU_ITEM (item)) : NULL;
}

static void
activate (const char *path)
{
  gtk_menu_item_activate (GTK_MENU_ITEM (find_item (path)));
}

static void
test_menu (void)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  fake_add (OFFICE, "Office", "", "failed");
  fake_add (HOME, "Home_mail", "", "failed");
  fake_host_open ();
  scene_window = doctor_host_get_window ();
  before = gtk_ui_manager_get_ui (doctor_host_get_ui_manager ());
  g_assert_true (doctor_panel_attach (NULL));
  g_assert_true (doctor_menu_attach (NULL));
  g_assert_cmpstr (get_item (SUBMENU "/AccountDoctorDiagnose1"), ==, "Office");
  g_assert_cmpstr (get_item (SUBMENU "/AccountDoctorDiagnose2"), ==, "Home__mail");
  activate (SUBMENU "/AccountDoctorDiagnose2");
  scene_assert_verbs ("examine 2\n");
  activate (SUBMENU "/AccountDoctorDiagnoseAll");
  scene_assert_verbs ("examine 1\nexamine 2\n");
  display_settle ();
  scene_assert_text ("2 of 2 accounts do not work.");
  doctor_menu_detach ();
  doctor_menu_detach ();
  after = gtk_ui_manager_get_ui (doctor_host_get_ui_manager ());
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (
    g_list_length (gtk_ui_manager_get_action_groups (doctor_host_get_ui_manager ())), ==, 1);
  scene_close ();
}

static void
test_menu_update (void)
{

  fake_add (OFFICE, "Office", "", "failed");
  scene_open ();
  fake_add (HOME, "Home", "", "failed");
  doctor_menu_update ();
  g_assert_cmpstr (get_item (SUBMENU "/AccountDoctorDiagnose2"), ==, "Home");
  fake_remove (OFFICE);
  doctor_menu_update ();
  g_assert_null (get_item (SUBMENU "/AccountDoctorDiagnose1"));
  g_assert_cmpstr (get_item (SUBMENU "/AccountDoctorDiagnose2"), ==, "Home");
  scene_close ();
}

G_GNUC_END_IGNORE_DEPRECATIONS

static const SceneTest tests[] = {
  { "/hint/one", test_hint_one },
  { "/hint/ready", test_hint_ready },
  { "/hint/many", test_hint_many },
  { "/hint/not-offered", test_hint_not_offered },
  { "/hint/two-lines", test_hint_two_lines },
  { "/hint/quiet", test_hint_quiet },
  { "/hint/quiet-first", test_hint_quiet_first },
  { "/hint/dismiss", test_hint_dismiss },
  { "/menu/entries", test_menu },
  { "/menu/update", test_menu_update },
};

int
main (int argc, char **argv)
{
  return scene_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
