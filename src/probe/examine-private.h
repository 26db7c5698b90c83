/* examine-private.h: the parts of one examination, shared by examine*.c: the whole
 * (examine.c), one service (examine-service.c), the proof of a fix (examine-verify.c). All of
 * it belongs to the calling thread; a service's own thread touches its chain only. */
#pragma once
#include "probe/beside.h"
#include "probe/chain.h"
#include "probe/examine.h"
#include "probe/trial.h"

G_BEGIN_DECLS

/* One service goes through these, one thread at a time; services go side by side. */
typedef enum {
  IDLE,      /* not examined */
  PROBING,   /* the probes of the table */
  TRYING,    /* other ways, as far as they are wanted */
  WAITING,   /* for the other service: findings may compare both */
  VERIFYING, /* once more with the best fix */
  DONE
} Stage;

typedef struct _Examination Examination;

typedef struct {
  Examination *examination;
  DoctorScope scope;
  Stage stage;
  GThread *thread;
  DoctorChain *chain;        /* of the probes and the trial */
  DoctorChain *verification; /* with the fix laid over */
  char *fix_id;
  DoctorBudget *budget;
  guint kinds, tried; /* of trials: to run now, and run before */
  DoctorTrialProof proof;
} Service;

struct _Examination {
  const DoctorExamineOptions *options;
  const DoctorSecrets *secrets;
  DoctorExamineSink sink;
  gpointer sink_data;
  DoctorFacts *facts;
  const DoctorProvider *provider;
  DoctorLedger *ledger;
  DoctorTrust *trust;
  GAsyncQueue *news;
  DoctorPatience patience;
  Service services[3]; /* by DoctorScope */
  DoctorBeside *beside;
  gint64 waiting_since_us; /* the services have all their facts; 0: not yet */
  gint64 beside_until_us;  /* what runs beside is awaited; 0: no limit */
};

enum { DOCTOR_N_SERVICES = 2 };
extern const DoctorScope doctor_examine_scopes[DOCTOR_N_SERVICES];

void doctor_examine_tell (Examination *examination, const char *name, GVariant *value);
/* Takes a floating @value. */
void doctor_examine_set (Examination *examination,
                         const char *name,
                         GVariant *value,
                         DoctorSource source);
gboolean doctor_examine_is_over (Examination *examination);
/* The facts as they are now, derived from and sealed. */
DoctorFacts *doctor_examine_dup_derived (Examination *examination) G_GNUC_WARN_UNUSED_RESULT;

/* examine-service.c */

/* The one place where a service changes its stage. */
void doctor_service_enter (Service *service, Stage stage);
/* A chain with the limits and secrets of the examination. */
DoctorChain *doctor_service_new_chain (Service *service,
                                       DoctorFacts *settings,
                                       gboolean tells) G_GNUC_WARN_UNUSED_RESULT;
/* Begins the trials that are wanted now; with a login only when @all_is_known, what the other
 * service showed included. FALSE when none are. */
gboolean doctor_service_try (Service *service, gboolean all_is_known) G_GNUC_WARN_UNUSED_RESULT;
void doctor_service_clear (Service *service);

/* examine-verify.c */

/* All services have their facts: verifies what is proposed for each. */
void doctor_verification_start_all (Examination *examination);
/* The thread of the verification ended. */
void doctor_verification_finish (Service *service);

G_END_DECLS
