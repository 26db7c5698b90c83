#include "probe/domain.h"
#include "core/text.h"
#include "probe/nameserver.h"
#include "probe/sender-policy.h"
#include <string.h>

/* RFC 6186 §3 and RFC 8314 §5.1. */
static const struct {
  const char *label, *protocol, *security;
} services[] = {
  { "_imaps._tcp", "imap", "tls" },       { "_imap._tcp", "imap", "starttls" },
  { "_pop3s._tcp", "pop3", "tls" },       { "_pop3._tcp", "pop3", "starttls" },
  { "_submissions._tcp", "smtp", "tls" }, { "_submission._tcp", "smtp", "starttls" },
};

/* A domain names one or two servers of a kind; more are no help. */
enum { MAX_PUBLISHED = 8 };

typedef struct {
  DoctorChain *chain;
  DoctorQuestions *questions;
  char *domain; /* ASCII */
  const DoctorQuestion *mx, *ipv4, *ipv6, *txt, *dmarc, *dmarc_above;
  const DoctorQuestion *srv[G_N_ELEMENTS (services)];
  gboolean any_protocol; /* of receiving: which one is not decided yet */
} Look;

static const DoctorAnswer *
answer_of (const DoctorQuestion *question)
{
  return question == NULL ? NULL : question->answer;
}

static gboolean
is_result (const DoctorQuestion *question, const char *result)
{
  return answer_of (question) != NULL && g_str_equal (question->answer->result, result);
}

/* --- domain.result, domain.mx --- */

/* Without MX the address of the domain itself takes its mail (RFC 5321 §5.1): NULL while that is
 * not known. */
static const char *
result_without_mx (Look *look)
{
  if (look->ipv4 == NULL) {
    look->ipv4 = doctor_questions_ask (look->questions, look->domain, DOCTOR_RECORD_A);
    look->ipv6 = doctor_questions_ask (look->questions, look->domain, DOCTOR_RECORD_AAAA);
  }
  if (is_result (look->ipv4, "found") || is_result (look->ipv6, "found"))
    return "found";
  if (is_result (look->ipv4, "no-address") && is_result (look->ipv6, "no-address"))
    return "no-mail";
  return answer_of (look->ipv4) == NULL || answer_of (look->ipv6) == NULL ? NULL : "failed";
}

/* RFC 7505: a single MX that names the root says that no mail is taken. */
static gboolean
is_null_mx (const DoctorAnswer *answer)
{
  const DoctorRecord *first = answer->records->len == 0 ? NULL : answer->records->pdata[0];
  return answer->records->len == 1 && *first->text == '\0';
}

static const char *
result_of_domain (Look *look)
{
  const DoctorAnswer *answer = answer_of (look->mx);
  if (answer == NULL)
    return NULL;
  if (g_str_equal (answer->result, "found"))
    return is_null_mx (answer) ? "no-mail" : "found";
  if (g_str_equal (answer->result, "no-address"))
    return result_without_mx (look);
  return g_str_equal (answer->result, "refused") ? "failed" : answer->result;
}

static gboolean
tell_domain (Look *look)
{
  const char *result = result_of_domain (look);
  if (result == NULL)
    return FALSE;
  g_autoptr (GVariantBuilder) hosts = g_variant_builder_new (G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < look->mx->answer->records->len; i++) {
    const DoctorRecord *record = g_ptr_array_index (look->mx->answer->records, i);
    if (*record->text != '\0')
      g_variant_builder_add (hosts, "s", record->text);
  }
  if (is_result (look->mx, "found"))
    doctor_chain_set (look->chain, "domain.mx", g_variant_builder_end (hosts));
  doctor_chain_set_string (look->chain, "domain.result", result);
  return TRUE;
}

/* --- domain.spf, domain.dmarc --- */

/* The only text that @is_policy takes for its own; NULL when there is none or more than one. */
static const char *
find_only (const DoctorQuestion *question, gboolean (*is_policy) (const char *text), guint *out_n)
{
  const char *found = NULL;
  *out_n = 0;
  for (guint i = 0; answer_of (question) != NULL && i < question->answer->records->len; i++) {
    const DoctorRecord *record = g_ptr_array_index (question->answer->records, i);
    if (!is_policy (record->text))
      continue;
    found = record->text;
    ++*out_n;
  }
  return *out_n == 1 ? found : NULL;
}

static gboolean
says_there_is_none (const DoctorQuestion *question)
{
  return is_result (question, "not-found") || is_result (question, "no-address");
}

static gboolean
tell_spf (Look *look)
{
  guint n = 0;
  const char *record = find_only (look->txt, doctor_policy_is_spf, &n);
  if (answer_of (look->txt) == NULL)
    return FALSE;
  gboolean answered = is_result (look->txt, "found") || says_there_is_none (look->txt);
  if (record != NULL) {
    g_autofree char *line = doctor_text_flatten (record);
    doctor_chain_set_string (look->chain, "domain.spf", line);
  }
  /* RFC 7208 §4.5: with several, receivers take none of them. */
  doctor_chain_set_string (look->chain, "domain.spf-result",
                           !answered        ? "unknown"
                           : n == 0         ? "none"
                           : record != NULL ? "found"
                                            : "several");
  return TRUE;
}

