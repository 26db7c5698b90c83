/* How mail goes on while the account fails: on the web, and through another account. */
#include "plugin/case-private.h"
#include "plugin/bridge.h"
#include "core/i18n.h"

static gboolean
is_stopped (DoctorCase *c, DoctorScope scope)
{
  return c->facts != NULL
         && doctor_engine_state (c->findings, c->facts, scope) == DOCTOR_STATE_PROBLEM;
}

const char *
doctor_case_get_webmail (DoctorCase *c)
{
  const char *page = c->facts != NULL ? doctor_facts_get_string (c->facts, DOCTOR_SCOPE_ACCOUNT,
                                                                 "provider.webmail")
                                      : NULL;
  gboolean fails = is_stopped (c, DOCTOR_SCOPE_RECEIVE) || is_stopped (c, DOCTOR_SCOPE_SEND);
  return fails && page != NULL && g_str_has_prefix (page, "https://") ? page : NULL;
}

/* Counted when conclusions are drawn: each message of the queue is looked into. */
void
doctor_case_count_queue (DoctorCase *c)
{
  c->around.n_own = c->around.n_redirected = 0;
  if (c->incidents[DOCTOR_SCOPE_SEND] != NULL || is_stopped (c, DOCTOR_SCOPE_SEND))
    doctor_bridge_count_queued (c->account_id, &c->around.n_own, &c->around.n_redirected);
}

guint
doctor_case_get_n_queued (DoctorCase *c)
{
  return c->around.n_own;
}

guint
doctor_case_get_n_redirected (DoctorCase *c)
{
  return c->around.n_redirected;
}

/* --- other accounts --- */

static void
carrier_free (gpointer data)
{
  DoctorCarrier *carrier = data;
  g_free (carrier->name);
  g_free (carrier->server);
  g_free (carrier);
}

/* An examination or the client itself has seen that it sends. */
static gboolean
sends (DoctorCase *c)
{
  if (c->incidents[DOCTOR_SCOPE_SEND] != NULL)
    return FALSE;
  return c->has_sent
         || (c->is_examined
             && doctor_facts_get_boolean (c->facts, DOCTOR_SCOPE_SEND, "service.healthy", FALSE));
}

GPtrArray *
doctor_case_dup_carriers (DoctorCase *c)
{
  GPtrArray *carriers = g_ptr_array_new_with_free_func (carrier_free);
  g_autoptr (GPtrArray) accounts = doctor_bridge_list_accounts ();
  for (guint i = 0; i < accounts->len; i++) {
    const DoctorAccountRef *account = g_ptr_array_index (accounts, i);
    DoctorCase *other = doctor_case_get (account->id);
    if (other == NULL || other == c || account->send_host == NULL || !sends (other))
      continue;
    DoctorCarrier *carrier = g_new0 (DoctorCarrier, 1);
    carrier->account_id = account->id;
    carrier->name = g_strdup (account->name);
    carrier->server = g_strdup (account->send_host);
    g_ptr_array_add (carriers, carrier);
  }
  return carriers;
}

static gboolean
redirect (DoctorCase *c, int to)
{
  g_autoptr (GError) error = NULL;
  gboolean is_done = doctor_bridge_redirect_queue (c->account_id, to, &error);
  doctor_case_take_notice (c, NULL);
  doctor_case_take_problem (c, is_done ? NULL : g_strdup (error->message));
  doctor_case_count_queue (c);
  return is_done;
}

void
doctor_case_send_through (DoctorCase *c, int account_id)
{
  DoctorCase *other = doctor_case_get (account_id);
  if (other == NULL || !sends (other) || !redirect (c, account_id))
    return;
  doctor_case_take_notice (c, g_strdup_printf (_ ("The waiting messages are sent through “%s”."),
                                               doctor_case_get_name (other)));
  doctor_bridge_try_now (account_id, DOCTOR_SCOPE_SEND);
}

void
doctor_case_take_back (DoctorCase *c)
{
  if (redirect (c, 0))
    doctor_case_take_notice (
      c, g_strdup (_ ("The messages that were not sent wait for this account again.")));
}
