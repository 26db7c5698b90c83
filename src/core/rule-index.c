#include "core/rule-index.h"
#include "core/condition.h"
#include "core/fold.h"
#include <string.h>

/* A text is known by a piece of so many bytes, packed into a number. */
enum { GRAM_MIN = 3, GRAM_MAX = 8 };

typedef struct {
  GArray *when_known; /* numbers of rules; NULL: none */
  GHashTable *equal;  /* value → GArray of numbers; NULL: none */
  GHashTable *grams;  /* Gram → GArray of numbers; NULL: none */
  guint gram_lengths; /* bit N: there are pieces of N bytes */
} FactIndex;

typedef struct {
  guint64 bytes; /* of GRAM_MIN to GRAM_MAX, the length in the way they are packed */
} Gram;

struct _DoctorRuleIndex {
  GArray *rules;    /* DoctorIndexedRule by number */
  GArray *always;   /* numbers of rules that no known fact calls for */
  FactIndex *facts; /* by DoctorFactKey.index */
  guint n_facts;
};

/* --- pieces of texts --- */

static guint64
pack (const char *bytes, gsize length)
{
  guint64 packed = 0;
  for (gsize i = 0; i < length; i++)
    packed = packed << 8 | (guchar)bytes[i];
  return packed; /* no byte is NUL: lengths cannot be confused */
}

static guint
gram_hash (gconstpointer key)
{
  guint64 bytes = ((const Gram *)key)->bytes * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  return (guint)(bytes >> 32);
}

static gboolean
gram_equal (gconstpointer a, gconstpointer b)
{
  return ((const Gram *)a)->bytes == ((const Gram *)b)->bytes;
}

static guint
count_of (FactIndex *fact, guint64 bytes)
{
  const Gram gram = { bytes };
  GArray *numbers = g_hash_table_lookup (fact->grams, &gram);
  return numbers == NULL ? 0 : numbers->len;
}

/* The piece of @literal that the fewest rules are filed under so far. */
static guint64
choose_gram (FactIndex *fact, const char *literal, gsize length)
{
  gsize width = MIN (length, GRAM_MAX);
  guint64 best = pack (literal, width);
  for (gsize i = 1; i + width <= length; i++) {
    guint64 other = pack (literal + i, width);
    if (count_of (fact, other) < count_of (fact, best))
      best = other;
  }
  return best;
}

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
file_by_text (FactIndex *fact, GPtrArray *literals, guint number)
{
  if (fact->grams == NULL)
    fact->grams
      = g_hash_table_new_full (gram_hash, gram_equal, g_free, (GDestroyNotify)g_array_unref);
  for (guint i = 0; i < literals->len; i++) {
    const char *literal = g_ptr_array_index (literals, i);
    gsize length = strlen (literal);
    Gram *gram = g_new (Gram, 1);
    gram->bytes = choose_gram (fact, literal, length);
    fact->gram_lengths |= 1U << MIN (length, GRAM_MAX);
    file_under (fact->grams, gram, number);
  }
}

static void
file_by_value (FactIndex *fact, GPtrArray *values, guint number)
{
  if (fact->equal == NULL)
    fact->equal
      = g_hash_table_new_full (g_variant_hash, g_variant_equal, (GDestroyNotify)g_variant_unref,
                               (GDestroyNotify)g_array_unref);
  for (guint i = 0; i < values->len; i++)
    file_under (fact->equal, g_variant_ref (g_ptr_array_index (values, i)), number);
}

/* Ways to file, the more telling the higher. */
typedef enum { BY_NOTHING, BY_PRESENCE, BY_KIND, BY_TEXT, BY_VALUE } Way;

static Way
judge_way (const DoctorCondition *condition)
{
  g_autoptr (GPtrArray) literals = doctor_condition_dup_literals (condition, GRAM_MIN);
  if (doctor_condition_get_values (condition) != NULL)
    return condition->key->values == NULL
               && *g_variant_type_peek_string (condition->key->type) != 'b'
             ? BY_VALUE
             : BY_KIND;
  if (literals != NULL)
    return BY_TEXT;
  return doctor_condition_test (condition, NULL) == DOCTOR_TRUTH_TRUE ? BY_NOTHING : BY_PRESENCE;
}

