#include "core/finding-example.h"
#include "core/fact-dictionary.h"
#include "core/i18n.h"
#include <string.h>

static const struct {
  const char *key;
  gsize offset;     /* of a char * in DoctorExample */
  const char *fact; /* whose closed list has the values; NULL: any text */
} keys[] = {
  { "Service", G_STRUCT_OFFSET (DoctorExample, service), "service.protocol" },
  { "Stage", G_STRUCT_OFFSET (DoctorExample, stage), "reply.stage" },
  { "Text", G_STRUCT_OFFSET (DoctorExample, text), NULL },
};

static gboolean
is_known_key (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (keys[i].key, name) == 0)
      return TRUE;
  return FALSE;
}

/* What is wrong with @value of key @i, or NULL. */
static char *
dup_fault (guint i, const char *value)
{
  if (value == NULL || *value == '\0')
    return g_strdup_printf (_ ("an example needs %s="), keys[i].key);
  char **values
    = keys[i].fact != NULL ? doctor_dictionary_lookup_bare (keys[i].fact)->values : NULL;
  if (values == NULL || g_strv_contains ((const char *const *)values, value))
    return NULL;
  g_autofree char *list = g_strjoinv (", ", values);
  return g_strdup_printf (_ ("“%s” is none of: %s"), value, list);
}

DoctorExample *
doctor_example_read (DoctorKeyFile *file, const char *group)
{
  guint faults = file->problems->len;
  g_autoptr (DoctorExample) example = g_new0 (DoctorExample, 1);
  g_auto (GStrv) names = g_key_file_get_keys (file->keys, group, NULL, NULL);
  example->name = g_strstrip (g_strdup (group + strlen ("Example")));
  for (char **name = names; name != NULL && *name != NULL; name++)
    if (!is_known_key (*name))
      doctor_keyfile_fault (file, group, *name, _ ("an example has Service, Stage and Text"));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    char *value = g_key_file_get_string (file->keys, group, keys[i].key, NULL);
    g_autofree char *fault = dup_fault (i, value);
    G_STRUCT_MEMBER (char *, example, keys[i].offset) = value;
    if (fault != NULL)
      doctor_keyfile_fault (file, group, value != NULL ? keys[i].key : NULL, "%s", fault);
  }
  return file->problems->len == faults ? g_steal_pointer (&example) : NULL;
}

void
doctor_example_free (DoctorExample *example)
{
  if (example == NULL)
    return;
  g_free (example->name);
  g_free (example->service);
  g_free (example->stage);
  g_free (example->text);
  g_free (example);
}
