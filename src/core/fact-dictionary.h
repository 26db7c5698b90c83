/* fact-dictionary.h: the names and types that facts may have (src/data/facts.keys).
 * Loaded once from the program's own resources; immutable afterwards. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

typedef struct {
  guint index;      /* in doctor_dictionary_keys () */
  const char *name; /* bare, without scope */
  const GVariantType *type;
  gboolean of_service;     /* exists as receive.NAME and send.NAME */
  gboolean is_setting;     /* From=settings */
  gboolean is_private;     /* masked in reports */
  const char *from;        /* settings, incident, reply, probe, trial, derived, provider, verify */
  char **values;           /* closed list, or NULL */
  const char *label;       /* a few words, in the current language; NULL for none */
  const char *description; /* in the current language */
} DoctorFactKey;

/* The key for a bare or full name, or NULL. "receive.x" is only known where x is of a service. */
const DoctorFactKey *doctor_dictionary_lookup (const char *name);
/* The same for a bare name as rules and texts use it. */
const DoctorFactKey *doctor_dictionary_lookup_bare (const char *bare);
/* All keys in the order of the file. Borrowed array of const DoctorFactKey *. */
GPtrArray *doctor_dictionary_keys (void);

G_END_DECLS
