#include "core/keyfile.h"
#include "core/i18n.h"
#include <string.h>

typedef enum { LINE_NOTHING, LINE_GROUP, LINE_KEY, LINE_WRONG } LineKind;

/* Reads the line at @line: what it is, and the name of its group or key. */
static LineKind
read_line (const char *line, gsize length, char **out_name)
{
  g_autofree char *text = g_strstrip (g_strndup (line, length));
  if (*text == '\0' || *text == '#')
    return LINE_NOTHING;
  if (*text == '[' && g_str_has_suffix (text, "]") && strlen (text) > 2) {
    *out_name = g_strndup (text + 1, strlen (text) - 2);
    return LINE_GROUP;
  }
  const char *equals = strchr (text, '=');
  if (equals == NULL || equals == text || *text == '[')
    return LINE_WRONG;
  *out_name = g_strchomp (g_strndup (text, equals - text));
  return LINE_KEY;
}

typedef struct {
  const char *rest;
  guint number;
  LineKind kind;
  char *name;  /* of this group or key */
  char *group; /* in which the line stands, or NULL */
} Lines;

static void
lines_clear (Lines *lines)
{
  g_free (lines->name);
  g_free (lines->group);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lines, lines_clear)

static gboolean
lines_next (Lines *lines)
{
  if (*lines->rest == '\0')
    return FALSE;
  gsize length = strcspn (lines->rest, "\n");
  g_clear_pointer (&lines->name, g_free);
  lines->kind = read_line (lines->rest, length, &lines->name);
  lines->number++;
  lines->rest += length + (lines->rest[length] == '\n');
  if (lines->kind == LINE_GROUP) {
    g_free (lines->group);
    lines->group = g_strdup (lines->name);
  }
  return TRUE;
}

guint
doctor_keyfile_line (const char *text, const char *group, const char *key)
{
  guint group_line = 1;
  g_auto (Lines) lines = { .rest = text };
  while (lines_next (&lines)) {
    if (g_strcmp0 (lines.group, group) != 0)
      continue;
    if (lines.kind == LINE_GROUP)
      group_line = lines.number;
    if (lines.kind == LINE_KEY && g_strcmp0 (lines.name, key) == 0)
      return lines.number;
  }
  return group_line;
}

void
doctor_keyfile_fault (GPtrArray *problems,
                      const char *origin,
                      const char *text,
                      const char *group,
                      const char *key,
                      const char *sentence)
{
  guint line = doctor_keyfile_line (text, group, key);
  g_ptr_array_add (problems, g_strdup_printf ("%s:%u: %s", origin, line, sentence));
}

/* The fault of the line that was just read, or NULL. */
static char *
dup_line_fault (const Lines *lines, GHashTable *seen)
{
  if (lines->kind == LINE_NOTHING)
    return NULL;
  if (lines->kind == LINE_WRONG)
    return g_strdup (_ ("not a line of a key file; write [GROUP], KEY=VALUE or a # comment"));
  if (lines->group == NULL)
    return g_strdup_printf (_ ("“%s” stands before the first [GROUP]"), lines->name);
  gboolean is_key = lines->kind == LINE_KEY;
  if (g_hash_table_add (seen, g_strconcat (lines->group, "\n", is_key ? lines->name : NULL, NULL)))
    return NULL;
  if (!is_key)
    return g_strdup_printf (_ ("the group [%s] stands twice"), lines->name);
  return g_strdup_printf (_ ("“%s” stands twice in [%s]"), lines->name, lines->group);
}

static gboolean
check_lines (const char *text, const char *origin, DoctorError code, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (Lines) lines = { .rest = text };
  while (lines_next (&lines)) {
    g_autofree char *fault = dup_line_fault (&lines, seen);
    if (fault == NULL)
      continue;
    g_set_error (error, DOCTOR_ERROR, code, "%s:%u: %s", origin, lines.number, fault);
    return FALSE;
  }
  return TRUE;
}

static guint
count_lines (const char *text, const char *end)
{
  guint lines = 1;
  for (; text < end; text++)
    lines += *text == '\n';
  return lines;
}

GKeyFile *
doctor_keyfile_load (
  const char *text, gsize length, const char *origin, DoctorError code, GError **error)
{
  const char *end = NULL;
  if (!g_utf8_validate_len (text, length, &end)) {
    g_set_error (error, DOCTOR_ERROR, code, _ ("%s:%u: not UTF-8 text; save the file as UTF-8"),
                 origin, count_lines (text, end));
    return NULL;
  }
  g_autofree char *owned = g_strndup (text, length);
  if (!check_lines (owned, origin, code, error))
    return NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) own = NULL;
  if (*owned != '\0'
      && !g_key_file_load_from_data (file, owned, length, G_KEY_FILE_KEEP_TRANSLATIONS, &own)) {
    g_set_error (error, DOCTOR_ERROR, code, "%s:1: %s", origin, own->message);
    return NULL;
  }
  return g_steal_pointer (&file);
}
