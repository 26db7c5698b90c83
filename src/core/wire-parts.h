/* wire-parts.h: what the files behind wire.h share. Pure functions; what one keeps, it keeps to
 * be faster. */
#pragma once
#include "core/wire.h"

G_BEGIN_DECLS

/* A line is cut after this many bytes: RFC 5321 §4.5.3.1.5 allows 512, long ALERT texts of
 * IMAP servers stay below 2000. */
enum { DOCTOR_WIRE_MAX_LINE_BYTES = 4096 };
/* Of a text, only the newest lines up to this size are looked at. */
enum { DOCTOR_WIRE_MAX_TEXT_BYTES = 65536 };

#define DOCTOR_WIRE_DROPPED "[…]" /* stands where something secret was */

typedef enum {
  DOCTOR_WIRE_UNKNOWN, /* no mark: a raw transcript or prose */
  DOCTOR_WIRE_CLIENT,
  DOCTOR_WIRE_SERVER
} DoctorWireSide;

/* Skips a time stamp and a mark such as "ESMTP> " in front of @line, and says whose line it
 * is. Points into @line. */
const char *doctor_wire_body (const char *line, DoctorWireSide *out_side);
/* Whether @body begins as lines of a server do (status line, code, "+", "* "). */
gboolean doctor_wire_is_server_line (const char *body);
/* The length of an IMAP tag and the blanks behind it at @body, 0 when there is none. */
gsize doctor_wire_tag_length (const char *body);

/* One reply as it stands in a line. */
typedef struct {
  const char *status; /* as reply.status; NULL when the line has none */
  char code[32];      /* "" when there is none */
  int smtp_code;      /* 0 when there is none */
  char enhanced[16];  /* "" when there is none */
  gboolean is_more;   /* SMTP: further lines of the same reply follow */
} DoctorWireReply;

/* A reply where the protocol puts it: at the start of @body. @protocol as in wire.h. */
gboolean
doctor_wire_parse_reply (const char *body, const char *protocol, DoctorWireReply *out_reply);
/* A reply inside prose: behind the wrappers that clients put around a server's words. */
gboolean
doctor_wire_find_reply (const char *line, const char *protocol, DoctorWireReply *out_reply);
/* Whether @reply says that something did not work. */
gboolean doctor_wire_is_failure (const DoctorWireReply *reply);

/* The text with names taken out (hosts, addresses, and the account's own host and user name
 * where they are known), so that no word or phrase is found inside a name. */
char *doctor_wire_dup_words (const char *text,
                             DoctorFacts *facts,
                             DoctorScope scope) G_GNUC_WARN_UNUSED_RESULT;
/* The value of reply.error that @words speak of, or NULL. @words from the call above. */
const char *doctor_wire_lookup_error (const char *words);
/* The same for what the system's libraries say in the language of the process. */
const char *doctor_wire_lookup_spoken (const char *words);

G_END_DECLS
