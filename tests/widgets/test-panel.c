/* The panel, with cases of all kinds. */
#include "config.h"
#include "plugin/hint.h"
#include "plugin/panel.h"
#include "tests/widgets/display.h"
#include "tests/widgets/look.h"
#include "tests/widgets/scene.h"
#include <glib/gstdio.h>
#include <string.h>

static const struct {
  const char *fixture;
  const char *texts[6];
  const char *buttons[4];
} states[] = {
  { "idle", { "No trouble with “Office” is known." }, { "Examine" } },
  { "failed",
    { "An examination finds out why.", "Receiving", "the mail program failed here" },
    { "Examine", "Copy Report" } },
  { "examining",
    { "“Office” is being examined.", "being checked", "4\u00a0ms", "Sending" },
    { "Cancel" } },
  { "proved",
    { "tested and ready", "Tested just now", "0.3", "server takes no unencrypted login here",
      "24\u00a0ms" },
    { "Examine Again", "Copy Report" } },
  { "unproved", { "Not tested yet." }, { "Examine Again" } },
  { "verifying",
    { "The change is being tried on a copy", "Being tested on a copy" },
    { "Cancel" } },
  { "no-network",
    { "no usable network connection", "no connection", "not reached" },
    { "Examine Again" } },
  { "silent", { "Last worked: 20 November 2026" }, { "Examine Again" } },
  { "several", { "likely", "proved", "Sending", "Receiving" }, { "Examine Again" } },
  { "password", { "New password", "stored only when the server accepts it" }, { "Examine Again" } },
  { "app-password", { "Gmail" }, { "Open the provider’s page" } },
  { "healthy", { "Receiving and sending work.", "smtp.example.jp:465" }, { "Examine Again" } },
  { "undetermined",
    { "Not determined", "Ruled out", "Server name: mail.example.jp was found" },
    { NULL } },
  { "applied", { "The change is stored.", "Undo: port 993 → 143" }, { "Examine Again", "Undo" } },
  { "repaired", { "“Office” fetches mail again." }, { "Undo" } },
  { "problem", { "Install the package" }, { "Examine" } },
};

static void
show (const char *fixture)
{
  doctor_panel_update (fake_add (OFFICE, "Office", "taro@example.jp", fixture));
  display_settle ();
}

static void
test_states (void)
{
  scene_show ("idle");
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    g_test_message ("%s", states[i].fixture);
    show (states[i].fixture);
    for (guint j = 0; j < G_N_ELEMENTS (states[i].texts) && states[i].texts[j] != NULL; j++)
      scene_assert_text (states[i].texts[j]);
    for (guint j = 0; j < G_N_ELEMENTS (states[i].buttons) && states[i].buttons[j] != NULL; j++)
      g_assert_nonnull (look_button (scene_window, states[i].buttons[j]));
  }
  scene_close ();
}

/* From each kind of case to each other one in the same panel. */
static void
test_changes (void)
{
  scene_show ("idle");
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (states); j++) {
      doctor_panel_update (fake_add (OFFICE, "Office", "taro@example.jp", states[i].fixture));
      doctor_panel_update (fake_add (OFFICE, "Office", "taro@example.jp", states[j].fixture));
      if (states[j].texts[0] != NULL)
        scene_assert_text (states[j].texts[0]);
    }
  }
  scene_close ();
}

static void
test_apply (void)
{
  DoctorCase *c = scene_show ("proved");
  g_autofree char *remedy = scene_dup_remedy (c);

  scene_click (remedy);
  scene_assert_verbs ("apply 1 use-tested-settings\n");
  fake_set_state (c, DOCTOR_CASE_VERIFYING);
  doctor_panel_update (c);
  g_assert_false (gtk_widget_is_sensitive (look_button (scene_window, remedy)));
  scene_close ();
}

/* What the button says is no longer what the case offers, and the panel does not know yet. */
static void
test_stale_remedy (void)
{
  DoctorCase *c = scene_show ("proved");
  g_autofree char *remedy = scene_dup_remedy (c);

  fake_add (OFFICE, "Office", "taro@example.jp", "password");
  scene_click (remedy);
  scene_assert_verbs ("");
  scene_close ();
}

static void
test_remedy_in_vain (void)
{
  DoctorCase *c = scene_show ("unproved");

  fake_set_verdict (c, 0, DOCTOR_VERDICT_FAILED);
  doctor_panel_update (c);
  look_unfold (scene_window);
  display_settle ();
  scene_assert_text ("Tested: it does not help. Nothing was changed.");
  scene_close ();
}

