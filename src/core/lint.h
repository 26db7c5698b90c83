/* lint.h: the checks of the linter (doctor_lint () is in ruleset.h). */
#pragma once
#include "core/finding-details.h"
#include "core/finding-type.h"

G_BEGIN_DECLS

typedef struct {
  const DoctorDataFile *file;
  const DoctorFindingType *type; /* read from it without fault */
  DoctorRuleset *set;            /* the compiled-in findings with all linted ones over them */
  GPtrArray *problems;
} DoctorLint;

/* Appends "FILE:LINE: sentence" with the line of @key in [@group]. */
void doctor_lint_fault (const DoctorLint *lint,
                        const char *group,
                        const char *key,
                        const char *format,
                        ...) G_GNUC_PRINTF (4, 5);

/* lint-rules.c */
void doctor_lint_dead_rules (const DoctorLint *lint);
void doctor_lint_shadowed_rules (const DoctorLint *lint);
void doctor_lint_proof (const DoctorLint *lint);
void doctor_lint_scope (const DoctorLint *lint);
/* lint-examples.c */
void doctor_lint_examples (const DoctorLint *lint);
/* lint-texts.c */
void doctor_lint_translations (const DoctorLint *lint);
void doctor_lint_holes (const DoctorLint *lint);
void doctor_lint_length (const DoctorLint *lint);
void doctor_lint_phrases (const DoctorLint *lint);
void doctor_lint_quotations (const DoctorLint *lint);
/* lint-provider.c: faults of one provider file, and names that two of @files (DoctorDataFile)
 * claim. */
void doctor_lint_provider (const DoctorDataFile *file, GPtrArray *problems);
void doctor_lint_providers (GPtrArray *files, GPtrArray *problems);

G_END_DECLS
