/* steps.h: the probes of a service, one function each, as the table (probe.h) names them.
 * Each sets the facts that the table says it provides; what is not determined stays unset. */
#pragma once
#include "probe/chain.h"

G_BEGIN_DECLS

void doctor_step_clock (DoctorChain *chain);
void doctor_step_computer (DoctorChain *chain);
void doctor_step_route (DoctorChain *chain);
void doctor_step_desktop (DoctorChain *chain);
void doctor_step_disk (DoctorChain *chain);
void doctor_step_portal (DoctorChain *chain);
void doctor_step_control (DoctorChain *chain);
void doctor_step_hosts (DoctorChain *chain);
void doctor_step_dns (DoctorChain *chain);
void doctor_step_proxy (DoctorChain *chain);
void doctor_step_tcp (DoctorChain *chain);
void doctor_step_tls (DoctorChain *chain);
void doctor_step_greeting (DoctorChain *chain);
void doctor_step_capability (DoctorChain *chain);
void doctor_step_starttls (DoctorChain *chain);
void doctor_step_password (DoctorChain *chain);
void doctor_step_login (DoctorChain *chain);
void doctor_step_mailbox (DoctorChain *chain);
void doctor_step_sender (DoctorChain *chain);
/* What came of naming a recipient (smtp.c). */
void doctor_step_tell_recipient (DoctorChain *chain, DoctorOutcome outcome);
/* An address that is none would break the command, and SMTPUTF8 is not asked for. NULL: no. */
gboolean doctor_step_is_sayable_address (const char *address);
/* Whether a server that accepted a trial's connection lets the account log in there. */
gboolean doctor_step_login_is_possible (DoctorChain *chain);

G_END_DECLS
