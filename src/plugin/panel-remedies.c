#include "config.h"
#include "core/i18n.h"
#include "plugin/around-card.h"
#include "plugin/offer-card.h"
#include "plugin/offers.h"
#include "plugin/panel-parts.h"
#include "plugin/password-card.h"
#include "plugin/step-card.h"
#include "plugin/trust-card.h"
#include "plugin/ui.h"
#include "plugin/wait-card.h"

#define KEY "account-doctor-offer"

/* One card of each kind, for the remedy to take first, and one for what the person chose. */
enum { FIRST, CHOSEN, N_PLACES };

typedef struct {
  GtkWidget *root, *cards[N_PLACES][DOCTOR_FIX_N_KINDS], *expander, *others, *around;
  int account_id;
  char *chosen; /* key of the remedy that the person asked for */
  char *shown;  /* what the rows of the others were made from */
} Remedies;

static GtkWidget *
new_first_offer_card (void)
{
  return doctor_offer_card_new (TRUE);
}

static const struct {
  GtkWidget *(*new) (void);
  void (*update) (GtkWidget *card, DoctorCase *c, const DoctorOffer *offer);
  void (*focus) (GtkWidget *card);
} kinds[DOCTOR_FIX_N_KINDS] = {
  [DOCTOR_FIX_CHANGE] = { new_first_offer_card, doctor_offer_card_update, NULL },
  [DOCTOR_FIX_SECRET]
  = { doctor_password_card_new, doctor_password_card_update, doctor_password_card_focus },
  [DOCTOR_FIX_STEP] = { doctor_step_card_new, doctor_step_card_update, doctor_step_card_focus },
  [DOCTOR_FIX_WAIT] = { doctor_wait_card_new, doctor_wait_card_update, doctor_wait_card_focus },
  [DOCTOR_FIX_TRUST] = { doctor_trust_card_new, doctor_trust_card_update, doctor_trust_card_focus },
};

static void
remedies_free (gpointer data)
{
  Remedies *remedies = data;

  g_free (remedies->chosen);
  g_free (remedies->shown);
  g_free (remedies);
}

static void
add_cards (Remedies *remedies)
{
  for (guint place = 0; place < N_PLACES; place++)
    for (guint kind = 0; kind < DOCTOR_FIX_N_KINDS; kind++) {
      remedies->cards[place][kind] = kinds[kind].new();
      gtk_box_pack_start (GTK_BOX (remedies->root), remedies->cards[place][kind], FALSE, FALSE, 0);
    }
}

GtkWidget *
doctor_remedies_new (void)
{
  Remedies *remedies = g_new0 (Remedies, 1);

  remedies->root = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  remedies->others = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  remedies->expander = gtk_expander_new_with_mnemonic (_ ("_Other remedies"));
  doctor_ui_align_title (remedies->expander);
  doctor_ui_set_class (remedies->others, "doctor-folded", TRUE);
  gtk_container_add (GTK_CONTAINER (remedies->expander), remedies->others);
  gtk_widget_show (remedies->others);
  add_cards (remedies);
  gtk_box_pack_start (GTK_BOX (remedies->root), remedies->expander, FALSE, FALSE, 0);
  remedies->around = doctor_around_card_new ();
  gtk_box_pack_start (GTK_BOX (remedies->root), remedies->around, FALSE, FALSE, 0);
  gtk_widget_set_no_show_all (remedies->root, TRUE);
  doctor_ui_own (remedies->root, remedies, remedies_free);
  return remedies->root;
}

/* What is more than a click is done on its card. */
static void
on_other (GtkWidget *button, gpointer data)
{
  Remedies *remedies = data;
  const char *key = g_object_get_data (G_OBJECT (button), KEY);
  DoctorCase *c = doctor_case_get (remedies->account_id);
  const DoctorOffer *offer = c != NULL ? doctor_offers_lookup (c, key) : NULL;
  DoctorFixKind kind;

  if (offer == NULL)
    return;
  kind = offer->fix->kind;
  g_free (remedies->chosen);
  remedies->chosen = g_strdup (key);
  doctor_remedies_update (remedies->root, c);
  kinds[kind].focus (remedies->cards[CHOSEN][kind]);
}

static GtkWidget *
new_button (Remedies *remedies, DoctorCase *c, const DoctorOffer *offer, const char *title)
{
  GtkWidget *button = gtk_button_new ();
  g_autofree char *words = g_strdup_printf ("%s…", title);

  doctor_ui_set_button (button, words);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_object_set_data_full (G_OBJECT (button), KEY, doctor_offer_dup_key (offer), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_other), remedies);
  gtk_widget_show (button);
  return button;
}

static GtkWidget *
new_other (Remedies *remedies, DoctorCase *c, const DoctorOffer *offer)
{
  g_autofree char *title = doctor_fix_dup_title (offer->fix, doctor_case_get_facts (c));

  if (offer->fix->kind == DOCTOR_FIX_CHANGE)
    return doctor_offer_card_new (FALSE);
  return new_button (remedies, c, offer, title);
}

