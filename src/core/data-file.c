#include "core/data-file.h"
#include "core/i18n.h"
#include "data/resources.h"
#include <string.h>

void
doctor_data_file_free (DoctorDataFile *file)
{
  if (file == NULL)
    return;
  g_free (file->id);
  g_free (file->origin);
  if (!file->is_compiled)
    g_free (file->text);
  g_free (file);
}

static DoctorDataFile *
data_file_new (const char *name, const char *suffix, char *origin)
{
  DoctorDataFile *file = g_new0 (DoctorDataFile, 1);
  file->id = g_strndup (name, strlen (name) - strlen (suffix));
  file->origin = origin;
  return file;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const DoctorDataFile *const *left = a, *const *right = b;
  return strcmp ((*left)->id, (*right)->id);
}

static GPtrArray *
files_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)doctor_data_file_free);
}

DoctorDataFile *
doctor_data_file_compiled (const char *folder, const char *id, const char *suffix)
{
  g_autofree char *name = g_strconcat (id, suffix, NULL);
  g_autofree char *path = g_strconcat ("/account-doctor/", folder, "/", name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (doctor_get_resource (), path, 0, NULL);
  if (bytes == NULL)
    return NULL;
  DoctorDataFile *file = data_file_new (name, suffix, g_strconcat (folder, "/", name, NULL));
  file->is_compiled = TRUE;
  file->length = g_bytes_get_size (bytes);
  /* GIO ends what is not compressed with a NUL that it does not count; the memory is the
   * program's own. */
  file->text = (char *)g_bytes_get_data (bytes, NULL);
  return file;
}

GPtrArray *
doctor_data_files_compiled (const char *folder, const char *suffix)
{
  GPtrArray *files = files_new ();
  g_autofree char *path = g_strconcat ("/account-doctor/", folder, "/", NULL);
  g_auto (GStrv) names = g_resource_enumerate_children (doctor_get_resource (), path, 0, NULL);
  for (char **name = names; name != NULL && *name != NULL; name++) {
    if (!g_str_has_suffix (*name, suffix))
      continue;
    g_autofree char *id = g_strndup (*name, strlen (*name) - strlen (suffix));
    g_ptr_array_add (files, doctor_data_file_compiled (folder, id, suffix));
  }
  g_ptr_array_sort (files, compare_ids);
  return files;
}

static void
add_file (
  GPtrArray *files, const char *dir, const char *name, const char *suffix, GPtrArray *problems)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DoctorDataFile) file
    = data_file_new (name, suffix, g_build_filename (dir, name, NULL));
  if (g_file_get_contents (file->origin, &file->text, &file->length, &error))
    g_ptr_array_add (files, g_steal_pointer (&file));
  else if (problems != NULL)
    g_ptr_array_add (
      problems, g_strdup_printf (_ ("%s:1: cannot be read: %s"), file->origin, error->message));
}

GPtrArray *
doctor_data_files_in (const char *dir, const char *suffix, GPtrArray *problems)
{
  GPtrArray *files = files_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = g_dir_open (dir, 0, &error);
  if (folder == NULL) {
    if (problems != NULL && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      g_ptr_array_add (problems,
                       g_strdup_printf (_ ("%s:1: cannot be read: %s"), dir, error->message));
    return files;
  }
  for (const char *name = g_dir_read_name (folder); name != NULL; name = g_dir_read_name (folder))
    if (g_str_has_suffix (name, suffix))
      add_file (files, dir, name, suffix, problems);
  g_ptr_array_sort (files, compare_ids);
  return files;
}
