/* Waiting for what passes by itself: the client's own fetch or sending is tried again after a
 * while, and again, until it works, something else fails, or the person says stop. It goes on
 * whatever the windows show. */
#include "plugin/case-private.h"
#include "plugin/bridge.h"
#include "core/i18n.h"
#include "core/wait.h"

enum {
  SILENT_S = 5 * 60, /* the client says nothing of an attempt: it was busy, or had nothing to do */
  MAX_SILENT = 3
};

static void plan (DoctorCase *c, gint64 seconds);

static gboolean
is_waiting_fix (const char *id)
{
  g_autoptr (DoctorFacts) none = doctor_facts_new ();
  g_autoptr (DoctorFix) fix = doctor_fix_new (id, DOCTOR_SCOPE_ACCOUNT, none);
  return fix != NULL && fix->kind == DOCTOR_FIX_WAIT;
}

/* The best finding about @scope, if it passes by itself; else NULL. Borrowed. */
static const char *
find_cause (DoctorCase *c, DoctorScope scope)
{
  for (guint i = 0; i < c->findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (c->findings, i);
    const char *const *ids = doctor_finding_type_get_fixes (finding->type);
    if (finding->hidden_by != NULL
        || (finding->scope != scope && finding->scope != DOCTOR_SCOPE_ACCOUNT))
      continue;
    while (*ids != NULL && !is_waiting_fix (*ids))
      ids++;
    return *ids != NULL ? doctor_finding_get_id (finding) : NULL;
  }
  return NULL;
}

/* What concerns the whole account shows at receiving, if there is any. */
static DoctorScope
scope_of (DoctorCase *c, const DoctorFix *fix)
{
  if (fix->scope != DOCTOR_SCOPE_ACCOUNT)
    return fix->scope;
  return doctor_facts_lookup (c->facts, DOCTOR_SCOPE_RECEIVE, "service.protocol") != NULL
           ? DOCTOR_SCOPE_RECEIVE
           : DOCTOR_SCOPE_SEND;
}

gint64
doctor_case_get_wait_seconds (DoctorCase *c, const DoctorOffer *offer)
{
  return doctor_wait_seconds (offer->cause, c->facts, scope_of (c, offer->fix), 0);
}

void
doctor_case_clear_wait (DoctorCase *c)
{
  g_clear_handle_id (&c->wait.source, g_source_remove);
  g_clear_pointer (&c->wait.cause, g_free);
  c->wait.is_active = FALSE;
}

static gboolean
on_silent (gpointer data)
{
  DoctorCase *c = data;
  c->wait.source = 0;
  if (++c->wait.n_silent >= MAX_SILENT) {
    doctor_case_clear_wait (c);
    doctor_case_take_problem (
      c, g_strdup (_ ("The mail program had nothing to try, so it does not wait any longer. Fetch "
                      "or send once by hand to see whether it works.")));
    return G_SOURCE_REMOVE;
  }
  plan (c, SILENT_S);
  return G_SOURCE_REMOVE;
}

static void
try_again (DoctorCase *c)
{
  g_clear_handle_id (&c->wait.source, g_source_remove);
  c->wait.is_trying = TRUE;
  c->wait.source = g_timeout_add_seconds (SILENT_S, on_silent, c);
  doctor_bridge_try_now (c->account_id, c->wait.scope);
  doctor_case_changed (c);
}

static gboolean
on_due (gpointer data)
{
  DoctorCase *c = data;
  c->wait.source = 0;
  try_again (c);
  return G_SOURCE_REMOVE;
}

static void
plan (DoctorCase *c, gint64 seconds)
{
  g_clear_handle_id (&c->wait.source, g_source_remove);
  c->wait.is_trying = FALSE;
  c->wait.due_us = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  c->wait.source = g_timeout_add_seconds ((guint)seconds, on_due, c);
  doctor_case_changed (c);
}

void
doctor_case_wait (DoctorCase *c, const DoctorOffer *offer)
{
  if (offer->fix->kind != DOCTOR_FIX_WAIT || c->facts == NULL)
    return;
  doctor_case_clear_wait (c);
  c->wait.is_active = TRUE;
  c->wait.scope = scope_of (c, offer->fix);
  c->wait.cause = g_strdup (offer->cause);
  c->wait.n_tries = c->wait.n_silent = 0;
  doctor_case_take_problem (c, NULL);
  plan (c, doctor_wait_seconds (c->wait.cause, c->facts, c->wait.scope, 0));
}

void
doctor_case_wait_stop (DoctorCase *c)
{
  doctor_case_clear_wait (c);
  doctor_case_changed (c);
}

void
doctor_case_wait_now (DoctorCase *c)
{
  if (c->wait.is_active && !c->wait.is_trying)
    try_again (c);
}

gboolean
doctor_case_get_wait (DoctorCase *c, DoctorWait *out_wait)
{
  gint64 left_us = c->wait.due_us - g_get_monotonic_time ();
  if (!c->wait.is_active)
    return FALSE;
  out_wait->is_trying = c->wait.is_trying;
  out_wait->scope = c->wait.scope;
  out_wait->n_tries = c->wait.n_tries;
  out_wait->seconds_left = MAX (0, (left_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  return TRUE;
}

/* --- what came of an attempt, ours or one that the client made by itself --- */

void
doctor_case_wait_failed (DoctorCase *c, DoctorScope scope)
{
  if (!c->wait.is_active || c->wait.scope != scope)
    return;
  const char *cause = find_cause (c, scope);
  if (cause == NULL) {
    doctor_case_clear_wait (c);
    doctor_case_take_problem (
      c, g_strdup (_ ("The mail program tried again, and something else is the matter now, so it "
                      "does not wait any longer. Examine the account again.")));
    return;
  }
  if (g_strcmp0 (cause, c->wait.cause) != 0)
    c->wait.n_tries = 0;
  else
    c->wait.n_tries++;
  g_free (c->wait.cause);
  c->wait.cause = g_strdup (cause);
  c->wait.n_silent = 0;
  g_autoptr (DoctorFacts) now = doctor_case_dup_settings (c);
  g_autoptr (DoctorFacts) facts = doctor_facts_copy (c->facts);
  if (now != NULL) /* logins of the last hour */
    doctor_facts_overlay (facts, now);
  plan (c, doctor_wait_seconds (cause, facts, scope, c->wait.n_tries));
}

void
doctor_case_wait_worked (DoctorCase *c, DoctorScope scope)
{
  if (c->wait.is_active && c->wait.scope == scope)
    doctor_case_wait_stop (c);
}
