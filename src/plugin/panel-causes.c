#include "config.h"
#include "core/i18n.h"
#include "plugin/offers.h"
#include "plugin/panel-parts.h"
#include "plugin/ui.h"

/* Whoever reads more than this many causes is helped by none of them. */
#define MAX_CAUSES 4

typedef struct {
  char *shown; /* what the rows were made from */
} Causes;

static const char *const certainty_words[] = {
  [DOCTOR_POSSIBLE] = N_ ("possible"),
  [DOCTOR_LIKELY] = N_ ("likely"),
  [DOCTOR_PROVED] = N_ ("proved"),
};

static void
causes_free (gpointer data)
{
  Causes *causes = data;

  g_free (causes->shown);
  g_free (causes);
}

GtkWidget *
doctor_causes_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  gtk_widget_set_no_show_all (box, TRUE);
  doctor_ui_own (box, g_new0 (Causes, 1), causes_free);
  return box;
}

/* One among @findings that says the same of another service, or NULL. */
static const DoctorFinding *
find_same (GPtrArray *findings, const DoctorFinding *finding, DoctorCase *c)
{
  DoctorFacts *facts = doctor_case_get_facts (c);
  g_autofree char *title = doctor_finding_dup_text (finding, facts, "Title");

  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *other = findings->pdata[i];
    g_autofree char *other_title = NULL;

    if (other == finding || other->type != finding->type || other->scope == finding->scope
        || other->hidden_by != NULL)
      continue;
    other_title = doctor_finding_dup_text (other, facts, "Title");
    if (g_str_equal (title, other_title))
      return other;
  }
  return NULL;
}

/* Findings that no other one makes pointless, each once for both services; borrowed. */
static GPtrArray *
list_visible (DoctorCase *c)
{
  GPtrArray *findings = doctor_case_get_findings (c);
  GPtrArray *visible = g_ptr_array_new ();

  for (guint i = 0; i < findings->len && visible->len < MAX_CAUSES; i++) {
    const DoctorFinding *finding = findings->pdata[i];

    if (finding->hidden_by == NULL && find_same (visible, finding, c) == NULL)
      g_ptr_array_add (visible, findings->pdata[i]);
  }
  return visible;
}

static void
add_text (GtkWidget *box,
          const DoctorFinding *finding,
          DoctorFacts *facts,
          const char *key,
          const char *style_class)
{
  GtkWidget *label = doctor_ui_new_label (style_class);

  doctor_ui_take_text (label, doctor_finding_dup_text (finding, facts, key));
  gtk_box_pack_start (GTK_BOX (box), label, FALSE, FALSE, 0);
}

static GtkWidget *
new_badge (DoctorCertainty certainty)
{
  GtkWidget *badge = gtk_label_new (_ (certainty_words[certainty]));

  doctor_ui_set_class (badge, "doctor-badge", TRUE);
  doctor_ui_set_class (badge, doctor_certainty_to_string (certainty), TRUE);
  gtk_widget_set_valign (badge, GTK_ALIGN_START);
  gtk_widget_show (badge);
  return badge;
}

/* Which service a cause is of. */
static const char *
service_text (const DoctorFinding *finding, DoctorCase *c)
{
  if (finding->scope == DOCTOR_SCOPE_ACCOUNT)
    return NULL;
  if (find_same (doctor_case_get_findings (c), finding, c) != NULL)
    return _ ("Receiving and sending");
  return finding->scope == DOCTOR_SCOPE_RECEIVE ? _ ("Receiving") : _ ("Sending");
}

static GtkWidget *
new_heading (const DoctorFinding *finding, DoctorCase *c)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = doctor_ui_new_label ("doctor-dim");

  doctor_ui_set_text (title, service_text (finding, c));
  gtk_box_pack_start (GTK_BOX (row), title, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (row), new_badge (finding->certainty), FALSE, FALSE, 0);
  gtk_widget_show (row);
  return row;
}

/* One cause alone was named in the verdict already; then only why and what next follow, and
 * what next is left to the remedy when one is proved. */
static void
add_cause (GtkWidget *part, DoctorCase *c, const DoctorFinding *finding, gboolean alone)
{
  DoctorFacts *facts = doctor_case_get_facts (c);
  const DoctorOffer *offer = doctor_offers_pick (c);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  if (!alone) {
    doctor_ui_set_class (box, "doctor-cause", TRUE);
    gtk_box_pack_start (GTK_BOX (box), new_heading (finding, c), FALSE, FALSE, 0);
    add_text (box, finding, facts, "Title", "doctor-title");
  }
  add_text (box, finding, facts, "Reason", NULL);
  if (offer == NULL || offer->verdict != DOCTOR_VERDICT_PROVED)
    add_text (box, finding, facts, "Action", NULL);
  gtk_widget_show (box);
  gtk_box_pack_start (GTK_BOX (part), box, FALSE, FALSE, 0);
}

/* All that the rows depend on. */
static char *
dup_signature (DoctorCase *c, GPtrArray *visible)
{
  const DoctorOffer *offer = doctor_offers_pick (c);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "%d %d\n", doctor_case_get_account (c),
                   offer != NULL ? (int)offer->verdict : -1);
  for (guint i = 0; i < visible->len; i++) {
    const DoctorFinding *finding = visible->pdata[i];
    g_autofree char *reason
      = doctor_finding_dup_text (finding, doctor_case_get_facts (c), "Reason");

    g_string_append_printf (text, "%s %d %d %s\n", doctor_finding_get_id (finding),
                            (int)finding->scope, (int)finding->certainty, reason);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* They stay while a remedy is tested, so that nothing moves under the pointer. */
static gboolean
is_wanted (DoctorCase *c, GPtrArray *visible)
{
  DoctorCaseState state = doctor_case_get_state (c);

  return (state == DOCTOR_CASE_EXAMINED || state == DOCTOR_CASE_VERIFYING)
         && doctor_case_get_facts (c) != NULL && visible->len > 0;
}

void
doctor_causes_update (GtkWidget *part, DoctorCase *c)
{
  Causes *causes = doctor_ui_get_part (part);
  g_autoptr (GPtrArray) visible = list_visible (c);
  g_autofree char *signature = NULL;

  gtk_widget_set_visible (part, is_wanted (c, visible));
  if (!is_wanted (c, visible))
    return;
  signature = dup_signature (c, visible);
  if (g_strcmp0 (signature, causes->shown) == 0)
    return;
  g_free (causes->shown);
  causes->shown = g_steal_pointer (&signature);
  doctor_ui_empty (part);
  for (guint i = 0; i < visible->len; i++)
    add_cause (part, c, visible->pdata[i], visible->len == 1);
}
