/* lookup.h: what is known of a mail address, and why; for the command lookup. */
#pragma once
#include "command/lookup-servers.h"

G_BEGIN_DECLS

typedef struct {
  const DoctorProvider *provider; /* or NULL */
  DoctorFacts *facts;             /* with provider.*, and what the domain publishes */
  const char *domain;             /* borrowed */
  GPtrArray *servers;             /* DoctorLookupServer * */
} DoctorLookupAnswer;

/* @facts (not sealed) hold account.address, and what the name servers said. @domain must outlive
 * the answer. */
void doctor_lookup_answer_init (DoctorLookupAnswer *answer,
                                DoctorProviders *providers,
                                DoctorFacts *facts,
                                const char *domain);
void doctor_lookup_answer_clear (DoctorLookupAnswer *answer);
/* Whether somebody names servers, or says that there are none: no guess. */
gboolean doctor_lookup_answer_is_known (const DoctorLookupAnswer *answer);
char *doctor_lookup_answer_dup_text (const DoctorLookupAnswer *answer) G_GNUC_WARN_UNUSED_RESULT;
void doctor_lookup_answer_print_text (const DoctorLookupAnswer *answer);
void doctor_lookup_answer_print_json (const DoctorLookupAnswer *answer); /* lookup-json.c */

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DoctorLookupAnswer, doctor_lookup_answer_clear)

G_END_DECLS
