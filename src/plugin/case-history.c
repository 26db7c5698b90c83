/* The history of the client's own attempts, as the cases use it (core/history.h). */
#include "config.h"
#include "plugin/case-private.h"
#include "plugin/bridge.h"

static guint history_days
  = DOCTOR_HISTORY_DAYS; /* set before the cases start, and while they run */

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static char *
dup_program (void)
{
  return g_strconcat (doctor_bridge_program (), ", " PACKAGE_VERSION, NULL);
}

void
doctor_cases_open_history (void)
{
  g_autofree char *path
    = g_build_filename (doctor_bridge_config_dir (), "account-doctor", "history", NULL);
  doctor_cases ()->history = doctor_history_open (path, history_days);
}

void
doctor_cases_set_history_days (guint days)
{
  history_days = days;
  if (doctor_cases ()->history != NULL)
    doctor_history_set_days (doctor_cases ()->history, days);
}

void
doctor_cases_keep_history (void)
{
  g_autoptr (GPtrArray) accounts = doctor_bridge_list_accounts ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (int));
  for (guint i = 0; i < accounts->len; i++)
    g_array_append_val (ids, ((DoctorAccountRef *)g_ptr_array_index (accounts, i))->id);
  doctor_history_keep (doctor_cases ()->history, (const int *)(gpointer)ids->data, ids->len);
}

void
doctor_case_note_success (DoctorCase *c, DoctorScope scope)
{
  g_autoptr (DoctorFacts) settings = doctor_bridge_read (c->account_id);
  g_autofree char *program = dup_program ();
  if (settings != NULL)
    doctor_history_add_success (doctor_cases ()->history, c->account_id, scope, settings, program,
                                get_now ());
}

void
doctor_case_note_failure (DoctorCase *c, DoctorScope scope)
{
  doctor_history_add_failure (doctor_cases ()->history, c->account_id, scope, c->causes[scope],
                              get_now ());
}

void
doctor_case_note_password (DoctorCase *c, DoctorScope scope)
{
  doctor_history_add_password (doctor_cases ()->history, c->account_id, scope, get_now ());
}

void
doctor_case_describe_history (DoctorCase *c, DoctorFacts *settings)
{
  g_autofree char *program = dup_program ();
  doctor_history_describe (doctor_cases ()->history, c->account_id, settings, program,
                           doctor_bridge_passwords_time ());
}

char *
doctor_case_dup_history_text (DoctorCase *c, DoctorScope scope)
{
  g_autoptr (DoctorFacts) settings = doctor_bridge_read (c->account_id);
  if (settings == NULL)
    return NULL;
  doctor_case_describe_history (c, settings);
  return doctor_history_dup_text (settings, scope);
}
