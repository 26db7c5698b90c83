#include "core/wire.h"
#include <errno.h>
#include <locale.h>
#include <string.h>

/* --- scrub --- */

static const struct {
  const char *text, *scrubbed;
} scrub_rows[] = {
  { NULL, "" },
  { "", "" },
  { "\r\n\r\n", "" },
  /* what the server says freely stays */
  { "IMAP< 2 NO [AUTHENTICATIONFAILED] Authentication failed.\r\n",
    "IMAP< 2 NO [AUTHENTICATIONFAILED] Authentication failed." },
  { "ESMTP< 535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6",
    "ESMTP< 535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6" },
  { "ESMTP< 250-ThisServerHasALongUnbrokenName1234567890",
    "ESMTP< 250-ThisServerHasALongUnbrokenName1234567890" },
  { "LOGIN authentication failed: [AUTHENTICATIONFAILED]",
    "LOGIN authentication failed: [AUTHENTICATIONFAILED]" },
  { "imap4 LOGIN failed", "imap4 LOGIN failed" },
  { "AUTH command used when not advertised", "AUTH command used when not advertised" },
  /* IMAP */
  { "IMAP> 3 LOGIN taro geheim", "IMAP> 3 LOGIN […]" },
  { "a1 LOGIN \"taro\" \"two words\"", "a1 LOGIN […]" },
  { "C: a1 login taro x", "C: a1 login […]" },
  { "a1 AUTHENTICATE PLAIN AHRhcm8AZ2VoZWlt", "a1 AUTHENTICATE PLAIN […]" },
  { "a1 AUTHENTICATE PLAIN\n+ \nAHRh\na1 OK done\nAHRh",
    "a1 AUTHENTICATE PLAIN\n+\n[…]\na1 OK done\nAHRh" },
  { "C: a1 AUTHENTICATE CRAM-MD5\nS: + PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2U+\nC: dGFybyBi\nS: a1 NO "
    "x\nC: a2 NOOP",
    "C: a1 AUTHENTICATE CRAM-MD5\nS: + […]\nC: […]\nS: a1 NO x\nC: a2 NOOP" },
  { "C: a1 LOGIN {4}\nS: + go\nC: taro {6}\nS: + go\nC: geheim\nS: a1 OK",
    "C: a1 LOGIN […]\nS: + […]\nC: […]\nS: + […]\nC: […]\nS: a1 OK" },
  { "IMAP> Logging taro@example.org to imap.example.org using plaintext",
    "IMAP> Logging taro@example.org to imap.example.org using plaintext" },
  { "IMAP> 4 SELECT INBOX.Archive", "IMAP> 4 SELECT INBOX.Archive" },
  { "IMAP< + idling", "IMAP< + idling" },
  /* SMTP, as Claws Mail logs it */
  { "[10:11:12] ESMTP> AUTH LOGIN\n[10:11:12] ESMTP< 334 VXNlcm5hbWU6\n[10:11:12] ESMTP> "
    "[USERID]\n[10:11:12] ESMTP< 334 UGFzc3dvcmQ6\n[10:11:12] ESMTP> [PASSWORD]\n[10:11:13] ESMTP< "
    "535 no",
    "[10:11:12] ESMTP> AUTH LOGIN\n[10:11:12] ESMTP< 334 […]\n[10:11:12] ESMTP> "
    "[USERID]\n[10:11:12] ESMTP< 334 […]\n[10:11:12] ESMTP> [PASSWORD]\n[10:11:13] ESMTP< 535 no" },
  { "ESMTP> AUTH CRAM-MD5\nESMTP< [Decoded: <12.34@mx>]\nESMTP> [Encoded: taro "
    "0123456789abcdef0123456789abcdef]\nESMTP> dGFybyAwMTIzNDU2Nzg5\nESMTP< 235 ok",
    "ESMTP> AUTH CRAM-MD5\nESMTP< [Decoded: […]]\nESMTP> [Encoded: […]]\nESMTP> […]\nESMTP< 235 "
    "ok" },
  { "ESMTP> [AUTH PLAIN]", "ESMTP> [AUTH PLAIN]" },
  { "ESMTP> AUTH PLAIN AHRhcm8AeA==", "ESMTP> AUTH PLAIN […]" },
  { "AUTH XOAUTH2 dXNlcj10YXJvAWF1dGg9QmVhcmVy", "AUTH XOAUTH2 […]" },
  { "AUTH LOGIN\n334 VXNlcm5hbWU6\ndGFybw==\n334 UGFzc3dvcmQ6\nZ2VoZWlt\n235 ok",
    "AUTH LOGIN\n334 […]\n[…]\n334 […]\n[…]\n235 ok" },
  { "ESMTP> dGFybyBiOTEzYTYwMmM3ZWRh", "ESMTP> […]" },
  { "ESMTP> *", "ESMTP> *" },
  { "SMTP> MAIL FROM:<averyverylonglocalpart@example.org> SIZE=123456",
    "SMTP> MAIL FROM:<averyverylonglocalpart@example.org> SIZE=123456" },
  { "ESMTP> EHLO averyverylonghostname.example.org",
    "ESMTP> EHLO averyverylonghostname.example.org" },
  { "send: 'AUTH PLAIN AHRhcm8AeA==\\r\\n'", "send: 'AUTH PLAIN […]" },
  /* POP3 */
  { "POP> USER taro\nPOP> PASS ********", "POP> USER taro\nPOP> PASS […]" },
  { "PASS a secret with blanks", "PASS […]" },
  { "POP> APOP taro c4c9334bac560ecc979e58001b3e22fb", "POP> APOP taro […]" },
  { "POP> AUTH XOAUTH2  ********", "POP> AUTH XOAUTH2  […]" },
  { "POP< +OK 2 320", "POP< +OK 2 320" },
  /* tokens and keys wherever they are */
  { "user=taro auth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29t x",
    "user=taro auth=Bearer […] x" },
  { "The bearer token has expired", "The bearer token has expired" },
  { "{\"password\": \"geheim, ja\", \"user\": \"taro\"}",
    "{\"password\": \"[…]\", \"user\": \"taro\"}" },
  { "GET /x?access_token=abc,def", "GET /x?access_token=[…],def" },
  /* a line that is one token */
  { "dGFybyBiOTEzYTYwMmM3ZWRh", "[…]" },
  { "abcdEFGHijklMNOPqrst", "[…]" },
  { "AUTHENTICATIONFAILED", "AUTHENTICATIONFAILED" },
  { "UnknownHostException", "UnknownHostException" },
  /* bytes */
  { "a\tb\001c\033[31m", "a b c [31m" },
  { "\xff\xfe ok", "�� ok" },
  { "\xe2\x80\xae"
    "txt.exe",
    " txt.exe" },
  { "one\rtwo\r\nthree", "one\ntwo\nthree" },
};

