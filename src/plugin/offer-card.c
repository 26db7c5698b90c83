#include "config.h"
#include "plugin/offer-card.h"
#include "core/i18n.h"
#include "plugin/offers.h"
#include "plugin/ui.h"

/* A test older than this is told with its time. */
#define JUST_NOW_US (2 * 60 * G_USEC_PER_SEC)

typedef struct {
  GtkWidget *root, *title, *badge, *preview, *tested, *apply;
  int account_id;
  char *key;         /* of the remedy shown */
  char *rows;        /* what the preview was made from */
  gint64 proved_at;  /* when this card first saw it proved, monotonic, or 0 */
  char *proved_time; /* the same as a time of day */
} Card;

static void
card_free (gpointer data)
{
  Card *card = data;

  g_free (card->key);
  g_free (card->rows);
  g_free (card->proved_time);
  g_free (card);
}

static void
on_apply (GtkWidget *button, gpointer data)
{
  Card *card = data;
  DoctorCase *c = doctor_case_get (card->account_id);
  const DoctorOffer *offer = c != NULL ? doctor_offers_lookup (c, card->key) : NULL;

  if (offer != NULL)
    doctor_case_apply (c, offer);
}

GtkWidget *
doctor_offer_card_new (gboolean first)
{
  g_autoptr (GtkBuilder) builder = doctor_ui_load ("offer-card");
  Card *card = g_new0 (Card, 1);

  card->root = doctor_ui_get (builder, "root");
  card->title = doctor_ui_get (builder, "title");
  card->badge = doctor_ui_get (builder, "badge");
  card->preview = doctor_ui_get (builder, "preview");
  card->tested = doctor_ui_get (builder, "tested");
  card->apply = doctor_ui_get (builder, "apply");
  doctor_ui_set_class (card->apply, "suggested-action", first);
  doctor_ui_set_role (card->root, ATK_ROLE_PANEL);
  g_signal_connect (card->apply, "clicked", G_CALLBACK (on_apply), card);
  return doctor_ui_take_root (builder, card, card_free);
}

static void
add_cell (GtkWidget *grid, int column, int row, const char *text, const char *style_class)
{
  GtkWidget *label = doctor_ui_new_label (style_class);

  doctor_ui_set_text (label, text);
  gtk_widget_set_valign (label, GTK_ALIGN_BASELINE);
  gtk_grid_attach (GTK_GRID (grid), label, column, row, 1, 1);
}

/* Values are islands in a text that runs from right to left (U+2068, U+2069; U+200F sets the
 * direction of the line), so that the arrow points from the old one to the new one. */
#define PATTERN_LTR "<span alpha=\"75%%\"><s>%s</s></span> → <b>%s</b>"
#define PATTERN_RTL                                                                                \
  "\u200f<span alpha=\"75%%\"><s>\u2068%s\u2069</s></span> ← <b>\u2068%s\u2069</b>"

