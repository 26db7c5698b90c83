#include "config.h"
#include "plugin/settings-dialogs.h"
#include "core/i18n.h"
#include "plugin/case.h"
#include "plugin/offer-card.h"
#include "plugin/ui.h"
#include <string.h>

#define FIX_KEY "account-doctor-import"
#define ACCOUNT_KEY "account-doctor-account"

/* A sentence about what we could not do, in a window of its own. */
static void
tell (GtkWidget *from, const char *sentence)
{
  GtkWidget *dialog
    = gtk_message_dialog_new (NULL, 0, GTK_MESSAGE_WARNING, GTK_BUTTONS_CLOSE, "%s", sentence);

  doctor_ui_open_dialog (dialog, from);
}

/* --- files --- */

/* What opened it is gone, and nobody will answer it. */
static void
drop (GtkNativeDialog *chooser)
{
  gtk_native_dialog_destroy (chooser);
  g_object_unref (chooser);
}

static GtkFileChooserNative *
new_chooser (GtkWidget *from, int account_id, GtkFileChooserAction action)
{
  gboolean saves = action == GTK_FILE_CHOOSER_ACTION_SAVE;
  GtkWidget *window = gtk_widget_get_toplevel (from);
  GtkFileChooserNative *chooser
    = gtk_file_chooser_native_new (saves ? _ ("Export Settings") : _ ("Import Settings"),
                                   GTK_IS_WINDOW (window) ? GTK_WINDOW (window) : NULL, action,
                                   saves ? _ ("_Export") : _ ("_Import"), NULL);

  g_object_set_data (G_OBJECT (chooser), ACCOUNT_KEY, GINT_TO_POINTER (account_id));
  g_object_set_data_full (G_OBJECT (chooser), "from", g_object_ref (from), g_object_unref);
  g_signal_connect_object (from, "destroy", G_CALLBACK (drop), chooser, G_CONNECT_SWAPPED);
  return chooser;
}

static DoctorCase *
get_case (gpointer widget)
{
  return doctor_case_get (GPOINTER_TO_INT (g_object_get_data (G_OBJECT (widget), ACCOUNT_KEY)));
}

static void
on_export (GtkNativeDialog *chooser, int response, gpointer data)
{
  g_autofree char *path = gtk_file_chooser_get_filename (GTK_FILE_CHOOSER (chooser));
  g_autofree char *text = NULL;
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;
  DoctorCase *c = get_case (chooser);

  if (response == GTK_RESPONSE_ACCEPT && path != NULL && c != NULL) {
    text = doctor_case_dup_settings_text (c);
    if (!g_file_set_contents (path, text, -1, &error)) {
      sentence = g_strdup_printf (_ ("The settings could not be exported: %s"), error->message);
      tell (g_object_get_data (G_OBJECT (chooser), "from"), sentence);
    }
  }
  g_object_unref (chooser);
}

