/* The row in the client's question about a certificate, with a look of the test's own. */
#include "config.h"
#include "plugin/certificate-question.h"
#include "tests/widgets/display.h"
#include "tests/widgets/look.h"
#include "tests/widgets/scene.h"
#include <string.h>

struct _DoctorCertificateLook {
  DoctorCertificateTold told;
  char *window_text;
};

static DoctorCertificateLook *running;
static guint n_freed;

DoctorCertificateLook *
doctor_certificate_look_new (int account_id,
                             DoctorScope scope,
                             DoctorCertificateQuestion question,
                             const char *window_text,
                             DoctorCertificateTold told,
                             gpointer data)
{
  if (account_id != OFFICE)
    return NULL;
  running = g_new0 (DoctorCertificateLook, 1);
  running->told = told;
  running->window_text = g_strdup (window_text);
  return running;
}

char *
doctor_certificate_look_dup_text (DoctorCertificateLook *look)
{
  return g_strdup ("Known at once.");
}

void
doctor_certificate_look_free (DoctorCertificateLook *look)
{
  g_free (look->window_text);
  g_free (look);
  running = NULL;
  n_freed++;
}

/* As alertpanel.c and sslcertwindow.c of the client make it. */
static GtkWidget *
open_question (gboolean has_expander)
{
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 5);
  GtkWidget *expander = gtk_expander_new ("View certificate");

  gtk_box_pack_start (GTK_BOX (box), gtk_label_new ("Certificate for mail.example is unknown."),
                      FALSE, FALSE, 0);
  if (has_expander)
    gtk_box_pack_start (GTK_BOX (box), expander, FALSE, FALSE, 0);
  else
    g_object_unref (g_object_ref_sink (expander));
  if (has_expander)
    gtk_container_add (GTK_CONTAINER (expander), gtk_label_new ("SHA1: 00\nSHA256: AA:BB"));
  gtk_box_pack_start (GTK_BOX (box), gtk_button_new_with_label ("Cancel connection"), FALSE, FALSE,
                      0);
  gtk_container_add (GTK_CONTAINER (window), box);
  gtk_widget_show_all (window);
  n_freed = 0;
  return window;
}

static void
test_row (void)
{
  GtkWidget *window = open_question (TRUE);
  g_autofree char *text = NULL;

  doctor_certificate_question_accompany (window, OFFICE, DOCTOR_SCOPE_RECEIVE,
                                         DOCTOR_CERTIFICATE_UNKNOWN);
  g_assert_nonnull (strstr (running->window_text, "SHA256: AA:BB"));
  display_settle ();
  g_assert_nonnull (look_label (window, "Known at once."));
  g_assert_nonnull (look_type (window, GTK_TYPE_SPINNER));
  running->told ("Known now.", TRUE, NULL);
  display_settle ();
  text = look_text (window);
  g_assert_true (strstr (text, "Known now.") < strstr (text, "View certificate"));
  g_assert_null (look_type (window, GTK_TYPE_SPINNER));
  gtk_widget_destroy (window);
  g_assert_null (running);
  g_assert_cmpuint (n_freed, ==, 1);
  doctor_certificate_question_detach ();
}

/* Unloaded while the question stands: it stays as the client made it. */
static void
test_detach (void)
{
  GtkWidget *window = open_question (TRUE);
  g_autofree char *before = look_text (window);
  g_autofree char *after = NULL;

  doctor_certificate_question_accompany (window, OFFICE, DOCTOR_SCOPE_RECEIVE,
                                         DOCTOR_CERTIFICATE_CHANGED);
  doctor_certificate_question_detach ();
  doctor_certificate_question_detach ();
  g_assert_cmpuint (n_freed, ==, 1);
  after = look_text (window);
  g_assert_cmpstr (after, ==, before);
  gtk_widget_destroy (window);
}

static void
test_other_windows (void)
{
  GtkWidget *window = open_question (FALSE);

  doctor_certificate_question_accompany (window, OFFICE, DOCTOR_SCOPE_RECEIVE,
                                         DOCTOR_CERTIFICATE_UNKNOWN);
  g_assert_null (running);
  gtk_widget_destroy (window);
  window = open_question (TRUE);
  doctor_certificate_question_accompany (window, HOME, DOCTOR_SCOPE_RECEIVE,
                                         DOCTOR_CERTIFICATE_UNKNOWN);
  g_assert_null (look_label (window, "Known at once."));
  gtk_widget_destroy (window);
}

static const SceneTest tests[] = {
  { "/certificate/row", test_row },
  { "/certificate/detach", test_detach },
  { "/certificate/other-windows", test_other_windows },
};

int
main (int argc, char **argv)
{
  return scene_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
