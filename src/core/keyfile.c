#include "core/keyfile.h"
#include "core/i18n.h"
#include <string.h>

/* --- lines --- */

typedef enum { LINE_NOTHING, LINE_GROUP, LINE_KEY, LINE_WRONG } LineKind;

/* What @line is; the name of its group or key is left in it, the rest is lost. */
static LineKind
read_line (char *line, const char **out_name)
{
  char *text = g_strstrip (line);
  if (*text == '\0' || *text == '#')
    return LINE_NOTHING;
  if (*text == '[' && g_str_has_suffix (text, "]") && strlen (text) > 2) {
    text[strlen (text) - 1] = '\0';
    *out_name = text + 1;
    return LINE_GROUP;
  }
  char *equals = strchr (text, '=');
  if (equals == NULL || equals == text || *text == '[')
    return LINE_WRONG;
  *equals = '\0';
  *out_name = g_strchomp (text);
  return LINE_KEY;
}

static guint
find_line (const char *text, const char *group, const char *key)
{
  guint group_line = 1;
  const char *inside = NULL, *name = NULL;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    LineKind kind = read_line (lines[i], &name);
    inside = kind == LINE_GROUP ? name : inside;
    if (g_strcmp0 (inside, group) != 0)
      continue;
    if (kind == LINE_GROUP)
      group_line = i + 1;
    if (kind == LINE_KEY && g_strcmp0 (name, key) == 0)
      return i + 1;
  }
  return group_line;
}

static void
add_at (GPtrArray *problems, const DoctorDataFile *file, guint line, const char *sentence)
{
  g_ptr_array_add (problems, g_strdup_printf ("%s:%u: %s", file->origin, line, sentence));
}

void
doctor_keyfile_add_fault (GPtrArray *problems,
                          const DoctorDataFile *file,
                          const char *group,
                          const char *key,
                          const char *sentence)
{
  add_at (problems, file, find_line (file->text, group, key), sentence);
}

void
doctor_keyfile_fault (
  DoctorKeyFile *self, const char *group, const char *key, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  doctor_keyfile_add_fault (self->problems, self->file, group, key, sentence);
}

/* --- reading --- */

/* The fault of a line with @name, in @group, or NULL. */
static char *
dup_line_fault (LineKind kind, const char *group, const char *name, GHashTable *seen)
{
  if (kind == LINE_NOTHING)
    return NULL;
  if (kind == LINE_WRONG)
    return g_strdup (_ ("not a line of a key file; write [GROUP], KEY=VALUE or a # comment"));
  if (group == NULL)
    return g_strdup_printf (_ ("“%s” stands before the first [GROUP]"), name);
  if (g_hash_table_add (seen, g_strconcat (group, "\n", kind == LINE_KEY ? name : NULL, NULL)))
    return NULL;
  if (kind == LINE_GROUP)
    return g_strdup_printf (_ ("the group [%s] stands twice"), name);
  return g_strdup_printf (_ ("“%s” stands twice in [%s]"), name, group);
}

static gboolean
check_lines (DoctorKeyFile *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *group = NULL, *name = NULL;
  g_auto (GStrv) lines = g_strsplit (self->file->text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    LineKind kind = read_line (lines[i], &name);
    group = kind == LINE_GROUP ? name : group;
    g_autofree char *fault = dup_line_fault (kind, group, name, seen);
    if (fault == NULL)
      continue;
    add_at (self->problems, self->file, i + 1, fault);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_text (DoctorKeyFile *self)
{
  const char *text = self->file->text, *end = NULL;
  if (g_utf8_validate_len (text, self->file->length, &end))
    return check_lines (self);
  guint line = 1;
  for (; text < end; text++)
    line += *text == '\n';
  g_ptr_array_add (self->problems,
                   g_strdup_printf (_ ("%s:%u: not UTF-8 text; save the file as UTF-8"),
                                    self->file->origin, line));
  return FALSE;
}

gboolean
doctor_keyfile_open (DoctorKeyFile *self, const DoctorDataFile *file)
{
  g_autoptr (GError) error = NULL;
  self->file = file;
  self->keys = g_key_file_new ();
  self->problems = g_ptr_array_new_with_free_func (g_free);
  if (!file->is_compiled && !check_text (self))
    return FALSE;
  if (g_key_file_load_from_data (self->keys, file->text, file->length, G_KEY_FILE_KEEP_TRANSLATIONS,
                                 &error))
    return TRUE;
  add_at (self->problems, file, 1, error->message);
  return FALSE;
}

gboolean
doctor_keyfile_close (DoctorKeyFile *self, GPtrArray *problems)
{
  gboolean is_right = self->problems->len == 0;
  if (problems != NULL)
    g_ptr_array_extend_and_steal (problems, g_steal_pointer (&self->problems));
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_pointer (&self->keys, g_key_file_unref);
  return is_right;
}

gboolean
doctor_keyfile_is_of (const char *group, const char *kind)
{
  gsize length = strlen (kind);
  return strncmp (group, kind, length) == 0 && (group[length] == '\0' || group[length] == ' ');
}
