/* The strip, the panel and the menu, with cases of all kinds. */
#include "config.h"
#include "core/i18n.h"
#include "plugin/hint.h"
#include "plugin/host-window.h"
#include "plugin/menu.h"
#include "plugin/panel.h"
#include "tests/widgets/display.h"
#include "tests/widgets/fake.h"
#include "tests/widgets/look.h"
#include <glib/gstdio.h>
#include <string.h>

#define OFFICE 1
#define HOME 2

static GtkWidget *window;

static void
attach (void)
{
  g_autoptr (GError) error = NULL;

  fake_host_open ();
  window = doctor_host_get_window ();
  display_settle ();
  g_assert_true (doctor_panel_attach (&error));
  g_assert_true (doctor_hint_attach (&error));
  g_assert_true (doctor_menu_attach (&error));
}

static void
detach (void)
{
  doctor_menu_detach ();
  doctor_hint_detach ();
  doctor_panel_detach ();
  fake_host_close ();
  fake_clear ();
  window = NULL;
}

static DoctorCase *
open_panel (const char *fixture)
{
  DoctorCase *c = fake_add (OFFICE, "Office", "taro@example.jp", fixture);

  attach ();
  doctor_hint_update ();
  doctor_panel_show (OFFICE);
  display_settle ();
  return c;
}

static void
assert_text (const char *words)
{
  g_autofree char *text = look_text (window);

  if (strstr (text, words) == NULL)
    g_error ("“%s” is not in:\n%s", words, text);
}

static void
assert_no_text (const char *words)
{
  g_autofree char *text = look_text (window);

  if (strstr (text, words) != NULL)
    g_error ("“%s” is in:\n%s", words, text);
}

static void
assert_verbs (const char *expected)
{
  g_autofree char *verbs = fake_take_verbs ();

  g_assert_cmpstr (verbs, ==, expected);
}

static void
click (const char *words)
{
  look_click (look_button (window, words));
  display_settle ();
}

/* --- the strip --- */

static void
test_hint_one (void)
{
  GtkWidget *bar;

  fake_add (OFFICE, "Office", "taro@example.jp", "failed");
  attach ();
  doctor_hint_update ();
  display_settle ();
  assert_text ("“Office” cannot fetch mail. The server takes passwords only");
  g_assert_true (gtk_widget_is_focus (fake_host_get_message_list ()));
  bar = look_type (window, GTK_TYPE_INFO_BAR);
  g_assert_cmpint (atk_object_get_role (gtk_widget_get_accessible (bar)), ==, ATK_ROLE_ALERT);
  g_assert_true (g_str_has_prefix (look_name (bar), "“Office” cannot fetch mail."));
  click ("Repair…");
  assert_verbs ("examine 1\n");
  assert_text ("Account Doctor");
  detach ();
}

static void
test_hint_ready (void)
{
  fake_add (OFFICE, "Office", "taro@example.jp", "proved");
  attach ();
  doctor_hint_update ();
  display_settle ();
  assert_text ("A repair is ready.");
  click ("Repair…");
  assert_verbs ("");
  detach ();
}

static void
test_hint_many (void)
{
  fake_add (OFFICE, "Office", "taro@example.jp", "failed");
  fake_add (HOME, "Home", "", "problem");
  attach ();
  doctor_hint_update ();
  display_settle ();
  assert_text ("2 accounts cannot fetch mail. Accounts: “Office”, “Home”.");
  g_assert_null (look_button (window, "Repair…"));
  click ("Details");
  assert_verbs ("");
  assert_text ("Failed, not examined yet");
  g_assert_nonnull (look_button (window, "Examine all"));
  detach ();
}

static void
test_hint_dismiss (void)
{
  DoctorCase *c = fake_add (OFFICE, "Office", "taro@example.jp", "failed");

  attach ();
  doctor_hint_update ();
  display_settle ();
  gtk_widget_grab_focus (look_button (window, "Details"));
  gtk_info_bar_response (GTK_INFO_BAR (look_type (window, GTK_TYPE_INFO_BAR)), GTK_RESPONSE_CLOSE);
  display_settle ();
  assert_verbs ("dismiss 1\n");
  assert_no_text ("cannot fetch mail");
  g_assert_true (gtk_widget_is_focus (fake_host_get_message_list ()));
  fake_set_state (c, DOCTOR_CASE_REPAIRED);
  doctor_hint_update ();
  detach ();
}

