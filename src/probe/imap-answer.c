#include "probe/imap-answer.h"
#include <string.h>

/* What stands behind "* WORD ", or NULL. */
static const char *
skip_untagged (const char *line, const char *word)
{
  gsize length = strlen (word);
  if (line[0] != '*' || line[1] != ' ')
    return NULL;
  line += 1 + strspn (line + 1, " ");
  if (g_ascii_strncasecmp (line, word, length) != 0 || line[length] != ' ')
    return NULL;
  return line + length + strspn (line + length, " ");
}

static DoctorImapKind
read_state (const char *text)
{
  static const struct {
    const char *word;
    DoctorImapKind kind;
  } states[] = {
    { "OK", DOCTOR_IMAP_OK },
    { "NO", DOCTOR_IMAP_NO },
    { "BAD", DOCTOR_IMAP_BAD },
  };
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    gsize length = strlen (states[i].word);
    if (g_ascii_strncasecmp (text, states[i].word, length) == 0
        && (text[length] == ' ' || text[length] == '\0'))
      return states[i].kind;
  }
  return DOCTOR_IMAP_OTHER;
}

DoctorImapKind
doctor_imap_classify (const char *line, const char *tag)
{
  gsize length = strlen (tag);
  if (line[0] == '+' && (line[1] == ' ' || line[1] == '\0'))
    return DOCTOR_IMAP_CONTINUE;
  if (g_ascii_strcasecmp (line, "* BYE") == 0 || skip_untagged (line, "BYE") != NULL)
    return DOCTOR_IMAP_BYE;
  /* RFC 9051 §7.5.1: a BAD without a tag is about a command that was not understood. */
  if (skip_untagged (line, "BAD") != NULL)
    return DOCTOR_IMAP_BAD;
  if (strncmp (line, tag, length) != 0 || line[length] != ' ')
    return DOCTOR_IMAP_OTHER;
  return read_state (line + length + strspn (line + length, " "));
}

/* --- capabilities --- */

static const char *
find_capabilities (const char *line)
{
  static const char code[] = "[CAPABILITY ";
  const char *list = skip_untagged (line, "CAPABILITY");
  if (list != NULL)
    return list;
  for (const char *p = line; (p = strchr (p, '[')) != NULL; p++)
    if (g_ascii_strncasecmp (p, code, strlen (code)) == 0)
      return p + strlen (code);
  return NULL;
}

gboolean
doctor_imap_read_capability (const char *line, GPtrArray *list)
{
  const char *words = find_capabilities (line);
  if (words == NULL)
    return FALSE;
  g_ptr_array_set_size (list, 0);
  while (*words != '\0' && *words != ']') {
    gsize length = strcspn (words, " ]");
    if (length > 0) {
      g_autofree char *word = g_strndup (words, length);
      g_ptr_array_add (list, g_utf8_make_valid (word, -1));
    }
    words += length;
    words += strspn (words, " ");
  }
  return TRUE;
}

/* --- numbers --- */

/* Reads a number at *@p and the blanks behind it. */
static gboolean
read_number (const char **p, gint64 *out_number)
{
  gsize digits = strspn (*p, "0123456789");
  if (digits == 0 || digits > 18)
    return FALSE;
  *out_number = g_ascii_strtoll (*p, NULL, 10);
  *p += digits;
  *p += strspn (*p, " ");
  return TRUE;
}

gboolean
doctor_imap_read_exists (const char *line, gint64 *out_count)
{
  const char *p = line + 2;
  gint64 count = 0;
  if (line[0] != '*' || line[1] != ' ' || !read_number (&p, &count)
      || g_ascii_strcasecmp (p, "EXISTS") != 0)
    return FALSE;
  *out_count = count;
  return TRUE;
}

gboolean
doctor_imap_read_quota (const char *line, gint64 *out_used_kib, gint64 *out_limit_kib)
{
  static const char resource[] = "STORAGE ";
  const char *rest = skip_untagged (line, "QUOTA");
  const char *list = rest == NULL ? NULL : strrchr (rest, '(');
  gint64 used = 0, limit = 0;
  for (const char *p = list; p != NULL && *p != '\0'; p++) {
    if (g_ascii_strncasecmp (p, resource, strlen (resource)) != 0
        || (p[-1] != '(' && p[-1] != ' ' && p != list))
      continue;
    p += strlen (resource);
    if (!read_number (&p, &used) || !read_number (&p, &limit) || limit == 0)
      return FALSE;
    *out_used_kib = used;
    *out_limit_kib = limit;
    return TRUE;
  }
  return FALSE;
}

