#include "config.h"
#include "plugin/password-card.h"
#include "core/hygiene.h"
#include "core/i18n.h"
#include "plugin/frame.h"
#include "plugin/offers.h"
#include "plugin/ui.h"
#include <string.h>

typedef struct {
  GtkWidget *root, *title, *guide, *page, *entry, *note, *show, *tested, *test;
  int account_id;
  char *key;           /* of the remedy shown */
  gboolean is_testing; /* handed over; the answer has not come */
} Card;

static void
card_free (gpointer data)
{
  Card *card = data;

  g_free (card->key);
  g_free (card);
}

/* GTK's own buffer overwrites what it lets go of. */
static void
wipe (Card *card)
{
  gtk_entry_buffer_delete_text (gtk_entry_get_buffer (GTK_ENTRY (card->entry)), 0, -1);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (card->show), FALSE);
}

static const char *
peek_text (Card *card)
{
  return gtk_entry_buffer_get_text (gtk_entry_get_buffer (GTK_ENTRY (card->entry)));
}

/* What the provider passes over is nothing to speak of. */
static guint
look_for_oddities (DoctorCase *c, const char *password)
{
  DoctorFacts *facts = c != NULL ? doctor_case_get_facts (c) : NULL;
  const char *ignored = facts != NULL ? doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT,
                                                                 "provider.password-ignores")
                                      : NULL;
  char *clean = doctor_hygiene_dup_clean (password, ignored);
  guint oddities = doctor_hygiene_look (clean, NULL);

  explicit_bzero (clean, strlen (clean));
  g_free (clean);
  return oddities;
}

static void
refresh (Card *card)
{
  DoctorCase *c = doctor_case_get (card->account_id);
  gboolean free_to_act = c != NULL && doctor_case_get_state (c) == DOCTOR_CASE_EXAMINED;
  guint oddities = look_for_oddities (c, peek_text (card));

  doctor_ui_set_text (card->note, doctor_hygiene_get_sentence (oddities));
  gtk_widget_set_sensitive (card->entry, free_to_act);
  gtk_widget_set_sensitive (card->show, free_to_act);
  gtk_widget_set_sensitive (card->test, free_to_act && *peek_text (card) != '\0');
}

static void
on_test (GtkWidget *widget, gpointer data)
{
  Card *card = data;
  DoctorCase *c = doctor_case_get (card->account_id);
  const DoctorOffer *offer = c != NULL ? doctor_offers_lookup (c, card->key) : NULL;

  if (offer == NULL || *peek_text (card) == '\0'
      || doctor_case_get_state (c) != DOCTOR_CASE_EXAMINED)
    return;
  card->is_testing = TRUE;
  doctor_case_set_password (c, offer, peek_text (card));
  wipe (card);
}

static void
on_show (GtkWidget *button, gpointer data)
{
  Card *card = data;

  gtk_entry_set_visibility (GTK_ENTRY (card->entry),
                            gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
}

static void
connect_signals (Card *card)
{
  g_signal_connect_swapped (card->entry, "changed", G_CALLBACK (refresh), card);
  g_signal_connect (card->entry, "activate", G_CALLBACK (on_test), card);
  g_signal_connect (card->show, "toggled", G_CALLBACK (on_show), card);
  g_signal_connect (card->test, "clicked", G_CALLBACK (on_test), card);
  g_signal_connect_swapped (card->root, "unmap", G_CALLBACK (wipe), card);
}

GtkWidget *
doctor_password_card_new (void)
{
  g_autoptr (GtkBuilder) builder = doctor_ui_load ("password-card");
  Card *card = g_new0 (Card, 1);

  card->root = doctor_ui_get (builder, "root");
  card->title = doctor_ui_get (builder, "title");
  card->guide = doctor_ui_get (builder, "guide");
  card->page = doctor_ui_get (builder, "page");
  card->entry = doctor_ui_get (builder, "entry");
  card->note = doctor_ui_get (builder, "note");
  card->show = doctor_ui_get (builder, "show");
  card->tested = doctor_ui_get (builder, "tested");
  card->test = doctor_ui_get (builder, "test");
  doctor_ui_set_role (card->root, ATK_ROLE_PANEL);
  connect_signals (card);
  return doctor_ui_take_root (builder, card, card_free);
}

static void
show_page (Card *card, const DoctorOffer *offer, DoctorFacts *facts)
{
  const char *page = doctor_fix_get_link (offer->fix, facts);

  gtk_widget_set_visible (card->page, page != NULL);
  if (page != NULL && g_strcmp0 (gtk_link_button_get_uri (GTK_LINK_BUTTON (card->page)), page) != 0)
    gtk_link_button_set_uri (GTK_LINK_BUTTON (card->page), page);
}

static const char *
tested_text (DoctorCase *c)
{
  if (doctor_case_get_state (c) == DOCTOR_CASE_VERIFYING)
    return _ ("The password is being tested…");
  return _ ("It is tested first, and stored only when the server accepts it.");
}

/* Whoever has typed a password that was refused wants to type the next one. */
static void
return_focus (Card *card, DoctorCase *c)
{
  if (!card->is_testing || doctor_case_get_state (c) != DOCTOR_CASE_EXAMINED)
    return;
  card->is_testing = FALSE;
  if (doctor_frame_panel_has_focus ())
    gtk_widget_grab_focus (card->entry);
}

static void
remember (Card *card, DoctorCase *c, const DoctorOffer *offer)
{
  g_autofree char *key = doctor_offer_dup_key (offer);
  int account_id = doctor_case_get_account (c);

  /* A password typed for one account must not be left there for another. */
  if (card->key != NULL && (account_id != card->account_id || !g_str_equal (key, card->key))) {
    wipe (card);
    card->is_testing = FALSE;
  }
  card->account_id = account_id;
  g_free (card->key);
  card->key = g_steal_pointer (&key);
}

void
doctor_password_card_update (GtkWidget *root, DoctorCase *c, const DoctorOffer *offer)
{
  Card *card = doctor_ui_get_part (root);
  g_autofree char *title = NULL;
  g_autofree char *button = NULL;

  gtk_widget_set_visible (root, offer != NULL);
  if (offer == NULL)
    return;
  remember (card, c, offer);
  title = doctor_fix_dup_title (offer->fix, doctor_case_get_facts (c));
  button = doctor_fix_dup_button (offer->fix, doctor_case_get_facts (c));
  doctor_ui_set_text (card->title, title);
  doctor_ui_set_name (root, title);
  doctor_ui_take_text (card->guide, doctor_fix_dup_guide (offer->fix, doctor_case_get_facts (c)));
  doctor_ui_set_button (card->test, button);
  doctor_ui_set_text (card->tested, tested_text (c));
  show_page (card, offer, doctor_case_get_facts (c));
  refresh (card);
  return_focus (card, c);
}

void
doctor_password_card_focus (GtkWidget *root)
{
  Card *card = doctor_ui_get_part (root);

  gtk_widget_grab_focus (card->entry);
}
