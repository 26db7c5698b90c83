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

typedef struct {
  List shown, behind;
  GtkWidget *more;
  int account_id; /* for which “More” was folded */
} Causes;

static void
list_init (List *list)
{
  list->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  list->rows = g_ptr_array_new ();
  gtk_widget_show (list->box);
}

static void
causes_free (gpointer data)
{
  Causes *causes = data;

  g_ptr_array_unref (causes->shown.rows);
  g_ptr_array_unref (causes->behind.rows);
  g_free (causes);
}

GtkWidget *
doctor_causes_new (void)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  Causes *causes = g_new0 (Causes, 1);

  list_init (&causes->shown);
  list_init (&causes->behind);
  causes->more = gtk_expander_new (NULL);
  doctor_ui_align_title (causes->more);
  doctor_ui_set_class (causes->behind.box, "doctor-folded", TRUE);
  gtk_container_add (GTK_CONTAINER (causes->more), causes->behind.box);
  gtk_box_pack_start (GTK_BOX (part), causes->shown.box, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (part), causes->more, FALSE, FALSE, 0);
  gtk_widget_set_no_show_all (part, TRUE);
  doctor_ui_own (part, causes, causes_free);
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
}

static void
show_more (Causes *causes, DoctorCase *c, guint n)
{
  g_autofree char *label = g_strdup_printf (_ ("_More (%u)"), n);

  gtk_widget_set_visible (causes->more, n > 0);
  gtk_expander_set_use_underline (GTK_EXPANDER (causes->more), TRUE);
  if (g_strcmp0 (gtk_expander_get_label (GTK_EXPANDER (causes->more)), label) != 0)
    gtk_expander_set_label (GTK_EXPANDER (causes->more), label);
  if (causes->account_id != doctor_case_get_account (c))
    gtk_expander_set_expanded (GTK_EXPANDER (causes->more), FALSE);
  causes->account_id = doctor_case_get_account (c);
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

void
doctor_causes_update (GtkWidget *part, DoctorCase *c)
{
  Causes *causes = doctor_ui_get_part (part);
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();
  g_autoptr (GPtrArray) behind = g_ptr_array_new ();
  gboolean is_alone;

  divide (c, shown, behind);
  gtk_widget_set_visible (part, is_wanted (c, shown));
  if (!is_wanted (c, shown))
    return;
  is_alone = shown->len == 1 && doctor_case_get_state (c) != DOCTOR_CASE_EXAMINING;
  list_update (&causes->shown, c, shown, is_alone ? DOCTOR_CAUSE_ALONE : DOCTOR_CAUSE_LISTED);
  list_update (&causes->behind, c, behind, DOCTOR_CAUSE_BEHIND);
  show_more (causes, c, behind->len);
}
