#include "core/keyfile.h"
#include "core/i18n.h"
#include <string.h>

/* --- lines --- */

typedef enum { LINE_NOTHING, LINE_GROUP, LINE_KEY, LINE_WRONG } LineKind;

/* A piece of the text. */
typedef struct {
  const char *start, *end;
} Span;

typedef struct {
  const char *rest;
  guint number;
  LineKind kind;
  Span name; /* of this group or key */
  Span value;
} Lines;

static Span
strip (const char *start, const char *end)
{
  while (start < end && g_ascii_isspace (*start))
    start++;
  while (end > start && g_ascii_isspace (end[-1]))
    end--;
  return (Span){ start, end };
}

static gboolean
span_equals (Span span, const char *text)
{
  gsize length = (gsize)(span.end - span.start);
  return text != NULL && strncmp (span.start, text, length) == 0 && text[length] == '\0';
}

static LineKind
read_line (Span text, Span *out_name, Span *out_value)
{
  if (text.start == text.end || *text.start == '#')
    return LINE_NOTHING;
  if (*text.start == '[' && text.end[-1] == ']' && text.end - text.start > 2) {
    *out_name = (Span){ text.start + 1, text.end - 1 };
    return LINE_GROUP;
  }
  const char *equals = memchr (text.start, '=', (gsize)(text.end - text.start));
  if (equals == NULL || equals == text.start || *text.start == '[')
    return LINE_WRONG;
  *out_name = strip (text.start, equals);
  *out_value = strip (equals + 1, text.end);
  return LINE_KEY;
}

static gboolean
lines_next (Lines *lines)
{
  if (*lines->rest == '\0')
    return FALSE;
  const char *newline = strchr (lines->rest, '\n');
  const char *end = newline != NULL ? newline : lines->rest + strlen (lines->rest);
  lines->kind = read_line (strip (lines->rest, end), &lines->name, &lines->value);
  lines->number++;
  lines->rest = end + (*end == '\n');
  return TRUE;
}

