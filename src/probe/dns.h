/* dns.h: looks a host name up within a time limit. The system's resolver cannot be
 * interrupted, so it works in a thread of its own that is left behind when time is up. */
#pragma once
#include "probe/patience.h"

G_BEGIN_DECLS

/* As getaddrinfo (host, NULL, …) for stream sockets: an EAI_* code, and on 0 the addresses
 * in @addresses (GPtrArray of char *). Must be callable from any thread. */
typedef int (*DoctorResolver) (const char *host, GPtrArray *addresses);

typedef struct {
  const char *result;   /* as dns.result; static */
  const char *error;    /* the resolver's words, NULL when found; static */
  GPtrArray *addresses; /* of char *, empty unless found */
  int ms;
} DoctorLookup;

/* @resolver NULL: the system's. Addresses of literals come back as they are. Cancelled
 * lookups give result "timeout". Never NULL. */
DoctorLookup *doctor_lookup_run (const char *host,
                                 DoctorResolver resolver,
                                 const DoctorPatience *patience) G_GNUC_WARN_UNUSED_RESULT;
void doctor_lookup_free (DoctorLookup *lookup);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorLookup, doctor_lookup_free)

G_END_DECLS
