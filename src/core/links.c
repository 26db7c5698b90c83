#include "core/links.h"
#include "core/i18n.h"

typedef struct {
  const char *id, *name;
  DoctorScope scope;       /* ACCOUNT: both services have it, unless it is the account's */
  gboolean of_account;     /* one for the account */
  const char *axes[3];     /* findings that mean this link */
  const char *findings[3]; /* the same, by id; these go before the axes of another link */
  const char *stages[4];   /* of the conversation (reply.stage) at which it shows */
  const char *ms;          /* fact with its time, or NULL */
} Row;

static const Row rows[] = {
  { .id = "computer", .name = N_ ("This computer"), .of_account = TRUE, .axes = { "computer" } },
  { .id = "network",
    .name = N_ ("Network"),
    .of_account = TRUE,
    .findings = { "net.offline", "net.captive-portal" } },
  { .id = "name", .name = N_ ("Name"), .axes = { "name" }, .stages = { "dns" }, .ms = "dns.ms" },
  { .id = "proxy", .name = N_ ("Proxy"), .findings = { "net.proxy-or-vpn" } },
  { .id = "connection",
    .name = N_ ("Connection"),
    .axes = { "network", "server" },
    .stages = { "connect", "greeting", "capability" },
    .ms = "tcp.ms" },
  { .id = "encryption",
    .name = N_ ("Encryption"),
    .axes = { "tls" },
    .stages = { "tls", "certificate", "starttls" },
    .ms = "tls.ms" },
  { .id = "login",
    .name = N_ ("Login"),
    .axes = { "login" },
    .stages = { "auth" },
    .ms = "login.ms" },
  { .id = "mailbox",
    .name = N_ ("Mailbox"),
    .scope = DOCTOR_SCOPE_RECEIVE,
    .axes = { "mailbox" },
    .stages = { "select", "fetch" } },
  { .id = "sender",
    .name = N_ ("Sender"),
    .scope = DOCTOR_SCOPE_SEND,
    .axes = { "sending" },
    .stages = { "mailfrom", "rcpt", "data" } },
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
uses_proxy (DoctorFacts *facts, DoctorScope scope)
{
  const char *kind = doctor_facts_get_string (facts, scope, "proxy.kind");
  return kind != NULL && !g_str_equal (kind, "none");
}

/* Whether the way in @scope leads over this link. */
static gboolean
belongs (const Row *row, DoctorFacts *facts, DoctorScope scope)
{
  if (row->of_account || scope == DOCTOR_SCOPE_ACCOUNT)
    return row->of_account && scope == DOCTOR_SCOPE_ACCOUNT;
  if (g_str_equal (row->id, "proxy"))
    return uses_proxy (facts, scope);
  return row->scope == DOCTOR_SCOPE_ACCOUNT || row->scope == scope;
}

static gboolean
contains (const char *const *words, gsize n, const char *word)
{
  for (gsize i = 0; i < n && words[i] != NULL; i++)
    if (g_str_equal (words[i], word))
      return TRUE;
  return FALSE;
}

const char *
doctor_link_of_stage (const char *stage)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (contains (rows[i].stages, G_N_ELEMENTS (rows[i].stages), stage))
      return rows[i].id;
  return NULL;
}

/* The link at which the server said what it said, where the finding is about the server and not
 * about one of its services; or NULL. */
static const Row *
row_of_words (const char *axis, DoctorFacts *facts, DoctorScope scope)
{
  const char *stage = doctor_facts_get_string (facts, scope, "reply.stage");
  const char *link
    = stage != NULL && g_str_equal (axis, "server") ? doctor_link_of_stage (stage) : NULL;
  for (guint i = 0; link != NULL && i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].id, link) && belongs (&rows[i], facts, scope))
      return &rows[i];
  return NULL;
}

/* The link that @finding speaks of, or NULL: settings are no link. */
static const Row *
row_of (const DoctorFinding *finding, DoctorFacts *facts)
{
  const char *axis = doctor_finding_type_get_axis (finding->type);
  const Row *row = row_of_words (axis, facts, finding->scope);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (contains (rows[i].findings, G_N_ELEMENTS (rows[i].findings),
                  doctor_finding_get_id (finding))
        && (rows[i].of_account || belongs (&rows[i], facts, finding->scope)))
      return &rows[i];
  for (guint i = 0; i < G_N_ELEMENTS (rows) && row == NULL; i++)
    if (contains (rows[i].axes, G_N_ELEMENTS (rows[i].axes), axis))
      row = &rows[i];
  return row;
}

