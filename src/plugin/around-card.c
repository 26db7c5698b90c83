#include "config.h"
#include "plugin/around-card.h"
#include "core/i18n.h"
#include "plugin/ui.h"

#define CARRIER_KEY "account-doctor-carrier"

typedef struct {
  GtkWidget *root, *page, *text, *carriers, *back;
  int account_id;
  char *shown; /* what the buttons were made from */
} Card;

static void
card_free (gpointer data)
{
  Card *card = data;

  g_free (card->shown);
  g_free (card);
}

/* --- asking first --- */

static void
on_answer (GtkDialog *dialog, int response, gpointer data)
{
  DoctorCase *c = doctor_case_get (((Card *)data)->account_id);
  int to = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (dialog), CARRIER_KEY));

  if (response == GTK_RESPONSE_ACCEPT && c != NULL)
    doctor_case_send_through (c, to);
}

static char *
dup_question (DoctorCase *c, const DoctorCarrier *carrier)
{
  guint n = doctor_case_get_n_queued (c);

  /* Translators: the name of another account */
  return g_strdup_printf (
    ngettext ("Send %u message through “%s”?", "Send %u messages through “%s”?", n), n,
    carrier->name);
}

static void
ask (Card *card, DoctorCase *c, const DoctorCarrier *carrier)
{
  g_autofree char *question = dup_question (c, carrier);
  GtkWidget *dialog
    = gtk_message_dialog_new (NULL, 0, GTK_MESSAGE_QUESTION, GTK_BUTTONS_NONE, "%s", question);

  gtk_message_dialog_format_secondary_text (
    GTK_MESSAGE_DIALOG (dialog),
    _ ("From stays %1$s. The recipients can see that the message came through %2$s; some servers "
       "do not take mail with the address of another provider, and then it goes on waiting. What "
       "was not sent can be taken back."),
    doctor_case_get_address (c), carrier->server);
  gtk_dialog_add_button (GTK_DIALOG (dialog), _ ("_Cancel"), GTK_RESPONSE_CANCEL);
  gtk_dialog_add_button (GTK_DIALOG (dialog), _ ("_Send"), GTK_RESPONSE_ACCEPT);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
  g_object_set_data (G_OBJECT (dialog), CARRIER_KEY, GINT_TO_POINTER (carrier->account_id));
  g_signal_connect (dialog, "response", G_CALLBACK (on_answer), card);
  doctor_ui_open_dialog (dialog, card->root);
}

static void
on_carrier (GtkWidget *button, gpointer data)
{
  Card *card = data;
  DoctorCase *c = doctor_case_get (card->account_id);
  int to = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), CARRIER_KEY));
  g_autoptr (GPtrArray) carriers = c != NULL ? doctor_case_dup_carriers (c) : g_ptr_array_new ();

  for (guint i = 0; i < carriers->len; i++) {
    const DoctorCarrier *carrier = carriers->pdata[i];

    if (carrier->account_id == to)
      ask (card, c, carrier);
  }
}

static void
on_back (GtkWidget *button, gpointer data)
{
  DoctorCase *c = doctor_case_get (((Card *)data)->account_id);

  if (c != NULL)
    doctor_case_take_back (c);
}

GtkWidget *
doctor_around_card_new (void)
{
  g_autoptr (GtkBuilder) builder = doctor_ui_load ("around-card");
  Card *card = g_new0 (Card, 1);

  card->root = doctor_ui_get (builder, "root");
  card->page = doctor_ui_get (builder, "page");
  card->text = doctor_ui_get (builder, "text");
  card->carriers = doctor_ui_get (builder, "carriers");
  card->back = doctor_ui_get (builder, "back");
  doctor_ui_set_role (card->root, ATK_ROLE_PANEL);
  doctor_ui_set_name (card->root, _ ("Keep working meanwhile"));
  g_signal_connect (card->back, "clicked", G_CALLBACK (on_back), card);
  return doctor_ui_take_root (builder, card, card_free);
}

/* --- what is there --- */

static void
add_carrier (Card *card, const DoctorCarrier *carrier)
{
  GtkWidget *button = gtk_button_new ();
  /* Translators: the name of another account */
  g_autofree char *label = g_strdup_printf (_ ("Send Through “%s”…"), carrier->name);

  gtk_button_set_label (GTK_BUTTON (button), label); /* a name may have underscores */
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_object_set_data (G_OBJECT (button), CARRIER_KEY, GINT_TO_POINTER (carrier->account_id));
  g_signal_connect (button, "clicked", G_CALLBACK (on_carrier), card);
  gtk_widget_show (button);
  gtk_box_pack_start (GTK_BOX (card->carriers), button, FALSE, FALSE, 0);
}

/* The buttons are made anew only when they are others; so one keeps the focus. */
static void
show_carriers (Card *card, GPtrArray *carriers)
{
  g_autoptr (GString) signature = g_string_new (NULL);

  for (guint i = 0; i < carriers->len; i++) {
    const DoctorCarrier *carrier = carriers->pdata[i];

    g_string_append_printf (signature, "%d %s\n", carrier->account_id, carrier->name);
  }
  if (g_strcmp0 (signature->str, card->shown) == 0)
    return;
  g_free (card->shown);
  card->shown = g_strdup (signature->str);
  doctor_ui_empty (card->carriers);
  for (guint i = 0; i < carriers->len; i++)
    add_carrier (card, carriers->pdata[i]);
}

static char *
dup_text (guint n_queued, guint n_redirected, guint n_carriers)
{
  if (n_queued == 0 && n_redirected > 0)
    return g_strdup_printf (ngettext ("%u message waits to be sent through another account.",
                                      "%u messages wait to be sent through another account.",
                                      n_redirected),
                            n_redirected);
  if (n_queued == 0)
    return NULL;
  if (n_carriers > 0)
    return g_strdup_printf (
      ngettext ("%u message waits to be sent.", "%u messages wait to be sent.", n_queued),
      n_queued);
  return g_strdup_printf (
    ngettext ("%u message waits to be sent. Another account can send it; examine that account "
              "first, so that it is known to work.",
              "%u messages wait to be sent. Another account can send them; examine that account "
              "first, so that it is known to work.",
              n_queued),
    n_queued);
}

static void
show_page (Card *card, const char *page)
{
  gtk_widget_set_visible (card->page, page != NULL);
  if (page != NULL && g_strcmp0 (gtk_link_button_get_uri (GTK_LINK_BUTTON (card->page)), page) != 0)
    gtk_link_button_set_uri (GTK_LINK_BUTTON (card->page), page);
}

void
doctor_around_card_update (GtkWidget *root, DoctorCase *c)
{
  Card *card = doctor_ui_get_part (root);
  const char *page = doctor_case_get_webmail (c);
  guint n_queued = doctor_case_get_n_queued (c), n_redirected = doctor_case_get_n_redirected (c);
  g_autoptr (GPtrArray) carriers = n_queued > 0 ? doctor_case_dup_carriers (c) : g_ptr_array_new ();

  card->account_id = doctor_case_get_account (c);
  gtk_widget_set_visible (root, page != NULL || n_queued > 0 || n_redirected > 0);
  show_page (card, page);
  doctor_ui_take_text (card->text, dup_text (n_queued, n_redirected, carriers->len));
  show_carriers (card, carriers);
  gtk_widget_set_visible (card->back, n_redirected > 0);
}
