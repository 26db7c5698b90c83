#include "core/condition.h"
#include "core/fold.h"
#include "core/i18n.h"
#include "core/literal.h"
#include <string.h>

struct _DoctorOperator {
  const char *word;
  const char *classes; /* of types it can be used on, see class_of () */
  gboolean (*read) (DoctorCondition *condition, const char *operand, GError **error);
  gboolean (*holds) (const DoctorCondition *condition, GVariant *value); /* NULL: of presence */
  gboolean is_negated;
  gboolean is_costly;
};

/* s string, b boolean, n number, a list of plain values, ? anything else. */
static char
class_of (const GVariantType *type)
{
  static const struct {
    const char *type;
    char letter;
  } rows[]
    = { { "s", 's' }, { "b", 'b' }, { "i", 'n' }, { "x", 'n' }, { "as", 'a' }, { "ai", 'a' } };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_variant_type_equal (type, G_VARIANT_TYPE (rows[i].type)))
      return rows[i].letter;
  return '?';
}

static gint64
get_number (GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT32))
    return g_variant_get_int32 (value);
  return g_variant_get_int64 (value);
}

/* --- reading operands --- */

static gboolean G_GNUC_PRINTF (2, 3) fail (GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_RULE, message);
  return FALSE;
}

static gboolean
is_in_closed_list (const DoctorFactKey *key, const char *word, GError **error)
{
  if (key->values == NULL || g_strv_contains ((const char *const *)key->values, word))
    return TRUE;
  g_autofree char *list = g_strjoinv (", ", key->values);
  return fail (error, _ ("“%s” is not a value of “%s”; its values are: %s"), word, key->name, list);
}

/* Reads @text as a value of @type: a string plain or in quotes, the rest as GVariant text. */
static GVariant *
read_value (const GVariantType *type, const char *text)
{
  gboolean plain
    = g_variant_type_equal (type, G_VARIANT_TYPE_STRING) && strchr ("'\"", *text) == NULL;
  if (plain)
    return g_variant_ref_sink (g_variant_new_string (text));
  return g_variant_parse (type, text, NULL, NULL, NULL);
}

static gboolean
add_value (DoctorCondition *condition, const GVariantType *type, const char *text, GError **error)
{
  const DoctorFactKey *key = condition->key;
  g_autoptr (GVariant) value = *text != '\0' ? read_value (type, text) : NULL;
  if (value == NULL)
    return fail (error, _ ("“%s” is not a value of type %.*s, which “%s” needs"), text,
                 (int)g_variant_type_get_string_length (type), g_variant_type_peek_string (type),
                 key->name);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
      && !is_in_closed_list (key, g_variant_get_string (value, NULL), error))
    return FALSE;
  g_ptr_array_add (condition->values, g_steal_pointer (&value));
  return TRUE;
}

static gboolean
read_equal (DoctorCondition *condition, const char *operand, GError **error)
{
  return add_value (condition, condition->key->type, operand, error);
}

static gboolean
read_list (DoctorCondition *condition, const char *operand, GError **error)
{
  g_auto (GStrv) words = g_strsplit (operand, ",", -1);
  for (char **word = words; *word != NULL; word++)
    if (!add_value (condition, condition->key->type, g_strstrip (*word), error))
      return FALSE;
  return TRUE;
}

static gboolean
read_has (DoctorCondition *condition, const char *operand, GError **error)
{
  const GVariantType *type = condition->key->type;
  if (g_variant_type_is_array (type))
    return add_value (condition, g_variant_type_element (type), operand, error);
  g_autoptr (GVariant) text = read_value (type, operand);
  if (text == NULL)
    return fail (error, _ ("the quotation mark in “%s” is not closed"), operand);
  condition->needle = doctor_fold (g_variant_get_string (text, NULL));
  return TRUE;
}

static gboolean
read_phrases (DoctorCondition *condition, const char *operand, GError **error)
{
  condition->phrases = doctor_phrases_new (operand);
  return condition->phrases != NULL
         || fail (error, _ ("one of the phrases in “%s” has no word"), operand);
}

static gboolean
read_pattern (DoctorCondition *condition, const char *operand, GError **error)
{
  (void)error;
  condition->pattern = g_strdup (operand);
  return TRUE;
}

/* NULL when the pattern is none. Threads may ask at once: the first one's is kept. */
static GRegex *
get_regex (const DoctorCondition *condition)
{
  GRegex **place = (GRegex **)&condition->regex;
  GRegex *regex = g_atomic_pointer_get (place);
  if (regex != NULL)
    return regex;
  regex = g_regex_new (condition->pattern, G_REGEX_CASELESS | G_REGEX_DOTALL | G_REGEX_OPTIMIZE, 0,
                       NULL);
  if (regex == NULL || g_atomic_pointer_compare_and_exchange (place, NULL, regex))
    return regex;
  g_regex_unref (regex);
  return g_atomic_pointer_get (place);
}

