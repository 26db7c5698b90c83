#include "config.h"
#include "plugin/trust-card.h"
#include "core/i18n.h"
#include "plugin/offers.h"
#include "plugin/ui.h"

typedef struct {
  GtkWidget *root, *title, *guide, *certificates, *warning, *compared, *once, *store, *again, *note;
  int account_id;
  char *key;   /* of the remedy shown */
  char *shown; /* what the grid was made from */
} Card;

static void
card_free (gpointer data)
{
  Card *card = data;

  g_free (card->key);
  g_free (card->shown);
  g_free (card);
}

/* Nothing is trusted before the person says that it was compared. */
static void
refresh (Card *card)
{
  DoctorCase *c = doctor_case_get (card->account_id);
  gboolean free_to_act = c != NULL && doctor_case_get_state (c) == DOCTOR_CASE_EXAMINED;
  gboolean is_compared = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (card->compared));

  gtk_widget_set_sensitive (card->compared, free_to_act);
  gtk_widget_set_sensitive (card->once, free_to_act && is_compared);
  gtk_widget_set_sensitive (card->store, free_to_act && is_compared);
  gtk_widget_set_sensitive (card->again, free_to_act);
}

static void
trust (Card *card, gboolean once)
{
  DoctorCase *c = doctor_case_get (card->account_id);
  const DoctorOffer *offer = c != NULL ? doctor_offers_lookup (c, card->key) : NULL;

  if (offer != NULL && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (card->compared)))
    doctor_case_trust (c, offer, once);
}

static void
on_once (GtkWidget *button, gpointer data)
{
  trust (data, TRUE);
}

static void
on_store (GtkWidget *button, gpointer data)
{
  trust (data, FALSE);
}

static void
on_again (GtkWidget *button, gpointer data)
{
  DoctorCase *c = doctor_case_get (((Card *)data)->account_id);

  if (c != NULL)
    doctor_case_examine (c);
}

static void
connect_signals (Card *card)
{
  g_signal_connect_swapped (card->compared, "toggled", G_CALLBACK (refresh), card);
  g_signal_connect (card->once, "clicked", G_CALLBACK (on_once), card);
  g_signal_connect (card->store, "clicked", G_CALLBACK (on_store), card);
  g_signal_connect (card->again, "clicked", G_CALLBACK (on_again), card);
}

static void
set_fixed_texts (Card *card)
{
  doctor_ui_set_text (
    card->guide, _ ("Ask the people who run the server for the fingerprint of its certificate, by "
                    "telephone or on paper, and compare it with the one shown here."));
  doctor_ui_set_text (
    card->warning,
    _ ("Do not trust it in a network that everybody can use, such as that of a café, "
       "a hotel or a station: somebody there could answer in the server's place."));
  doctor_ui_set_text (
    card->note, _ ("Once: until Claws Mail is closed. A stored certificate can be taken back in "
                   "Claws Mail, under Tools, TLS certificates."));
}

GtkWidget *
doctor_trust_card_new (void)
{
  g_autoptr (GtkBuilder) builder = doctor_ui_load ("trust-card");
  Card *card = g_new0 (Card, 1);

  card->root = doctor_ui_get (builder, "root");
  card->title = doctor_ui_get (builder, "title");
  card->guide = doctor_ui_get (builder, "guide");
  card->certificates = doctor_ui_get (builder, "certificates");
  card->warning = doctor_ui_get (builder, "warning");
  card->compared = doctor_ui_get (builder, "compared");
  card->once = doctor_ui_get (builder, "once");
  card->store = doctor_ui_get (builder, "store");
  card->again = doctor_ui_get (builder, "again");
  card->note = doctor_ui_get (builder, "note");
  gtk_label_set_line_wrap (GTK_LABEL (gtk_bin_get_child (GTK_BIN (card->compared))), TRUE);
  gtk_label_set_xalign (GTK_LABEL (gtk_bin_get_child (GTK_BIN (card->compared))), 0);
  gtk_label_set_width_chars (GTK_LABEL (gtk_bin_get_child (GTK_BIN (card->compared))), 1);
  set_fixed_texts (card);
  doctor_ui_set_role (card->root, ATK_ROLE_PANEL);
  connect_signals (card);
  return doctor_ui_take_root (builder, card, card_free);
}

