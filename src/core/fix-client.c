/* Changes of what the mail program itself does with an account. */
#include "core/fix-table.h"

/* The finding speaks of the account as a whole: offered once, where the account has a service. */
static gboolean
has_service (DoctorFixBuild *build)
{
  return doctor_facts_get_string (build->facts, build->scope, "service.protocol") != NULL;
}

static gboolean
turn (DoctorFixBuild *build, const char *name, gboolean on)
{
  if (!has_service (build)
      || doctor_facts_lookup (build->facts, DOCTOR_SCOPE_ACCOUNT, name) == NULL)
    return FALSE;
  doctor_fix_change_account (build, name, g_variant_new_boolean (on));
  return TRUE;
}

gboolean
doctor_build_auto_check (DoctorFixBuild *build)
{
  return turn (build, "client.auto-check", TRUE);
}

gboolean
doctor_build_include (DoctorFixBuild *build)
{
  return turn (build, "client.fetches", TRUE);
}

gboolean
doctor_build_leave_out (DoctorFixBuild *build)
{
  return turn (build, "client.fetches", FALSE);
}

gboolean
doctor_build_go_online (DoctorFixBuild *build)
{
  return turn (build, "client.offline", FALSE);
}

gboolean
doctor_build_all_folders (DoctorFixBuild *build)
{
  return turn (build, "client.subscribed-only", FALSE);
}

/* Twice as long as before, and no less than what the client comes with. */
gboolean
doctor_build_longer_timeout (DoctorFixBuild *build)
{
  enum { USUAL_S = 60, MOST_S = 600 };
  gint64 now = doctor_facts_get_int (build->facts, DOCTOR_SCOPE_ACCOUNT, "client.io-timeout", 0);
  if (now < 1 || now >= MOST_S || !has_service (build))
    return FALSE;
  doctor_fix_change_account (build, "client.io-timeout",
                             g_variant_new_int32 ((gint32)CLAMP (2 * now, USUAL_S, MOST_S)));
  return TRUE;
}

gboolean
doctor_build_tls_priority (DoctorFixBuild *build)
{
  const char *priority
    = doctor_facts_get_string (build->facts, DOCTOR_SCOPE_ACCOUNT, "client.tls-priority");
  if (priority == NULL || !has_service (build))
    return FALSE;
  doctor_fix_change_account (build, "client.tls-priority", g_variant_new_string ("default"));
  return TRUE;
}
