#include "core/derive-parts.h"
#include "core/phrase.h"
#include <string.h>

/* Words for a refused relay and for a login that is wanted, of Postfix, Exim, sendmail, qmail
 * (rcpthosts), Exchange, and of servers that want a fetch of mail first. Each alternative is a
 * kind, not a sample. */
static const char wanting_words[]
  = "authentication required | authentication is required | authentication .. is required "
    "| auth required | auth is required | authentication needed | requires authentication "
    "| must authenticate | must be authenticated | not authenticated | unauthenticated "
    "| anonymous clients | not logged in | log in first | login first | auth first | need to log* "
    "in "
    "| login required | please log* in"
    "| please auth* | must log in | turn on .. auth* | switch on .. auth* | enable smtp auth* | "
    "use smtp auth* "
    "| authenticate first | authenticate before | smtp authentication first "
    "| relay* .. denied | relaying denied | relay not permitted | relaying not permitted "
    "| relay* .. <not allowed> | relay* .. prohibited | relay .. rejected | relay* .. refused "
    "| not permitted to relay | not allowed to relay | relaying mail to | relay operation rejected "
    "| configured to relay | as a relay | relaying disallowed | credentials for relay | client "
    "host rejected access denied | unable "
    "to relay | cannot relay "
    "| can't relay | not relay* | no relay* | does not relay | won't relay | we do not relay "
    "| relais .. refusé | relais .. interdit | relay* check | denies relay* | deny relay* | not a "
    "gateway | not an open relay | not local "
    "host | allowed rcpthosts | rcpthosts "
    "| pop before smtp | pop first | pop authentication | check .. mail .. first | check for .. "
    "mail "
    "| mail before sending | before sending mail "
    "| 認証が必要 | 認証してください | ログインしてから | 中継 .. 拒否 | 需要登录 | 请先登录 | "
    "需要认证 "
    "| authentifizierung erforderlich | authentification requise | autenticación requerida";

/* What has such words and means something else: encryption first; the recipient's own rules;
 * the domain's; the greeting name. */
static const char other_words[]
  = "starttls | encrypt* | without ssl | ssl/tls | authentication required to send to "
    "| authenticated senders | spf | dmarc | dkim | relaying disallowed as | helo command "
    "| sender id | token | resolver rst";

static const DoctorPhrases *
get_phrases (const char *alternatives, gsize *ready)
{
  if (g_once_init_enter (ready))
    g_once_init_leave (ready, (gsize)doctor_phrases_new (alternatives));
  return (const DoctorPhrases *)*ready;
}

static gboolean
is_after_login (const char *stage)
{
  static const char *const stages[] = { "mailfrom", "rcpt", "data", "other", NULL };
  return stage == NULL || g_strv_contains (stages, stage);
}

void
doctor_derive_wants_login (DoctorFacts *facts, DoctorScope scope)
{
  static gsize wanting = 0, other = 0;
  const char *words = doctor_facts_get_string (facts, scope, "reply.words");
  const char *stage = doctor_facts_get_string (facts, scope, "reply.stage");
  if (scope != DOCTOR_SCOPE_SEND || words == NULL || !is_after_login (stage)
      || doctor_facts_is (facts, scope, "reply.status", "success"))
    return;
  gboolean is_530 = doctor_facts_get_int (facts, scope, "reply.smtp-code", 0) == 530;
  gboolean wants = (is_530 || doctor_phrases_occur (get_phrases (wanting_words, &wanting), words))
                   && !doctor_phrases_occur (get_phrases (other_words, &other), words);
  doctor_facts_set_scoped (facts, scope, "reply.wants-login", g_variant_new_boolean (wants),
                           DOCTOR_SOURCE_DERIVED);
}