guint
doctor_keyfile_line (const char *text, const char *group, const char *key)
{
  guint group_line = 1;
  gboolean is_inside = group == NULL;
  Lines lines = { .rest = text };
  while (lines_next (&lines)) {
    if (lines.kind == LINE_GROUP)
      is_inside = span_equals (lines.name, group);
    if (is_inside && lines.kind == LINE_GROUP)
      group_line = lines.number;
    if (is_inside && lines.kind == LINE_KEY && span_equals (lines.name, key))
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

/* --- the file --- */

struct _DoctorKeyFile {
  char *text;        /* cut at the ends of names and values */
  GPtrArray *groups; /* names, and NULL behind them */
  GArray *starts;    /* guint: the first line of each group, and the end of the last */
  GArray *lines;     /* DoctorKeyLine */
  guint last;        /* group that was asked for: mostly it is again */
};

void
doctor_keyfile_free (DoctorKeyFile *file)
{
  if (file == NULL)
    return;
  g_free (file->text);
  g_ptr_array_unref (file->groups);
  g_array_unref (file->starts);
  g_array_unref (file->lines);
  g_free (file);
}

static char *
cut (Span span)
{
  *(char *)span.end = '\0'; /* in the copy of the text that the file owns */
  return (char *)span.start;
}

static gboolean
has_line (const DoctorKeyFile *file, guint from, const char *name)
{
  for (guint i = from; i < file->lines->len; i++)
    if (strcmp (g_array_index (file->lines, DoctorKeyLine, i).name, name) == 0)
      return TRUE;
  return FALSE;
}

/* NULL, or what is wrong. */
static char *
add_group (DoctorKeyFile *file, const char *name)
{
  for (guint i = 0; i < file->groups->len; i++)
    if (strcmp (g_ptr_array_index (file->groups, i), name) == 0)
      return g_strdup_printf (_ ("the group [%s] stands twice"), name);
  g_ptr_array_add (file->groups, (gpointer)name);
  g_array_append_val (file->starts, file->lines->len);
  return NULL;
}

static char *
add_key (DoctorKeyFile *file, const char *name, const char *value)
{
  guint n = file->groups->len;
  const DoctorKeyLine line = { name, value };
  if (n == 0)
    return g_strdup_printf (_ ("“%s” stands before the first [GROUP]"), name);
  if (has_line (file, g_array_index (file->starts, guint, n - 1), name))
    return g_strdup_printf (_ ("“%s” stands twice in [%s]"), name,
                            (const char *)g_ptr_array_index (file->groups, n - 1));
  g_array_append_val (file->lines, line);
  return NULL;
}

static char *
add_line (DoctorKeyFile *file, const Lines *lines)
{
  switch (lines->kind) {
    case LINE_NOTHING:
      return NULL;
    case LINE_GROUP:
      return add_group (file, cut (lines->name));
    case LINE_KEY: {
      char *name = cut (lines->name);
      return add_key (file, name, cut (lines->value));
    }
    default:
      return g_strdup (_ ("not a line of a key file; write [GROUP], KEY=VALUE or a # comment"));
  }
}

static guint
count_lines (const char *text, const char *end)
{
  guint lines = 1;
  for (; text < end; text++)
    lines += *text == '\n';
  return lines;
}

DoctorKeyFile *
doctor_keyfile_load (
  const char *text, gsize length, const char *origin, DoctorError code, GError **error)
{
  const char *end = NULL;
  if (!g_utf8_validate_len (text, length, &end)) {
    g_set_error (error, DOCTOR_ERROR, code, _ ("%s:%u: not UTF-8 text; save the file as UTF-8"),
                 origin, count_lines (text, end));
    return NULL;
  }
  g_autoptr (DoctorKeyFile) file = g_new0 (DoctorKeyFile, 1);
  file->text = g_strndup (text, length);
  file->groups = g_ptr_array_new ();
  file->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  file->lines = g_array_sized_new (FALSE, FALSE, sizeof (DoctorKeyLine), 64);
  Lines lines = { .rest = file->text };
  while (lines_next (&lines)) {
    g_autofree char *fault = add_line (file, &lines);
    if (fault == NULL)
      continue;
    g_set_error (error, DOCTOR_ERROR, code, "%s:%u: %s", origin, lines.number, fault);
    return NULL;
  }
  g_array_append_val (file->starts, file->lines->len);
  g_ptr_array_add (file->groups, NULL);
  return g_steal_pointer (&file);
}

/* --- asking --- */

const char *const *
doctor_keyfile_get_groups (const DoctorKeyFile *file)
{
  return (const char *const *)file->groups->pdata;
}

const DoctorKeyLine *
doctor_keyfile_get_lines (const DoctorKeyFile *file, const char *group, guint *out_n)
{
  guint n_groups = file->groups->len - 1;
  for (guint i = 0; i < n_groups; i++) {
    guint number = (file->last + i) % n_groups;
    if (strcmp (g_ptr_array_index (file->groups, number), group) != 0)
      continue;
    guint start = g_array_index (file->starts, guint, number);
    ((DoctorKeyFile *)file)->last = number;
    *out_n = g_array_index (file->starts, guint, number + 1) - start;
    return &g_array_index (file->lines, DoctorKeyLine, start);
  }
  *out_n = 0;
  return NULL;
}

gboolean
doctor_keyfile_has_group (const DoctorKeyFile *file, const char *group)
{
  return g_strv_contains (doctor_keyfile_get_groups (file), group);
}

const char *
doctor_keyfile_get (const DoctorKeyFile *file, const char *group, const char *key)
{
  guint n = 0;
  const DoctorKeyLine *lines = doctor_keyfile_get_lines (file, group, &n);
  for (guint i = 0; i < n; i++)
    if (strcmp (lines[i].name, key) == 0)
      return lines[i].value;
  return NULL;
}

static char *
dup_unescaped (const char *value, gboolean *out_is_wrong)
{
  static const char from[] = "sntr\\", to[] = " \n\t\r\\";
  char *text = g_malloc (strlen (value) + 1), *out = text;
  for (const char *p = value; *p != '\0'; p++) {
    const char *escape = *p == '\\' && p[1] != '\0' ? strchr (from, p[1]) : NULL;
    if (*p == '\\' && escape == NULL && out_is_wrong != NULL)
      *out_is_wrong = TRUE;
    *out++ = escape != NULL ? to[escape - from] : *p;
    p += escape != NULL;
  }
  *out = '\0';
  return text;
}

char *
doctor_keyfile_dup_string (const DoctorKeyFile *file,
                           const char *group,
                           const char *key,
                           gboolean *out_is_wrong)
{
  const char *value = doctor_keyfile_get (file, group, key);
  return value != NULL ? dup_unescaped (value, out_is_wrong) : NULL;
}

/* Whether @name is "@key[@language]". */
static gboolean
is_translation (const char *name, const char *key, const char *language)
{
  gsize key_length = strlen (key), length = strlen (language);
  return strncmp (name, key, key_length) == 0 && name[key_length] == '['
         && strncmp (name + key_length + 1, language, length) == 0
         && strcmp (name + key_length + 1 + length, "]") == 0;
}

/* Codesets and "C" are in no file of ours. */
static gboolean
is_language (const char *name)
{
  return !g_str_has_prefix (name, "C") && strchr (name, '.') == NULL;
}

char *
doctor_keyfile_dup_text (const DoctorKeyFile *file, const char *group, const char *key)
{
  guint n = 0;
  const DoctorKeyLine *lines = doctor_keyfile_get_lines (file, group, &n);
  for (const char *const *name = g_get_language_names (); *name != NULL; name++)
    for (guint i = 0; i < n && is_language (*name); i++)
      if (is_translation (lines[i].name, key, *name))
        return dup_unescaped (lines[i].value, NULL);
  return doctor_keyfile_dup_string (file, group, key, NULL);
}

char **
doctor_keyfile_dup_list (const DoctorKeyFile *file, const char *group, const char *key)
{
  const char *value = doctor_keyfile_get (file, group, key);
  if (value == NULL)
    return NULL;
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  g_auto (GStrv) items = g_strsplit (value, ";", -1);
  for (char **item = items; *item != NULL; item++) {
    g_autofree char *text = dup_unescaped (*item, NULL);
    if (*text != '\0' || item[1] != NULL) /* a semicolon may end the list */
      g_strv_builder_add (list, text);
  }
  return g_strv_builder_end (list);
}
