/* What is to be said of each finding, provider, probe, fix and fact. */
#include "command/pages.h"
#include "command/command.h"
#include "command/provider-page.h"
#include "command/provider-words.h"
#include "core/condition.h"
#include "core/fact-dictionary.h"
#include "core/fix.h"
#include "core/i18n.h"
#include "probe/examine.h"
#include <string.h>

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
add_finding_text (DoctorPage *page,
                  const char *label,
                  const DoctorFindingType *type,
                  const char *key)
{
  const char *text = doctor_finding_type_get_text (type, key, NULL);
  g_autofree char *readable = doctor_command_dup_readable (text);
  doctor_page_add (page, label, readable);
}

static void
add_rule (DoctorPage *page, const DoctorRule *rule)
{
  g_autoptr (GString) conditions = g_string_new (NULL);
  g_autofree char *title
    = g_strdup_printf ("%s (%s)", doctor_rule_get_name (rule),
                       get_words (doctor_certainty_to_string (doctor_rule_get_certainty (rule))));
  doctor_page_add (page, _ ("How it is known"), title);
  for (guint i = 0; i < doctor_rule_get_n_conditions (rule); i++) {
    g_autofree char *text = doctor_condition_dup_text (doctor_rule_get_condition (rule, i));
    g_string_append_printf (conditions, "%s%s", i > 0 ? "\n" : "", text);
  }
  doctor_page_add_code (page, _ ("How it is known"), conditions->str);
}

static void
add_links (DoctorPage *page, const char *label, const char *const *ids)
{
  for (; *ids != NULL; ids++)
    doctor_page_add_link (page, label, *ids);
}

static DoctorPage *
page_of_finding (const DoctorKnowledge *knowledge, const char *id)
{
  const DoctorFindingType *type = doctor_ruleset_lookup (knowledge->rules, id);
  if (type == NULL)
    return NULL;
  g_autofree char *title
    = doctor_command_dup_readable (doctor_finding_type_get_text (type, "Title", NULL));
  DoctorPage *page = doctor_page_new (id, title);
  doctor_page_add (page, _ ("Finding"), id);
  doctor_page_add (page, _ ("What happened"), title);
  add_finding_text (page, _ ("Why"), type, "Reason");
  add_finding_text (page, _ ("What to do"), type, "Action");
  add_finding_text (page, _ ("Administrator"), type, "Administrator");
  doctor_page_add (page, _ ("Axis"), get_words (doctor_finding_type_get_axis (type)));
  doctor_page_add (page, _ ("Loss"), get_words (doctor_finding_type_get_loss (type)));
  doctor_page_add (page, _ ("Whose turn"), get_words (doctor_finding_type_get_owner (type)));
  doctor_page_add_list (page, _ ("Fixes"), doctor_finding_type_get_fixes (type));
  add_links (page, _ ("Hides"), doctor_finding_type_get_hides (type));
  for (guint i = 0; i < doctor_finding_type_get_n_examples (type); i++)
    doctor_page_add_code (page, _ ("Example"), doctor_finding_type_get_example (type, i)->text);
  for (guint i = 0; i < doctor_finding_type_get_n_rules (type); i++)
    add_rule (page, doctor_finding_type_get_rule (type, i));
  return page;
}

/* --- providers --- */

/* Keys by which a provider is recognised, and when that was looked at. */
static const struct {
  const char *label, *key;
} provider_rows[] = {
  { N_ ("Domains"), "Domains" },
  { N_ ("Patterns"), "Patterns" },
  { N_ ("Checked"), "Checked" },
};

static void
add_server (DoctorPage *page, const DoctorServer *server)
{
  g_autofree char *label = g_ascii_strup (server->protocol, -1);
  g_autofree char *words = doctor_server_dup_words (server->host, server->port, server->security);
  doctor_page_add (page, label, words);
}

