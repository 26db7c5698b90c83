#include "play-text.h"
#include <string.h>

gboolean
play_matches (const char *pattern, const char *line)
{
  g_autofree char *low_pattern = g_ascii_strdown (pattern, -1);
  g_autofree char *low_line = g_ascii_strdown (line, -1);
  return g_pattern_match_simple (low_pattern, low_line);
}

/* The byte that the escape at @c stands for; moves @c to its last character. */
static char
unescape (const char **c)
{
  static const char from[] = "0trn", to[] = "\0\t\r\n";
  const char *letter = strchr (from, **c);
  if (**c == 'x') {
    *c += 2;
    return (char)(g_ascii_xdigit_value ((*c)[-1]) * 16 + g_ascii_xdigit_value ((*c)[0]));
  }
  return letter == NULL ? **c : to[letter - from];
}

/* Replaces \0 \t \r \n \xHH \\ and @TAG@. */
GString *
play_expand (const char *text, const char *tag)
{
  GString *bytes = g_string_new (NULL);
  for (const char *c = text; *c != '\0'; c++) {
    if (*c == '\\' && c[1] != '\0') {
      c++;
      g_string_append_c (bytes, unescape (&c));
    } else if (g_str_has_prefix (c, "@TAG@")) {
      g_string_append (bytes, tag == NULL ? "" : tag);
      c += strlen ("@TAG@") - 1;
    } else {
      g_string_append_c (bytes, *c);
    }
  }
  return bytes;
}
