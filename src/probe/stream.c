#include "probe/stream.h"
#include "probe/meter.h"
#include "probe/net.h"
#include "probe/transcript.h"
#include <errno.h>
#include <openssl/err.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FIRST_BYTES = 512, MAILSTREAM_BUFFER_BYTES = 8192 };

struct _DoctorStream {
  gatomicrefcount refs;
  int fd;
  SSL *ssl;
  gboolean encrypted;
  gboolean hung_up;
  DoctorPatience patience, step;
  gint64 step_start_us;
  DoctorStreamState state;
  char *error;
  DoctorMeter meter;
  guint n_writes;
  gsize wire_bytes; /* read under TLS, with all that TLS adds */
  DoctorTranscript *transcript;
  GString *ahead; /* read by doctor_stream_peek_line (), not yet handed out */
  char last_byte;
  char first[FIRST_BYTES];
  gsize first_length;
};

DoctorStream *
doctor_stream_new (int fd, const DoctorPatience *patience)
{
  DoctorStream *stream = g_new0 (DoctorStream, 1);
  g_atomic_ref_count_init (&stream->refs);
  stream->fd = fd;
  stream->patience = stream->step = *patience;
  stream->transcript = doctor_transcript_new ();
  stream->ahead = g_string_new (NULL);
  stream->last_byte = '\n';
  stream->step_start_us = g_get_monotonic_time ();
  return stream;
}

DoctorStream *
doctor_stream_ref (DoctorStream *stream)
{
  g_atomic_ref_count_inc (&stream->refs);
  return stream;
}

static void
shut (DoctorStream *stream)
{
  /* close_notify, so that the end is not taken for a truncation (RFC 8446 §6.1). */
  if (stream->encrypted && stream->state == DOCTOR_STREAM_OPEN)
    SSL_shutdown (stream->ssl);
  if (stream->fd >= 0)
    close (stream->fd);
  stream->fd = -1;
  if (stream->state == DOCTOR_STREAM_OPEN)
    stream->state = DOCTOR_STREAM_CLOSED;
}

void
doctor_stream_close (DoctorStream *stream)
{
  shut (stream);
}

void
doctor_stream_unref (DoctorStream *stream)
{
  if (stream == NULL || !g_atomic_ref_count_dec (&stream->refs))
    return;
  shut (stream);
  SSL_free (stream->ssl);
  doctor_transcript_free (stream->transcript);
  g_string_free (stream->ahead, TRUE);
  g_free (stream->error);
  g_free (stream);
}

void
doctor_stream_set_step (DoctorStream *stream, int ms)
{
  stream->step = doctor_patience_narrow (&stream->patience, ms);
  stream->step_start_us = g_get_monotonic_time ();
}

void
doctor_stream_add_secret (DoctorStream *stream, const char *secret, gssize length)
{
  doctor_transcript_add_secret (stream->transcript, secret, length);
}

DoctorStreamState
doctor_stream_get_state (DoctorStream *stream)
{
  return stream->state;
}

const char *
doctor_stream_get_error (DoctorStream *stream)
{
  return stream->error;
}

gboolean
doctor_stream_is_encrypted (DoctorStream *stream)
{
  return stream->encrypted;
}

SSL *
doctor_stream_get_ssl (DoctorStream *stream)
{
  return stream->ssl;
}

const char *
doctor_stream_get_first (DoctorStream *stream, gsize *out_length)
{
  *out_length = stream->first_length;
  return stream->first;
}

/* The one place where a stream goes wrong. */
static gssize
fail (DoctorStream *stream, DoctorStreamState state, const char *error)
{
  if (stream->state != DOCTOR_STREAM_OPEN)
    return -1;
  stream->state = state;
  stream->error = g_strdup (error);
  return -1;
}

static gssize
fail_errno (DoctorStream *stream, int error)
{
  gboolean reset = error == ECONNRESET || error == EPIPE;
  return fail (stream, reset ? DOCTOR_STREAM_RESET : DOCTOR_STREAM_FAILED,
               doctor_errno_text (error));
}

