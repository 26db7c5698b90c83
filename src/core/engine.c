#include "core/engine.h"
#include "core/derive.h"
#include "core/rule-index.h"
#include <string.h>

/* --- judging --- */

typedef struct {
  DoctorCertainty certainty; /* of the rule that would hold if the fact were known */
  guint rules;
} Wish;

typedef struct {
  DoctorRuleset *set;
  DoctorFacts *facts;
  GPtrArray *findings;
  GHashTable *wishes; /* full name of a fact → Wish, or NULL when nobody asks */
} Run;

static gboolean
is_seen_by_probe (const DoctorView *view, GPtrArray *evidence, DoctorFacts *facts)
{
  for (guint i = 0; i < evidence->len; i++) {
    DoctorSource source = DOCTOR_SOURCE_SETTINGS;
    const char *name = g_ptr_array_index (evidence, i);
    if (doctor_facts_lookup_full (facts, view->scope, name, NULL, NULL, &source)
        && (source == DOCTOR_SOURCE_PROBE || source == DOCTOR_SOURCE_TRIAL))
      return TRUE;
  }
  return FALSE;
}

/* Whether @bare, a fact of the provider, is little confirmed. */
static gboolean
is_doubtful (DoctorFacts *facts, const char *bare)
{
  if (doctor_facts_is (facts, DOCTOR_SCOPE_ACCOUNT, "provider.confidence", "low"))
    return TRUE;
  GVariant *list = doctor_facts_lookup (facts, DOCTOR_SCOPE_ACCOUNT, "provider.doubtful");
  g_autofree const char **names = list != NULL ? g_variant_get_strv (list, NULL) : NULL;
  return names != NULL && g_strv_contains (names, bare);
}

static gboolean
rests_on_doubt (const DoctorView *view, GPtrArray *evidence, DoctorFacts *facts)
{
  for (guint i = 0; i < evidence->len; i++) {
    const char *bare = NULL, *name = g_ptr_array_index (evidence, i);
    (void)doctor_scope_split (name, &bare);
    if (g_str_has_prefix (bare, "provider.")
        && doctor_facts_lookup (facts, view->scope, name) != NULL && is_doubtful (facts, bare))
      return TRUE;
  }
  return FALSE;
}

/* Only what a probe or trial has seen proves anything, and what is little confirmed of a
 * provider raises no more than a question. */
static DoctorCertainty
limit_certainty (const DoctorRule *rule,
                 const DoctorView *view,
                 GPtrArray *evidence,
                 DoctorFacts *facts)
{
  DoctorCertainty certainty = doctor_rule_get_certainty (rule);
  if (certainty != DOCTOR_POSSIBLE && rests_on_doubt (view, evidence, facts))
    return DOCTOR_POSSIBLE;
  if (certainty == DOCTOR_PROVED && !is_seen_by_probe (view, evidence, facts))
    return DOCTOR_LIKELY;
  return certainty;
}

static DoctorFinding *
finding_new (Run *run,
             const DoctorFindingType *type,
             const DoctorRule *rule,
             const DoctorView *view,
             GPtrArray *evidence)
{
  DoctorFinding *finding = g_atomic_rc_box_new0 (DoctorFinding);
  finding->set = doctor_ruleset_ref (run->set);
  finding->type = type;
  finding->rule = rule;
  finding->scope = view->scope;
  finding->certainty = limit_certainty (rule, view, evidence, run->facts);
  finding->evidence = g_ptr_array_ref (evidence);
  return finding;
}

static gboolean
is_guess (const DoctorFinding *finding)
{
  return doctor_rule_is_guess (finding->rule);
}

static gboolean
is_better (const DoctorFinding *finding, const DoctorFinding *than)
{
  if (than == NULL || finding->certainty != than->certainty)
    return than == NULL || finding->certainty > than->certainty;
  if (is_guess (finding) != is_guess (than))
    return is_guess (than);
  return doctor_rule_get_weight (finding->rule) > doctor_rule_get_weight (than->rule);
}

/* For the best rule of each type; they come type by type. */
typedef struct {
  Run *run;
  const DoctorView *view;
  DoctorFinding *best; /* of the type that is being tried */
} Search;

static void
keep_best (Search *search)
{
  if (search->best != NULL)
    g_ptr_array_add (search->run->findings, g_steal_pointer (&search->best));
}

