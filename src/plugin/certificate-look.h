/* certificate-look.h: what is known of a certificate that the client asks about: at once from the
 * client's own files, then from a look at the server by the child, without a login. Words only;
 * decides nothing. Main thread; never blocks. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

typedef enum {
  DOCTOR_CERTIFICATE_UNKNOWN, /* none is stored for this server */
  DOCTOR_CERTIFICATE_EXPIRED,
  DOCTOR_CERTIFICATE_CHANGED /* another one is stored */
} DoctorCertificateQuestion;

typedef struct _DoctorCertificateLook DoctorCertificateLook;

/* @told is called from the main loop when there is more to say: all sentences there are, and
 * whether that is all. */
typedef void (*DoctorCertificateTold) (const char *text, gboolean is_done, gpointer data);

/* @window_text: all that the client's window shows, for the fingerprints in it. NULL when the
 * account is gone. */
DoctorCertificateLook *doctor_certificate_look_new (int account_id,
                                                    DoctorScope scope,
                                                    DoctorCertificateQuestion question,
                                                    const char *window_text,
                                                    DoctorCertificateTold told,
                                                    gpointer data) G_GNUC_WARN_UNUSED_RESULT;
/* What is known so far. Free it. */
char *doctor_certificate_look_dup_text (DoctorCertificateLook *look) G_GNUC_WARN_UNUSED_RESULT;
/* Ends the child. Accepts NULL. Nothing is told afterwards. */
void doctor_certificate_look_free (DoctorCertificateLook *look);

G_END_DECLS
