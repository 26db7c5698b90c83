#include "core/fact-dictionary.h"
#include "data/resources.h"
#include <string.h>

/* Compiled in: cannot be missing or broken in a program that was built. */
static GKeyFile *
load_file (void)
{
  g_autoptr (GError) error = NULL;
  GKeyFile *file = g_key_file_new ();
  g_autoptr (GBytes) bytes
    = g_resource_lookup_data (doctor_get_resource (), "/account-doctor/facts.keys", 0, &error);
  if (bytes == NULL || !g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, &error))
    g_error ("facts.keys: %s", error->message);
  return file;
}

static const char *
read_type (GKeyFile *file, const char *group)
{
  g_autofree char *type = g_key_file_get_string (file, group, "Type", NULL);
  if (type == NULL || !g_variant_type_string_is_valid (type))
    g_error ("facts.keys: [%s] has no valid Type=", group);
  return g_intern_string (type);
}

static DoctorFactKey *
read_key (GKeyFile *file, const char *group)
{
  DoctorFactKey *key = g_new0 (DoctorFactKey, 1);
  g_autofree char *scope = g_key_file_get_string (file, group, "Scope", NULL);
  g_autofree char *from = g_key_file_get_string (file, group, "From", NULL);
  key->name = g_intern_string (group);
  key->type = G_VARIANT_TYPE (read_type (file, group));
  key->of_service = g_strcmp0 (scope, "service") == 0;
  key->from = g_intern_string (from);
  key->is_setting = g_strcmp0 (from, "settings") == 0;
  key->is_private = g_key_file_get_boolean (file, group, "Private", NULL);
  key->values = g_key_file_get_string_list (file, group, "Values", NULL, NULL);
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
  g_autoptr (GKeyFile) file = load_file ();
  Dictionary *dictionary = g_new0 (Dictionary, 1);
  dictionary->in_order = g_ptr_array_new ();
  dictionary->slots = g_array_new (FALSE, FALSE, sizeof (DoctorFactSlot));
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group != NULL; group++) {
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

/* --- words --- */

typedef struct {
  char *label, *description;
} Words;

static Words *
load_words (void)
{
  GPtrArray *keys = doctor_dictionary_keys ();
  Words *words = g_new0 (Words, keys->len);
  g_autoptr (GKeyFile) file = load_file ();
  for (guint i = 0; i < keys->len; i++) {
    const char *name = ((const DoctorFactKey *)g_ptr_array_index (keys, i))->name;
    words[i].label = g_key_file_get_locale_string (file, name, "Label", NULL, NULL);
    words[i].description = g_key_file_get_locale_string (file, name, "Description", NULL, NULL);
  }
  return words;
}

/* By DoctorFactKey.index; read when somebody asks, which a start does not. */
static const Words *
get_words (const DoctorFactKey *key)
{
  static gsize once = 0;
  static Words *words = NULL;
  if (g_once_init_enter (&once)) {
    words = load_words ();
    g_once_init_leave (&once, 1);
  }
  return &words[key->index];
}

const char *
doctor_fact_key_get_label (const DoctorFactKey *key)
{
  return get_words (key)->label;
}

const char *
doctor_fact_key_get_description (const DoctorFactKey *key)
{
  return get_words (key)->description;
}
