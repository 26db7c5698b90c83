#include "core/mime-word.h"
#include <string.h>

/* =?CHARSET?ENCODING?TEXT?= */
typedef struct {
  char *charset;
  char encoding; /* 'b' or 'q' */
  const char *text;
  gsize length;
  const char *end; /* after it */
} Word;

static gboolean
find_parts (const char *at, Word *word)
{
  const char *encoding = strchr (at + 2, '?');
  if (encoding == NULL || encoding == at + 2 || encoding[1] == '\0' || encoding[2] != '?')
    return FALSE;
  const char *end = strstr (encoding + 3, "?=");
  if (end == NULL)
    return FALSE;
  /* RFC 2231 §5: a language may follow the charset. */
  gsize length = strcspn (at + 2, "*?");
  word->charset = g_strndup (at + 2, length);
  word->encoding = g_ascii_tolower (encoding[1]);
  word->text = encoding + 3;
  word->length = (gsize)(end - word->text);
  word->end = end + 2;
  return TRUE;
}

/* RFC 2047 §4.2: a blank is an underscore, other bytes are two hexadecimal digits. */
static char *
dup_quoted (const Word *word, gsize *out_length)
{
  GString *bytes = g_string_sized_new (word->length);
  for (gsize i = 0; i < word->length; i++) {
    char byte = word->text[i];
    if (byte == '=' && i + 2 < word->length && g_ascii_isxdigit (word->text[i + 1])
        && g_ascii_isxdigit (word->text[i + 2])) {
      byte = (char)(g_ascii_xdigit_value (word->text[i + 1]) << 4
                    | g_ascii_xdigit_value (word->text[i + 2]));
      i += 2;
    } else if (byte == '_')
      byte = ' ';
    g_string_append_c (bytes, byte);
  }
  *out_length = bytes->len;
  return g_string_free (bytes, FALSE);
}

static char *
dup_bytes (const Word *word, gsize *out_length)
{
  if (word->encoding == 'q')
    return dup_quoted (word, out_length);
  if (word->encoding != 'b')
    return NULL;
  g_autofree char *text = g_strndup (word->text, word->length);
  return (char *)g_base64_decode (text, out_length);
}

/* NULL when its bytes are none of its charset. */
static char *
dup_text (const Word *word)
{
  gsize length = 0;
  g_autofree char *bytes = dup_bytes (word, &length);
  if (bytes == NULL)
    return NULL;
  return g_convert (bytes, (gssize)length, "UTF-8", word->charset, NULL, NULL, NULL);
}

/* The text of the encoded word that begins at @field, NULL when there is none; @out_end is after
 * it. */
static char *
read_word (const char *field, const char **out_end)
{
  Word word = { 0 };
  if (field[0] != '=' || field[1] != '?' || !find_parts (field, &word))
    return NULL;
  char *text = dup_text (&word);
  g_free (word.charset);
  *out_end = word.end;
  return text;
}

/* White space between two encoded words is none (RFC 2047 §6.2). */
static gboolean
is_only_blank (const GString *text, gsize start)
{
  return strspn (text->str + start, " \t\r\n") == text->len - start;
}

char *
doctor_mime_word_decode (const char *field)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize after_word = G_MAXSIZE;
  while (*field != '\0') {
    const char *end = NULL;
    g_autofree char *decoded = read_word (field, &end);
    if (decoded == NULL) {
      g_string_append_c (text, *field == '\r' || *field == '\n' ? ' ' : *field);
      field++;
      continue;
    }
    if (after_word != G_MAXSIZE && is_only_blank (text, after_word))
      g_string_truncate (text, after_word);
    g_string_append (text, decoded);
    after_word = text->len;
    field = end;
  }
  return g_utf8_make_valid (text->str, (gssize)text->len);
}
