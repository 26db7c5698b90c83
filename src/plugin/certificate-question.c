#include "config.h"
#include "plugin/certificate-question.h"
#include "core/i18n.h"
#include "plugin/ui.h"

static struct {
  GtkWidget *row; /* weak */
  GtkWidget *text, *spinner;
  DoctorCertificateLook *look;
} question;

static void
collect (GtkWidget *widget, gpointer data)
{
  GString *text = data;

  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), collect, text);
}

char *
doctor_certificate_question_dup_text (GtkWidget *window)
{
  GString *text = g_string_new (NULL);

  collect (window, text);
  return g_string_free (text, FALSE);
}

/* “View certificate”: the row goes above it, below the client's own words. */
static void
find_expander (GtkWidget *widget, gpointer data)
{
  GtkWidget **found = data;

  if (*found == NULL && GTK_IS_EXPANDER (widget))
    *found = widget;
  else if (*found == NULL && GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_expander, data);
}

static void
show_text (const char *text, gboolean is_done)
{
  doctor_ui_set_text (question.text, text);
  gtk_widget_set_visible (question.spinner, !is_done);
  if (is_done)
    doctor_ui_announce (question.row, text);
}

static void
on_told (const char *text, gboolean is_done, gpointer data)
{
  if (question.row != NULL)
    show_text (text, is_done);
}

/* With the window, however it was answered. */
static void
on_destroy (GtkWidget *row)
{
  g_clear_pointer (&question.look, doctor_certificate_look_free);
}

static void
build (GtkBox *box, GtkWidget *expander)
{
  g_autoptr (GtkBuilder) builder = doctor_ui_load ("certificate");
  int position = 0;

  gtk_container_child_get (GTK_CONTAINER (box), expander, "position", &position, NULL);
  question.text = doctor_ui_get (builder, "text");
  question.spinner = doctor_ui_get (builder, "spinner");
  g_set_weak_pointer (&question.row, doctor_ui_take_root (builder, NULL, NULL));
  g_signal_connect (question.row, "destroy", G_CALLBACK (on_destroy), NULL);
  doctor_ui_set_name (question.row, _ ("What Account Doctor knows of this certificate"));
  gtk_box_pack_start (box, question.row, FALSE, FALSE, 0);
  gtk_box_reorder_child (box, question.row, position);
}

void
doctor_certificate_question_accompany (GtkWidget *window,
                                       int account_id,
                                       DoctorScope scope,
                                       DoctorCertificateQuestion kind)
{
  g_autofree char *window_text = doctor_certificate_question_dup_text (window);
  g_autofree char *text = NULL;
  GtkWidget *expander = NULL, *box;

  doctor_certificate_question_detach ();
  find_expander (window, &expander);
  box = expander != NULL ? gtk_widget_get_parent (expander) : NULL;
  if (box == NULL || !GTK_IS_BOX (box))
    return;
  question.look = doctor_certificate_look_new (account_id, scope, kind, window_text, on_told, NULL);
  if (question.look == NULL)
    return;
  build (GTK_BOX (box), expander);
  text = doctor_certificate_look_dup_text (question.look);
  show_text (text, FALSE);
}

void
doctor_certificate_question_detach (void)
{
  GtkWidget *row = question.row;

  g_clear_weak_pointer (&question.row);
  if (row != NULL)
    gtk_widget_destroy (row);
  g_clear_pointer (&question.look, doctor_certificate_look_free);
}