static void
test_examine_and_cancel (void)
{
  DoctorCase *c = scene_show ("failed");
  GtkWidget *examine = look_button (scene_window, "Examine");

  gtk_widget_grab_focus (examine);
  look_click (examine);
  scene_assert_verbs ("examine 1\n");
  fake_set_state (c, DOCTOR_CASE_EXAMINING);
  doctor_panel_update (c);
  display_settle ();
  g_assert_true (gtk_widget_is_focus (look_button (scene_window, "Cancel")));
  scene_click ("Cancel");
  scene_assert_verbs ("cancel 1\n");
  fake_set_state (c, DOCTOR_CASE_FAILED);
  doctor_panel_update (c);
  display_settle ();
  g_assert_true (gtk_widget_is_focus (look_button (scene_window, "Examine")));
  scene_close ();
}

/* The button that had the focus goes away with its card. */
static void
test_focus_is_never_lost (void)
{
  DoctorCase *c = scene_show ("proved");
  g_autofree char *remedy = scene_dup_remedy (c);

  gtk_widget_grab_focus (look_button (scene_window, remedy));
  fake_set_state (c, DOCTOR_CASE_REPAIRED);
  doctor_panel_update (c);
  display_settle ();
  g_assert_true (gtk_widget_is_focus (look_button (scene_window, "Examine Again")));
  scene_close ();
}

static void
test_close (void)
{
  scene_show ("proved");
  g_assert_nonnull (look_type (scene_window, GTK_TYPE_COMBO_BOX));
  display_press (scene_window, GDK_KEY_Escape, 0);
  g_assert_null (look_type (scene_window, GTK_TYPE_COMBO_BOX));
  g_assert_true (gtk_widget_is_focus (fake_host_get_message_list ()));
  /* With the focus elsewhere, Escape is not ours. */
  doctor_panel_show (OFFICE);
  display_settle ();
  gtk_widget_grab_focus (fake_host_get_message_list ());
  display_press (scene_window, GDK_KEY_Escape, 0);
  g_assert_nonnull (look_type (scene_window, GTK_TYPE_COMBO_BOX));
  scene_close ();
}

/* F6 goes from pane to pane, as everywhere in GTK: into the panel, and out of it. */
static void
test_pane_key (void)
{
  scene_show ("proved");
  gtk_widget_grab_focus (fake_host_get_message_list ());
  display_press (scene_window, GDK_KEY_F6, 0);
  g_assert_false (gtk_widget_is_focus (fake_host_get_message_list ()));
  g_assert_true (gtk_widget_is_ancestor (
    gtk_window_get_focus (GTK_WINDOW (scene_window)),
    gtk_paned_get_child2 (GTK_PANED (look_type (scene_window, GTK_TYPE_PANED)))));
  display_press (scene_window, GDK_KEY_F6, 0);
  g_assert_true (gtk_widget_is_focus (fake_host_get_message_list ()));
  scene_close ();
}

static void
test_choose (void)
{
  GtkComboBox *chooser;
  GtkListBox *table;

  scene_show ("proved");
  fake_add (HOME, "Home", "home@example.org", "healthy");
  doctor_panel_update (NULL);
  chooser = GTK_COMBO_BOX (look_type (scene_window, GTK_TYPE_COMBO_BOX));
  gtk_combo_box_set_active_id (chooser, "2");
  display_settle ();
  scene_assert_text ("Receiving and sending work.");
  gtk_combo_box_set_active_id (chooser, "0");
  display_settle ();
  scene_assert_text ("1 of 2 accounts does not work.");
  scene_assert_text ("takes passwords only on an encrypted connection.");
  table = GTK_LIST_BOX (look_type (scene_window, GTK_TYPE_LIST_BOX));
  scene_click ("Examine All");
  scene_assert_verbs ("examine 1\nexamine 2\n");
  gtk_widget_activate (GTK_WIDGET (gtk_list_box_get_row_at_index (table, 0)));
  display_settle ();
  g_assert_cmpstr (gtk_combo_box_get_active_id (chooser), ==, "1");
  fake_remove (OFFICE);
  doctor_hint_update ();
  doctor_panel_update (NULL);
  display_settle ();
  g_assert_cmpstr (gtk_combo_box_get_active_id (chooser), ==, "0");
  scene_assert_no_text ("Office");
  fake_remove (HOME);
  doctor_panel_update (NULL);
  display_settle ();
  scene_assert_text ("There is no mail account yet.");
  scene_close ();
}

