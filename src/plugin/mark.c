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

static const DoctorMark receive_mark = { WARNING, N_ ("Mail cannot be received"), "broken" };
static const DoctorMark send_mark = { WARNING, N_ ("Mail cannot be sent"), "broken" };

const DoctorMark *
doctor_mark_for_link (DoctorLinkState state)
{
  return &link_marks[state];
}

static DoctorState
state_of (DoctorCase *c, DoctorScope scope)
{
  return doctor_engine_state (doctor_case_get_findings (c), doctor_case_get_facts (c), scope);
}

static const DoctorMark *
mark_for_result (DoctorCase *c)
{
  gboolean receive = state_of (c, DOCTOR_SCOPE_RECEIVE) == DOCTOR_STATE_PROBLEM;
  gboolean send = state_of (c, DOCTOR_SCOPE_SEND) == DOCTOR_STATE_PROBLEM;

  if (receive != send)
    return receive ? &receive_mark : &send_mark;
  return &result_marks[state_of (c, DOCTOR_SCOPE_ACCOUNT)];
}

const DoctorMark *
doctor_mark_for_case (DoctorCase *c)
{
  DoctorCaseState state = doctor_case_get_state (c);

  if (state != DOCTOR_CASE_EXAMINED || doctor_case_get_facts (c) == NULL)
    return &case_marks[state];
  return mark_for_result (c);
}

/* Marks grow with the letters beside them. */
static int
to_pixels (GtkWidget *widget, double ems)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  int size = pango_font_description_get_size (pango_context_get_font_description (context));
  double dpi = pango_cairo_context_get_resolution (context);

  return (int)(ems * size / PANGO_SCALE * (dpi > 0 ? dpi : 96) / 72 + 0.5);
}

GtkWidget *
doctor_mark_new (double ems)
{
  GtkWidget *stack = gtk_stack_new ();
  int pixels = to_pixels (stack, ems);
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

void
doctor_mark_hush (GtkWidget *widget)
{
  GtkStack *stack = GTK_STACK (widget);

  doctor_ui_set_role (gtk_stack_get_child_by_name (stack, "icon"), ATK_ROLE_REDUNDANT_OBJECT);
  doctor_ui_set_role (gtk_stack_get_child_by_name (stack, "spinner"), ATK_ROLE_REDUNDANT_OBJECT);
}
