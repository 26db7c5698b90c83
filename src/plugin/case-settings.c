/* The settings of an account as a file: out, and back in as a change like any other. */
#include "plugin/case-private.h"
#include "plugin/bridge.h"
#include "core/settings-text.h"

char *
doctor_case_dup_settings_text (DoctorCase *c)
{
  g_autoptr (DoctorFacts) settings = doctor_bridge_read (c->account_id);
  return settings != NULL ? doctor_settings_text_write (settings) : g_strdup ("");
}

DoctorFix *
doctor_case_read_import (
  DoctorCase *c, const char *text, gsize length, const char *origin, GError **error)
{
  g_autoptr (DoctorFacts) settings = doctor_bridge_read (c->account_id);
  g_autoptr (DoctorFacts) none = doctor_facts_new ();
  DoctorFacts *changes
    = doctor_settings_text_read (text, length, origin, settings != NULL ? settings : none, error);
  if (changes == NULL)
    return NULL;
  DoctorFix *fix = g_new0 (DoctorFix, 1);
  fix->id = "import-settings";
  fix->kind = DOCTOR_FIX_CHANGE;
  fix->changes = changes;
  fix->scope = doctor_fix_changes_scope (fix, DOCTOR_SCOPE_RECEIVE) ? DOCTOR_SCOPE_RECEIVE
                                                                    : DOCTOR_SCOPE_SEND;
  return fix;
}

GPtrArray *
doctor_case_dup_import_preview (DoctorCase *c, const DoctorFix *fix)
{
  g_autoptr (DoctorFacts) settings = doctor_bridge_read (c->account_id);
  g_autoptr (DoctorFacts) none = doctor_facts_new ();
  return doctor_fix_dup_preview (fix, settings != NULL ? settings : none);
}
