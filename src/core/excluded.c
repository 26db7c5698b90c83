#include "core/excluded.h"
#include "core/condition.h"
#include "core/i18n.h"

/* Conditions are those of rules (rule.h); both must hold. */
typedef struct {
  const char *fact, *holds;
} Witness;

typedef struct {
  const char *id; /* of the cause */
  Witness witnesses[2];
  const char *sentence; /* with holes; of several rows for a cause the first that fits speaks */
} Row;

static const Row rows[] = {
  { "local.work-offline",
    { { "client.offline", "is false" } },
    N_ ("Offline mode: it is switched off.") },
  { "tls.clock",
    { { "clock.synchronised", "is true" } },
    N_ ("Clock: a time service keeps it right.") },
  { "tls.clock",
    { { "clock.offset-seconds", "within -120..120" } },
    N_ ("Clock: it agrees with the time of the server.") },
  { "local.disk-full",
    { { "disk.free-mib", "> 200" }, { "disk.writable", "is true" } },
    N_ ("Disk: {disk.free-mib} MiB are free, and the mail folder can be written.") },
  { "net.offline",
    { { "tcp.result", "is connected" } },
    N_ ("Network: this computer reaches the server.") },
  { "net.offline",
    { { "control.reach", "in all, some" } },
    N_ ("Network: other mail servers answer from here.") },
  { "net.captive-portal",
    { { "tls.verify", "is ok" } },
    N_ ("Sign-in page of the network: none is in the way, the server itself answers.") },
  { "net.proxy-or-vpn",
    { { "proxy.result", "is connected" } },
    N_ ("Proxy: {proxy.host} lets through.") },
  { "net.dns-not-found",
    { { "dns.result", "is found" } },
    N_ ("Server name: {server.host} was found.") },
  { "net.timeout",
    { { "tcp.result", "is connected" } },
    N_ ("Blocked port: port {server.port} answers.") },
  { "server.unavailable",
    { { "greeting.result", "in ok, preauth" } },
    N_ ("Failure of the server: {server.host} is up and greets.") },
  { "tls.expired",
    { { "tls.verify", "is ok" }, { "tls.cert.not-after", "known" } },
    N_ ("Certificate: it is verified, and valid until {tls.cert.not-after}.") },
  { "tls.expired", { { "tls.verify", "is ok" } }, N_ ("Certificate: it is verified.") },
  { "auth.password",
    { { "login.result", "is ok" } },
    N_ ("User name and password: the server accepted them.") },
  { "mailbox.locked", { { "mailbox.result", "is ok" } }, N_ ("Mailbox: it can be opened.") },
  { "mailbox.quota",
    { { "mailbox.quota-percent", "< 90" } },
    /* xgettext:no-c-format */
    N_ ("Full mailbox: it is filled to {mailbox.quota-percent} % only.") },
  { "send.sender-refused",
    { { "sender.result", "is ok" } },
    N_ ("Sender address: the server accepted it.") },
  { "config.host",
    { { "provider.host-known", "is true" } },
    N_ ("Wrong server: {server.host} belongs to the provider.") },
  { "config.port",
    { { "provider.port-fits", "is true" } },
    N_ ("Wrong port: port and encryption are as the provider says.") },
};

static void
exclusion_free (gpointer data)
{
  DoctorExclusion *exclusion = data;
  g_free (exclusion->text);
  g_free (exclusion);
}

static gboolean
is_found (GPtrArray *findings, const char *id, DoctorScope scope)
{
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    if ((finding->scope == scope || finding->scope == DOCTOR_SCOPE_ACCOUNT)
        && g_str_equal (doctor_finding_get_id (finding), id))
      return TRUE;
  }
  return FALSE;
}

static gboolean
testifies (const Witness *witness, DoctorFacts *facts, DoctorScope scope)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DoctorCondition) condition = NULL;
  GVariant *value;
  if (witness->fact == NULL)
    return TRUE;
  value = doctor_facts_lookup (facts, scope, witness->fact);
  if (value == NULL)
    return FALSE;
  condition = doctor_condition_new (witness->fact, witness->holds, &error);
  g_return_val_if_fail (condition != NULL, FALSE);
  return doctor_condition_test (condition, value) == DOCTOR_TRUTH_TRUE;
}

static gboolean
is_listed (GPtrArray *list, const char *id)
{
  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (((DoctorExclusion *)g_ptr_array_index (list, i))->id, id))
      return TRUE;
  return FALSE;
}

GPtrArray *
doctor_excluded_list (GPtrArray *findings, DoctorFacts *facts, DoctorScope scope)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (exclusion_free);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const Row *row = &rows[i];
    if (is_listed (list, row->id) || is_found (findings, row->id, scope)
        || !testifies (&row->witnesses[0], facts, scope)
        || !testifies (&row->witnesses[1], facts, scope))
      continue;
    DoctorExclusion *exclusion = g_new0 (DoctorExclusion, 1);
    exclusion->id = row->id;
    exclusion->scope = scope;
    exclusion->text = doctor_text_fill (_ (row->sentence), facts, scope);
    g_ptr_array_add (list, exclusion);
  }
  return list;
}
