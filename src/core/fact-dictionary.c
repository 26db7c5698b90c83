#include "core/fact-dictionary.h"
#include "core/keyfile.h"
#include "data/resources.h"
#include <string.h>

static const char *
read_type (const DoctorKeyFile *file, const char *group)
{
  const char *type = doctor_keyfile_get (file, group, "Type");
  if (type == NULL || !g_variant_type_string_is_valid (type))
    g_error ("facts.keys: [%s] has no valid Type=", group);
  return g_intern_string (type);
}

static DoctorFactKey *
read_key (const DoctorKeyFile *file, const char *group)
{
  DoctorFactKey *key = g_new0 (DoctorFactKey, 1);
  const char *from = doctor_keyfile_get (file, group, "From");
  key->name = g_intern_string (group);
  key->type = G_VARIANT_TYPE (read_type (file, group));
  key->of_service = g_strcmp0 (doctor_keyfile_get (file, group, "Scope"), "service") == 0;
  key->from = g_intern_string (from);
  key->is_setting = g_strcmp0 (from, "settings") == 0;
  key->is_private = g_strcmp0 (doctor_keyfile_get (file, group, "Private"), "true") == 0;
  key->values = doctor_keyfile_dup_list (file, group, "Values");
  key->label = doctor_keyfile_dup_text (file, group, "Label");
  key->description = doctor_keyfile_dup_text (file, group, "Description");
  return key;
}

/* Names are asked for all the time and are few: a table with room between them. */
enum { TABLE_BITS = 12, TABLE_SIZE = 1 << TABLE_BITS };

typedef struct {
  GPtrArray *in_order;
  GArray *slots;             /* DoctorFactSlot by name */
  guint16 table[TABLE_SIZE]; /* one more than the slot; 0: free */
} Dictionary;

/* By eight bytes at a time (multiplied as Fibonacci hashing does, Knuth 6.4). */
static guint
hash_name (const char *name)
{
  const guint64 factor = G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  gsize length = strlen (name);
  guint64 hash = length, word;
  for (; length >= sizeof word; name += sizeof word, length -= sizeof word) {
    memcpy (&word, name, sizeof word);
    hash = (hash ^ word) * factor;
    hash ^= hash >> 32;
  }
  word = 0;
  memcpy (&word, name, length);
  return (guint)((hash ^ word) * factor >> (64 - TABLE_BITS));
}

/* The entry for @name in the table, or the free one where it belongs. */
static guint16 *
find_entry (Dictionary *dictionary, const char *name)
{
  for (guint at = hash_name (name);; at = (at + 1) % TABLE_SIZE) {
    guint16 *entry = &dictionary->table[at];
    if (*entry == 0
        || strcmp (g_array_index (dictionary->slots, DoctorFactSlot, *entry - 1).name, name) == 0)
      return entry;
  }
}

static void
add_slots (Dictionary *dictionary, DoctorFactKey *key)
{
  DoctorScope last = key->of_service ? DOCTOR_SCOPE_SEND : DOCTOR_SCOPE_ACCOUNT;
  for (DoctorScope scope = DOCTOR_SCOPE_ACCOUNT; scope <= DOCTOR_SCOPE_SEND; scope++) {
    g_autofree char *full = g_strconcat (doctor_scope_to_string (scope), ".", key->name, NULL);
    key->names[scope]
      = scope <= last && scope != DOCTOR_SCOPE_ACCOUNT ? g_intern_string (full) : key->name;
    DoctorFactSlot slot = { key->names[scope], key, scope };
    if (scope <= last)
      g_array_append_val (dictionary->slots, slot);
  }
}

static int
compare_slots (gconstpointer a, gconstpointer b)
{
  return strcmp (((const DoctorFactSlot *)a)->name, ((const DoctorFactSlot *)b)->name);
}

static void
number_slots (Dictionary *dictionary)
{
  g_array_sort (dictionary->slots, compare_slots);
  for (guint i = 0; i < dictionary->slots->len; i++)
    *find_entry (dictionary, g_array_index (dictionary->slots, DoctorFactSlot, i).name)
      = (guint16)(i + 1);
  for (guint i = 0; i < dictionary->in_order->len; i++) {
    DoctorFactKey *key = g_ptr_array_index (dictionary->in_order, i);
    for (DoctorScope scope = DOCTOR_SCOPE_ACCOUNT; scope <= DOCTOR_SCOPE_SEND; scope++)
      key->slots[scope] = *find_entry (dictionary, key->names[scope]) - 1;
  }
}

static Dictionary *
load_dictionary (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
    = g_resource_lookup_data (doctor_get_resource (), "/account-doctor/facts.keys", 0, &error);
  gsize length = 0;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;
  g_autoptr (DoctorKeyFile) file
    = text != NULL ? doctor_keyfile_load (text, length, "facts.keys", DOCTOR_ERROR_BAD_FACT, &error)
                   : NULL;
  /* Compiled in: cannot be missing or broken in a program that was built. */
  if (file == NULL)
    g_error ("facts.keys: %s", error->message);

  Dictionary *dictionary = g_new0 (Dictionary, 1);
  dictionary->in_order = g_ptr_array_new ();
  dictionary->slots = g_array_new (FALSE, FALSE, sizeof (DoctorFactSlot));
  for (const char *const *group = doctor_keyfile_get_groups (file); *group != NULL; group++) {
    DoctorFactKey *key = read_key (file, *group);
    key->index = dictionary->in_order->len;
    g_ptr_array_add (dictionary->in_order, key);
    add_slots (dictionary, key);
  }
  number_slots (dictionary);
  return dictionary;
}

static Dictionary *
get_dictionary (void)
{
  static gsize once = 0;
  static Dictionary *dictionary = NULL;
  if (g_once_init_enter (&once)) {
    dictionary = load_dictionary ();
    g_once_init_leave (&once, 1);
  }
  return dictionary;
}

int
doctor_dictionary_find_slot (const char *name)
{
  return *find_entry (get_dictionary (), name) - 1;
}

const DoctorFactSlot *
doctor_dictionary_get_slot (guint slot)
{
  return &g_array_index (get_dictionary ()->slots, DoctorFactSlot, slot);
}

guint
doctor_dictionary_get_n_slots (void)
{
  return get_dictionary ()->slots->len;
}

const DoctorFactKey *
doctor_dictionary_lookup (const char *name)
{
  int slot = doctor_dictionary_find_slot (name);
  return slot != DOCTOR_NO_SLOT ? doctor_dictionary_get_slot ((guint)slot)->key : NULL;
}

const DoctorFactKey *
doctor_dictionary_lookup_bare (const char *bare)
{
  const DoctorFactKey *key = doctor_dictionary_lookup (bare);
  return key != NULL && strcmp (key->name, bare) == 0 ? key : NULL;
}

GPtrArray *
doctor_dictionary_keys (void)
{
  return get_dictionary ()->in_order;
}
