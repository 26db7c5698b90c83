#include "config.h"
#include "plugin/wait-card.h"
#include "core/i18n.h"
#include "plugin/offers.h"
#include "plugin/ui.h"

typedef struct {
  GtkWidget *root, *title, *text, *tried, *start, *now, *stop;
  int account_id;
  char *key;   /* of the remedy shown, or NULL */
  guint timer; /* counts down while the card is on the screen */
} Card;

static void
card_free (gpointer data)
{
  Card *card = data;

  g_clear_handle_id (&card->timer, g_source_remove);
  g_free (card->key);
  g_free (card);
}

static char *
dup_time (gint64 seconds)
{
  gulong minutes = (gulong)(seconds / 60), rest = (gulong)(seconds % 60);

  if (seconds < 60)
    return g_strdup_printf (ngettext ("%lu second", "%lu seconds", rest), rest);
  if (seconds >= 3600)
    /* Translators: hours and minutes of a countdown, such as 1:05. */
    return g_strdup_printf (_ ("%lu:%02lu hours"), minutes / 60, minutes % 60);
  /* Translators: minutes and seconds of a countdown, such as 4:59. */
  return g_strdup_printf (_ ("%lu:%02lu minutes"), minutes, rest);
}

static char *
dup_offered (DoctorCase *c, const DoctorOffer *offer)
{
  g_autofree char *time = dup_time (doctor_case_get_wait_seconds (c, offer));

  /* Translators: the hole is a time such as “5:00 minutes”. */
  return g_strdup_printf (_ ("Nothing has to be changed. The mail program tries again by itself "
                             "in %s, then less and less often, until it works."),
                          time);
}

static char *
dup_waiting (const DoctorWait *wait)
{
  g_autofree char *time = dup_time (wait->seconds_left);

  if (wait->is_trying)
    return g_strdup (_ ("The mail program is trying it now."));
  /* Translators: the hole is a time such as “4:59 minutes”. */
  return g_strdup_printf (_ ("The mail program tries again by itself in %s. You can close this "
                             "panel meanwhile."),
                          time);
}

static char *
dup_tried (const DoctorWait *wait)
{
  if (wait->n_tries == 0)
    return NULL;
  return g_strdup_printf (ngettext ("Tried %u time since, without success.",
                                    "Tried %u times since, without success.", wait->n_tries),
                          wait->n_tries);
}

/* The focus goes from the button that started the waiting to the one that ends it, and back. */
static void
show_buttons (Card *card, gboolean is_waiting, gboolean is_trying)
{
  GtkWidget *out = is_waiting ? card->start : card->stop;
  GtkWidget *in = is_waiting ? card->stop : card->start;
  gboolean can_try = is_waiting && !is_trying;
  gboolean had_focus = gtk_widget_is_focus (out) || (gtk_widget_is_focus (card->now) && !can_try);

  gtk_widget_set_visible (in, is_waiting || card->key != NULL);
  if (had_focus)
    gtk_widget_grab_focus (in);
  gtk_widget_set_visible (card->now, can_try);
  gtk_widget_hide (out);
}

static void
show (Card *card, DoctorCase *c)
{
  const DoctorOffer *offer = doctor_offers_lookup (c, card->key);
  DoctorWait wait = { 0 };
  gboolean is_waiting = doctor_case_get_wait (c, &wait);

  if (is_waiting)
    doctor_ui_take_text (card->text, dup_waiting (&wait));
  else if (offer != NULL)
    doctor_ui_take_text (card->text, dup_offered (c, offer));
  doctor_ui_take_text (card->tried, is_waiting ? dup_tried (&wait) : NULL);
  doctor_ui_set_text (card->title, is_waiting ? _ ("Waiting until it has passed")
                                              : _ ("Wait a while, then try again"));
  doctor_ui_set_name (card->root, gtk_label_get_text (GTK_LABEL (card->title)));
  show_buttons (card, is_waiting, wait.is_trying);
}

static gboolean
on_second (gpointer data)
{
  Card *card = data;
  DoctorCase *c = doctor_case_get (card->account_id);

  if (c != NULL && gtk_widget_get_visible (card->root))
    show (card, c);
  return G_SOURCE_CONTINUE;
}

static void
on_map (GtkWidget *root, gpointer data)
{
  Card *card = data;

  if (card->timer == 0)
    card->timer = g_timeout_add_seconds (1, on_second, card);
}

static void
on_unmap (GtkWidget *root, gpointer data)
{
  g_clear_handle_id (&((Card *)data)->timer, g_source_remove);
}

static void
on_start (GtkWidget *button, gpointer data)
{
  Card *card = data;
  DoctorCase *c = doctor_case_get (card->account_id);
  const DoctorOffer *offer = c != NULL ? doctor_offers_lookup (c, card->key) : NULL;

  if (offer != NULL)
    doctor_case_wait (c, offer);
}

static void
on_now (GtkWidget *button, gpointer data)
{
  DoctorCase *c = doctor_case_get (((Card *)data)->account_id);

  if (c != NULL)
    doctor_case_wait_now (c);
}

static void
on_stop (GtkWidget *button, gpointer data)
{
  DoctorCase *c = doctor_case_get (((Card *)data)->account_id);

  if (c != NULL)
    doctor_case_wait_stop (c);
}

GtkWidget *
doctor_wait_card_new (void)
{
  g_autoptr (GtkBuilder) builder = doctor_ui_load ("wait-card");
  Card *card = g_new0 (Card, 1);

  card->root = doctor_ui_get (builder, "root");
  card->title = doctor_ui_get (builder, "title");
  card->text = doctor_ui_get (builder, "text");
  card->tried = doctor_ui_get (builder, "tried");
  card->start = doctor_ui_get (builder, "start");
  card->now = doctor_ui_get (builder, "now");
  card->stop = doctor_ui_get (builder, "stop");
  doctor_ui_set_button (card->start, _ ("_Wait and Try Again"));
  doctor_ui_set_role (card->root, ATK_ROLE_PANEL);
  g_signal_connect (card->start, "clicked", G_CALLBACK (on_start), card);
  g_signal_connect (card->now, "clicked", G_CALLBACK (on_now), card);
  g_signal_connect (card->stop, "clicked", G_CALLBACK (on_stop), card);
  g_signal_connect (card->root, "map", G_CALLBACK (on_map), card);
  g_signal_connect (card->root, "unmap", G_CALLBACK (on_unmap), card);
  return doctor_ui_take_root (builder, card, card_free);
}

void
doctor_wait_card_update (GtkWidget *root, DoctorCase *c, const DoctorOffer *offer)
{
  Card *card = doctor_ui_get_part (root);
  DoctorWait wait;

  g_free (card->key);
  card->key = offer != NULL ? doctor_offer_dup_key (offer) : NULL;
  card->account_id = doctor_case_get_account (c);
  gtk_widget_set_visible (root, offer != NULL || doctor_case_get_wait (c, &wait));
  if (gtk_widget_get_visible (root))
    show (card, c);
}

void
doctor_wait_card_focus (GtkWidget *root)
{
  Card *card = doctor_ui_get_part (root);

  gtk_widget_grab_focus (gtk_widget_get_visible (card->start) ? card->start : card->stop);
}