static void
test_scrub (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (scrub_rows); i++) {
    g_autofree char *once = doctor_wire_scrub (scrub_rows[i].text, 10000);
    g_autofree char *twice = doctor_wire_scrub (once, 10000);
    if (!g_str_equal (once, scrub_rows[i].scrubbed) || !g_str_equal (twice, once))
      g_test_fail_printf ("“%s”, then “%s”, not “%s”", once, twice, scrub_rows[i].scrubbed);
  }
}

static void
test_scrub_keeps_newest (void)
{
  g_autofree char *lines = doctor_wire_scrub ("first line\nsecond line\nthird line", 24);
  g_assert_cmpstr (lines, ==, "second line\nthird line");
  g_autofree char *line = doctor_wire_scrub ("ééééé", 5);
  g_assert_cmpstr (line, ==, "éé");
  g_autofree char *nothing = doctor_wire_scrub ("text", 0);
  g_assert_cmpstr (nothing, ==, "");
}

/* --- explain --- */

typedef struct {
  const char *protocol, *text;
  const char *status, *code;
  int smtp_code;
  const char *enhanced, *error;
  const char *reply; /* reply.text, where it is not @text */
} Row;

static const Row explain_rows[] = {
  /* IMAP (RFC 3501, RFC 5530) */
  { "imap", "2 NO [AUTHENTICATIONFAILED] Authentication failed.", "no", "AUTHENTICATIONFAILED" },
  { "imap", "IMAP< 2 NO [authenticationfailed] x", "no", "AUTHENTICATIONFAILED",
    .reply = "2 NO [authenticationfailed] x" },
  { "imap", "* BYE Server shutting down", "bye" },
  { "imap", "* BYE [UNAVAILABLE] Too busy", "bye", "UNAVAILABLE" },
  { "imap", "* OK [CAPABILITY IMAP4rev1] ready", "ok", "CAPABILITY" },
  { "imap", "* PREAUTH welcome", "preauth" },
  { "imap", "A001 BAD Command unknown", "bad" },
  { "imap", "250 NO wrong mailbox", "no" },
  { "imap", "NO [OVERQUOTA] Mailbox is full", "no", "OVERQUOTA" },
  { "imap", "a2 NO [PRIVACYREQUIRED] Plaintext only over TLS", "no", "PRIVACYREQUIRED" },
  { NULL, "A7 NO [TEMPFAIL] later", "no", "TEMPFAIL" },
  { NULL, "login on [imap.example.org] as [taro]: 2 NO [ALERT] Use the browser", "no", "ALERT" },
  { "imap", "* OK ready\na1 NO [UNAVAILABLE] later\n* BYE closing", "no", "UNAVAILABLE",
    .reply = "a1 NO [UNAVAILABLE] later" },
  { "imap", "IMAP> 4 LOGOUT\nIMAP< * BYE Logging out\nIMAP< 4 OK Logout completed.", "ok",
    .reply = "4 OK Logout completed." },
  { "imap", "a1 OK LOGIN done\na2 NO [NONEXISTENT] no such mailbox\na3 OK NOOP", "no",
    "NONEXISTENT", .reply = "a2 NO [NONEXISTENT] no such mailbox" },
  /* what Claws Mail logs around an IMAP login */
  { "imap",
    "IMAP> Logging taro to imap.example.org using plaintext\nIMAP< Authentication failed.\nIMAP "
    "error on imap.example.org: LOGIN error\nIMAP< Error logging in to imap.example.org",
    "none", .reply = "Authentication failed." },
  { "imap",
    "IMAP> Logging taro to imap.example.org using PLAIN\nIMAP< Authentication failed.\nIMAP< Error "
    "logging in to imap.example.org",
    "no", .reply = "Authentication failed." },
  { "imap",
    "IMAP< Sign in with a browser\nIMAP< Alert: Sign in with a browser\nIMAP< Error logging in to "
    "imap.example.org",
    "no", "ALERT", .reply = "Sign in with a browser" },
  { "imap",
    "IMAP< [CMD data - 9000 bytes]\nIMAP< * CAPABILITY IMAP4rev1 LOGINDISABLED\nIMAP< 1 NO no",
    "no", .reply = "1 NO no" },
  /* POP3 (RFC 1939, RFC 2449, RFC 3206) */
  { "pop3", "-ERR [AUTH] Authentication failed.", "err", "AUTH" },
  { "pop3", "POP< -ERR [SYS/TEMP] try later", "err", "SYS/TEMP",
    .reply = "-ERR [SYS/TEMP] try later" },
  { "pop3", "-ERR", "err" },
  { "pop3", "+OK ready", "ok" },
  { "pop3", "POP> USER taro\nPOP< +OK\nPOP> PASS ********\nPOP< -ERR [IN-USE] locked", "err",
    "IN-USE", .reply = "-ERR [IN-USE] locked" },
  { NULL, "server answered: -ERR [LOGIN-DELAY] wait", "err", "LOGIN-DELAY" },
  { NULL, "Fehler: [IN-USE] Postfach gesperrt", "none", "IN-USE" },
  /* SMTP (RFC 5321, RFC 4954, RFC 3463) */
  { "smtp", "535 5.7.8 Error: authentication failed", "permanent", .smtp_code = 535,
    .enhanced = "5.7.8" },
  { "smtp", "ESMTP< 535-5.7.8 one\nESMTP< 535 5.7.8 two", "permanent", .smtp_code = 535,
    .enhanced = "5.7.8", .reply = "535-5.7.8 one\n535 5.7.8 two" },
  { "smtp", "454 4.7.0 Temporary authentication failure", "temporary", .smtp_code = 454,
    .enhanced = "4.7.0" },
  { "smtp", "220 mx.example.org ESMTP", "success", .smtp_code = 220 },
  { "smtp", "421", "temporary", .smtp_code = 421 },
  { "smtp", "550 Host 5.7.8.example.org not welcome", "permanent", .smtp_code = 550 },
  { "smtp", "550 sorry (#5.1.1)", "permanent", .smtp_code = 550 },
  { "smtp",
    "Transient(Response { code: Code { severity: TransientNegativeCompletion, category: "
    "Connections, detail: One }, message: [\"4.4.2 mx timed out\"] })",
    "temporary", .smtp_code = 421, .enhanced = "4.4.2" },
  { "smtp", "severity: PermanentNegativeCompletion, category: Elsewhere, detail: One", "none" },
  { "smtp",
    "235 2.7.0 ok\n250 2.1.0 ok\n504 5.5.2 <pc>: Helo command rejected\n554 5.5.1 Error: no valid "
    "recipients",
    "permanent", .smtp_code = 504, .enhanced = "5.5.2",
    .reply = "504 5.5.2 <pc>: Helo command rejected" },
  { "smtp", "535 5.7.8 no\nConnection closed by the remote host.", "permanent", .smtp_code = 535,
    .enhanced = "5.7.8", .reply = "535 5.7.8 no" },
  { "smtp", "ESMTP< 535 5.7.8 no\nESMTP< 421 4.7.0 too many errors", "permanent", .smtp_code = 535,
    .enhanced = "5.7.8", .reply = "535 5.7.8 no" },
  { "smtp",
    "ESMTP> AUTH LOGIN\nESMTP< 504 5.5.4 Unrecognized authentication type\nAn error occurred on "
    "authentication",
    "permanent", .smtp_code = 504, .enhanced = "5.5.4",
    .reply = "504 5.5.4 Unrecognized authentication type" },
  { NULL, "SMTPAuthenticationError(535, b'5.7.8 no')", "permanent", .smtp_code = 535,
    .enhanced = "5.7.8" },
  { NULL, "(550, b'not today')", "permanent", .smtp_code = 550 },
  { NULL, "SMTP error: 530 login first", "permanent", .smtp_code = 530 },
  { NULL, "Invalid login: 535-5.7.8 no", "permanent", .smtp_code = 535, .enhanced = "5.7.8" },
  { NULL, "server replied: 451 later", "temporary", .smtp_code = 451 },
  { NULL, "but got code \"553\", with message \"553 5.7.1 not owned\"", "permanent",
    .smtp_code = 553 },
  { NULL, "The server response was: 5.7.57 not authenticated", "permanent", .enhanced = "5.7.57" },
  { NULL, "5.7.9 Application password wanted", "permanent", .enhanced = "5.7.9" },
  { NULL, "could not send\n5.7.0 use STARTTLS (530 5.7.0 use STARTTLS)", "permanent",
    .smtp_code = 530, .enhanced = "5.7.0", .reply = "5.7.0 use STARTTLS (530 5.7.0 use STARTTLS)" },
  { NULL, "(534, b'5.7.9 App password\n5.7.9 see there')", "permanent", .smtp_code = 534,
    .enhanced = "5.7.9" },
  { "smtp", "550 unknown user\n554 5.0.0 Service unavailable", "permanent", .smtp_code = 550,
    .reply = "550 unknown user" },
  { "imap", "{ code: 'AUTHENTICATIONFAILED' }", "none", "AUTHENTICATIONFAILED" },
  { "imap", "MYAUTHENTICATIONFAILED here", "none" },
  /* numbers that are no codes */
  { NULL, "500 MB are free", "none" },
  { NULL, "Connection to mx.example.org:587 (try 450)", "none" },
  { NULL, "waited 5.7.8 of 450 ms", "none" },
  { NULL, "user password535@example.org said 12", "none" },
  { "imap", "535 5.7.8 is no reply here", "none" },
  /* names decide nothing */
  { NULL, "server mail.invalid-quota.example, user connection.refused@timeout.example", "none" },
  { NULL, "cannot reach \"timed-out\" at econnrefused.example", "none" },
  { NULL, "550 5.1.1 <535@example.org>: unknown", "permanent", .smtp_code = 550,
    .enhanced = "5.1.1" },
};

