#include "config.h"
#include "plugin/mark.h"
#include "core/i18n.h"
#include "plugin/ui.h"

#define GOOD "object-select-symbolic"
#define BROKEN "dialog-error-symbolic"
#define WARNING "dialog-warning-symbolic"
#define OPEN "content-loading-symbolic"
#define QUESTION "dialog-question-symbolic"

static const char *const classes[] = { "good", "warning", "broken", "running", "waiting" };

static const DoctorMark link_marks[] = {
  [DOCTOR_LINK_WAITING] = { OPEN, N_ ("waiting"), "waiting" },
  [DOCTOR_LINK_RUNNING] = { NULL, N_ ("being checked"), "running" },
  [DOCTOR_LINK_GOOD] = { GOOD, N_ ("works"), "good" },
  [DOCTOR_LINK_WARNING] = { WARNING, N_ ("works, with a warning"), "warning" },
  [DOCTOR_LINK_BROKEN] = { BROKEN, N_ ("does not work"), "broken" },
  [DOCTOR_LINK_NOT_REACHED] = { OPEN, N_ ("not reached"), "waiting" },
};

static const DoctorMark case_marks[] = {
  [DOCTOR_CASE_IDLE] = { OPEN, N_ ("Not examined yet"), "waiting" },
  [DOCTOR_CASE_FAILED] = { WARNING, N_ ("Failed, not examined yet"), "broken" },
  [DOCTOR_CASE_EXAMINING] = { NULL, N_ ("Being examined"), "running" },
  [DOCTOR_CASE_EXAMINED] = { QUESTION, N_ ("Not determined"), "waiting" },
  [DOCTOR_CASE_VERIFYING] = { NULL, N_ ("Repair being tested"), "running" },
  [DOCTOR_CASE_APPLIED] = { OPEN, N_ ("Repaired, not confirmed yet"), "running" },
  [DOCTOR_CASE_REPAIRED] = { GOOD, N_ ("Works again"), "good" },
};

static const DoctorMark result_marks[] = {
  [DOCTOR_STATE_HEALTHY] = { GOOD, N_ ("Works"), "good" },
  [DOCTOR_STATE_WARNING] = { WARNING, N_ ("Works, with a warning"), "warning" },
  [DOCTOR_STATE_PROBLEM] = { WARNING, N_ ("Does not work"), "broken" },
  [DOCTOR_STATE_UNKNOWN] = { QUESTION, N_ ("Not determined"), "waiting" },
};

const DoctorMark *
doctor_mark_for_link (DoctorLinkState state)
{
  return &link_marks[state];
}

const DoctorMark *
doctor_mark_for_case (DoctorCase *c)
{
  DoctorCaseState state = doctor_case_get_state (c);
  DoctorFacts *facts = doctor_case_get_facts (c);

  if (state != DOCTOR_CASE_EXAMINED || facts == NULL)
    return &case_marks[state];
  return &result_marks[doctor_engine_state (doctor_case_get_findings (c), facts,
                                            DOCTOR_SCOPE_ACCOUNT)];
}

GtkWidget *
doctor_mark_new (int pixels)
{
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *image = gtk_image_new ();
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_image_set_pixel_size (GTK_IMAGE (image), pixels);
  gtk_widget_set_size_request (spinner, pixels, pixels);
  gtk_stack_add_named (GTK_STACK (stack), image, "icon");
  gtk_stack_add_named (GTK_STACK (stack), spinner, "spinner");
  gtk_widget_set_valign (stack, GTK_ALIGN_START);
  doctor_ui_set_class (stack, "doctor-mark", TRUE);
  gtk_widget_show_all (stack);
  return stack;
}

void
doctor_mark_set (GtkWidget *widget, const DoctorMark *mark)
{
  GtkStack *stack = GTK_STACK (widget);
  GtkWidget *image = gtk_stack_get_child_by_name (stack, "icon");
  GtkWidget *spinner = gtk_stack_get_child_by_name (stack, "spinner");

  if (mark->icon != NULL) {
    g_object_set (image, "icon-name", mark->icon, NULL);
    gtk_spinner_stop (GTK_SPINNER (spinner));
  } else {
    gtk_spinner_start (GTK_SPINNER (spinner));
  }
  gtk_stack_set_visible_child (stack, mark->icon != NULL ? image : spinner);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    doctor_ui_set_class (widget, classes[i], g_str_equal (classes[i], mark->style_class));
  doctor_ui_set_name (image, _ (mark->word));
  doctor_ui_set_name (spinner, _ (mark->word));
}
