/* phrase-class.h: the literals of phrases (phrase.h), and classes: words that stand for one
 * another, named once and written "<account>" in phrases: "<account> .. <locked>" is each of these
 * with each of those. The literals of a class are kept once for all phrases, until the program
 * ends. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* Ends of a literal beside which others of the same part stand: no word goes on there. */
enum { DOCTOR_CLOSED_START = 1, DOCTOR_CLOSED_END = 2 };

/* Appends @length bytes of @text in plain form and a NUL, without the blank of an end where a word
 * may go on: at a star, or in scripts without blanks. FALSE when it has no word. */
gboolean doctor_phrase_put_literal (GString *out, const char *text, gsize length, guint closed);

/* The words of the class at the start of @bracket, "<account> ..", as they are written here. NULL
 * when it is not known or its bracket is not closed. */
const char *doctor_phrase_class_find (const char *bracket);
/* FALSE when a class in @alternatives is not known. */
gboolean doctor_phrase_classes_known (const char *alternatives);
/* A number of one byte, never 0, for the literals of the known class at @bracket. */
char doctor_phrase_class_number (const char *bracket, guint closed);
/* Its literals, a NUL behind each and one more behind the last. From any thread. */
const char *doctor_phrase_class_get (char number);

G_END_DECLS
