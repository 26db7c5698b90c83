#include "core/fix-table.h"
#include "core/i18n.h"
#include <string.h>

static const char *const kind_names[DOCTOR_FIX_N_KINDS]
  = { "change", "password", "step", "wait", "certificate" };

const char *
doctor_fix_kind_to_string (DoctorFixKind kind)
{
  return kind_names[kind];
}

guint
doctor_fix_get_n (void)
{
  return doctor_fix_n_rows;
}

const char *
doctor_fix_get_id (guint i)
{
  return doctor_fix_rows[i].id;
}

const char *
doctor_fix_get_description (guint i)
{
  return _ (doctor_fix_rows[i].description);
}

static gboolean
find_row (const char *id, guint *out_row)
{
  for (guint i = 0; i < doctor_fix_n_rows; i++)
    if (g_str_equal (doctor_fix_rows[i].id, id)) {
      *out_row = i;
      return TRUE;
    }
  return FALSE;
}

gboolean
doctor_fix_is_local (const DoctorFix *fix)
{
  guint row;
  return find_row (fix->id, &row) && doctor_fix_rows[row].is_local;
}

gboolean
doctor_fix_is_known (const char *id)
{
  guint row;
  return find_row (id, &row);
}

const char *
doctor_fix_get_trial (const char *id)
{
  guint row;
  return find_row (id, &row) ? doctor_fix_rows[row].trial : NULL;
}

void
doctor_fix_free (DoctorFix *fix)
{
  if (fix == NULL)
    return;
  doctor_facts_unref (fix->changes);
  g_free (fix);
}

/* The last gate, whatever a row says: no change to a readable connection. */
static gboolean
weakens (DoctorFacts *changes)
{
  return doctor_facts_is (changes, DOCTOR_SCOPE_RECEIVE, "server.security", "none")
         || doctor_facts_is (changes, DOCTOR_SCOPE_SEND, "server.security", "none");
}

DoctorFix *
doctor_fix_new (const char *id, DoctorScope scope, DoctorFacts *facts)
{
  guint row;
  if (!find_row (id, &row))
    return NULL;
  g_autoptr (DoctorFacts) changes = doctor_facts_new ();
  DoctorFixBuild build = { facts, scope, changes };
  if (!doctor_fix_rows[row].build (&build) || weakens (changes)
      || (doctor_fix_rows[row].kind == DOCTOR_FIX_CHANGE && doctor_facts_count (changes) == 0))
    return NULL;
  DoctorFix *fix = g_new0 (DoctorFix, 1);
  fix->id = doctor_fix_rows[row].id;
  fix->kind = doctor_fix_rows[row].kind;
  fix->scope = scope;
  fix->changes = g_steal_pointer (&changes);
  doctor_facts_seal (fix->changes);
  return fix;
}

gboolean
doctor_fix_changes_scope (const DoctorFix *fix, DoctorScope scope)
{
  g_autoptr (GPtrArray) names = doctor_facts_names (fix->changes);
  const char *bare;
  for (guint i = 0; i < names->len; i++)
    if (doctor_scope_split (g_ptr_array_index (names, i), &bare) == scope)
      return TRUE;
  return FALSE;
}

static gboolean
changes_the_same (const DoctorFix *a, const DoctorFix *b)
{
  if (a->kind != DOCTOR_FIX_CHANGE || b->kind != DOCTOR_FIX_CHANGE)
    return FALSE;
  g_autofree char *left = doctor_facts_print (a->changes);
  g_autofree char *right = doctor_facts_print (b->changes);
  return g_str_equal (left, right);
}

/* Two ways to the same settings are one fix: the first, which is the better grounded. */
static void
add_fix (GPtrArray *fixes, DoctorFix *fix)
{
  for (guint i = 0; fix != NULL && i < fixes->len; i++)
    if (changes_the_same (g_ptr_array_index (fixes, i), fix))
      g_clear_pointer (&fix, doctor_fix_free);
  if (fix != NULL)
    g_ptr_array_add (fixes, fix);
}

/* A finding about the account as a whole is repaired where it can be. */
static void
add_for_account (GPtrArray *fixes, const char *id, DoctorFacts *facts)
{
  guint before = fixes->len;
  guint row;
  if (find_row (id, &row) && doctor_fix_rows[row].kind == DOCTOR_FIX_STEP) {
    add_fix (fixes, doctor_fix_new (id, DOCTOR_SCOPE_ACCOUNT, facts));
    return;
  }
  add_fix (fixes, doctor_fix_new (id, DOCTOR_SCOPE_RECEIVE, facts));
  if (fixes->len == before)
    add_fix (fixes, doctor_fix_new (id, DOCTOR_SCOPE_SEND, facts));
}

GPtrArray *
doctor_fix_list (const DoctorFinding *finding, DoctorFacts *facts)
{
  GPtrArray *fixes = g_ptr_array_new_with_free_func ((GDestroyNotify)doctor_fix_free);
  const char *const *ids = doctor_finding_type_get_fixes (finding->type);
  for (; *ids != NULL; ids++) {
    if (finding->scope == DOCTOR_SCOPE_ACCOUNT)
      add_for_account (fixes, *ids, facts);
    else
      add_fix (fixes, doctor_fix_new (*ids, finding->scope, facts));
  }
  return fixes;
}