/* What stops every account stands above the table. */
static void
test_all_down (void)
{
  scene_show ("no-network");
  fake_add (HOME, "Home", "home@example.org", "no-network");
  doctor_panel_show (0);
  display_settle ();
  scene_assert_text ("This computer has no usable network connection, so no account works.");
  fake_add (HOME, "Home", "home@example.org", "healthy");
  doctor_panel_update (NULL);
  display_settle ();
  scene_assert_text ("1 of 2 accounts does not work.");
  fake_add (OFFICE, "Office", "taro@example.jp", "healthy");
  doctor_panel_update (NULL);
  display_settle ();
  scene_assert_text ("All accounts work.");
  scene_close ();
}

/* What nothing is known of is not shown; what the person folds stays folded. */
static void
test_chains (void)
{
  DoctorCase *c = scene_show ("failed");
  GtkExpander *chain = GTK_EXPANDER (look_type (scene_window, GTK_TYPE_EXPANDER));

  scene_assert_no_text ("Sending");
  g_assert_true (gtk_expander_get_expanded (chain));
  gtk_expander_set_expanded (chain, FALSE);
  doctor_panel_update (c);
  g_assert_false (gtk_expander_get_expanded (chain));
  show ("healthy");
  g_assert_false (gtk_expander_get_expanded (chain));
  show ("proved");
  chain = GTK_EXPANDER (gtk_widget_get_ancestor (
    look_label (scene_window, "server takes no unencrypted login here"), GTK_TYPE_EXPANDER));
  g_assert_true (gtk_expander_get_expanded (chain));
  scene_close ();
}

static void
test_undo_and_report (void)
{
  GtkClipboard *clipboard = gtk_clipboard_get (GDK_SELECTION_CLIPBOARD);
  g_autofree char *copied = NULL;

  scene_show ("repaired");
  scene_click ("Undo");
  scene_assert_verbs ("undo 1\n");
  scene_click ("Copy Report");
  scene_assert_text ("The report is copied.");
  copied = gtk_clipboard_wait_for_text (clipboard);
  g_assert_cmpstr (copied, ==, "Report of 1\n");
  scene_close ();
}

/* Server words are shown as they are, and are never markup. */
static void
test_exact_words (void)
{
  GtkClipboard *clipboard = gtk_clipboard_get (GDK_SELECTION_CLIPBOARD);
  g_autofree char *copied = NULL;

  scene_show ("proved");
  look_unfold (scene_window);
  display_settle ();
  scene_click ("Copy These Lines");
  copied = gtk_clipboard_wait_for_text (clipboard);
  g_assert_nonnull (strstr (copied, "Logging out <b>now</b>"));
  scene_close ();
}

/* What has no words of its own to be named by. */
static gboolean
is_frame (GtkWidget *widget)
{
  return GTK_IS_CELL_VIEW (widget) || GTK_IS_PANED (widget) || GTK_IS_SCROLLED_WINDOW (widget)
         || widget == fake_host_get_message_list ();
}

/* Everything that takes the focus has a name, and the focus goes from top to bottom. */
static void
assert_order (void)
{
  g_autoptr (GList) widgets = look_focusable (look_type (scene_window, GTK_TYPE_PANED));
  GtkWidget *area = NULL;
  int last = -1, x, y;

  for (GList *widget = widgets; widget != NULL; widget = widget->next) {
    if (is_frame (widget->data))
      continue;
    g_test_message ("%s", G_OBJECT_TYPE_NAME (widget->data));
    if (!GTK_IS_ENTRY (widget->data) && !GTK_IS_TOGGLE_BUTTON (widget->data))
      g_assert_cmpstr (look_name (widget->data), >, "");
    g_assert_true (gtk_widget_translate_coordinates (widget->data, scene_window, 0, 0, &x, &y));
    /* What is scrolled has its own top and bottom. */
    if (area != gtk_widget_get_ancestor (widget->data, GTK_TYPE_SCROLLED_WINDOW))
      last = -1;
    area = gtk_widget_get_ancestor (widget->data, GTK_TYPE_SCROLLED_WINDOW);
    g_assert_cmpint (y, >=, last);
    last = y;
  }
}

