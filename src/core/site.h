/* site.h: who runs a host, as far as its name tells. Pure. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* The part of @host that somebody registered, in small letters: "example.co.uk" of
 * "imap.example.co.uk"; an IP address is its own. A rule of thumb about registries of
 * countries, no list of all suffixes: for evidence, never for trust. */
char *doctor_site_dup (const char *host) G_GNUC_WARN_UNUSED_RESULT;
gboolean doctor_site_is_same (const char *a, const char *b);

G_END_DECLS
