/* tls.h: the handshake on a chain's connection and what it shows, as facts. */
#pragma once
#include "probe/chain.h"

G_BEGIN_DECLS

/* Switches the chain's stream to TLS and sets tls.*. TRUE when the conversation can go on:
 * the handshake ended, whatever the certificate. */
gboolean doctor_tls_switch (DoctorChain *chain) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
