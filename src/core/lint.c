#include "core/lint.h"
#include "core/fix.h"
#include "core/i18n.h"
#include "core/keyfile.h"
#include <string.h>

void
doctor_lint_fault (
  const DoctorLint *lint, const char *group, const char *key, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  doctor_keyfile_add_fault (lint->problems, lint->file, group, key, sentence);
}

static void
check_hides (const DoctorLint *lint)
{
  const char *id = doctor_finding_type_get_id (lint->type);
  const char *const *target = doctor_finding_type_get_hides (lint->type);
  for (; *target != NULL; target++)
    if (doctor_ruleset_lookup (lint->set, *target) == NULL)
      doctor_lint_fault (lint, "Finding", "Hides", _ ("there is no finding “%s”"), *target);
  const DoctorFindingType *own = doctor_ruleset_lookup (lint->set, id);
  if (own != NULL && doctor_ruleset_hides (lint->set, own, own))
    doctor_lint_fault (lint, "Finding", "Hides",
                       _ ("what “%s” hides leads back to it; take one link out of the circle"), id);
}

static void
check_fixes (const DoctorLint *lint)
{
  const char *const *fix = doctor_finding_type_get_fixes (lint->type);
  for (; *fix != NULL; fix++)
    if (!doctor_fix_is_known (*fix))
      doctor_lint_fault (lint, "Finding", "Fixes", _ ("there is no fix “%s”"), *fix);
}

static const struct {
  void (*check) (const DoctorLint *lint);
} checks[] = {
  { check_fixes },
  { check_hides },
  { doctor_lint_dead_rules },
  { doctor_lint_shadowed_rules },
  { doctor_lint_proof },
  { doctor_lint_scope },
  { doctor_lint_examples },
  { doctor_lint_translations },
  { doctor_lint_holes },
  { doctor_lint_length },
  { doctor_lint_phrases },
  { doctor_lint_quotations },
};

static void
check_finding (const DoctorDataFile *file, DoctorRuleset *set, GPtrArray *problems)
{
  g_autoptr (DoctorFindingType) type = doctor_finding_type_read (file, problems);
  if (type == NULL)
    return;
  DoctorLint lint = { .file = file, .type = type, .set = set, .problems = problems };
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    checks[i].check (&lint);
}

static void
check_provider (const DoctorDataFile *file, DoctorRuleset *set, GPtrArray *problems)
{
  doctor_lint_provider (file, problems);
}

/* "ORIGIN:LINE: …" by line. */
static int
compare_lines (gconstpointer a, gconstpointer b, gpointer origin)
{
  gsize skip = strlen (origin) + 1;
  guint64 left = g_ascii_strtoull (*(const char *const *)a + skip, NULL, 10);
  guint64 right = g_ascii_strtoull (*(const char *const *)b + skip, NULL, 10);
  return (left > right) - (left < right);
}

/* @files are in the order in which they would be loaded; the later one would win. */
static void
check_ids (GPtrArray *files, GPtrArray *problems)
{
  g_autoptr (GHashTable) origins = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < files->len; i++) {
    const DoctorDataFile *file = g_ptr_array_index (files, i);
    const char *other = g_hash_table_lookup (origins, file->id);
    if (other != NULL)
      g_ptr_array_add (problems,
                       g_strdup_printf (_ ("%s:1: “%s” is also in %s; keep one of the two"),
                                        file->origin, file->id, other));
    g_hash_table_insert (origins, file->id, file->origin);
  }
}

static void
add_all (GPtrArray *to, GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, g_ptr_array_index (from, i));
}

/* The compiled-in findings with @files over them. */
static DoctorRuleset *
ruleset_with (GPtrArray *files)
{
  g_autoptr (GPtrArray) compiled = doctor_data_files_compiled ("findings", ".finding");
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  add_all (all, compiled);
  add_all (all, files);
  return doctor_ruleset_new (all, NULL);
}

enum { FINDINGS, PROVIDERS };
static const struct {
  const char *folder, *suffix;
  void (*check) (const DoctorDataFile *file, DoctorRuleset *set, GPtrArray *problems);
} kinds[] = {
  [FINDINGS] = { "findings", ".finding", check_finding },
  [PROVIDERS] = { "providers", ".provider", check_provider },
};

static void
check_files (GPtrArray *files, guint kind, DoctorRuleset *set, GPtrArray *problems)
{
  check_ids (files, problems);
  for (guint i = 0; i < files->len; i++) {
    const DoctorDataFile *file = g_ptr_array_index (files, i);
    GPtrArray *own = g_ptr_array_new_with_free_func (g_free);
    kinds[kind].check (file, set, own);
    g_ptr_array_sort_with_data (own, compare_lines, file->origin);
    g_ptr_array_extend_and_steal (problems, own);
  }
}

/* Those of a folder of files, and of an overlay folder with findings/ and providers/ in it. */
static GPtrArray *
list_files (const char *dir, guint kind, GPtrArray *problems)
{
  if (dir == NULL)
    return doctor_data_files_compiled (kinds[kind].folder, kinds[kind].suffix);
  g_autofree char *folder = g_build_filename (dir, kinds[kind].folder, NULL);
  GPtrArray *files = doctor_data_files_in (dir, kinds[kind].suffix, problems);
  GPtrArray *deeper = doctor_data_files_in (folder, kinds[kind].suffix, problems);
  g_ptr_array_extend_and_steal (files, deeper);
  return files;
}

GPtrArray *
doctor_lint (const char *dir)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func (g_free);
  if (dir != NULL && !g_file_test (dir, G_FILE_TEST_IS_DIR)) {
    g_ptr_array_add (problems, g_strdup_printf (_ ("%s:1: there is no such folder"), dir));
    return problems;
  }
  g_autoptr (GPtrArray) findings = list_files (dir, FINDINGS, problems);
  g_autoptr (GPtrArray) providers = list_files (dir, PROVIDERS, problems);
  g_autoptr (DoctorRuleset) set = ruleset_with (findings);
  check_files (findings, FINDINGS, set, problems);
  check_files (providers, PROVIDERS, set, problems);
  doctor_lint_providers (providers, problems);
  return problems;
}