/* All offers but those on the two cards; borrowed. */
static GPtrArray *
list_others (DoctorCase *c, const DoctorOffer *first, const DoctorOffer *chosen)
{
  GPtrArray *offers = doctor_case_get_offers (c);
  GPtrArray *others = g_ptr_array_new ();

  for (guint i = 0; i < offers->len; i++) {
    if (offers->pdata[i] != first && offers->pdata[i] != chosen)
      g_ptr_array_add (others, offers->pdata[i]);
  }
  return others;
}

static char *
dup_signature (DoctorCase *c, GPtrArray *others)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "%d\n", doctor_case_get_account (c));
  for (guint i = 0; i < others->len; i++) {
    const DoctorOffer *offer = others->pdata[i];
    g_autofree char *key = doctor_offer_dup_key (offer);

    g_string_append_printf (text, "%s\n", key);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The rows are made anew only when they are others; so a button keeps the focus. */
static void
make_others (Remedies *remedies, DoctorCase *c, GPtrArray *others)
{
  g_autofree char *signature = dup_signature (c, others);

  if (g_strcmp0 (signature, remedies->shown) == 0)
    return;
  g_free (remedies->shown);
  remedies->shown = g_steal_pointer (&signature);
  doctor_ui_empty (remedies->others);
  for (guint i = 0; i < others->len; i++) {
    GtkWidget *row = new_other (remedies, c, others->pdata[i]);

    gtk_box_pack_start (GTK_BOX (remedies->others), row, FALSE, FALSE, 0);
  }
  doctor_ui_measure_filled (remedies->others);
}

static void
show_others (Remedies *remedies, DoctorCase *c, GPtrArray *others)
{
  g_autoptr (GList) rows = NULL;
  GList *row;

  gtk_widget_set_visible (remedies->expander, others->len > 0);
  gtk_widget_set_sensitive (remedies->others, doctor_case_get_state (c) == DOCTOR_CASE_EXAMINED);
  make_others (remedies, c, others);
  rows = row = gtk_container_get_children (GTK_CONTAINER (remedies->others));
  for (guint i = 0; i < others->len; i++, row = row->next) {
    const DoctorOffer *offer = others->pdata[i];

    if (offer->fix->kind == DOCTOR_FIX_CHANGE)
      doctor_offer_card_update (row->data, c, offer);
  }
}

static gboolean
is_wanted (DoctorCase *c)
{
  DoctorCaseState state = doctor_case_get_state (c);

  return doctor_case_get_facts (c) != NULL && doctor_case_get_offers (c)->len > 0
         && (state == DOCTOR_CASE_EXAMINED || state == DOCTOR_CASE_VERIFYING);
}

/* What the person chose stands below what comes first, unless it is the same. */
static const DoctorOffer *
find_chosen (Remedies *remedies, DoctorCase *c, const DoctorOffer *first)
{
  const DoctorOffer *chosen = doctor_offers_lookup (c, remedies->chosen);

  return chosen != first && chosen != NULL && kinds[chosen->fix->kind].focus != NULL ? chosen
                                                                                     : NULL;
}

static void
show_cards (Remedies *remedies, DoctorCase *c, guint place, const DoctorOffer *offer)
{
  for (guint kind = 0; kind < DOCTOR_FIX_N_KINDS; kind++) {
    gboolean is_it = offer != NULL && offer->fix->kind == kind;

    kinds[kind].update (remedies->cards[place][kind], c, is_it ? offer : NULL);
  }
}

/* While the client waits, that is seen whatever else is shown, and once. */
static void
show_waiting (Remedies *remedies, const DoctorOffer *chosen)
{
  GtkWidget *card = remedies->cards[CHOSEN][DOCTOR_FIX_WAIT];

  if (chosen == NULL || chosen->fix->kind != DOCTOR_FIX_WAIT)
    gtk_widget_hide (card);
  else
    gtk_widget_hide (remedies->cards[FIRST][DOCTOR_FIX_WAIT]);
}

void
doctor_remedies_update (GtkWidget *part, DoctorCase *c)
{
  Remedies *remedies = doctor_ui_get_part (part);
  DoctorWait wait;
  gboolean wanted = is_wanted (c);
  const DoctorOffer *first = wanted ? doctor_offers_pick (c) : NULL, *chosen = NULL;
  g_autoptr (GPtrArray) others = NULL;

  if (doctor_case_get_account (c) != remedies->account_id)
    g_clear_pointer (&remedies->chosen, g_free);
  remedies->account_id = doctor_case_get_account (c);
  doctor_around_card_update (remedies->around, c);
  gtk_widget_set_visible (part, wanted || doctor_case_get_wait (c, &wait)
                                  || gtk_widget_get_visible (remedies->around));
  if (wanted)
    chosen = find_chosen (remedies, c, first);
  show_cards (remedies, c, FIRST, first);
  show_cards (remedies, c, CHOSEN, chosen);
  show_waiting (remedies, chosen);
  if (!wanted) {
    gtk_widget_hide (remedies->expander);
    return;
  }
  others = list_others (c, first, chosen);
  show_others (remedies, c, others);
}
