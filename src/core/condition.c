#include "core/condition.h"
#include "core/condition-search.h"
#include "core/i18n.h"
#include <string.h>

/* What a condition looks at. */
typedef struct {
  GVariant *value;        /* NULL: unknown */
  const DoctorView *view; /* where it is from and what has its forms, or NULL */
} Subject;

struct _DoctorOperator {
  const char *word;
  const char *classes; /* of types it can be used on, see class_of () */
  gboolean (*read) (DoctorCondition *condition, const char *operand, GError **error);
  gboolean (*holds) (const DoctorCondition *condition, GVariant *value);
  const DoctorSearch *search; /* on a string, in place of the two above */
  gboolean is_negated;
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
  condition->values = g_renew (GVariant *, condition->values, condition->n_values + 1);
  condition->values[condition->n_values++] = g_steal_pointer (&value);
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
read_element (DoctorCondition *condition, const char *operand, GError **error)
{
  return add_value (condition, g_variant_type_element (condition->key->type), operand, error);
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
  gboolean is_string = g_variant_is_of_type (value, G_VARIANT_TYPE_STRING);
  const char *text = is_string ? g_variant_get_string (value, NULL) : NULL;
  for (guint i = 0; i < condition->n_values; i++) {
    GVariant *wanted = condition->values[i];
    if (is_string ? strcmp (g_variant_get_string (wanted, NULL), text) == 0
                  : g_variant_equal (wanted, value))
      return TRUE;
  }
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
has_element (const DoctorCondition *condition, GVariant *value)
{
  gsize n = g_variant_n_children (value);
  for (gsize i = 0; i < n; i++) {
    g_autoptr (GVariant) element = g_variant_get_child_value (value, i);
    if (is_same_element (element, condition->values[0]))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_within (const DoctorCondition *condition, GVariant *value)
{
  gint64 number = get_number (value);
  return number >= condition->low && number <= condition->high;
}

/* --- looking for words --- */

/* NULL when the operand is wrong. Threads may ask at once: the first one's is kept. */
static gconstpointer
get_compiled (const DoctorCondition *condition)
{
  gpointer *place = (gpointer *)&condition->compiled;
  gpointer compiled = g_atomic_pointer_get (place);
  if (compiled != NULL)
    return compiled;
  compiled = condition->op->search->compile (condition->operand);
  if (compiled == NULL || g_atomic_pointer_compare_and_exchange (place, NULL, compiled))
    return compiled;
  condition->op->search->free (compiled);
  return g_atomic_pointer_get (place);
}

static gboolean
occurs (const DoctorCondition *condition, const Subject *subject)
{
  const DoctorSearch *search = condition->op->search;
  gconstpointer compiled = get_compiled (condition);
  if (compiled == NULL)
    return FALSE;
  if (subject->view != NULL)
    return search->occurs (compiled,
                           doctor_view_get_text (subject->view, condition->key, search->form));
  g_autofree char *text
    = doctor_form_dup (search->form, g_variant_get_string (subject->value, NULL));
  return search->occurs (compiled, text);
}

/* --- operators --- */

/* Longer words before those that they begin with; those of one word side by side. */
static const DoctorOperator operators[] = {
  { .word = "is not",
    .classes = "sbna",
    .read = read_equal,
    .holds = is_one_of,
    .is_negated = TRUE },
  { .word = "is", .classes = "sbna", .read = read_equal, .holds = is_one_of },
  { .word = "in", .classes = "sn", .read = read_list, .holds = is_one_of },
  { .word = "has not",
    .classes = "a",
    .read = read_element,
    .holds = has_element,
    .is_negated = TRUE },
  { .word = "has not", .classes = "s", .search = &doctor_needle_search, .is_negated = TRUE },
  { .word = "has", .classes = "a", .read = read_element, .holds = has_element },
  { .word = "has", .classes = "s", .search = &doctor_needle_search },
  { .word = "says not", .classes = "s", .search = &doctor_phrase_search, .is_negated = TRUE },
  { .word = "says", .classes = "s", .search = &doctor_phrase_search },
  { .word = "matches", .classes = "s", .search = &doctor_pattern_search },
  { .word = "<", .classes = "n", .read = read_less, .holds = is_within },
  { .word = ">", .classes = "n", .read = read_more, .holds = is_within },
  { .word = "within", .classes = "n", .read = read_range, .holds = is_within },
  { .word = "known", .classes = "sbna?" },
  { .word = "unknown", .classes = "sbna?", .is_negated = TRUE },
};

static gboolean
is_word_of (const DoctorOperator *op, const char *value)
{
  gsize length = strlen (op->word);
  return strncmp (value, op->word, length) == 0
         && (value[length] == '\0' || g_ascii_isspace (value[length]));
}

static gboolean
fits_type (const DoctorOperator *op, const GVariantType *type)
{
  return strchr (op->classes, class_of (type)) != NULL;
}

/* The one that @value begins with: that for @type, when there is one. */
static const DoctorOperator *
find_operator (const char *value, const GVariantType *type, const char **out_operand)
{
  const DoctorOperator *found = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (is_word_of (&operators[i], value)
        && (found == NULL
            || (strcmp (operators[i].word, found->word) == 0 && !fits_type (found, type))))
      found = &operators[i];
  if (found == NULL)
    return NULL;
  *out_operand = value + strlen (found->word);
  while (g_ascii_isspace (**out_operand))
    (*out_operand)++;
  return found;
}

static char *
dup_operator_words (void)
{
  GString *words = g_string_new (operators[0].word);
  for (guint i = 1; i < G_N_ELEMENTS (operators); i++)
    if (strcmp (operators[i].word, operators[i - 1].word) != 0)
      g_string_append_printf (words, ", %s", operators[i].word);
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
  if (!fits_type (op, type))
    return fail (error, _ ("“%s” cannot be used on “%s”, which is of type %.*s"), op->word,
                 condition->key->name, (int)g_variant_type_get_string_length (type),
                 g_variant_type_peek_string (type));
  if (op->read == NULL && op->search == NULL)
    return *operand == '\0' || fail (error, _ ("“%s” takes no value"), op->word);
  if (*operand == '\0')
    return fail (error, _ ("“%s” needs a value after it"), op->word);
  return op->read == NULL || op->read (condition, operand, error);
}

DoctorCondition *
doctor_condition_new (const char *key, const char *value, GError **error)
{
  const char *operand = NULL;
  g_autoptr (DoctorCondition) condition = g_new0 (DoctorCondition, 1);
  condition->key = find_fact (key);
  if (condition->key == NULL) {
    fail (error, _ ("unknown fact “%s”"), key);
    return NULL;
  }
  condition->op = find_operator (value, condition->key->type, &operand);
  if (condition->op == NULL) {
    g_autofree char *words = dup_operator_words ();
    fail (error, _ ("no known operator in “%s”; the operators are: %s"), value, words);
    return NULL;
  }
  if (!read_operand (condition, operand, error))
    return NULL;
  condition->operand = g_strchomp (g_strdup (operand));
  return g_steal_pointer (&condition);
}

void
doctor_condition_free (DoctorCondition *condition)
{
  if (condition == NULL)
    return;
  if (condition->compiled != NULL)
    condition->op->search->free (condition->compiled);
  for (guint i = 0; i < condition->n_values; i++)
    g_variant_unref (condition->values[i]);
  g_free (condition->values);
  g_free (condition->operand);
  g_free (condition);
}

static DoctorTruth
test (const DoctorCondition *condition, const Subject *subject)
{
  const DoctorOperator *op = condition->op;
  gboolean holds = subject->value != NULL;
  if (op->holds != NULL || op->search != NULL) {
    if (!holds)
      return DOCTOR_TRUTH_UNDECIDED;
    holds
      = op->search != NULL ? occurs (condition, subject) : op->holds (condition, subject->value);
  }
  return holds != op->is_negated ? DOCTOR_TRUTH_TRUE : DOCTOR_TRUTH_FALSE;
}

DoctorTruth
doctor_condition_test (const DoctorCondition *condition, GVariant *value)
{
  return test (condition, &(Subject){ value, NULL });
}

DoctorTruth
doctor_condition_test_in (const DoctorCondition *condition, const DoctorView *view)
{
  const DoctorFact *fact = doctor_view_get (view, condition->key);
  return test (condition, &(Subject){ fact != NULL ? fact->value : NULL, view });
}

char *
doctor_condition_dup_text (const DoctorCondition *condition)
{
  return g_strchomp (
    g_strdup_printf ("%s %s %s", condition->key->name, condition->op->word, condition->operand));
}

gboolean
doctor_condition_is_same (const DoctorCondition *a, const DoctorCondition *b)
{
  return a->key == b->key && a->op == b->op && strcmp (a->operand, b->operand) == 0;
}

/* Whether the first word of @operand is one that “not” often stands before: then “says not” may
 * have been meant as “says” with a phrase that begins with “not”. */
static gboolean
continues_not (const char *operand)
{
  static const char *const words[] = { "a", "an", "the", "found", "valid", "yet", NULL };
  g_autofree char *word = g_strndup (operand, strcspn (operand, " |*"));
  return g_strv_contains (words, word) || g_str_has_suffix (word, "ed")
         || g_str_has_suffix (word, "able");
}

gboolean
doctor_condition_check (const DoctorCondition *condition, GError **error)
{
  const DoctorSearch *search = condition->op->search;
  if (search == &doctor_phrase_search && condition->op->is_negated
      && continues_not (condition->operand))
    return fail (error,
                 _ ("“says not” takes the word “not” from the first phrase of “%s”: put another "
                    "phrase first"),
                 condition->operand);
  return search == NULL || search->check (condition->operand, error);
}

GVariant *const *
doctor_condition_get_values (const DoctorCondition *condition, guint *out_n)
{
  gboolean plain = strchr ("sbn", class_of (condition->key->type)) != NULL;
  gboolean names = condition->op->holds == is_one_of && !condition->op->is_negated;
  *out_n = condition->n_values;
  return plain && names ? condition->values : NULL;
}

GPtrArray *
doctor_condition_dup_literals (const DoctorCondition *condition, gsize least, DoctorForm *out_form)
{
  const DoctorSearch *search = condition->op->search;
  if (search == NULL || condition->op->is_negated)
    return NULL;
  *out_form = search->literal_form;
  return search->dup_literals (condition->operand, least);
}

gboolean
doctor_condition_has_phrases (const DoctorCondition *condition)
{
  return condition->op->search == &doctor_phrase_search;
}

const char *
doctor_condition_get_needle (const DoctorCondition *condition)
{
  return condition->op->search == &doctor_needle_search ? get_compiled (condition) : NULL;
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
  return condition->op->search != NULL;
}
