/* prose-table.h: the rows of prose.c. Message ids are those of Claws Mail 4.1.1, to the letter:
 * the host's catalogue is asked with them. Where one exists with and without a newline, both
 * are here, for a catalogue may translate them differently. */
#pragma once
#include "plugin/prose.h"

/* Short for the columns that most rows have. */
#define IMAP .protocol = DOCTOR_PROTOCOL_IMAP
#define POP3 .protocol = DOCTOR_PROTOCOL_POP3
#define SMTP .protocol = DOCTOR_PROTOCOL_SMTP
#define STAGE(name) .stage = DOCTOR_STAGE_##name
#define AFTER(name) .at_least = DOCTOR_STAGE_##name
#define KIND(name) .kind = DOCTOR_PROSE_##name

static const DoctorProseRow prose_rows[] = {
  /* The line that ties what follows to an account. */
  { "Account '%s': Connecting to IMAP server: %s:%d...", KIND (OPENS), IMAP, .args = "nhp" },
  { "Account '%s': Connecting to POP3 server: %s:%d...", KIND (OPENS), POP3, .args = "nhp" },
  { "Account '%s': Connecting to SMTP server: %s:%d...", KIND (OPENS), SMTP, .args = "nhp" },

  /* common/socket.c, common/session.c */
  { "%s:%d: unknown host.\n", KIND (FAILS), STAGE (DNS), .args = "hp" },
  { "%s:%s: host lookup failed (%s).\n", KIND (FAILS), STAGE (DNS), .args = "hpe" },
  { "%s:%d: connection failed (%s).\n", KIND (FAILS), STAGE (CONNECT), .args = "hpe" },
  { "Connection timed out.\n", KIND (FAILS), STAGE (CONNECT), .args = "" },
  { "Socket IO timeout.\n", KIND (FAILS), .args = "" },
  { "TLS handshake failed\n", KIND (FAILS), STAGE (TLS), .args = "" },

  /* imap.c */
  { "IMAP error on %s:", KIND (FAILS), IMAP, .args = "hr" },
  { "IMAP connection broken\n", KIND (BREAKS), IMAP, .args = "" },
  { "IMAP connection to %s has been disconnected. Reconnecting...\n", KIND (NOTE), IMAP,
    .args = "h" },
  { "Connecting to %s failed", KIND (ENDS), IMAP, STAGE (CONNECT), .args = "h" },
  { "Can't connect to IMAP server: %s:%d", KIND (ENDS), IMAP, STAGE (CONNECT), .args = "hp" },
  { "Can't connect to IMAP server: %s:%d\n", KIND (ENDS), IMAP, STAGE (CONNECT), .args = "hp" },
  { "Can't start STARTTLS session.\n", KIND (FAILS), IMAP, STAGE (STARTTLS), .args = "" },
  { "Server requires STARTTLS to log in.\n", KIND (GOES_ON), IMAP, .args = "" },
  { "Can't refresh capabilities.\n", KIND (FAILS), IMAP, STAGE (CAPABILITY), .args = "" },
  { "Server logins are disabled.\n", KIND (FAILS), IMAP, STAGE (AUTH), .args = "" },
  { "Connection to %s failed: login refused.%s", KIND (FAILS), IMAP, STAGE (AUTH), .args = "h-" },
  { "Connection to %s failed: login refused.%s\n", KIND (FAILS), IMAP, STAGE (AUTH), .args = "h-" },
  { "Couldn't login to IMAP server %s.", KIND (ENDS), IMAP, STAGE (AUTH), .args = "h" },
  { "Couldn't login to IMAP server %s.\n", KIND (ENDS), IMAP, STAGE (AUTH), .args = "h" },
  { "can't select folder: %s\n", KIND (FAILS), IMAP, STAGE (SELECT), .args = "f" },

  /* inc.c, pop.c */
  { "Can't connect to POP3 server: %s:%d", KIND (ENDS), POP3, STAGE (CONNECT), .args = "hp" },
  { "Can't connect to POP3 server: %s:%d\n", KIND (ENDS), POP3, STAGE (CONNECT), .args = "hp" },
  { "Connection to %s:%d failed.", KIND (ENDS), POP3, .args = "hp" },
  { "Required APOP timestamp not found in greeting\n", KIND (FAILS), POP3, STAGE (AUTH),
    .args = "" },
  { "Timestamp syntax error in greeting\n", KIND (FAILS), POP3, STAGE (AUTH), .args = "" },
  { "Timestamp syntax error in greeting (not ASCII)\n", KIND (FAILS), POP3, STAGE (AUTH),
    .args = "" },
  { "POP protocol error\n", KIND (FAILS), POP3, .args = "" },
  { "mailbox is locked\n", KIND (FAILS), POP3, .args = "" },
  { "Session timeout\n", KIND (FAILS), POP3, .args = "" },
  { "command not supported\n", KIND (NOTE), POP3, .args = "" },
  { "error occurred on POP session\n", KIND (FAILS), POP3, .args = "" },
  { "Error occurred while processing mail.", KIND (ENDS), POP3, .args = "" },
  { "Error occurred while processing mail:\n%s", KIND (ENDS), POP3, .args = "s" },
  { "No disk space left.", KIND (ENDS), POP3, STAGE (FETCH), .args = "" },
  { "Can't write file.", KIND (ENDS), POP3, STAGE (FETCH), .args = "" },
  { "Socket error.", KIND (ENDS), POP3, .args = "" },
  { "Socket error on connection to %s:%d.", KIND (ENDS), POP3, .args = "hp" },
  { "Connection to %s:%d closed by the remote host.", KIND (ENDS), POP3, AFTER (GREETING),
    .args = "hp" },
  { "Connection to %s:%d timed out.", KIND (ENDS), POP3, .args = "hp" },
  { "Mailbox is locked.", KIND (ENDS), POP3, .args = "" },
  { "Mailbox is locked:\n%s", KIND (ENDS), POP3, .args = "s" },
  { "Incorporation cancelled\n", KIND (CANCELLED), POP3, .args = "" },

  /* common/smtp.c, send_message.c */
  { "No SMTP AUTH method available\n", KIND (PINS), SMTP, STAGE (AUTH), .args = "" },
  { "Selected SMTP AUTH method not available\n", KIND (PINS), SMTP, STAGE (AUTH), .args = "" },
  { "bad SMTP response\n", KIND (FAILS), SMTP, AFTER (GREETING), .args = "" },
  { "error occurred on SMTP session\n", KIND (FAILS), SMTP, AFTER (GREETING), .args = "" },
  /* Before MAIL: of a message, not of the sender, which no examination sees. */
  { "Message is too big (Maximum size is %s)\n", KIND (FAILS), SMTP, STAGE (DATA), .args = "-" },
  { "Error occurred while sending the message.", KIND (ENDS), SMTP, .args = "" },
  { "Error occurred while sending the message:\n%s", KIND (ENDS), SMTP, .args = "s" },
  { "Mail sent successfully.", KIND (WORKED), SMTP, .args = "" },

  /* gtk/sslcertwindow.c: only its window tells, for the host's own handler ends the hook's chain */
  { "Certificate for %s is unknown.\n%sDo you want to accept it?", KIND (ASKS), .args = "hmt" },
  { "Certificate for %s is expired.\n%sDo you want to continue?", KIND (ASKS), .args = "hmt",
    .says = "certificate has expired" },
  { "Certificate for %s has changed.\n%sDo you want to accept it?", KIND (ASKS), .args = "hmt",
    .says = "certificate has changed" },

  /* both of them */
  { "couldn't start STARTTLS session\n", KIND (FAILS), STAGE (STARTTLS), .args = "" },
  { "error occurred on authentication\n", KIND (FAILS), STAGE (AUTH), .args = "" },
  { "Authentication failed.", KIND (ENDS), STAGE (AUTH), .args = "" },
  { "Authentication failed:\n%s", KIND (ENDS), STAGE (AUTH), .args = "s" },
  { "Connection closed by the remote host.", KIND (ENDS), AFTER (GREETING), .args = "" },
  { "Session timed out. You may be able to recover by increasing the timeout value in "
    "Preferences/Other/Miscellaneous.",
    KIND (ENDS), .args = "", .says = "Session timed out." },
};

