#include "command/command.h"
#include "command/knowledge.h"
#include "command/layout.h"
#include "command/provider-words.h"
#include "core/condition.h"
#include "core/fact-dictionary.h"
#include "core/fix.h"
#include "core/i18n.h"
#include "probe/examine.h"
#include <string.h>

enum { INDENT = 0, COLUMN = 18 };

static void
append_row (GString *out, const char *label, const char *text)
{
  if (text != NULL && text[0] != '\0')
    doctor_layout_row (out, INDENT, COLUMN, label, text);
}

static void
append_list (GString *out, const char *label, const char *const *items)
{
  g_autofree char *text = items != NULL ? g_strjoinv (_ (", "), (char **)items) : NULL;
  append_row (out, label, text);
}

/* --- findings --- */

/* The words of a finding's file that stand in closed lists. */
static const struct {
  const char *word, *text;
} finding_words[] = {
  { "computer", NC_ ("word of a finding", "this computer") },
  { "network", NC_ ("word of a finding", "network") },
  { "name", NC_ ("word of a finding", "name of the server") },
  { "tls", NC_ ("word of a finding", "encryption") },
  { "login", NC_ ("word of a finding", "login") },
  { "server", NC_ ("word of a finding", "server") },
  { "mailbox", NC_ ("word of a finding", "mailbox") },
  { "sending", NC_ ("word of a finding", "sending") },
  { "settings", NC_ ("word of a finding", "settings") },
  { "you", NC_ ("word of a finding", "you") },
  { "administrator", NC_ ("word of a finding", "administrator") },
  { "provider", NC_ ("word of a finding", "mail provider") },
  { "stopped", NC_ ("word of a finding", "mail stopped") },
  { "will-stop", NC_ ("word of a finding", "mail will stop") },
  { "slower", NC_ ("word of a finding", "mail is slower") },
  { "none", NC_ ("word of a finding", "nothing") },
  { "proved", NC_ ("word of a finding", "certain") },
  { "likely", NC_ ("word of a finding", "very likely") },
  { "possible", NC_ ("word of a finding", "possible") },
};

static const char *
get_words (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (finding_words); i++)
    if (g_strcmp0 (finding_words[i].word, word) == 0)
      return g_dpgettext2 (GETTEXT_PACKAGE, "word of a finding", finding_words[i].text);
  return word;
}

static void
append_finding_text (GString *out,
                     const char *label,
                     const DoctorFindingType *type,
                     const char *key)
{
  const char *text = doctor_finding_type_get_text (type, key, NULL);
  g_autofree char *readable = doctor_command_dup_readable (text);
  append_row (out, label, readable);
}

static void
append_rule (GString *out, const DoctorRule *rule)
{
  g_autofree char *title
    = g_strdup_printf ("%s (%s)", doctor_rule_get_name (rule),
                       get_words (doctor_certainty_to_string (doctor_rule_get_certainty (rule))));
  append_row (out, _ ("Rule"), title);
  for (guint i = 0; i < doctor_rule_get_n_conditions (rule); i++)
    append_row (out, "", doctor_rule_get_condition (rule, i)->text);
}

static gboolean
show_finding (GString *out, const DoctorKnowledge *knowledge, const char *id)
{
  const DoctorFindingType *type = doctor_ruleset_lookup (knowledge->rules, id);
  if (type == NULL)
    return FALSE;
  append_row (out, _ ("Finding"), id);
  append_finding_text (out, _ ("What happened"), type, "Title");
  append_finding_text (out, _ ("Why"), type, "Reason");
  append_finding_text (out, _ ("What to do"), type, "Action");
  append_finding_text (out, _ ("Administrator"), type, "Administrator");
  append_row (out, _ ("Axis"), get_words (doctor_finding_type_get_axis (type)));
  append_row (out, _ ("Loss"), get_words (doctor_finding_type_get_loss (type)));
  append_row (out, _ ("Whose turn"), get_words (doctor_finding_type_get_owner (type)));
  append_list (out, _ ("Fixes"), doctor_finding_type_get_fixes (type));
  append_list (out, _ ("Hides"), doctor_finding_type_get_hides (type));
  for (guint i = 0; i < doctor_finding_type_get_n_rules (type); i++)
    append_rule (out, doctor_finding_type_get_rule (type, i));
  return TRUE;
}

/* --- providers --- */

/* Keys of [Provider] that people ask for. */
static const struct {
  const char *label, *key;
} provider_rows[] = {
  { N_ ("Domains"), "Domains" },    { N_ ("Patterns"), "Patterns" },
  { N_ ("Password"), "Password" },  { N_ ("Password page"), "PasswordPage" },
  { N_ ("User name"), "UserName" }, { N_ ("Webmail"), "Webmail" },
  { N_ ("Note"), "Note" },          { N_ ("Checked"), "Checked" },
};

