#include "core/phrase.h"
#include "core/needles.h"
#include "core/phrase-class.h"
#include <string.h>

/* From so many alternatives on they are not tried one by one. */
enum { MANY = 8 };

/* How a piece is stored, with a NUL behind it: a literal, which is in plain form and thus has none
 * of these, or CLASS and its number. */
enum { BESIDE = '+' /* before one that goes on the part of the one before */, CLASS = '<' };

struct _DoctorPhrases {
  GString *pieces;        /* one more NUL after the last of a phrase */
  GArray *starts;         /* of each phrase in it: guint */
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

/* Appends @text, one literal or class of it after another. FALSE when one has no word. */
static gboolean
add_part (GString *pieces, char *text)
{
  const char *start = g_strstrip (text), *piece = start, *rest;
  do {
    gsize length = *piece == '<' ? strcspn (piece, ">") + 1 : strcspn (piece, "<");
    rest = piece + length + strspn (piece + length, " ");
    guint closed
      = (piece > start ? DOCTOR_CLOSED_START : 0) | (*rest != '\0' ? DOCTOR_CLOSED_END : 0);
    if (piece > start)
      g_string_append_c (pieces, BESIDE);
    const char class[] = { CLASS, doctor_phrase_class_number (piece, closed), '\0' };
    if (*piece == '<')
      g_string_append_len (pieces, class, sizeof class);
    else if (!doctor_phrase_put_literal (pieces, piece, length, closed))
      return FALSE;
  } while (*(piece = rest) != '\0');
  return TRUE;
}

/* Cuts @phrase. */
static gboolean
add_phrase (DoctorPhrases *phrases, char *phrase)
{
  guint start = (guint)phrases->pieces->len;
  g_array_append_val (phrases->starts, start);
  for (char *part = phrase, *rest; part != NULL; part = rest) {
    rest = cut_at (part, "..");
    if (!add_part (phrases->pieces, part))
      return FALSE;
  }
  g_string_append_c (phrases->pieces, '\0');
  return TRUE;
}

static const char *
get_phrase (const DoctorPhrases *phrases, guint i)
{
  return phrases->pieces->str + g_array_index (phrases->starts, guint, i);
}

static const char *
next_piece (const char *piece)
{
  return piece + strlen (piece) + 1;
}

static gboolean
is_class (const char *piece)
{
  return piece[*piece == BESIDE] == CLASS;
}

static const char *
first_literal (const char *piece)
{
  const char *bare = piece + (*piece == BESIDE);
  return *bare == CLASS ? doctor_phrase_class_get (bare[1]) : bare;
}

/* NULL behind the last. */
static const char *
next_literal (const char *piece, const char *literal)
{
  const char *next = next_piece (literal);
  return is_class (piece) && *next != '\0' ? next : NULL;
}

/* Of the shortest literal. */
static gsize
measure_piece (const char *piece)
{
  gsize least = G_MAXSIZE;
  for (const char *p = first_literal (piece); p != NULL; p = next_literal (piece, p))
    least = MIN (least, strlen (p));
  return least;
}

/* The longest one says most. NULL when it has a literal below @least bytes. */
static const char *
find_longest_piece (const char *phrase, gsize least)
{
  const char *longest = phrase;
  for (const char *piece = phrase; *piece != '\0'; piece = next_piece (piece))
    if (measure_piece (piece) > measure_piece (longest))
      longest = piece;
  return measure_piece (longest) >= least ? longest : NULL;
}

typedef void (*LiteralFunc) (const char *literal, guint number, gpointer user_data);

/* Calls @each with the literals of a piece of each phrase: a text without any of them has no
 * phrase. FALSE when a phrase has no piece of @least bytes. */
static gboolean
foreach_literal (const DoctorPhrases *phrases, gsize least, LiteralFunc each, gpointer user_data)
{
  for (guint i = 0; i < phrases->starts->len; i++) {
    const char *piece = find_longest_piece (get_phrase (phrases, i), least);
    if (piece == NULL)
      return FALSE;
    for (const char *p = first_literal (piece); p != NULL; p = next_literal (piece, p))
      each (p, i, user_data);
  }
  return TRUE;
}

static void
add_needle (const char *literal, guint number, gpointer needles)
{
  doctor_needles_add (needles, literal, number);
}

static DoctorNeedles *
make_needles (const DoctorPhrases *phrases)
{
  g_autoptr (DoctorNeedles) needles = doctor_needles_new (phrases->starts->len);
  if (!foreach_literal (phrases, DOCTOR_NEEDLE_MIN_BYTES, add_needle, needles))
    return NULL;
  doctor_needles_sort (needles);
  return g_steal_pointer (&needles);
}

static DoctorPhrases *
read_phrases (const char *alternatives)
{
  if (!doctor_phrase_classes_known (alternatives))
    return NULL;
  g_autofree char *text = g_strdup (alternatives);
  g_autoptr (DoctorPhrases) phrases = g_new0 (DoctorPhrases, 1);
  phrases->pieces = g_string_new (NULL);
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
  g_string_free (phrases->pieces, TRUE);
  g_array_unref (phrases->starts);
  doctor_needles_free (phrases->needles);
  g_free (phrases);
}

/* --- looking --- */

/* Where @literal begins first in @text, until @last; NULL for @last: anywhere. */
static const char *
find_literal (const char *text, const char *literal, const char *last)
{
  return g_strstr_len (text, last == NULL ? -1 : last - text + (gssize)strlen (literal), literal);
}

/* Whether the pieces from @piece on stand in @text, that one beginning until @last, each other
 * beside the one before or within the gap behind it. */
static gboolean
stand (const char *piece, const char *text, const char *last)
{
  const char *next = next_piece (piece);
  gsize gap = *next == BESIDE ? 0 : DOCTOR_PHRASE_MAX_GAP_BYTES;
  for (const char *literal = first_literal (piece); literal != NULL;
       literal = next_literal (piece, literal))
    for (const char *p = text; (p = find_literal (p, literal, last)) != NULL; p++) {
      /* the blank at the end may be the one at the start of the next */
      const char *end = p + strlen (literal) - 1;
      if (*next == '\0' || stand (next, end, end + gap))
        return TRUE;
      if (last != NULL && gap > 0) /* of a part behind a gap the nearest place counts */
        break;
    }
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
      if (i < n && stand (get_phrase (phrases, i), plain, NULL))
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

static void
add_to_set (const char *literal, guint number G_GNUC_UNUSED, gpointer set)
{
  g_hash_table_add (set, (gpointer)literal); /* those of a class stand in many phrases */
}

GPtrArray *
doctor_phrases_dup_literals (const char *alternatives, gsize least)
{
  g_autoptr (DoctorPhrases) phrases = read_phrases (alternatives);
  g_autoptr (GHashTable) set = g_hash_table_new (g_str_hash, g_str_equal);
  if (phrases == NULL || !foreach_literal (phrases, least, add_to_set, set))
    return NULL;
  GPtrArray *literals = g_ptr_array_new_full (g_hash_table_size (set), g_free);
  GHashTableIter iter;
  gpointer literal;
  for (g_hash_table_iter_init (&iter, set); g_hash_table_iter_next (&iter, &literal, NULL);)
    g_ptr_array_add (literals, g_strdup (literal));
  return literals;
}