static const DoctorCondition *
choose_condition (const DoctorRule *rule, Way *out_way)
{
  const DoctorCondition *best = NULL;
  *out_way = BY_NOTHING;
  for (guint i = 0; i < doctor_rule_get_n_conditions (rule); i++) {
    const DoctorCondition *condition = doctor_rule_get_condition (rule, i);
    Way way = judge_way (condition);
    if (way <= *out_way)
      continue;
    *out_way = way;
    best = condition;
  }
  return best;
}

static void
file_rule (DoctorRuleIndex *index, const DoctorRule *rule, guint number)
{
  Way way;
  const DoctorCondition *condition = choose_condition (rule, &way);
  if (way == BY_NOTHING) {
    add_number (&index->always, number);
    return;
  }
  FactIndex *fact = &index->facts[condition->key->index];
  if (way == BY_PRESENCE) {
    add_number (&fact->when_known, number);
  } else if (way == BY_TEXT) {
    g_autoptr (GPtrArray) literals = doctor_condition_dup_literals (condition, GRAM_MIN);
    file_by_text (fact, literals, number);
  } else {
    file_by_value (fact, doctor_condition_get_values (condition), number);
  }
}

DoctorRuleIndex *
doctor_rule_index_new (GPtrArray *types)
{
  DoctorRuleIndex *index = g_new0 (DoctorRuleIndex, 1);
  index->n_facts = doctor_dictionary_keys ()->len;
  index->facts = g_new0 (FactIndex, index->n_facts);
  index->rules = g_array_new (FALSE, FALSE, sizeof (DoctorIndexedRule));
  for (guint i = 0; i < types->len; i++) {
    const DoctorFindingType *type = g_ptr_array_index (types, i);
    for (guint n = 0; n < doctor_finding_type_get_n_rules (type); n++) {
      DoctorIndexedRule entry = { type, doctor_finding_type_get_rule (type, n) };
      file_rule (index, entry.rule, index->rules->len);
      g_array_append_val (index->rules, entry);
    }
  }
  return index;
}

void
doctor_rule_index_free (DoctorRuleIndex *index)
{
  if (index == NULL)
    return;
  for (guint i = 0; i < index->n_facts; i++) {
    g_clear_pointer (&index->facts[i].when_known, g_array_unref);
    g_clear_pointer (&index->facts[i].equal, g_hash_table_unref);
    g_clear_pointer (&index->facts[i].grams, g_hash_table_unref);
  }
  g_clear_pointer (&index->always, g_array_unref);
  g_array_unref (index->rules);
  g_free (index->facts);
  g_free (index);
}

/* --- asking --- */

/* A set of numbers, in words of 64. */
static void
mark (guint64 *set, const GArray *numbers)
{
  for (guint i = 0; numbers != NULL && i < numbers->len; i++) {
    guint number = g_array_index (numbers, guint, i);
    set[number / 64] |= G_GUINT64_CONSTANT (1) << number % 64;
  }
}

static void
mark_by_text (const FactIndex *fact, const char *text, guint64 *set)
{
  g_autofree char *folded = doctor_fold (text);
  gsize length = strlen (folded);
  for (gsize width = GRAM_MIN; width <= GRAM_MAX; width++) {
    if ((fact->gram_lengths & 1U << width) == 0 || width > length)
      continue;
    guint64 kept = width == 8 ? G_MAXUINT64 : (G_GUINT64_CONSTANT (1) << 8 * width) - 1;
    Gram gram = { pack (folded, width - 1) };
    for (gsize i = width - 1; i < length; i++) {
      gram.bytes = (gram.bytes << 8 | (guchar)folded[i]) & kept;
      mark (set, g_hash_table_lookup (fact->grams, &gram));
    }
  }
}

static void
mark_by_fact (const FactIndex *fact, GVariant *value, guint64 *set)
{
  mark (set, fact->when_known);
  if (fact->equal != NULL)
    mark (set, g_hash_table_lookup (fact->equal, value));
  if (fact->grams != NULL)
    mark_by_text (fact, g_variant_get_string (value, NULL), set);
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
  for (guint i = 0; i < index->n_facts; i++)
    if (view->known[i].value != NULL)
      mark_by_fact (&index->facts[i], view->known[i].value, set);
  for (guint word = 0; word < n_words; word++)
    for (guint64 left = set[word]; left != 0; left &= left - 1) {
      guint number = word * 64 + (guint)__builtin_ctzll (left);
      each (&g_array_index (index->rules, DoctorIndexedRule, number), user_data);
    }
}