/* RFC 7489 §6.6.3: the record of the domain itself, or else of the one above it; several are
 * as good as none. */
static gboolean
tell_dmarc (Look *look)
{
  guint n = 0, n_above = 0;
  const char *own = find_only (look->dmarc, doctor_policy_is_dmarc, &n);
  const char *above = find_only (look->dmarc_above, doctor_policy_is_dmarc, &n_above);
  if (answer_of (look->dmarc) == NULL
      || (own == NULL && look->dmarc_above != NULL && look->dmarc_above->answer == NULL))
    return FALSE;
  const char *policy = n > 0           ? (own == NULL ? NULL : doctor_policy_of_dmarc (own, FALSE))
                       : above != NULL ? doctor_policy_of_dmarc (above, TRUE)
                                       : NULL;
  gboolean sure = n > 0
                  || ((is_result (look->dmarc, "found") || says_there_is_none (look->dmarc))
                      && (look->dmarc_above == NULL || is_result (look->dmarc_above, "found")
                          || says_there_is_none (look->dmarc_above)));
  if (policy != NULL || sure)
    doctor_chain_set_string (look->chain, "domain.dmarc", policy == NULL ? "absent" : policy);
  return TRUE;
}

/* --- dns.srv --- */

typedef struct {
  const DoctorRecord *record;
  const char *security;
} Published;

/* RFC 6186 §3.4: the priority counts across the kinds too; RFC 8314 §3: then TLS from the start. */
static int
compare_published (gconstpointer a, gconstpointer b)
{
  const Published *first = a, *second = b;
  if (first->record->priority != second->record->priority)
    return first->record->priority < second->record->priority ? -1 : 1;
  if (first->security != second->security)
    return g_str_equal (first->security, "tls") ? -1 : 1;
  return (int)second->record->weight - (int)first->record->weight;
}

static void
add_published (GArray *list, const DoctorAnswer *answer, const char *security)
{
  for (guint i = 0; i < answer->records->len; i++) {
    Published published = { g_ptr_array_index (answer->records, i), security };
    /* RFC 6186 §3.4: a single dot says that this kind is not offered. */
    if (*published.record->text != '\0' && published.record->port != 0)
      g_array_append_val (list, published);
  }
}

/* NULL while an answer is missing, or when nothing can be said. Floating. */
static GVariant *
list_published (Look *look, const char *protocol)
{
  gboolean answered = FALSE;
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Published));
  for (guint i = 0; i < G_N_ELEMENTS (services); i++) {
    if (!g_str_equal (services[i].protocol, protocol) || look->srv[i] == NULL)
      continue;
    if (look->srv[i]->answer == NULL)
      return NULL;
    answered |= is_result (look->srv[i], "found") || says_there_is_none (look->srv[i]);
    add_published (list, look->srv[i]->answer, services[i].security);
  }
  g_array_sort (list, compare_published);
  g_autoptr (GVariantBuilder) builder = g_variant_builder_new (G_VARIANT_TYPE ("a(sis)"));
  for (guint i = 0; i < MIN (list->len, MAX_PUBLISHED); i++) {
    const Published *published = &g_array_index (list, Published, i);
    g_variant_builder_add (builder, "(sis)", published->record->text,
                           (gint32)published->record->port, published->security);
  }
  return answered ? g_variant_builder_end (builder) : NULL;
}

static const char *
protocol_of (Look *look, DoctorScope scope)
{
  const char *protocol = doctor_facts_get_string (look->chain->facts, scope, "service.protocol");
  return look->chain->services[scope] ? protocol : NULL;
}

static gboolean
tell_srv (Look *look, DoctorScope scope)
{
  const char *protocol = protocol_of (look, scope);
  GVariant *servers = protocol == NULL ? NULL : list_published (look, protocol);
  if (servers != NULL)
    doctor_chain_set_for (look->chain, scope, "dns.srv", servers);
  return servers != NULL;
}

static gboolean
tell_srv_receive (Look *look)
{
  return tell_srv (look, DOCTOR_SCOPE_RECEIVE);
}

static gboolean
tell_srv_send (Look *look)
{
  return tell_srv (look, DOCTOR_SCOPE_SEND);
}

/* --- the whole --- */

/* Each tells its facts once the answers that it needs are there, and says whether it did. */
static gboolean (*const topics[]) (Look *look)
  = { tell_domain, tell_srv_receive, tell_srv_send, tell_spf, tell_dmarc };

static void
tell_answered (Look *look, gboolean *told)
{
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    if (!told[i])
      told[i] = topics[i](look);
}

static const DoctorQuestion *
ask_below (Look *look, const char *label, const char *domain, DoctorRecordType type)
{
  g_autofree char *name = g_strconcat (label, ".", domain, NULL);
  return doctor_questions_ask (look->questions, name, type);
}

static void
ask_srv (Look *look)
{
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++)
      if (look->any_protocol || g_strcmp0 (protocol_of (look, scope), services[i].protocol) == 0)
        look->srv[i] = ask_below (look, services[i].label, look->domain, DOCTOR_RECORD_SRV);
}

