#include "core/rule-index.h"
#include "core/condition.h"
#include "core/needles.h"
#include <string.h>

/* Texts in one form that rules look for in a fact. */
typedef struct {
  const DoctorFactKey *key;
  DoctorForm form;
  GString *texts;         /* while filing, a NUL behind each */
  GArray *numbers;        /* while filing: the rule of each text */
  DoctorNeedles *needles; /* by the number of the rule */
} TextIndex;

typedef struct {
  GArray *when_known; /* numbers of rules; NULL: none */
  GHashTable *equal;  /* value → GArray of numbers; NULL: none */
} FactIndex;

struct _DoctorRuleIndex {
  GArray *rules;    /* DoctorIndexedRule by number */
  GArray *always;   /* numbers of rules that no known fact calls for */
  FactIndex *facts; /* by DoctorFactKey.index */
  guint n_facts;
  GArray *texts; /* TextIndex */
};

/* --- filing --- */

static void
add_number (GArray **numbers, guint number)
{
  if (*numbers == NULL)
    *numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (*numbers, number);
}

/* @key is taken when it is new, else freed by the table. */
static void
file_under (GHashTable *table, gpointer key, guint number)
{
  GArray *numbers = g_hash_table_lookup (table, key);
  if (numbers != NULL)
    g_array_ref (numbers);
  else
    numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (numbers, number);
  g_hash_table_replace (table, key, numbers);
}

static void
clear_texts (gpointer data)
{
  doctor_needles_free (((TextIndex *)data)->needles);
}

static TextIndex *
get_texts (DoctorRuleIndex *index, const DoctorFactKey *key, DoctorForm form)
{
  for (guint i = 0; i < index->texts->len; i++) {
    TextIndex *text = &g_array_index (index->texts, TextIndex, i);
    if (text->key == key && text->form == form)
      return text;
  }
  TextIndex text
    = { key, form, g_string_new (NULL), g_array_new (FALSE, FALSE, sizeof (guint)), NULL };
  g_array_append_val (index->texts, text);
  return &g_array_index (index->texts, TextIndex, index->texts->len - 1);
}

static void
file_by_text (TextIndex *text, GPtrArray *literals, guint number)
{
  for (guint i = 0; i < literals->len; i++) {
    const char *literal = g_ptr_array_index (literals, i);
    g_string_append_len (text->texts, literal, (gssize)strlen (literal) + 1);
    g_array_append_val (text->numbers, number);
  }
}

/* Now that it is known how many there are. */
static void
make_needles (TextIndex *text)
{
  const char *literal = text->texts->str;
  text->needles = doctor_needles_new (text->numbers->len);
  for (guint i = 0; i < text->numbers->len; i++, literal += strlen (literal) + 1)
    doctor_needles_add (text->needles, literal, g_array_index (text->numbers, guint, i));
  doctor_needles_sort (text->needles);
  g_string_free (text->texts, TRUE);
  g_array_unref (text->numbers);
}

static void
file_by_value (FactIndex *fact, const DoctorCondition *condition, guint number)
{
  guint n = 0;
  GVariant *const *values = doctor_condition_get_values (condition, &n);
  if (fact->equal == NULL)
    fact->equal
      = g_hash_table_new_full (g_variant_hash, g_variant_equal, (GDestroyNotify)g_variant_unref,
                               (GDestroyNotify)g_array_unref);
  for (guint i = 0; i < n; i++)
    file_under (fact->equal, g_variant_ref (values[i]), number);
}

/* Ways to file, the more telling the higher. */
typedef enum { BY_NOTHING, BY_PRESENCE, BY_KIND, BY_TEXT, BY_VALUE } Way;

typedef struct {
  Way way;
  const DoctorCondition *condition;
  GPtrArray *literals; /* BY_TEXT; owned */
  DoctorForm form;     /* of these */
} Filing;

static Filing
judge_condition (const DoctorCondition *condition)
{
  Filing filing = { .condition = condition };
  guint n = 0;
  if (doctor_condition_get_values (condition, &n) != NULL)
    filing.way
      = condition->key->values == NULL && *g_variant_type_peek_string (condition->key->type) != 'b'
          ? BY_VALUE
          : BY_KIND;
  else if ((filing.literals
            = doctor_condition_dup_literals (condition, DOCTOR_NEEDLE_MIN_BYTES, &filing.form))
           != NULL)
    filing.way = BY_TEXT;
  else if (doctor_condition_test (condition, NULL) != DOCTOR_TRUTH_TRUE)
    filing.way = BY_PRESENCE;
  return filing;
}

