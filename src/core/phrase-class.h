/* phrase-class.h: words that stand for one another, named once and written "<account>" in
 * phrases (phrase.h): "<account> .. <locked>" is each of these with each of those. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* @alternatives with every class replaced: one alternative for each combination of its words.
 * NULL when a class is not known or its bracket is not closed. */
char *doctor_phrase_dup_expanded (const char *alternatives) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