/* Waits for @events within the step. FALSE after noting why not. */
static gboolean
await (DoctorStream *stream, short events)
{
  struct pollfd fds[1 + DOCTOR_PATIENCE_FDS] = { { .fd = stream->fd, .events = events } };
  doctor_socket_acknowledge (stream->fd);
  switch (doctor_patience_poll (&stream->step, fds, 1)) {
    case DOCTOR_WAIT_READY:
      return TRUE;
    case DOCTOR_WAIT_CANCELLED:
      fail (stream, DOCTOR_STREAM_CANCELLED, NULL);
      return FALSE;
    case DOCTOR_WAIT_TIMEOUT:
      break;
  }
  gboolean fair = !doctor_patience_is_over (&stream->patience)
                  || doctor_elapsed_ms (stream->step_start_us) >= DOCTOR_STREAM_FAIR_WAIT_MS;
  fail (stream, fair ? DOCTOR_STREAM_TIMEOUT : DOCTOR_STREAM_CANCELLED,
        fair ? "Connection timed out" : NULL);
  return FALSE;
}

/* Turns the outcome of an SSL_* call into: try again (TRUE), or a failed stream (FALSE). */
static gboolean
tls_may_go_on (DoctorStream *stream, int returned)
{
  int saved_errno = errno;
  char text[256] = "";
  switch (SSL_get_error (stream->ssl, returned)) {
    case SSL_ERROR_WANT_READ:
      return await (stream, POLLIN);
    case SSL_ERROR_WANT_WRITE:
      return await (stream, POLLOUT);
    case SSL_ERROR_ZERO_RETURN:
      fail (stream, DOCTOR_STREAM_CLOSED, "Connection closed by the server");
      return FALSE;
    case SSL_ERROR_SYSCALL:
      if (saved_errno != 0)
        fail_errno (stream, saved_errno);
      break;
    default:
      break;
  }
  unsigned long code = ERR_get_error ();
  ERR_error_string_n (code, text, sizeof text);
  if (code == 0 || ERR_GET_REASON (code) == SSL_R_UNEXPECTED_EOF_WHILE_READING)
    fail (stream, DOCTOR_STREAM_CLOSED, "Connection closed by the server");
  fail (stream, DOCTOR_STREAM_FAILED, text);
  return FALSE;
}

static void
keep_first (DoctorStream *stream, const char *bytes, gsize length)
{
  gsize fits = MIN (length, FIRST_BYTES - stream->first_length);
  memcpy (stream->first + stream->first_length, bytes, fits);
  stream->first_length += fits;
}

/* BIO callback: sees the bytes as they come from the wire, before TLS. OpenSSL reads on by itself
 * as long as records come that lead to nothing, so the limit has to be here. */
static long
watch_wire (BIO *bio,
            int operation,
            const char *bytes,
            size_t size,
            int argi,
            long argl,
            int returned,
            size_t *processed)
{
  DoctorStream *stream = (DoctorStream *)BIO_get_callback_arg (bio);
  if (operation == BIO_CB_READ && stream->wire_bytes > DOCTOR_METER_MAX_WIRE_BYTES)
    return fail (stream, DOCTOR_STREAM_GARBAGE, "The server sends without end");
  if (operation != (BIO_CB_READ | BIO_CB_RETURN) || returned <= 0 || processed == NULL)
    return returned;
  stream->wire_bytes += *processed;
  if (!stream->encrypted)
    keep_first (stream, bytes, *processed);
  return returned;
}

/* OpenSSL stops after the head of what it takes for a record: the rest of a plain greeting
 * is still in the socket. */
static void
keep_rest (DoctorStream *stream)
{
  char bytes[FIRST_BYTES];
  gssize length = recv (stream->fd, bytes, sizeof bytes, MSG_DONTWAIT);
  if (length > 0)
    keep_first (stream, bytes, length);
}

