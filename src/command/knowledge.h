/* knowledge.h: what the program knows, compiled in and from the administrator's folder. */
#pragma once
#include "core/provider.h"
#include "core/ruleset.h"

G_BEGIN_DECLS

typedef struct {
  DoctorRuleset *rules;
  DoctorProviders *providers;
} DoctorKnowledge;

/* Loads both with the overlay folder (NULL: none). Files of the overlay with faults are left
 * out, and a sentence for each goes to standard error; so this cannot fail. */
DoctorKnowledge *doctor_knowledge_load (const char *overlay_dir) G_GNUC_WARN_UNUSED_RESULT;
void doctor_knowledge_free (DoctorKnowledge *knowledge); /* accepts NULL */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorKnowledge, doctor_knowledge_free)

G_END_DECLS
