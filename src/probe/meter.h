/* meter.h: counts what a server sends against limits, so that no answer can fill the memory
 * or lead libetpan's parsers astray. Pure: bytes in, verdict out (fuzzed). */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

enum {
  /* RFC 5321 §4.5.3.1 and RFC 9051 ask for far less; Gmail's longest line is under 1 KiB. */
  DOCTOR_METER_MAX_LINE_BYTES = 64 * 1024,
  /* One reply: a capability list, an EHLO answer; EXAMINE lists its flags. */
  DOCTOR_METER_MAX_REPLY_BYTES = 256 * 1024,
  /* A whole conversation is a few KiB. */
  DOCTOR_METER_MAX_TOTAL_BYTES = 1024 * 1024,
  /* The same with TLS around it: certificates, tickets, the heads of records. */
  DOCTOR_METER_MAX_WIRE_BYTES = 2 * DOCTOR_METER_MAX_TOTAL_BYTES,
  /* A literal in answer to what we ask is a mailbox name or a sentence; libetpan would
   * reserve whatever number the server names. */
  DOCTOR_METER_MAX_LITERAL_BYTES = 8 * 1024,
  /* libetpan's IMAP parser recurses and backtracks on parentheses; FLAGS nests two deep. */
  DOCTOR_METER_MAX_NESTING = 6,
};

typedef struct {
  gsize line, reply, total;
  int nesting;
  gsize literal;       /* number between braces so far */
  gboolean in_literal; /* an open brace, then digits only */
  gboolean announced;  /* a whole {N} or {N+} is the last thing on the line */
} DoctorMeter;

/* Our own turn: the next reply is counted from 0. */
void doctor_meter_next_reply (DoctorMeter *meter);
/* Counts @bytes. FALSE as soon as a limit is passed. */
gboolean
doctor_meter_take (DoctorMeter *meter, const char *bytes, gsize length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
