/* safety.h: whether a password may be sent now: the catalogue's rules of safety, in one
 * place. Asked immediately before every login. */
#pragma once
#include "probe/chain.h"

G_BEGIN_DECLS

/* Why no login may be made, as login.reason; NULL when it may, and then it is counted in
 * the ledger as made. @mechanism NULL: none can be used. Static. */
const char *doctor_safety_refusal (DoctorChain *chain, const DoctorMechanism *mechanism);

G_END_DECLS