gboolean
doctor_stream_handshake (DoctorStream *stream, SSL *ssl)
{
  BIO *bio = BIO_new_socket (stream->fd, BIO_NOCLOSE);
  BIO_set_callback_ex (bio, watch_wire);
  BIO_set_callback_arg (bio, (char *)stream);
  SSL_set_bio (ssl, bio, bio);
  stream->ssl = ssl;
  stream->first_length = 0;
  doctor_transcript_client (stream->transcript, NULL, 0, FALSE);
  doctor_meter_next_reply (&stream->meter);
  while (stream->state == DOCTOR_STREAM_OPEN) {
    ERR_clear_error ();
    errno = 0;
    int returned = SSL_connect (ssl);
    if (returned == 1) {
      stream->encrypted = TRUE;
      stream->first_length = 0;
      return TRUE;
    }
    if (!tls_may_go_on (stream, returned))
      break;
  }
  keep_rest (stream);
  return FALSE;
}

gboolean
doctor_stream_wait_input (DoctorStream *stream, int ms)
{
  DoctorPatience patience = doctor_patience_narrow (&stream->step, ms);
  struct pollfd fds[1 + DOCTOR_PATIENCE_FDS] = { { .fd = stream->fd, .events = POLLIN } };
  if (stream->state != DOCTOR_STREAM_OPEN)
    return FALSE;
  if (stream->ssl != NULL && SSL_pending (stream->ssl) > 0)
    return TRUE;
  DoctorWait waited = doctor_patience_poll (&patience, fds, 1);
  if (waited == DOCTOR_WAIT_CANCELLED)
    fail (stream, DOCTOR_STREAM_CANCELLED, NULL);
  return waited == DOCTOR_WAIT_READY;
}

static gssize
read_tls (DoctorStream *stream, void *buffer, gsize size)
{
  for (;;) {
    ERR_clear_error ();
    errno = 0;
    int returned = SSL_read (stream->ssl, buffer, (int)MIN (size, G_MAXINT));
    if (returned > 0) {
      keep_first (stream, buffer, returned);
      return returned;
    }
    if (!tls_may_go_on (stream, returned))
      return -1;
  }
}

static gssize
read_plain (DoctorStream *stream, void *buffer, gsize size)
{
  for (;;) {
    gssize returned = recv (stream->fd, buffer, size, 0);
    if (returned > 0) {
      keep_first (stream, buffer, returned);
      return returned;
    }
    if (returned == 0)
      return fail (stream, DOCTOR_STREAM_CLOSED, "Connection closed by the server");
    if (errno != EAGAIN && errno != EINTR)
      return fail_errno (stream, errno);
    if (!await (stream, POLLIN))
      return -1;
  }
}

/* A NUL would end libetpan's strings early and hide what follows; for a bare LF on a line
 * of its own, which no protocol has, libetpan 1.9.4 reads before its buffer. */
static void
tame (DoctorStream *stream, char *bytes, gssize length)
{
  for (gssize i = 0; i < length; i++) {
    if (bytes[i] == '\0')
      bytes[i] = '?';
    if (bytes[i] == '\n' && stream->last_byte == '\n')
      bytes[i] = ' ';
    stream->last_byte = bytes[i];
  }
}

/* Reads what is there, at least one byte, and counts and writes it down. */
static gssize
read_more (DoctorStream *stream, char *bytes, gsize size)
{
  if (stream->state != DOCTOR_STREAM_OPEN || stream->hung_up)
    return -1;
  gssize length
    = stream->encrypted ? read_tls (stream, bytes, size) : read_plain (stream, bytes, size);
  if (length <= 0)
    return -1;
  tame (stream, bytes, length);
  doctor_transcript_server (stream->transcript, bytes, (gsize)length);
  if (!doctor_meter_take (&stream->meter, bytes, length))
    return fail (stream, DOCTOR_STREAM_GARBAGE, "Answer too long");
  return length;
}

/* RFC 8446 §5.1: alert or handshake of any version. It has no lines to wait for. */
static gboolean
is_tls_record (const GString *bytes)
{
  return bytes->len >= 2 && (bytes->str[0] == 0x15 || bytes->str[0] == 0x16)
         && bytes->str[1] == 0x03;
}

