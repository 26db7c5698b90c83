/* hosts.h: the file of host names of this computer (hosts(5)), which goes before any name
 * server. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

enum {
  /* Lists of blocked advertisers have several MiB. */
  DOCTOR_HOSTS_MAX_BYTES = 16 * 1024 * 1024,
  DOCTOR_HOSTS_MAX_ADDRESSES = 16,
};

/* Addresses that @text gives @host, in its order, each once; never NULL. Pure (fuzzed). */
GPtrArray *
doctor_hosts_find (const char *text, gsize length, const char *host) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
