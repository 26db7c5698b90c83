/* mime-word.h: the text of a header field (RFC 2047), for people. Pure. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* @field with its encoded words decoded, unfolded, always valid UTF-8. What cannot be decoded
 * stays as it is. */
char *doctor_mime_word_decode (const char *field) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
