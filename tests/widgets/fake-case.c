#include "config.h"
#include "core/derive.h"
#include "core/history.h"
#include "plugin/bridge.h"
#include "tests/widgets/fake.h"
#include "tests/widgets/fixtures.h"

struct _DoctorCase {
  int account_id;
  char *name, *address;
  const Fixture *fixture;
  DoctorCaseState state;
  DoctorFacts *facts;
  GPtrArray *findings, *offers;
  char *problem;
  gboolean dismissed;
  gboolean waits;
  DoctorWait wait;
};

static GPtrArray *cases; /* DoctorCase *, in the order of the accounts */
static DoctorRuleset *rules;

static void
case_free (gpointer data)
{
  DoctorCase *c = data;

  g_clear_pointer (&c->offers, g_ptr_array_unref);
  g_clear_pointer (&c->findings, g_ptr_array_unref);
  doctor_facts_unref (c->facts);
  g_free (c->name);
  g_free (c->address);
  g_free (c->problem);
  g_free (c);
}

static void
offer_free (gpointer data)
{
  DoctorOffer *offer = data;

  doctor_fix_free (offer->fix);
  g_free (offer);
}

static void
read_facts (DoctorFacts *facts, const char *text, DoctorSource source)
{
  g_autoptr (GError) error = NULL;

  if (text != NULL && !doctor_facts_parse (facts, text, "fixture", source, &error))
    g_error ("%s", error->message);
}

static gboolean
is_offered (DoctorCase *c, const DoctorFix *fix)
{
  for (guint i = 0; i < c->offers->len; i++) {
    const DoctorOffer *offer = c->offers->pdata[i];

    if (g_str_equal (offer->fix->id, fix->id) && offer->fix->scope == fix->scope)
      return TRUE;
  }
  return FALSE;
}

static void
add_offers (DoctorCase *c, const DoctorFinding *finding)
{
  g_autoptr (GPtrArray) fixes = doctor_fix_list (finding, c->facts);

  g_ptr_array_set_free_func (fixes, NULL);
  for (guint i = 0; i < fixes->len; i++) {
    DoctorFix *fix = fixes->pdata[i];
    DoctorOffer *offer;

    if (is_offered (c, fix)) {
      doctor_fix_free (fix);
      continue;
    }
    offer = g_new0 (DoctorOffer, 1);
    offer->fix = fix;
    offer->cause = doctor_finding_get_id (finding);
    offer->verify_ms = -1;
    if (c->fixture->proved && fix->kind == DOCTOR_FIX_CHANGE && c->offers->len == 0) {
      offer->verdict = DOCTOR_VERDICT_PROVED;
      offer->verify_ms = 312;
    }
    g_ptr_array_add (c->offers, offer);
  }
}

static void
examine (DoctorCase *c)
{
  c->facts = doctor_facts_new ();
  read_facts (c->facts, c->fixture->settings, DOCTOR_SOURCE_SETTINGS);
  read_facts (c->facts, c->fixture->incident, DOCTOR_SOURCE_INCIDENT);
  read_facts (c->facts, c->fixture->probes, DOCTOR_SOURCE_PROBE);
  read_facts (c->facts, c->fixture->trials, DOCTOR_SOURCE_TRIAL);
  g_ptr_array_unref (c->findings);
  c->findings = doctor_engine_run (rules, c->facts, NULL);
  for (guint i = 0; i < c->findings->len; i++) {
    const DoctorFinding *finding = c->findings->pdata[i];

    if (finding->hidden_by == NULL)
      add_offers (c, finding);
  }
}

static const Fixture *
find_fixture (const char *name)
{
  for (guint i = 0; i < n_fixtures; i++) {
    if (g_str_equal (fixtures[i].name, name))
      return &fixtures[i];
  }
  g_error ("no fixture %s", name);
}

const char *const *
fake_list (void)
{
  static const char *names[64];

  g_assert (n_fixtures < G_N_ELEMENTS (names));
  for (guint i = 0; i < n_fixtures; i++)
    names[i] = fixtures[i].name;
  return names;
}

DoctorCase *
fake_add (int account_id, const char *name, const char *address, const char *fixture)
{
  DoctorCase *c = g_new0 (DoctorCase, 1);

  if (cases == NULL)
    cases = g_ptr_array_new_with_free_func (case_free);
  if (rules == NULL)
    rules = doctor_ruleset_load (NULL, NULL);
  fake_remove (account_id);
  c->account_id = account_id;
  c->name = g_strdup (name);
  c->address = g_strdup (address);
  c->fixture = find_fixture (fixture);
  c->state = c->fixture->state;
  c->problem = g_strdup (c->fixture->problem);
  c->findings = g_ptr_array_new ();
  c->offers = g_ptr_array_new_with_free_func (offer_free);
  if (c->fixture->settings != NULL)
    examine (c);
  g_ptr_array_add (cases, c);
  return c;
}

void
fake_remove (int account_id)
{
  DoctorCase *c = doctor_case_get (account_id);

  if (c != NULL)
    g_ptr_array_remove (cases, c);
}

void
fake_clear (void)
{
  g_clear_pointer (&cases, g_ptr_array_unref);
  g_clear_pointer (&rules, doctor_ruleset_unref);
  g_free (fake_take_verbs ());
}

void
fake_set_state (DoctorCase *c, DoctorCaseState state)
{
  c->state = state;
}

void
fake_set_problem (DoctorCase *c, const char *problem)
{
  g_free (c->problem);
  c->problem = g_strdup (problem);
}

void
fake_set_wait (DoctorCase *c, const DoctorWait *wait)
{
  c->waits = wait != NULL;
  if (wait != NULL)
    c->wait = *wait;
}