gboolean
doctor_stream_peek_line (DoctorStream *stream)
{
  char bytes[1024];
  while (memchr (stream->ahead->str, '\n', stream->ahead->len) == NULL) {
    if (is_tls_record (stream->ahead))
      return FALSE;
    gssize length = read_more (stream, bytes, sizeof bytes);
    if (length < 0)
      return FALSE;
    g_string_append_len (stream->ahead, bytes, length);
  }
  return TRUE;
}

gssize
doctor_stream_read (DoctorStream *stream, void *buffer, gsize size)
{
  gsize ready = MIN (size, stream->ahead->len);
  if (size == 0)
    return -1;
  if (ready == 0)
    return read_more (stream, buffer, size);
  memcpy (buffer, stream->ahead->str, ready);
  g_string_erase (stream->ahead, 0, (gssize)ready);
  return (gssize)ready;
}

static gssize
write_some (DoctorStream *stream, const void *buffer, gsize size)
{
  for (;;) {
    ERR_clear_error ();
    errno = 0;
    gssize returned = stream->encrypted ? SSL_write (stream->ssl, buffer, (int)MIN (size, G_MAXINT))
                                        : send (stream->fd, buffer, size, MSG_NOSIGNAL);
    if (returned > 0)
      return returned;
    gboolean again = stream->encrypted                   ? tls_may_go_on (stream, (int)returned)
                     : errno == EAGAIN || errno == EINTR ? await (stream, POLLOUT)
                                                         : fail_errno (stream, errno) >= 0;
    if (!again)
      return -1;
  }
}

gssize
doctor_stream_write (DoctorStream *stream, const void *buffer, gsize size, gboolean is_private)
{
  if (stream->state != DOCTOR_STREAM_OPEN || size == 0)
    return -1;
  if (++stream->n_writes > DOCTOR_STREAM_MAX_WRITES)
    return fail (stream, DOCTOR_STREAM_GARBAGE, "Conversation too long");
  doctor_transcript_client (stream->transcript, buffer, size, is_private);
  doctor_meter_next_reply (&stream->meter);
  return write_some (stream, buffer, size);
}

void
doctor_stream_hang_up (DoctorStream *stream)
{
  stream->hung_up = TRUE;
}

char *
doctor_stream_dup_harmless (DoctorStream *stream, const char *text)
{
  return doctor_transcript_dup_harmless (stream->transcript, text);
}

char *
doctor_stream_dup_reply (DoctorStream *stream)
{
  return doctor_transcript_dup_reply (stream->transcript);
}

char *
doctor_stream_dup_transcript (DoctorStream *stream)
{
  return doctor_transcript_dup (stream->transcript);
}

/* --- the driver for libetpan --- */

static DoctorStream *
stream_of (mailstream_low *low)
{
  return low->data;
}

static ssize_t
driver_read (mailstream_low *low, void *buffer, size_t size)
{
  return doctor_stream_read (stream_of (low), buffer, size);
}

static ssize_t
driver_write (mailstream_low *low, const void *buffer, size_t size)
{
  return doctor_stream_write (stream_of (low), buffer, size, low->privacy == 0);
}

static int
driver_close (mailstream_low *low)
{
  shut (stream_of (low));
  return 0;
}

static int
driver_get_fd (mailstream_low *low)
{
  return stream_of (low)->fd;
}

static void
driver_free (mailstream_low *low)
{
  doctor_stream_unref (stream_of (low));
  free (low);
}

static mailstream_low_driver driver = {
  .mailstream_read = driver_read,
  .mailstream_write = driver_write,
  .mailstream_close = driver_close,
  .mailstream_get_fd = driver_get_fd,
  .mailstream_free = driver_free,
};

mailstream *
doctor_stream_new_mailstream (DoctorStream *stream)
{
  return mailstream_new (mailstream_low_new (doctor_stream_ref (stream), &driver),
                         MAILSTREAM_BUFFER_BYTES);
}
