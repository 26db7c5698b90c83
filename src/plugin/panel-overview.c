#include "config.h"
#include "core/i18n.h"
#include "plugin/bridge.h"
#include "plugin/headline.h"
#include "plugin/mark.h"
#include "plugin/panel-parts.h"
#include "plugin/turn.h"
#include "plugin/ui.h"

#define MARK_EMS 1.4
#define OVERALL_EMS 2.4

typedef struct {
  int account_id;
  GtkWidget *root, *mark, *name, *turn, *verdict, *last;
} Row;

typedef struct {
  GtkWidget *overall, *mark, *sentence, *empty, *table;
  GPtrArray *rows; /* Row * */
  char *said;      /* to a screen reader, of all accounts */
  void (*open) (int account_id);
} Overview;

static void
overview_free (gpointer data)
{
  Overview *overview = data;

  g_ptr_array_unref (overview->rows);
  g_free (overview->said);
  g_free (overview);
}

static void
on_row (GtkListBox *table, GtkListBoxRow *chosen, gpointer data)
{
  Overview *overview = data;
  const Row *row = overview->rows->pdata[gtk_list_box_row_get_index (chosen)];

  overview->open (row->account_id);
}

GtkWidget *
doctor_overview_new (void (*open) (int account_id))
{
  g_autoptr (GtkBuilder) builder = doctor_ui_load ("overview");
  Overview *overview = g_new0 (Overview, 1);

  overview->open = open;
  overview->overall = doctor_ui_get (builder, "overall");
  overview->sentence = doctor_ui_get (builder, "sentence");
  overview->empty = doctor_ui_get (builder, "empty");
  overview->table = doctor_ui_get (builder, "table");
  overview->mark = doctor_mark_new (OVERALL_EMS);
  overview->rows = g_ptr_array_new_with_free_func (g_free);
  gtk_box_pack_start (GTK_BOX (overview->overall), overview->mark, FALSE, FALSE, 0);
  gtk_box_reorder_child (GTK_BOX (overview->overall), overview->mark, 0);
  g_signal_connect (overview->table, "row-activated", G_CALLBACK (on_row), overview);
  return doctor_ui_take_root (builder, overview, overview_free);
}

static void
add_row (Overview *overview)
{
  g_autoptr (GtkBuilder) builder = doctor_ui_load ("account-row");
  GtkBox *line = doctor_ui_get (builder, "line");
  Row *row = g_new0 (Row, 1);

  row->mark = doctor_mark_new (MARK_EMS);
  row->name = doctor_ui_get (builder, "name");
  row->turn = doctor_ui_get (builder, "turn");
  row->verdict = doctor_ui_get (builder, "verdict");
  row->last = doctor_ui_get (builder, "last");
  gtk_box_pack_start (line, row->mark, FALSE, FALSE, 0);
  gtk_box_reorder_child (line, row->mark, 0);
  row->root = doctor_ui_take_root (builder, NULL, NULL);
  gtk_container_add (GTK_CONTAINER (overview->table), row->root);
  g_ptr_array_add (overview->rows, row);
}

/* A screen reader says what the line says, from left to right. */
static void
speak (Row *row, const char *name, const char *word, const char *verdict, const char *turn)
{
  /* Translators: name of an account and its state. */
  g_autofree char *spoken = g_strdup_printf (C_ ("account", "%s: %s"), name, word);
  g_autofree char *more = NULL;

  /* Translators: two sentences, what is the matter and whose turn it is. */
  more
    = turn != NULL ? g_strdup_printf (C_ ("account", "%s %s"), verdict, turn) : g_strdup (verdict);
  doctor_ui_set_name (row->root, spoken);
  doctor_ui_set_description (row->root, more);
}

static void
show_account (Row *row, const DoctorAccountRef *account)
{
  DoctorCase *c = doctor_case_get (account->id);
  const DoctorFinding *finding = c != NULL ? doctor_headline_get_finding (c) : NULL;
  g_autofree char *verdict = NULL;
  const DoctorMark *mark;

  gtk_widget_set_visible (row->root, c != NULL);
  if (c == NULL)
    return;
  mark = doctor_mark_for_case (c);
  verdict = doctor_headline_dup (c);
  row->account_id = account->id;
  doctor_mark_set (row->mark, mark);
  doctor_ui_set_text (row->name, account->name);
  doctor_ui_set_text (row->verdict, verdict);
  doctor_ui_set_text (row->turn, finding != NULL ? doctor_turn_get_word (finding) : NULL);
  doctor_ui_take_text (row->last, doctor_headline_dup_history (c));
  speak (row, account->name, _ (mark->word), verdict,
         finding != NULL ? doctor_turn_get_sentence (finding) : NULL);
}

static const DoctorLinkState overall_marks[] = {
  [DOCTOR_OVERALL_NONE] = DOCTOR_LINK_WAITING,      [DOCTOR_OVERALL_UNKNOWN] = DOCTOR_LINK_WAITING,
  [DOCTOR_OVERALL_BUSY] = DOCTOR_LINK_RUNNING,      [DOCTOR_OVERALL_WORKS] = DOCTOR_LINK_GOOD,
  [DOCTOR_OVERALL_SOME_FAIL] = DOCTOR_LINK_WARNING, [DOCTOR_OVERALL_ALL_FAIL] = DOCTOR_LINK_BROKEN,
};

static void
show_overall (GtkWidget *part, Overview *overview)
{
  g_autofree char *sentence = NULL;
  DoctorOverall overall = doctor_overall_judge (&sentence);

  gtk_widget_set_visible (overview->overall, sentence != NULL);
  gtk_widget_set_visible (overview->empty, sentence == NULL);
  gtk_widget_set_visible (overview->table, sentence != NULL);
  doctor_mark_set (overview->mark, doctor_mark_for_link (overall_marks[overall]));
  doctor_ui_set_text (overview->sentence, sentence);
  if (g_strcmp0 (sentence, overview->said) == 0)
    return;
  g_free (overview->said);
  overview->said = g_steal_pointer (&sentence);
  if (overview->said != NULL && gtk_widget_get_mapped (part))
    doctor_ui_announce (part, overview->said);
}

void
doctor_overview_update (GtkWidget *part)
{
  Overview *overview = doctor_ui_get_part (part);
  g_autoptr (GPtrArray) accounts = doctor_bridge_list_accounts ();

  show_overall (part, overview);
  while (overview->rows->len < accounts->len)
    add_row (overview);
  for (guint i = 0; i < overview->rows->len; i++) {
    Row *row = overview->rows->pdata[i];

    if (i < accounts->len)
      show_account (row, accounts->pdata[i]);
    else
      gtk_widget_hide (row->root);
  }
}
