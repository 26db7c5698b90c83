#include "config.h"
#include "core/i18n.h"
#include "plugin/account-menu.h"
#include "plugin/bridge.h"
#include "plugin/panel-parts.h"
#include "plugin/prefs.h"
#include "plugin/ui.h"

typedef struct {
  GtkWidget *box, *examine, *cancel, *report, *undo, *menu, *undoes, *said;
  int account_id;
  DoctorCaseState state; /* at the last update */
} Footer;

static gboolean
is_busy (DoctorCase *c)
{
  DoctorCaseState state = doctor_case_get_state (c);

  return state == DOCTOR_CASE_EXAMINING || state == DOCTOR_CASE_VERIFYING;
}

/* Does @verb to the account shown, or to all. */
static void
for_shown (Footer *footer, void (*verb) (DoctorCase *c))
{
  g_autoptr (GPtrArray) accounts = NULL;
  DoctorCase *c = NULL;

  if (footer->account_id != 0) {
    c = doctor_case_get (footer->account_id);
    if (c != NULL)
      verb (c);
    return;
  }
  accounts = doctor_bridge_list_accounts ();
  for (guint i = 0; i < accounts->len; i++) {
    const DoctorAccountRef *account = accounts->pdata[i];

    c = doctor_case_get (account->id);
    if (c != NULL)
      verb (c);
  }
}

static void
examine_unless_busy (DoctorCase *c)
{
  if (!is_busy (c))
    doctor_case_examine (c);
}

static void
cancel_when_busy (DoctorCase *c)
{
  if (is_busy (c))
    doctor_case_cancel (c);
}

static void
on_examine (GtkWidget *button, gpointer data)
{
  for_shown (data, examine_unless_busy);
}

static void
on_cancel (GtkWidget *button, gpointer data)
{
  for_shown (data, cancel_when_busy);
}

static void
on_undo (GtkWidget *button, gpointer data)
{
  Footer *footer = data;
  DoctorCase *c = doctor_case_get (footer->account_id);

  if (c != NULL && doctor_case_can_undo (c))
    doctor_case_undo (c);
}

static void
on_report (GtkWidget *button, gpointer data)
{
  Footer *footer = data;
  DoctorCase *c = doctor_case_get (footer->account_id);
  g_autofree char *report = c != NULL ? doctor_case_dup_report (c) : NULL;
  const char *said
    = doctor_prefs_get ()->mask
        ? _ ("The report is copied. Names and addresses in it are masked.")
        : _ ("The report is copied, with names and addresses as they are. It has no password.");

  if (report == NULL)
    return;
  gtk_clipboard_set_text (gtk_widget_get_clipboard (button, GDK_SELECTION_CLIPBOARD), report, -1);
  doctor_ui_set_text (footer->said, said);
  doctor_ui_announce (footer->said, said);
}

static GtkWidget *
add_button (Footer *footer, GtkWidget *row, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new ();

  doctor_ui_set_button (button, label);
  gtk_widget_set_no_show_all (button, TRUE);
  g_signal_connect (button, "clicked", clicked, footer);
  gtk_box_pack_start (GTK_BOX (row), button, TRUE, TRUE, 0);
  return button;
}

GtkWidget *
doctor_footer_new (void)
{
  Footer *footer = g_new0 (Footer, 1);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  footer->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  footer->said = doctor_ui_new_label ("doctor-dim");
  footer->undoes = doctor_ui_new_label ("doctor-dim");
  gtk_box_pack_start (GTK_BOX (footer->box), footer->said, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (footer->box), footer->undoes, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (footer->box), row, FALSE, FALSE, 0);
  footer->examine = add_button (footer, row, _ ("E_xamine"), G_CALLBACK (on_examine));
  footer->cancel = add_button (footer, row, _ ("Cance_l"), G_CALLBACK (on_cancel));
  footer->report = add_button (footer, row, _ ("Cop_y Report"), G_CALLBACK (on_report));
  footer->undo = add_button (footer, row, _ ("U_ndo"), G_CALLBACK (on_undo));
  footer->menu = doctor_account_menu_new ();
  gtk_box_pack_start (GTK_BOX (row), footer->menu, FALSE, FALSE, 0);
  doctor_ui_set_class (footer->box, "doctor-footer", TRUE);
  gtk_widget_show (row);
  gtk_widget_show (footer->box);
  doctor_ui_own (footer->box, footer, g_free);
  return footer->box;
}

static gboolean
any_busy (void)
{
  g_autoptr (GPtrArray) accounts = doctor_bridge_list_accounts ();

  for (guint i = 0; i < accounts->len; i++) {
    const DoctorAccountRef *account = accounts->pdata[i];
    DoctorCase *c = doctor_case_get (account->id);

    if (c != NULL && is_busy (c))
      return TRUE;
  }
  return FALSE;
}

/* Examine and Cancel stand in one place; the focus goes from one to the other. */
static void
show_busy (Footer *footer, gboolean busy)
{
  GtkWidget *in = busy ? footer->cancel : footer->examine;
  GtkWidget *out = busy ? footer->examine : footer->cancel;
  gboolean had_focus = gtk_widget_is_focus (out);

  gtk_widget_show (in);
  if (had_focus)
    gtk_widget_grab_focus (in);
  gtk_widget_hide (out);
}

static const char *
examine_label (DoctorCase *c)
{
  if (c == NULL)
    return _ ("Examine _All");
  return doctor_case_get_state (c) == DOCTOR_CASE_IDLE
             || doctor_case_get_state (c) == DOCTOR_CASE_FAILED
           ? _ ("E_xamine")
           : _ ("Examine _Again");
}

static void
show_undo (Footer *footer, DoctorCase *c)
{
  g_autofree char *text = NULL;
  gboolean wanted = c != NULL && doctor_case_can_undo (c);

  gtk_widget_set_visible (footer->undo, wanted);
  if (wanted)
    text = doctor_case_dup_undo_text (c);
  doctor_ui_set_text (footer->undoes, text);
  if (!wanted)
    return;
  doctor_ui_set_description (footer->undo, text);
}

/* What was said belongs to one state of one account. */
static void
forget_said (Footer *footer, int account_id, DoctorCaseState state)
{
  if (footer->account_id != account_id || footer->state != state)
    doctor_ui_set_text (footer->said, NULL);
  footer->account_id = account_id;
  footer->state = state;
}

void
doctor_footer_update (GtkWidget *part, int account_id)
{
  Footer *footer = doctor_ui_get_part (part);
  DoctorCase *c = account_id != 0 ? doctor_case_get (account_id) : NULL;
  DoctorCaseState state = c != NULL ? doctor_case_get_state (c) : DOCTOR_CASE_IDLE;

  forget_said (footer, account_id, state);
  doctor_ui_set_button (footer->examine, examine_label (c));
  doctor_ui_set_class (footer->examine, "suggested-action", state == DOCTOR_CASE_FAILED);
  show_busy (footer, c != NULL ? is_busy (c) : any_busy ());
  gtk_widget_set_visible (footer->report, c != NULL && doctor_case_get_facts (c) != NULL
                                            && state != DOCTOR_CASE_EXAMINING);
  show_undo (footer, c);
  doctor_account_menu_update (footer->menu, account_id);
}

GtkWidget *
doctor_footer_get_main_button (GtkWidget *part)
{
  Footer *footer = doctor_ui_get_part (part);

  return gtk_widget_get_visible (footer->cancel) ? footer->cancel : footer->examine;
}
