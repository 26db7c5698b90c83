/* The house rules for findings: the compiled-in ones keep them, and each sample in tests/lint
 * is refused with exactly the words in its first lines. */
#include "core/ruleset.h"
#include "core/data-file.h"
#include <string.h>

static void
test_compiled_in_data (void)
{
  g_autoptr (GPtrArray) problems = doctor_lint (NULL);
  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", (char *)g_ptr_array_index (problems, i));
  g_assert_cmpuint (problems->len, ==, 0);
}

static void
test_compiled_in_data_loads (void)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DoctorRuleset) set = doctor_ruleset_load (NULL, problems);
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (doctor_ruleset_get_n_types (set), >, 15);
}

static void
test_missing_folder (void)
{
  g_autoptr (GPtrArray) problems = doctor_lint ("/nonexistent/rules");
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (problems, 0), ==,
                   "/nonexistent/rules:1: there is no such folder");
}

/* "LINE: message" of each line "# expect LINE: message", joined by newlines. */
static char *
dup_expected (const DoctorDataFile *file)
{
  GString *expected = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (file->text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, "# expect "))
      g_string_append_printf (expected, "%s\n", *line + strlen ("# expect "));
  return g_string_free (expected, FALSE);
}

/* The same of what was found in @file, without the folder. */
static char *
dup_found (GPtrArray *problems, const DoctorDataFile *file, const char *dir)
{
  GString *found = g_string_new (NULL);
  g_autofree char *prefix = g_strconcat (file->origin, ":", NULL);
  g_autofree char *folder = g_strconcat (dir, "/", NULL);
  for (guint i = 0; i < problems->len; i++) {
    const char *problem = g_ptr_array_index (problems, i);
    if (!g_str_has_prefix (problem, prefix))
      continue;
    g_string_append_printf (found, "%s\n", problem + strlen (prefix));
    g_string_replace (found, folder, "", 0);
  }
  return g_string_free (found, FALSE);
}

typedef struct {
  const char *dir;
  GPtrArray *problems;
  const DoctorDataFile *file;
} Sample;

static void
test_sample (gconstpointer data)
{
  const Sample *sample = data;
  g_autofree char *expected = dup_expected (sample->file);
  g_autofree char *found = dup_found (sample->problems, sample->file, sample->dir);
  g_assert_cmpstr (found, ==, expected);
}

static const struct {
  const char *folder, *suffix;
} sample_folders[] = {
  { "", ".finding" },
  { "findings", ".finding" },
  { "providers", ".provider" },
};

/* Adds a test for each file to @samples, which the tests borrow from. */
static void
add_samples (const char *dir, guint i, GPtrArray *problems, GPtrArray *samples)
{
  const char *folder = sample_folders[i].folder;
  g_autofree char *path = g_build_filename (dir, folder, NULL);
  GPtrArray *files = doctor_data_files_in (path, sample_folders[i].suffix, NULL);
  g_assert_cmpuint (files->len, >, 0);
  g_ptr_array_add (samples, files);
  for (guint n = 0; n < files->len; n++) {
    Sample *sample = g_new0 (Sample, 1);
    sample->dir = dir;
    sample->problems = problems;
    sample->file = g_ptr_array_index (files, n);
    g_autofree char *name = g_strdup_printf ("/lint/sample%s%s/%s", *folder != '\0' ? "/" : "",
                                             folder, sample->file->id);
    g_test_add_data_func_full (name, sample, test_sample, g_free);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lint/compiled-in", test_compiled_in_data);
  g_test_add_func ("/lint/loads", test_compiled_in_data_loads);
  g_test_add_func ("/lint/missing-folder", test_missing_folder);
  g_autofree char *dir = g_test_build_filename (G_TEST_DIST, "tests", "lint", NULL);
  g_autoptr (GPtrArray) problems = doctor_lint (dir);
  g_autoptr (GPtrArray) samples
    = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < G_N_ELEMENTS (sample_folders); i++)
    add_samples (dir, i, problems, samples);
  return g_test_run ();
}
