#include "config.h"
#include "plugin/cause-row.h"
#include "core/i18n.h"
#include "plugin/offers.h"
#include "plugin/turn.h"
#include "plugin/ui.h"

typedef struct {
  GtkWidget *root, *heading, *service, *badge, *title, *reason, *action, *turn;
} Row;

static const char *const certainty_words[] = {
  [DOCTOR_POSSIBLE] = N_ ("possible"),
  [DOCTOR_LIKELY] = N_ ("likely"),
  [DOCTOR_PROVED] = N_ ("proved"),
};

GtkWidget *
doctor_cause_row_new (void)
{
  g_autoptr (GtkBuilder) builder = doctor_ui_load ("cause");
  Row *row = g_new0 (Row, 1);

  row->root = doctor_ui_get (builder, "root");
  row->heading = doctor_ui_get (builder, "heading");
  row->service = doctor_ui_get (builder, "service");
  row->badge = doctor_ui_get (builder, "badge");
  row->title = doctor_ui_get (builder, "title");
  row->reason = doctor_ui_get (builder, "reason");
  row->action = doctor_ui_get (builder, "action");
  row->turn = doctor_ui_get (builder, "turn");
  return doctor_ui_take_root (builder, row, g_free);
}

const DoctorFinding *
doctor_cause_find_same (GPtrArray *findings, const DoctorFinding *finding, DoctorFacts *facts)
{
  g_autofree char *title = doctor_finding_dup_text (finding, facts, "Title");

  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *other = findings->pdata[i];
    g_autofree char *other_title = NULL;

    if (other == finding || other->type != finding->type || other->scope == finding->scope
        || other->hidden_by != finding->hidden_by)
      continue;
    other_title = doctor_finding_dup_text (other, facts, "Title");
    if (g_str_equal (title, other_title))
      return other;
  }
  return NULL;
}

/* Which service a cause is of. */
static const char *
service_text (const DoctorFinding *finding, DoctorCase *c)
{
  if (finding->scope == DOCTOR_SCOPE_ACCOUNT)
    return NULL;
  if (doctor_cause_find_same (doctor_case_get_findings (c), finding, doctor_case_get_facts (c))
      != NULL)
    return _ ("Receiving and sending");
  return finding->scope == DOCTOR_SCOPE_RECEIVE ? _ ("Receiving") : _ ("Sending");
}

static void
show_certainty (Row *row, DoctorCertainty certainty)
{
  for (guint i = 0; i < G_N_ELEMENTS (certainty_words); i++)
    doctor_ui_set_class (row->badge, doctor_certainty_to_string ((DoctorCertainty)i),
                         i == certainty);
  doctor_ui_set_text (row->badge, _ (certainty_words[certainty]));
}

static void
show_text (GtkWidget *label, DoctorCase *c, const DoctorFinding *finding, const char *key)
{
  doctor_ui_take_text (label, doctor_finding_dup_text (finding, doctor_case_get_facts (c), key));
}

/* What next is left to the remedy when one is proved. */
static void
show_next (Row *row, DoctorCase *c, const DoctorFinding *finding)
{
  const DoctorOffer *offer = doctor_offers_pick (c);
  gboolean is_ready = offer != NULL && offer->verdict == DOCTOR_VERDICT_PROVED;

  show_text (row->reason, c, finding, "Reason");
  show_text (row->action, c, finding, is_ready ? "" : "Action");
  doctor_ui_set_text (row->turn, is_ready ? NULL : doctor_turn_get_sentence (finding));
}

/* The title of the finding that makes this one pointless. */
static char *
dup_origin (const DoctorFinding *finding, DoctorCase *c)
{
  GPtrArray *findings = doctor_case_get_findings (c);

  for (guint i = 0; finding->hidden_by != NULL && i < findings->len; i++) {
    const DoctorFinding *other = findings->pdata[i];
    g_autofree char *title = NULL;

    if (!g_str_equal (doctor_finding_get_id (other), finding->hidden_by))
      continue;
    title = doctor_finding_dup_text (other, doctor_case_get_facts (c), "Title");
    /* Translators: the hole is one whole sentence, what was found. */
    return g_strdup_printf (_ ("It follows from this: %s"), title);
  }
  return NULL;
}

void
doctor_cause_row_update (GtkWidget *widget,
                         DoctorCase *c,
                         const DoctorFinding *finding,
                         DoctorCauseStyle style)
{
  Row *row = doctor_ui_get_part (widget);

  doctor_ui_set_class (row->root, "doctor-cause",
                       style == DOCTOR_CAUSE_FIRST || style == DOCTOR_CAUSE_LISTED);
  gtk_widget_set_visible (row->heading, style != DOCTOR_CAUSE_ALONE);
  doctor_ui_set_text (row->service, service_text (finding, c));
  show_certainty (row, finding->certainty);
  show_text (row->title, c, finding,
             style == DOCTOR_CAUSE_ALONE || style == DOCTOR_CAUSE_FIRST ? "" : "Title");
  if (style != DOCTOR_CAUSE_BEHIND) {
    show_next (row, c, finding);
    return;
  }
  doctor_ui_take_text (row->reason, dup_origin (finding, c));
  doctor_ui_set_text (row->action, NULL);
  doctor_ui_set_text (row->turn, NULL);
}
