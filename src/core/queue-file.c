#include "core/queue-file.h"
#include <string.h>

#define END "X-Claws-End-Special-Headers:"
#define ACCOUNT "MAID:"
#define SERVER "SSV:"
#define ORIGIN "X-Account-Doctor-Origin:" /* account, blank, server */

/* The length of the lines of the client's own; 0 when @text has none. */
static gsize
measure_special (const char *text, gsize length)
{
  gsize limit = MIN (length, DOCTOR_QUEUE_FILE_MAX_HEAD);
  for (gsize at = 0; at < limit;) {
    const char *line = text + at;
    const char *end = memchr (line, '\n', limit - at);
    if (limit - at >= strlen (END) && memcmp (line, END, strlen (END)) == 0)
      return at;
    if (end == NULL || end == line) /* an empty line ends all headers */
      return 0;
    at = (gsize)(end - text) + 1;
  }
  return 0;
}

/* The lines of the client's own, or NULL; the rest of @text in @out_rest. */
static char **
split (const char *text, gsize length, gsize *out_rest)
{
  gsize special = memchr (text, '\0', MIN (length, DOCTOR_QUEUE_FILE_MAX_HEAD)) == NULL
                    ? measure_special (text, length)
                    : 0;
  if (special == 0)
    return NULL;
  g_autofree char *own = g_strndup (text, special);
  *out_rest = special;
  return g_strsplit (own, "\n", -1);
}

/* What stands after @name, or NULL. */
static const char *
find (char **lines, const char *name)
{
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], name))
      return lines[i] + strlen (name);
  return NULL;
}

static int
get_number (const char *text, gsize length, const char *name)
{
  gsize rest;
  g_auto (GStrv) lines = split (text, length, &rest);
  const char *value = lines != NULL ? find (lines, name) : NULL;
  gint64 number = value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
  return number > 0 && number <= G_MAXINT ? (int)number : 0;
}

int
doctor_queue_file_get_account (const char *text, gsize length)
{
  return get_number (text, length, ACCOUNT);
}

int
doctor_queue_file_get_origin (const char *text, gsize length)
{
  return get_number (text, length, ORIGIN);
}

/* The lines with another account and server, and @origin as a line of its own where it is not
 * NULL. */
static GBytes *
join (
  char **lines, const char *rest, gsize rest_length, int account, const char *server, char *origin)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (g_str_has_prefix (lines[i], ACCOUNT))
      g_string_append_printf (text, ACCOUNT "%d\n", account);
    else if (g_str_has_prefix (lines[i], SERVER))
      g_string_append_printf (text, SERVER "%s\n", server);
    else if (!g_str_has_prefix (lines[i], ORIGIN) && *lines[i] != '\0')
      g_string_append_printf (text, "%s\n", lines[i]);
  }
  if (origin != NULL)
    g_string_append_printf (text, ORIGIN "%s\n", origin);
  g_string_append_len (text, rest, (gssize)rest_length);
  return g_string_free_to_bytes (text);
}

/* A name that would add a line of its own is none. */
static gboolean
is_server (const char *server)
{
  return server != NULL && *server != '\0' && strpbrk (server, "\r\n") == NULL;
}

GBytes *
doctor_queue_file_redirect (const char *text, gsize length, int account, const char *server)
{
  gsize rest = 0;
  g_auto (GStrv) lines = split (text, length, &rest);
  int before = doctor_queue_file_get_account (text, length);
  if (lines == NULL || before == 0 || account < 1 || !is_server (server)
      || find (lines, ORIGIN) != NULL)
    return NULL;
  const char *old_server = find (lines, SERVER);
  g_autofree char *origin = g_strdup_printf ("%d %s", before, old_server != NULL ? old_server : "");
  return join (lines, text + rest, length - rest, account, server, origin);
}

GBytes *
doctor_queue_file_restore (const char *text, gsize length)
{
  gsize rest = 0;
  g_auto (GStrv) lines = split (text, length, &rest);
  const char *origin = lines != NULL ? find (lines, ORIGIN) : NULL;
  int account = doctor_queue_file_get_origin (text, length);
  if (origin == NULL || account == 0)
    return NULL;
  const char *blank = strchr (origin, ' ');
  g_autofree char *server = g_strdup (blank != NULL ? blank + 1 : "");
  return join (lines, text + rest, length - rest, account, server, NULL);
}
