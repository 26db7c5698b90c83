#include "core/needles.h"
#include "core/wire-parts.h"
#include <string.h>

/* --- names --- */

#define NAME_MASK "…"

static gboolean
is_name_byte (char c)
{
  return g_ascii_isalnum (c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-'
         || c == '@';
}

/* The last label of a host name: letters of one case. "failed.Please" is a slip of the pen. */
static gboolean
is_top_label (const char *label, gsize length)
{
  gsize lower = 0, upper = 0;
  for (gsize i = 0; i < length; i++) {
    lower += g_ascii_islower (label[i]) != 0;
    upper += g_ascii_isupper (label[i]) != 0;
  }
  return length >= 2 && (lower == length || upper == length);
}

static gboolean
looks_like_name (const char *token, gsize length)
{
  const char *at = memchr (token, '@', length);
  if (at != NULL)
    return at > token && at < token + length - 1;
  const char *dot = token + length - 1; /* the last one */
  while (dot > token && *dot != '.')
    dot--;
  return dot > token && is_top_label (dot + 1, (gsize)(token + length - dot - 1));
}

/* The account's own names are taken out too. */
static const char *const own_facts[]
  = { "server.host", "auth.user", "account.address", "account.name", "send.helo-name" };
enum { N_OWN_NAMES = G_N_ELEMENTS (own_facts) };

/* Those that are known, NULL behind them. */
static void
read_own_names (DoctorFacts *facts, DoctorScope scope, const char *own[N_OWN_NAMES + 1])
{
  guint n = 0;
  for (guint i = 0; i < N_OWN_NAMES; i++)
    if ((own[n] = doctor_facts_get_string (facts, scope, own_facts[i])) != NULL)
      n++;
  own[n] = NULL;
}

/* A name that could be a word of the sentence ("mail", "user") counts only where it stands
 * in quotation marks or brackets, as @before tells. */
static gboolean
is_own_name (const char *token, gsize length, char before, const char *const *own)
{
  for (; *own != NULL; own++) {
    const char *name = *own;
    if (g_ascii_strncasecmp (name, token, length) != 0 || name[length] != '\0')
      continue;
    gboolean is_word = TRUE;
    for (gsize k = 0; k < length; k++)
      is_word &= g_ascii_isalpha (name[k]) != 0;
    if (!is_word || (before != '\0' && strchr ("<[('\"=", before) != NULL))
      return TRUE;
  }
  return FALSE;
}

char *
doctor_wire_dup_words (const char *text, DoctorFacts *facts, DoctorScope scope)
{
  const char *own[N_OWN_NAMES + 1];
  GString *out = g_string_sized_new (strlen (text) + 1);
  const char *p = text, *kept = text; /* what stands between them is yet to be copied */
  read_own_names (facts, scope, own);
  while (*p != '\0') {
    while (*p != '\0' && !is_name_byte (*p))
      p++;
    const char *token = p;
    while (is_name_byte (*p))
      p++;
    const char *end = p;
    while (end > token && (end[-1] == '.' || end[-1] == '-'))
      end--;
    gsize length = (gsize)(end - token);
    if (length == 0
        || (!looks_like_name (token, length)
            && !is_own_name (token, length, token > text ? token[-1] : '\0', own)))
      continue;
    g_string_append_len (out, kept, token - kept);
    g_string_append (out, NAME_MASK);
    kept = end;
  }
  g_string_append (out, kept);
  return g_string_free (out, FALSE);
}

/* --- phrases --- */

/* What libraries, systems and clients write, in lower case; the first row that fits decides,
 * so the more exact error stands above the more general one. @and must occur as well.
 * Sources: OpenSSL's x509_txt.c and error strings, GnuTLS, NSS, errno and resolver texts of
 * glibc, BSD and Windows, the exception texts of common languages, Claws Mail. */
static const struct {
  const char *error, *phrase, *and;
} phrases[] = {
  { "not-yet-valid", "expired or is not yet valid", "is before" },
  { "expired", "expired or is not yet valid" },
  { "not-yet-valid", "not yet valid" },
  { "not-yet-valid", "not yet activated" },
  { "not-yet-valid", "cert_not_yet_valid" },
  { "not-yet-valid", "notvalidyet" },
  { "expired", "certificate has expired" },
  { "expired", "certificate expired" },
  { "expired", "certificate is expired" },
  { "expired", "cert_has_expired" },
  { "expired", "certificate_expired" },
  { "expired", "expired certificate" },
  { "expired", "certificateexpired" },
  { "hostname-mismatch", "hostname mismatch" },
  { "hostname-mismatch", "host name mismatch" },
  { "hostname-mismatch", "name mismatch" },
  { "hostname-mismatch", "ip address mismatch" },
  { "hostname-mismatch", "match certificate's altnames" },
  { "hostname-mismatch", "altname_invalid" },
  { "hostname-mismatch", "match the certificate" },
  { "hostname-mismatch", "match certificate" },
  { "hostname-mismatch", "name in the certificate does not match" },
  { "hostname-mismatch", "owner does not match" },
  { "hostname-mismatch", "certificate is only valid for" },
  { "hostname-mismatch", "certificate is valid for" },
  { "hostname-mismatch", "certificate is not valid for" },
  { "hostname-mismatch", "certificate not valid for" },
  { "hostname-mismatch", "certificate subject name", "match" },
  { "hostname-mismatch", "bad_cert_domain" },
  { "hostname-mismatch", "certificatenamemismatch" },
  { "hostname-mismatch", "notvalidforname" },
  { "tls-weak", "dh key too small" },
  { "tls-weak", "dh_key_too_small" },
  { "tls-weak", "ee key too small" },
  { "tls-weak", "ee_key_too_small" },
  { "tls-weak", "ca key too small" },
  { "tls-weak", "ca md too weak" },
  { "tls-weak", "ca_md_too_weak" },
  { "tls-weak", "insecure algorithm" },
  { "tls-weak", "diffie-hellman prime", "not acceptable" },
  { "tls-weak", "weak_server_ephemeral_dh_key" },
  { "tls-weak", "wrong signature type" },
  { "tls-weak", "algorithm constraints" },
  { "tls-weak", "modulus too small" },
  { "tls-weak", "ssl_error_weak_server_cert_key" },
  { "tls-weak", "certificate_signature_algorithm_disabled" },
  { "tls-weak", "dh_p_too_small" },
  { "tls-weak", "legacy sigalg disallowed" },
  { "untrusted", "self signed certificate in certificate chain" },
  { "untrusted", "self-signed certificate in certificate chain" },
  { "untrusted", "self_signed_cert_in_chain" },
  { "self-signed", "self signed certificate" },
  { "self-signed", "self-signed" },
  { "self-signed", "self_signed_cert" },
  { "incomplete-chain", "unable to verify the first certificate" },
  { "incomplete-chain", "unable_to_verify_leaf_signature" },
  { "incomplete-chain", "incomplete chain" },
  { "incomplete-chain", "chain is incomplete" },
  { "incomplete-chain", "partialchain" },
  { "untrusted", "certificate revoked" },
  { "untrusted", "certificate_revoked" },
  { "untrusted", "certificate is revoked" },
  { "untrusted", "has been revoked" },
  { "untrusted", "chain is revoked" },
  { "untrusted", "revoked certificate" },
  { "wrong-version", "wrong version number" },
  { "wrong-version", "wrong_version_number" },
  { "wrong-version", "unexpected tls packet" },
  { "wrong-version", "packet length too long" },
  { "wrong-version", "packet_length_too_long" },
  { "wrong-version", "record_too_long" },
  { "wrong-version", "unknown protocol" },
  { "wrong-version", "unknown_protocol" },
  { "wrong-version", "unrecognized ssl message" },
  { "wrong-version", "does not look like a tls handshake" },
  { "wrong-version", "ssl routines", "http request" },
  { "wrong-version", "unexpected packet format" },
  { "wrong-version", "invalidcontenttype" },
  { "wrong-version", "packet with unexpected length" },
  { "wrong-version", "corrupted frame was received" },
  { "wrong-version", "sec_e_invalid_token" },
  { "wrong-version", "record_overflow" },
  { "wrong-version", "record layer failure" },
  { "wrong-version", "not an ssl/tls record" },
  { "tls-version", "unsupported protocol" },
  { "tls-version", "unsupported_protocol" },
  { "tls-version", "alert protocol version" },
  { "tls-version", "alert_protocol_version" },
  { "tls-version", "protocolversion" },
  { "tls-version", "protocol_version" },
  { "tls-version", "protocol version not supported" },
  { "tls-version", "unsupported_version" },
  { "tls-version", "unsupported version" },
  { "tls-version", "no supported versions" },
  { "tls-version", "no protocols available" },
  { "tls-version", "version too low" },
  { "tls-version", "version_too_low" },
  { "tls-version", "no shared cipher" },
  { "tls-version", "no_shared_cipher" },
  { "tls-version", "no ciphers available" },
  { "tls-version", "no appropriate protocol" },
  { "tls-version", "no cipher match" },
  { "tls-version", "supported cipher suite" },
  { "tls-version", "inappropriate fallback" },
  { "tls-version", "illegal or unsupported version" },
  { "tls-version", "no cypher overlap" },
  { "tls-version", "no_cypher_overlap" },
  { "tls-version", "no common encryption algorithm" },
  { "tls-version", "do not possess a common algorithm" },
  { "tls-version", "no cipher suites in common" },
  { "tls-version", "algorithm_mismatch" },
  { "tls-version", "unsafe legacy renegotiation" },
  { "tls-version", "unsafe_legacy_renegotiation" },
  { "tls-version", "insufficient security" },
  { "untrusted", "unable to get local issuer certificate" },
  { "untrusted", "unable to get issuer certificate" },
  { "untrusted", "unable_to_get_issuer_cert" },
  { "untrusted", "unable to find valid certification path" },
  { "untrusted", "unknown certificate authority" },
  { "untrusted", "unknown authority" },
  { "untrusted", "unknown ca" },
  { "untrusted", "unknown_ca" },
  { "untrusted", "unknownissuer" },
  { "untrusted", "unknown_issuer" },
  { "untrusted", "issuer is unknown" },
  { "untrusted", "no certificate issuer found" },
  { "untrusted", "certificate issuer is not a ca" },
  { "untrusted", "trust anchor" },
  { "untrusted", "untrustedroot" },
  { "untrusted", "untrusted" },
  { "untrusted", "certificate is not trusted" },
  { "untrusted", "certificate", "not trusted" },
  { "untrusted", "path building failed" },
  { "untrusted", "invalid peer certificate" },
  { "untrusted", "certificate is invalid" },
  { "untrusted", "certificate verify failed" },
  { "untrusted", "certificate_verify_failed" },
  { "untrusted", "certificate verification failed" },
  { "untrusted", "certificate validation failed" },
  { "untrusted", "peer certificate cannot be authenticated" },
  { "untrusted", "certificate not valid" },
  { "untrusted", "certificate is not valid" },
  { "untrusted", "invalid certificate" },
  /* after a CertificateRequest: RFC 8446 §4.4.2.4; OpenSSL, GnuTLS, NSS, Go, Java */
  { "client-certificate", "certificate required" },
  { "client-certificate", "certificate_required" },
  { "client-certificate", "certificaterequired" },
  { "client-certificate", "peer did not return a certificate" },
  { "client-certificate", "peer_did_not_return_a_certificate" },
  { "client-certificate", "no certificate returned" },
  { "client-certificate", "certificate is required" },
  { "client-certificate", "didn't provide a certificate" },
  { "client-certificate", "did not send a certificate" },
  { "client-certificate", "client certificate not" },
  { "client-certificate", "no client certificate" },
  { "client-certificate", "null cert chain" },
  { "client-certificate", "ssl_error_rx_certificate_required_alert" },
  { "starttls-missing", "not support the starttls" },
  { "starttls-missing", "not support starttls" },
  { "starttls-missing", "doesn't support starttls" },
  { "starttls-missing", "starttls not supported" },
  { "starttls-missing", "starttls is not supported" },
  { "starttls-missing", "starttls extension not supported" },
  { "starttls-missing", "starttls not available" },
  { "starttls-missing", "starttls is not available" },
  { "starttls-missing", "starttls not offered" },
  { "starttls-missing", "starttls was not offered" },
  { "starttls-missing", "not offer starttls" },
  { "starttls-missing", "not advertise starttls" },
  { "starttls-missing", "starttls not advertised" },
  { "starttls-missing", "not support tls" },
  { "login-disabled", "server logins are disabled" },
  { "login-disabled", "logging in is disabled" },
  { "login-disabled", "login is disabled" },
  { "login-disabled", "logindisabled" },
  { "login-disabled", "requires starttls to log in" },
  { "login-disabled", "disallowed plaintext auth" },
  { "login-disabled", "plaintext authentication disallowed" },
  { "login-disabled", "plaintext authentication is disabled" },
  { "mechanism", "no smtp auth method available" },
  { "mechanism", "selected smtp auth method not available" },
  { "mechanism", "no supported authentication" },
  { "mechanism", "no supported auth" },
  { "mechanism", "no compatible authentication" },
  { "mechanism", "no suitable authentication" },
  { "mechanism", "no authentication mechanism" },
  { "mechanism", "authentication mechanism not supported" },
  { "mechanism", "authentication method not supported" },
  { "mechanism", "unsupported authentication" },
  { "mechanism", "auth mode unsupported" },
  { "mechanism", "no mechanism available" },
  { "dns-temporary", "temporary failure in name resolution" },
  { "dns-temporary", "temporary name resolution" },
  { "dns-temporary", "eai_again" },
  { "dns-temporary", "servfail" },
  { "dns-temporary", "server misbehaving" },
  { "dns-temporary", "host name lookup failure" },
  { "dns-temporary", "host not found, try again" },
  { "dns-temporary", "name lookup timed out" },
  { "dns-temporary", "resolving timed out" },
  { "dns-temporary", "dial tcp: lookup", "timeout" },
  { "not-found", "name or service not known" },
  { "not-found", "nodename nor servname" },
  { "not-found", "no address associated with" },
  { "not-found", "no such host" },
  { "not-found", "unknown host" },
  { "not-found", "unknownhostexception" },
  { "not-found", "host not found" },
  { "not-found", "enotfound" },
  { "not-found", "eai_noname" },
  { "not-found", "nxdomain" },
  { "not-found", "non-existent domain" },
  { "not-found", "could not resolve" },
  { "not-found", "couldn't resolve" },
  { "not-found", "unable to resolve" },
  { "not-found", "failed to resolve" },
  { "not-found", "cannot resolve" },
  { "not-found", "name_not_resolved" },
  { "not-found", "getaddrinfo failed" },
  { "refused", "connection refused" },
  { "refused", "econnrefused" },
  { "refused", "wsaeconnrefused" },
  { "refused", "actively refused" },
  { "refused", "connection was refused" },
  { "refused", "refused the connection" },
  { "refused", "connectionrefused" },
  { "refused", "接続が拒否されました" },
  { "refused", "接続を拒否されました" },
  { "timeout", "timed out" },
  { "timeout", "timeout" },
  { "timeout", "etimedout" },
  { "timeout", "wsaetimedout" },
  { "timeout", "timedout" },
  { "timeout", "did not properly respond after a period of time" },
  { "timeout", "execution expired" },
  { "timeout", "deadline exceeded" },
  { "timeout", "sockettimeoutexception" },
  { "timeout", "接続がタイムアウト" },
  { "unreachable", "network is unreachable" },
  { "unreachable", "network unreachable" },
  { "unreachable", "host is unreachable" },
  { "unreachable", "host unreachable" },
  { "unreachable", "no route to host" },
  { "unreachable", "enetunreach" },
  { "unreachable", "ehostunreach" },
  { "reset", "connection reset" },
  { "reset", "connection was reset" },
  { "reset", "econnreset" },
  { "reset", "forcibly closed" },
  { "reset", "broken pipe" },
  { "reset", "epipe" },
  { "reset", "econnaborted" },
  { "reset", "connection abort" },
  { "reset", "connection aborted" },
  { "closed", "connection closed" },
  { "closed", "connection was closed" },
  { "closed", "connection has been closed" },
  { "closed", "closed the connection" },
  { "closed", "closed by the remote host" },
  { "closed", "unexpectedly disconnected" },
  { "closed", "unexpectedly closed" },
  { "closed", "closed unexpectedly" },
  { "closed", "unexpected eof" },
  { "closed", "unexpected_eof" },
  { "closed", "eof occurred in violation" },
  { "closed", "socket closed" },
  { "closed", "connection lost" },
  { "closed", "lost connection" },
  { "closed", "connection broken" },
  { "closed", "connection dropped" },
  { "closed", "non-properly terminated" },
  { "closed", "premature eof" },
  { "closed", "socket error: eof" },
  { "closed", "closed connection" },
  { "closed", "dropped the connection" },
  { "closed", "dropped connection" },
  { "closed", "terminated the connection" },
  { "closed", "disconnected" },
  { "handshake", "unexpected message" },
  { "handshake", "unexpected_message" },
  { "handshake", "handshake failure" },
  { "handshake", "handshake_failure" },
  { "handshake", "handshakefailure" },
  { "handshake", "handshake failed" },
  { "handshake", "handshake error" },
  { "handshake", "handshakeexception" },
  { "handshake", "establish an ssl or tls connection" },
  { "handshake", "ssl connect attempt failed" },
  { "handshake", "couldn't start starttls session" },
  { "handshake", "can't start starttls session" },
  { "handshake", "ssl error" },
  { "handshake", "tls error" },
};

/* Whether @phrase stands in @text as words of its own. */
static gboolean
has_phrase (const char *text, const char *phrase)
{
  gsize length = strlen (phrase);
  for (const char *p = text; (p = strstr (p, phrase)) != NULL; p++) {
    gboolean starts = p == text || !g_ascii_isalnum (p[-1]) || !g_ascii_isalnum (phrase[0]);
    gboolean ends = !g_ascii_isalnum (p[length]) || !g_ascii_isalnum (phrase[length - 1]);
    if (starts && ends)
      return TRUE;
  }
  return FALSE;
}

/* Lower case, with each run of blanks as one, so that a phrase may be broken over lines. */
static char *
dup_folded (const char *words)
{
  char *folded = g_malloc (strlen (words) + 1), *out = folded;
  for (const char *p = words; *p != '\0'; p++) {
    gboolean is_blank = g_ascii_isspace (*p);
    if (!is_blank || out == folded || out[-1] != ' ')
      *out++ = (char)(is_blank ? ' ' : g_ascii_isupper (*p) ? *p | 0x20 : *p);
  }
  *out = '\0';
  return folded;
}

static const DoctorNeedles *
get_needles (void)
{
  static gsize ready = 0;
  if (g_once_init_enter (&ready)) {
    DoctorNeedles *needles = doctor_needles_new (G_N_ELEMENTS (phrases));
    for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
      doctor_needles_add (needles, phrases[i].phrase, i);
    doctor_needles_sort (needles);
    g_once_init_leave (&ready, (gsize)needles);
  }
  return (const DoctorNeedles *)ready;
}

static const char *
find_phrase (const char *text)
{
  guint64 may[G_N_ELEMENTS (phrases) / 64 + 1] = { 0 };
  doctor_needles_mark (get_needles (), text, may);
  for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
    if (doctor_set_has (may, i) && has_phrase (text, phrases[i].phrase)
        && (phrases[i].and == NULL || has_phrase (text, phrases[i].and)))
      return phrases[i].error;
  return NULL;
}

const char *
doctor_wire_lookup_error (const char *words)
{
  g_autofree char *text = dup_folded (words);
  const char *error = find_phrase (text);
  return error != NULL ? error : doctor_wire_lookup_spoken (words);
}
