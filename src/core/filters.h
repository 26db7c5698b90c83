/* filters.h: the filter rules of the mail program (matcherrc): which of them take incoming
 * messages of an account out of sight. Pure; knows the little of the file's language that this
 * needs, and passes over what it does not know. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

typedef struct {
  char *name;         /* as the person called it; its condition where it has no name */
  const char *action; /* as filter.action. Static. */
  char *target;       /* folder to which it moves, as the program writes it; NULL: none */
  gboolean takes_all; /* it has no condition */
} DoctorFilter;

/* The rule that takes most of what arrives for @account_id, from the text of matcherrc: one that
 * takes all before one that takes some, one that deletes before one that moves. NULL when there is
 * none. @text need not be UTF-8. */
DoctorFilter *doctor_filters_find (const char *text, int account_id) G_GNUC_WARN_UNUSED_RESULT;
void doctor_filter_free (DoctorFilter *filter); /* accepts NULL */

/* Sets filter.name, filter.action, filter.target and filter.takes-all from @filter, which may be
 * NULL, and filter.unseen when @unseen is not negative: the messages in the target that nobody has
 * read. */
void doctor_filter_describe (DoctorFacts *facts, const DoctorFilter *filter, int unseen);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorFilter, doctor_filter_free)

G_END_DECLS
