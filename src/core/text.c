#include "core/text.h"
#include "core/finding.h"
#include "core/i18n.h"
#include <string.h>

enum { MAX_CHARACTERS = 400 }; /* of one value: a long paragraph; the whole is in the details */

static gboolean
is_full_stop (const char *p)
{
  static const gunichar wide[] = { 0x3002, 0xFF1F, 0xFF01 }; /* 。？！ */
  if (strchr (".?!", *p) != NULL)
    return p[1] == '\0' || g_ascii_isspace (p[1]);
  gunichar c = g_utf8_get_char (p);
  for (guint i = 0; i < G_N_ELEMENTS (wide); i++)
    if (c == wide[i])
      return TRUE;
  return FALSE;
}

gsize
doctor_text_sentence (const char *text)
{
  const char *p = text;
  while (*p != '\0' && !is_full_stop (p))
    p = g_utf8_next_char (p);
  if (*p != '\0')
    p = g_utf8_next_char (p);
  while (g_ascii_isspace (*p))
    p++;
  return p - text;
}

const char *
doctor_text_find_hole (const char *text, char **out_name)
{
  for (const char *brace = strchr (text, '{'); brace != NULL; brace = strchr (brace + 1, '{')) {
    gsize length = strcspn (brace + 1, "{}");
    if (brace[1 + length] != '}')
      continue;
    *out_name = g_strndup (brace + 1, length);
    return brace;
  }
  return NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
doctor_text_holes (const char *text)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  char *name = NULL;
  for (const char *hole = doctor_text_find_hole (text, &name); hole != NULL;
       hole = doctor_text_find_hole (hole + 1, &name)) {
    if (g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
      g_free (name);
    else
      g_ptr_array_add (names, name);
  }
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* Format characters could turn the direction of the rest of our sentence. */
static gboolean
is_invisible (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_FORMAT;
}

char *
doctor_text_flatten (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *flat = g_string_new (NULL);
  gboolean blank = FALSE;
  guint count = 0;
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (is_invisible (c))
      continue;
    if (g_unichar_isspace (c) || g_unichar_iscntrl (c)) {
      blank = flat->len > 0;
      continue;
    }
    if (count++ >= MAX_CHARACTERS) {
      g_string_append (flat, "…");
      break;
    }
    if (blank)
      g_string_append_c (flat, ' ');
    blank = FALSE;
    g_string_append_unichar (flat, c);
  }
  return g_string_free (flat, FALSE);
}

/* Appends @sentence with its holes filled. FALSE when a hole stayed empty: it reads as a dash. */
static gboolean
fill_sentence (GString *filled, const char *sentence, DoctorFacts *facts, DoctorScope scope)
{
  gboolean whole = TRUE;
  const char *rest = sentence;
  char *found = NULL;
  for (const char *hole = doctor_text_find_hole (rest, &found); hole != NULL;
       hole = doctor_text_find_hole (rest, &found)) {
    g_autofree char *name = g_steal_pointer (&found);
    GVariant *value = doctor_facts_lookup (facts, scope, name);
    g_autofree char *words = value != NULL ? doctor_value_dup_text (name, value) : NULL;
    g_string_append_len (filled, rest, hole - rest);
    g_string_append (filled, words != NULL ? words : "–");
    whole = whole && words != NULL;
    rest = hole + strlen (name) + 2;
  }
  g_string_append (filled, rest);
  return whole;
}

/* How a title reads when nobody knows what a hole in it is for; the first that fits counts. */
static const struct {
  const char *hole;
  const char *text, *instead;
  gboolean is_japanese;
} stand_ins[] = {
  { "server.host", "server name {server.host}", "server name" },
  { "server.host", "{server.host}", "the server" },
  { "server.port", "The port {server.port}", "The port" },
  { "server.port", "port {server.port}", "the port" },
  { "tls.cert.not-after", " on {tls.cert.not-after}", "" },
  { "server.host", "サーバー名 {server.host} ", "サーバー名", TRUE },
  { "server.host", " {server.host} ", "サーバー", TRUE },
  { "server.host", "{server.host} ", "サーバー", TRUE },
  { "server.port", "ポート {server.port} ", "ポート", TRUE },
  { "tls.cert.not-after", " {tls.cert.not-after} に", "", TRUE },
};

/* Appends @sentence without the holes that nobody fills, where there are words for that. */
static void
fill_without (GString *filled, const char *sentence, DoctorFacts *facts, DoctorScope scope)
{
  gboolean is_japanese = strstr (sentence, "。") != NULL;
  g_autoptr (GString) words = g_string_new (sentence);
  for (guint i = 0; i < G_N_ELEMENTS (stand_ins); i++)
    if (stand_ins[i].is_japanese == is_japanese
        && doctor_facts_lookup (facts, scope, stand_ins[i].hole) == NULL)
      g_string_replace (words, stand_ins[i].text, stand_ins[i].instead, 0);
  if (sentence[0] == '{')
    words->str[0] = g_ascii_toupper (words->str[0]);
  fill_sentence (filled, words->str, facts, scope);
}

char *
doctor_text_fill (const char *text, DoctorFacts *facts, DoctorScope scope)
{
  g_autoptr (GString) without = NULL;
  GString *filled = g_string_new (NULL);
  const char *rest = text;
  for (gsize length = doctor_text_sentence (rest); length > 0;
       length = doctor_text_sentence (rest)) {
    g_autofree char *sentence = g_strndup (rest, length);
    gsize before = filled->len;
    if (!fill_sentence (filled, sentence, facts, scope)) {
      g_string_truncate (filled, before);
      if (without == NULL) {
        without = g_string_new (NULL);
        fill_without (without, sentence, facts, scope);
      }
    }
    rest += length;
  }
  if (filled->len == 0 && without != NULL)
    g_string_assign (filled, without->str);
  return g_strchomp (g_string_free (filled, FALSE));
}
