/* offers.h: which remedy of a case the panel puts first, and how a button remembers the one
 * it stands for: by content, so that a click never applies something other than what its
 * words and its preview said. */
#pragma once
#include "plugin/case.h"

G_BEGIN_DECLS

/* The remedy to offer first: a proved change; else, of the best finding, the first that is done
 * here in one go and was not tried in vain, or its first step. NULL when there is none. Borrowed
 * from the case, until the next turn of the main loop. */
const DoctorOffer *doctor_offers_pick (DoctorCase *c);
/* The same remedy again among the present ones, or NULL when it is gone. */
const DoctorOffer *doctor_offers_lookup (DoctorCase *c, const char *key);
char *doctor_offer_dup_key (const DoctorOffer *offer) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
