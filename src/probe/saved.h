/* saved.h: the certificate that the person accepted earlier, beside the one that the server shows
 * now. */
#pragma once
#include "probe/chain.h"

G_BEGIN_DECLS

/* Sets tls.saved.* from server.accepted-encoded, where the account has one. */
void doctor_saved_tell (DoctorChain *chain);

G_END_DECLS
