#include "probe/tls.h"
#include "probe/alert.h"
#include "probe/certificate.h"
#include "probe/saved.h"
#include "probe/speech.h"
#include <openssl/err.h>
#include <string.h>

/* OpenSSL's reasons that mean: no protocol version in common. */
static gboolean
is_version_error (const char *error)
{
  static const char *const marks[]
    = { "unsupported protocol",
        "protocol version",
        "version too low",
        "no protocols available",
        "inappropriate fallback",
        "legacy sigalg", /* TLS 1.1 and older, in OpenSSL 3 */
        "unsafe legacy renegotiation" /* a server older than RFC 5746 */ };
  for (guint i = 0; error != NULL && i < G_N_ELEMENTS (marks); i++)
    if (strstr (error, marks[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* OpenSSL's reasons that mean: what the server has is too weak for this computer. */
static const struct {
  const char *reason, *weakness;
} weak_reasons[] = {
  { "dh key too small", "dh" },
  { "ee key too small", "key" },
  { "ca key too small", "key" },
  { "ca md too weak", "digest" },
};

static void
tell_weakness (DoctorChain *chain, const char *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (weak_reasons); i++)
    if (strstr (error, weak_reasons[i].reason) != NULL)
      doctor_chain_set_string (chain, "tls.weakness", weak_reasons[i].weakness);
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
    tell_weakness (chain, error);
  }
  doctor_chain_set_string (chain, "tls.result", word);
}

static void
tell_strings (DoctorChain *chain, const char *name, char **strings)
{
  doctor_chain_set (chain, name, g_variant_new_strv ((const char *const *)strings, -1));
}

/* Verdicts that an untrusted chain does not get: those come first (certificate.c). */
static gboolean
is_trusted_chain (const DoctorCertificate *certificate)
{
  static const char *const trusted[]
    = { "ok", "expired", "not-yet-valid", "hostname-mismatch", "revoked", NULL };
  return g_strv_contains (trusted, certificate->verify);
}

static void
tell_chain (DoctorChain *chain, const DoctorCertificate *certificate)
{
  gboolean is_local = FALSE;
  tell_strings (chain, "tls.chain", certificate->sent);
  doctor_chain_set_string (chain, "tls.ocsp", certificate->staple);
  if (!is_trusted_chain (certificate))
    return;
  tell_strings (chain, "tls.verified-chain", certificate->verified);
  if (doctor_trust_judge_root (chain->trust, doctor_stream_get_ssl (chain->stream), &is_local))
    doctor_chain_set (chain, "tls.root-local", g_variant_new_boolean (is_local));
}

static void
tell_key (DoctorChain *chain, const DoctorCertificate *certificate)
{
  if (certificate->key != NULL)
    doctor_chain_set_string (chain, "tls.cert.key", certificate->key);
  /* The person may want to trust it all the same, and the client then stores all of it. */
  if (certificate->encoded != NULL && !is_trusted_chain (certificate))
    doctor_chain_set_string (chain, "tls.cert.encoded", certificate->encoded);
  doctor_chain_set_string (chain, "tls.cert.key-fingerprint", certificate->key_fingerprint);
  if (certificate->weakness != NULL)
    doctor_chain_set_string (chain, "tls.weakness", certificate->weakness);
}

static void
tell_certificate (DoctorChain *chain, const DoctorCertificate *certificate)
{
  doctor_chain_set_string (chain, "tls.cert.subject", certificate->subject);
  doctor_chain_set_string (chain, "tls.cert.issuer", certificate->issuer);
  tell_strings (chain, "tls.cert.names", certificate->names);
  doctor_chain_set (chain, "tls.cert.not-before", g_variant_new_int64 (certificate->not_before));
  doctor_chain_set (chain, "tls.cert.not-after", g_variant_new_int64 (certificate->not_after));
  doctor_chain_set_string (chain, "tls.cert.fingerprint", certificate->fingerprint);
  tell_key (chain, certificate);
  tell_chain (chain, certificate);
  doctor_saved_tell (chain);
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

/* --- what the server asks and complains of while the handshake goes on, and after it --- */

static int
get_chain_index (void)
{
  static gsize once = 0;
  static int chain_index = -1;
  if (g_once_init_enter (&once)) {
    chain_index = SSL_get_ex_new_index (0, NULL, NULL, NULL, NULL);
    g_once_init_leave (&once, 1);
  }
  return chain_index;
}

/* A refusal for want of a client certificate comes in TLS 1.3 only after the client's side of
 * the handshake is done (RFC 8446 §4.4.2.4), when the greeting is read. */
static void
hear_alert (const SSL *ssl, int where, int alert)
{
  DoctorChain *chain = SSL_get_ex_data (ssl, get_chain_index ());
  if ((where & SSL_CB_READ_ALERT) != SSL_CB_READ_ALERT || doctor_alert_is_farewell (alert & 0xff))
    return;
  doctor_chain_set_string (chain, "tls.alert", doctor_alert_name (alert & 0xff));
}

static int
hear_certificate_request (SSL *ssl, void *chain)
{
  doctor_chain_set (chain, "tls.client-certificate", g_variant_new_boolean (TRUE));
  return 1; /* goes on without one */
}

/* The chain owns the stream, which owns the session: it is there as long as this may be
 * called. */
static void
listen (DoctorChain *chain, SSL *ssl)
{
  SSL_set_ex_data (ssl, get_chain_index (), chain);
  SSL_set_info_callback (ssl, hear_alert);
  SSL_set_cert_cb (ssl, hear_certificate_request, chain);
}

gboolean
doctor_tls_switch (DoctorChain *chain)
{
  gint64 start_us = g_get_monotonic_time ();
  g_autofree char *host = doctor_chain_dup_host (chain);
  SSL *ssl = doctor_trust_new_session (chain->trust, host, chain->handshake);
  if (ssl == NULL)
    return FALSE; /* our own fault: nothing is determined */
  listen (chain, ssl);
  doctor_stream_set_step (chain->stream, DOCTOR_HANDSHAKE_LIMIT_MS);
  gboolean done = doctor_stream_handshake (chain->stream, ssl);
  if (doctor_stream_get_state (chain->stream) == DOCTOR_STREAM_CANCELLED)
    return FALSE;
  doctor_chain_set_int (chain, "tls.ms", doctor_elapsed_ms (start_us));
  if (done && doctor_facts_lookup (chain->facts, chain->scope, "tls.client-certificate") == NULL)
    doctor_chain_set (chain, "tls.client-certificate", g_variant_new_boolean (FALSE));
  if (done)
    tell_success (chain, host);
  else
    tell_failure (chain);
  return done;
}
