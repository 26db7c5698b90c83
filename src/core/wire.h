/* wire.h: lines between client and server, as the client logs them or a probe saw them:
 * made harmless, and taken apart into reply.* facts.
 *
 * Everything here is a pure function of its input; hostile input is expected (fuzzed). */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

/* A copy that may be kept: valid UTF-8, no control characters but newline, at most
 * @max_bytes long (long lines are cut, then the oldest lines go); passwords, base64 answers
 * of SASL exchanges, tokens and challenge answers replaced by "[…]". Never NULL. @text may
 * be NULL. */
char *doctor_wire_scrub (const char *text, gsize max_bytes) G_GNUC_WARN_UNUSED_RESULT;

/* Takes a reply apart and sets reply.text, reply.words, reply.status, reply.code,
 * reply.smtp-code, reply.enhanced and reply.error in @scope as far as they are there, in
 * place of all reply.* that was known there; oauth.* where a server says why it takes no token.
 * @stage as in reply.stage, or NULL. Of several
 * replies the last that failed decides; a connection that ends behind a refusal does not.
 * @protocol: imap, pop3, smtp, or NULL when not known. The text may have several lines, tags,
 * prefixes such as "IMAP< " or "ESMTP< ", a client's prose around the server's words, or a
 * library's message. Codes are only taken from where the protocol puts them, never from inside a
 * host or user name. */
void doctor_wire_explain (DoctorFacts *facts,
                          DoctorScope scope,
                          const char *protocol,
                          const char *stage,
                          const char *text,
                          DoctorSource source);

G_END_DECLS
