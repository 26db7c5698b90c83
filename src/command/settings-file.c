#include "command/settings-file.h"
#include "core/fact-dictionary.h"
#include "core/i18n.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

static gboolean
read_setting (DoctorFacts *facts, const char *line, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) value = NULL;
  if (line[0] == '\0' || line[0] == '#')
    return TRUE;
  if (!doctor_facts_parse_line (line, &name, &value, error))
    return FALSE;
  if (!doctor_dictionary_lookup (name)->is_setting) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_FACT,
                 _ ("“%s” is no setting of an account, so it cannot be given"), name);
    return FALSE;
  }
  doctor_facts_set (facts, name, value, DOCTOR_SOURCE_SETTINGS);
  return TRUE;
}

DoctorFacts *
doctor_settings_file_parse (const char *text, gsize length, const char *origin, GError **error)
{
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  if (!g_utf8_validate (text, length, NULL)) { /* also refuses a NUL */
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS,
                 _ ("%s: The settings are not text in UTF-8."), origin);
    return NULL;
  }
  g_autofree char *copy = g_strndup (text, length);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (!read_setting (facts, g_strchomp (lines[i]), error)) {
      g_prefix_error (error, "%s:%u: ", origin, i + 1);
      return NULL;
    }
  }
  return g_steal_pointer (&facts);
}

/* At most one byte more than the limit, so that more can be seen. */
static GString *
read_stream (FILE *in)
{
  GString *text = g_string_new (NULL);
  int c;
  while (text->len <= DOCTOR_SETTINGS_MAX_BYTES && (c = getc_unlocked (in)) != EOF)
    g_string_append_c (text, (char)c);
  return text;
}

static DoctorFacts *
read_settings (FILE *in, const char *origin, GError **error)
{
  g_autoptr (GString) text = read_stream (in);
  if (ferror (in)) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS,
                 _ ("The settings cannot be read from %s: %s."), origin, g_strerror (errno));
    return NULL;
  }
  if (text->len > DOCTOR_SETTINGS_MAX_BYTES) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS,
                 _ ("%s: This is too long for the settings of an account."), origin);
    return NULL;
  }
  return doctor_settings_file_parse (text->str, text->len, origin, error);
}

DoctorFacts *
doctor_settings_file_read (const char *path, GError **error)
{
  if (strcmp (path, "-") == 0)
    return read_settings (stdin, _ ("standard input"), error);
  FILE *in = g_fopen (path, "re");
  if (in == NULL) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS,
                 _ ("The settings cannot be read from %s: %s."), path, g_strerror (errno));
    return NULL;
  }
  DoctorFacts *facts = read_settings (in, path, error);
  fclose (in);
  return facts;
}
