#include "config.h"
#include "plugin/hint.h"
#include "core/i18n.h"
#include "plugin/frame.h"
#include "plugin/hint-words.h"
#include "plugin/panel.h"
#include "plugin/prefs.h"
#include "plugin/ui.h"

static struct {
  gboolean attached;
  GtkWidget *bar; /* weak; NULL until first shown */
  GtkWidget *text, *repair, *details, *quiet, *quiet_done;
  void (*quiet_accepted) (void); /* NULL: not offered */
  int account_id;                /* that is shown: the newest */
  guint n_accounts;
  guint prepare_source;
  char *said; /* what a screen reader was told last */
} hint;

void
doctor_hint_repair (int account_id)
{
  DoctorCase *c = doctor_case_get (account_id);
  DoctorCaseState state;

  doctor_panel_show (account_id);
  if (c == NULL)
    return;
  state = doctor_case_get_state (c);
  if (state == DOCTOR_CASE_IDLE || state == DOCTOR_CASE_FAILED)
    doctor_case_examine (c);
}

static void
on_repair (void)
{
  doctor_hint_repair (hint.account_id);
}

static void
on_details (void)
{
  doctor_panel_show (hint.n_accounts == 1 ? hint.account_id : 0);
}

static void
dismiss_all (void)
{
  g_autoptr (GPtrArray) cases = doctor_case_list_hints ();

  for (guint i = 0; i < cases->len; i++)
    doctor_case_dismiss (cases->pdata[i]);
  doctor_hint_update ();
}

/* All of the text, when it does not fit into its two lines. */
static gboolean
on_tooltip (GtkWidget *label, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (GTK_LABEL (label)));
  return TRUE;
}

/* GTK's own closing button shows a cross and has no name for who cannot see it. */
static void
name_closing_button (GtkWidget *widget, gpointer data)
{
  if (GTK_IS_CONTAINER (widget) && !GTK_IS_BUTTON (widget))
    gtk_container_forall (GTK_CONTAINER (widget), name_closing_button, data);
  if (!GTK_IS_BUTTON (widget) || widget == hint.repair || widget == hint.details
      || widget == hint.quiet)
    return;
  doctor_ui_set_name (widget, _ ("Dismiss this message"));
  gtk_widget_set_tooltip_text (widget, _ ("Dismiss this message"));
}

static void
on_quiet (void)
{
  void (*accepted) (void) = hint.quiet_accepted;

  hint.quiet_accepted = NULL;
  if (gtk_widget_is_focus (hint.quiet))
    gtk_widget_grab_focus (hint.details);
  gtk_widget_hide (hint.quiet);
  gtk_widget_show (hint.quiet_done);
  if (accepted != NULL)
    accepted ();
}

void
doctor_hint_offer_quiet (void (*accepted) (void))
{
  hint.quiet_accepted = accepted;
  if (hint.bar != NULL)
    gtk_widget_show (hint.quiet);
}

static gboolean
build (GError **error)
{
  g_autoptr (GtkBuilder) builder = doctor_ui_load ("hint");

  doctor_ui_attach_style ();
  hint.text = doctor_ui_get (builder, "text");
  hint.repair = doctor_ui_get (builder, "repair");
  hint.details = doctor_ui_get (builder, "details");
  hint.quiet = doctor_ui_get (builder, "quiet");
  hint.quiet_done = doctor_ui_get (builder, "quiet-done");
  gtk_widget_set_visible (hint.quiet, hint.quiet_accepted != NULL);
  g_signal_connect (hint.quiet, "clicked", G_CALLBACK (on_quiet), NULL);
  g_signal_connect (hint.text, "query-tooltip", G_CALLBACK (on_tooltip), NULL);
  g_signal_connect (hint.repair, "clicked", G_CALLBACK (on_repair), NULL);
  g_signal_connect (hint.details, "clicked", G_CALLBACK (on_details), NULL);
  g_signal_connect (doctor_ui_get (builder, "root"), "response", G_CALLBACK (dismiss_all), NULL);
  name_closing_button (doctor_ui_get (builder, "root"), NULL);
  g_set_weak_pointer (&hint.bar, doctor_ui_take_root (builder, NULL, NULL));
  return doctor_frame_add_strip (hint.bar, error);
}