/* --- the panel --- */

static const struct {
  const char *fixture;
  const char *texts[6];
  const char *buttons[4];
} states[] = {
  { "idle", { "“Office” has not been examined yet." }, { "Examine" } },
  { "failed",
    { "An examination finds out why.", "Receiving", "the client failed here" },
    { "Examine", "Copy report" } },
  { "examining",
    { "“Office” is being examined.", "port 143 is being tried", "4\u00a0ms", "Sending" },
    { "Cancel" } },
  { "proved",
    { "tested and ready", "Tested just now", "0.3", "server takes no plain sign-in here",
      "24\u00a0ms" },
    { "Examine again", "Copy report" } },
  { "unproved", { "Not tested yet." }, { "Examine again" } },
  { "verifying",
    { "A repair of “Office” is being tested.", "Being tested on a copy" },
    { "Cancel" } },
  { "several", { "likely", "proved", "Sending", "Receiving" }, { "Examine again" } },
  { "password", { "New password", "stored only when the server accepts it" }, { "Examine again" } },
  { "app-password", { "Gmail" }, { "Open the provider’s page" } },
  { "healthy", { "Receiving and sending work.", "smtp.example.jp:465" }, { "Examine again" } },
  { "undetermined", { "Not determined", "Ruled out", "Name: mail.example.jp found" }, { NULL } },
  { "applied",
    { "The repair of “Office” is in place.", "Undo: port 993 → 143" },
    { "Examine again", "Undo" } },
  { "repaired", { "“Office” works again." }, { "Undo" } },
  { "problem", { "Install the package" }, { "Examine" } },
};

static void
test_states (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    g_test_message ("%s", states[i].fixture);
    open_panel (states[i].fixture);
    for (guint j = 0; j < G_N_ELEMENTS (states[i].texts) && states[i].texts[j] != NULL; j++)
      assert_text (states[i].texts[j]);
    for (guint j = 0; j < G_N_ELEMENTS (states[i].buttons) && states[i].buttons[j] != NULL; j++)
      g_assert_nonnull (look_button (window, states[i].buttons[j]));
    detach ();
  }
}

/* From each kind of case to each other one in the same panel. */
static void
test_changes (void)
{
  open_panel ("idle");
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (states); j++) {
      doctor_panel_update (fake_add (OFFICE, "Office", "taro@example.jp", states[i].fixture));
      doctor_panel_update (fake_add (OFFICE, "Office", "taro@example.jp", states[j].fixture));
      if (states[j].texts[0] != NULL)
        assert_text (states[j].texts[0]);
    }
  }
  detach ();
}

/* Words on the button of the first remedy. */
static char *
dup_remedy (DoctorCase *c)
{
  const DoctorOffer *offer = doctor_case_get_offers (c)->pdata[0];
  g_autofree char *words = doctor_fix_dup_button (offer->fix, doctor_case_get_facts (c));
  g_auto (GStrv) pieces = g_strsplit (words, "_", -1);

  return g_strjoinv ("", pieces);
}

static void
test_apply (void)
{
  DoctorCase *c = open_panel ("proved");
  g_autofree char *remedy = dup_remedy (c);

  click (remedy);
  assert_verbs ("apply 1 use-tested-settings\n");
  fake_set_state (c, DOCTOR_CASE_VERIFYING);
  doctor_panel_update (c);
  g_assert_false (gtk_widget_is_sensitive (look_button (window, remedy)));
  detach ();
}

/* What the button says is no longer what the case offers, and the panel does not know yet. */
static void
test_stale_remedy (void)
{
  DoctorCase *c = open_panel ("proved");
  g_autofree char *remedy = dup_remedy (c);

  fake_add (OFFICE, "Office", "taro@example.jp", "password");
  click (remedy);
  assert_verbs ("");
  detach ();
}

static void
test_remedy_in_vain (void)
{
  DoctorCase *c = open_panel ("unproved");

  fake_set_verdict (c, 0, DOCTOR_VERDICT_FAILED);
  doctor_panel_update (c);
  look_unfold (window);
  display_settle ();
  assert_text ("Tested: it does not help. Nothing was changed.");
  detach ();
}

static GtkWidget *
find_entry (void)
{
  return look_type (window, GTK_TYPE_ENTRY);
}

