#include "command/command.h"
#include "command/knowledge.h"
#include "command/layout.h"
#include "core/fact-dictionary.h"
#include "core/fix.h"
#include "core/i18n.h"
#include "probe/examine.h"

enum { NAME_COLUMN = 30 };

static void
append (GString *out, const char *id, const char *text)
{
  doctor_layout_row (out, 0, NAME_COLUMN, id, text != NULL ? text : "");
}

static void
list_findings (GString *out, const DoctorKnowledge *knowledge)
{
  for (guint i = 0; i < doctor_ruleset_get_n_types (knowledge->rules); i++) {
    const DoctorFindingType *type = doctor_ruleset_get_type (knowledge->rules, i);
    g_autofree char *title
      = doctor_command_dup_readable (doctor_finding_type_get_text (type, "Title", NULL));
    append (out, doctor_finding_type_get_id (type), title);
  }
}

static void
list_providers (GString *out, const DoctorKnowledge *knowledge)
{
  for (guint i = 0; i < doctor_providers_get_n (knowledge->providers); i++) {
    const DoctorProvider *provider = doctor_providers_get (knowledge->providers, i);
    append (out, doctor_provider_get_id (provider), doctor_provider_get_name (provider));
  }
}

static void
list_probes (GString *out, const DoctorKnowledge *knowledge)
{
  for (guint i = 0; i < doctor_probe_get_n (); i++)
    append (out, doctor_probe_get_name (i), doctor_probe_get_description (i));
}

static void
list_fixes (GString *out, const DoctorKnowledge *knowledge)
{
  for (guint i = 0; i < doctor_fix_get_n (); i++)
    append (out, doctor_fix_get_id (i), doctor_fix_get_description (i));
}

static void
list_facts (GString *out, const DoctorKnowledge *knowledge)
{
  GPtrArray *keys = doctor_dictionary_keys ();
  for (guint i = 0; i < keys->len; i++) {
    const DoctorFactKey *key = g_ptr_array_index (keys, i);
    append (out, key->name, doctor_fact_key_get_description (key));
  }
}

static const char *const kinds[] = { "findings", "providers", "probes", "fixes", "facts", NULL };
static void (*const listers[]) (GString *out, const DoctorKnowledge *knowledge)
  = { list_findings, list_providers, list_probes, list_fixes, list_facts };

DoctorExit
doctor_cmd_list (const DoctorCommand *self, int argc, char **argv, GError **error)
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
  if (words == NULL || g_strv_length (words) != 1) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE, _ ("Name one thing to list: %s."),
                 self->words);
    return DOCTOR_EXIT_UNKNOWN;
  }
  int kind = doctor_command_choose ("list", words[0], kinds, error);
  if (kind < 0)
    return DOCTOR_EXIT_UNKNOWN;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *overlay = doctor_command_dup_overlay (overlay_option);
  g_autoptr (DoctorKnowledge) knowledge = doctor_knowledge_load (overlay);
  listers[kind](text, knowledge);
  doctor_layout_print (text);
  return DOCTOR_EXIT_HEALTHY;
}
