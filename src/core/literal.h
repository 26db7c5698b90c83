/* literal.h: what a text must contain for a regular expression to match it. Pure. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* Texts (in the form of fold.h) of which at least one occurs in each text that @pattern, caseless,
 * matches; the longest that could be found. NULL when there is no such list, or none with
 * @least bytes in each. Knows the usual syntax; of what it does not know it says NULL. Free with
 * g_ptr_array_unref. */
GPtrArray *doctor_literal_find (const char *pattern, gsize least) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
