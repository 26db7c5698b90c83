#include "core/facts.h"
#include "core/facts-slots.h"
#include "core/i18n.h"
#include <string.h>

/* clang-format off: it would take the name for a subtraction */
G_DEFINE_QUARK (doctor - error, doctor_error)
/* clang-format on */

struct _DoctorFacts {
  gatomicrefcount refs;
  gboolean sealed;
  guint count;
  guint n_words;
  guint64 *known;    /* one bit for each slot */
  DoctorFact *slots; /* by place in the dictionary; of those that are known */
};

static const char *const scope_names[] = { NULL, "receive", "send" };
static const char *const source_names[]
  = { "settings", "incident", "reply", "provider", "probe", "trial", "derived" };

const char *
doctor_scope_to_string (DoctorScope scope)
{
  return scope_names[scope];
}

DoctorScope
doctor_scope_split (const char *name, const char **out_bare)
{
  for (guint i = DOCTOR_SCOPE_RECEIVE; i < G_N_ELEMENTS (scope_names); i++) {
    gsize length = strlen (scope_names[i]);
    if (g_str_has_prefix (name, scope_names[i]) && name[length] == '.') {
      *out_bare = name + length + 1;
      return i;
    }
  }
  *out_bare = name;
  return DOCTOR_SCOPE_ACCOUNT;
}

const char *
doctor_source_to_string (DoctorSource source)
{
  return source_names[source];
}

DoctorFacts *
doctor_facts_new (void)
{
  DoctorFacts *facts = g_new0 (DoctorFacts, 1);
  guint n = doctor_dictionary_get_n_slots ();
  g_atomic_ref_count_init (&facts->refs);
  facts->n_words = n / 64 + 1;
  facts->known = g_new0 (guint64, facts->n_words);
  facts->slots = g_new (DoctorFact, n);
  return facts;
}

DoctorFacts *
doctor_facts_ref (DoctorFacts *facts)
{
  g_atomic_ref_count_inc (&facts->refs);
  return facts;
}

int
doctor_facts_next (DoctorFacts *facts, guint slot)
{
  guint word = slot / 64;
  if (word >= facts->n_words)
    return DOCTOR_NO_SLOT;
  guint64 left = facts->known[word] >> slot % 64 << slot % 64;
  while (left == 0 && ++word < facts->n_words)
    left = facts->known[word];
  return left != 0 ? (int)(word * 64) + __builtin_ctzll (left) : DOCTOR_NO_SLOT;
}

/* For each place that is known. */
#define FOREACH(slot, facts)                                                                       \
  for (int slot = doctor_facts_next (facts, 0); slot != DOCTOR_NO_SLOT;                            \
       slot = doctor_facts_next (facts, (guint)slot + 1))

void
doctor_facts_unref (DoctorFacts *facts)
{
  if (facts == NULL || !g_atomic_ref_count_dec (&facts->refs))
    return;
  FOREACH (slot, facts)
  g_variant_unref (facts->slots[slot].value);
  g_free (facts->known);
  g_free (facts->slots);
  g_free (facts);
}

const DoctorFact *
doctor_facts_at (DoctorFacts *facts, guint slot)
{
  return facts->known[slot / 64] >> slot % 64 & 1 ? &facts->slots[slot] : NULL;
}

void
doctor_facts_unset_at (DoctorFacts *facts, guint slot)
{
  const DoctorFact *fact = doctor_facts_at (facts, slot);
  g_return_if_fail (!facts->sealed);
  if (fact == NULL)
    return;
  g_variant_unref (fact->value);
  facts->known[slot / 64] &= ~(G_GUINT64_CONSTANT (1) << slot % 64);
  facts->count--;
}

static void
insert (DoctorFacts *facts, guint slot, GVariant *value, DoctorSource source)
{
  GVariant *owned = g_variant_ref (value); /* it may be the one that goes */
  doctor_facts_unset_at (facts, slot);
  facts->slots[slot] = (DoctorFact){ owned, source };
  facts->known[slot / 64] |= G_GUINT64_CONSTANT (1) << slot % 64;
  facts->count++;
}

