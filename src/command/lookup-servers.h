/* lookup-servers.h: the servers for a mail address, from whoever names them. */
#pragma once
#include "core/provider.h"

G_BEGIN_DECLS

typedef enum {                          /* who names a server, the surest first */
               DOCTOR_ORIGIN_PROVIDER,  /* the provider's file */
               DOCTOR_ORIGIN_PUBLISHED, /* SRV records of the domain (RFC 6186, RFC 8314) */
               DOCTOR_ORIGIN_GUESS      /* names and ports that are usual */
} DoctorOrigin;
const char *doctor_origin_to_string (DoctorOrigin origin); /* "provider", ... Static. */

typedef struct {
  DoctorOrigin origin;
  const char *protocol; /* static */
  char *host;
  guint16 port;
  const char *security; /* interned */
} DoctorLookupServer;

/* Those of @provider (or NULL) for @domain; when it names none, those published in @facts (dns.srv
 * of the services); when there are none, guesses. Free with g_ptr_array_unref. */
GPtrArray *doctor_lookup_servers (const DoctorProvider *provider,
                                  DoctorFacts *facts,
                                  const char *domain) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