/* What stands behind “IMAP error on HOST:”. libetpan calls every failed connection refused, be
 * it the name, the port or TLS: that word must not come through. */
static const DoctorProseRow reason_rows[] = {
  { "connection refused", KIND (FAILS), STAGE (CONNECT), .says = "no connection" },
  { "connection not accepted", KIND (FAILS), STAGE (GREETING) },
  { "stream error", KIND (BREAKS), AFTER (GREETING) },
  { "parse error (very probably non-RFC compliance from the server)", KIND (BREAKS),
    AFTER (GREETING), .says = "parse error" },
  { "protocol error (very probably non-RFC compliance from the server)", KIND (BREAKS),
    AFTER (GREETING), .says = "protocol error" },
  { "fatal error", KIND (BREAKS), AFTER (GREETING) },
  { "bad state", KIND (NOTE) },
  { "not authenticated", KIND (NOTE) },
  { "TLS error", KIND (FAILS), STAGE (TLS) },
  { "STARTTLS error", KIND (FAILS), STAGE (STARTTLS) },
  { "CAPABILITY error", KIND (FAILS), STAGE (CAPABILITY) },
  { "LOGIN error", KIND (FAILS), STAGE (AUTH) },
  { "SASL error", KIND (FAILS), STAGE (AUTH) },
};

/* What common/ssl_certificate.c says of a signature, and OpenSSL's words for it. */
static const struct {
  const char *msgid, *says;
} signature_rows[] = {
  { "Self-signed certificate", "self-signed certificate" },
  { "Revoked certificate", "certificate revoked" },
  { "No certificate issuer found", "unable to get local issuer certificate" },
  { "Certificate issuer is not a CA", "invalid CA certificate" },
};

#undef IMAP
#undef POP3
#undef SMTP
#undef STAGE
#undef AFTER
#undef KIND
