/* The cards of what is no change of settings: guided steps, waiting, trust. */
#include "config.h"
#include "plugin/history-dialog.h"
#include "plugin/panel.h"
#include "plugin/settings-dialogs.h"
#include "tests/widgets/display.h"
#include "tests/widgets/look.h"
#include "tests/widgets/scene.h"
#include <string.h>

static GtkWidget *
find_button (const char *words)
{
  GtkWidget *button = look_button (scene_window, words);

  if (button == NULL)
    g_error ("no button “%s”", words);
  return button;
}

static void
refresh (DoctorCase *c)
{
  doctor_panel_update (c);
  display_settle ();
}

static void
test_page (void)
{
  scene_show ("access");
  scene_assert_text ("Switch on the access of mail programs at Gmail");
  scene_assert_text ("Settings, Forwarding and POP/IMAP");
  find_button ("Open the Provider's Page");
  scene_click ("Check Again");
  scene_assert_verbs ("examine 1\n");
  scene_close ();
}

/* The window of the client closes, and what came of it is seen at once. */
static void
test_passphrase (void)
{
  scene_show ("locked");
  scene_assert_text ("Enter the primary passphrase");
  scene_click ("Enter Passphrase…");
  scene_assert_verbs ("passphrase\nexamine 1\n");
  scene_close ();
}

static void
test_clock (void)
{
  scene_show ("clock");
  scene_assert_text ("Set the clock of this computer");
  scene_assert_text ("The clock is off by 24 hours.");
  scene_close ();
}

static void
test_local (void)
{
  scene_show ("offline");
  scene_assert_text ("This changes the mail program itself, and nothing at the server.");
  scene_click ("Go Online");
  scene_assert_verbs ("apply 1 go-online\n");
  scene_close ();
}

static void
test_wait (void)
{
  DoctorCase *c = scene_show ("outage");
  const DoctorWait waiting = { DOCTOR_SCOPE_RECEIVE, FALSE, 299, 0 };
  const DoctorWait again = { DOCTOR_SCOPE_RECEIVE, FALSE, 3900, 2 };
  const DoctorWait trying = { DOCTOR_SCOPE_RECEIVE, TRUE, 0, 2 };

  scene_assert_text ("tries again by itself in 5:00 minutes");
  gtk_widget_grab_focus (find_button ("Wait and Try Again"));
  scene_click ("Wait and Try Again");
  scene_assert_verbs ("wait 1 retry-later\n");
  fake_set_wait (c, &waiting);
  refresh (c);
  scene_assert_text ("The mail program tries again by itself in 4:59 minutes.");
  g_assert_true (gtk_widget_is_focus (find_button ("Stop Waiting")));
  scene_click ("Try Now");
  scene_assert_verbs ("wait-now 1\n");
  fake_set_wait (c, &trying);
  refresh (c);
  scene_assert_text ("The mail program is trying it now.");
  g_assert_null (look_button (scene_window, "Try Now"));
  fake_set_wait (c, &again);
  fake_set_state (c, DOCTOR_CASE_FAILED); /* it goes on whatever the client meets */
  refresh (c);
  scene_assert_text ("in 1:05 hours");
  scene_assert_text ("Tried 2 times since, without success.");
  g_assert_null (look_button (scene_window, "Wait and Try Again"));
  scene_click ("Stop Waiting");
  scene_assert_verbs ("wait-stop 1\n");
  fake_set_wait (c, NULL);
  refresh (c);
  g_assert_null (look_button (scene_window, "Stop Waiting"));
  scene_close ();
}

/* Never the first remedy, and not before it was compared. */
static void
test_trust (void)
{
  DoctorCase *c = scene_show ("certificate");
  const char *check = "I have compared the fingerprint with the people who run the server";

  g_assert_null (look_button (scene_window, "Trust Once"));
  find_button ("Copy Report");
  look_unfold (scene_window);
  scene_click ("Compare the certificate with its owner…");
  display_settle ();
  scene_assert_text ("E3:B0:C4:42 98:FC:1C:14");
  scene_assert_text ("9F:86:D0:81 88:4C:7D:65");
  scene_assert_text ("Do not trust it in a network that everybody can use");
  g_assert_false (gtk_widget_is_sensitive (find_button ("Trust Once")));
  g_assert_false (gtk_widget_is_sensitive (find_button ("Store Certificate")));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (check)), TRUE);
  refresh (c);
  scene_click ("Trust Once");
  scene_click ("Store Certificate");
  scene_assert_verbs ("trust 1 compare-certificate once\ntrust 1 compare-certificate stored\n");
  scene_close ();
}

