#include "probe/trial-kind.h"

/* Kinds that log in run alone, one after the other; the others side by side. */
static const DoctorTrialKind kinds[] = {
  {
    .name = "port",
    .settles = { "trial.result", "trial.port", "trial.security" },
    .round_trips = 4, /* TCP, TLS, greeting, offer */
    .list = doctor_trial_list_ports,
    .tell = doctor_trial_tell_ports,
  },
  {
    .name = "family",
    .settles = { "trial.family" },
    .round_trips = 4,
    .list = doctor_trial_list_families,
    .tell = doctor_trial_tell_families,
  },
  {
    .name = "direct",
    .settles = { "trial.direct" },
    .round_trips = 4,
    .list = doctor_trial_list_direct,
    .tell = doctor_trial_tell_direct,
  },
  {
    .name = "host",
    .settles = { "trial.host", "trial.port", "trial.security" },
    .round_trips = 5, /* and its name first */
    .list = doctor_trial_list_hosts,
    .tell = doctor_trial_tell_hosts,
  },
  {
    .name = "receive-login",
    .settles = { "trial.receive-login" },
    .round_trips = 6,
    .logins = 1,
    .list = doctor_trial_list_receive_login,
    .tell = doctor_trial_tell_receive_login,
  },
  {
    .name = "mechanism",
    .settles = { "trial.mechanism" },
    .round_trips = 6,
    .logins = 1,
    .list = doctor_trial_list_mechanisms,
    .tell = doctor_trial_tell_mechanisms,
  },
  {
    .name = "user",
    .settles = { "trial.user", "trial.user-form" },
    .round_trips = 6,
    .logins = 1,
    .list = doctor_trial_list_users,
    .tell = doctor_trial_tell_users,
  },
};

guint
doctor_trial_kind_get_n (void)
{
  return G_N_ELEMENTS (kinds);
}

const DoctorTrialKind *
doctor_trial_kind_get (guint i)
{
  g_return_val_if_fail (i < G_N_ELEMENTS (kinds), NULL);
  return &kinds[i];
}

DoctorTry *
doctor_try_add (GPtrArray *tries, const char *word)
{
  DoctorTry *try = g_new0 (DoctorTry, 1);
  try->changes = doctor_facts_new ();
  try->word = g_intern_string (word);
  g_ptr_array_add (tries, try);
  return try;
}

void
doctor_try_free (gpointer data)
{
  DoctorTry *try = data;
  doctor_facts_unref (try->changes);
  g_free (try);
}

void
doctor_try_change (DoctorTry *try, DoctorChain *chain, const char *name, GVariant *value)
{
  doctor_facts_set_scoped (try->changes, chain->scope, name, value, DOCTOR_SOURCE_SETTINGS);
}

gboolean
doctor_tries_are_judged (GPtrArray *tries)
{
  for (guint i = 0; i < tries->len; i++) {
    const DoctorTry *try = g_ptr_array_index (tries, i);
    if (try->outcome == NULL || g_str_equal (try->outcome, "unfinished"))
      return FALSE;
  }
  return TRUE;
}