static void
assert_string (DoctorFacts *facts, const char *name, const char *wanted, const char *text)
{
  const char *got = doctor_facts_get_string (facts, DOCTOR_SCOPE_SEND, name);
  if (g_strcmp0 (got, wanted) != 0)
    g_test_fail_printf ("%s of “%s”: “%s”, not “%s”", name, text, got, wanted);
}

static void
check_row (const Row *row)
{
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  doctor_wire_explain (facts, DOCTOR_SCOPE_SEND, row->protocol, "auth", row->text,
                       DOCTOR_SOURCE_REPLY);
  assert_string (facts, "reply.status", row->status, row->text);
  assert_string (facts, "reply.code", row->code, row->text);
  assert_string (facts, "reply.enhanced", row->enhanced, row->text);
  assert_string (facts, "reply.error", row->error, row->text);
  assert_string (facts, "reply.stage", "auth", row->text);
  assert_string (facts, "reply.text", row->reply ? row->reply : row->text, row->text);
  g_assert_cmpint (doctor_facts_get_int (facts, DOCTOR_SCOPE_SEND, "reply.smtp-code", 0), ==,
                   row->smtp_code);
}

static void
test_explain (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (explain_rows); i++)
    check_row (&explain_rows[i]);
}

static const struct {
  const char *error, *text;
} error_rows[] = {
  /* OpenSSL */
  { "wrong-version", "error:0A00010B:SSL routines::wrong version number" },
  { "tls-version", "error:0A000102:SSL routines::unsupported protocol" },
  { "tls-version", "error:0A00042E:SSL routines::tlsv1 alert protocol version" },
  { "tls-version", "error:0A0000C1:SSL routines::no shared cipher" },
  { "tls-weak", "error:0A00018A:SSL routines::dh key too small" },
  { "expired", "SSL: certificate verify failed: certificate has expired" },
  { "not-yet-valid", "certificate verify failed: certificate is not yet valid" },
  { "hostname-mismatch", "certificate verify failed: hostname mismatch" },
  { "self-signed", "certificate verify failed: self-signed certificate" },
  { "untrusted", "certificate verify failed: self-signed certificate in certificate chain" },
  { "incomplete-chain", "unable to verify the first certificate" },
  { "untrusted", "unable to get local issuer certificate" },
  { "closed", "error:0A000126:SSL routines::unexpected eof while reading" },
  { "handshake", "error:0A000410:SSL routines::sslv3 alert handshake failure" },
  /* GnuTLS, NSS, Go, Java, .NET, Rust */
  { "wrong-version", "GnuTLS error: An unexpected TLS packet was received." },
  { "wrong-version", "tls: first record does not look like a TLS handshake" },
  { "expired", "The certificate chain uses expired certificate." },
  { "not-yet-valid", "x509: certificate has expired or is not yet valid: current time "
                     "2020-01-01T00:00:00Z is before 2024-01-01T00:00:00Z" },
  { "expired", "x509: certificate has expired or is not yet valid: current time "
               "2026-01-01T00:00:00Z is after 2024-01-01T00:00:00Z" },
  { "hostname-mismatch", "x509: certificate is valid for a.example, not b.example" },
  { "untrusted", "x509: certificate signed by unknown authority" },
  { "untrusted",
    "PKIX path building failed: unable to find valid certification path to requested target" },
  { "untrusted", "invalid peer certificate: UnknownIssuer" },
  { "closed", "The TLS connection was non-properly terminated." },
  /* system and resolver */
  { "refused", "mail.example.org:143: connection failed (Connection refused)." },
  { "refused", "connect ECONNREFUSED 192.0.2.1:587" },
  { "timeout", "Connection timed out." },
  { "timeout", "dial tcp 192.0.2.1:465: i/o timeout" },
  { "timeout", "[192.0.2.1]:25: Operation timed out\n[2001:db8::1]:25: Network is unreachable" },
  { "unreachable", "connect to 2001:db8::1 port 465: Network is unreachable" },
  { "unreachable", "No route to host" },
  { "reset", "read: connection reset by peer" },
  { "reset", "write: Broken pipe" },
  { "not-found", "[Errno -2] Name or service not known" },
  { "not-found", "getaddrinfo ENOTFOUND mail.example.org" },
  { "dns-temporary", "Temporary failure in name\n  resolution" },
  { "dns-temporary", "getaddrinfo EAI_AGAIN mail.example.org" },
  { "refused", "サーバーへの接続が拒否されました。" },
  /* clients */
  { "starttls-missing", "The server does not support STARTTLS" },
  { "login-disabled", "Server logins are disabled." },
  { "mechanism", "Selected SMTP AUTH method not available" },
};