static void
try_rule (const DoctorIndexedRule *entry, gpointer data)
{
  Search *search = data;
  if (!doctor_rule_applies (entry->rule, search->view->scope)
      || !doctor_rule_holds (entry->rule, search->view))
    return;
  if (search->best != NULL && search->best->type != entry->type)
    keep_best (search);
  g_autoptr (GPtrArray) evidence = g_ptr_array_new ();
  (void)doctor_rule_judge (entry->rule, search->view, evidence, NULL);
  if (doctor_rule_is_guess (entry->rule)
      && is_seen_by_probe (search->view, evidence, search->run->facts))
    return; /* who has looked need not guess */
  g_autoptr (DoctorFinding) finding
    = finding_new (search->run, entry->type, entry->rule, search->view, evidence);
  if (!is_better (finding, search->best))
    return;
  doctor_finding_unref (search->best);
  search->best = g_steal_pointer (&finding);
}

static void
add_wish (GHashTable *wishes, const char *name, DoctorCertainty certainty)
{
  Wish *wish = g_hash_table_lookup (wishes, name);
  if (wish == NULL) {
    wish = g_new0 (Wish, 1);
    g_hash_table_insert (wishes, (gpointer)name, wish);
  }
  wish->certainty = MAX (wish->certainty, certainty);
  wish->rules++;
}

/* The finding of @type in @scope, or NULL. */
static const DoctorFinding *
find_finding (GPtrArray *findings, const DoctorFindingType *type, DoctorScope scope)
{
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    if (finding->type == type && finding->scope == scope)
      return finding;
  }
  return NULL;
}

/* What would decide the rules of @type that could say more than its finding does. */
static void
add_wishes (Run *run, const DoctorFindingType *type, const DoctorView *view)
{
  const DoctorFinding *best = find_finding (run->findings, type, view->scope);
  for (guint i = 0; i < doctor_finding_type_get_n_rules (type); i++) {
    const DoctorRule *rule = doctor_finding_type_get_rule (type, i);
    DoctorCertainty certainty = doctor_rule_get_certainty (rule);
    if (!doctor_rule_applies (rule, view->scope) || (best != NULL && best->certainty >= certainty))
      continue;
    g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
    (void)doctor_rule_judge (rule, view, NULL, wanted);
    for (guint n = 0; n < wanted->len; n++)
      add_wish (run->wishes, g_ptr_array_index (wanted, n), certainty);
  }
}

static void
judge_scope (Run *run, DoctorScope scope)
{
  g_autoptr (DoctorView) view = doctor_view_new (run->facts, scope);
  if (scope != DOCTOR_SCOPE_ACCOUNT && !view->has_service)
    return; /* there is no such service */
  Search search = { .run = run, .view = view };
  doctor_rule_index_foreach (doctor_ruleset_get_index (run->set), view, try_rule, &search);
  keep_best (&search);
  for (guint i = 0; i < doctor_ruleset_get_n_types (run->set) && run->wishes != NULL; i++)
    add_wishes (run, doctor_ruleset_get_type (run->set, i), view);
}

/* --- hiding --- */

static gboolean
stops_mail (const DoctorFinding *finding)
{
  return strcmp (doctor_finding_type_get_loss (finding->type), "stopped") == 0;
}

static gboolean
is_above (const DoctorFinding *upper, const DoctorFinding *lower)
{
  return upper != lower && (upper->scope == lower->scope || upper->scope == DOCTOR_SCOPE_ACCOUNT);
}

/* By Hides=, or a guess by what is known. What is merely possible hides nothing better. */
static gboolean
names_pointless (const DoctorFinding *upper, const DoctorFinding *lower)
{
  if (!is_above (upper, lower) || (is_guess (upper) && is_guess (lower)))
    return FALSE;
  if (is_guess (lower) && stops_mail (upper))
    return TRUE;
  return doctor_ruleset_hides (upper->set, upper->type, lower->type)
         && !doctor_rule_is_alternative (lower->rule)
         && (upper->certainty != DOCTOR_POSSIBLE || lower->certainty == DOCTOR_POSSIBLE);
}

/* A proved failure upstream leaves nothing to conclude downstream; settings are not
 * downstream of anything: they may be its reason. */
static gboolean
is_upstream (const DoctorFinding *upper, const DoctorFinding *lower)
{
  return is_above (upper, lower) && upper->certainty == DOCTOR_PROVED && stops_mail (upper)
         && lower->certainty != DOCTOR_PROVED
         && strcmp (doctor_finding_type_get_axis (lower->type), "settings") != 0
         && doctor_finding_type_get_axis_rank (upper->type)
              < doctor_finding_type_get_axis_rank (lower->type)
         && !names_pointless (lower, upper);
}

