#include "probe/speech.h"
#include <string.h>

/* The first that fits. IMAP: RFC 9051 §7.1; POP3: RFC 1939 §3; TLS record: RFC 8446 §5.1
 * (0x15 alert, 0x16 handshake); SMTP: RFC 5321 §4.2, any reply code. */
static const struct {
  const char *begins;
  gsize length;
  const char *protocol;
} beginnings[] = {
  { "* OK", 4, "imap" },      { "* PREAUTH", 9, "imap" }, { "* BYE", 5, "imap" },
  { "* BAD", 5, "imap" },     { "+OK", 3, "pop3" },       { "-ERR", 4, "pop3" },
  { "\x15\x03", 2, "tls" },   { "\x16\x03", 2, "tls" },   { "HTTP/", 5, "http" },
  { "<!DOCTYPE", 9, "http" }, { "<html", 5, "http" },
};

static gboolean
is_smtp_reply (const char *bytes, gsize length)
{
  return length >= 4 && bytes[0] >= '2' && bytes[0] <= '5' && g_ascii_isdigit (bytes[1])
         && g_ascii_isdigit (bytes[2]) && (bytes[3] == ' ' || bytes[3] == '-' || bytes[3] == '\r');
}

const char *
doctor_speech_recognise (const char *bytes, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (length >= beginnings[i].length
        && g_ascii_strncasecmp (bytes, beginnings[i].begins, beginnings[i].length) == 0)
      return beginnings[i].protocol;
  return is_smtp_reply (bytes, length) ? "smtp" : "unknown";
}
