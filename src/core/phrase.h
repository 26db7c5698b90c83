/* phrase.h: phrases that servers use, looked for in a text whatever its case, spacing, line
 * breaks and punctuation. Immutable.
 *
 * "mailbox .. full | over quota | quot*": alternatives are parted by "|"; ".." stands for up to
 * DOCTOR_PHRASE_MAX_GAP_BYTES of other words; a star at an end lets a word go on there. Phrases
 * begin and end where words do; in scripts without blanks anywhere. "<account>" stands for each
 * word of that class (phrase-class.h). */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* One clause: more words between two parts of a phrase have nothing to do with each other. */
enum { DOCTOR_PHRASE_MAX_GAP_BYTES = 60 };

typedef struct _DoctorPhrases DoctorPhrases;

/* NULL when an alternative, or a part of one, has no word, or a class is not known. */
DoctorPhrases *doctor_phrases_new (const char *alternatives) G_GNUC_WARN_UNUSED_RESULT;
void doctor_phrases_free (DoctorPhrases *phrases); /* accepts NULL */
/* Whether @text (UTF-8) has one of the phrases. */
gboolean doctor_phrases_occur (const DoctorPhrases *phrases, const char *text);

/* The form in which phrases are compared, " word word ": small letters, all that is no letter or
 * digit as one blank, one at each end. */
char *doctor_phrase_dup_plain (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* The same as doctor_phrases_occur () for a text in that form already. */
gboolean doctor_phrases_occur_in (const DoctorPhrases *phrases, const char *plain);
/* A piece of each phrase of @alternatives, in plain form: a text without any of them has no phrase.
 * NULL when a phrase has no piece of @least bytes. Free with g_ptr_array_unref. */
GPtrArray *
doctor_phrases_dup_literals (const char *alternatives, gsize least) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorPhrases, doctor_phrases_free)

G_END_DECLS
