/* probe.h: the table of probes. Each declares the facts it needs and those it provides; the
 * plan (plan.h) follows from that alone. */
#pragma once
#include "probe/chain.h"

G_BEGIN_DECLS

typedef struct {
  const char *fact;
  const char *values[6]; /* one of these; none: known is enough */
} DoctorNeed;

struct _DoctorProbe {
  const char *name;
  const char *description;          /* for `list probes`; translated when shown */
  gboolean of_account;              /* about the computer or the account, not about a service */
  gboolean waits;                   /* of the account: for a network, in a thread of its own */
  DoctorNeed needs[4];              /* all of them */
  DoctorNeed any[6];                /* of the account: one of them in either service, too */
  DoctorNeed unless;                /* a value that makes it pointless */
  const char *provides[32];         /* known facts of which the first is set: nothing left to do */
  void (*run) (DoctorChain *chain); /* NULL: run by the examination itself (examine.c) */
};

/* In the order of thought. Static. */
const DoctorProbe *doctor_probe_get (guint i);

G_END_DECLS
