#include "core/rule-index.h"
#include "core/condition.h"
#include "core/fold.h"
#include <string.h>

/* A text is known by a piece of so many bytes, packed into a number. */
enum { GRAM_MIN = 3, GRAM_MAX = 8 };

/* A piece of a text that a rule is filed under. */
typedef struct {
  guint64 bytes; /* GRAM_MIN to GRAM_MAX of them; no byte is NUL, so lengths cannot be confused */
  guint number;
} Gram;

/* Most pieces of a text are in no rule: one bit each tells that at once. */
enum { FILTER_BITS = 1 << 15 };

typedef struct {
  GArray *when_known; /* numbers of rules; NULL: none */
  GHashTable *equal;  /* value → GArray of numbers; NULL: none */
  GArray *grams;      /* of Gram, by bytes; NULL: none */
  guint64 *filter;    /* FILTER_BITS, those of the grams set */
  guint gram_lengths; /* bit N: there are pieces of N bytes */
} FactIndex;

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
  return packed;
}

/* Its place in the filter. */
static guint
place_of (guint64 bytes)
{
  return (guint)(bytes * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15) >> 49);
}

static gboolean
is_marked (const FactIndex *fact, guint64 bytes)
{
  guint place = place_of (bytes);
  return (fact->filter[place / 64] >> place % 64 & 1) != 0;
}

/* A piece of @literal that shares its place in the filter with no other, when it has one. */
static guint64
choose_gram (const FactIndex *fact, const char *literal, gsize length)
{
  gsize width = MIN (length, GRAM_MAX);
  for (gsize i = 0; i + width <= length; i++) {
    guint64 bytes = pack (literal + i, width);
    if (!is_marked (fact, bytes))
      return bytes;
  }
  return pack (literal, width);
}

static int
compare_grams (gconstpointer a, gconstpointer b)
{
  guint64 left = ((const Gram *)a)->bytes, right = ((const Gram *)b)->bytes;
  return (left > right) - (left < right);
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
  if (fact->grams == NULL) {
    fact->grams = g_array_new (FALSE, FALSE, sizeof (Gram));
    fact->filter = g_new0 (guint64, FILTER_BITS / 64);
  }
  for (guint i = 0; i < literals->len; i++) {
    const char *literal = g_ptr_array_index (literals, i);
    gsize length = strlen (literal);
    Gram gram = { choose_gram (fact, literal, length), number };
    guint place = place_of (gram.bytes);
    fact->filter[place / 64] |= G_GUINT64_CONSTANT (1) << place % 64;
    fact->gram_lengths |= 1U << MIN (length, GRAM_MAX);
    g_array_append_val (fact->grams, gram);
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
  for (guint i = 0; i < index->n_facts; i++)
    if (index->facts[i].grams != NULL)
      g_array_sort (index->facts[i].grams, compare_grams);
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
    g_clear_pointer (&index->facts[i].grams, g_array_unref);
    g_free (index->facts[i].filter);
  }
  g_clear_pointer (&index->always, g_array_unref);
  g_array_unref (index->rules);
  g_free (index->facts);
  g_free (index);
}

/* --- asking --- */

/* Sets of numbers, in words of 64. */
static void
mark_number (guint64 *set, guint number)
{
  set[number / 64] |= G_GUINT64_CONSTANT (1) << number % 64;
}

static void
mark (guint64 *set, const GArray *numbers)
{
  for (guint i = 0; numbers != NULL && i < numbers->len; i++)
    mark_number (set, g_array_index (numbers, guint, i));
}

/* Marks the rules that are filed under the piece @bytes. */
static void
mark_by_gram (const FactIndex *fact, guint64 bytes, guint64 *set)
{
  guint low = 0, high = fact->grams->len;
  while (low < high) { /* the first that is not less */
    guint middle = (low + high) / 2;
    if (g_array_index (fact->grams, Gram, middle).bytes < bytes)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < fact->grams->len && g_array_index (fact->grams, Gram, low).bytes == bytes; low++)
    mark_number (set, g_array_index (fact->grams, Gram, low).number);
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
    guint64 bytes = pack (folded, width - 1);
    for (gsize i = width - 1; i < length; i++) {
      bytes = (bytes << 8 | (guchar)folded[i]) & kept;
      if (is_marked (fact, bytes))
        mark_by_gram (fact, bytes, set);
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
