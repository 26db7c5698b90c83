#include "core/phrase.h"
#include "core/needles.h"
#include "core/phrase-class.h"
#include <string.h>

/* From so many alternatives on they are not tried one by one. */
enum { MANY = 8 };

struct _DoctorPhrases {
  GString *parts; /* in plain form, NUL after each and one more after the last of a phrase */
  GArray *starts; /* of each phrase in it: guint */
  DoctorNeedles *needles; /* numbers of phrases; NULL: try each */
};

/* --- plain form --- */

/* Writes the plain form of the character at @text, if it has one; returns what is behind it. */
static char *
put_plain (char *out, const char *text)
{
  gunichar c = g_utf8_get_char (text);
  return g_unichar_isalnum (c) ? out + g_unichar_to_utf8 (g_unichar_tolower (c), out) : out;
}

char *
doctor_phrase_dup_plain (const char *text)
{
  /* a letter of two bytes may become one of three, and each end gets a blank */
  char *plain = g_malloc (strlen (text) * 2 + 8), *out = plain;
  *out++ = ' ';
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    char *before = out;
    if ((guchar)*p >= 0x80)
      out = put_plain (out, p);
    else if (g_ascii_isalnum (*p))
      *out++ = (char)(*p | 0x20); /* small letters have that bit, and digits */
    if (out == before && out[-1] != ' ')
      *out++ = ' ';
  }
  if (out[-1] != ' ')
    *out++ = ' ';
  *out = '\0';
  return plain;
}

/* --- reading --- */

/* Appends @text in plain form, without the blank of an end where a word may go on. FALSE when it
 * has no word. */
static gboolean
add_part (DoctorPhrases *phrases, char *text)
{
  const char *trimmed = g_strstrip (text);
  g_autofree char *plain = doctor_phrase_dup_plain (trimmed);
  gsize from = 0, length = strlen (plain);
  if (length < 3)
    return FALSE;
  gboolean open_start = trimmed[0] == '*' || (guchar)plain[1] >= 0x80;
  gboolean open_end = g_str_has_suffix (trimmed, "*") || (guchar)plain[length - 2] >= 0x80;
  if (open_start)
    from = 1;
  g_string_append_len (phrases->parts, plain + from, (gssize)(length - from - (open_end ? 1 : 0)));
  g_string_append_c (phrases->parts, '\0');
  return TRUE;
}

/* Cuts @text at the first @mark and returns what is behind that, NULL when there is none. */
static char *
cut_at (char *text, const char *mark)
{
  char *found = strstr (text, mark);
  if (found == NULL)
    return NULL;
  *found = '\0';
  return found + strlen (mark);
}

/* Cuts @phrase. */
static gboolean
add_phrase (DoctorPhrases *phrases, char *phrase)
{
  guint start = (guint)phrases->parts->len;
  g_array_append_val (phrases->starts, start);
  for (char *part = phrase, *rest; part != NULL; part = rest) {
    rest = cut_at (part, "..");
    if (!add_part (phrases, part))
      return FALSE;
  }
  g_string_append_c (phrases->parts, '\0');
  return TRUE;
}

static const char *
get_phrase (const DoctorPhrases *phrases, guint i)
{
  return phrases->parts->str + g_array_index (phrases->starts, guint, i);
}

static const char *
next_part (const char *part)
{
  return part + strlen (part) + 1;
}

/* The longest one says most. */
static const char *
find_longest_part (const char *part)
{
  const char *longest = part;
  for (; *part != '\0'; part = next_part (part))
    if (strlen (part) > strlen (longest))
      longest = part;
  return longest;
}

static DoctorNeedles *
make_needles (const DoctorPhrases *phrases)
{
  g_autoptr (DoctorNeedles) needles = doctor_needles_new (phrases->starts->len);
  for (guint i = 0; i < phrases->starts->len; i++) {
    const char *part = find_longest_part (get_phrase (phrases, i));
    if (strlen (part) < DOCTOR_NEEDLE_MIN_BYTES)
      return NULL;
    doctor_needles_add (needles, part, i);
  }
  doctor_needles_sort (needles);
  return g_steal_pointer (&needles);
}

