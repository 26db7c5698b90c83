/* A new password: tested where the old one is not known to work, stored where the server accepts
 * it, and said which of the two was still old. */
#include "plugin/case-private.h"
#include "plugin/bridge.h"
#include "core/hygiene.h"
#include "core/i18n.h"
#include <string.h>

static DoctorScope
other_of (DoctorScope scope)
{
  return scope == DOCTOR_SCOPE_SEND ? DOCTOR_SCOPE_RECEIVE : DOCTOR_SCOPE_SEND;
}

/* --- where it is tested --- */

/* What the other service has to do with the password that is tested for one. */
typedef enum {
  OTHER_NONE,     /* no such service, no login there, or another user */
  OTHER_SHARED,   /* the client uses one password for both */
  OTHER_WORKS,    /* it logs in with the password that it has */
  OTHER_ACCEPTED, /* it was tested there, too */
  OTHER_REFUSED,
  OTHER_UNKNOWN, /* not tested to the end */
} Other;

static gboolean
shares_password (DoctorFacts *facts)
{
  return !doctor_facts_get_boolean (facts, DOCTOR_SCOPE_SEND, "auth.own-login", TRUE);
}

/* Providers have one password for both; where there is no provider, the same user has. */
static gboolean
is_same_person (DoctorFacts *facts, DoctorScope scope)
{
  const char *user = doctor_facts_get_string (facts, scope, "auth.user");
  return g_strcmp0 (user, doctor_facts_get_string (facts, other_of (scope), "auth.user")) == 0;
}

static Other
judge_before (DoctorFacts *facts, DoctorScope scope)
{
  DoctorScope other = other_of (scope);
  if (doctor_facts_lookup (facts, other, "service.protocol") == NULL
      || !doctor_facts_get_boolean (facts, other, "auth.enabled", TRUE))
    return OTHER_NONE;
  if (shares_password (facts))
    return OTHER_SHARED;
  if (doctor_facts_is (facts, other, "login.result", "ok"))
    return OTHER_WORKS;
  return is_same_person (facts, scope) ? OTHER_UNKNOWN : OTHER_NONE;
}

gboolean
doctor_case_tests_password (DoctorCase *c, DoctorScope scope)
{
  return scope == c->trial->scope || judge_before (c->facts, c->trial->scope) == OTHER_UNKNOWN;
}

void
doctor_case_set_password (DoctorCase *c, const DoctorOffer *offer, const char *password)
{
  const char *ignored
    = doctor_facts_get_string (c->facts, DOCTOR_SCOPE_ACCOUNT, "provider.password-ignores");
  if (!doctor_case_is_ready (c) || offer->fix->kind != DOCTOR_FIX_SECRET || password[0] == '\0')
    return;
  char *clean = doctor_hygiene_dup_clean (password, ignored);
  doctor_case_start_trial (c, offer->fix, clean);
  doctor_bridge_forget (clean);
}

/* --- what came of it --- */

static Other
judge_after (DoctorCase *c, DoctorFacts *after)
{
  DoctorScope scope = c->trial->scope;
  Other before = judge_before (c->facts, scope);
  if (before != OTHER_UNKNOWN)
    return before;
  if (doctor_facts_is (after, other_of (scope), "login.result", "ok"))
    return OTHER_ACCEPTED;
  return doctor_facts_is (after, other_of (scope), "login.result", "refused") ? OTHER_REFUSED
                                                                              : OTHER_UNKNOWN;
}

/* First where receiving was repaired, then where sending was. */
static const char *const notices[][2] = {
  [OTHER_NONE] = { N_ ("The new password is stored."), N_ ("The new password is stored.") },
  [OTHER_SHARED] = { N_ ("The new password is stored, for receiving and sending alike."),
                     N_ ("The new password is stored, for receiving and sending alike.") },
  [OTHER_WORKS] = { N_ ("Only the password for receiving was still the old one; it is replaced. "
                        "The one for sending works and stays."),
                    N_ ("Only the password for sending was still the old one; it is replaced. The "
                        "one for receiving works and stays.") },
  [OTHER_ACCEPTED] = { N_ ("Receiving and sending both had the old password. The new one is stored "
                           "for both."),
                       N_ ("Receiving and sending both had the old password. The new one is stored "
                           "for both.") },
  [OTHER_REFUSED]
  = { N_ ("The new password is stored for receiving. The server for sending does not accept it, so "
          "the old one stays there."),
      N_ ("The new password is stored for sending. The server for receiving does not accept it, so "
          "the old one stays there.") },
  [OTHER_UNKNOWN] = { N_ ("The new password is stored for receiving. It could not be tested for "
                          "sending, so the old one stays there."),
                      N_ ("The new password is stored for sending. It could not be tested for "
                          "receiving, so the old one stays there.") },
};

static void
store (DoctorCase *c, Other other)
{
  g_autoptr (GError) error = NULL;
  DoctorScope scope = c->trial->scope;
  const char *password = c->trial_password;
  if (doctor_bridge_set_password (c->account_id, scope, password, &error)
      && (other != OTHER_ACCEPTED
          || doctor_bridge_set_password (c->account_id, other_of (scope), password, &error))) {
    doctor_case_note_password (c, scope);
    if (other == OTHER_ACCEPTED)
      doctor_case_note_password (c, other_of (scope));
    doctor_case_take_notice (c, g_strdup (_ (notices[other][scope == DOCTOR_SCOPE_SEND])));
    doctor_case_await_client (c, 0, scope);
    return;
  }
  doctor_case_take_problem (
    c,
    g_strdup_printf (_ ("The password is right, but it could not be stored: %s"), error->message));
  doctor_case_resume (c);
}

void
doctor_case_end_password_trial (DoctorCase *c, DoctorFacts *after)
{
  DoctorScope scope = c->trial->scope;
  if (doctor_facts_is (after, scope, "login.result", "ok")) {
    store (c, judge_after (c, after));
    return;
  }
  if (doctor_facts_is (after, scope, "login.result", "refused"))
    doctor_case_take_problem (
      c, g_strdup (_ ("The server does not accept this password. Nothing was stored; the "
                      "old password is kept.")));
  else
    doctor_case_take_problem (c, doctor_case_dup_untried (after, scope));
  doctor_case_resume (c);
}