/* The window that was opened last, above the host's. */
static GtkWidget *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at != NULL; at = at->next)
    if (GTK_IS_DIALOG (at->data) && gtk_widget_get_visible (at->data))
      return at->data;
  g_error ("no dialog");
}

static void
test_history (void)
{
  GtkWidget *dialog;

  scene_show ("repaired");
  doctor_history_dialog_open (scene_window, OFFICE);
  display_settle ();
  dialog = find_dialog ();
  g_assert_nonnull (look_button (dialog, "Undo This Change"));
  look_click (look_button (dialog, "Undo Back to Here"));
  scene_assert_verbs ("undo-since 1 1\n");
  look_click (look_button (dialog, "Close"));
  display_settle ();
  scene_close ();
}

static void
test_import (void)
{
  static const char good[] = "account-doctor-settings 1\nreceive.server.port 995\n";
  g_autofree char *text = NULL;
  GtkWidget *dialog;

  scene_show ("password");
  doctor_import_preview_open (scene_window, OFFICE, good, strlen (good), "file");
  display_settle ();
  dialog = find_dialog ();
  text = look_text (dialog);
  g_assert_nonnull (strstr (text, "993 → 995"));
  look_click (look_button (dialog, "Try and Import"));
  scene_assert_verbs ("import 1 receive.server.port 995\n\n");
  display_settle ();
  doctor_import_preview_open (scene_window, OFFICE, "x", 1, "file");
  display_settle ();
  g_free (text);
  text = look_text (find_dialog ());
  g_assert_nonnull (strstr (text, "file is no file of account settings"));
  look_click (look_button (find_dialog (), "Close"));
  display_settle ();
  scene_close ();
}

/* Asked first, with From and server; what was not sent comes back. */
static void
test_around (void)
{
  g_autofree char *text = NULL;
  DoctorCase *c;

  fake_n_queued = 2;
  c = scene_show ("outage");
  scene_assert_text ("Keep working meanwhile");
  scene_assert_text ("2 messages wait to be sent.");
  /* the helper takes the underscore of the name for a mnemonic */
  scene_click ("Send Through “Homemail”…");
  display_settle ();
  text = look_text (find_dialog ());
  g_assert_nonnull (strstr (text, "Send 2 messages through “Home_mail”?"));
  g_assert_nonnull (strstr (text, "From stays taro@example.jp."));
  g_assert_nonnull (strstr (text, "smtp.example.org"));
  look_click (look_button (find_dialog (), "Cancel"));
  display_settle ();
  scene_assert_verbs ("");
  scene_click ("Send Through “Homemail”…");
  display_settle ();
  look_click (look_button (find_dialog (), "Send"));
  scene_assert_verbs ("send-through 1 2\n");
  fake_n_queued = 0;
  fake_n_redirected = 2;
  refresh (c);
  scene_assert_text ("2 messages wait to be sent through another account.");
  g_assert_null (look_button (scene_window, "Send Through “Homemail”…"));
  scene_click ("Take Messages Back");
  scene_assert_verbs ("take-back 1\n");
  fake_n_redirected = 0;
  scene_close ();
}

/* A window of ours goes with the panel. */
static void
test_again (void)
{
  g_autofree char *text = NULL;
  GtkWidget *dialog;

  scene_show ("password");
  doctor_again_dialog_open (scene_window, OFFICE);
  display_settle ();
  dialog = find_dialog ();
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *)&dialog);
  text = look_text (dialog);
  g_assert_nonnull (strstr (text, "the saved password"));
  g_assert_nonnull (strstr (text, "1. Export the settings"));
  g_assert_nonnull (look_button (dialog, "Export Settings…"));
  scene_close ();
  g_assert_null (dialog);
}

int
main (int argc, char **argv)
{
  static const SceneTest tests[] = {
    { "/steps/page", test_page },       { "/steps/passphrase", test_passphrase },
    { "/steps/clock", test_clock },     { "/steps/local", test_local },
    { "/steps/wait", test_wait },       { "/steps/trust", test_trust },
    { "/steps/history", test_history }, { "/steps/import", test_import },
    { "/steps/again", test_again },     { "/steps/around", test_around },
  };

  return scene_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
