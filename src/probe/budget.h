/* budget.h: how many conversations an examination may have with one service, so that looking
 * for a fault is no load for a server and no reason to be shut out by one.
 *
 * A conversation is a connection on which something is said or waited for: the examination
 * itself, each second look, each trial, the verification. Not counted are connections that are
 * closed as soon as they stand, without a word: the other addresses of a race that one
 * address has won, and the other ports and hosts that are asked as a control. Nor is the one
 * web request that looks for a network's sign-in page: it is not for the mail server.
 * Thread-safe. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

enum {
  DOCTOR_BUDGET_CONVERSATIONS = 8, /* of one service, until the verdict */
  /* Kept back from trials: the verification, and its second look. */
  DOCTOR_BUDGET_FOR_VERIFYING = 2,
};

typedef struct _DoctorBudget DoctorBudget;

DoctorBudget *doctor_budget_new (void) G_GNUC_WARN_UNUSED_RESULT;
void doctor_budget_free (DoctorBudget *budget); /* accepts NULL */
/* TRUE when one more conversation may begin while @kept_back others stay possible; it is
 * then counted. @budget NULL: nobody counts. */
gboolean doctor_budget_take (DoctorBudget *budget, guint kept_back) G_GNUC_WARN_UNUSED_RESULT;
/* One that was taken did not come about. */
void doctor_budget_give_back (DoctorBudget *budget);
guint doctor_budget_get_used (DoctorBudget *budget);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorBudget, doctor_budget_free)

G_END_DECLS
