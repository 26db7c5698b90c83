#include "core/wire-parts.h"
#include <string.h>

#define NAME_MASK "…"

static gboolean
is_name_byte (char c)
{
  return g_ascii_isalnum (c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-'
         || c == '@';
}

/* The last label of a host name: letters of one case. "failed.Please" is a slip of the pen. */
static gboolean
is_top_label (const char *label, gsize length)
{
  gsize lower = 0, upper = 0;
  for (gsize i = 0; i < length; i++) {
    lower += g_ascii_islower (label[i]) != 0;
    upper += g_ascii_isupper (label[i]) != 0;
  }
  return length >= 2 && (lower == length || upper == length);
}

static gboolean
looks_like_name (const char *token, gsize length)
{
  const char *at = memchr (token, '@', length);
  if (at != NULL)
    return at > token && at < token + length - 1;
  const char *dot = token + length - 1; /* the last one */
  while (dot > token && *dot != '.')
    dot--;
  return dot > token && is_top_label (dot + 1, (gsize)(token + length - dot - 1));
}

/* The account's own names are taken out too. */
static const char *const own_facts[]
  = { "server.host", "auth.user", "account.address", "account.name", "send.helo-name" };
enum { N_OWN_NAMES = G_N_ELEMENTS (own_facts) };

/* Those that are known, NULL behind them. */
static void
read_own_names (DoctorFacts *facts, DoctorScope scope, const char *own[N_OWN_NAMES + 1])
{
  guint n = 0;
  for (guint i = 0; i < N_OWN_NAMES; i++)
    if ((own[n] = doctor_facts_get_string (facts, scope, own_facts[i])) != NULL)
      n++;
  own[n] = NULL;
}

/* A name that could be a word of the sentence ("mail", "user") counts only where it stands
 * in quotation marks or brackets, as @before tells. */
static gboolean
is_own_name (const char *token, gsize length, char before, const char *const *own)
{
  for (; *own != NULL; own++) {
    const char *name = *own;
    if (g_ascii_strncasecmp (name, token, length) != 0 || name[length] != '\0')
      continue;
    gboolean is_word = TRUE;
    for (gsize k = 0; k < length; k++)
      is_word &= g_ascii_isalpha (name[k]) != 0;
    if (!is_word || (before != '\0' && strchr ("<[('\"=", before) != NULL))
      return TRUE;
  }
  return FALSE;
}

/* "timed-out" in quotation marks of its own: what somebody has named so. Codes have no hyphen. */
static gboolean
is_quoted_name (const char *token, gsize length, char before)
{
  return (before == '"' || before == '\'') && token[length] == before
         && memchr (token, '-', length) != NULL;
}

char *
doctor_wire_dup_words (const char *text, DoctorFacts *facts, DoctorScope scope)
{
  const char *own[N_OWN_NAMES + 1];
  GString *out = g_string_sized_new (strlen (text) + 1);
  const char *p = text, *kept = text; /* what stands between them is yet to be copied */
  read_own_names (facts, scope, own);
  while (*p != '\0') {
    while (*p != '\0' && !is_name_byte (*p))
      p++;
    const char *token = p;
    while (is_name_byte (*p))
      p++;
    const char *end = p;
    while (end > token && (end[-1] == '.' || end[-1] == '-'))
      end--;
    gsize length = (gsize)(end - token);
    char before = token > text ? token[-1] : '\0';
    if (length == 0
        || (!looks_like_name (token, length) && !is_quoted_name (token, length, before)
            && !is_own_name (token, length, before, own)))
      continue;
    g_string_append_len (out, kept, token - kept);
    g_string_append (out, NAME_MASK);
    kept = end;
  }
  g_string_append (out, kept);
  return g_string_free (out, FALSE);
}
