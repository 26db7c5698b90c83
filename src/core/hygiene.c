#include "core/hygiene.h"
#include "core/i18n.h"
#include <string.h>

static const struct {
  const char *word, *sentence;
} rows[DOCTOR_N_ODDITIES] = {
  [DOCTOR_ODDITY_FULL_WIDTH]
  = { "full-width", N_ ("There are full-width characters in it. Switch the input method off and "
                        "type it again.") },
  [DOCTOR_ODDITY_ZERO_WIDTH]
  = { "zero-width", N_ ("There are invisible characters in it, as copying sometimes adds them.") },
  [DOCTOR_ODDITY_CONTROL]
  = { "control", N_ ("There are invisible characters in it, as copying sometimes adds them.") },
  [DOCTOR_ODDITY_LOOK_ALIKE]
  = { "look-alike", N_ ("There are letters of another alphabet in it that look like Latin ones. "
                        "Type it again instead of copying it.") },
  [DOCTOR_ODDITY_SPACES_INSIDE]
  = { "spaces-inside", N_ ("There are blanks in it, as web pages show app passwords in groups. "
                           "Most servers want it without them.") },
  [DOCTOR_ODDITY_BLANK_START]
  = { "blank-start", N_ ("There is a blank at the beginning or at the end.") },
  [DOCTOR_ODDITY_BLANK_END]
  = { "blank-end", N_ ("There is a blank at the beginning or at the end.") },
};

/* --- single characters --- */

static gboolean
is_full_width (gunichar c)
{
  return (c >= 0xff01 && c <= 0xff5e) || c == 0x3000;
}

static gboolean
is_control (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_CONTROL;
}

static gboolean
is_blank (gunichar c)
{
  return g_unichar_isspace (c) && !is_control (c) && c != 0x3000;
}

static gboolean
is_other_script (gunichar c)
{
  GUnicodeScript script = g_unichar_get_script (c);
  return script == G_UNICODE_SCRIPT_CYRILLIC || script == G_UNICODE_SCRIPT_GREEK;
}

/* Unicode Technical Standard 39 (confusables), the letters whose shape is that of a Latin
 * one in every common font. */
static gboolean
looks_latin (gunichar c)
{
  static const char letters[] = "аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅԚԜοϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";
  return g_utf8_strchr (letters, -1, c) != NULL;
}

/* --- the text as a whole --- */

typedef struct {
  const gunichar *c;
  glong n;
  glong start, end; /* what is left when blanks at both ends are cut away */
  gboolean mixes;   /* Latin letters, and others that only look so */
  gboolean grouped;
} Text;

/* Whoever types Cyrillic or Greek also types letters that look like nothing else. */
static gboolean
mixes_scripts (const Text *text)
{
  gboolean latin = FALSE, look_alike = FALSE;
  for (glong i = 0; i < text->n; i++) {
    if (is_other_script (text->c[i]) && !looks_latin (text->c[i]))
      return FALSE;
    latin |= text->c[i] < 0x80 && g_ascii_isalpha ((char)text->c[i]);
    look_alike |= looks_latin (text->c[i]);
  }
  return latin && look_alike;
}

/* "abcd efgh ijkl mnop": three groups at least, of the same few letters or digits each. */
static gboolean
is_grouped (const Text *text)
{
  enum { MIN_GROUPS = 3, MIN_LETTERS = 3, MAX_LETTERS = 6 };
  glong length = 0, first = 0, groups = 1;
  for (glong i = text->start; i < text->end; i++) {
    gunichar c = text->c[i];
    if (!is_blank (c)) {
      if (c >= 0x80 || !g_ascii_isalnum ((char)c))
        return FALSE;
      length++;
      continue;
    }
    if (first == 0)
      first = length;
    if (length != first)
      return FALSE;
    length = 0;
    groups++;
  }
  return groups >= MIN_GROUPS && length == first && first >= MIN_LETTERS && first <= MAX_LETTERS;
}