static void
append_server (GString *out, const DoctorServer *server)
{
  g_autofree char *label = g_ascii_strup (server->protocol, -1);
  g_autofree char *words = doctor_server_dup_words (server, NULL);
  append_row (out, label, words);
}

static gboolean
show_provider (GString *out, const DoctorKnowledge *knowledge, const char *id)
{
  const DoctorProvider *provider = doctor_providers_lookup (knowledge->providers, id);
  if (provider == NULL)
    return FALSE;
  append_row (out, _ ("Provider"), id);
  append_row (out, C_ ("provider", "Name"), doctor_provider_get_name (provider));
  for (guint i = 0; i < G_N_ELEMENTS (provider_rows); i++) {
    g_autofree char *words = doctor_provider_dup_words (provider, provider_rows[i].key);
    append_row (out, _ (provider_rows[i].label), words);
  }
  for (guint i = 0; i < doctor_provider_get_n_servers (provider); i++)
    append_server (out, doctor_provider_get_server (provider, i));
  return TRUE;
}

/* --- probes, fixes, facts --- */

static gboolean
show_probe (GString *out, const DoctorKnowledge *knowledge, const char *id)
{
  for (guint i = 0; i < doctor_probe_get_n (); i++) {
    if (strcmp (doctor_probe_get_name (i), id) != 0)
      continue;
    append_row (out, _ ("Probe"), id);
    append_row (out, _ ("What it does"), doctor_probe_get_description (i));
    append_list (out, _ ("Facts"), doctor_probe_get_provides (i));
    return TRUE;
  }
  return FALSE;
}

/* Ids of the findings that name the fix. */
static void
append_users (GString *out, const DoctorKnowledge *knowledge, const char *fix)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  for (guint i = 0; i < doctor_ruleset_get_n_types (knowledge->rules); i++) {
    const DoctorFindingType *type = doctor_ruleset_get_type (knowledge->rules, i);
    if (g_strv_contains (doctor_finding_type_get_fixes (type), fix))
      g_ptr_array_add (ids, (gpointer)doctor_finding_type_get_id (type));
  }
  g_ptr_array_add (ids, NULL);
  append_list (out, _ ("Repairs"), (const char *const *)ids->pdata);
}

static gboolean
show_fix (GString *out, const DoctorKnowledge *knowledge, const char *id)
{
  for (guint i = 0; i < doctor_fix_get_n (); i++) {
    if (strcmp (doctor_fix_get_id (i), id) != 0)
      continue;
    append_row (out, _ ("Fix"), id);
    append_row (out, _ ("What it does"), doctor_fix_get_description (i));
    append_users (out, knowledge, id);
    return TRUE;
  }
  return FALSE;
}

static gboolean
show_fact (GString *out, const DoctorKnowledge *knowledge, const char *id)
{
  const DoctorFactKey *key = doctor_dictionary_lookup (id);
  if (key == NULL)
    return FALSE;
  g_autofree char *type = g_variant_type_dup_string (key->type);
  append_row (out, _ ("Fact"), key->name);
  append_row (out, _ ("Meaning"), key->description);
  append_row (out, _ ("Type"), type);
  append_row (out, _ ("Known of"),
              key->of_service ? _ ("each service: receive, send") : _ ("the account"));
  append_row (out, _ ("Comes from"), key->from);
  append_list (out, _ ("Values"), (const char *const *)key->values);
  append_row (out, _ ("Private"), key->is_private ? _ ("yes, masked in reports") : NULL);
  return TRUE;
}

/* The kinds of things that have a name, in the order in which a name is looked for. */
static gboolean (*const showers[]) (GString *out, const DoctorKnowledge *knowledge, const char *id)
  = { show_finding, show_provider, show_probe, show_fix, show_fact };

DoctorExit
doctor_cmd_show (const DoctorCommand *self, int argc, char **argv, GError **error)
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
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE,
                 _ ("Name one thing to show; “account-doctor list” has the names."));
    return DOCTOR_EXIT_UNKNOWN;
  }
  g_autofree char *overlay = doctor_command_dup_overlay (overlay_option);
  g_autoptr (DoctorKnowledge) knowledge = doctor_knowledge_load (overlay);
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (showers); i++) {
    if (!showers[i](out, knowledge, words[0]))
      continue;
    doctor_layout_print (out);
    return DOCTOR_EXIT_HEALTHY;
  }
  g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE,
               _ ("Nothing is called “%s”; “account-doctor list” has the names."), words[0]);
  return DOCTOR_EXIT_UNKNOWN;
}
