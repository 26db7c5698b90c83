#include "core/facts.h"
#include "core/fact-dictionary.h"
#include "core/i18n.h"
#include <string.h>

/* clang-format off: it would take the name for a subtraction */
G_DEFINE_QUARK (doctor - error, doctor_error)
/* clang-format on */

typedef struct {
  GVariant *value;
  DoctorSource source;
} Fact;

struct _DoctorFacts {
  gatomicrefcount refs;
  gboolean sealed;
  GHashTable *table; /* interned full name → Fact */
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

static void
fact_free (gpointer data)
{
  Fact *fact = data;
  g_variant_unref (fact->value);
  g_free (fact);
}

DoctorFacts *
doctor_facts_new (void)
{
  DoctorFacts *facts = g_new0 (DoctorFacts, 1);
  g_atomic_ref_count_init (&facts->refs);
  facts->table = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, fact_free);
  return facts;
}

DoctorFacts *
doctor_facts_ref (DoctorFacts *facts)
{
  g_atomic_ref_count_inc (&facts->refs);
  return facts;
}

void
doctor_facts_unref (DoctorFacts *facts)
{
  if (facts == NULL || !g_atomic_ref_count_dec (&facts->refs))
    return;
  g_hash_table_unref (facts->table);
  g_free (facts);
}

static void
insert (DoctorFacts *facts, const char *name, GVariant *value, DoctorSource source)
{
  Fact *fact = g_new (Fact, 1);
  fact->value = g_variant_ref (value);
  fact->source = source;
  g_hash_table_replace (facts->table, (gpointer)g_intern_string (name), fact);
}

void
doctor_facts_overlay (DoctorFacts *facts, DoctorFacts *overlay)
{
  GHashTableIter iter;
  gpointer name, fact;
  g_return_if_fail (!facts->sealed);
  g_hash_table_iter_init (&iter, overlay->table);
  while (g_hash_table_iter_next (&iter, &name, &fact))
    insert (facts, name, ((Fact *)fact)->value, ((Fact *)fact)->source);
}

DoctorFacts *
doctor_facts_copy (DoctorFacts *facts)
{
  DoctorFacts *copy = doctor_facts_new ();
  doctor_facts_overlay (copy, facts);
  return copy;
}

void
doctor_facts_set (DoctorFacts *facts, const char *name, GVariant *value, DoctorSource source)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);
  const DoctorFactKey *key = doctor_dictionary_lookup (name);
  g_return_if_fail (!facts->sealed);
  if (key == NULL || !g_variant_is_of_type (owned, key->type)) {
    g_critical ("fact “%s” with type %s is not in the dictionary", name,
                g_variant_get_type_string (owned));
    return;
  }
  insert (facts, name, owned, source);
}

void
doctor_facts_set_scoped (
  DoctorFacts *facts, DoctorScope scope, const char *name, GVariant *value, DoctorSource source)
{
  if (scope == DOCTOR_SCOPE_ACCOUNT) {
    doctor_facts_set (facts, name, value, source);
    return;
  }
  g_autofree char *full = g_strconcat (scope_names[scope], ".", name, NULL);
  doctor_facts_set (facts, full, value, source);
}

void
doctor_facts_unset (DoctorFacts *facts, const char *name)
{
  g_return_if_fail (!facts->sealed);
  g_hash_table_remove (facts->table, name);
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
  return g_hash_table_size (facts->table);
}

enum { MAX_NAME_BYTES = 128 }; /* longer names are in no dictionary */

/* Without printf: rules look facts up by the thousand. */
static gboolean
put_full_name (char full[MAX_NAME_BYTES], DoctorScope scope, const char *name)
{
  gsize prefix = strlen (scope_names[scope]), length = strlen (name);
  if (prefix + 1 + length >= MAX_NAME_BYTES)
    return FALSE;
  memcpy (full, scope_names[scope], prefix);
  full[prefix] = '.';
  memcpy (full + prefix + 1, name, length + 1);
  return TRUE;
}

/* Finds the entry under the scoped name, else under the bare one. */
static gboolean
find (DoctorFacts *facts, DoctorScope scope, const char *name, gpointer *out_name, Fact **out_fact)
{
  char full[MAX_NAME_BYTES];
  if (scope != DOCTOR_SCOPE_ACCOUNT && put_full_name (full, scope, name)
      && g_hash_table_lookup_extended (facts->table, full, out_name, (gpointer *)out_fact))
    return TRUE;
  return g_hash_table_lookup_extended (facts->table, name, out_name, (gpointer *)out_fact);
}

gboolean
doctor_facts_lookup_full (DoctorFacts *facts,
                          DoctorScope scope,
                          const char *name,
                          GVariant **out_value,
                          const char **out_full_name,
                          DoctorSource *out_source)
{
  gpointer full_name = NULL;
  Fact *fact = NULL;
  if (!find (facts, scope, name, &full_name, &fact))
    return FALSE;
  if (out_value != NULL)
    *out_value = fact->value;
  if (out_full_name != NULL)
    *out_full_name = full_name;
  if (out_source != NULL)
    *out_source = fact->source;
  return TRUE;
}

GVariant *
doctor_facts_lookup (DoctorFacts *facts, DoctorScope scope, const char *name)
{
  GVariant *value = NULL;
  return doctor_facts_lookup_full (facts, scope, name, &value, NULL, NULL) ? value : NULL;
}

const char *
doctor_facts_get_string (DoctorFacts *facts, DoctorScope scope, const char *name)
{
  GVariant *value = doctor_facts_lookup (facts, scope, name);
  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return NULL;
  return g_variant_get_string (value, NULL);
}

gint64
doctor_facts_get_int (DoctorFacts *facts, DoctorScope scope, const char *name, gint64 otherwise)
{
  GVariant *value = doctor_facts_lookup (facts, scope, name);
  if (value == NULL)
    return otherwise;
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT32))
    return g_variant_get_int32 (value);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return g_variant_get_int64 (value);
  return otherwise;
}

gboolean
doctor_facts_get_boolean (DoctorFacts *facts,
                          DoctorScope scope,
                          const char *name,
                          gboolean otherwise)
{
  GVariant *value = doctor_facts_lookup (facts, scope, name);
  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return otherwise;
  return g_variant_get_boolean (value);
}

gboolean
doctor_facts_is (DoctorFacts *facts, DoctorScope scope, const char *name, const char *value)
{
  return g_strcmp0 (doctor_facts_get_string (facts, scope, name), value) == 0;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
doctor_facts_names (DoctorFacts *facts)
{
  GHashTableIter iter;
  gpointer name;
  GPtrArray *names = g_ptr_array_new ();
  g_hash_table_iter_init (&iter, facts->table);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, name);
  g_ptr_array_sort (names, compare_names);
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
  g_autoptr (GPtrArray) names = doctor_facts_names (facts);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    g_autofree char *line
      = doctor_facts_line (name, doctor_facts_lookup (facts, DOCTOR_SCOPE_ACCOUNT, name));
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