static void
test_errors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (error_rows); i++) {
    g_autoptr (DoctorFacts) facts = doctor_facts_new ();
    doctor_wire_explain (facts, DOCTOR_SCOPE_SEND, NULL, NULL, error_rows[i].text,
                         DOCTOR_SOURCE_REPLY);
    assert_string (facts, "reply.error", error_rows[i].error, error_rows[i].text);
    assert_string (facts, "reply.status", "none", error_rows[i].text);
  }
}

/* The client hands on what the system says, in the language of the desktop. */
static void
test_system_language (void)
{
  if (setlocale (LC_MESSAGES, "de_DE.UTF-8") == NULL) {
    g_test_skip ("the locale de_DE.UTF-8 is not installed");
    return;
  }
  g_autofree char *text = g_strdup_printf ("mail.example.org:143: %s", g_strerror (EHOSTUNREACH));
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  doctor_wire_explain (facts, DOCTOR_SCOPE_SEND, NULL, NULL, text, DOCTOR_SOURCE_REPLY);
  assert_string (facts, "reply.error", "unreachable", text);
  setlocale (LC_MESSAGES, "C.UTF-8");
}

static void
test_later_error_decides (void)
{
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  doctor_wire_explain (
    facts, DOCTOR_SCOPE_SEND, "smtp", NULL,
    "ESMTP< 454 4.7.0 later\nmx.example.org:587: connection failed (Connection refused).",
    DOCTOR_SOURCE_REPLY);
  assert_string (facts, "reply.error", "refused", "refused after 454");
  g_assert_null (doctor_facts_lookup (facts, DOCTOR_SCOPE_SEND, "reply.smtp-code"));
}