/* The first finding that hides number @lower by name. Of two that name each other (an overlay
 * may have a cycle) the better one stays. */
static const DoctorFinding *
find_hider (GPtrArray *findings, guint lower)
{
  const DoctorFinding *finding = g_ptr_array_index (findings, lower);
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *upper = g_ptr_array_index (findings, i);
    if (names_pointless (upper, finding) && (i < lower || !names_pointless (finding, upper)))
      return upper;
  }
  return NULL;
}

static const DoctorFinding *
find_upstream (GPtrArray *findings, const DoctorFinding *lower)
{
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *upper = g_ptr_array_index (findings, i);
    if (upper->hidden_by == NULL && is_upstream (upper, lower))
      return upper;
  }
  return NULL;
}

/* First by name, then what those left shown make pointless; so one always stays shown. */
static void
hide (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++) {
    DoctorFinding *finding = g_ptr_array_index (findings, i);
    const DoctorFinding *upper = find_hider (findings, i);
    finding->hidden_by = upper != NULL ? doctor_finding_get_id (upper) : NULL;
  }
  for (guint i = 0; i < findings->len; i++) {
    DoctorFinding *finding = g_ptr_array_index (findings, i);
    const DoctorFinding *upper
      = finding->hidden_by == NULL ? find_upstream (findings, finding) : NULL;
    if (upper != NULL)
      finding->hidden_by = doctor_finding_get_id (upper);
  }
}

/* --- order --- */

static int
compare_numbers (int a, int b)
{
  return (a > b) - (a < b);
}

static int
compare_findings (gconstpointer a, gconstpointer b)
{
  const DoctorFinding *left = *(const DoctorFinding *const *)a;
  const DoctorFinding *right = *(const DoctorFinding *const *)b;
  const int differences[] = {
    compare_numbers (left->hidden_by != NULL, right->hidden_by != NULL),
    compare_numbers (right->certainty, left->certainty),
    compare_numbers (is_guess (left), is_guess (right)),
    is_guess (left) ? 0
                    : compare_numbers (doctor_finding_type_get_axis_rank (left->type),
                                       doctor_finding_type_get_axis_rank (right->type)),
    compare_numbers (doctor_rule_get_weight (right->rule), doctor_rule_get_weight (left->rule)),
    strcmp (doctor_finding_get_id (left), doctor_finding_get_id (right)),
    compare_numbers (left->scope, right->scope),
  };
  for (guint i = 0; i < G_N_ELEMENTS (differences); i++)
    if (differences[i] != 0)
      return differences[i];
  return 0;
}

static int
compare_wishes (gconstpointer a, gconstpointer b, gpointer wishes)
{
  const char *left = *(const char *const *)a, *right = *(const char *const *)b;
  const Wish *left_wish = g_hash_table_lookup (wishes, left);
  const Wish *right_wish = g_hash_table_lookup (wishes, right);
  if (left_wish->rules != right_wish->rules)
    return compare_numbers (right_wish->rules, left_wish->rules);
  if (left_wish->certainty != right_wish->certainty)
    return compare_numbers (right_wish->certainty, left_wish->certainty);
  return strcmp (left, right);
}

static GPtrArray *
list_wishes (GHashTable *wishes)
{
  GHashTableIter iter;
  gpointer name = NULL;
  GPtrArray *names = g_ptr_array_new ();
  g_hash_table_iter_init (&iter, wishes);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, name);
  g_ptr_array_sort_with_data (names, compare_wishes, wishes);
  return names;
}

GPtrArray *
doctor_engine_run (DoctorRuleset *set, DoctorFacts *facts, GPtrArray **out_wanted)
{
  if (!doctor_facts_is_sealed (facts)) {
    doctor_derive (facts);
    doctor_facts_seal (facts);
  }
  g_autoptr (GHashTable) wishes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  Run run = { .set = set, .facts = facts, .wishes = out_wanted != NULL ? wishes : NULL };
  run.findings = g_ptr_array_new_with_free_func ((GDestroyNotify)doctor_finding_unref);
  for (DoctorScope scope = DOCTOR_SCOPE_ACCOUNT; scope <= DOCTOR_SCOPE_SEND; scope++)
    judge_scope (&run, scope);
  g_ptr_array_sort (run.findings, compare_findings);
  hide (run.findings);
  g_ptr_array_sort (run.findings, compare_findings);
  if (out_wanted != NULL)
    *out_wanted = list_wishes (wishes);
  return run.findings;
}
