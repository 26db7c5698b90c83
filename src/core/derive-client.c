/* What follows from the state of the mail program itself (derive.h). */
#include "core/derive-parts.h"

static void
set (DoctorFacts *facts, DoctorScope scope, const char *name, GVariant *value)
{
  doctor_facts_set_scoped (facts, scope, name, value, DOCTOR_SOURCE_DERIVED);
}

void
doctor_derive_timeout (DoctorFacts *facts, DoctorScope scope)
{
  static const char *const times[] = { "tcp.ms", "tls.ms", "greeting.ms", "login.ms" };
  gint64 limit = doctor_facts_get_int (facts, DOCTOR_SCOPE_ACCOUNT, "client.io-timeout", 0);
  gint64 longest = 0;
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    longest = MAX (longest, doctor_facts_get_int (facts, scope, times[i], 0));
  if (limit > 0 && longest > 0)
    set (facts, scope, "client.io-timeout-short", g_variant_new_boolean (longest > limit * 1000));
}

void
doctor_derive_queue (DoctorFacts *facts, DoctorScope scope)
{
  gint64 oldest = doctor_facts_get_int (facts, DOCTOR_SCOPE_ACCOUNT, "queue.oldest", 0);
  gint64 now = doctor_facts_get_int (facts, DOCTOR_SCOPE_ACCOUNT, "clock.now",
                                     g_get_real_time () / G_USEC_PER_SEC);
  if (oldest > 0 && scope == DOCTOR_SCOPE_SEND)
    set (facts, DOCTOR_SCOPE_ACCOUNT, "queue.age-hours",
         g_variant_new_int32 ((gint32)MAX ((now - oldest) / 3600, 0)));
}

/* On the way each line gets one byte more (RFC 5321 §2.3.8), so a message whose file is larger is
 * too large for certain. A limit of 0 is none (RFC 1870 §4). */
void
doctor_derive_queue_size (DoctorFacts *facts, DoctorScope scope)
{
  gint64 largest = doctor_facts_get_int (facts, DOCTOR_SCOPE_ACCOUNT, "queue.largest", 0);
  gint64 limit = doctor_facts_get_int (facts, scope, "smtp.size-limit", 0);
  if (largest > 0 && limit > 0)
    set (facts, scope, "queue.too-large", g_variant_new_boolean (largest > limit));
}