void
doctor_export_dialog_open (GtkWidget *from, int account_id)
{
  GtkFileChooserNative *chooser = new_chooser (from, account_id, GTK_FILE_CHOOSER_ACTION_SAVE);
  DoctorCase *c = doctor_case_get (account_id);
  g_autofree char *name = NULL;

  if (c == NULL) {
    g_object_unref (chooser);
    return;
  }
  /* Translators: a file name; the hole is the name of an account. */
  name = g_strdup_printf (_ ("Settings of %s.txt"), doctor_case_get_name (c));
  g_strdelimit (name, "/", '-');
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_file_chooser_set_do_overwrite_confirmation (GTK_FILE_CHOOSER (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (on_export), NULL);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
read_file (GtkNativeDialog *chooser, const char *path)
{
  GtkWidget *from = g_object_get_data (G_OBJECT (chooser), "from");
  g_autofree char *text = NULL;
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;
  DoctorCase *c = get_case (chooser);
  gsize length = 0;

  if (c == NULL)
    return;
  if (g_file_get_contents (path, &text, &length, &error)) {
    doctor_import_preview_open (from, doctor_case_get_account (c), text, length, name);
    return;
  }
  sentence = g_strdup_printf (_ ("The file could not be read: %s"), error->message);
  tell (from, sentence);
}

static void
on_import (GtkNativeDialog *chooser, int response, gpointer data)
{
  g_autofree char *path = gtk_file_chooser_get_filename (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    read_file (chooser, path);
  g_object_unref (chooser);
}

void
doctor_import_dialog_open (GtkWidget *from, int account_id)
{
  GtkFileChooserNative *chooser = new_chooser (from, account_id, GTK_FILE_CHOOSER_ACTION_OPEN);

  g_signal_connect (chooser, "response", G_CALLBACK (on_import), NULL);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* --- what a file would change --- */

static void
on_preview (GtkDialog *dialog, int response, gpointer data)
{
  DoctorCase *c = get_case (dialog);

  if (response == GTK_RESPONSE_ACCEPT && c != NULL)
    doctor_case_import (c, g_object_get_data (G_OBJECT (dialog), FIX_KEY));
}

void
doctor_import_preview_open (
  GtkWidget *from, int account_id, const char *text, gsize length, const char *origin)
{
  g_autoptr (GtkBuilder) builder = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  DoctorCase *c = doctor_case_get (account_id);
  DoctorFix *fix;
  GtkWidget *root;

  if (c == NULL)
    return;
  fix = doctor_case_read_import (c, text, length, origin, &error);
  if (fix == NULL) {
    tell (from, error->message);
    return;
  }
  builder = doctor_ui_load ("import-dialog");
  root = doctor_ui_get (builder, "root");
  rows = doctor_case_dup_import_preview (c, fix);
  doctor_offer_card_fill_preview (doctor_ui_get (builder, "preview"), rows);
  g_object_set_data (G_OBJECT (root), ACCOUNT_KEY, GINT_TO_POINTER (account_id));
  g_object_set_data_full (G_OBJECT (root), FIX_KEY, fix, (GDestroyNotify)doctor_fix_free);
  g_signal_connect (root, "response", G_CALLBACK (on_preview), NULL);
  doctor_ui_open_dialog (root, from);
}

/* --- when nothing else helps --- */

/* What removing an account takes with it, by how it receives. */
static const struct {
  const char *protocol, *sentence;
} losses[] = {
  { "imap", N_ ("The messages stay at the server and are fetched again. Lost are filter and "
                "processing rules for its folders, their colours and order, its signature and "
                "templates, and the saved password.") },
  { "pop3", N_ ("Messages that were fetched stay in the mailbox of this computer. Lost is the "
                "memory of what was fetched, so that messages still at the server come twice; "
                "and its filter rules, its signature and the saved password.") },
  { NULL, N_ ("Lost are its signature, its templates and the saved password.") },
};

static const char *
find_loss (DoctorCase *c)
{
  DoctorFacts *facts = doctor_case_get_facts (c);
  const char *protocol
    = facts != NULL ? doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "account.protocol")
                    : "imap";
  guint i = 0;

  while (losses[i].protocol != NULL && g_strcmp0 (losses[i].protocol, protocol) != 0)
    i++;
  return _ (losses[i].sentence);
}

static void
on_again (GtkDialog *dialog, int response, gpointer data)
{
  DoctorCase *c = get_case (dialog);

  if (response == GTK_RESPONSE_ACCEPT && c != NULL)
    doctor_export_dialog_open (data, doctor_case_get_account (c));
}

void
doctor_again_dialog_open (GtkWidget *from, int account_id)
{
  g_autoptr (GtkBuilder) builder = doctor_ui_load ("again-dialog");
  GtkWidget *root = doctor_ui_get (builder, "root");
  DoctorCase *c = doctor_case_get (account_id);

  if (c == NULL) {
    gtk_widget_destroy (root);
    return;
  }
  doctor_ui_set_text (doctor_ui_get (builder, "lost"), find_loss (c));
  g_object_set_data (G_OBJECT (root), ACCOUNT_KEY, GINT_TO_POINTER (account_id));
  g_signal_connect_object (root, "response", G_CALLBACK (on_again), from, 0);
  doctor_ui_open_dialog (root, from);
}