static gboolean
read_number (const char *text, gint64 *out_number, GError **error)
{
  /* One off both ends, so that the neighbours that < and > need exist. */
  if (g_ascii_string_to_signed (text, 10, G_MININT64 + 1, G_MAXINT64 - 1, out_number, NULL))
    return TRUE;
  return fail (error, _ ("“%s” is not a whole number"), text);
}

static gboolean
read_less (DoctorCondition *condition, const char *operand, GError **error)
{
  if (!read_number (operand, &condition->high, error))
    return FALSE;
  condition->low = G_MININT64;
  condition->high--;
  return TRUE;
}

static gboolean
read_more (DoctorCondition *condition, const char *operand, GError **error)
{
  if (!read_number (operand, &condition->low, error))
    return FALSE;
  condition->high = G_MAXINT64;
  condition->low++;
  return TRUE;
}

static gboolean
read_range (DoctorCondition *condition, const char *operand, GError **error)
{
  g_auto (GStrv) ends = g_strsplit (operand, "..", 2);
  if (g_strv_length (ends) != 2)
    return fail (error, _ ("“%s” is not a range; write it as 1..5"), operand);
  if (!read_number (g_strstrip (ends[0]), &condition->low, error)
      || !read_number (g_strstrip (ends[1]), &condition->high, error))
    return FALSE;
  if (condition->low > condition->high)
    return fail (error, _ ("the range “%s” is empty; write the smaller number first"), operand);
  return TRUE;
}

/* --- comparing --- */

static gboolean
is_one_of (const DoctorCondition *condition, GVariant *value)
{
  for (guint i = 0; i < condition->values->len; i++)
    if (g_variant_equal (g_ptr_array_index (condition->values, i), value))
      return TRUE;
  return FALSE;
}

/* Words in lists are keywords of protocols, whose case does not matter. */
static gboolean
is_same_element (GVariant *a, GVariant *b)
{
  if (!g_variant_is_of_type (a, G_VARIANT_TYPE_STRING))
    return g_variant_equal (a, b);
  return g_ascii_strcasecmp (g_variant_get_string (a, NULL), g_variant_get_string (b, NULL)) == 0;
}

