/* names.h: how the name servers see the hosts of an account, beside what this computer's own
 * resolver says (dns.h). Each name is asked once, for both services together. */
#pragma once
#include "probe/chain.h"

G_BEGIN_DECLS

/* Sets dns.server-* and dns.cname of each service in @chain, which is one of the account, as
 * they come. */
void doctor_names_examine (DoctorChain *chain);

G_END_DECLS
