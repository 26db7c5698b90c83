/* stream.h: one connection to a mail server, driven by libetpan through a mailstream_low of
 * ours. It owns the socket and the TLS session, keeps deadlines and byte limits (meter.h), and
 * writes down what was said with secrets masked. It never blocks beyond its patience, never
 * believes a byte, and knows no protocol but the shape of lines.
 *
 * Once something went wrong the stream stays in that state and every read and write fails. */
#pragma once
#include "probe/patience.h"
#include <libetpan/libetpan.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

enum {
  /* A wait that the overall deadline cuts shorter than this proves nothing. */
  DOCTOR_STREAM_FAIR_WAIT_MS = 1000,
  /* A whole examination takes about ten; more is a server that answers each answer with
   * another challenge. */
  DOCTOR_STREAM_MAX_WRITES = 40,
};

typedef enum {
  DOCTOR_STREAM_OPEN,
  DOCTOR_STREAM_CLOSED, /* by the server, or by us */
  DOCTOR_STREAM_RESET,
  DOCTOR_STREAM_TIMEOUT,
  DOCTOR_STREAM_CANCELLED, /* by ourselves, before the step had a fair time: proves nothing */
  DOCTOR_STREAM_GARBAGE,   /* a limit was passed */
  DOCTOR_STREAM_FAILED     /* the TLS layer or the system refused */
} DoctorStreamState;

typedef struct _DoctorStream DoctorStream;

/* Takes @fd, a connected non-blocking socket. */
DoctorStream *doctor_stream_new (int fd, const DoctorPatience *patience) G_GNUC_WARN_UNUSED_RESULT;
DoctorStream *doctor_stream_ref (DoctorStream *stream);
void doctor_stream_unref (DoctorStream *stream); /* accepts NULL */

/* From now on each step ends @ms milliseconds from now at the latest. */
void doctor_stream_set_step (DoctorStream *stream, int ms);
/* The text is masked wherever it appears, as it is and in base64. Copied; wiped at the end. */
void doctor_stream_add_secret (DoctorStream *stream, const char *secret, gssize length);
/* A driver for libetpan that holds its own reference. */
mailstream *doctor_stream_new_mailstream (DoctorStream *stream) G_GNUC_WARN_UNUSED_RESULT;

DoctorStreamState doctor_stream_get_state (DoctorStream *stream);
/* The words of the system or of OpenSSL for that state, or NULL. Borrowed. */
const char *doctor_stream_get_error (DoctorStream *stream);
gboolean doctor_stream_is_encrypted (DoctorStream *stream);
/* NULL before doctor_stream_handshake (). Borrowed. */
SSL *doctor_stream_get_ssl (DoctorStream *stream);

/* Switches to TLS in place with @ssl (taken). TRUE when the handshake ended; the
 * certificate may be anything. */
gboolean doctor_stream_handshake (DoctorStream *stream, SSL *ssl) G_GNUC_WARN_UNUSED_RESULT;
/* Waits up to @ms for something to read, or for the end of the stream. FALSE when nothing
 * came; the stream is then still open, unless cancelled or its time is up. */
gboolean doctor_stream_wait_input (DoctorStream *stream, int ms) G_GNUC_WARN_UNUSED_RESULT;
/* Raw bytes, as libetpan's driver reads and writes them: more than 0, or -1. */
gssize doctor_stream_read (DoctorStream *stream, void *buffer, gsize size);
gssize
doctor_stream_write (DoctorStream *stream, const void *buffer, gsize size, gboolean is_private);
/* Ends the connection; what was said stays readable. */
void doctor_stream_close (DoctorStream *stream);
/* From now on reads fail at once: what is still written is a farewell without an answer. */
void doctor_stream_hang_up (DoctorStream *stream);

/* The first bytes that the server sent: on the wire until a handshake ends, then inside
 * TLS. Borrowed, not terminated. */
const char *doctor_stream_get_first (DoctorStream *stream, gsize *out_length);
/* Reads up to the end of the first line without consuming it. FALSE when the stream ended
 * before, or speaks TLS; what was read is kept for the next read all the same. */
gboolean doctor_stream_peek_line (DoctorStream *stream) G_GNUC_WARN_UNUSED_RESULT;
/* @text masked and made harmless (wire.h). */
char *doctor_stream_dup_harmless (DoctorStream *stream, const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* What the server said since our last write, masked, harmless (wire.h). */
char *doctor_stream_dup_reply (DoctorStream *stream) G_GNUC_WARN_UNUSED_RESULT;
/* The whole conversation, "C: " and "S: " before each line, masked, harmless. */
char *doctor_stream_dup_transcript (DoctorStream *stream) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorStream, doctor_stream_unref)

G_END_DECLS
