/* links.h: the way from this computer to the mailbox, link by link: what holds, what is broken,
 * what was not reached, and what was seen there. Pure; the order of the links is that of the way.
 */
#pragma once
#include "core/finding.h"

G_BEGIN_DECLS

typedef enum {
  DOCTOR_LINK_WAITING, /* nothing is known of it; the caller says what that means */
  DOCTOR_LINK_RUNNING, /* for the caller: it is being looked at */
  DOCTOR_LINK_GOOD,
  DOCTOR_LINK_WARNING,
  DOCTOR_LINK_BROKEN,
  DOCTOR_LINK_NOT_REACHED /* or not tried */
} DoctorLinkState;

typedef struct {
  const char *id; /* computer network name proxy connection encryption login mailbox sender */
  DoctorScope scope;
  DoctorLinkState state;
  char *name; /* "Encryption", in the current language */
  char *text; /* "server takes no unencrypted login here"; NULL while it waits */
  int ms;     /* -1: no time */
} DoctorLink;

/* The links of the account itself (computer and network) or of one service. @findings are what
 * follows from @facts, best first; NULL while nothing has been concluded. Behind a broken link
 * nothing was reached; one that nothing is known of waits. Free with g_ptr_array_unref. */
GPtrArray *doctor_links_list (DoctorFacts *facts,
                              GPtrArray *findings,
                              DoctorScope scope) G_GNUC_WARN_UNUSED_RESULT;

/* The link at which a conversation is at @stage (reply.stage, incident.stage), or NULL. Static. */
const char *doctor_link_of_stage (const char *stage);

/* What was seen at a link (link-words.c): state and words, TRUE when anything was. @finding, when
 * not NULL, says that the link does not hold; then only words for that are looked for, and
 * @out_state is left alone. @out_text is owned by the caller. */
gboolean doctor_link_read (const char *link,
                           DoctorFacts *facts,
                           DoctorScope scope,
                           const DoctorFinding *finding,
                           DoctorLinkState *out_state,
                           char **out_text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