/* --- side by side --- */

/* Both in the form in which people read them aloud: "AA:BB:CC:DD EE:FF:…", which wraps. */
static char *
dup_fingerprint (const char *sum)
{
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (; sum != NULL && *sum != '\0'; sum++) {
    if (!g_ascii_isxdigit (*sum))
      continue;
    if (n > 0 && n % 2 == 0)
      g_string_append (text, n % 8 == 0 ? " " : ":");
    g_string_append_c (text, g_ascii_toupper (*sum));
    n++;
  }
  return g_string_free (text, FALSE);
}

static void
add_row (Card *card, int row, const char *name, const char *value, gboolean is_sum)
{
  GtkWidget *label = doctor_ui_new_label ("doctor-dim");
  GtkWidget *text = doctor_ui_new_label (is_sum ? "doctor-fingerprint" : NULL);

  if (value == NULL || *value == '\0')
    value = _ ("none");
  doctor_ui_set_text (label, name);
  doctor_ui_set_text (text, value);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_label_set_selectable (GTK_LABEL (text), is_sum);
  gtk_grid_attach (GTK_GRID (card->certificates), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (card->certificates), text, 0, row + 1, 1, 1);
}

static void
show_certificates (Card *card, DoctorFacts *facts, DoctorScope scope)
{
  const char *sum = doctor_facts_get_string (facts, scope, "tls.cert.fingerprint");
  g_autofree char *shown = dup_fingerprint (sum);
  g_autofree char *saved
    = dup_fingerprint (doctor_facts_get_string (facts, scope, "server.accepted-certificate"));
  g_autofree char *signature = g_strconcat (saved, shown, NULL);

  if (g_strcmp0 (signature, card->shown) == 0)
    return;
  g_free (card->shown);
  card->shown = g_steal_pointer (&signature);
  doctor_ui_empty (card->certificates);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (card->compared), FALSE);
  add_row (card, 0, _ ("Shown now (SHA-256)"), shown, TRUE);
  add_row (card, 2, _ ("Trusted before (SHA-256)"), saved, TRUE);
  add_row (card, 4, _ ("Made out to"), doctor_facts_get_string (facts, scope, "tls.cert.subject"),
           FALSE);
  add_row (card, 6, _ ("Issued by"), doctor_facts_get_string (facts, scope, "tls.cert.issuer"),
           FALSE);
}

static void
remember (Card *card, DoctorCase *c, const DoctorOffer *offer)
{
  g_autofree char *key = doctor_offer_dup_key (offer);
  int account_id = doctor_case_get_account (c);

  if (account_id != card->account_id || g_strcmp0 (key, card->key) != 0)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (card->compared), FALSE);
  card->account_id = account_id;
  g_free (card->key);
  card->key = g_steal_pointer (&key);
}

void
doctor_trust_card_update (GtkWidget *root, DoctorCase *c, const DoctorOffer *offer)
{
  Card *card = doctor_ui_get_part (root);
  g_autofree char *title = NULL;

  gtk_widget_set_visible (root, offer != NULL);
  if (offer == NULL)
    return;
  remember (card, c, offer);
  title = doctor_fix_dup_title (offer->fix, doctor_case_get_facts (c));
  doctor_ui_set_text (card->title, title);
  doctor_ui_set_name (root, title);
  show_certificates (card, doctor_case_get_facts (c), offer->fix->scope);
  refresh (card);
}

void
doctor_trust_card_focus (GtkWidget *root)
{
  Card *card = doctor_ui_get_part (root);

  gtk_widget_grab_focus (card->compared);
}