static void
test_password (void)
{
  DoctorCase *c = open_panel ("password");
  g_autofree char *remedy = dup_remedy (c);
  GtkWidget *entry = find_entry ();

  g_assert_false (gtk_entry_get_visibility (GTK_ENTRY (entry)));
  g_assert_false (gtk_widget_is_sensitive (look_button (window, remedy)));
  gtk_widget_grab_focus (entry);
  display_press (window, GDK_KEY_Q, GDK_SHIFT_MASK);
  display_press (window, GDK_KEY_z, 0);
  for (int i = 0; i < 20; i++)
    doctor_panel_update (c);
  g_assert_true (gtk_widget_is_focus (entry));
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (entry)), ==, "Qz");
  look_click (look_button (window, remedy));
  assert_verbs ("password 1 new-password Qz\n");
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (entry)), ==, "");
  detach ();
}

static void
test_password_return (void)
{
  open_panel ("password");
  gtk_widget_grab_focus (find_entry ());
  display_press (window, GDK_KEY_Return, 0);
  assert_verbs ("");
  display_press (window, GDK_KEY_z, 0);
  display_press (window, GDK_KEY_Return, 0);
  assert_verbs ("password 1 new-password z\n");
  detach ();
}

static void
test_password_note (void)
{
  open_panel ("password");
  gtk_entry_set_text (GTK_ENTRY (find_entry ()), "ｓecret");
  display_settle ();
  assert_text ("full-width characters");
  gtk_entry_set_text (GTK_ENTRY (find_entry ()), "secret");
  display_settle ();
  assert_no_text ("full-width characters");
  detach ();
}

static void
test_password_refused (void)
{
  DoctorCase *c = open_panel ("password");

  fake_set_problem (c, "The server does not accept this password.");
  doctor_panel_update (c);
  display_settle ();
  assert_text ("The server does not accept this password.");
  g_assert_nonnull (find_entry ());
  detach ();
}

/* Typed for one account, it must not wait there for another, nor behind a closed panel. */
static void
test_password_wiped (void)
{
  GtkWidget *entry;

  open_panel ("password");
  fake_add (HOME, "Home", "", "password");
  doctor_panel_update (NULL);
  entry = find_entry ();
  gtk_entry_set_text (GTK_ENTRY (entry), "secret");
  doctor_panel_show (HOME);
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (entry)), ==, "");
  gtk_entry_set_text (GTK_ENTRY (entry), "secret");
  gtk_widget_grab_focus (entry);
  display_press (window, GDK_KEY_Escape, 0);
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (entry)), ==, "");
  detach ();
}

static void
test_examine_and_cancel (void)
{
  DoctorCase *c = open_panel ("failed");
  GtkWidget *examine = look_button (window, "Examine");

  gtk_widget_grab_focus (examine);
  look_click (examine);
  assert_verbs ("examine 1\n");
  fake_set_state (c, DOCTOR_CASE_EXAMINING);
  doctor_panel_update (c);
  display_settle ();
  g_assert_true (gtk_widget_is_focus (look_button (window, "Cancel")));
  click ("Cancel");
  assert_verbs ("cancel 1\n");
  fake_set_state (c, DOCTOR_CASE_FAILED);
  doctor_panel_update (c);
  display_settle ();
  g_assert_true (gtk_widget_is_focus (look_button (window, "Examine")));
  detach ();
}

/* The button that had the focus goes away with its card. */
static void
test_focus_is_never_lost (void)
{
  DoctorCase *c = open_panel ("proved");
  g_autofree char *remedy = dup_remedy (c);

  gtk_widget_grab_focus (look_button (window, remedy));
  fake_set_state (c, DOCTOR_CASE_REPAIRED);
  doctor_panel_update (c);
  display_settle ();
  g_assert_true (gtk_widget_is_focus (look_button (window, "Examine again")));
  detach ();
}

static void
test_close (void)
{
  open_panel ("proved");
  g_assert_nonnull (look_type (window, GTK_TYPE_COMBO_BOX));
  display_press (window, GDK_KEY_Escape, 0);
  g_assert_null (look_type (window, GTK_TYPE_COMBO_BOX));
  g_assert_true (gtk_widget_is_focus (fake_host_get_message_list ()));
  /* With the focus elsewhere, Escape is not ours. */
  doctor_panel_show (OFFICE);
  display_settle ();
  gtk_widget_grab_focus (fake_host_get_message_list ());
  display_press (window, GDK_KEY_Escape, 0);
  g_assert_nonnull (look_type (window, GTK_TYPE_COMBO_BOX));
  detach ();
}

