/* Examples that the rules do not take for what they are an example of. */
#include "core/engine.h"
#include "core/i18n.h"
#include "core/lint.h"
#include "core/wire.h"
#include <string.h>

static DoctorFacts *
facts_of (const DoctorExample *example)
{
  DoctorFacts *facts = doctor_facts_new ();
  DoctorScope scope
    = strcmp (example->service, "smtp") == 0 ? DOCTOR_SCOPE_SEND : DOCTOR_SCOPE_RECEIVE;
  doctor_facts_set_scoped (facts, scope, "service.protocol",
                           g_variant_new_string (example->service), DOCTOR_SOURCE_REPLY);
  doctor_wire_explain (facts, scope, example->service, example->stage, example->text,
                       DOCTOR_SOURCE_REPLY);
  return facts;
}

void
doctor_lint_examples (const DoctorLint *lint)
{
  const char *id = doctor_finding_type_get_id (lint->type);
  for (guint i = 0; i < doctor_finding_type_get_n_examples (lint->type); i++) {
    const DoctorExample *example = doctor_finding_type_get_example (lint->type, i);
    g_autofree char *group = g_strconcat ("Example ", example->name, NULL);
    g_autoptr (DoctorFacts) facts = facts_of (example);
    g_autoptr (GPtrArray) findings = doctor_engine_run (lint->set, facts, NULL);
    const DoctorFinding *first = findings->len > 0 ? g_ptr_array_index (findings, 0) : NULL;
    if (first == NULL)
      doctor_lint_fault (lint, group, "Text", _ ("no rule knows this example"));
    else if (strcmp (doctor_finding_get_id (first), id) != 0)
      doctor_lint_fault (lint, group, "Text", _ ("the rules take this example for “%s”"),
                         doctor_finding_get_id (first));
  }
}
