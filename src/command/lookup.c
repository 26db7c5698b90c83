#include "command/lookup.h"
#include "command/layout.h"
#include "command/provider-page.h"
#include "command/provider-words.h"
#include "core/finding.h"
#include "core/i18n.h"
#include "core/text.h"

static void
set_protocol (DoctorFacts *facts, DoctorScope scope, const char *protocol)
{
  if (doctor_facts_lookup (facts, scope, "service.protocol") == NULL)
    doctor_facts_set_scoped (facts, scope, "service.protocol", g_variant_new_string (protocol),
                             DOCTOR_SOURCE_SETTINGS);
}

void
doctor_lookup_answer_init (DoctorLookupAnswer *answer,
                           DoctorProviders *providers,
                           DoctorFacts *facts,
                           const char *domain)
{
  /* as most people would set it up */
  set_protocol (facts, DOCTOR_SCOPE_RECEIVE, "imap");
  set_protocol (facts, DOCTOR_SCOPE_SEND, "smtp");
  answer->provider = doctor_providers_describe (providers, facts);
  answer->facts = doctor_facts_ref (facts);
  answer->domain = domain;
  answer->servers = doctor_lookup_servers (answer->provider, facts, domain);
}

void
doctor_lookup_answer_clear (DoctorLookupAnswer *answer)
{
  g_clear_pointer (&answer->facts, doctor_facts_unref);
  g_clear_pointer (&answer->servers, g_ptr_array_unref);
}

gboolean
doctor_lookup_answer_is_known (const DoctorLookupAnswer *answer)
{
  const DoctorLookupServer *first
    = answer->servers->len > 0 ? g_ptr_array_index (answer->servers, 0) : NULL;
  return first != NULL ? first->origin != DOCTOR_ORIGIN_GUESS : answer->provider != NULL;
}

/* --- text --- */

static const char *
get_fact (const DoctorLookupAnswer *answer, const char *name)
{
  return doctor_facts_get_string (answer->facts, DOCTOR_SCOPE_ACCOUNT, name);
}

/* Facts about the answer itself. */
static void
add_fact (DoctorPage *page, const DoctorLookupAnswer *answer, const char *label, const char *name)
{
  GVariant *value = doctor_facts_lookup (answer->facts, DOCTOR_SCOPE_ACCOUNT, name);
  g_autofree char *words = value != NULL ? doctor_value_dup_text (name, value) : NULL;
  doctor_page_add (page, label, words);
}

static void
add_provider (DoctorPage *page, const DoctorLookupAnswer *answer)
{
  if (answer->provider == NULL) {
    g_autofree char *sentence
      = g_strdup_printf (_ ("No provider that is known here serves “%s”."), answer->domain);
    doctor_page_add (page, _ ("Provider"), sentence);
    return;
  }
  doctor_page_add (page, _ ("Provider"), doctor_provider_get_name (answer->provider));
  add_fact (page, answer, _ ("Recognised by"), "provider.matched-by");
  add_fact (page, answer, _ ("Reliability"), "provider.confidence");
  add_fact (page, answer, _ ("Checked"), "provider.checked");
}

/* What the name servers said of the domain. */
static void
add_domain (DoctorPage *page, const DoctorLookupAnswer *answer)
{
  const char *meant = get_fact (answer, "domain.typo-of");
  if (doctor_facts_is (answer->facts, DOCTOR_SCOPE_ACCOUNT, "domain.result", "not-found"))
    doctor_page_add (page, _ ("Domain"), _ ("The domain does not exist."));
  if (meant != NULL) {
    g_autofree char *sentence = g_strdup_printf (_ ("The name is one slip away from “%s”."), meant);
    doctor_page_add (page, _ ("Domain"), sentence);
  }
  add_fact (page, answer, _ ("Mail exchangers"), "domain.mx");
}

static void
add_origin (DoctorPage *page, const DoctorLookupAnswer *answer)
{
  static const char *const sentences[] = {
    [DOCTOR_ORIGIN_PUBLISHED] = N_ ("The domain publishes these servers itself (SRV records)."),
    [DOCTOR_ORIGIN_GUESS]
    = N_ ("These are guesses: usual names with the usual ports. Nobody has confirmed them; ask "
          "whoever gave you the address."),
  };
  const DoctorLookupServer *first
    = answer->servers->len > 0 ? g_ptr_array_index (answer->servers, 0) : NULL;
  if (first != NULL && first->origin != DOCTOR_ORIGIN_PROVIDER)
    doctor_page_add (page, _ ("Servers"), _ (sentences[first->origin]));
}

static void
add_servers (DoctorPage *page, const DoctorLookupAnswer *answer)
{
  add_origin (page, answer);
  for (guint i = 0; i < answer->servers->len; i++) {
    const DoctorLookupServer *server = g_ptr_array_index (answer->servers, i);
    g_autofree char *label = g_ascii_strup (server->protocol, -1);
    g_autofree char *words = doctor_server_dup_words (server->host, server->port, server->security);
    doctor_page_add (page, label, words);
  }
}

char *
doctor_lookup_answer_dup_text (const DoctorLookupAnswer *answer)
{
  g_autoptr (DoctorPage) page = doctor_page_new (answer->domain, NULL);
  GString *text = g_string_new (NULL);
  add_provider (page, answer);
  add_domain (page, answer);
  add_servers (page, answer);
  if (answer->provider != NULL)
    doctor_page_add_provider (page, answer->provider);
  doctor_page_format_lookup ("text")->write (page, text);
  return g_string_free (text, FALSE);
}

void
doctor_lookup_answer_print_text (const DoctorLookupAnswer *answer)
{
  g_autofree char *text = doctor_lookup_answer_dup_text (answer);
  g_autoptr (GString) out = g_string_new (text);
  doctor_layout_print (out);
}
