/* provider-index.h: by which names the compiled-in providers are recognised, without reading
 * their files (src/data/provider-index.awk makes it at build time). Behind provider.h only. */
#pragma once
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  const char *name; /* not ended */
  gsize length;
  const char *id; /* not ended */
  gsize id_length;
} DoctorIndexEntry;

/* Return TRUE to end. */
typedef gboolean (*DoctorIndexFunc) (const DoctorIndexEntry *entry, gpointer data);

/* Kinds of names are letters: a alias (letters and digits only), d domain, p pattern of domains,
 * m and u mail exchanger (verified or not), h host, w pattern of hosts, r retired host. */

/* Tells every entry of @kind with exactly @name (small letters) in order, until @func ends it.
 * Returns whether it did. */
gboolean doctor_index_find (char kind, const char *name, DoctorIndexFunc func, gpointer data);
/* The same for all entries of @kind. */
gboolean doctor_index_each (char kind, DoctorIndexFunc func, gpointer data);
/* Letters and digits of @name, as aliases are kept. */
char *doctor_index_dup_plain (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
