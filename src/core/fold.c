#include "core/fold.h"
#include <string.h>

static gboolean
is_blank (char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Case without a call for the bytes that mail servers mostly send. */
static gunichar
fold_char (const char *text)
{
  guchar byte = *text;
  if (byte >= 'A' && byte <= 'Z')
    return byte + ('a' - 'A');
  return byte < 0x80 ? byte : g_unichar_tolower (g_utf8_get_char (text));
}

char *
doctor_fold (const char *text)
{
  /* a letter of two bytes may become one of three */
  char *folded = g_malloc (strlen (text) * 2 + 1), *out = folded;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    if ((guchar)*p >= 0x80)
      out += g_unichar_to_utf8 (fold_char (p), out);
    else if (!is_blank (*p))
      *out++ = (char)fold_char (p);
    else if (!is_blank (p[1]))
      *out++ = ' ';
  }
  *out = '\0';
  return folded;
}

static gboolean
matches_here (const char *text, const char *needle)
{
  while (*needle != '\0') {
    if (*needle == ' ') {
      if (!is_blank (*text))
        return FALSE;
      while (is_blank (*text))
        text++;
      needle++;
      continue;
    }
    /* also ends at the end of @text, whose NUL is in no needle */
    if (fold_char (text) != g_utf8_get_char (needle))
      return FALSE;
    text = g_utf8_next_char (text);
    needle = g_utf8_next_char (needle);
  }
  return TRUE;
}

gboolean
doctor_fold_contains (const char *text, const char *needle)
{
  gunichar first = g_utf8_get_char (needle);
  if (first == '\0')
    return TRUE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if ((first == ' ' ? is_blank (*p) : fold_char (p) == first) && matches_here (p, needle))
      return TRUE;
  return FALSE;
}