void
doctor_facts_overlay (DoctorFacts *facts, DoctorFacts *overlay)
{
  g_return_if_fail (!facts->sealed);
  FOREACH (slot, overlay)
  insert (facts, (guint)slot, overlay->slots[slot].value, overlay->slots[slot].source);
}

DoctorFacts *
doctor_facts_copy (DoctorFacts *facts)
{
  DoctorFacts *copy = doctor_facts_new ();
  doctor_facts_overlay (copy, facts);
  return copy;
}

static void
set_slot (DoctorFacts *facts, int slot, const char *name, GVariant *value, DoctorSource source)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);
  g_return_if_fail (!facts->sealed);
  if (slot == DOCTOR_NO_SLOT
      || !g_variant_is_of_type (owned, doctor_dictionary_get_slot ((guint)slot)->key->type)) {
    g_critical ("fact “%s” with type %s is not in the dictionary", name,
                g_variant_get_type_string (owned));
    return;
  }
  insert (facts, (guint)slot, owned, source);
}

void
doctor_facts_set (DoctorFacts *facts, const char *name, GVariant *value, DoctorSource source)
{
  set_slot (facts, doctor_dictionary_find_slot (name), name, value, source);
}

void
doctor_facts_set_scoped (
  DoctorFacts *facts, DoctorScope scope, const char *name, GVariant *value, DoctorSource source)
{
  const DoctorFactKey *key = doctor_dictionary_lookup_bare (name);
  gboolean exists = key != NULL && (scope == DOCTOR_SCOPE_ACCOUNT || key->of_service);
  if (scope == DOCTOR_SCOPE_ACCOUNT && key == NULL) /* may be a full name */
    doctor_facts_set (facts, name, value, source);
  else
    set_slot (facts, exists ? key->slots[scope] : DOCTOR_NO_SLOT, name, value, source);
}

void
doctor_facts_unset (DoctorFacts *facts, const char *name)
{
  int slot = doctor_dictionary_find_slot (name);
  g_return_if_fail (!facts->sealed);
  if (slot != DOCTOR_NO_SLOT)
    doctor_facts_unset_at (facts, (guint)slot);
}

void
doctor_facts_seal (DoctorFacts *facts)
{
  facts->sealed = TRUE;
}

gboolean
doctor_facts_is_sealed (DoctorFacts *facts)
{
  return facts->sealed;
}

guint
doctor_facts_count (DoctorFacts *facts)
{
  return facts->count;
}

/* The place of what is known under the scoped name, else under @name. */
static int
find (DoctorFacts *facts, DoctorScope scope, const char *name)
{
  int slot = doctor_dictionary_find_slot (name);
  if (slot == DOCTOR_NO_SLOT)
    return slot;
  const DoctorFactSlot *entry = doctor_dictionary_get_slot ((guint)slot);
  guint scoped = entry->key->slots[scope];
  if (entry->scope == DOCTOR_SCOPE_ACCOUNT && doctor_facts_at (facts, scoped) != NULL)
    return (int)scoped;
  return doctor_facts_at (facts, (guint)slot) != NULL ? slot : DOCTOR_NO_SLOT;
}

gboolean
doctor_facts_lookup_full (DoctorFacts *facts,
                          DoctorScope scope,
                          const char *name,
                          GVariant **out_value,
                          const char **out_full_name,
                          DoctorSource *out_source)
{
  int slot = find (facts, scope, name);
  if (slot == DOCTOR_NO_SLOT)
    return FALSE;
  if (out_value != NULL)
    *out_value = facts->slots[slot].value;
  if (out_full_name != NULL)
    *out_full_name = doctor_dictionary_get_slot ((guint)slot)->name;
  if (out_source != NULL)
    *out_source = facts->slots[slot].source;
  return TRUE;
}

GVariant *
doctor_facts_lookup (DoctorFacts *facts, DoctorScope scope, const char *name)
{
  int slot = find (facts, scope, name);
  return slot != DOCTOR_NO_SLOT ? facts->slots[slot].value : NULL;
}

/* The first letter of its type: the whole of a plain one. */
static char
letter_of (int slot)
{
  return *g_variant_type_peek_string (doctor_dictionary_get_slot ((guint)slot)->key->type);
}

