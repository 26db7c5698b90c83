/* ruleset.h: the findings the program knows, with their rules and texts.
 *
 * One .finding file each (src/data/findings, compiled in; an overlay folder adds or
 * replaces by id). Key file:
 *   [Finding]
 *   Axis=network            computer network name tls login server mailbox sending settings
 *   Owner=network           whose turn it is: you network administrator provider
 *   Loss=stopped            what is lost: stopped, will-stop, slower, none
 *   Title=…  Title[ja]=…    one sentence, what happened
 *   Reason=… Action=… Administrator=…        each with [ja]; holes {fact.name}
 *   Fixes=use-tested-settings;…              ids of fix.h, light before heavy
 *   Hides=auth.password;…                    findings that this one makes pointless, and
 *                                            what those hide
 *   Reviewed=plain text;…                    phrases that lint would forbid, and a person
 *                                            has looked at and let stand
 *   [Rule NAME] …                            rule.h; plus Scope=receive|send|account
 *                                            (default: both services, each by itself)
 *   [Example NAME] …                         finding-example.h
 * Immutable after loading. */
#pragma once
#include "core/finding-example.h"
#include "core/rule.h"

G_BEGIN_DECLS

typedef struct _DoctorFindingType DoctorFindingType;
typedef struct _DoctorRuleset DoctorRuleset;
typedef struct _DoctorRulesetReading DoctorRulesetReading;

/* Compiled-in findings, then those of @overlay_dir/findings/ (NULL for none). With an
 * error in the overlay the set is still whole without that file: the message is appended
 * to @problems (may be NULL). Never NULL. */
DoctorRuleset *
doctor_ruleset_load (const char *overlay_dir, GPtrArray *problems) G_GNUC_WARN_UNUSED_RESULT;
/* The same in pieces, for who must not be kept waiting: begun, brought forward a little a step
 * until there is nothing left (FALSE), and ended at any time, which reads the rest and frees
 * @reading. */
DoctorRulesetReading *doctor_ruleset_begin (const char *overlay_dir) G_GNUC_WARN_UNUSED_RESULT;
gboolean doctor_ruleset_step (DoctorRulesetReading *reading);
DoctorRuleset *doctor_ruleset_end (DoctorRulesetReading *reading) G_GNUC_WARN_UNUSED_RESULT;
DoctorRuleset *doctor_ruleset_ref (DoctorRuleset *set);
void doctor_ruleset_unref (DoctorRuleset *set);
guint doctor_ruleset_get_n_types (DoctorRuleset *set);
const DoctorFindingType *doctor_ruleset_get_type (DoctorRuleset *set, guint i);
const DoctorFindingType *doctor_ruleset_lookup (DoctorRuleset *set, const char *id);
/* Whether @upper makes @lower pointless by Hides=, itself or through others. */
gboolean doctor_ruleset_hides (DoctorRuleset *set,
                               const DoctorFindingType *upper,
                               const DoctorFindingType *lower);

const char *doctor_finding_type_get_id (const DoctorFindingType *type); /* "net.refused" */
const char *doctor_finding_type_get_axis (const DoctorFindingType *type);
guint doctor_finding_type_get_axis_rank (
  const DoctorFindingType *type); /* 0: computer, thought of first */
const char *doctor_finding_type_get_owner (const DoctorFindingType *type);
const char *doctor_finding_type_get_loss (const DoctorFindingType *type);
const char *const *doctor_finding_type_get_fixes (const DoctorFindingType *type);
const char *const *doctor_finding_type_get_hides (const DoctorFindingType *type);
guint doctor_finding_type_get_n_rules (const DoctorFindingType *type);
const DoctorRule *doctor_finding_type_get_rule (const DoctorFindingType *type, guint i);
guint doctor_finding_type_get_n_examples (const DoctorFindingType *type);
const DoctorExample *doctor_finding_type_get_example (const DoctorFindingType *type, guint i);
/* Text with its holes still in it, in the language of @locale ("ja", "en"; NULL: that of the
 * program). @key: Title, Reason, Action, Administrator. Borrowed, NULL when there is none. */
const char *
doctor_finding_type_get_text (const DoctorFindingType *type, const char *key, const char *locale);

/* lint.c: every fault of the finding and provider files in @dir (NULL: the compiled-in
 * ones), as sentences "FILE:LINE: …". Empty when all is well. */
GPtrArray *doctor_lint (const char *dir) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorRuleset, doctor_ruleset_unref)

G_END_DECLS
