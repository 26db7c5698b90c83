#include "command/subjects.h"
#include "command/claws-settings.h"
#include "command/settings-file.h"
#include "command/surroundings.h"
#include "core/i18n.h"

static DoctorFacts *
read_settings (DoctorAccountrc *accountrc, guint i, const char *dir)
{
  DoctorFacts *facts = doctor_claws_settings_read (accountrc, i, dir);
  doctor_surroundings_add (facts, accountrc, i, dir);
  return facts;
}

static DoctorFacts *
read_account (DoctorAccountrc *accountrc, const char *wanted, const char *dir, GError **error)
{
  guint i = 0;
  if (wanted != NULL && !doctor_accountrc_find (accountrc, wanted, &i, error))
    return NULL;
  if (wanted == NULL && doctor_accountrc_get_n (accountrc) > 1) {
    g_autofree char *names = doctor_accountrc_dup_names (accountrc);
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_NO_ACCOUNT,
                 _ ("There are several accounts: %s. Name one with --account, or use --all."),
                 names);
    return NULL;
  }
  return read_settings (accountrc, i, dir);
}

static gboolean
add_accounts (GPtrArray *subjects, const DoctorExamineWords *words, GError **error)
{
  g_autofree char *dir = words->config_dir != NULL ? g_strdup (words->config_dir)
                                                   : doctor_accountrc_dup_default_dir ();
  g_autoptr (DoctorAccountrc) accountrc = doctor_accountrc_load (dir, error);
  if (accountrc == NULL)
    return FALSE;
  for (guint i = 0; words->all && i < doctor_accountrc_get_n (accountrc); i++)
    g_ptr_array_add (subjects, read_settings (accountrc, i, dir));
  if (words->all)
    return TRUE;
  DoctorFacts *facts = read_account (accountrc, words->account, dir, error);
  if (facts != NULL)
    g_ptr_array_add (subjects, facts);
  return facts != NULL;
}

GPtrArray *
doctor_subjects_collect (const DoctorExamineWords *words, GError **error)
{
  g_autoptr (GPtrArray) subjects
    = g_ptr_array_new_with_free_func ((GDestroyNotify)doctor_facts_unref);
  if (words->settings == NULL)
    return add_accounts (subjects, words, error) ? g_steal_pointer (&subjects) : NULL;
  DoctorFacts *facts = doctor_settings_file_read (words->settings, error);
  if (facts == NULL)
    return NULL;
  g_ptr_array_add (subjects, facts);
  return g_steal_pointer (&subjects);
}
