#include "core/finding-details.h"
#include "core/finding-type.h"
#include "core/i18n.h"
#include <string.h>

const char *const doctor_text_keys[DOCTOR_N_TEXTS]
  = { "Title", "Reason", "Action", "Administrator" };

gboolean
doctor_finding_is_text_key (const char *name)
{
  gsize length = strcspn (name, "[");
  for (guint i = 0; i < DOCTOR_N_TEXTS; i++)
    if (strlen (doctor_text_keys[i]) == length && strncmp (doctor_text_keys[i], name, length) == 0)
      return TRUE;
  return FALSE;
}

char *
doctor_finding_dup_text_key (guint text, const char *language)
{
  if (language == NULL || *language == '\0')
    return g_strdup (doctor_text_keys[text]);
  return g_strdup_printf ("%s[%s]", doctor_text_keys[text], language);
}

static void
read_text (DoctorFindingDetails *details, DoctorKeyFile *file, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_key_file_get_string (file->keys, "Finding", name, &error);
  if (error != NULL) /* GKeyFile gives a text nevertheless */
    doctor_keyfile_fault (file, "Finding", name,
                          _ ("a backslash stands before n, t, s or another backslash only"));
  else
    g_hash_table_insert (details->texts, g_strdup (name), g_strchomp (g_steal_pointer (&text)));
}

DoctorFindingDetails *
doctor_finding_details_read (DoctorKeyFile *file)
{
  DoctorFindingDetails *details = g_new0 (DoctorFindingDetails, 1);
  g_auto (GStrv) names = g_key_file_get_keys (file->keys, "Finding", NULL, NULL);
  g_auto (GStrv) groups = g_key_file_get_groups (file->keys, NULL);
  details->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  details->examples = g_ptr_array_new_with_free_func ((GDestroyNotify)doctor_example_free);
  for (char **name = names; name != NULL && *name != NULL; name++)
    if (doctor_finding_is_text_key (*name))
      read_text (details, file, *name);
  for (char **group = groups; *group != NULL; group++) {
    DoctorExample *example
      = doctor_keyfile_is_of (*group, "Example") ? doctor_example_read (file, *group) : NULL;
    if (example != NULL)
      g_ptr_array_add (details->examples, example);
  }
  return details;
}

DoctorFindingDetails *
doctor_finding_details_load (const char *id)
{
  g_autoptr (DoctorDataFile) source = doctor_data_file_compiled ("findings", id, ".finding");
  DoctorKeyFile file = { 0 };
  (void)doctor_keyfile_open (&file, source); /* was read before */
  DoctorFindingDetails *details = doctor_finding_details_read (&file);
  (void)doctor_keyfile_close (&file, NULL);
  return details;
}

void
doctor_finding_details_free (DoctorFindingDetails *details)
{
  if (details == NULL)
    return;
  g_hash_table_unref (details->texts);
  g_ptr_array_unref (details->examples);
  g_free (details);
}
