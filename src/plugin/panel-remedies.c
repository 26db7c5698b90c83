#include "config.h"
#include "core/i18n.h"
#include "plugin/offer-card.h"
#include "plugin/offers.h"
#include "plugin/panel-parts.h"
#include "plugin/password-card.h"
#include "plugin/ui.h"

#define KEY "account-doctor-offer"

typedef struct {
  GtkWidget *root, *card, *password, *expander, *others;
  int account_id;
  char *chosen; /* key of the password remedy that the person asked for */
  char *shown;  /* what the rows of the others were made from */
} Remedies;

static void
remedies_free (gpointer data)
{
  Remedies *remedies = data;

  g_free (remedies->chosen);
  g_free (remedies->shown);
  g_free (remedies);
}

GtkWidget *
doctor_remedies_new (void)
{
  Remedies *remedies = g_new0 (Remedies, 1);

  remedies->root = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  remedies->card = doctor_offer_card_new (TRUE);
  remedies->password = doctor_password_card_new ();
  remedies->others = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  remedies->expander = gtk_expander_new_with_mnemonic (_ ("_Other remedies"));
  doctor_ui_align_title (remedies->expander);
  doctor_ui_set_class (remedies->others, "doctor-folded", TRUE);
  gtk_container_add (GTK_CONTAINER (remedies->expander), remedies->others);
  gtk_widget_show (remedies->others);
  gtk_box_pack_start (GTK_BOX (remedies->root), remedies->card, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (remedies->root), remedies->password, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (remedies->root), remedies->expander, FALSE, FALSE, 0);
  gtk_widget_set_no_show_all (remedies->root, TRUE);
  doctor_ui_own (remedies->root, remedies, remedies_free);
  return remedies->root;
}

/* A password is asked for on its card. */
static void
on_other (GtkWidget *button, gpointer data)
{
  Remedies *remedies = data;
  const char *key = g_object_get_data (G_OBJECT (button), KEY);
  DoctorCase *c = doctor_case_get (remedies->account_id);

  if (c == NULL || doctor_offers_lookup (c, key) == NULL)
    return;
  g_free (remedies->chosen);
  remedies->chosen = g_strdup (key);
  doctor_remedies_update (remedies->root, c);
  doctor_password_card_focus (remedies->password);
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
new_step (const char *title)
{
  GtkWidget *label = doctor_ui_new_label (NULL);

  /* Translators: one item of a list. */
  doctor_ui_take_text (label, g_strdup_printf (_ ("• %s"), title));
  return label;
}

static GtkWidget *
new_other (Remedies *remedies, DoctorCase *c, const DoctorOffer *offer)
{
  g_autofree char *title = doctor_fix_dup_title (offer->fix, doctor_case_get_facts (c));

  if (offer->fix->kind == DOCTOR_FIX_CHANGE)
    return doctor_offer_card_new (FALSE);
  if (offer->fix->kind == DOCTOR_FIX_SECRET)
    return new_button (remedies, c, offer, title);
  return new_step (title);
}

/* All offers but those on the two cards; borrowed. */
static GPtrArray *
list_others (DoctorCase *c, const DoctorOffer *card, const DoctorOffer *password)
{
  GPtrArray *offers = doctor_case_get_offers (c);
  GPtrArray *others = g_ptr_array_new ();

  for (guint i = 0; i < offers->len; i++) {
    if (offers->pdata[i] != card && offers->pdata[i] != password)
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

void
doctor_remedies_update (GtkWidget *part, DoctorCase *c)
{
  Remedies *remedies = doctor_ui_get_part (part);
  const DoctorOffer *first = NULL, *password = NULL, *card = NULL;
  g_autoptr (GPtrArray) others = NULL;

  if (doctor_case_get_account (c) != remedies->account_id)
    g_clear_pointer (&remedies->chosen, g_free);
  remedies->account_id = doctor_case_get_account (c);
  gtk_widget_set_visible (part, is_wanted (c));
  if (!is_wanted (c)) {
    doctor_password_card_update (remedies->password, c, NULL);
    return;
  }
  first = doctor_offers_pick (c);
  password = doctor_offers_lookup (c, remedies->chosen);
  if (first != NULL && first->fix->kind == DOCTOR_FIX_SECRET && password == NULL)
    password = first;
  else if (first != NULL && first->fix->kind == DOCTOR_FIX_CHANGE)
    card = first;
  doctor_offer_card_update (remedies->card, c, card);
  doctor_password_card_update (remedies->password, c, password);
  others = list_others (c, card, password);
  show_others (remedies, c, others);
}