static void
test_replaces_what_was_known (void)
{
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  doctor_wire_explain (facts, DOCTOR_SCOPE_RECEIVE, "imap", "auth", "1 NO [ALERT] x",
                       DOCTOR_SOURCE_INCIDENT);
  doctor_wire_explain (facts, DOCTOR_SCOPE_SEND, "smtp", "auth", "535 no", DOCTOR_SOURCE_PROBE);
  doctor_wire_explain (facts, DOCTOR_SCOPE_RECEIVE, "imap", NULL, "* BYE", DOCTOR_SOURCE_PROBE);
  g_autofree char *print = doctor_facts_print (facts);
  g_assert_cmpstr (
    print, ==,
    "receive.reply.around '* BYE'\nreceive.reply.status 'bye'\nreceive.reply.text '* "
    "BYE'\nreceive.reply.words '* BYE'\n"
    "send.reply.around '535 no'\nsend.reply.smtp-code 535\nsend.reply.stage 'auth'\n"
    "send.reply.status 'permanent'\nsend.reply.text '535 no'\nsend.reply.words '535 no'\n");
  doctor_wire_explain (facts, DOCTOR_SCOPE_RECEIVE, "imap", NULL, NULL, DOCTOR_SOURCE_PROBE);
  g_assert_null (doctor_facts_lookup (facts, DOCTOR_SCOPE_RECEIVE, "reply.text"));
}

