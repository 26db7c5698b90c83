/* oauth-error.h: what a server says of a token that it does not take: a small JSON object
 * (RFC 7628 §3.2.2), which travels in base64 as a challenge. Pure; hostile input is expected
 * (fuzzed). */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

/* The string or number that @json holds for @key on its top level, with its escapes undone
 * and at most some hundred bytes long; NULL when it is not there. */
char *doctor_oauth_dup_member (const char *json, const char *key) G_GNUC_WARN_UNUSED_RESULT;
/* Finds such an object in a conversation, in base64 behind "334 " or "+ " or as it is.
 * Decoded; NULL when there is none. */
char *doctor_oauth_find_error (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
