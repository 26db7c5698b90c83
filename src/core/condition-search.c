#include "core/condition-search.h"
#include "core/fold.h"
#include "core/i18n.h"
#include "core/literal.h"
#include "core/phrase-class.h"
#include "core/phrase.h"
#include <string.h>

static void G_GNUC_PRINTF (2, 3) fail (GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_RULE, message);
}

/* --- has --- */

/* Plain, or in quotation marks as GVariant text has them. */
static gpointer
compile_needle (const char *operand)
{
  if (strchr ("'\"", *operand) == NULL)
    return doctor_fold (operand);
  g_autoptr (GVariant) text = g_variant_parse (G_VARIANT_TYPE_STRING, operand, NULL, NULL, NULL);
  return text != NULL ? doctor_fold (g_variant_get_string (text, NULL)) : NULL;
}

static gboolean
needle_occurs (gconstpointer needle, const char *text)
{
  return strstr (text, needle) != NULL;
}

static gboolean
check_needle (const char *operand, GError **error)
{
  g_autofree char *needle = compile_needle (operand);
  if (needle == NULL)
    fail (error, _ ("the quotation mark in “%s” is not closed"), operand);
  return needle != NULL;
}

static GPtrArray *
dup_needle (const char *operand, gsize least)
{
  g_autofree char *needle = compile_needle (operand);
  if (needle == NULL || strlen (needle) < least)
    return NULL;
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (list, g_steal_pointer (&needle));
  return list;
}

const DoctorSearch doctor_needle_search = {
  .form = DOCTOR_FORM_FOLDED,
  .compile = compile_needle,
  .occurs = needle_occurs,
  .free = g_free,
  .check = check_needle,
  .dup_literals = dup_needle,
  .literal_form = DOCTOR_FORM_FOLDED,
};

/* --- says --- */

static gpointer
compile_phrases (const char *operand)
{
  return doctor_phrases_new (operand);
}

static gboolean
phrases_occur (gconstpointer phrases, const char *text)
{
  return doctor_phrases_occur_in (phrases, text);
}

static void
free_phrases (gpointer phrases)
{
  doctor_phrases_free (phrases);
}

/* Also one of a word of a class. */
static gboolean
has_star_inside (const char *part)
{
  for (const char *p = part; (p = strpbrk (p, "*<")) != NULL; p++) {
    const char *end = *p == '<' ? strchr (p, '>') : p;
    gboolean has_star = *p == '*' ? p > part : strchr (doctor_phrase_class_find (p), '*') != NULL;
    if (has_star && end[1] != '\0')
      return TRUE;
  }
  return FALSE;
}

/* A star counts at the end of a part only; inside of one it would look for the letters alone. */
static gboolean
check_stars (const char *operand, GError **error)
{
  g_auto (GStrv) phrases = g_strsplit (operand, "|", -1);
  for (char **phrase = phrases; *phrase != NULL; phrase++) {
    g_auto (GStrv) parts = g_strsplit (*phrase, "..", -1);
    for (char **part = parts; *part != NULL; part++) {
      if (!has_star_inside (g_strstrip (*part)))
        continue;
      fail (error, _ ("a star goes at an end of a phrase or beside “..”, not inside: “%s”"), *part);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
check_phrases (const char *operand, GError **error)
{
  if (!doctor_phrase_classes_known (operand)) {
    fail (error, _ ("a class of words in “%s” is not known, or its bracket is not closed"),
          operand);
    return FALSE;
  }
  g_autoptr (DoctorPhrases) phrases = doctor_phrases_new (operand);
  if (phrases == NULL)
    fail (error, _ ("one of the phrases in “%s” has no word"), operand);
  return phrases != NULL && check_stars (operand, error);
}

const DoctorSearch doctor_phrase_search = {
  .form = DOCTOR_FORM_PLAIN,
  .compile = compile_phrases,
  .occurs = phrases_occur,
  .free = free_phrases,
  .check = check_phrases,
  .dup_literals = doctor_phrases_dup_literals,
  .literal_form = DOCTOR_FORM_PLAIN,
};

/* --- matches --- */

static gpointer
compile_pattern (const char *operand)
{
  return g_regex_new (operand, G_REGEX_CASELESS | G_REGEX_DOTALL | G_REGEX_OPTIMIZE, 0, NULL);
}

static gboolean
pattern_occurs (gconstpointer regex, const char *text)
{
  return g_regex_match (regex, text, 0, NULL);
}

static void
free_pattern (gpointer regex)
{
  g_regex_unref (regex);
}

static gboolean
check_pattern (const char *operand, GError **error)
{
  g_autoptr (GError) own = NULL;
  G_GNUC_UNUSED g_autoptr (GRegex) regex = g_regex_new (operand, G_REGEX_DEFAULT, 0, &own);
  if (own != NULL)
    fail (error, _ ("the regular expression “%s” is wrong: %s"), operand, own->message);
  return own == NULL;
}

const DoctorSearch doctor_pattern_search = {
  .form = DOCTOR_FORM_RAW,
  .compile = compile_pattern,
  .occurs = pattern_occurs,
  .free = free_pattern,
  .check = check_pattern,
  .dup_literals = doctor_literal_find,
  .literal_form = DOCTOR_FORM_FOLDED,
};