/* “old → new” in one cell, so that long values wrap together. */
static void
add_change (GtkWidget *grid, int row, const char *old, const char *new)
{
  gboolean mirrored = gtk_widget_get_direction (grid) == GTK_TEXT_DIR_RTL;
  GtkWidget *label = doctor_ui_new_label (NULL);
  g_autofree char *spoken = g_strdup_printf (_ ("%s instead of %s"), new, old);
  g_autofree char *markup = NULL;

  markup = mirrored ? g_markup_printf_escaped (PATTERN_RTL, old, new)
                    : g_markup_printf_escaped (PATTERN_LTR, old, new);
  gtk_label_set_markup (GTK_LABEL (label), markup);
  doctor_ui_set_name (label, spoken);
  gtk_widget_set_valign (label, GTK_ALIGN_BASELINE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_show (label);
  gtk_grid_attach (GTK_GRID (grid), label, 1, row, 1, 1);
}

void
doctor_offer_card_fill_preview (GtkWidget *grid, GPtrArray *rows)
{
  doctor_ui_empty (grid);
  for (guint i = 0; i + 2 < rows->len; i += 3) {
    add_cell (grid, 0, (int)i / 3, rows->pdata[i], "doctor-dim");
    add_change (grid, (int)i / 3, rows->pdata[i + 1], rows->pdata[i + 2]);
  }
}

static char *
dup_rows_text (GPtrArray *rows)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (text, "%s\n", (const char *)rows->pdata[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
show_preview (Card *card, const DoctorOffer *offer, DoctorFacts *facts)
{
  g_autoptr (GPtrArray) rows = doctor_fix_dup_preview (offer->fix, facts);
  g_autofree char *text = dup_rows_text (rows);

  gtk_widget_set_visible (card->preview, rows->len >= 3);
  if (g_strcmp0 (text, card->rows) == 0)
    return;
  g_free (card->rows);
  card->rows = g_steal_pointer (&text);
  doctor_offer_card_fill_preview (card->preview, rows);
}

static void
note_proof (Card *card, gboolean proved)
{
  g_autoptr (GDateTime) now = NULL;

  if (!proved) {
    card->proved_at = 0;
    return;
  }
  if (card->proved_at != 0)
    return;
  now = g_date_time_new_now_local ();
  card->proved_at = g_get_monotonic_time ();
  g_free (card->proved_time);
  card->proved_time = g_date_time_format (now, "%H:%M");
}

static char *
dup_proved (Card *card, const DoctorOffer *offer)
{
  g_autofree char *duration = doctor_ui_dup_duration (offer->verify_ms);

  if (g_get_monotonic_time () - card->proved_at > JUST_NOW_US)
    return g_strdup_printf (_ ("Tested at %s: the account works with it."), card->proved_time);
  if (duration == NULL)
    return g_strdup (_ ("Tested just now: the account works with it."));
  /* Translators: the hole is a duration such as “0.3 s”. */
  return g_strdup_printf (_ ("Tested just now: the account works with it (%s)."), duration);
}

static char *
dup_tested (Card *card, DoctorCase *c, const DoctorOffer *offer)
{
  if (doctor_case_get_state (c) == DOCTOR_CASE_VERIFYING)
    return g_strdup (_ ("Being tested on a copy of the settings…"));
  if (offer->verdict == DOCTOR_VERDICT_PROVED)
    return dup_proved (card, offer);
  if (offer->verdict == DOCTOR_VERDICT_FAILED)
    return g_strdup (_ ("Tested: it does not help. Nothing was changed."));
  if (doctor_fix_is_local (offer->fix))
    return g_strdup (_ ("This changes the mail program itself, and nothing at the server."));
  return g_strdup (_ ("Not tested yet. It is tried on a copy of the settings first, and nothing "
                      "changes unless it works."));
}

static void
show_button (Card *card, DoctorCase *c, const DoctorOffer *offer, const char *title)
{
  g_autofree char *button = NULL;

  gtk_widget_set_visible (card->apply, offer->verdict != DOCTOR_VERDICT_FAILED);
  gtk_widget_set_sensitive (card->apply, doctor_case_get_state (c) == DOCTOR_CASE_EXAMINED);
  button = doctor_fix_dup_button (offer->fix, doctor_case_get_facts (c));
  doctor_ui_set_button (card->apply, button);
  doctor_ui_set_description (card->apply, title);
}

static void
remember (Card *card, DoctorCase *c, const DoctorOffer *offer)
{
  g_autofree char *key = doctor_offer_dup_key (offer);
  int account_id = doctor_case_get_account (c);

  if (account_id != card->account_id || g_strcmp0 (key, card->key) != 0)
    card->proved_at = 0;
  card->account_id = account_id;
  g_free (card->key);
  card->key = g_steal_pointer (&key);
}

void
doctor_offer_card_update (GtkWidget *root, DoctorCase *c, const DoctorOffer *offer)
{
  Card *card = doctor_ui_get_part (root);
  g_autofree char *title = NULL;
  gboolean proved;

  gtk_widget_set_visible (root, offer != NULL);
  if (offer == NULL)
    return;
  proved = offer->verdict == DOCTOR_VERDICT_PROVED;
  title = doctor_fix_dup_title (offer->fix, doctor_case_get_facts (c));
  remember (card, c, offer);
  note_proof (card, proved);
  doctor_ui_set_text (card->title, title);
  doctor_ui_set_name (root, title);
  gtk_widget_set_visible (card->badge, proved);
  show_preview (card, offer, doctor_case_get_facts (c));
  doctor_ui_take_text (card->tested, dup_tested (card, c, offer));
  show_button (card, c, offer, title);
}
