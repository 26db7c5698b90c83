/* sender-policy.h: what a domain says in TXT records about mail that carries its name: SPF
 * (RFC 7208) and DMARC (RFC 7489). Reads only; judges no mail. Pure (fuzzed). */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* Whether @text is an SPF record: its first word is v=spf1, whatever follows (RFC 7208 §4.5). */
gboolean doctor_policy_is_spf (const char *text);
/* Whether @text is a DMARC record: its first tag is v=DMARC1 (RFC 7489 §6.4). */
gboolean doctor_policy_is_dmarc (const char *text);
/* What a DMARC record asks of receivers: "none", "quarantine" or "reject"; NULL when it says
 * nothing that holds. @for_subdomain: the record is that of the domain above, whose sp= comes
 * first (§6.3). Static. */
const char *doctor_policy_of_dmarc (const char *text, gboolean for_subdomain);

G_END_DECLS
