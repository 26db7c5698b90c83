/* beside.h: the probes of the account and its computer. They run beside the services, each
 * that waits for a network in a thread of its own, and no healthy examination takes longer
 * for them: what they have not seen when all else is done stays undetermined. */
#pragma once
#include "probe/chain.h"
#include "probe/examine.h"

G_BEGIN_DECLS

enum { /* milliseconds, from the moment when the services have all their facts */
       /* Nothing is wrong: what is nearly there may still come. */
       DOCTOR_BESIDE_GRACE_MS = 50,
       /* Something is wrong, and what is still missing would decide a rule. */
       DOCTOR_BESIDE_LIMIT_MS = 3000,
};

typedef struct _DoctorBeside DoctorBeside;

/* @options and @news are borrowed. @news gets what the probes see, and one DoctorNews without a
 * name for each thread that comes to its end, to be handed to doctor_beside_join (). */
DoctorBeside *doctor_beside_new (const DoctorExamineOptions *options,
                                 const DoctorPatience *patience,
                                 GAsyncQueue *news) G_GNUC_WARN_UNUSED_RESULT;
/* Stops and joins what still runs. Accepts NULL. */
void doctor_beside_free (DoctorBeside *beside);
/* Starts what is due by @facts (copied) and was not started yet. */
void doctor_beside_start_due (DoctorBeside *beside, DoctorFacts *facts);
/* Whether @worker was one of its own; then its thread is over. */
gboolean doctor_beside_join (DoctorBeside *beside, gconstpointer worker);
gboolean doctor_beside_is_running (DoctorBeside *beside);
/* Whether something that runs provides one of @names (char *, full names). */
gboolean doctor_beside_provides (DoctorBeside *beside, GPtrArray *names);
/* Lets all end with what they have. */
void doctor_beside_stop (DoctorBeside *beside);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorBeside, doctor_beside_free)

G_END_DECLS
