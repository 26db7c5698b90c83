/* tcp.h: connects a chain to its server, over whatever address answers first. */
#pragma once
#include "probe/chain.h"

G_BEGIN_DECLS

/* Connects to every address of the chain's dns.addresses at once, sets tcp.*, and leaves
 * the socket in chain->fd. When nothing answers, the other mail ports of the host are tried
 * meanwhile as a control. */
void doctor_tcp_connect (DoctorChain *chain);
/* One more connection to the address that answered, for a second look. -1 when it fails. */
int doctor_tcp_connect_again (DoctorChain *chain);
/* Afterwards, and again when the whole examination is at its end: what became of the addresses
 * that were still under way when the first one answered. Waits for nothing, unless the client
 * itself met its failure there. */
void doctor_tcp_settle (DoctorChain *chain);

G_END_DECLS