/* A screen reader gets the steps of the chain from the first to the last. */
static void
assert_chain_order (void)
{
  GtkWidget *grid = look_type (look_type (scene_window, GTK_TYPE_PANED), GTK_TYPE_GRID);
  int last = 0, top = 0;

  if (grid == NULL)
    return;
  AtkObject *chain = gtk_widget_get_accessible (grid);
  for (int i = 0; i < atk_object_get_n_accessible_children (chain); i++) {
    g_autoptr (AtkObject) child = atk_object_ref_accessible_child (chain, i);
    GtkWidget *widget = gtk_accessible_get_widget (GTK_ACCESSIBLE (child));
    gtk_container_child_get (GTK_CONTAINER (grid), widget, "top-attach", &top, NULL);
    g_assert_cmpint (top / 2, >=, last / 2);
    last = top;
  }
}

static void
test_keyboard (void)
{
  scene_show ("idle");
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    g_test_message ("%s", states[i].fixture);
    show (states[i].fixture);
    look_unfold (scene_window);
    display_settle ();
    assert_order ();
    assert_chain_order ();
  }
  scene_close ();
}

/* Where @widget stands in what is scrolled; the strip above may still be growing. */
static int
find_top (GtkWidget *widget)
{
  GtkWidget *scroller = look_type (scene_window, GTK_TYPE_SCROLLED_WINDOW);
  int x = 0, y = 0;

  g_assert_true (gtk_widget_translate_coordinates (widget, scroller, 0, 0, &x, &y));
  return y;
}

static int
find_text (const char *text)
{
  return find_top (look_label (scene_window, text));
}

/* What is read stays under the eyes when something comes or goes above it; at the top, news come
 * in sight. */
static void
test_nothing_jumps (void)
{
  static const char read[] = "Computer and network";
  DoctorCase *c = scene_show ("several");
  GtkWidget *scroller = look_type (scene_window, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *scroll = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  double before;
  int top;

  gtk_adjustment_set_value (scroll, find_text (read) - 200);
  display_settle ();
  top = find_text (read);
  before = gtk_adjustment_get_value (scroll);
  g_assert_cmpfloat (before, >, 0);
  fake_set_problem (c, "The first line of a problem, which is long enough to need another one.");
  doctor_panel_update (c);
  display_settle ();
  g_assert_cmpfloat (gtk_adjustment_get_value (scroll), !=, before);
  g_assert_cmpint (find_text (read), ==, top);
  gtk_adjustment_set_value (scroll, 0);
  fake_set_problem (c, NULL);
  doctor_panel_update (c);
  display_settle ();
  g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 0);
  scene_close ();
}

/* With several findings the first remedy stands before the second finding. */
static void
test_remedy_comes_early (void)
{
  DoctorCase *c = scene_show ("several");
  g_autofree char *remedy = scene_dup_remedy (c);
  int y = find_top (look_button (scene_window, remedy));

  g_assert_cmpint (y, >, find_text ("Sending"));
  g_assert_cmpint (y, <, find_text ("Receiving"));
  scene_close ();
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
  scene_open ();
  fake_host_set_config_dir (dir);
  doctor_panel_show (OFFICE);
  display_settle ();
  paned = GTK_PANED (look_type (scene_window, GTK_TYPE_PANED));
  position = gtk_paned_get_position (paned) - 60;
  gtk_paned_set_position (paned, position);
  display_settle ();
  doctor_panel_detach ();
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (doctor_panel_attach (NULL));
  doctor_panel_show (OFFICE);
  display_settle ();
  paned = GTK_PANED (look_type (scene_window, GTK_TYPE_PANED));
  g_assert_cmpint (ABS (gtk_paned_get_position (paned) - position), <, 10);
  scene_close ();
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

static const SceneTest tests[] = {
  { "/panel/states", test_states },
  { "/panel/changes", test_changes },
  { "/panel/apply", test_apply },
  { "/panel/stale-remedy", test_stale_remedy },
  { "/panel/remedy-in-vain", test_remedy_in_vain },
  { "/panel/examine-and-cancel", test_examine_and_cancel },
  { "/panel/focus-is-never-lost", test_focus_is_never_lost },
  { "/panel/close", test_close },
  { "/panel/pane-key", test_pane_key },
  { "/panel/choose", test_choose },
  { "/panel/all-down", test_all_down },
  { "/panel/chains", test_chains },
  { "/panel/undo-and-report", test_undo_and_report },
  { "/panel/exact-words", test_exact_words },
  { "/panel/keyboard", test_keyboard },
  { "/panel/nothing-jumps", test_nothing_jumps },
  { "/panel/remedy-comes-early", test_remedy_comes_early },
  { "/panel/width-is-kept", test_width_is_kept },
};

int
main (int argc, char **argv)
{
  return scene_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
