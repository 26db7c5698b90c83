#include "core/phrase.h"
#include <string.h>

struct _DoctorPhrases {
  GPtrArray *alternatives; /* char **: parts of a phrase in the form of dup_plain () */
};

/* " word word ": lower case, all that is no letter or digit as one blank, one at each end. */
static char *
dup_plain (const char *text)
{
  GString *plain = g_string_new (" ");
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    gboolean is_word = c < 0x80 ? g_ascii_isalnum (*p) != 0 : g_unichar_isalnum (c);
    if (is_word && c < 0x80)
      g_string_append_c (plain, g_ascii_tolower (*p));
    else if (is_word)
      g_string_append_unichar (plain, g_unichar_tolower (c));
    else if (plain->str[plain->len - 1] != ' ')
      g_string_append_c (plain, ' ');
  }
  if (plain->str[plain->len - 1] != ' ')
    g_string_append_c (plain, ' ');
  return g_string_free (plain, FALSE);
}

/* Without the blank of an end where a word may go on. */
static char *
dup_part (const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *plain = dup_plain (trimmed);
  gsize from = 0, length = strlen (plain);
  if (length < 3)
    return NULL;
  gboolean open_start = trimmed[0] == '*' || (guchar)plain[1] >= 0x80;
  gboolean open_end = g_str_has_suffix (trimmed, "*") || (guchar)plain[length - 2] >= 0x80;
  if (open_start)
    from = 1;
  return g_strndup (plain + from, length - from - (open_end ? 1 : 0));
}

static char **
read_parts (const char *phrase)
{
  g_auto (GStrv) texts = g_strsplit (phrase, "..", -1);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  for (char **text = texts; *text != NULL; text++) {
    char *part = dup_part (*text);
    if (part == NULL)
      return NULL;
    g_ptr_array_add (parts, part);
  }
  if (parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);
  return (char **)g_ptr_array_steal (parts, NULL);
}

DoctorPhrases *
doctor_phrases_new (const char *alternatives)
{
  g_auto (GStrv) texts = g_strsplit (alternatives, "|", -1);
  g_autoptr (DoctorPhrases) phrases = g_new0 (DoctorPhrases, 1);
  phrases->alternatives = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  for (char **text = texts; *text != NULL; text++) {
    char **parts = read_parts (*text);
    if (parts == NULL)
      return NULL;
    g_ptr_array_add (phrases->alternatives, parts);
  }
  return phrases->alternatives->len > 0 ? g_steal_pointer (&phrases) : NULL;
}

void
doctor_phrases_free (DoctorPhrases *phrases)
{
  if (phrases == NULL)
    return;
  g_ptr_array_unref (phrases->alternatives);
  g_free (phrases);
}

/* Whether @parts stand in @plain from @at on, the next within the gap behind the one before. */
static gboolean
follows (char **parts, const char *plain)
{
  const char *at = plain;
  for (char **part = parts; *part != NULL; part++) {
    const char *found = strstr (at, *part);
    if (found == NULL || (part > parts && found - at > DOCTOR_PHRASE_MAX_GAP_BYTES))
      return FALSE;
    /* the blank at the end may be the one at the start of the next */
    at = found + MAX (strlen (*part), 1) - 1;
  }
  return TRUE;
}

/* The first part may stand in several places, not each near the second. */
static gboolean
occurs (char **parts, const char *plain)
{
  for (const char *p = plain; (p = strstr (p, parts[0])) != NULL; p++)
    if (follows (parts, p))
      return TRUE;
  return FALSE;
}

gboolean
doctor_phrases_occur (const DoctorPhrases *phrases, const char *text)
{
  g_autofree char *plain = dup_plain (text);
  for (guint i = 0; i < phrases->alternatives->len; i++)
    if (occurs (g_ptr_array_index (phrases->alternatives, i), plain))
      return TRUE;
  return FALSE;
}

/* The longest word of @parts, or NULL. */
static char *
dup_longest_word (char **parts)
{
  char *longest = NULL;
  for (; *parts != NULL; parts++) {
    g_auto (GStrv) words = g_strsplit (*parts, " ", -1);
    for (char **word = words; *word != NULL; word++)
      if (**word != '\0' && (longest == NULL || strlen (*word) > strlen (longest))) {
        g_free (longest);
        longest = g_strdup (*word);
      }
  }
  return longest;
}

GPtrArray *
doctor_phrases_dup_literals (const DoctorPhrases *phrases, gsize least)
{
  g_autoptr (GPtrArray) literals = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < phrases->alternatives->len; i++) {
    char *word = dup_longest_word (g_ptr_array_index (phrases->alternatives, i));
    if (word != NULL)
      g_ptr_array_add (literals, word);
    if (word == NULL || strlen (word) < least)
      return NULL;
  }
  return g_steal_pointer (&literals);
}
