#include "probe/names.h"
#include "probe/nameserver.h"

typedef struct {
  DoctorScope scope;
  const DoctorQuestion *ipv4, *ipv6; /* NULL: not asked */
  gboolean told;
} Host;

/* Of the answers for both families: the first that one of them gave. A name that exists
 * nowhere exists for neither; "no address" holds only when both say so. */
static const char *const telling[]
  = { "found", "not-found", "server-failure", "refused", "timeout", "failed", "no-address" };

static const char *
result_of (const Host *host)
{
  for (guint i = 0; i < G_N_ELEMENTS (telling); i++)
    if (g_str_equal (host->ipv4->answer->result, telling[i])
        || g_str_equal (host->ipv6->answer->result, telling[i]))
      return telling[i];
  return "failed";
}

static void
add_addresses (GVariantBuilder *builder, const DoctorAnswer *answer)
{
  for (guint i = 0; i < answer->records->len; i++) {
    const DoctorRecord *record = g_ptr_array_index (answer->records, i);
    g_variant_builder_add (builder, "s", record->text);
  }
}

static void
tell_host (DoctorChain *chain, const Host *host)
{
  const DoctorAnswer *ipv4 = host->ipv4->answer, *ipv6 = host->ipv6->answer;
  const char *real = ipv4->real_name != NULL ? ipv4->real_name : ipv6->real_name;
  g_autoptr (GVariantBuilder) addresses = g_variant_builder_new (G_VARIANT_TYPE ("as"));
  add_addresses (addresses, ipv4);
  add_addresses (addresses, ipv6);
  if (ipv4->records->len + ipv6->records->len > 0)
    doctor_chain_set_for (chain, host->scope, "dns.server-addresses",
                          g_variant_builder_end (addresses));
  if (real != NULL)
    doctor_chain_set_for (chain, host->scope, "dns.cname", g_variant_new_string (real));
  doctor_chain_set_for (chain, host->scope, "dns.server-ms",
                        g_variant_new_int32 (MAX (host->ipv4->ms, host->ipv6->ms)));
  doctor_chain_set_for (chain, host->scope, "dns.server-result",
                        g_variant_new_string (result_of (host)));
}

static void
tell_answered (DoctorChain *chain, Host *hosts, guint n)
{
  for (guint i = 0; i < n; i++) {
    Host *host = &hosts[i];
    if (host->told || host->ipv4->answer == NULL || host->ipv6->answer == NULL)
      continue;
    host->told = TRUE;
    tell_host (chain, host);
  }
}

static guint
ask_all (DoctorChain *chain, DoctorQuestions *questions, Host *hosts)
{
  guint n = 0;
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++) {
    g_autofree char *name = doctor_chain_dup_host_of (chain, scope);
    if (!chain->services[scope] || name == NULL || !doctor_questions_may_ask (name))
      continue;
    hosts[n].scope = scope;
    hosts[n].ipv4 = doctor_questions_ask (questions, name, DOCTOR_RECORD_A);
    hosts[n++].ipv6 = doctor_questions_ask (questions, name, DOCTOR_RECORD_AAAA);
  }
  return n;
}

void
doctor_names_examine (DoctorChain *chain)
{
  Host hosts[2] = { 0 };
  DoctorPatience patience = doctor_patience_narrow (&chain->patience, DOCTOR_NAME_SERVERS_LIMIT_MS);
  g_autoptr (DoctorQuestions) questions = doctor_questions_new (chain->name_servers);
  if (questions == NULL)
    return;
  guint n = ask_all (chain, questions, hosts);
  tell_answered (chain, hosts, n);
  while (doctor_questions_wait (questions, &patience))
    tell_answered (chain, hosts, n);
  tell_answered (chain, hosts, n);
}