static void
test_choose (void)
{
  GtkComboBox *chooser;

  open_panel ("proved");
  fake_add (HOME, "Home", "home@example.org", "healthy");
  doctor_panel_update (NULL);
  chooser = GTK_COMBO_BOX (look_type (window, GTK_TYPE_COMBO_BOX));
  gtk_combo_box_set_active_id (chooser, "2");
  display_settle ();
  assert_text ("Receiving and sending work.");
  gtk_combo_box_set_active_id (chooser, "0");
  display_settle ();
  assert_text ("Mail cannot be received");
  click ("Examine all");
  assert_verbs ("examine 1\nexamine 2\n");
  click ("Details");
  g_assert_cmpstr (gtk_combo_box_get_active_id (chooser), ==, "1");
  fake_remove (OFFICE);
  doctor_hint_update ();
  doctor_panel_update (NULL);
  display_settle ();
  g_assert_cmpstr (gtk_combo_box_get_active_id (chooser), ==, "0");
  assert_no_text ("Office");
  fake_remove (HOME);
  doctor_panel_update (NULL);
  display_settle ();
  assert_text ("There is no mail account yet.");
  detach ();
}

static void
test_undo_and_report (void)
{
  GtkClipboard *clipboard = gtk_clipboard_get (GDK_SELECTION_CLIPBOARD);
  g_autofree char *copied = NULL;

  open_panel ("repaired");
  click ("Undo");
  assert_verbs ("undo 1\n");
  click ("Copy report");
  assert_text ("The report is copied.");
  copied = gtk_clipboard_wait_for_text (clipboard);
  g_assert_cmpstr (copied, ==, "Report of 1\n");
  detach ();
}

/* Server words are shown as they are, and are never markup. */
static void
test_exact_words (void)
{
  GtkClipboard *clipboard = gtk_clipboard_get (GDK_SELECTION_CLIPBOARD);
  g_autofree char *copied = NULL;

  open_panel ("proved");
  look_unfold (window);
  display_settle ();
  click ("Copy these lines");
  copied = gtk_clipboard_wait_for_text (clipboard);
  g_assert_nonnull (strstr (copied, "Logging out <b>now</b>"));
  detach ();
}

/* Everything that takes the focus has a name, and the focus goes from top to bottom. */
static void
test_keyboard (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    g_autoptr (GList) widgets = NULL;
    GtkWidget *area = NULL;
    int last = -1;

    open_panel (states[i].fixture);
    look_unfold (window);
    display_settle ();
    widgets = look_focusable (look_type (window, GTK_TYPE_PANED));
    for (GList *widget = widgets; widget != NULL; widget = widget->next) {
      int x, y;

      g_test_message ("%s: %s", states[i].fixture, G_OBJECT_TYPE_NAME (widget->data));
      if (GTK_IS_CELL_VIEW (widget->data) || GTK_IS_PANED (widget->data)
          || GTK_IS_SCROLLED_WINDOW (widget->data) || widget->data == fake_host_get_message_list ())
        continue;
      if (!GTK_IS_ENTRY (widget->data) && !GTK_IS_TOGGLE_BUTTON (widget->data))
        g_assert_cmpstr (look_name (widget->data), >, "");
      g_assert_true (gtk_widget_translate_coordinates (widget->data, window, 0, 0, &x, &y));
      /* What is scrolled has its own top and bottom. */
      if (area != gtk_widget_get_ancestor (widget->data, GTK_TYPE_SCROLLED_WINDOW))
        last = -1;
      area = gtk_widget_get_ancestor (widget->data, GTK_TYPE_SCROLLED_WINDOW);
      g_assert_cmpint (y, >=, last);
      last = y;
    }
    detach ();
  }
}

static void
test_entry_has_label (void)
{
  AtkRelationSet *relations;

  open_panel ("password");
  relations = atk_object_ref_relation_set (gtk_widget_get_accessible (find_entry ()));
  g_assert_true (atk_relation_set_contains (relations, ATK_RELATION_LABELLED_BY));
  g_object_unref (relations);
  detach ();
}

