/* prepare.h: what an examination begins with. Pure. */
#pragma once
#include "probe/examine.h"

G_BEGIN_DECLS

/* @settings without what somebody else found, and with what @secrets (or NULL) tells of the
 * passwords. */
DoctorFacts *doctor_prepare_facts (DoctorFacts *settings,
                                   const DoctorSecrets *secrets) G_GNUC_WARN_UNUSED_RESULT;
/* Logins that were made of late with this account, for the ledger. */
guint doctor_prepare_recent_logins (DoctorFacts *facts);

G_END_DECLS
