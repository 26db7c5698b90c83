/* text.h: the small grammar of texts with holes: sentences, and {fact.name} in them. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

/* The next sentence of @text with the blanks after it: its length in bytes, 0 at the end.
 * It ends at . ? or ! before a blank, at 。？！ and at the end. */
gsize doctor_text_sentence (const char *text);
/* The next hole of @text: its place (the brace) or NULL; @out_name gets what is between the
 * braces. */
const char *doctor_text_find_hole (const char *text, char **out_name);
/* Names of all holes, sorted, each once. Free with g_ptr_array_unref. */
GPtrArray *doctor_text_holes (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* A server's or a person's words on one line: no control or formatting characters, runs of
 * white space as one blank, cut after a few hundred characters. */
char *doctor_text_flatten (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* The word in the current language for @value of a closed list of facts.keys; NULL when it has
 * none. Borrowed. (value.c) */
const char *doctor_value_lookup_word (const char *value);

G_END_DECLS