static void
look_at_whole (Text *text)
{
  text->end = text->n;
  while (text->start < text->n && is_blank (text->c[text->start]))
    text->start++;
  while (text->end > text->start && is_blank (text->c[text->end - 1]))
    text->end--;
  text->mixes = mixes_scripts (text);
  text->grouped = is_grouped (text);
}

/* The kind of character @i, or DOCTOR_N_ODDITIES for none. */
static DoctorOddity
kind_of (const Text *text, glong i)
{
  gunichar c = text->c[i];
  if (is_full_width (c))
    return DOCTOR_ODDITY_FULL_WIDTH;
  if (g_unichar_type (c) == G_UNICODE_FORMAT)
    return DOCTOR_ODDITY_ZERO_WIDTH;
  if (is_control (c))
    return DOCTOR_ODDITY_CONTROL;
  if (text->mixes && looks_latin (c))
    return DOCTOR_ODDITY_LOOK_ALIKE;
  if (!is_blank (c))
    return DOCTOR_N_ODDITIES;
  if (i < text->start)
    return DOCTOR_ODDITY_BLANK_START;
  if (i >= text->end)
    return DOCTOR_ODDITY_BLANK_END;
  /* A blank of another kind than the key makes comes from a web page. */
  return text->grouped || c != ' ' ? DOCTOR_ODDITY_SPACES_INSIDE : DOCTOR_N_ODDITIES;
}

guint
doctor_hygiene_look (const char *bytes, GArray *positions)
{
  guint kinds = 0;
  Text text = { 0 };
  if (!g_utf8_validate (bytes, -1, NULL))
    return 0;
  gunichar *characters = g_utf8_to_ucs4_fast (bytes, -1, &text.n);
  text.c = characters;
  look_at_whole (&text);
  for (glong i = 0; i < text.n; i++) {
    DoctorOddity kind = kind_of (&text, i);
    if (kind == DOCTOR_N_ODDITIES)
      continue;
    gint32 position = (gint32)i + 1;
    kinds |= 1u << kind;
    if (positions != NULL)
      g_array_append_val (positions, position);
  }
  explicit_bzero (characters, sizeof *characters * (gsize)text.n);
  g_free (characters);
  return kinds;
}

/* --- words --- */

const char *
doctor_oddity_to_string (DoctorOddity oddity)
{
  return rows[oddity].word;
}

GVariant *
doctor_hygiene_new_words (guint kinds)
{
  g_autoptr (GVariantBuilder) words = g_variant_builder_new (G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < DOCTOR_N_ODDITIES; i++)
    if ((kinds & 1u << i) != 0)
      g_variant_builder_add (words, "s", rows[i].word);
  return g_variant_builder_end (words);
}

const char *
doctor_hygiene_get_sentence (guint kinds)
{
  for (guint i = 0; i < DOCTOR_N_ODDITIES; i++)
    if ((kinds & 1u << i) != 0)
      return _ (rows[i].sentence);
  return NULL;
}

/* --- what is of no importance --- */

static gboolean
is_ignored (gunichar character, gboolean blanks, gboolean dashes)
{
  /* Pages show hyphens of more than one kind. */
  return (blanks && g_unichar_isspace (character))
         || (dashes && g_unichar_type (character) == G_UNICODE_DASH_PUNCTUATION);
}

char *
doctor_hygiene_dup_clean (const char *password, const char *ignored)
{
  g_auto (GStrv) words = g_strsplit (ignored != NULL ? ignored : "", ";", -1);
  gboolean blanks = g_strv_contains ((const char *const *)words, "blanks");
  gboolean dashes = g_strv_contains ((const char *const *)words, "dashes");
  if ((!blanks && !dashes) || !g_utf8_validate (password, -1, NULL))
    return g_strdup (password);
  /* One buffer of the full length, so that no piece of it is left where it grew. */
  char *clean = g_malloc0 (strlen (password) + 1);
  char *end = clean;
  for (const char *at = password; *at != '\0'; at = g_utf8_next_char (at))
    if (!is_ignored (g_utf8_get_char (at), blanks, dashes))
      end += g_unichar_to_utf8 (g_utf8_get_char (at), end);
  return clean;
}