/* Made when it is first wanted, so that loading the plugin costs nothing. */
static gboolean
ensure (void)
{
  g_autoptr (GError) error = NULL;

  if (hint.bar != NULL || !hint.attached)
    return hint.attached;
  if (build (&error))
    return TRUE;
  g_warning ("%s", error->message);
  g_clear_weak_pointer (&hint.bar);
  return FALSE;
}

gboolean
doctor_hint_attach (GError **error)
{
  hint.attached = doctor_frame_check (error);
  return hint.attached;
}

void
doctor_hint_detach (void)
{
  g_clear_handle_id (&hint.prepare_source, g_source_remove);
  doctor_frame_remove_strip ();
  g_clear_weak_pointer (&hint.bar);
  g_clear_pointer (&hint.said, g_free);
  hint.account_id = 0;
  hint.quiet_accepted = NULL;
  hint.attached = FALSE;
}

static void
show_texts (const char *title, const char *reason)
{
  g_autofree char *markup = NULL;
  g_autofree char *plain = NULL;

  /* Translators: first what happened, then why; both are whole sentences. */
  plain = g_strdup_printf (C_ ("sentences", "%s %s"), title, reason);
  markup = g_markup_printf_escaped (C_ ("hint", "<b>%s</b> %s"), title, reason);
  gtk_label_set_markup (GTK_LABEL (hint.text), markup);
  if (g_strcmp0 (plain, hint.said) == 0)
    return;
  g_free (hint.said);
  hint.said = g_steal_pointer (&plain);
  doctor_ui_announce (hint.bar, hint.said);
}

/* Hides the strip, and does not leave the focus on a button that is gone. */
static void
hide (void)
{
  gboolean had_focus = gtk_container_get_focus_child (GTK_CONTAINER (hint.bar)) != NULL;

  gtk_info_bar_set_revealed (GTK_INFO_BAR (hint.bar), FALSE);
  gtk_widget_hide (hint.bar);
  gtk_widget_hide (hint.quiet);
  gtk_widget_hide (hint.quiet_done);
  hint.quiet_accepted = NULL;
  g_clear_pointer (&hint.said, g_free);
  if (had_focus)
    doctor_frame_focus_body ();
}

/* Most who see the strip open the panel. */
static gboolean
on_prepare (gpointer data)
{
  if (doctor_panel_prepare ())
    return G_SOURCE_CONTINUE;
  hint.prepare_source = 0;
  return G_SOURCE_REMOVE;
}

/* Where an examination is not offered, there is something to repair only after one. */
static gboolean
offers_repair (DoctorCase *c)
{
  DoctorCaseState state = doctor_case_get_state (c);

  if (doctor_prefs_get ()->automatic == DOCTOR_AUTOMATIC_OFF)
    return state == DOCTOR_CASE_EXAMINED && doctor_case_get_offers (c)->len > 0;
  return state != DOCTOR_CASE_APPLIED;
}

static void
show (GPtrArray *cases)
{
  DoctorCase *newest = cases->pdata[0];
  g_autofree char *title = doctor_hint_words_dup_title (cases);
  g_autofree char *reason = doctor_hint_words_dup_reason (cases);

  hint.account_id = doctor_case_get_account (newest);
  hint.n_accounts = cases->len;
  gtk_widget_set_visible (hint.repair, offers_repair (newest));
  gtk_widget_show (hint.bar);
  gtk_info_bar_set_revealed (GTK_INFO_BAR (hint.bar), TRUE);
  show_texts (title, reason);
  if (hint.prepare_source == 0)
    hint.prepare_source = g_idle_add_full (G_PRIORITY_LOW, on_prepare, NULL, NULL);
}

void
doctor_hint_update (void)
{
  g_autoptr (GPtrArray) cases = doctor_case_list_hints ();

  if (cases->len > 0 && doctor_prefs_get ()->hint && ensure ())
    show (cases);
  else if (hint.bar != NULL)
    hide ();
}
