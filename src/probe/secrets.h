/* secrets.h: replaces passwords in what a server may have echoed, in every shape in which
 * they travel. Holds copies of its own and wipes them. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef struct _DoctorSecretsMask DoctorSecretsMask;

DoctorSecretsMask *doctor_secrets_mask_new (void) G_GNUC_WARN_UNUSED_RESULT;
void doctor_secrets_mask_free (DoctorSecretsMask *mask); /* accepts NULL */
/* Hides @secret (@length bytes; -1: a string) and its base64 form. */
void doctor_secrets_mask_add (DoctorSecretsMask *mask, const char *secret, gssize length);
/* A copy of @text with each of them replaced by "[…]". Never NULL. */
char *
doctor_secrets_mask_apply (DoctorSecretsMask *mask, const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* Overwrites and frees; accepts NULL. */
void doctor_secret_free (char *secret);

G_END_DECLS