static Filing
choose_filing (const DoctorRule *rule)
{
  Filing best = { .way = BY_NOTHING };
  for (guint i = 0; i < doctor_rule_get_n_conditions (rule) && best.way < BY_VALUE; i++) {
    Filing filing = judge_condition (doctor_rule_get_condition (rule, i));
    Filing worse = filing.way > best.way ? best : filing;
    if (filing.way > best.way)
      best = filing;
    g_clear_pointer (&worse.literals, g_ptr_array_unref);
  }
  return best;
}

static void
file_rule (DoctorRuleIndex *index, const DoctorRule *rule, guint number)
{
  Filing filing = choose_filing (rule);
  if (filing.way == BY_NOTHING) {
    add_number (&index->always, number);
    return;
  }
  const DoctorFactKey *key = filing.condition->key;
  FactIndex *fact = &index->facts[key->index];
  if (filing.way == BY_PRESENCE)
    add_number (&fact->when_known, number);
  else if (filing.way == BY_TEXT)
    file_by_text (get_texts (index, key, filing.form), filing.literals, number);
  else
    file_by_value (fact, filing.condition, number);
  g_clear_pointer (&filing.literals, g_ptr_array_unref);
}

DoctorRuleIndex *
doctor_rule_index_new (void)
{
  DoctorRuleIndex *index = g_new0 (DoctorRuleIndex, 1);
  index->n_facts = doctor_dictionary_keys ()->len;
  index->facts = g_new0 (FactIndex, index->n_facts);
  index->rules = g_array_new (FALSE, FALSE, sizeof (DoctorIndexedRule));
  index->texts = g_array_new (FALSE, FALSE, sizeof (TextIndex));
  g_array_set_clear_func (index->texts, clear_texts);
  return index;
}

void
doctor_rule_index_add (DoctorRuleIndex *index, const DoctorFindingType *type)
{
  for (guint n = 0; n < doctor_finding_type_get_n_rules (type); n++) {
    DoctorIndexedRule entry = { type, doctor_finding_type_get_rule (type, n) };
    file_rule (index, entry.rule, index->rules->len);
    g_array_append_val (index->rules, entry);
  }
}

void
doctor_rule_index_finish (DoctorRuleIndex *index)
{
  for (guint i = 0; i < index->texts->len; i++)
    make_needles (&g_array_index (index->texts, TextIndex, i));
}

void
doctor_rule_index_free (DoctorRuleIndex *index)
{
  if (index == NULL)
    return;
  for (guint i = 0; i < index->n_facts; i++) {
    g_clear_pointer (&index->facts[i].when_known, g_array_unref);
    g_clear_pointer (&index->facts[i].equal, g_hash_table_unref);
  }
  g_clear_pointer (&index->always, g_array_unref);
  g_array_unref (index->rules);
  g_array_unref (index->texts);
  g_free (index->facts);
  g_free (index);
}

/* --- asking --- */

static void
mark (guint64 *set, const GArray *numbers)
{
  for (guint i = 0; numbers != NULL && i < numbers->len; i++)
    doctor_set_add (set, g_array_index (numbers, guint, i));
}

static void
mark_by_facts (const DoctorRuleIndex *index, const DoctorView *view, guint64 *set)
{
  for (int slot = doctor_facts_next (view->facts, 0); slot != DOCTOR_NO_SLOT;
       slot = doctor_facts_next (view->facts, (guint)slot + 1)) {
    const DoctorFactKey *key = doctor_dictionary_get_slot ((guint)slot)->key;
    const FactIndex *fact = &index->facts[key->index];
    if (key->slots[view->scope] != slot)
      continue;
    mark (set, fact->when_known);
    if (fact->equal != NULL)
      mark (set, g_hash_table_lookup (fact->equal, doctor_view_get (view, key)->value));
  }
}

static void
mark_by_texts (const DoctorRuleIndex *index, const DoctorView *view, guint64 *set)
{
  for (guint i = 0; i < index->texts->len; i++) {
    const TextIndex *text = &g_array_index (index->texts, TextIndex, i);
    if (doctor_view_get (view, text->key) != NULL)
      doctor_needles_mark (text->needles, doctor_view_get_text (view, text->key, text->form), set);
  }
}

void
doctor_rule_index_foreach (const DoctorRuleIndex *index,
                           const DoctorView *view,
                           DoctorRuleFunc each,
                           gpointer user_data)
{
  guint n_words = index->rules->len / 64 + 1;
  g_autofree guint64 *set = g_new0 (guint64, n_words);
  mark (set, index->always);
  mark_by_facts (index, view, set);
  mark_by_texts (index, view, set);
  for (guint word = 0; word < n_words; word++)
    for (guint64 left = set[word]; left != 0; left &= left - 1) {
      guint number = word * 64 + (guint)__builtin_ctzll (left);
      each (&g_array_index (index->rules, DoctorIndexedRule, number), user_data);
    }
}
