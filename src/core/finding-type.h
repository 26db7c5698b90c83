/* finding-type.h: one .finding file, read. For the ruleset and the linter; others use
 * ruleset.h. Immutable after loading. */
#pragma once
#include "core/data-file.h"
#include "core/ruleset.h"

G_BEGIN_DECLS

enum { DOCTOR_N_TEXTS = 4 };
/* Title, Reason, Action, Administrator: the order in which a person reads them. */
extern const char *const doctor_text_keys[DOCTOR_N_TEXTS];

/* NULL when anything is wrong with @file: then every fault is appended to @problems (may be
 * NULL). */
DoctorFindingType *doctor_finding_type_read (const DoctorDataFile *file,
                                             GPtrArray *problems) G_GNUC_WARN_UNUSED_RESULT;
void doctor_finding_type_free (DoctorFindingType *type); /* accepts NULL */

/* Text @i of doctor_text_keys in exactly @language ("ja"; NULL: without a language). */
const char *
doctor_finding_type_peek_text (const DoctorFindingType *type, guint i, const char *language);
/* Languages of text @i, sorted, "" for the one without. */
GPtrArray *doctor_finding_type_list_languages (const DoctorFindingType *type,
                                               guint i) G_GNUC_WARN_UNUSED_RESULT;
const char *const *doctor_finding_type_get_reviewed (const DoctorFindingType *type);
/* Place in its ruleset. */
void doctor_finding_type_set_index (DoctorFindingType *type, guint index);
guint doctor_finding_type_get_index (const DoctorFindingType *type);

/* A set of just @files, a GPtrArray of DoctorDataFile; of two with one id the later one counts. */
DoctorRuleset *doctor_ruleset_new (GPtrArray *files, GPtrArray *problems) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorFindingType, doctor_finding_type_free)

G_END_DECLS
