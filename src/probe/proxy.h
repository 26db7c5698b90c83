/* proxy.h: the way to a server through the proxy that the account is set to take. */
#pragma once
#include "probe/chain.h"

G_BEGIN_DECLS

/* Whether the chain's connections go through a proxy. */
gboolean doctor_proxy_is_used (DoctorChain *chain);
/* Connects through it, sets proxy.* and tcp.*, and leaves the socket in chain->fd. */
void doctor_proxy_connect (DoctorChain *chain);
/* One more connection, for a second look. -1 when it fails. */
int doctor_proxy_connect_again (DoctorChain *chain);

G_END_DECLS
