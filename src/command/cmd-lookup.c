#include "command/command.h"
#include "command/knowledge.h"
#include "command/layout.h"
#include "command/provider-words.h"
#include "core/i18n.h"
#include <string.h>

enum { COLUMN = 18 };

/* What a person has to know besides the servers. */
static const struct {
  const char *label, *key;
} rows[] = {
  { N_ ("Password"), "Password" },
  { N_ ("Password page"), "PasswordPage" },
  { N_ ("User name"), "UserName" },
  { N_ ("Note"), "Note" },
};

static void
append_server (GString *out, const DoctorServer *server, const char *domain)
{
  g_autofree char *label = g_ascii_strup (server->protocol, -1);
  g_autofree char *words = doctor_server_dup_words (server, domain);
  doctor_layout_row (out, 0, COLUMN, label, words);
}

static void
print_provider (const DoctorProvider *provider, const char *domain)
{
  g_autoptr (GString) out = g_string_new (NULL);
  doctor_layout_row (out, 0, COLUMN, _ ("Provider"), doctor_provider_get_name (provider));
  for (guint i = 0; i < doctor_provider_get_n_servers (provider); i++)
    append_server (out, doctor_provider_get_server (provider, i), domain);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *words = doctor_provider_dup_words (provider, rows[i].key);
    if (words != NULL)
      doctor_layout_row (out, 0, COLUMN, _ (rows[i].label), words);
  }
  doctor_layout_print (out);
}

DoctorExit
doctor_cmd_lookup (const DoctorCommand *self, int argc, char **argv, GError **error)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *overlay_option = NULL;
  const GOptionEntry entries[] = {
    doctor_command_overlay_entry (&overlay_option),
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &words, NULL, NULL },
    { NULL },
  };
  if (!doctor_command_parse (self, entries, argc, argv, error))
    return DOCTOR_EXIT_UNKNOWN;
  const char *at = words != NULL && words[1] == NULL ? strrchr (words[0], '@') : NULL;
  if (at == NULL || at == words[0] || at[1] == '\0') {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE, _ ("Name one mail address."));
    return DOCTOR_EXIT_UNKNOWN;
  }
  g_autofree char *overlay = doctor_command_dup_overlay (overlay_option);
  g_autoptr (DoctorKnowledge) knowledge = doctor_knowledge_load (overlay);
  const DoctorProvider *provider
    = doctor_providers_for_address (knowledge->providers, words[0], NULL);
  if (provider == NULL) {
    g_set_error (
      error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE,
      _ ("No provider that is known here serves “%s”. Ask whoever gave you the address."), at + 1);
    return DOCTOR_EXIT_UNKNOWN;
  }
  print_provider (provider, at + 1);
  return DOCTOR_EXIT_HEALTHY;
}
