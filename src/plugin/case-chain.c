/* The chain from this computer to the mailbox, link by link, as the panel shows it. */
#include "plugin/case-private.h"
#include "core/i18n.h"

typedef char *(*Words) (DoctorFacts *facts, DoctorScope scope);

typedef struct {
  DoctorScope only; /* ACCOUNT: both services have it */
  const char *name;
  const char *axes[3];   /* findings that mean this link */
  const char *probes[3]; /* that see it */
  const char *stages[6]; /* at which the client itself fails when it is broken */
  const char *result;    /* fact that tells, or NULL */
  const char *good[3];   /* its good values */
  const char *ms;        /* fact with its time, or NULL */
  Words words;           /* for a good one */
} Row;

static char *
computer_words (DoctorFacts *facts, DoctorScope scope)
{
  gboolean right
    = doctor_facts_get_boolean (facts, DOCTOR_SCOPE_ACCOUNT, "clock.synchronised", FALSE);
  return g_strdup (right ? _ ("clock kept right by a time service") : _ ("nothing wrong seen"));
}

static char *
name_words (DoctorFacts *facts, DoctorScope scope)
{
  const char *host = doctor_facts_get_string (facts, scope, "server.host");
  return g_strdup_printf (_ ("%s found"), host != NULL ? host : "");
}

static char *
connection_words (DoctorFacts *facts, DoctorScope scope)
{
  return g_strdup_printf (_ ("port %d answers"),
                          (int)doctor_facts_get_int (facts, scope, "server.port", 0));
}

static char *
encryption_words (DoctorFacts *facts, DoctorScope scope)
{
  const char *version = doctor_facts_get_string (facts, scope, "tls.version");
  if (doctor_facts_is (facts, scope, "server.security", "none"))
    return g_strdup (_ ("not encrypted"));
  if (version == NULL)
    version = "TLS";
  if (doctor_facts_is (facts, scope, "tls.verify", "accepted"))
    return g_strdup_printf (_ ("%s, certificate accepted by you"), version);
  return g_strdup_printf (_ ("%s, certificate verified"), version);
}

static char *
login_words (DoctorFacts *facts, DoctorScope scope)
{
  gboolean needed = !doctor_facts_is (facts, scope, "login.result", "not-needed");
  return g_strdup (needed ? _ ("signed in") : _ ("not needed"));
}

static char *
mailbox_words (DoctorFacts *facts, DoctorScope scope)
{
  return g_strdup (_ ("inbox opened"));
}

static char *
sender_words (DoctorFacts *facts, DoctorScope scope)
{
  return g_strdup (_ ("sender address accepted"));
}

static const Row rows[] = {
  { .name = N_ ("This computer"),
    .axes = { "computer" },
    .probes = { "clock" },
    .words = computer_words },
  { .name = N_ ("Name"),
    .axes = { "name" },
    .probes = { "dns" },
    .stages = { "dns" },
    .result = "dns.result",
    .good = { "found", "literal" },
    .ms = "dns.ms",
    .words = name_words },
  { .name = N_ ("Connection"),
    .axes = { "network", "server" },
    .probes = { "tcp" },
    .stages = { "connect", "greeting", "capability" },
    .result = "tcp.result",
    .good = { "connected" },
    .ms = "tcp.ms",
    .words = connection_words },
  { .name = N_ ("Encryption"),
    .axes = { "tls" },
    .probes = { "tls", "starttls" },
    .stages = { "tls", "certificate", "starttls" },
    .result = "tls.result",
    .good = { "ok" },
    .ms = "tls.ms",
    .words = encryption_words },
  { .name = N_ ("Sign-in"),
    .axes = { "login" },
    .probes = { "login" },
    .stages = { "auth" },
    .result = "login.result",
    .good = { "ok", "not-needed" },
    .ms = "login.ms",
    .words = login_words },
  { .only = DOCTOR_SCOPE_RECEIVE,
    .name = N_ ("Mailbox"),
    .axes = { "mailbox" },
    .probes = { "mailbox" },
    .stages = { "select", "fetch" },
    .result = "mailbox.result",
    .good = { "ok" },
    .words = mailbox_words },
  { .only = DOCTOR_SCOPE_SEND,
    .name = N_ ("Sending"),
    .axes = { "sending" },
    .probes = { "sender" },
    .stages = { "mailfrom", "rcpt", "data" },
    .result = "sender.result",
    .good = { "ok" },
    .words = sender_words },
};

static void
link_free (gpointer data)
{
  DoctorLink *link = data;
  g_free (link->name);
  g_free (link->text);
  g_free (link);
}

static gboolean
contains (const char *const *words, gsize n, const char *word)
{
  for (gsize i = 0; i < n && words[i] != NULL; i++)
    if (g_str_equal (words[i], word))
      return TRUE;
  return FALSE;
}

/* The best finding about this link that is shown. */
static const DoctorFinding *
find_finding (DoctorCase *c, const Row *row, DoctorScope scope)
{
  for (guint i = 0; i < c->findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (c->findings, i);
    if (finding->hidden_by == NULL
        && (finding->scope == scope || finding->scope == DOCTOR_SCOPE_ACCOUNT)
        && contains (row->axes, G_N_ELEMENTS (row->axes),
                     doctor_finding_type_get_axis (finding->type)))
      return finding;
  }
  return NULL;
}

