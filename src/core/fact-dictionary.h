/* fact-dictionary.h: the names and types that facts may have (src/data/facts.keys), and a place
 * for each of them in a set of facts. Loaded once from the program's own resources; immutable
 * afterwards; any thread may ask. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

typedef struct {
  guint index;          /* in doctor_dictionary_keys () */
  const char *name;     /* bare, without scope */
  const char *names[3]; /* full name by DoctorScope; a fact of the account has but one. Interned */
  guint16 slots[3];     /* the same as places, see below */
  const GVariantType *type;
  gboolean of_service; /* exists as receive.NAME and send.NAME */
  gboolean is_setting; /* From=settings */
  gboolean is_private; /* masked in reports */
  const char *from;    /* settings, incident, reply, probe, trial, derived, provider, verify */
  char **values;       /* closed list, or NULL */
} DoctorFactKey;

/* A name under which a fact may be stored: "provider.id", "receive.tcp.result". */
typedef struct {
  const char *name; /* interned */
  const DoctorFactKey *key;
  DoctorScope scope;
} DoctorFactSlot;

enum { DOCTOR_NO_SLOT = -1 };
/* The place of a name: its rank among all of them, sorted by bytes. DOCTOR_NO_SLOT when the
 * dictionary does not have it. */
int doctor_dictionary_find_slot (const char *name);
/* By place. Borrowed. */
const DoctorFactSlot *doctor_dictionary_get_slot (guint slot);
guint doctor_dictionary_get_n_slots (void);

/* The key for a bare or full name, or NULL. "receive.x" is only known where x is of a service. */
const DoctorFactKey *doctor_dictionary_lookup (const char *name);
/* The same for a bare name as rules and texts use it. */
const DoctorFactKey *doctor_dictionary_lookup_bare (const char *bare);
/* All keys in the order of the file. Borrowed array of const DoctorFactKey *. */
GPtrArray *doctor_dictionary_keys (void);
/* In the language that was the current one when the first was asked for; borrowed. A few words, or
 * NULL; and what it means. */
const char *doctor_fact_key_get_label (const DoctorFactKey *key);
const char *doctor_fact_key_get_description (const DoctorFactKey *key);

G_END_DECLS
