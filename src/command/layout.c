#include "command/layout.h"
#include <stdio.h>
#include <string.h>

static guint
char_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

guint
doctor_layout_measure (const char *text)
{
  guint width = 0;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += char_width (g_utf8_get_char (p));
  return width;
}

/* Escape sequences, and characters that turn the direction of what follows, are the ways
 * in which a server's words could make a terminal show something else. */
static gboolean
is_harmless (gunichar c)
{
  if (c >= 0x202A && c <= 0x202E)
    return FALSE;
  if (c >= 0x2066 && c <= 0x2069)
    return FALSE;
  return c == '\n' || !g_unichar_iscntrl (c);
}

static char *
dup_harmless (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (c == '\t')
      g_string_append_c (clean, ' ');
    else
      g_string_append_unichar (clean, is_harmless (c) ? c : 0x00B7);
  }
  return g_string_free (clean, FALSE);
}

/* Japanese line breaking (JIS X 4051), the part that is seen at once: these do not begin,
 * or do not end, a line. */
static gboolean
is_one_of (gunichar c, const char *set)
{
  return g_utf8_strchr (set, -1, c) != NULL;
}

static gboolean
may_break_between (gunichar before, gunichar after)
{
  if (before == ' ')
    return after != ' ';
  if (!g_unichar_iswide (before) && !g_unichar_iswide (after))
    return FALSE;
  return after != ' '
         && !is_one_of (
           after, "、。，．・：；？！）」』】〕〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ”’)].,:;")
         && !is_one_of (before, "（「『【〔〈《“‘([");
}

/* Returns where the line that begins at @start ends: at the last place to break before
 * @room columns are full, or at the end of @start, or, failing both, when it is full. A
 * link is not broken: a terminal wraps it so that it can still be opened and copied. */
static const char *
find_line_end (const char *start, guint room)
{
  gboolean is_link = g_str_has_prefix (start, "https://");
  const char *last_break = NULL;
  guint width = 0;
  gunichar before = 0;
  for (const char *p = start; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (before != 0 && may_break_between (before, c)) {
      last_break = p;
      if (width > room)
        return p;
    }
    width += char_width (c);
    if (width > room && c != ' ' && last_break != NULL)
      return last_break;
    if (width > room && c != ' ' && !is_link)
      return p > start ? p : g_utf8_next_char (p);
    before = c;
  }
  return start + strlen (start);
}

static void
append_line (GString *out, const char *prefix, const char *start, gsize length)
{
  gsize line_start = out->len;
  g_string_append (out, prefix);
  g_string_append_len (out, start, length);
  while (out->len > line_start && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  g_string_append_c (out, '\n');
}

void
doctor_layout_paragraph (GString *out, const char *first, const char *rest, const char *text)
{
  g_autofree char *clean = dup_harmless (text);
  g_auto (GStrv) lines = g_strsplit (clean, "\n", -1);
  const char *prefix = first;
  for (char **line = lines; *line != NULL; line++) {
    const char *start = *line;
    do {
      guint used = doctor_layout_measure (prefix);
      guint room = used < DOCTOR_LAYOUT_WIDTH ? DOCTOR_LAYOUT_WIDTH - used : 1;
      const char *end = find_line_end (start, room);
      append_line (out, prefix, start, end - start);
      prefix = rest;
      start = end;
    } while (*start != '\0');
  }
}

void
doctor_layout_row (GString *out, guint indent, guint column, const char *name, const char *text)
{
  g_autofree char *hanging = g_strnfill (column, ' ');
  g_autofree char *margin = g_strnfill (indent, ' ');
  guint used = indent + doctor_layout_measure (name);
  if (used + 2 > column || text[0] == '\0') {
    doctor_layout_paragraph (out, margin, margin, name);
    doctor_layout_paragraph (out, hanging, hanging, text);
    return;
  }
  g_autofree char *clean_name = dup_harmless (name);
  g_autofree char *gap = g_strnfill (column - used, ' ');
  g_autofree char *first = g_strconcat (margin, clean_name, gap, NULL);
  doctor_layout_paragraph (out, first, hanging, text);
}

void
doctor_layout_print (const GString *text)
{
  g_print ("%s", text->str);
  fflush (stdout);
}
