/* provider-typo.h: names that are one slip of the fingers away from a known one. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* How much @typed looks like a slip in writing @known (both in small letters, @known of @length
 * bytes): 0 not at all, else the more the likelier. One letter too many or too few, two swapped,
 * a neighbour on the keyboard, a look-alike, a lost or added dot or hyphen, a top-level domain
 * such as ".con". Not where names that people really have differ so: in short names, between
 * countries, in the number of a server. Pure. */
guint doctor_typo_rate (const char *known, gsize length, const char *typed);

G_END_DECLS
