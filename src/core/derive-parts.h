/* derive-parts.h: derivations that have files of their own (derive.h). Each reads facts of
 * one service and sets derived ones in the same scope, unless it says otherwise. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

/* control.culprit: how far a fault reaches, by what else answers. */
void doctor_derive_culprit (DoctorFacts *facts, DoctorScope scope);
/* user.oddities: characters in the user name that nobody types on purpose. */
void doctor_derive_user (DoctorFacts *facts, DoctorScope scope);
/* reply.wants-login: refused for want of a login. */
void doctor_derive_wants_login (DoctorFacts *facts, DoctorScope scope);
/* mailbox.quota-percent */
void doctor_derive_quota (DoctorFacts *facts, DoctorScope scope);
/* oauth.expired, of the account */
void doctor_derive_oauth_expired (DoctorFacts *facts, DoctorScope scope);
/* Whether the sender was taken without a login by a server that offers one on a port for
 * submission: such servers may refuse only when the recipient is named (Postfix's
 * smtpd_delay_reject), so that nothing is shown by it. */
gboolean doctor_derive_sender_is_undecided (DoctorFacts *facts, DoctorScope scope);
/* reply.refuses-login: whether the reply refuses user or password and says no other reason. */
void doctor_derive_refusal (DoctorFacts *facts, DoctorScope scope);
/* reply.oauth: whether the login that was answered was one with a token. */
void doctor_derive_oauth (DoctorFacts *facts, DoctorScope scope);

/* derive-network.c: dns.views-differ, dns.stale-address, dns.slow, host.published,
 * tcp.broken-family. */
void doctor_derive_views (DoctorFacts *facts, DoctorScope scope);
void doctor_derive_stale_address (DoctorFacts *facts, DoctorScope scope);
void doctor_derive_slow_lookup (DoctorFacts *facts, DoctorScope scope);
void doctor_derive_published (DoctorFacts *facts, DoctorScope scope);
void doctor_derive_broken_family (DoctorFacts *facts, DoctorScope scope);

/* derive-client.c: client.io-timeout-short, queue.age-hours, queue.too-large. */
void doctor_derive_timeout (DoctorFacts *facts, DoctorScope scope);
void doctor_derive_queue (DoctorFacts *facts, DoctorScope scope);
void doctor_derive_queue_size (DoctorFacts *facts, DoctorScope scope);

G_END_DECLS