static const struct {
  const char *text, *words;
} word_rows[] = {
  { "No such user taro@quota.example at imap.invalid.example.", "No such user … at …." },
  { "failed.Please try; ssl3_record.c:33; SMTP 5.7.8; RFC.5321",
    "failed.Please try; ssl3_record.c:33; SMTP 5.7.8; RFC.5321" },
  { "user full-box of \"mail\" has mail on Server", "user … of \"…\" has mail on Server" },
  { "see https://help.example.org/mail/?p=BadCredentials", "see https://…/mail/?p=BadCredentials" },
};

static void
test_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (word_rows); i++) {
    g_autoptr (DoctorFacts) facts = doctor_facts_new ();
    doctor_facts_set (facts, "send.auth.user", g_variant_new_string ("full-box"),
                      DOCTOR_SOURCE_SETTINGS);
    doctor_facts_set (facts, "send.server.host", g_variant_new_string ("mail"),
                      DOCTOR_SOURCE_SETTINGS);
    doctor_wire_explain (facts, DOCTOR_SCOPE_SEND, NULL, NULL, word_rows[i].text,
                         DOCTOR_SOURCE_REPLY);
    assert_string (facts, "reply.words", word_rows[i].words, word_rows[i].text);
    assert_string (facts, "reply.text", word_rows[i].text, word_rows[i].text);
  }
}