/* --- strings --- */

/* Reads an atom, a quoted string or NIL (as "") at *@p and the blanks behind it. NULL when
 * there is none. */
static char *
read_string (const char **p)
{
  GString *text = g_string_new (NULL);
  const char *c = *p;
  gboolean quoted = *c == '"';
  c += quoted;
  for (; *c != '\0' && (quoted ? *c != '"' : strchr (" ()", *c) == NULL); c++) {
    if (quoted && *c == '\\' && c[1] != '\0')
      c++;
    g_string_append_c (text, *c);
  }
  gboolean is_whole = quoted ? *c == '"' : text->len > 0;
  if (!is_whole)
    return g_string_free (text, TRUE);
  c += quoted;
  if (!quoted && g_ascii_strcasecmp (text->str, "NIL") == 0)
    g_string_truncate (text, 0);
  *p = c + strspn (c, " ");
  return g_string_free (text, FALSE);
}

/* Separator and name of a line of LIST or LSUB; its flags are at the return value, up to the
 * parenthesis. NULL when it is none. */
static const char *
split_folder (const char *line, char **out_delimiter, char **out_name)
{
  const char *lsub = skip_untagged (line, "LSUB");
  const char *flags = lsub != NULL ? lsub : skip_untagged (line, "LIST");
  if (flags == NULL || *flags != '(' || strchr (flags, ')') == NULL)
    return NULL;
  const char *p = flags + strcspn (flags, ")") + 1;
  p += strspn (p, " ");
  g_autofree char *delimiter = read_string (&p);
  char *name = delimiter == NULL ? NULL : read_string (&p);
  if (name == NULL)
    return NULL;
  *out_delimiter = g_steal_pointer (&delimiter);
  *out_name = name;
  return flags;
}

char *
doctor_imap_dup_folder_name (const char *line)
{
  g_autofree char *delimiter = NULL;
  char *name = NULL;
  if (split_folder (line, &delimiter, &name) == NULL)
    return NULL;
  return *delimiter != '\0' ? g_strdelimit (name, delimiter, '/') : name;
}

gboolean
doctor_imap_read_folder (const char *line, DoctorImapFolder *out_folder)
{
  g_autofree char *delimiter = NULL, *name = NULL;
  const char *p = split_folder (line, &delimiter, &name);
  if (p == NULL)
    return FALSE;
  g_autofree char *flags = g_strndup (p, strcspn (p, ")"));
  g_autofree char *low = g_ascii_strdown (flags, -1);
  *out_folder = (DoctorImapFolder){
    .is_lsub = skip_untagged (line, "LSUB") != NULL,
    .is_noselect = strstr (low, "\\noselect") != NULL || strstr (low, "\\nonexistent") != NULL,
    .is_inbox = g_ascii_strcasecmp (name, "INBOX") == 0,
  };
  return TRUE;
}

static void
append_quoted (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (; *text != '\0'; text++) {
    if (*text == '"' || *text == '\\')
      g_string_append_c (out, '\\');
    g_string_append_c (out, *text);
  }
  g_string_append_c (out, '"');
}

char *
doctor_imap_dup_namespace (const char *line)
{
  const char *p = skip_untagged (line, "NAMESPACE");
  if (p == NULL || p[0] != '(' || p[1] != '(')
    return NULL;
  p += 2;
  g_autofree char *prefix = read_string (&p);
  g_autofree char *delimiter = prefix == NULL ? NULL : read_string (&p);
  if (delimiter == NULL)
    return NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  append_quoted (text, prefix);
  g_string_append_c (text, ' ');
  append_quoted (text, delimiter);
  return g_utf8_make_valid (text->str, -1);
}

char *
doctor_imap_dup_id (const char *line)
{
  const char *p = skip_untagged (line, "ID");
  const char *end = p == NULL ? NULL : strrchr (p, ')');
  if (p == NULL || *p != '(' || end == NULL)
    return NULL;
  g_autofree char *text = g_strndup (p + 1, (gsize)(end - p - 1));
  return g_utf8_make_valid (text, -1);
}

char *
doctor_imap_dup_alert (const char *reply)
{
  static const char code[] = "[ALERT]";
  for (const char *p = reply; (p = strchr (p, '[')) != NULL; p++) {
    if (g_ascii_strncasecmp (p, code, strlen (code)) != 0)
      continue;
    p += strlen (code);
    p += strspn (p, " ");
    g_autofree char *text = g_strndup (p, strcspn (p, "\r\n"));
    return g_utf8_make_valid (text, -1);
  }
  return NULL;
}
