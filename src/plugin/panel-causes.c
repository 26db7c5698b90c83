#include "config.h"
#include "core/i18n.h"
#include "plugin/cause-row.h"
#include "plugin/panel-parts.h"
#include "plugin/ui.h"

/* Whoever reads more than this many causes is helped by none of them. */
#define MAX_CAUSES 4

/* Rows are kept and filled anew, so that nothing flickers. */
typedef struct {
  GtkWidget *box;
  GPtrArray *rows; /* GtkWidget *, borrowed from the box */
} List;

/* What comes after the remedies. */
typedef struct {
  List shown, behind;
  GtkWidget *more;
  int account_id; /* for which “More” was folded */
} Further;

static void
list_init (List *list)
{
  list->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  list->rows = g_ptr_array_new ();
  gtk_widget_show (list->box);
}

static void
further_free (gpointer data)
{
  Further *further = data;

  g_ptr_array_unref (further->shown.rows);
  g_ptr_array_unref (further->behind.rows);
  g_free (further);
}

GtkWidget *
doctor_further_new (void)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  Further *further = g_new0 (Further, 1);

  list_init (&further->shown);
  list_init (&further->behind);
  further->more = gtk_expander_new (NULL);
  doctor_ui_align_title (further->more);
  doctor_ui_set_class (further->behind.box, "doctor-folded", TRUE);
  gtk_container_add (GTK_CONTAINER (further->more), further->behind.box);
  gtk_box_pack_start (GTK_BOX (part), further->shown.box, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (part), further->more, FALSE, FALSE, 0);
  gtk_widget_set_no_show_all (part, TRUE);
  doctor_ui_own (part, further, further_free);
  return part;
}

GtkWidget *
doctor_cause_new (void)
{
  GtkWidget *part = doctor_cause_row_new ();

  gtk_widget_set_no_show_all (part, TRUE);
  return part;
}

/* Each finding once for both services: first those that no other one makes pointless, as many as
 * help; the others go behind “More”. Borrowed. */
static void
divide (DoctorCase *c, GPtrArray *shown, GPtrArray *behind)
{
  GPtrArray *findings = doctor_case_get_findings (c);
  DoctorFacts *facts = doctor_case_get_facts (c);

  for (guint i = 0; facts != NULL && i < findings->len; i++) {
    DoctorFinding *finding = findings->pdata[i];
    gboolean fits = finding->hidden_by == NULL && shown->len < MAX_CAUSES;

    if (doctor_cause_find_same (shown, finding, facts) == NULL
        && doctor_cause_find_same (behind, finding, facts) == NULL)
      g_ptr_array_add (fits ? shown : behind, finding);
  }
}

static void
list_update (List *list, DoctorCase *c, GPtrArray *findings, DoctorCauseStyle style)
{
  while (list->rows->len < findings->len) {
    g_ptr_array_add (list->rows, doctor_cause_row_new ());
    gtk_box_pack_start (GTK_BOX (list->box), list->rows->pdata[list->rows->len - 1], FALSE, FALSE,
                        0);
  }
  for (guint i = 0; i < list->rows->len; i++) {
    GtkWidget *row = list->rows->pdata[i];

    if (i < findings->len)
      doctor_cause_row_update (row, c, findings->pdata[i], style);
    gtk_widget_set_visible (row, i < findings->len);
  }
  gtk_widget_set_visible (list->box, findings->len > 0);
  doctor_ui_measure_filled (list->box);
}

static void
show_more (Further *further, DoctorCase *c, guint n)
{
  g_autofree char *label = g_strdup_printf (_ ("_More (%u)"), n);

  gtk_widget_set_visible (further->more, n > 0);
  gtk_expander_set_use_underline (GTK_EXPANDER (further->more), TRUE);
  if (g_strcmp0 (gtk_expander_get_label (GTK_EXPANDER (further->more)), label) != 0)
    gtk_expander_set_label (GTK_EXPANDER (further->more), label);
  if (further->account_id != doctor_case_get_account (c))
    gtk_expander_set_expanded (GTK_EXPANDER (further->more), FALSE);
  further->account_id = doctor_case_get_account (c);
}

/* Also while an examination runs: then what is certain already. They stay while a remedy is
 * tested, so that nothing moves under the pointer. */
static gboolean
is_wanted (DoctorCase *c, GPtrArray *shown)
{
  DoctorCaseState state = doctor_case_get_state (c);

  return shown->len > 0
         && (state == DOCTOR_CASE_EXAMINING || state == DOCTOR_CASE_EXAMINED
             || state == DOCTOR_CASE_VERIFYING);
}

/* While it runs, and where all is well, the headline has something else to say. */
static gboolean
has_headline (DoctorCase *c)
{
  return doctor_case_get_state (c) != DOCTOR_CASE_EXAMINING
         && doctor_engine_state (doctor_case_get_findings (c), doctor_case_get_facts (c),
                                 DOCTOR_SCOPE_ACCOUNT)
              != DOCTOR_STATE_HEALTHY;
}

static DoctorCauseStyle
pick_style (DoctorCase *c, GPtrArray *shown)
{
  g_autofree char *headline = NULL;
  g_autofree char *title = NULL;

  if (!has_headline (c))
    return DOCTOR_CAUSE_LISTED;
  if (shown->len == 1)
    return DOCTOR_CAUSE_ALONE;
  headline = doctor_engine_dup_headline (doctor_case_get_findings (c), doctor_case_get_facts (c));
  title = doctor_finding_dup_text (shown->pdata[0], doctor_case_get_facts (c), "Title");
  return g_str_equal (headline, title) ? DOCTOR_CAUSE_FIRST : DOCTOR_CAUSE_LISTED;
}

void
doctor_cause_update (GtkWidget *part, DoctorCase *c)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();
  g_autoptr (GPtrArray) behind = g_ptr_array_new ();

  divide (c, shown, behind);
  gtk_widget_set_visible (part, is_wanted (c, shown));
  if (is_wanted (c, shown))
    doctor_cause_row_update (part, c, shown->pdata[0], pick_style (c, shown));
}

void
doctor_further_update (GtkWidget *part, DoctorCase *c)
{
  Further *further = doctor_ui_get_part (part);
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();
  g_autoptr (GPtrArray) behind = g_ptr_array_new ();
  gboolean wanted;

  divide (c, shown, behind);
  wanted = is_wanted (c, shown) && shown->len + behind->len > 1;
  gtk_widget_set_visible (part, wanted);
  if (!wanted)
    return;
  g_ptr_array_remove_index (shown, 0);
  list_update (&further->shown, c, shown, DOCTOR_CAUSE_LISTED);
  list_update (&further->behind, c, behind, DOCTOR_CAUSE_BEHIND);
  show_more (further, c, behind->len);
}
