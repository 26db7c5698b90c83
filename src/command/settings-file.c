#include "command/settings-file.h"
#include "core/fact-dictionary.h"
#include "core/i18n.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

static gboolean
refuse (GError **error, char *sentence)
{
  g_set_error_literal (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS, sentence);
  g_free (sentence);
  return FALSE;
}

/* A word or a list of words. */
static gboolean
has_only (GVariant *value, const char *const *allowed)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return g_strv_contains (allowed, g_variant_get_string (value, NULL));
  g_autofree const char **words = g_variant_get_strv (value, NULL);
  for (guint i = 0; words[i] != NULL; i++)
    if (!g_strv_contains (allowed, words[i]))
      return FALSE;
  return TRUE;
}

/* Beyond its type: words of a closed list, and ports that there are. */
static gboolean
check_value (const DoctorFactKey *key, const char *name, GVariant *value, GError **error)
{
  if (key->values != NULL && !has_only (value, (const char *const *)key->values)) {
    g_autofree char *list = g_strjoinv (_ (", "), key->values);
    return refuse (error, g_strdup_printf (_ ("“%s” is not one of: %s"), name, list));
  }
  if (strcmp (key->name, "server.port") == 0
      && (g_variant_get_int32 (value) < 1 || g_variant_get_int32 (value) > G_MAXUINT16))
    return refuse (error, g_strdup_printf (_ ("“%s” is not between 1 and 65535"), name));
  return TRUE;
}

static gboolean
read_setting (DoctorFacts *facts, const char *line, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) value = NULL;
  if (line[0] == '\0' || line[0] == '#')
    return TRUE;
  if (!doctor_facts_parse_line (line, &name, &value, error))
    return FALSE;
  const DoctorFactKey *key = doctor_dictionary_lookup (name);
  if (!key->is_setting)
    return refuse (
      error, g_strdup_printf (_ ("“%s” is no setting of an account, so it cannot be given"), name));
  if (!check_value (key, name, value, error))
    return FALSE;
  doctor_facts_set (facts, name, value, DOCTOR_SOURCE_SETTINGS);
  return TRUE;
}

/* A server without these cannot be examined. */
static gboolean
check_complete (DoctorFacts *facts, const char *origin, GError **error)
{
  static const char *const needed[] = { "service.protocol", "server.port", "server.security" };
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++) {
    if (doctor_facts_lookup (facts, scope, "server.host") == NULL)
      continue;
    for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
      if (doctor_facts_lookup (facts, scope, needed[i]) == NULL)
        return refuse (error, g_strdup_printf (_ ("%s: “%s.%s” is missing."), origin,
                                               doctor_scope_to_string (scope), needed[i]));
  }
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
  return check_complete (facts, origin, error) ? g_steal_pointer (&facts) : NULL;
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