void
fake_set_verdict (DoctorCase *c, guint offer, DoctorVerdict verdict)
{
  ((DoctorOffer *)c->offers->pdata[offer])->verdict = verdict;
}

/* --- what the widgets call --- */

static void
account_free (gpointer data)
{
  DoctorAccountRef *account = data;

  g_free (account->name);
  g_free (account);
}

GPtrArray *
doctor_bridge_list_accounts (void)
{
  GPtrArray *accounts = g_ptr_array_new_with_free_func (account_free);

  for (guint i = 0; cases != NULL && i < cases->len; i++) {
    const DoctorCase *c = cases->pdata[i];
    DoctorAccountRef *account = g_new0 (DoctorAccountRef, 1);

    account->id = c->account_id;
    account->name = g_strdup (c->name);
    g_ptr_array_add (accounts, account);
  }
  return accounts;
}

gboolean
doctor_bridge_has_account (int account_id)
{
  return doctor_case_get (account_id) != NULL;
}

DoctorCase *
doctor_case_get (int account_id)
{
  for (guint i = 0; cases != NULL && i < cases->len; i++) {
    DoctorCase *c = cases->pdata[i];

    if (c->account_id == account_id)
      return c;
  }
  return NULL;
}

int
doctor_case_get_account (DoctorCase *c)
{
  return c->account_id;
}

const char *
doctor_case_get_name (DoctorCase *c)
{
  return c->name;
}

const char *
doctor_case_get_address (DoctorCase *c)
{
  return c->address;
}

DoctorCaseState
doctor_case_get_state (DoctorCase *c)
{
  return c->state;
}

DoctorFacts *
doctor_case_get_facts (DoctorCase *c)
{
  return c->facts;
}

GPtrArray *
doctor_case_get_findings (DoctorCase *c)
{
  return c->findings;
}

GPtrArray *
doctor_case_get_offers (DoctorCase *c)
{
  return c->offers;
}

/* Fixtures are in English; looking at them in another language goes by their words. */
static char *
dup_translated (const char *text)
{
  return g_strdup (text != NULL && *text != '\0' ? g_dgettext (GETTEXT_PACKAGE, text) : "");
}

char *
doctor_case_dup_verdict (DoctorCase *c)
{
  if (c->fixture->verdict != NULL)
    return dup_translated (c->fixture->verdict);
  return doctor_engine_dup_verdict (c->findings, c->facts);
}

char *
doctor_case_dup_hint_title (DoctorCase *c)
{
  return dup_translated (c->fixture->hint_title);
}

char *
doctor_case_dup_hint_reason (DoctorCase *c)
{
  return dup_translated (c->fixture->hint_reason);
}

gboolean
doctor_case_wants_hint (DoctorCase *c)
{
  return c->fixture->hint_title != NULL && !c->dismissed && c->state != DOCTOR_CASE_REPAIRED;
}

const char *
doctor_case_get_cause (DoctorCase *c)
{
  return c->fixture->hint_reason;
}

char *
doctor_case_dup_history_text (DoctorCase *c, DoctorScope scope)
{
  return doctor_history_dup_text (c->facts, scope);
}

static void
link_free (gpointer data)
{
  DoctorLink *link = data;

  g_free (link->name);
  g_free (link->text);
  g_free (link);
}

/* Links of which nothing is known were not looked at. */
static GPtrArray *
settle (GPtrArray *links)
{
  for (guint i = 0; i < links->len; i++) {
    DoctorLink *link = links->pdata[i];

    if (link->state != DOCTOR_LINK_WAITING)
      continue;
    link->state = DOCTOR_LINK_NOT_REACHED;
    link->text = dup_translated ("not examined");
  }
  return links;
}

GPtrArray *
doctor_case_dup_chain (DoctorCase *c, DoctorScope scope)
{
  GPtrArray *chain;

  if (c->fixture->links[0].name == NULL && c->facts != NULL)
    return settle (doctor_links_list (c->facts, c->findings, scope));
  chain = g_ptr_array_new_with_free_func (link_free);
  for (const FixtureLink *from = c->fixture->links; from->name != NULL; from++) {
    DoctorLink *link;

    if (from->scope != scope)
      continue;
    link = g_new0 (DoctorLink, 1);
    link->id = from->name;
    link->scope = scope;
    link->state = from->state;
    link->name = dup_translated (from->name);
    link->text = dup_translated (from->text);
    link->ms = from->ms;
    g_ptr_array_add (chain, link);
  }
  return chain;
}

const char *
doctor_case_get_notice (DoctorCase *c)
{
  return c->fixture->notice;
}

const char *
doctor_case_get_problem (DoctorCase *c)
{
  return c->problem;
}

gboolean
doctor_case_can_undo (DoctorCase *c)
{
  return c->fixture->undo != NULL;
}

char *
doctor_case_dup_undo_text (DoctorCase *c)
{
  return dup_translated (c->fixture->undo);
}

char *
doctor_case_dup_report (DoctorCase *c)
{
  return g_strdup_printf ("Report of %d\n", c->account_id);
}

gboolean
doctor_case_get_wait (DoctorCase *c, DoctorWait *out_wait)
{
  if (c->waits)
    *out_wait = c->wait;
  return c->waits;
}

gint64
doctor_case_get_wait_seconds (DoctorCase *c, const DoctorOffer *offer)
{
  return 300;
}

void
doctor_case_dismiss (DoctorCase *c)
{
  fake_note ("dismiss %d", c->account_id);
  c->dismissed = TRUE;
}

GPtrArray *
doctor_case_list_hints (void)
{
  GPtrArray *wanted = g_ptr_array_new ();

  for (guint i = 0; cases != NULL && i < cases->len; i++) {
    if (doctor_case_wants_hint (cases->pdata[i]))
      g_ptr_array_add (wanted, cases->pdata[i]);
  }
  return wanted;
}
