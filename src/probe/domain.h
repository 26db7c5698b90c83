/* domain.h: what the domain of an address publishes in the DNS: whether it exists and takes
 * mail (MX), who may send for it (SPF, DMARC), which servers it names for its users (SRV). A
 * name in an answer is a proposal, never a place for a password. */
#pragma once
#include "probe/chain.h"

G_BEGIN_DECLS

/* Sets domain.* and, for each service in @chain, which is one of the account, dns.srv, as the
 * answers come. */
void doctor_domain_examine (DoctorChain *chain);

/* The same without an account, for looking an address up. Blocks up to @deadline_ms.
 * @name_servers as DoctorExamineOptions has it. Returns facts, unsealed: account.address,
 * domain.*, and dns.srv and service.protocol of the services for which servers are published:
 * IMAP, or else POP3, and SMTP. */
DoctorFacts *doctor_domain_lookup (const char *address,
                                   const char *name_servers,
                                   int deadline_ms,
                                   GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
