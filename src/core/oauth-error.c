#include "core/oauth-error.h"
#include <string.h>

enum { MAX_VALUE_BYTES = 512, MAX_NESTING = 16, MIN_BASE64_BYTES = 12 };

#define BASE64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="

/* --- JSON, as far as it is needed: strings and numbers on the top level --- */

/* Reads the string at @p (behind its quote) into @out, undoing what RFC 8259 §7 has for
 * ASCII. Returns what is behind it, NULL when it does not end. */
static const char *
read_string (const char *p, GString *out)
{
  for (; *p != '\0' && *p != '"'; p++) {
    char c = *p;
    if (c == '\\' && p[1] != '\0') {
      p++;
      c = *p == 'n' || *p == 'r' || *p == 't' || *p == 'u' ? ' ' : *p;
    }
    if (out->len < MAX_VALUE_BYTES)
      g_string_append_c (out, c);
  }
  return *p == '"' ? p + 1 : NULL;
}

static const char *
skip_blanks (const char *p)
{
  return p + strspn (p, " \t\r\n");
}

static char *
make_value (const char *bytes, gsize length)
{
  g_autofree char *cut = g_strndup (bytes, MIN (length, MAX_VALUE_BYTES));
  return g_utf8_make_valid (cut, -1);
}

/* The value at @p, where it is a string or a number. */
static char *
dup_value (const char *p)
{
  g_autoptr (GString) text = g_string_new (NULL);
  if (*p == '"')
    return read_string (p + 1, text) != NULL ? make_value (text->str, text->len) : NULL;
  gsize digits = strspn (p, "0123456789.-");
  return digits > 0 ? make_value (p, digits) : NULL;
}

char *
doctor_oauth_dup_member (const char *json, const char *key)
{
  guint depth = 0;
  for (const char *p = json; p != NULL && *p != '\0';) {
    if (*p == '{' || *p == '[')
      depth++;
    if ((*p == '}' || *p == ']') && depth > 0)
      depth--;
    if (depth > MAX_NESTING)
      return NULL;
    if (*p++ != '"')
      continue;
    g_autoptr (GString) text = g_string_new (NULL);
    p = read_string (p, text);
    if (p == NULL || depth != 1)
      continue;
    const char *colon = skip_blanks (p);
    if (*colon == ':' && g_ascii_strcasecmp (text->str, key) == 0)
      return dup_value (skip_blanks (colon + 1));
  }
  return NULL;
}

/* --- in a conversation --- */

static gboolean
is_error_object (const char *text)
{
  if (*skip_blanks (text) != '{')
    return FALSE;
  g_autofree char *status = doctor_oauth_dup_member (text, "status");
  g_autofree char *error = doctor_oauth_dup_member (text, "error");
  return status != NULL || error != NULL;
}

static char *
dup_decoded (const char *token, gsize length)
{
  gsize size = 0;
  g_autofree char *base64 = g_strndup (token, length);
  g_autofree guchar *bytes = g_base64_decode (base64, &size);
  g_autofree char *text = g_strndup ((const char *)bytes, size);
  return is_error_object (text) ? g_utf8_make_valid (text, -1) : NULL;
}

char *
doctor_oauth_find_error (const char *text)
{
  const char *brace = strchr (text, '{');
  if (brace != NULL && is_error_object (brace))
    return g_utf8_make_valid (brace, -1);
  /* "ey" is how base64 of '{"' begins. */
  for (const char *p = text; (p = strstr (p, "ey")) != NULL; p++) {
    gsize length = strspn (p, BASE64);
    gboolean is_apart = p == text || strchr (" \n\t'\":", p[-1]) != NULL;
    char *decoded = is_apart && length >= MIN_BASE64_BYTES ? dup_decoded (p, length) : NULL;
    if (decoded != NULL)
      return decoded;
    p += length - 2;
  }
  return NULL;
}