static DoctorPhrases *
read_phrases (const char *alternatives)
{
  g_autofree char *text = doctor_phrase_dup_expanded (alternatives);
  if (text == NULL)
    return NULL;
  g_autoptr (DoctorPhrases) phrases = g_new0 (DoctorPhrases, 1);
  phrases->parts = g_string_new (NULL);
  phrases->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  for (char *phrase = text, *rest; phrase != NULL; phrase = rest) {
    rest = cut_at (phrase, "|");
    if (!add_phrase (phrases, phrase))
      return NULL;
  }
  return g_steal_pointer (&phrases);
}

DoctorPhrases *
doctor_phrases_new (const char *alternatives)
{
  DoctorPhrases *phrases = read_phrases (alternatives);
  if (phrases != NULL && phrases->starts->len >= MANY)
    phrases->needles = make_needles (phrases);
  return phrases;
}

void
doctor_phrases_free (DoctorPhrases *phrases)
{
  if (phrases == NULL)
    return;
  g_string_free (phrases->parts, TRUE);
  g_array_unref (phrases->starts);
  doctor_needles_free (phrases->needles);
  g_free (phrases);
}

/* --- looking --- */

/* Whether the parts from @first on stand in @plain, the next within the gap behind the one before.
 */
static gboolean
follows (const char *first, const char *plain)
{
  const char *at = plain;
  for (const char *part = first; *part != '\0'; part = next_part (part)) {
    const char *found = strstr (at, part);
    if (found == NULL || (part > first && found - at > DOCTOR_PHRASE_MAX_GAP_BYTES))
      return FALSE;
    /* the blank at the end may be the one at the start of the next */
    at = found + strlen (part) - 1;
  }
  return TRUE;
}

/* The first part may stand in several places, not each near the second. */
static gboolean
occurs (const char *phrase, const char *plain)
{
  for (const char *p = plain; (p = strstr (p, phrase)) != NULL; p++)
    if (follows (phrase, p))
      return TRUE;
  return FALSE;
}

gboolean
doctor_phrases_occur_in (const DoctorPhrases *phrases, const char *plain)
{
  guint n = phrases->starts->len;
  gsize words = n / 64 + 1;
  guint64 *may = g_newa (guint64, words);
  memset (may, phrases->needles != NULL ? 0 : 0xff, words * sizeof *may);
  if (phrases->needles != NULL)
    doctor_needles_mark (phrases->needles, plain, may);
  for (gsize word = 0; word < words; word++)
    for (guint64 left = may[word]; left != 0; left &= left - 1) {
      guint i = (guint)(word * 64) + (guint)__builtin_ctzll (left);
      if (i < n && occurs (get_phrase (phrases, i), plain))
        return TRUE;
    }
  return FALSE;
}

gboolean
doctor_phrases_occur (const DoctorPhrases *phrases, const char *text)
{
  g_autofree char *plain = doctor_phrase_dup_plain (text);
  return doctor_phrases_occur_in (phrases, plain);
}

GPtrArray *
doctor_phrases_dup_literals (const char *alternatives, gsize least)
{
  g_autoptr (DoctorPhrases) phrases = read_phrases (alternatives);
  if (phrases == NULL)
    return NULL;
  g_autoptr (GPtrArray) literals = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < phrases->starts->len; i++) {
    const char *part = find_longest_part (get_phrase (phrases, i));
    if (strlen (part) < least)
      return NULL;
    if (g_hash_table_add (seen, (gpointer)part)) /* those of a class stand in many phrases */
      g_ptr_array_add (literals, g_strdup (part));
  }
  return g_steal_pointer (&literals);
}