static gboolean
take_finding (DoctorCase *c, const Row *row, DoctorLink *link)
{
  const DoctorFinding *finding = find_finding (c, row, link->scope);
  if (finding == NULL)
    return FALSE;
  gboolean stopped = g_str_equal (doctor_finding_type_get_loss (finding->type), "stopped");
  link->state = stopped ? DOCTOR_LINK_BROKEN : DOCTOR_LINK_WARNING;
  link->text = doctor_finding_dup_text (finding, c->facts, "Title");
  return TRUE;
}

static void
set_link (DoctorLink *link, DoctorLinkState state, char *text)
{
  link->state = state;
  link->text = text;
}

/* A step that is known to be needless or without result of its own. */
static gboolean
take_special (const Row *row, DoctorFacts *facts, DoctorLink *link)
{
  DoctorScope scope = link->scope;
  if (row->words == computer_words
      && doctor_facts_lookup (facts, DOCTOR_SCOPE_ACCOUNT, "clock.synchronised") != NULL)
    set_link (link, DOCTOR_LINK_GOOD, row->words (facts, scope));
  else if (row->words == encryption_words
           && doctor_facts_is (facts, scope, "server.security", "none")
           && doctor_facts_lookup (facts, scope, "greeting.result") != NULL)
    set_link (link, DOCTOR_LINK_WARNING, row->words (facts, scope));
  else if (doctor_facts_is (facts, scope, "login.result", "not-tried")
           && row->words == login_words) {
    GVariant *reason = doctor_facts_lookup (facts, scope, "login.reason");
    set_link (link, DOCTOR_LINK_NOT_REACHED,
              reason != NULL ? doctor_value_dup_text ("login.reason", reason)
                             : g_strdup (_ ("not tried")));
  } else
    return FALSE;
  return TRUE;
}

static gboolean
take_result (const Row *row, DoctorFacts *facts, DoctorLink *link)
{
  DoctorScope scope = link->scope;
  if (take_special (row, facts, link))
    return TRUE;
  GVariant *result = row->result != NULL ? doctor_facts_lookup (facts, scope, row->result) : NULL;
  if (result == NULL)
    return FALSE;
  gboolean good
    = contains (row->good, G_N_ELEMENTS (row->good), g_variant_get_string (result, NULL));
  link->ms = row->ms != NULL ? (int)doctor_facts_get_int (facts, scope, row->ms, -1) : -1;
  set_link (link, good ? DOCTOR_LINK_GOOD : DOCTOR_LINK_BROKEN,
            good ? row->words (facts, scope) : doctor_value_dup_text (row->result, result));
  return TRUE;
}

static gboolean
is_running (DoctorCase *c, const Row *row, DoctorScope scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (row->probes) && row->probes[i] != NULL; i++) {
    g_autofree char *of_service
      = g_strconcat (doctor_scope_to_string (scope), ".", row->probes[i], NULL);
    g_autofree char *of_account = g_strconcat ("account.", row->probes[i], NULL);
    if (g_strcmp0 (g_hash_table_lookup (c->progress, of_service), "running") == 0
        || g_strcmp0 (g_hash_table_lookup (c->progress, of_account), "running") == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
client_failed_here (DoctorCase *c, const Row *row, DoctorScope scope)
{
  const DoctorIncident *incident = c->incidents[scope];
  return incident != NULL && contains (row->stages, G_N_ELEMENTS (row->stages), incident->stage);
}

static DoctorLink *
make_link (DoctorCase *c, const Row *row, DoctorScope scope, DoctorFacts *facts, gboolean is_cut)
{
  DoctorLink *link = g_new0 (DoctorLink, 1);
  gboolean examining = c->state == DOCTOR_CASE_EXAMINING;
  link->scope = scope;
  link->name = g_strdup (_ (row->name));
  link->ms = -1;
  if (!examining && !is_cut && take_finding (c, row, link))
    return link;
  if (take_result (row, facts, link))
    return link;
  if (examining)
    set_link (link, is_running (c, row, scope) ? DOCTOR_LINK_RUNNING : DOCTOR_LINK_WAITING,
              g_strdup (is_running (c, row, scope) ? _ ("being checked") : _ ("waiting")));
  else if (is_cut || c->is_examined)
    set_link (link, DOCTOR_LINK_NOT_REACHED, g_strdup (_ ("not reached")));
  else if (client_failed_here (c, row, scope))
    set_link (link, DOCTOR_LINK_BROKEN, g_strdup (_ ("failed here")));
  else
    set_link (link, DOCTOR_LINK_WAITING, g_strdup (_ ("not examined yet")));
  return link;
}

GPtrArray *
doctor_case_dup_chain (DoctorCase *c, DoctorScope scope)
{
  GPtrArray *links = g_ptr_array_new_with_free_func (link_free);
  /* While it runs, only what it has seen itself counts. */
  DoctorFacts *known = c->state == DOCTOR_CASE_EXAMINING ? c->seen : c->facts;
  g_autoptr (DoctorFacts) facts
    = known != NULL ? doctor_facts_ref (known) : doctor_case_dup_settings (c);
  gboolean is_cut = FALSE;
  if (facts == NULL || doctor_facts_get_string (facts, scope, "server.host") == NULL)
    return links;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (rows[i].only != DOCTOR_SCOPE_ACCOUNT && rows[i].only != scope)
      continue;
    DoctorLink *link = make_link (c, &rows[i], scope, facts, is_cut);
    is_cut |= link->state == DOCTOR_LINK_BROKEN;
    g_ptr_array_add (links, link);
  }
  return links;
}
