#include "config.h"
#include "plugin/step-card.h"
#include "core/i18n.h"
#include "plugin/bridge.h"
#include "plugin/desktop.h"
#include "plugin/offers.h"
#include "plugin/ui.h"

typedef struct {
  GtkWidget *root, *title, *guide, *act, *again;
  int account_id;
  char *key; /* of the remedy shown */
} Card;

static void
card_free (gpointer data)
{
  Card *card = data;

  g_free (card->key);
  g_free (card);
}

/* --- what the first button does --- */

typedef struct {
  Card *card;
  DoctorCase *c;
  const DoctorOffer *offer;
} Act;

static void
open_page (Act *act)
{
  const char *page = doctor_fix_get_link (act->offer->fix, doctor_case_get_facts (act->c));

  if (!doctor_desktop_open_page (act->card->root, page))
    doctor_ui_announce (act->card->root, page);
}

static void
open_clock (Act *act)
{
  doctor_desktop_open_time_settings ();
}

static void
open_folder (Act *act)
{
  const char *folder
    = doctor_facts_get_string (doctor_case_get_facts (act->c), DOCTOR_SCOPE_ACCOUNT, "mail.folder");

  doctor_desktop_open_folder (act->card->root, folder);
}

static void
open_preferences (Act *act)
{
  doctor_bridge_open_preferences (act->card->account_id);
}

static void
ask_passphrase (Act *act)
{
  doctor_bridge_ask_passphrase ();
}

static void
copy_report (Act *act)
{
  g_autofree char *report = doctor_case_dup_report (act->c);

  gtk_clipboard_set_text (gtk_widget_get_clipboard (act->card->root, GDK_SELECTION_CLIPBOARD),
                          report, -1);
  doctor_ui_announce (act->card->root, _ ("The report is on the clipboard."));
}

static const struct {
  void (*run) (Act *act);
  gboolean looks_again; /* it is over when it returns: what came of it is seen at once */
} acts[] = {
  [DOCTOR_ACTION_NONE] = { NULL },
  [DOCTOR_ACTION_PAGE] = { open_page },
  [DOCTOR_ACTION_CLOCK] = { open_clock },
  [DOCTOR_ACTION_FOLDER] = { open_folder },
  [DOCTOR_ACTION_PREFERENCES] = { open_preferences, TRUE },
  [DOCTOR_ACTION_PASSPHRASE] = { ask_passphrase, TRUE },
  [DOCTOR_ACTION_REPORT] = { copy_report },
};

static void
on_act (GtkWidget *button, gpointer data)
{
  Card *card = data;
  int account_id = card->account_id;
  DoctorCase *c = doctor_case_get (account_id);
  const DoctorOffer *offer = c != NULL ? doctor_offers_lookup (c, card->key) : NULL;
  Act act = { card, c, offer };
  DoctorFixAction action;

  if (offer == NULL)
    return;
  action = doctor_fix_get_action (offer->fix, doctor_case_get_facts (c));
  if (acts[action].run == NULL)
    return;
  acts[action].run (&act);
  /* A window of the client may have been open, and the account may be gone. */
  c = acts[action].looks_again ? doctor_case_get (account_id) : NULL;
  if (c != NULL)
    doctor_case_examine (c);
}

static void
on_again (GtkWidget *button, gpointer data)
{
  DoctorCase *c = doctor_case_get (((Card *)data)->account_id);

  if (c != NULL)
    doctor_case_examine (c);
}

GtkWidget *
doctor_step_card_new (void)
{
  g_autoptr (GtkBuilder) builder = doctor_ui_load ("step-card");
  Card *card = g_new0 (Card, 1);

  card->root = doctor_ui_get (builder, "root");
  card->title = doctor_ui_get (builder, "title");
  card->guide = doctor_ui_get (builder, "guide");
  card->act = doctor_ui_get (builder, "act");
  card->again = doctor_ui_get (builder, "again");
  doctor_ui_set_role (card->root, ATK_ROLE_PANEL);
  g_signal_connect (card->act, "clicked", G_CALLBACK (on_act), card);
  g_signal_connect (card->again, "clicked", G_CALLBACK (on_again), card);
  return doctor_ui_take_root (builder, card, card_free);
}

/* A button that would open nothing is not there; the words say what to do. */
static gboolean
can_act (const DoctorOffer *offer, DoctorFacts *facts)
{
  switch (doctor_fix_get_action (offer->fix, facts)) {
    case DOCTOR_ACTION_NONE:
      return FALSE;
    case DOCTOR_ACTION_CLOCK:
      return doctor_desktop_has_time_settings ();
    case DOCTOR_ACTION_FOLDER:
      return doctor_facts_lookup (facts, DOCTOR_SCOPE_ACCOUNT, "mail.folder") != NULL;
    case DOCTOR_ACTION_PAGE:
    case DOCTOR_ACTION_PREFERENCES:
    case DOCTOR_ACTION_PASSPHRASE:
    case DOCTOR_ACTION_REPORT:
    default:
      return TRUE;
  }
}

static void
show_buttons (Card *card, DoctorCase *c, const DoctorOffer *offer)
{
  DoctorFacts *facts = doctor_case_get_facts (c);
  gboolean free_to_act = doctor_case_get_state (c) == DOCTOR_CASE_EXAMINED;
  g_autofree char *again = doctor_fix_dup_button (offer->fix, facts);
  const char *act = doctor_fix_get_action_button (offer->fix);
  const char *page = doctor_fix_get_link (offer->fix, facts);

  gtk_widget_set_visible (card->act, act != NULL && can_act (offer, facts));
  if (act != NULL)
    doctor_ui_set_button (card->act, act);
  gtk_widget_set_tooltip_text (card->act, page);
  doctor_ui_set_button (card->again, again);
  gtk_widget_set_sensitive (card->act, free_to_act);
  gtk_widget_set_sensitive (card->again, free_to_act);
}

void
doctor_step_card_update (GtkWidget *root, DoctorCase *c, const DoctorOffer *offer)
{
  Card *card = doctor_ui_get_part (root);
  g_autofree char *title = NULL;

  gtk_widget_set_visible (root, offer != NULL);
  if (offer == NULL)
    return;
  g_free (card->key);
  card->key = doctor_offer_dup_key (offer);
  card->account_id = doctor_case_get_account (c);
  title = doctor_fix_dup_title (offer->fix, doctor_case_get_facts (c));
  doctor_ui_set_text (card->title, title);
  doctor_ui_set_name (root, title);
  doctor_ui_take_text (card->guide, doctor_fix_dup_guide (offer->fix, doctor_case_get_facts (c)));
  show_buttons (card, c, offer);
}

void
doctor_step_card_focus (GtkWidget *root)
{
  Card *card = doctor_ui_get_part (root);

  gtk_widget_grab_focus (gtk_widget_get_visible (card->act) ? card->act : card->again);
}
