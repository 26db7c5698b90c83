/* findings-json.h: findings and facts as JSON, for programs. */
#pragma once
#include "core/fix.h"
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Adds the member "findings" to the object that @builder is in: those that no other one
 * makes pointless, best first, with cause, certainty, service, title, reason, action, evidence
 * and fixes. */
void doctor_json_add_findings (JsonBuilder *builder, GPtrArray *findings, DoctorFacts *facts);
/* Adds the members "cause", "certainty", "service" ("imap", "pop3" or "smtp"; null for the account,
 * or when the protocol is not known) and "rule". */
void doctor_json_add_cause (JsonBuilder *builder, const DoctorFinding *finding, DoctorFacts *facts);
/* Adds the member "facts": names and values, the private ones only with @private_too. */
void doctor_json_add_facts (JsonBuilder *builder, DoctorFacts *facts, gboolean private_too);
void doctor_json_add_string (JsonBuilder *builder, const char *member, const char *value);

/* Writes what was built and a newline to standard output, in UTF-8. */
void doctor_json_print (JsonBuilder *builder, gboolean pretty);

G_END_DECLS
