/* The chain from this computer to the mailbox (links.h), with what is going on in it just now. */
#include "plugin/case-private.h"
#include "core/i18n.h"

/* What the plugin knows of a link besides the facts. */
typedef struct {
  const char *link;
  const char *probes[4]; /* that see it */
} Row;

static const Row rows[] = {
  { "computer", { "clock", "computer" } },
  { "network", { "route", "desktop", "control", "portal" } },
  { "name", { "dns" } },
  { "proxy", { "proxy" } },
  { "connection", { "tcp" } },
  { "encryption", { "tls", "starttls" } },
  { "login", { "login" } },
  { "mailbox", { "mailbox" } },
  { "sender", { "sender" } },
};

static const Row *
find_row (const char *link)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].link, link))
      return &rows[i];
  g_return_val_if_reached (&rows[0]);
}

static gboolean
is_running (DoctorCase *c, const Row *row, DoctorScope scope)
{
  const char *prefix = scope != DOCTOR_SCOPE_ACCOUNT ? doctor_scope_to_string (scope) : "account";
  for (guint i = 0; i < G_N_ELEMENTS (row->probes) && row->probes[i] != NULL; i++) {
    g_autofree char *name = g_strconcat (prefix, ".", row->probes[i], NULL);
    if (g_strcmp0 (g_hash_table_lookup (c->progress, name), "running") == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
client_failed_here (DoctorCase *c, const Row *row, DoctorScope scope)
{
  const DoctorIncident *incident = c->incidents[scope];
  return incident != NULL && incident->stage != NULL
         && g_strcmp0 (doctor_link_of_stage (incident->stage), row->link) == 0;
}

static void
set_link (DoctorLink *link, DoctorLinkState state, const char *text)
{
  link->state = state;
  link->text = g_strdup (text);
}

/* A link of which no fact tells. */
static void
fill (DoctorCase *c, DoctorLink *link)
{
  const Row *row = find_row (link->id);
  if (link->state != DOCTOR_LINK_WAITING)
    return;
  if (c->state == DOCTOR_CASE_EXAMINING && is_running (c, row, link->scope))
    set_link (link, DOCTOR_LINK_RUNNING, _ ("being checked"));
  else if (c->state == DOCTOR_CASE_EXAMINING)
    set_link (link, DOCTOR_LINK_WAITING, _ ("waiting"));
  else if (c->is_examined)
    set_link (link, DOCTOR_LINK_NOT_REACHED, _ ("not examined"));
  else if (client_failed_here (c, row, link->scope))
    set_link (link, DOCTOR_LINK_BROKEN, _ ("the mail program failed here"));
  else
    set_link (link, DOCTOR_LINK_WAITING, _ ("not examined yet"));
}

GPtrArray *
doctor_case_dup_chain (DoctorCase *c, DoctorScope scope)
{
  GPtrArray *links;
  /* While it runs, only what it has seen itself counts. */
  DoctorFacts *known = c->state == DOCTOR_CASE_EXAMINING ? c->seen : c->facts;
  g_autoptr (DoctorFacts) facts
    = known != NULL ? doctor_facts_ref (known) : doctor_case_dup_settings (c);
  if (facts == NULL)
    return g_ptr_array_new ();
  links = doctor_links_list (facts, c->findings, scope);
  for (guint i = 0; i < links->len; i++)
    fill (c, g_ptr_array_index (links, i));
  return links;
}
