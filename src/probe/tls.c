#include "probe/tls.h"
#include "probe/certificate.h"
#include "probe/speech.h"
#include <openssl/err.h>
#include <string.h>

/* OpenSSL's reasons that mean: no protocol version in common. */
static gboolean
is_version_error (const char *error)
{
  static const char *const marks[]
    = { "unsupported protocol",   "protocol version", "version too low", "no protocols available",
        "inappropriate fallback", "legacy sigalg" /* TLS 1.1 and older, in OpenSSL 3 */ };
  for (guint i = 0; error != NULL && i < G_N_ELEMENTS (marks); i++)
    if (strstr (error, marks[i]) != NULL)
      return TRUE;
  return FALSE;
}

static const char *
failure_word (DoctorChain *chain, const char *protocol)
{
  DoctorStreamState state = doctor_stream_get_state (chain->stream);
  if (!g_str_equal (protocol, "tls") && !g_str_equal (protocol, "unknown"))
    return "plain-spoken";
  if (state == DOCTOR_STREAM_TIMEOUT)
    return "timeout";
  if (state == DOCTOR_STREAM_CLOSED || state == DOCTOR_STREAM_RESET)
    return "closed";
  return is_version_error (doctor_stream_get_error (chain->stream)) ? "version" : "failed";
}

/* The server answered our ClientHello in plain words: they are its greeting. */
static void
tell_plain_words (DoctorChain *chain, const char *protocol, const char *first, gsize length)
{
  g_autofree char *raw = g_strndup (first, length);
  g_autofree char *text = doctor_stream_dup_harmless (chain->stream, raw);
  doctor_chain_set_string (chain, "greeting.protocol", protocol);
  doctor_chain_set_string (chain, "greeting.text", text);
}

static void
tell_failure (DoctorChain *chain)
{
  gsize length = 0;
  const char *first = doctor_stream_get_first (chain->stream, &length);
  const char *protocol = doctor_speech_recognise (first, length);
  const char *word = failure_word (chain, protocol);
  const char *error = doctor_stream_get_error (chain->stream);
  if (g_str_equal (word, "plain-spoken"))
    tell_plain_words (chain, protocol, first, length);
  if (error != NULL) {
    doctor_chain_set_string (chain, "tls.error", error);
    doctor_chain_explain (chain, "tls", error);
  }
  doctor_chain_set_string (chain, "tls.result", word);
}

static void
tell_certificate (DoctorChain *chain, const DoctorCertificate *certificate)
{
  doctor_chain_set_string (chain, "tls.cert.subject", certificate->subject);
  doctor_chain_set_string (chain, "tls.cert.issuer", certificate->issuer);
  doctor_chain_set (chain, "tls.cert.names",
                    g_variant_new_strv ((const char *const *)certificate->names, -1));
  doctor_chain_set (chain, "tls.cert.not-before", g_variant_new_int64 (certificate->not_before));
  doctor_chain_set (chain, "tls.cert.not-after", g_variant_new_int64 (certificate->not_after));
  doctor_chain_set_string (chain, "tls.cert.fingerprint", certificate->fingerprint);
  doctor_chain_set_string (chain, "tls.verify", certificate->verify);
  if (certificate->error != NULL)
    doctor_chain_set_string (chain, "tls.error", certificate->error);
}

static void
tell_success (DoctorChain *chain, const char *host)
{
  SSL *ssl = doctor_stream_get_ssl (chain->stream);
  const char *accepted = doctor_chain_get (chain, "server.accepted-certificate");
  g_autoptr (DoctorCertificate) certificate = doctor_certificate_judge (ssl, host, accepted);
  doctor_chain_set_string (chain, "tls.version", SSL_get_version (ssl));
  doctor_chain_set_string (chain, "tls.cipher", SSL_get_cipher_name (ssl));
  if (certificate == NULL) { /* an anonymous server: nobody could tell who it is */
    doctor_chain_set_string (chain, "tls.verify", "other");
    doctor_chain_set_string (chain, "tls.result", "certificate");
    return;
  }
  tell_certificate (chain, certificate);
  gboolean trusted
    = g_str_equal (certificate->verify, "ok") || g_str_equal (certificate->verify, "accepted");
  if (!trusted)
    doctor_chain_explain (chain, "certificate", certificate->error);
  doctor_chain_set_string (chain, "tls.result", trusted ? "ok" : "certificate");
}

gboolean
doctor_tls_switch (DoctorChain *chain)
{
  gint64 start_us = g_get_monotonic_time ();
  g_autofree char *host = doctor_chain_dup_host (chain);
  SSL *ssl = doctor_trust_new_session (chain->trust, host);
  if (ssl == NULL)
    return FALSE; /* our own fault: nothing is determined */
  doctor_stream_set_step (chain->stream, DOCTOR_HANDSHAKE_LIMIT_MS);
  gboolean done = doctor_stream_handshake (chain->stream, ssl);
  if (doctor_stream_get_state (chain->stream) == DOCTOR_STREAM_CANCELLED)
    return FALSE;
  doctor_chain_set_int (chain, "tls.ms", doctor_elapsed_ms (start_us));
  if (done)
    tell_success (chain, host);
  else
    tell_failure (chain);
  return done;
}