static gboolean
has (const DoctorCondition *condition, GVariant *value)
{
  if (condition->needle != NULL)
    return doctor_fold_contains (g_variant_get_string (value, NULL), condition->needle);
  gsize n = g_variant_n_children (value);
  for (gsize i = 0; i < n; i++) {
    g_autoptr (GVariant) element = g_variant_get_child_value (value, i);
    if (is_same_element (element, g_ptr_array_index (condition->values, 0)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
says (const DoctorCondition *condition, GVariant *value)
{
  return doctor_phrases_occur (condition->phrases, g_variant_get_string (value, NULL));
}

static gboolean
matches (const DoctorCondition *condition, GVariant *value)
{
  const GRegex *regex = get_regex (condition);
  return regex != NULL && g_regex_match (regex, g_variant_get_string (value, NULL), 0, NULL);
}

static gboolean
is_within (const DoctorCondition *condition, GVariant *value)
{
  gint64 number = get_number (value);
  return number >= condition->low && number <= condition->high;
}

/* Longer words before those that they begin with. */
static const DoctorOperator operators[] = {
  { .word = "is not",
    .classes = "sbna",
    .read = read_equal,
    .holds = is_one_of,
    .is_negated = TRUE },
  { .word = "is", .classes = "sbna", .read = read_equal, .holds = is_one_of },
  { .word = "in", .classes = "sn", .read = read_list, .holds = is_one_of },
  { .word = "has not",
    .classes = "sa",
    .read = read_has,
    .holds = has,
    .is_negated = TRUE,
    .is_costly = TRUE },
  { .word = "has", .classes = "sa", .read = read_has, .holds = has, .is_costly = TRUE },
  { .word = "says not",
    .classes = "s",
    .read = read_phrases,
    .holds = says,
    .is_negated = TRUE,
    .is_costly = TRUE },
  { .word = "says", .classes = "s", .read = read_phrases, .holds = says, .is_costly = TRUE },
  { .word = "matches", .classes = "s", .read = read_pattern, .holds = matches, .is_costly = TRUE },
  { .word = "<", .classes = "n", .read = read_less, .holds = is_within },
  { .word = ">", .classes = "n", .read = read_more, .holds = is_within },
  { .word = "within", .classes = "n", .read = read_range, .holds = is_within },
  { .word = "known", .classes = "sbna?" },
  { .word = "unknown", .classes = "sbna?", .is_negated = TRUE },
};

static const DoctorOperator *
find_operator (const char *value, const char **out_operand)
{
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++) {
    gsize length = strlen (operators[i].word);
    if (!g_str_has_prefix (value, operators[i].word)
        || (value[length] != '\0' && !g_ascii_isspace (value[length])))
      continue;
    *out_operand = value + length;
    while (g_ascii_isspace (**out_operand))
      (*out_operand)++;
    return &operators[i];
  }
  return NULL;
}

static char *
dup_operator_words (void)
{
  GString *words = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    g_string_append_printf (words, "%s%s", i > 0 ? ", " : "", operators[i].word);
  return g_string_free (words, FALSE);
}

/* "tcp.result#2" is a second condition on tcp.result. */
static const DoctorFactKey *
find_fact (const char *key)
{
  g_autofree char *name = g_strdup (key);
  char *hash = strrchr (name, '#');
  if (hash != NULL && hash[1] != '\0' && hash[1 + strspn (hash + 1, "0123456789")] == '\0')
    *hash = '\0';
  return doctor_dictionary_lookup_bare (name);
}

static gboolean
read_operand (DoctorCondition *condition, const char *operand, GError **error)
{
  const DoctorOperator *op = condition->op;
  const GVariantType *type = condition->key->type;
  if (strchr (op->classes, class_of (type)) == NULL)
    return fail (error, _ ("“%s” cannot be used on “%s”, which is of type %.*s"), op->word,
                 condition->key->name, (int)g_variant_type_get_string_length (type),
                 g_variant_type_peek_string (type));
  if (op->read == NULL)
    return *operand == '\0' || fail (error, _ ("“%s” takes no value"), op->word);
  if (*operand == '\0')
    return fail (error, _ ("“%s” needs a value after it"), op->word);
  return op->read (condition, operand, error);
}

static void
set_names (DoctorCondition *condition)
{
  const DoctorFactKey *key = condition->key;
  for (DoctorScope scope = DOCTOR_SCOPE_ACCOUNT; scope <= DOCTOR_SCOPE_SEND; scope++) {
    g_autofree char *full = g_strconcat (doctor_scope_to_string (scope), ".", key->name, NULL);
    condition->names[scope]
      = scope != DOCTOR_SCOPE_ACCOUNT && key->of_service ? g_intern_string (full) : key->name;
  }
}

DoctorCondition *
doctor_condition_new (const char *key, const char *value, GError **error)
{
  const char *operand = NULL;
  g_autoptr (DoctorCondition) condition = g_new0 (DoctorCondition, 1);
  condition->values = g_ptr_array_new_with_free_func ((GDestroyNotify)g_variant_unref);
  condition->key = find_fact (key);
  if (condition->key == NULL) {
    fail (error, _ ("unknown fact “%s”"), key);
    return NULL;
  }
  condition->op = find_operator (value, &operand);
  if (condition->op == NULL) {
    g_autofree char *words = dup_operator_words ();
    fail (error, _ ("no known operator in “%s”; the operators are: %s"), value, words);
    return NULL;
  }
  if (!read_operand (condition, operand, error))
    return NULL;
  set_names (condition);
  condition->text
    = g_strchomp (g_strdup_printf ("%s %s %s", condition->key->name, condition->op->word, operand));
  return g_steal_pointer (&condition);
}

void
doctor_condition_free (DoctorCondition *condition)
{
  if (condition == NULL)
    return;
  g_ptr_array_unref (condition->values);
  g_clear_pointer (&condition->regex, g_regex_unref);
  doctor_phrases_free (condition->phrases);
  g_free (condition->needle);
  g_free (condition->pattern);
  g_free (condition->text);
  g_free (condition);
}

DoctorTruth
doctor_condition_test (const DoctorCondition *condition, GVariant *value)
{
  const DoctorOperator *op = condition->op;
  gboolean holds = value != NULL;
  if (op->holds != NULL) {
    if (value == NULL)
      return DOCTOR_TRUTH_UNDECIDED;
    holds = op->holds (condition, value);
  }
  return holds != op->is_negated ? DOCTOR_TRUTH_TRUE : DOCTOR_TRUTH_FALSE;
}

gboolean
doctor_condition_check (const DoctorCondition *condition, GError **error)
{
  g_autoptr (GError) own = NULL;
  G_GNUC_UNUSED g_autoptr (GRegex) regex
    = condition->pattern == NULL ? NULL
                                 : g_regex_new (condition->pattern, G_REGEX_DEFAULT, 0, &own);
  return own == NULL
         || fail (error, _ ("the regular expression “%s” is wrong: %s"), condition->pattern,
                  own->message);
}

GPtrArray *
doctor_condition_get_values (const DoctorCondition *condition)
{
  gboolean plain = strchr ("sbn", class_of (condition->key->type)) != NULL;
  gboolean names = condition->op->holds == is_one_of && !condition->op->is_negated;
  return plain && names ? condition->values : NULL;
}

GPtrArray *
doctor_condition_dup_literals (const DoctorCondition *condition, gsize least)
{
  if (condition->pattern != NULL)
    return doctor_literal_find (condition->pattern, least);
  if (condition->phrases != NULL && !condition->op->is_negated)
    return doctor_phrases_dup_literals (condition->phrases, least);
  if (condition->needle == NULL || condition->op->is_negated || strlen (condition->needle) < least)
    return NULL;
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (list, g_strdup (condition->needle));
  return list;
}

gboolean
doctor_condition_get_range (const DoctorCondition *condition, gint64 *out_low, gint64 *out_high)
{
  if (condition->op->holds != is_within)
    return FALSE;
  *out_low = condition->low;
  *out_high = condition->high;
  return TRUE;
}

gboolean
doctor_condition_is_costly (const DoctorCondition *condition)
{
  return condition->op->is_costly;
}
