/* hygiene.h: what a password or a user name shows without asking a server: characters that
 * nobody types on purpose, left by an input method, by copying or by another keyboard. Pure;
 * keeps nothing of the text, and tells kinds and places, never a character. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* In the order in which they mislead people, the worst first. */
typedef enum {
  DOCTOR_ODDITY_FULL_WIDTH,    /* U+FF01 to U+FF5E, U+3000: a Japanese input method was on */
  DOCTOR_ODDITY_ZERO_WIDTH,    /* seen by nobody: Unicode category Cf, such as U+200B */
  DOCTOR_ODDITY_CONTROL,       /* tabulators, line ends and their like */
  DOCTOR_ODDITY_LOOK_ALIKE,    /* a Cyrillic or Greek letter that looks Latin, among Latin ones */
  DOCTOR_ODDITY_SPACES_INSIDE, /* between groups, as web pages show app passwords; or no-break */
  DOCTOR_ODDITY_BLANK_START,
  DOCTOR_ODDITY_BLANK_END,
  DOCTOR_N_ODDITIES
} DoctorOddity;

/* The kinds in @text, bit 1 << DoctorOddity each; none when it is no UTF-8. The places of the
 * characters, counted from 1, go to @positions (gint32, ascending; NULL: not wanted). */
guint doctor_hygiene_look (const char *text, GArray *positions);
/* @password without what the provider passes over: @ignored is a list of "blanks" and "dashes"
 * separated by ; (NULL: nothing). To be wiped by the caller. */
char *
doctor_hygiene_dup_clean (const char *password, const char *ignored) G_GNUC_WARN_UNUSED_RESULT;
/* As in password.oddities. Static. */
const char *doctor_oddity_to_string (DoctorOddity oddity);
/* The words of @kinds as a floating value of type as, in the order above. */
GVariant *doctor_hygiene_new_words (guint kinds) G_GNUC_WARN_UNUSED_RESULT;
/* A sentence on the worst of @kinds, for whoever is typing; NULL for none. Static. */
const char *doctor_hygiene_get_sentence (guint kinds);

G_END_DECLS