static void
test_width_is_kept (void)
{
  g_autofree char *dir = g_dir_make_tmp ("doctor-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (dir, "account-doctor", NULL);
  g_autofree char *path = g_build_filename (folder, "state", NULL);
  GtkPaned *paned;
  int position;

  fake_add (OFFICE, "Office", "taro@example.jp", "proved");
  attach ();
  fake_host_set_config_dir (dir);
  doctor_panel_show (OFFICE);
  display_settle ();
  paned = GTK_PANED (look_type (window, GTK_TYPE_PANED));
  position = gtk_paned_get_position (paned) - 60;
  gtk_paned_set_position (paned, position);
  display_settle ();
  doctor_panel_detach ();
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (doctor_panel_attach (NULL));
  doctor_panel_show (OFFICE);
  display_settle ();
  paned = GTK_PANED (look_type (window, GTK_TYPE_PANED));
  g_assert_cmpint (ABS (gtk_paned_get_position (paned) - position), <, 10);
  detach ();
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
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
  window = doctor_host_get_window ();
  before = gtk_ui_manager_get_ui (doctor_host_get_ui_manager ());
  g_assert_true (doctor_panel_attach (NULL));
  g_assert_true (doctor_menu_attach (NULL));
  g_assert_cmpstr (get_item (SUBMENU "/AccountDoctorDiagnose1"), ==, "Office");
  g_assert_cmpstr (get_item (SUBMENU "/AccountDoctorDiagnose2"), ==, "Home__mail");
  activate (SUBMENU "/AccountDoctorDiagnose2");
  assert_verbs ("examine 2\n");
  activate (SUBMENU "/AccountDoctorDiagnoseAll");
  assert_verbs ("examine 1\nexamine 2\n");
  display_settle ();
  assert_text ("Failed, not examined yet");
  doctor_menu_detach ();
  doctor_menu_detach ();
  after = gtk_ui_manager_get_ui (doctor_host_get_ui_manager ());
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (
    g_list_length (gtk_ui_manager_get_action_groups (doctor_host_get_ui_manager ())), ==, 1);
  detach ();
}

static void
test_menu_update (void)
{

  fake_add (OFFICE, "Office", "", "failed");
  attach ();
  fake_add (HOME, "Home", "", "failed");
  doctor_menu_update ();
  g_assert_cmpstr (get_item (SUBMENU "/AccountDoctorDiagnose2"), ==, "Home");
  fake_remove (OFFICE);
  doctor_menu_update ();
  g_assert_null (get_item (SUBMENU "/AccountDoctorDiagnose1"));
  g_assert_cmpstr (get_item (SUBMENU "/AccountDoctorDiagnose2"), ==, "Home");
  detach ();
}

G_GNUC_END_IGNORE_DEPRECATIONS

static const struct {
  const char *path;
  GTestFunc test;
} tests[] = {
  { "/hint/one", test_hint_one },
  { "/hint/ready", test_hint_ready },
  { "/hint/many", test_hint_many },
  { "/hint/dismiss", test_hint_dismiss },
  { "/panel/states", test_states },
  { "/panel/changes", test_changes },
  { "/panel/apply", test_apply },
  { "/panel/stale-remedy", test_stale_remedy },
  { "/panel/remedy-in-vain", test_remedy_in_vain },
  { "/panel/password", test_password },
  { "/panel/password-return", test_password_return },
  { "/panel/password-note", test_password_note },
  { "/panel/password-refused", test_password_refused },
  { "/panel/password-wiped", test_password_wiped },
  { "/panel/examine-and-cancel", test_examine_and_cancel },
  { "/panel/focus-is-never-lost", test_focus_is_never_lost },
  { "/panel/close", test_close },
  { "/panel/choose", test_choose },
  { "/panel/undo-and-report", test_undo_and_report },
  { "/panel/exact-words", test_exact_words },
  { "/panel/keyboard", test_keyboard },
  { "/panel/entry-has-label", test_entry_has_label },
  { "/panel/width-is-kept", test_width_is_kept },
  { "/menu/entries", test_menu },
  { "/menu/update", test_menu_update },
};

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!display_start (&argc, &argv))
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_func (tests[i].path, tests[i].test);
  status = g_test_run ();
  display_stop ();
  return status;
}
