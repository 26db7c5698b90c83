#include "probe/greeting.h"
#include "probe/clock.h"
#include "probe/dialect.h"
#include "probe/speech.h"
#include "probe/tcp.h"
#include <string.h>

/* On a second connection: does the silent server answer a ClientHello? */
static gboolean
answers_tls (DoctorChain *chain)
{
  int fd = doctor_tcp_connect_again (chain);
  if (fd < 0)
    return FALSE;
  gsize length = 0;
  g_autofree char *host = doctor_chain_dup_host (chain);
  g_autoptr (DoctorStream) second = doctor_stream_new (fd, &chain->patience);
  SSL *ssl = doctor_trust_new_session (chain->trust, host, DOCTOR_HANDSHAKE_USUAL);
  if (ssl == NULL)
    return FALSE;
  doctor_stream_set_step (second, DOCTOR_SILENCE_MS);
  if (doctor_stream_handshake (second, ssl))
    return TRUE;
  const char *first = doctor_stream_get_first (second, &length);
  return g_str_equal (doctor_speech_recognise (first, length), "tls");
}

/* FALSE when waiting longer is pointless: the server waits for our ClientHello. Port 25
 * never does (RFC 8314 §7.3), and its guards punish a client that speaks first. */
static gboolean
is_worth_waiting (DoctorChain *chain)
{
  gint64 port = doctor_facts_get_int (chain->facts, chain->scope, "server.port", 0);
  if (chain->is_trial || port == 25 || doctor_stream_is_encrypted (chain->stream)
      || doctor_stream_wait_input (chain->stream, DOCTOR_SILENCE_MS)
      || doctor_stream_get_state (chain->stream) != DOCTOR_STREAM_OPEN)
    return TRUE;
  return !answers_tls (chain);
}

static const char *
failure_word (DoctorChain *chain)
{
  switch (doctor_stream_get_state (chain->stream)) {
    case DOCTOR_STREAM_TIMEOUT:
      return "timeout";
    case DOCTOR_STREAM_GARBAGE:
      return "garbage";
    case DOCTOR_STREAM_CANCELLED:
      return NULL;
    default:
      return "closed";
  }
}

static void
tell_failure (DoctorChain *chain, const char *word)
{
  if (word == NULL)
    return;
  doctor_chain_explain_reply (chain, "greeting");
  doctor_chain_set_string (chain, "greeting.result", word);
}

/* The words with which each protocol turns a client away before it has said anything. */
static gboolean
is_refusal (const char *greeting)
{
  return g_ascii_strncasecmp (greeting, "* BYE", 5) == 0 || g_str_has_prefix (greeting, "-ERR")
         || *greeting == '4' || *greeting == '5';
}

static const char *
begin_session (DoctorChain *chain)
{
  gboolean preauth = FALSE;
  switch (chain->dialect->greet (chain, &preauth)) {
    case DOCTOR_OUTCOME_OK:
      return preauth ? "preauth" : "ok";
    case DOCTOR_OUTCOME_TIMEOUT:
      return "timeout";
    case DOCTOR_OUTCOME_CLOSED:
      return "closed";
    case DOCTOR_OUTCOME_UNKNOWN:
      return NULL;
    default:
      return "garbage";
  }
}

static const char *
judge (DoctorChain *chain, const char *protocol, const char *text)
{
  if (g_str_equal (protocol, "unknown"))
    return "garbage";
  if (!g_str_equal (protocol, chain->dialect->protocol))
    return "wrong-protocol";
  return is_refusal (text) ? "refused" : begin_session (chain);
}

static void
read_greeting (DoctorChain *chain)
{
  gsize length = 0;
  gboolean whole = doctor_stream_peek_line (chain->stream);
  const char *first = doctor_stream_get_first (chain->stream, &length);
  const char *protocol = doctor_speech_recognise (first, length);
  gboolean is_tls = g_str_equal (protocol, "tls");
  if (length > 0) {
    g_autofree char *text = doctor_stream_dup_reply (chain->stream);
    doctor_chain_set_string (chain, "greeting.protocol", protocol);
    doctor_chain_set_string (chain, "greeting.text", is_tls ? "" : text);
    doctor_clock_compare (chain, text);
  }
  g_autofree char *text = doctor_stream_dup_reply (chain->stream);
  const char *word = whole || is_tls ? judge (chain, protocol, text) : failure_word (chain);
  if (g_strcmp0 (word, "ok") == 0 || g_strcmp0 (word, "preauth") == 0)
    doctor_chain_set_string (chain, "greeting.result", word);
  else
    tell_failure (chain, word);
}

void
doctor_greeting_await (DoctorChain *chain)
{
  gint64 start_us = g_get_monotonic_time ();
  doctor_stream_set_step (chain->stream, chain->is_trial ? DOCTOR_TRIAL_GREETING_LIMIT_MS
                                                         : DOCTOR_GREETING_LIMIT_MS);
  if (is_worth_waiting (chain)) {
    read_greeting (chain);
  } else {
    doctor_chain_set_string (chain, "greeting.protocol", "tls");
    doctor_chain_set_string (chain, "greeting.result", "timeout");
  }
  doctor_chain_set_int (chain, "greeting.ms", doctor_elapsed_ms (start_us));
}