static void
ask_all (Look *look)
{
  const char *above = strchr (look->domain, '.');
  look->mx = doctor_questions_ask (look->questions, look->domain, DOCTOR_RECORD_MX);
  ask_srv (look);
  look->txt = doctor_questions_ask (look->questions, look->domain, DOCTOR_RECORD_TXT);
  look->dmarc = ask_below (look, "_dmarc", look->domain, DOCTOR_RECORD_TXT);
  /* Of "mail.example.co.jp"; nothing is published above a single label. */
  if (above != NULL && strchr (above + 1, '.') != NULL)
    look->dmarc_above = ask_below (look, "_dmarc", above + 1, DOCTOR_RECORD_TXT);
}

/* ASCII; NULL when the account has no address with a domain that others know. */
static char *
dup_domain (DoctorChain *chain)
{
  const char *address = doctor_chain_get (chain, "account.address");
  const char *at = address == NULL ? NULL : strrchr (address, '@');
  g_autofree char *domain = at == NULL ? NULL : g_hostname_to_ascii (at + 1);
  if (domain != NULL && g_str_has_suffix (domain, "."))
    domain[strlen (domain) - 1] = '\0';
  if (domain == NULL || strchr (domain, '.') == NULL || !doctor_questions_may_ask (domain))
    return NULL;
  return g_steal_pointer (&domain);
}

static void
look_at (Look *look)
{
  gboolean told[G_N_ELEMENTS (topics)] = { FALSE };
  DoctorPatience patience
    = doctor_patience_narrow (&look->chain->patience, DOCTOR_NAME_SERVERS_LIMIT_MS);
  ask_all (look);
  do
    tell_answered (look, told);
  while (doctor_questions_wait (look->questions, &patience));
  tell_answered (look, told);
}

void
doctor_domain_examine (DoctorChain *chain)
{
  g_autoptr (DoctorQuestions) questions = doctor_questions_new (chain->name_servers);
  g_autofree char *domain = dup_domain (chain);
  Look look = { .chain = chain, .questions = questions, .domain = domain };
  if (questions != NULL && domain != NULL)
    look_at (&look);
}

/* --- without an account --- */

static void
set_protocol (DoctorFacts *facts, DoctorScope scope, const char *protocol)
{
  doctor_facts_set_scoped (facts, scope, "service.protocol", g_variant_new_string (protocol),
                           DOCTOR_SOURCE_PROBE);
}

static gboolean
publishes (DoctorChain *chain, DoctorScope scope)
{
  GVariant *servers = doctor_facts_lookup (chain->facts, scope, "dns.srv");
  return servers != NULL && g_variant_n_children (servers) > 0;
}

static void
fall_back_to_pop3 (Look *look)
{
  GVariant *servers = list_published (look, "pop3");
  if (servers == NULL)
    return;
  doctor_chain_set_for (look->chain, DOCTOR_SCOPE_RECEIVE, "dns.srv", servers);
  set_protocol (look->chain->facts, DOCTOR_SCOPE_RECEIVE, "pop3");
}

static DoctorFacts *
take_published (DoctorChain *chain)
{
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++) {
    g_autofree char *name = g_strconcat (doctor_scope_to_string (scope), ".dns.srv", NULL);
    g_autofree char *protocol
      = g_strconcat (doctor_scope_to_string (scope), ".service.protocol", NULL);
    if (publishes (chain, scope))
      continue;
    doctor_facts_unset (chain->facts, name);
    doctor_facts_unset (chain->facts, protocol);
  }
  return doctor_facts_ref (chain->facts);
}

DoctorFacts *
doctor_domain_lookup (const char *address,
                      const char *name_servers,
                      int deadline_ms,
                      GCancellable *cancellable)
{
  DoctorPatience patience = { .until_us = G_MAXINT64, .stop_fd = -1 };
  patience.cancel_fd = g_cancellable_get_fd (cancellable);
  patience = doctor_patience_narrow (&patience, deadline_ms);
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  doctor_facts_set (facts, "account.address", g_variant_new_string (address),
                    DOCTOR_SOURCE_SETTINGS);
  set_protocol (facts, DOCTOR_SCOPE_RECEIVE, "imap");
  set_protocol (facts, DOCTOR_SCOPE_SEND, "smtp");
  g_autoptr (DoctorChain) chain = doctor_chain_new (DOCTOR_SCOPE_ACCOUNT, facts, &patience);
  g_autoptr (DoctorQuestions) questions = doctor_questions_new (name_servers);
  g_autofree char *domain = dup_domain (chain);
  Look look = { .chain = chain, .questions = questions, .domain = domain, .any_protocol = TRUE };
  chain->services[DOCTOR_SCOPE_RECEIVE] = chain->services[DOCTOR_SCOPE_SEND] = TRUE;
  if (questions != NULL && domain != NULL) {
    look_at (&look);
    if (!publishes (chain, DOCTOR_SCOPE_RECEIVE))
      fall_back_to_pop3 (&look);
  }
  if (patience.cancel_fd >= 0)
    g_cancellable_release_fd (cancellable);
  return take_published (chain);
}
