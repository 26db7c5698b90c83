/* trial-kind.h: the table of trials. Each kind changes one thing about an account and says
 * which tries are worth making here, and what follows for the facts when they are over. The
 * trials themselves are made in trial.c, in one way for all kinds. */
#pragma once
#include "probe/chain.h"

G_BEGIN_DECLS

enum { DOCTOR_TRIES_MAX = 8 }; /* of all kinds that run side by side */

/* One try: the settings with @changes over them. */
typedef struct {
  DoctorFacts *changes; /* full names; owned */
  const char *word;     /* what is new in it, for the facts; interned */
  const char *password; /* another one than the service's own, or NULL; borrowed */
  int family;           /* 4, 6: only over addresses of this family; 0: over all */
  const char *outcome;  /* set beforehand where it is known without a connection; static */
} DoctorTry;

typedef struct {
  const char *name;
  const char *settles[4]; /* NULL-terminated: bare names of the facts that it is asked for */
  int round_trips;        /* until its outcome, as a rule */
  int logins;             /* 1: one login for each run of this kind */
  /* Adds the tries that make sense for @chain, best first; none: not here. Pure. @chain has
   * all facts of the examination, derived ones too. */
  void (*list) (DoctorChain *chain, GPtrArray *tries);
  /* Tells what came of @tries (each has its outcome); @winner: the best that passed, or NULL. */
  void (*tell) (DoctorChain *chain, GPtrArray *tries, const DoctorTry *winner);
} DoctorTrialKind;

/* By what they cost, least first. Static. */
guint doctor_trial_kind_get_n (void);
const DoctorTrialKind *doctor_trial_kind_get (guint i);

/* For list (): a try without changes, at the end of @tries. Borrowed. */
DoctorTry *doctor_try_add (GPtrArray *tries, const char *word);
void doctor_try_free (gpointer try);
/* Lays a setting of the chain's service into its changes. Takes a floating @value. */
void doctor_try_change (DoctorTry *try, DoctorChain *chain, const char *name, GVariant *value);
/* Whether none of @tries was left without a verdict. */
gboolean doctor_tries_are_judged (GPtrArray *tries);

/* trial-server.c: where to connect. */
void doctor_trial_list_ports (DoctorChain *chain, GPtrArray *tries);
void doctor_trial_tell_ports (DoctorChain *chain, GPtrArray *tries, const DoctorTry *winner);
void doctor_trial_list_families (DoctorChain *chain, GPtrArray *tries);
void doctor_trial_tell_families (DoctorChain *chain, GPtrArray *tries, const DoctorTry *winner);
void doctor_trial_list_direct (DoctorChain *chain, GPtrArray *tries);
void doctor_trial_tell_direct (DoctorChain *chain, GPtrArray *tries, const DoctorTry *winner);
void doctor_trial_list_hosts (DoctorChain *chain, GPtrArray *tries);
void doctor_trial_tell_hosts (DoctorChain *chain, GPtrArray *tries, const DoctorTry *winner);

/* trial-login.c: how to log in. */
void doctor_trial_list_mechanisms (DoctorChain *chain, GPtrArray *tries);
void doctor_trial_tell_mechanisms (DoctorChain *chain, GPtrArray *tries, const DoctorTry *winner);
void doctor_trial_list_users (DoctorChain *chain, GPtrArray *tries);
void doctor_trial_tell_users (DoctorChain *chain, GPtrArray *tries, const DoctorTry *winner);
void doctor_trial_list_receive_login (DoctorChain *chain, GPtrArray *tries);
void
doctor_trial_tell_receive_login (DoctorChain *chain, GPtrArray *tries, const DoctorTry *winner);

G_END_DECLS
