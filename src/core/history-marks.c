#include "core/history-marks.h"
#include <string.h>

enum { MARK_DIGITS = 8 };

static const struct {
  const char *name, *fact;
} settings[] = {
  { "server", "server.host" },       { "port", "server.port" }, { "encryption", "server.security" },
  { "mechanism", "auth.mechanism" }, { "user", "auth.user" },   { "proxy", "proxy.kind" },
};

static void
add_mark (GString *marks, const char *name, const char *value, const char *salt)
{
  g_autofree char *salted = g_strconcat (salt, " ", name, " ", value, NULL);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, salted, -1);
  g_string_append_printf (marks, "%s%s=%.*s", marks->len > 0 ? " " : "", name, MARK_DIGITS, sum);
}

/* Interface and router of the default route (proc(5)); NULL where there is none, or no such list.
 * The name of a wireless network is not asked for. */
static char *
dup_network (void)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents ("/proc/net/route", &text, NULL, NULL))
    return NULL;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++) {
    g_auto (GStrv) columns = g_strsplit (lines[i], "\t", 4);
    if (g_strv_length (columns) == 4 && strcmp (columns[1], "00000000") == 0)
      return g_strconcat (columns[0], " ", columns[2], NULL);
  }
  return NULL;
}

char *
doctor_history_dup_marks (DoctorFacts *facts,
                          DoctorScope scope,
                          const char *program,
                          const char *salt)
{
  GString *marks = g_string_new (NULL);
  g_autofree char *network = dup_network ();
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    GVariant *value = doctor_facts_lookup (facts, scope, settings[i].fact);
    g_autofree char *text = value != NULL ? g_variant_print (value, FALSE) : NULL;
    if (text != NULL)
      add_mark (marks, settings[i].name, text, salt);
  }
  if (program != NULL)
    add_mark (marks, "program", program, salt);
  if (network != NULL)
    add_mark (marks, "network", network, salt);
  return g_string_free (marks, FALSE);
}

/* The mark of @name among @marks, "name=mark"; NULL when there is none. */
static const char *
find_mark (char **marks, const char *mark)
{
  gsize length = strcspn (mark, "=") + 1;
  for (; *marks != NULL; marks++)
    if (strncmp (*marks, mark, length) == 0)
      return *marks;
  return NULL;
}

void
doctor_history_compare_marks (const char *then, const char *now, GPtrArray *names)
{
  g_auto (GStrv) old = g_strsplit (then, " ", -1);
  g_auto (GStrv) current = g_strsplit (now, " ", -1);
  for (guint i = 0; current[i] != NULL; i++) {
    const char *before = find_mark (old, current[i]);
    if (before != NULL && strcmp (before, current[i]) != 0)
      g_ptr_array_add (names, g_strndup (current[i], strcspn (current[i], "=")));
  }
}
