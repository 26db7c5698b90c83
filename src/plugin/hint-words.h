/* hint-words.h: what the strip and the desktop notification say, so that both say the same. */
#pragma once
#include "plugin/case.h"

G_BEGIN_DECLS

/* What happened to the first of @cases (not empty): one whole sentence. */
char *doctor_hint_words_dup_title (GPtrArray *cases) G_GNUC_WARN_UNUSED_RESULT;
/* How many others there are, most likely why, whether a repair is ready: whole sentences. May
 * be empty. */
char *doctor_hint_words_dup_reason (GPtrArray *cases) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
