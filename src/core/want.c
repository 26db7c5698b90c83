#include "core/want.h"
#include "core/fix.h"
#include "core/view.h"

static const guint weights[] = { [DOCTOR_POSSIBLE] = 1, [DOCTOR_LIKELY] = 2, [DOCTOR_PROVED] = 4 };

/* A rule that could change what is said. */
typedef struct {
  guint weight;
  GPtrArray *wanted; /* full names of the facts that keep it undecided */
} Open;

struct _DoctorWant {
  DoctorRuleset *set;
  DoctorFacts *facts;
  GPtrArray *findings;
  DoctorScope scope;
  const DoctorFinding *standing; /* proved, stops the mail; or NULL */
  GArray *open;                  /* of Open */
};

static gboolean
is_visible (const DoctorFinding *finding, DoctorScope scope)
{
  return finding->hidden_by == NULL
         && (finding->scope == scope || finding->scope == DOCTOR_SCOPE_ACCOUNT);
}

static const DoctorFinding *
find_standing (GPtrArray *findings, DoctorScope scope)
{
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    if (is_visible (finding, scope) && finding->certainty == DOCTOR_PROVED
        && g_str_equal (doctor_finding_type_get_loss (finding->type), "stopped"))
      return finding;
  }
  return NULL;
}

/* Whether a finding of @type would be shown in place of what stands, or before it. */
static gboolean
is_above (DoctorWant *want, const DoctorFindingType *type)
{
  return want->standing == NULL || doctor_ruleset_hides (want->set, type, want->standing->type)
         || doctor_finding_type_get_axis_rank (type)
              < doctor_finding_type_get_axis_rank (want->standing->type);
}

/* Whether @finding already says what a rule of @type could say, or would hide it. */
static gboolean
outdoes (DoctorWant *want, const DoctorFinding *finding, const DoctorFindingType *type)
{
  if (finding->type == type)
    return finding->scope == want->scope;
  return is_visible (finding, want->scope) && doctor_ruleset_hides (want->set, finding->type, type)
         && !doctor_ruleset_hides (want->set, type, finding->type);
}

static gboolean
is_idle (DoctorWant *want, const DoctorFindingType *type, DoctorCertainty certainty)
{
  for (guint i = 0; i < want->findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (want->findings, i);
    if (finding->certainty >= certainty && outdoes (want, finding, type))
      return TRUE;
  }
  return FALSE;
}

static void
add_rule (DoctorWant *want,
          const DoctorView *view,
          const DoctorFindingType *type,
          const DoctorRule *rule)
{
  DoctorCertainty certainty = doctor_rule_get_certainty (rule);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  if (!doctor_rule_applies (rule, want->scope)
      || doctor_rule_judge (rule, view, NULL, wanted) != DOCTOR_TRUTH_UNDECIDED
      || is_idle (want, type, certainty))
    return;
  Open open = { weights[certainty], g_steal_pointer (&wanted) };
  g_array_append_val (want->open, open);
}

static void
clear_open (gpointer open)
{
  g_ptr_array_unref (((Open *)open)->wanted);
}

DoctorWant *
doctor_want_new (DoctorRuleset *set, DoctorFacts *facts, GPtrArray *findings, DoctorScope scope)
{
  g_autoptr (DoctorView) view = doctor_view_new (facts, scope);
  DoctorWant *want = g_new0 (DoctorWant, 1);
  want->set = set;
  want->facts = facts;
  want->findings = findings;
  want->scope = scope;
  want->standing = find_standing (findings, scope);
  want->open = g_array_new (FALSE, FALSE, sizeof (Open));
  g_array_set_clear_func (want->open, clear_open);
  for (guint i = 0; i < doctor_ruleset_get_n_types (set); i++) {
    const DoctorFindingType *type = doctor_ruleset_get_type (set, i);
    for (guint j = 0; is_above (want, type) && j < doctor_finding_type_get_n_rules (type); j++)
      add_rule (want, view, type, doctor_finding_type_get_rule (type, j));
  }
  return want;
}

void
doctor_want_free (DoctorWant *want)
{
  if (want == NULL)
    return;
  g_array_unref (want->open);
  g_free (want);
}

static gboolean
is_settled_by (DoctorWant *want, const Open *open, const char *const *names)
{
  for (guint i = 0; i < open->wanted->len; i++) {
    const char *bare;
    DoctorScope scope = doctor_scope_split (g_ptr_array_index (open->wanted, i), &bare);
    if (scope != want->scope || !g_strv_contains (names, bare))
      return FALSE;
  }
  return open->wanted->len > 0;
}

static guint
gain_of_fixes (DoctorWant *want, const DoctorFinding *finding, const char *const *names)
{
  guint gain = 0;
  for (const char *const *id = doctor_finding_type_get_fixes (finding->type); *id != NULL; id++) {
    const char *fact = doctor_fix_get_trial (*id);
    if (fact != NULL && g_strv_contains (names, fact)
        && doctor_facts_lookup (want->facts, want->scope, fact) == NULL)
      gain += weights[finding->certainty];
  }
  return gain;
}

guint
doctor_want_gain (DoctorWant *want, const char *const *names)
{
  guint gain = 0;
  for (guint i = 0; i < want->open->len; i++) {
    const Open *open = &g_array_index (want->open, Open, i);
    gain += is_settled_by (want, open, names) ? open->weight : 0;
  }
  for (guint i = 0; i < want->findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (want->findings, i);
    if (finding->hidden_by == NULL && finding->scope == want->scope)
      gain += gain_of_fixes (want, finding, names);
  }
  return gain;
}
