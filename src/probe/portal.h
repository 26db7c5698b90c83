/* portal.h: whether the network wants a sign-in on a page of its own first. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* Reads the head of an HTTP answer (RFC 9112): where it sends the client, as scheme, host and
 * path, when that is a host that belongs to nobody who runs @host. NULL when it is no redirection,
 * or one within the same domain, as many mail servers have it. RFC 6585's 511 counts without one:
 * then it is the page asked for. Pure (fuzzed). */
char *doctor_portal_find_location (const char *bytes,
                                   gsize length,
                                   const char *host) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