/* The value when its type, a plain one, is @type, else NULL. */
static GVariant *
get_plain (DoctorFacts *facts, DoctorScope scope, const char *name, char type)
{
  int slot = find (facts, scope, name);
  return slot != DOCTOR_NO_SLOT && letter_of (slot) == type ? facts->slots[slot].value : NULL;
}

const char *
doctor_facts_get_string (DoctorFacts *facts, DoctorScope scope, const char *name)
{
  GVariant *value = get_plain (facts, scope, name, 's');
  return value != NULL ? g_variant_get_string (value, NULL) : NULL;
}

gint64
doctor_facts_get_int (DoctorFacts *facts, DoctorScope scope, const char *name, gint64 otherwise)
{
  int slot = find (facts, scope, name);
  char type = slot != DOCTOR_NO_SLOT ? letter_of (slot) : '\0';
  if (type == 'i')
    return g_variant_get_int32 (facts->slots[slot].value);
  return type == 'x' ? g_variant_get_int64 (facts->slots[slot].value) : otherwise;
}

gboolean
doctor_facts_get_boolean (DoctorFacts *facts,
                          DoctorScope scope,
                          const char *name,
                          gboolean otherwise)
{
  GVariant *value = get_plain (facts, scope, name, 'b');
  return value != NULL ? g_variant_get_boolean (value) : otherwise;
}

gboolean
doctor_facts_is (DoctorFacts *facts, DoctorScope scope, const char *name, const char *value)
{
  return g_strcmp0 (doctor_facts_get_string (facts, scope, name), value) == 0;
}

GPtrArray *
doctor_facts_names (DoctorFacts *facts)
{
  GPtrArray *names = g_ptr_array_sized_new (facts->count);
  FOREACH (slot, facts)
  g_ptr_array_add (names, (gpointer)doctor_dictionary_get_slot ((guint)slot)->name);
  return names;
}

char *
doctor_facts_line (const char *name, GVariant *value)
{
  g_autofree char *text = g_variant_print (value, FALSE);
  return g_strconcat (name, " ", text, NULL);
}

char *
doctor_facts_print (DoctorFacts *facts)
{
  GString *text = g_string_new (NULL);
  FOREACH (slot, facts)
  {
    g_autofree char *line = doctor_facts_line (doctor_dictionary_get_slot ((guint)slot)->name,
                                               facts->slots[slot].value);
    g_string_append_printf (text, "%s\n", line);
  }
  return g_string_free (text, FALSE);
}

gboolean
doctor_facts_parse_line (const char *line, char **out_name, GVariant **out_value, GError **error)
{
  const char *space = strchr (line, ' ');
  if (space == NULL || space == line) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_FACT,
                 _ ("not a fact; write a name, a space and a value"));
    return FALSE;
  }
  g_autofree char *name = g_strndup (line, space - line);
  const DoctorFactKey *key = doctor_dictionary_lookup (name);
  if (key == NULL) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_FACT, _ ("unknown fact “%s”"), name);
    return FALSE;
  }
  g_autoptr (GError) parse_error = NULL;
  GVariant *value = g_variant_parse (key->type, space + 1, NULL, NULL, &parse_error);
  if (value == NULL) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_FACT,
                 _ ("the value of “%s” is not of type %.*s: %s"), name,
                 (int)g_variant_type_get_string_length (key->type),
                 g_variant_type_peek_string (key->type), parse_error->message);
    return FALSE;
  }
  *out_name = g_steal_pointer (&name);
  *out_value = value;
  return TRUE;
}

gboolean
doctor_facts_parse (
  DoctorFacts *facts, const char *text, const char *origin, DoctorSource source, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *name = NULL;
    g_autoptr (GVariant) value = NULL;
    g_strchomp (lines[i]);
    if (lines[i][0] == '\0' || lines[i][0] == '#')
      continue;
    if (!doctor_facts_parse_line (lines[i], &name, &value, error)) {
      g_prefix_error (error, "%s:%u: ", origin, i + 1);
      return FALSE;
    }
    doctor_facts_set (facts, name, value, source);
  }
  return TRUE;
}
