#include "core/derive-parts.h"

static void
set (DoctorFacts *facts, DoctorScope scope, const char *name, GVariant *value)
{
  doctor_facts_set_scoped (facts, scope, name, value, DOCTOR_SOURCE_DERIVED);
}

/* Rounded down: 100 % means that nothing more fits. A mailbox may hold more than it should. */
void
doctor_derive_quota (DoctorFacts *facts, DoctorScope scope)
{
  gint64 used = doctor_facts_get_int (facts, scope, "mailbox.quota-used-kib", -1);
  gint64 limit = doctor_facts_get_int (facts, scope, "mailbox.quota-limit-kib", 0);
  if (used < 0 || limit <= 0)
    return;
  gint64 percent = used / limit >= 10 ? 1000 : (gint64)((double)used / (double)limit * 100);
  set (facts, scope, "mailbox.quota-percent", g_variant_new_int32 ((gint32)percent));
}

void
doctor_derive_oauth_expired (DoctorFacts *facts, DoctorScope scope)
{
  gint64 expires = doctor_facts_get_int (facts, DOCTOR_SCOPE_ACCOUNT, "oauth.expires", 0);
  gint64 now = doctor_facts_get_int (facts, DOCTOR_SCOPE_ACCOUNT, "clock.now",
                                     g_get_real_time () / G_USEC_PER_SEC);
  if (expires > 0)
    set (facts, DOCTOR_SCOPE_ACCOUNT, "oauth.expired", g_variant_new_boolean (expires <= now));
}

gboolean
doctor_derive_sender_is_undecided (DoctorFacts *facts, DoctorScope scope)
{
  GVariant *offered = doctor_facts_lookup (facts, scope, "auth.offered");
  return doctor_facts_is (facts, scope, "login.result", "not-needed")
         && !doctor_facts_is (facts, scope, "recipient.result", "ok")
         && doctor_facts_get_int (facts, scope, "server.port", 25) != 25 && offered != NULL
         && g_variant_n_children (offered) > 0;
}