/* The best finding about this link that is shown. A mere possibility breaks nothing. */
static const DoctorFinding *
find_finding (GPtrArray *findings, const Row *row, DoctorFacts *facts, DoctorScope scope)
{
  for (guint i = 0; findings != NULL && i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    if (finding->hidden_by == NULL && finding->certainty != DOCTOR_POSSIBLE
        && !g_str_equal (doctor_finding_type_get_loss (finding->type), "none")
        && (row->of_account || finding->scope == scope || finding->scope == DOCTOR_SCOPE_ACCOUNT)
        && row_of (finding, facts) == row)
      return finding;
  }
  return NULL;
}

static gboolean
take_finding (DoctorLink *link, const DoctorFinding *finding, DoctorFacts *facts)
{
  gboolean is_stopped;
  if (finding == NULL)
    return FALSE;
  is_stopped = g_str_equal (doctor_finding_type_get_loss (finding->type), "stopped");
  link->state = is_stopped ? DOCTOR_LINK_BROKEN : DOCTOR_LINK_WARNING;
  if (doctor_link_read (link->id, facts, link->scope, finding, &link->state, &link->text))
    return TRUE;
  link->text = doctor_facts_lookup (facts, finding->scope, "reply.text") != NULL
                 ? g_strdup (_ ("as the server’s reply says"))
                 : doctor_finding_dup_text (finding, facts, "Title");
  return TRUE;
}

static DoctorLink *
link_new (const Row *row, DoctorScope scope)
{
  DoctorLink *link = g_new0 (DoctorLink, 1);
  link->id = row->id;
  link->scope = scope;
  link->name = g_strdup (_ (row->name));
  link->ms = -1;
  return link;
}

/* @is_cut: a link before it is broken. */
static DoctorLink *
make_link (
  const Row *row, DoctorFacts *facts, GPtrArray *findings, DoctorScope scope, gboolean is_cut)
{
  DoctorLink *link = link_new (row, scope);
  const DoctorFinding *finding = is_cut ? NULL : find_finding (findings, row, facts, scope);
  if (take_finding (link, finding, facts))
    return link;
  if (doctor_link_read (row->id, facts, scope, NULL, &link->state, &link->text)
      && !(is_cut && link->state == DOCTOR_LINK_NOT_REACHED)) {
    /* What is broken behind a broken link is broken because of it. */
    if (is_cut && link->state == DOCTOR_LINK_BROKEN)
      link->state = DOCTOR_LINK_NOT_REACHED;
    if (row->ms != NULL)
      link->ms = (int)doctor_facts_get_int (facts, scope, row->ms, -1);
    return link;
  }
  if (!is_cut)
    return link;
  link->state = DOCTOR_LINK_NOT_REACHED;
  g_free (link->text);
  link->text = g_strdup (_ ("not reached"));
  return link;
}

static gboolean
has_broken (GPtrArray *links)
{
  for (guint i = 0; i < links->len; i++)
    if (((DoctorLink *)g_ptr_array_index (links, i))->state == DOCTOR_LINK_BROKEN)
      return TRUE;
  return FALSE;
}

static gboolean
is_cut_before (DoctorFacts *facts, GPtrArray *findings, DoctorScope scope)
{
  g_autoptr (GPtrArray) before = NULL;
  if (scope == DOCTOR_SCOPE_ACCOUNT)
    return FALSE;
  before = doctor_links_list (facts, findings, DOCTOR_SCOPE_ACCOUNT);
  return has_broken (before);
}

GPtrArray *
doctor_links_list (DoctorFacts *facts, GPtrArray *findings, DoctorScope scope)
{
  GPtrArray *links = g_ptr_array_new_with_free_func (link_free);
  gboolean is_cut = is_cut_before (facts, findings, scope);
  if (scope != DOCTOR_SCOPE_ACCOUNT
      && doctor_facts_get_string (facts, scope, "server.host") == NULL)
    return links;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (!belongs (&rows[i], facts, scope))
      continue;
    DoctorLink *link = make_link (&rows[i], facts, findings, scope, is_cut);
    is_cut |= link->state == DOCTOR_LINK_BROKEN;
    g_ptr_array_add (links, link);
  }
  return links;
}
