#include "core/finding-type.h"
#include "core/rule-index.h"

/* Files read, or types filed, in one step: a millisecond or two. */
enum { A_STEP = 8 };

struct _DoctorRuleset {
  gatomicrefcount refs;
  GHashTable *by_id; /* borrowed id → DoctorFindingType, owned */
  GPtrArray *types;  /* by id; borrowed */
  DoctorRuleIndex *index;
  guint8 *hides; /* types × types: row makes column pointless */
};

struct _DoctorRulesetReading {
  GPtrArray *files, *problems; /* the second may be NULL, and is borrowed */
  guint n_read, n_filed;
  DoctorRuleset *set;
};

static void
add_file (DoctorRuleset *set, gpointer file, GPtrArray *problems)
{
  DoctorFindingType *type = doctor_finding_type_read (file, problems);
  if (type != NULL)
    g_hash_table_replace (set->by_id, (gpointer)doctor_finding_type_get_id (type), type);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const DoctorFindingType *const *left = a, *const *right = b;
  return g_strcmp0 (doctor_finding_type_get_id (*left), doctor_finding_type_get_id (*right));
}

static void
put_in_order (DoctorRuleset *set)
{
  GHashTableIter iter;
  gpointer type = NULL;
  g_hash_table_iter_init (&iter, set->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &type))
    g_ptr_array_add (set->types, type);
  g_ptr_array_sort (set->types, compare_ids);
  for (guint i = 0; i < set->types->len; i++)
    doctor_finding_type_set_index (g_ptr_array_index (set->types, i), i);
}

/* Marks in @row what @type hides, and what that hides. Ends in cycles, too: an overlay may
 * have one. */
static void
mark_hidden (DoctorRuleset *set, guint8 *row, const DoctorFindingType *type)
{
  const char *const *id = doctor_finding_type_get_hides (type);
  for (; *id != NULL; id++) {
    const DoctorFindingType *lower = doctor_ruleset_lookup (set, *id);
    if (lower == NULL || row[doctor_finding_type_get_index (lower)])
      continue;
    row[doctor_finding_type_get_index (lower)] = TRUE;
    mark_hidden (set, row, lower);
  }
}

static void
close_over_hides (DoctorRuleset *set)
{
  guint n = set->types->len;
  set->hides = g_new0 (guint8, (gsize)n * n + 1);
  for (guint i = 0; i < n; i++)
    mark_hidden (set, set->hides + (gsize)i * n, g_ptr_array_index (set->types, i));
}

static DoctorRuleset *
ruleset_new (void)
{
  DoctorRuleset *set = g_new0 (DoctorRuleset, 1);
  g_atomic_ref_count_init (&set->refs);
  set->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                      (GDestroyNotify)doctor_finding_type_free);
  set->types = g_ptr_array_new ();
  return set;
}

static GPtrArray *
list_files (const char *overlay_dir, GPtrArray *problems)
{
  GPtrArray *files = doctor_data_files_compiled ("findings", ".finding");
  if (overlay_dir != NULL) {
    g_autofree char *dir = g_build_filename (overlay_dir, "findings", NULL);
    GPtrArray *added = doctor_data_files_in (dir, ".finding", problems);
    g_ptr_array_extend_and_steal (files, added);
  }
  return files;
}

static DoctorRulesetReading *
reading_new (GPtrArray *files, GPtrArray *problems)
{
  DoctorRulesetReading *reading = g_new0 (DoctorRulesetReading, 1);
  reading->files = g_ptr_array_ref (files);
  reading->problems = problems;
  reading->set = ruleset_new ();
  return reading;
}

DoctorRuleset *
doctor_ruleset_new (GPtrArray *files, GPtrArray *problems)
{
  return doctor_ruleset_end (reading_new (files, problems));
}

DoctorRuleset *
doctor_ruleset_load (const char *overlay_dir, GPtrArray *problems)
{
  g_autoptr (GPtrArray) files = list_files (overlay_dir, problems);
  return doctor_ruleset_new (files, problems);
}

DoctorRulesetReading *
doctor_ruleset_begin (const char *overlay_dir)
{
  g_autoptr (GPtrArray) files = list_files (overlay_dir, NULL);
  return reading_new (files, NULL);
}

gboolean
doctor_ruleset_step (DoctorRulesetReading *reading)
{
  DoctorRuleset *set = reading->set;
  guint end = MIN (reading->n_read + A_STEP, reading->files->len);
  if (reading->n_read < end) {
    while (reading->n_read < end)
      add_file (set, g_ptr_array_index (reading->files, reading->n_read++), reading->problems);
    return TRUE;
  }
  if (set->index == NULL) {
    put_in_order (set);
    close_over_hides (set);
    set->index = doctor_rule_index_new ();
  }
  end = MIN (reading->n_filed + A_STEP, set->types->len);
  if (reading->n_filed == end)
    return FALSE;
  while (reading->n_filed < end)
    doctor_rule_index_add (set->index, g_ptr_array_index (set->types, reading->n_filed++));
  return TRUE;
}

DoctorRuleset *
doctor_ruleset_end (DoctorRulesetReading *reading)
{
  DoctorRuleset *set = reading->set;
  while (doctor_ruleset_step (reading))
    continue;
  doctor_rule_index_finish (set->index);
  g_ptr_array_unref (reading->files);
  g_free (reading);
  return set;
}

DoctorRuleset *
doctor_ruleset_ref (DoctorRuleset *set)
{
  g_atomic_ref_count_inc (&set->refs);
  return set;
}

void
doctor_ruleset_unref (DoctorRuleset *set)
{
  if (set == NULL || !g_atomic_ref_count_dec (&set->refs))
    return;
  doctor_rule_index_free (set->index);
  g_ptr_array_unref (set->types);
  g_hash_table_unref (set->by_id);
  g_free (set->hides);
  g_free (set);
}

guint
doctor_ruleset_get_n_types (DoctorRuleset *set)
{
  return set->types->len;
}

const DoctorFindingType *
doctor_ruleset_get_type (DoctorRuleset *set, guint i)
{
  return g_ptr_array_index (set->types, i);
}

const DoctorFindingType *
doctor_ruleset_lookup (DoctorRuleset *set, const char *id)
{
  return g_hash_table_lookup (set->by_id, id);
}

gboolean
doctor_ruleset_hides (DoctorRuleset *set,
                      const DoctorFindingType *upper,
                      const DoctorFindingType *lower)
{
  guint row = doctor_finding_type_get_index (upper), column = doctor_finding_type_get_index (lower);
  return set->hides[(gsize)row * set->types->len + column];
}

const DoctorRuleIndex *
doctor_ruleset_get_index (DoctorRuleset *set)
{
  return set->index;
}
