#include "config.h"
#include "core/i18n.h"
#include "plugin/headline.h"
#include "plugin/mark.h"
#include "plugin/offers.h"
#include "plugin/panel-parts.h"
#include "plugin/ui.h"

#define MARK_EMS 2.4

typedef struct {
  GtkWidget *mark, *sentence, *side, *rest, *history, *problem;
  int account_id;
  DoctorCaseState state; /* last told to a screen reader */
  char *said_problem;    /* the same */
} Verdict;

/* What follows the verdict; NULL: what would tell, or what is ready to be done. */
static const char *const rests[] = {
  [DOCTOR_CASE_IDLE] = N_ ("An examination shows whether it works. Nothing is changed by it."),
  [DOCTOR_CASE_FAILED] = N_ ("An examination finds out why. Nothing is changed by it."),
  [DOCTOR_CASE_EXAMINING] = N_ ("Nothing is changed, and no mail is sent."),
  [DOCTOR_CASE_EXAMINED] = NULL,
  [DOCTOR_CASE_VERIFYING] = N_ ("Nothing is changed until the test has passed."),
  [DOCTOR_CASE_APPLIED] = N_ ("The mail program is trying it now."),
  [DOCTOR_CASE_REPAIRED] = N_ ("The mail program itself has tried it and it worked."),
};

static void
verdict_free (gpointer data)
{
  Verdict *verdict = data;

  g_free (verdict->said_problem);
  g_free (verdict);
}

GtkWidget *
doctor_verdict_new (void)
{
  g_autoptr (GtkBuilder) builder = doctor_ui_load ("verdict");
  Verdict *verdict = g_new0 (Verdict, 1);
  GtkBox *root = doctor_ui_get (builder, "root");

  verdict->mark = doctor_mark_new (MARK_EMS);
  gtk_box_pack_start (root, verdict->mark, FALSE, FALSE, 0);
  gtk_box_reorder_child (root, verdict->mark, 0);
  verdict->sentence = doctor_ui_get (builder, "sentence");
  verdict->side = doctor_ui_get (builder, "side");
  verdict->rest = doctor_ui_get (builder, "rest");
  verdict->history = doctor_ui_get (builder, "history");
  verdict->problem = doctor_ui_get (builder, "problem");
  return doctor_ui_take_root (builder, verdict, verdict_free);
}

/* “One setting to change, tested and ready.” */
static char *
dup_readiness (DoctorCase *c)
{
  const DoctorOffer *offer = doctor_offers_pick (c);
  g_autoptr (GPtrArray) rows = NULL;
  guint n;

  if (offer == NULL || offer->verdict != DOCTOR_VERDICT_PROVED
      || offer->fix->kind != DOCTOR_FIX_CHANGE)
    return NULL;
  rows = doctor_fix_dup_preview (offer->fix, doctor_case_get_facts (c));
  n = rows->len / 3;
  return g_strdup_printf (ngettext ("%u setting to change, tested and ready.",
                                    "%u settings to change, tested and ready.", n),
                          n);
}

static char *
dup_rest (DoctorCase *c)
{
  const char *fixed = rests[doctor_case_get_state (c)];
  const char *notice = doctor_case_get_notice (c);
  const char *decider = doctor_headline_get_decider (c);

  if (notice != NULL || fixed != NULL)
    return g_strdup (notice != NULL ? notice : _ (fixed));
  return decider != NULL ? g_strdup (decider) : dup_readiness (c);
}

/* What is new is spoken: a problem of ours, else the sentence of a new state. */
static void
say (GtkWidget *part, Verdict *verdict, DoctorCase *c, const char *sentence)
{
  DoctorCaseState state = doctor_case_get_state (c);
  const char *problem = doctor_case_get_problem (c);
  gboolean is_new = state != verdict->state || doctor_case_get_account (c) != verdict->account_id;

  if (problem != NULL && g_strcmp0 (problem, verdict->said_problem) != 0)
    doctor_ui_announce (part, problem);
  else if (is_new)
    doctor_ui_announce (part, sentence);
  verdict->state = state;
  verdict->account_id = doctor_case_get_account (c);
  g_free (verdict->said_problem);
  verdict->said_problem = g_strdup (problem);
}

void
doctor_verdict_update (GtkWidget *part, DoctorCase *c)
{
  Verdict *verdict = doctor_ui_get_part (part);
  g_autofree char *sentence = doctor_case_dup_verdict (c);

  doctor_mark_set (verdict->mark, doctor_mark_for_case (c));
  doctor_ui_take_text (verdict->sentence, doctor_headline_dup (c));
  doctor_ui_take_text (verdict->side, doctor_headline_dup_rest (c));
  doctor_ui_take_text (verdict->rest, dup_rest (c));
  doctor_ui_take_text (verdict->history, doctor_headline_dup_history (c));
  doctor_ui_set_text (verdict->problem, doctor_case_get_problem (c));
  say (part, verdict, c, sentence);
}
