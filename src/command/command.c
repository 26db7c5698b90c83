#include "command/command.h"
#include "core/fact-dictionary.h"
#include "core/i18n.h"
#include <string.h>

gboolean
doctor_command_parse (
  const DoctorCommand *self, const GOptionEntry *entries, int argc, char **argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (self->words);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, self->summary);
  if (self->details != NULL)
    g_option_context_set_description (context, self->details);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (argc > 1) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE, _ ("“%s” is not expected here."),
                 argv[1]);
    return FALSE;
  }
  return TRUE;
}

int
doctor_command_choose (const char *option,
                       const char *value,
                       const char *const *choices,
                       GError **error)
{
  if (value == NULL)
    return 0;
  for (int i = 0; choices[i] != NULL; i++)
    if (strcmp (choices[i], value) == 0)
      return i;
  g_autofree char *list = g_strjoinv (_ (", "), (char **)choices);
  g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE, _ ("%s cannot be “%s”. It is one of: %s."),
               option, value, list);
  return -1;
}

GOptionEntry
doctor_command_overlay_entry (char **target)
{
  return (GOptionEntry){ "overlay", 0,
                         0,         G_OPTION_ARG_FILENAME,
                         target,    N_ ("Folder with own rules and providers"),
                         N_ ("DIR") };
}

char *
doctor_command_dup_overlay (const char *option)
{
  static const char system_dir[] = SYSCONFDIR "/account-doctor";
  const char *environment = g_getenv ("ACCOUNT_DOCTOR_OVERLAY");
  if (option != NULL)
    return g_strdup (option);
  if (environment != NULL && environment[0] != '\0')
    return g_strdup (environment);
  return g_file_test (system_dir, G_FILE_TEST_IS_DIR) ? g_strdup (system_dir) : NULL;
}

void
doctor_command_warn (GPtrArray *problems)
{
  for (guint i = 0; i < problems->len; i++)
    g_printerr ("%s: %s\n", g_get_prgname (), (const char *)g_ptr_array_index (problems, i));
}

/* A hole of a text reads as the label of its fact: “{server.port}” becomes “‹Port›”. */
static gboolean
name_hole (const GMatchInfo *match, GString *result, gpointer unused)
{
  g_autofree char *name = g_match_info_fetch (match, 1);
  const DoctorFactKey *key = doctor_dictionary_lookup (name);
  g_string_append_printf (result, "‹%s›",
                          key != NULL && doctor_fact_key_get_label (key) != NULL
                            ? doctor_fact_key_get_label (key)
                            : name);
  return FALSE;
}

char *
doctor_command_dup_readable (const char *text)
{
  g_autoptr (GRegex) holes = g_regex_new ("\\{([a-z0-9.-]+)\\}", 0, 0, NULL);
  if (text == NULL)
    return NULL;
  return g_regex_replace_eval (holes, text, -1, 0, 0, name_hole, NULL, NULL);
}
