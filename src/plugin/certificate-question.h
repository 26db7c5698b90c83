/* certificate-question.h: a row in the client's own question about a certificate, with what is
 * known of it. It answers nothing and presses nothing; it goes with the window, and before it
 * when the plugin is unloaded. */
#pragma once
#include "plugin/certificate-look.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* All texts of @window, folded ones too, one a line. Free it. */
char *doctor_certificate_question_dup_text (GtkWidget *window) G_GNUC_WARN_UNUSED_RESULT;
/* Puts the row into @window. Nothing happens when the window is not made as we know it. */
void doctor_certificate_question_accompany (GtkWidget *window,
                                            int account_id,
                                            DoctorScope scope,
                                            DoctorCertificateQuestion question);
void doctor_certificate_question_detach (void); /* idempotent */

G_END_DECLS