/* --- hostile input --- */

static void
explain_anything (const char *text)
{
  static const char *const protocols[] = { NULL, "imap", "pop3", "smtp" };
  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++) {
    g_autoptr (DoctorFacts) facts = doctor_facts_new ();
    doctor_wire_explain (facts, DOCTOR_SCOPE_RECEIVE, protocols[i], "other", text,
                         DOCTOR_SOURCE_REPLY);
    const char *shown = doctor_facts_get_string (facts, DOCTOR_SCOPE_RECEIVE, "reply.text");
    g_assert_true (shown == NULL || (g_utf8_validate (shown, -1, NULL) && strlen (shown) <= 65536));
  }
}

/* Random lines from pieces that mean something to the parsers, and random bytes. */
static void
test_random (void)
{
  static const char *const pieces[]
    = { "535",  "-",         " ",       "5.7.8",   "\n",      "* ",      "BYE",  "[",
        "]",    "AUTH",      "(",       "b'",      "NO ",     "a1 ",     "-ERR", "+",
        "334 ", "IMAP< ",    "ESMTP> ", "LOGIN ",  "{4}",     "error: ", "\xff", "@",
        ".",    "password=", "\"",      "Bearer ", "Alert: ", "\r",      "…" };
  for (guint round = 0; round < 3000; round++) {
    g_autoptr (GString) text = g_string_new (NULL);
    for (guint n = g_test_rand_int_range (0, 24); n > 0; n--)
      if (g_test_rand_bit ())
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      else
        g_string_append_c (text, (char)g_test_rand_int_range (1, 256));
    explain_anything (text->str);
    g_autofree char *once = doctor_wire_scrub (text->str, 200);
    g_assert_true (g_utf8_validate (once, -1, NULL));
    g_assert_cmpuint (strlen (once), <=, 200);
  }
}

static void
test_long_texts (void)
{
  static const char *const units[] = {
    "A", "535 ", "\n", "1 NO [", "* BYE\n", "((((", "error: 450 4.4.4 x ", "\xc3", "password="
  };
  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    while (text->len < 256 * 1024)
      g_string_append (text, units[i]);
    g_autoptr (DoctorFacts) facts = doctor_facts_new ();
    doctor_wire_explain (facts, DOCTOR_SCOPE_RECEIVE, NULL, "other", text->str,
                         DOCTOR_SOURCE_REPLY);
  }
}

/* RFC 7628 §3.2.2: in base64, which is scrubbed from what is shown. */
static void
test_oauth (void)
{
  static const char text[] = "334 eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRw"
                             "czovL21haWwuZXhhbXBsZS8ifQ==\n535 5.7.8 Not accepted.";
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  doctor_wire_explain (facts, DOCTOR_SCOPE_SEND, "smtp", "auth", text, DOCTOR_SOURCE_REPLY);
  g_assert_true (doctor_facts_is (facts, DOCTOR_SCOPE_SEND, "oauth.status", "400"));
  g_assert_true (
    doctor_facts_is (facts, DOCTOR_SCOPE_SEND, "oauth.scope", "https://mail.example/"));
  g_assert_cmpint (doctor_facts_get_int (facts, DOCTOR_SCOPE_SEND, "reply.smtp-code", 0), ==, 535);
  doctor_wire_explain (facts, DOCTOR_SCOPE_SEND, "smtp", "auth", "535 no", DOCTOR_SOURCE_REPLY);
  g_assert_null (doctor_facts_lookup (facts, DOCTOR_SCOPE_SEND, "oauth.status"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/scrub", test_scrub);
  g_test_add_func ("/wire/scrub-keeps-newest", test_scrub_keeps_newest);
  g_test_add_func ("/wire/explain", test_explain);
  g_test_add_func ("/wire/errors", test_errors);
  g_test_add_func ("/wire/system-language", test_system_language);
  g_test_add_func ("/wire/later-error-decides", test_later_error_decides);
  g_test_add_func ("/wire/replaces", test_replaces_what_was_known);
  g_test_add_func ("/wire/words", test_words);
  g_test_add_func ("/wire/oauth", test_oauth);
  g_test_add_func ("/wire/random", test_random);
  g_test_add_func ("/wire/long-texts", test_long_texts);
  return g_test_run ();
}
