#include "core/provider-index.h"
#include "data/resources.h"
#include <string.h>

/* The lines as they are compiled in: sorted by bytes, read in place. */
typedef struct {
  const char *text;
  const char *end;
} Index;

static const Index *
get_index (void)
{
  static gsize once = 0;
  static Index index;
  if (g_once_init_enter (&once)) {
    g_autoptr (GBytes) bytes
      = g_resource_lookup_data (doctor_get_resource (), "/account-doctor/providers.index", 0, NULL);
    gsize length = 0;
    index.text = g_bytes_get_data (bytes, &length); /* lives as long as the program */
    index.end = index.text + length;
    g_once_init_leave (&once, 1);
  }
  return &index;
}

static const char *
line_start (const char *at, const char *begin)
{
  while (at > begin && at[-1] != '\n')
    at--;
  return at;
}

static const char *
line_end (const char *line, const char *end)
{
  const char *newline = memchr (line, '\n', end - line);
  return newline != NULL ? newline : end;
}

/* Of "KIND NAME<tab>ID". */
static DoctorIndexEntry
read_entry (const char *line, const char *end)
{
  const char *tab = memchr (line, '\t', end - line);
  return (DoctorIndexEntry){ line + 2, tab - line - 2, tab + 1, end - tab - 1 };
}

/* The first line that does not sort before @key. */
static const char *
find_line (const Index *index, const char *key, gsize length)
{
  const char *low = index->text, *high = index->end;
  while (low < high) {
    const char *line = line_start (low + (high - low) / 2, low);
    const char *end = line_end (line, index->end);
    if (strncmp (line, key, length) < 0)
      low = MIN (end + 1, index->end);
    else
      high = line;
  }
  return low;
}

static gboolean
tell_from (const Index *index, const char *key, gsize length, DoctorIndexFunc func, gpointer data)
{
  const char *line = find_line (index, key, length);
  for (; line < index->end && strncmp (line, key, length) == 0;
       line = line_end (line, index->end) + 1) {
    DoctorIndexEntry entry = read_entry (line, line_end (line, index->end));
    if (func (&entry, data))
      return TRUE;
  }
  return FALSE;
}

gboolean
doctor_index_find (char kind, const char *name, DoctorIndexFunc func, gpointer data)
{
  g_autofree char *key = g_strdup_printf ("%c %s\t", kind, name);
  return tell_from (get_index (), key, strlen (key), func, data);
}

gboolean
doctor_index_each (char kind, DoctorIndexFunc func, gpointer data)
{
  const char key[] = { kind, ' ', '\0' };
  return tell_from (get_index (), key, 2, func, data);
}

char *
doctor_index_dup_plain (const char *name)
{
  GString *plain = g_string_new (NULL);
  for (const char *c = name; *c != '\0'; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (plain, g_ascii_tolower (*c));
  return g_string_free (plain, FALSE);
}
