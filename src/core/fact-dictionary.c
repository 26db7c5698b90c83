#include "core/fact-dictionary.h"
#include "data/resources.h"
#include <string.h>

static char **
read_values (GKeyFile *file, const char *group)
{
  return g_key_file_get_string_list (file, group, "Values", NULL, NULL);
}

static char *
read_type (GKeyFile *file, const char *group)
{
  g_autofree char *type = g_key_file_get_string (file, group, "Type", NULL);
  if (type == NULL || !g_variant_type_string_is_valid (type))
    g_error ("facts.keys: [%s] has no valid Type=", group);
  return g_steal_pointer (&type);
}

/* The text in the person's language. g_key_file_get_locale_string () asks for each variant of
 * the locale's name and makes an error of each that is not there: most of the time it takes
 * to read the file. Ours have no codesets and no "C". */
static char *
read_text (GKeyFile *file, const char *group, const char *key)
{
  for (const char *const *name = g_get_language_names (); *name != NULL; name++) {
    if (g_str_has_prefix (*name, "C") || strchr (*name, '.') != NULL)
      continue;
    g_autofree char *translated = g_strdup_printf ("%s[%s]", key, *name);
    if (g_key_file_has_key (file, group, translated, NULL))
      return g_key_file_get_string (file, group, translated, NULL);
  }
  return g_key_file_get_string (file, group, key, NULL);
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
  key->values = read_values (file, group);
  key->label = read_text (file, group, "Label");
  key->description = read_text (file, group, "Description");
  return key;
}

typedef struct {
  GHashTable *by_name;
  GPtrArray *in_order;
} Dictionary;

static Dictionary *
load_dictionary (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GBytes) bytes
    = g_resource_lookup_data (doctor_get_resource (), "/account-doctor/facts.keys", 0, &error);
  /* Compiled in: cannot be missing or broken in a program that was built. */
  if (bytes == NULL
      || !g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_KEEP_TRANSLATIONS, &error))
    g_error ("facts.keys: %s", error->message);

  Dictionary *dictionary = g_new0 (Dictionary, 1);
  dictionary->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  dictionary->in_order = g_ptr_array_new ();
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group != NULL; group++) {
    DoctorFactKey *key = read_key (file, *group);
    g_hash_table_insert (dictionary->by_name, (gpointer)key->name, key);
    key->index = dictionary->in_order->len;
    g_ptr_array_add (dictionary->in_order, key);
  }
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

const DoctorFactKey *
doctor_dictionary_lookup_bare (const char *bare)
{
  return g_hash_table_lookup (get_dictionary ()->by_name, bare);
}

const DoctorFactKey *
doctor_dictionary_lookup (const char *name)
{
  const char *bare = NULL;
  DoctorScope scope = doctor_scope_split (name, &bare);
  const DoctorFactKey *key = doctor_dictionary_lookup_bare (bare);
  if (key != NULL && (scope == DOCTOR_SCOPE_ACCOUNT || key->of_service))
    return key;
  return doctor_dictionary_lookup_bare (name); /* "send.helo-name" is a name of its own */
}

GPtrArray *
doctor_dictionary_keys (void)
{
  return get_dictionary ()->in_order;
}
