#include "command/command.h"
#include "command/knowledge.h"
#include "command/layout.h"
#include "command/lookup.h"
#include "core/i18n.h"
#include "probe/domain.h"
#include <string.h>

/* Name servers that do not answer by then are no help to somebody who waits. */
enum { DOMAIN_LIMIT_MS = 5000 };

typedef struct {
  gboolean offline;
  char *format, *overlay;
  char **words;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->format);
  g_free (options->overlay);
  g_strfreev (options->words);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (const DoctorCommand *self, int argc, char **argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "offline", 0, 0, G_OPTION_ARG_NONE, &options->offline, N_ ("Do not ask name servers"), NULL },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options->format, N_ ("How to answer: text or json"),
      N_ ("FORMAT") },
    doctor_command_overlay_entry (&options->overlay),
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->words, NULL, NULL },
    { NULL },
  };
  return doctor_command_parse (self, entries, argc, argv, error);
}

/* The domain of the one @words, or NULL. */
static const char *
get_domain (char **words)
{
  const char *address = words != NULL && words[1] == NULL ? words[0] : NULL;
  const char *at = address != NULL ? strrchr (address, '@') : NULL;
  gboolean is_address
    = at != NULL && at != address && at[1] != '\0' && g_utf8_validate (address, -1, NULL);
  return is_address ? at + 1 : NULL;
}

/* Without a known domain the name servers are asked what it publishes. */
static DoctorFacts *
look (const Options *options, DoctorProviders *providers)
{
  const char *address = options->words[0];
  DoctorFacts *facts = NULL;
  if (!options->offline && doctor_providers_for_address (providers, address, NULL) == NULL)
    facts = doctor_domain_lookup (address, g_getenv ("ACCOUNT_DOCTOR_NAME_SERVERS"),
                                  DOMAIN_LIMIT_MS, NULL);
  if (facts != NULL)
    return facts;
  facts = doctor_facts_new ();
  doctor_facts_set (facts, "account.address", g_variant_new_string (address),
                    DOCTOR_SOURCE_SETTINGS);
  return facts;
}

DoctorExit
doctor_cmd_lookup (const DoctorCommand *self, int argc, char **argv, GError **error)
{
  static const char *const formats[] = { "text", "json", NULL };
  g_auto (Options) options = { 0 };
  if (!parse (self, argc, argv, &options, error))
    return DOCTOR_EXIT_UNKNOWN;
  int format = doctor_command_choose ("--format", options.format, formats, error);
  if (format < 0)
    return DOCTOR_EXIT_UNKNOWN;
  const char *domain = get_domain (options.words);
  if (domain == NULL) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE, _ ("Name one mail address."));
    return DOCTOR_EXIT_UNKNOWN;
  }
  g_autofree char *overlay = doctor_command_dup_overlay (options.overlay);
  g_autoptr (DoctorKnowledge) knowledge = doctor_knowledge_load (overlay);
  g_autoptr (DoctorFacts) facts = look (&options, knowledge->providers);
  g_auto (DoctorLookupAnswer) answer = { 0 };
  doctor_lookup_answer_init (&answer, knowledge->providers, facts, domain);
  if (format == 1)
    doctor_lookup_answer_print_json (&answer);
  else
    doctor_lookup_answer_print_text (&answer);
  return doctor_lookup_answer_is_known (&answer) ? DOCTOR_EXIT_HEALTHY : DOCTOR_EXIT_UNKNOWN;
}