static DoctorPage *
page_of_provider (const DoctorKnowledge *knowledge, const char *id)
{
  const DoctorProvider *provider = doctor_providers_lookup (knowledge->providers, id);
  if (provider == NULL)
    return NULL;
  DoctorPage *page = doctor_page_new (id, doctor_provider_get_name (provider));
  doctor_page_add (page, _ ("Provider"), id);
  doctor_page_add (page, C_ ("provider", "Name"), doctor_provider_get_name (provider));
  for (guint i = 0; i < G_N_ELEMENTS (provider_rows); i++) {
    g_autofree char *words = doctor_provider_dup_words (provider, provider_rows[i].key);
    doctor_page_add (page, _ (provider_rows[i].label), words);
  }
  for (guint i = 0; i < doctor_provider_get_n_servers (provider); i++)
    add_server (page, doctor_provider_get_server (provider, i));
  doctor_page_add_provider (page, provider);
  return page;
}

/* --- probes, fixes, facts --- */

static DoctorPage *
page_of_probe (const DoctorKnowledge *knowledge, const char *id)
{
  for (guint i = 0; i < doctor_probe_get_n (); i++) {
    if (strcmp (doctor_probe_get_name (i), id) != 0)
      continue;
    DoctorPage *page = doctor_page_new (id, NULL);
    doctor_page_add (page, _ ("Probe"), id);
    doctor_page_add (page, _ ("What it does"), doctor_probe_get_description (i));
    doctor_page_add_list (page, _ ("Facts"), doctor_probe_get_provides (i));
    return page;
  }
  return NULL;
}

/* Ids of the findings that name the fix. */
static void
add_users (DoctorPage *page, const DoctorKnowledge *knowledge, const char *fix)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  for (guint i = 0; i < doctor_ruleset_get_n_types (knowledge->rules); i++) {
    const DoctorFindingType *type = doctor_ruleset_get_type (knowledge->rules, i);
    if (g_strv_contains (doctor_finding_type_get_fixes (type), fix))
      g_ptr_array_add (ids, (gpointer)doctor_finding_type_get_id (type));
  }
  g_ptr_array_add (ids, NULL);
  doctor_page_add_list (page, _ ("Repairs"), (const char *const *)ids->pdata);
}

static DoctorPage *
page_of_fix (const DoctorKnowledge *knowledge, const char *id)
{
  for (guint i = 0; i < doctor_fix_get_n (); i++) {
    if (strcmp (doctor_fix_get_id (i), id) != 0)
      continue;
    DoctorPage *page = doctor_page_new (id, NULL);
    doctor_page_add (page, _ ("Fix"), id);
    doctor_page_add (page, _ ("What it does"), doctor_fix_get_description (i));
    add_users (page, knowledge, id);
    return page;
  }
  return NULL;
}

static DoctorPage *
page_of_fact (const DoctorKnowledge *knowledge, const char *id)
{
  const DoctorFactKey *key = doctor_dictionary_lookup (id);
  if (key == NULL)
    return NULL;
  DoctorPage *page = doctor_page_new (id, NULL);
  g_autofree char *type = g_variant_type_dup_string (key->type);
  doctor_page_add (page, _ ("Fact"), key->name);
  doctor_page_add (page, _ ("Meaning"), doctor_fact_key_get_description (key));
  doctor_page_add (page, _ ("Type"), type);
  doctor_page_add (page, _ ("Known of"),
                   key->of_service ? _ ("each service: receive, send") : _ ("the account"));
  doctor_page_add (page, _ ("Comes from"), key->from);
  doctor_page_add_list (page, _ ("Values"), (const char *const *)key->values);
  doctor_page_add (page, _ ("Private"), key->is_private ? _ ("yes, masked in reports") : NULL);
  return page;
}

/* The kinds of things that have a name, in the order in which a name is looked for. */
static DoctorPage *(*const makers[]) (const DoctorKnowledge *knowledge, const char *id)
  = { page_of_finding, page_of_provider, page_of_probe, page_of_fix, page_of_fact };

DoctorPage *
doctor_pages_make (const DoctorKnowledge *knowledge, const char *id)
{
  DoctorPage *page = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (makers) && page == NULL; i++)
    page = makers[i](knowledge, id);
  return page;
}
