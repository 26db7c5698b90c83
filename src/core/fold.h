/* fold.h: finding words in a server's text without regard to case and line folding. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* Lower case, runs of white space as one blank: the form of @needle below. */
char *doctor_fold (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* Whether @text (UTF-8, any case) contains @needle (folded). Allocates nothing. */
gboolean doctor_fold_contains (const char *text, const char *needle);

G_END_DECLS
