/* The history in words (history.h). */
#include "core/history.h"
#include "core/finding.h"
#include "core/i18n.h"

static char *
dup_value (DoctorFacts *facts, DoctorScope scope, const char *name)
{
  GVariant *value = doctor_facts_lookup (facts, scope, name);
  return value != NULL ? doctor_value_dup_text (name, value) : NULL;
}

char *
doctor_history_dup_text (DoctorFacts *facts, DoctorScope scope)
{
  g_autofree char *worked = dup_value (facts, scope, "history.last-worked");
  g_autofree char *changed = dup_value (facts, scope, "history.changed");
  if (worked == NULL)
    return NULL;
  if (changed == NULL)
    /* Translators: %s is a date with the time. */
    return g_strdup_printf (_ ("Last worked: %s. Nothing that is known here has changed since."),
                            worked);
  /* Translators: the first %s is a date with the time, the second a list such as “network, port”.
   */
  return g_strdup_printf (_ ("Last worked: %s. Changed since: %s."), worked, changed);
}
