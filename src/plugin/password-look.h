/* password-look.h: what can be said about a typed password without asking a server: marks of
 * an input method or of careless copying. Pure. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  DOCTOR_PASSWORD_PLAIN,     /* nothing to say */
  DOCTOR_PASSWORD_BLANKS,    /* white space at the beginning or end */
  DOCTOR_PASSWORD_INVISIBLE, /* control or zero-width characters */
  DOCTOR_PASSWORD_FULL_WIDTH /* U+FF01 to U+FF5E, U+3000: typed with a Japanese input method */
} DoctorPasswordLook;

/* @password is UTF-8, and not kept. */
DoctorPasswordLook doctor_password_look (const char *password);
/* The same as a sentence in the current language, or NULL when there is nothing to say. Static. */
const char *doctor_password_look_text (DoctorPasswordLook look);

G_END_DECLS
