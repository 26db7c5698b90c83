#include "core/wire-parts.h"
#include <string.h>

gboolean
doctor_wire_is_failure (const DoctorWireReply *reply)
{
  static const char *const failures[]
    = { "no", "bad", "bye", "err", "temporary", "permanent", NULL };
  return reply->status != NULL && g_strv_contains (failures, reply->status);
}

/* --- bracketed codes --- */

/* Codes that are told from other words in brackets even in prose: RFC 5530, RFC 3206,
 * RFC 2449, RFC 3501, RFC 9208, and what large providers use. */
static const char *const known_codes[] = { "ALERT",
                                           "ALREADYEXISTS",
                                           "AUTH",
                                           "AUTHENTICATIONFAILED",
                                           "AUTHORIZATIONFAILED",
                                           "CANNOT",
                                           "CLIENTBUG",
                                           "CONTACTADMIN",
                                           "CORRUPTION",
                                           "EXPIRED",
                                           "EXPUNGEISSUED",
                                           "IN-USE",
                                           "INUSE",
                                           "LIMIT",
                                           "LOGIN-DELAY",
                                           "NONEXISTENT",
                                           "NOPERM",
                                           "OVERQUOTA",
                                           "PRIVACYREQUIRED",
                                           "SERVERBUG",
                                           "SYS/PERM",
                                           "SYS/TEMP",
                                           "TEMPFAIL",
                                           "THROTTLED",
                                           "TRYCREATE",
                                           "UNAVAILABLE",
                                           "WEBALERT",
                                           NULL };

/* Reads "[CODE" or "[CODE arguments]" at @text. */
static gboolean
read_code (const char *text, char *code, gsize size)
{
  if (text[0] != '[')
    return FALSE;
  gsize length = 0;
  while (g_ascii_isalnum (text[1 + length])
         || (length > 0 && strchr ("-/_.", text[1 + length]) && text[1 + length]))
    length++;
  char end = text[1 + length];
  if (length == 0 || length >= size || (end != ']' && end != ' '))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    code[i] = g_ascii_toupper (text[1 + i]);
  code[length] = '\0';
  return TRUE;
}

/* Codes that are no words of any language: known without their brackets. */
static const char *const unmistakable_codes[] = { "AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED",
                                                  "PRIVACYREQUIRED", "OVERQUOTA", "CONTACTADMIN" };

static gboolean
find_bare_code (const char *line, DoctorWireReply *reply)
{
  for (guint i = 0; i < G_N_ELEMENTS (unmistakable_codes); i++) {
    const char *code = unmistakable_codes[i];
    const char *p = strstr (line, code);
    if (p == NULL || (p > line && g_ascii_isalnum (p[-1])) || g_ascii_isalnum (p[strlen (code)]))
      continue;
    g_strlcpy (reply->code, code, sizeof reply->code);
    return TRUE;
  }
  return FALSE;
}

/* A known code anywhere in prose: the client has dropped what stood in front of it. */
static gboolean
find_code (const char *line, DoctorWireReply *reply)
{
  for (const char *p = line; (p = strchr (p, '[')) != NULL; p++)
    if (read_code (p, reply->code, sizeof reply->code)
        && g_strv_contains (known_codes, reply->code))
      return TRUE;
  return FALSE;
}

/* --- IMAP --- */

static const struct {
  const char *word, *status;
  gboolean needs_tag; /* not told from prose without one */
} imap_states[] = {
  { "OK", "ok", TRUE },    { "NO", "no", FALSE },          { "BAD", "bad", FALSE },
  { "BYE", "bye", FALSE }, { "PREAUTH", "preauth", TRUE },
};

static gboolean
parse_imap_state (const char *text, gboolean has_tag, DoctorWireReply *reply)
{
  for (guint i = 0; i < G_N_ELEMENTS (imap_states); i++) {
    gsize length = strlen (imap_states[i].word);
    if (strncmp (text, imap_states[i].word, length) != 0 || (imap_states[i].needs_tag && !has_tag))
      continue;
    if (text[length] != ' ' && text[length] != '\0' && (has_tag || text[length] != ':'))
      continue;
    reply->status = imap_states[i].status;
    const char *rest = text + length;
    read_code (rest + strspn (rest, ": "), reply->code, sizeof reply->code);
    return TRUE;
  }
  return FALSE;
}

/* Tags typed by hand have no digit ("a", "tag", "."): told from prose by what follows. */
static gsize
typed_tag_length (const char *body)
{
  gsize n = body[0] == '.' ? 1 : 0;
  while (g_ascii_isalpha (body[n]) && n < 4)
    n++;
  gboolean is_tag
    = n > 0 && (g_str_has_prefix (body + n, " NO ") || g_str_has_prefix (body + n, " BAD "));
  return is_tag ? n + 1 : 0;
}

static gboolean
parse_imap (const char *body, DoctorWireReply *reply)
{
  gsize tag = g_str_has_prefix (body, "* ") ? 2 : doctor_wire_tag_length (body);
  if (tag == 0)
    tag = typed_tag_length (body);
  return parse_imap_state (body + tag, tag > 0, reply);
}

/* "auth [LOGIN]: 2 NO [ALERT] …": a tagged refusal behind a client's own words. */
static gboolean
find_imap (const char *line, DoctorWireReply *reply)
{
  static const char *const states[] = { " NO ", " BAD ", " BYE " };
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    for (const char *p = line; (p = strstr (p, states[i])) != NULL; p++) {
      const char *tag = p;
      while (tag > line && (g_ascii_isalnum (tag[-1]) || tag[-1] == '*') && p - tag < 20)
        tag--;
      gboolean is_tag = doctor_wire_tag_length (tag) > 0 || (tag[0] == '*' && tag[1] == ' ')
                        || (p - tag == 1 && g_ascii_isalpha (tag[0]));
      gboolean is_apart
        = tag == line || strchr ("'\"([", tag[-1]) != NULL || tag[-1] == ':'
          || (tag - line >= 2 && tag[-1] == ' ' && strchr (":>]-", tag[-2]) != NULL);
      if (is_tag && is_apart)
        return parse_imap_state (p + 1, TRUE, reply);
    }
  }
  return FALSE;
}

/* --- POP3 --- */

static gboolean
parse_pop (const char *body, DoctorWireReply *reply)
{
  gboolean is_error = g_str_has_prefix (body, "-ERR");
  if (!is_error && !g_str_has_prefix (body, "+OK"))
    return FALSE;
  const char *rest = body + (is_error ? 4 : 3);
  if (*rest != ' ' && *rest != '\0')
    return FALSE;
  reply->status = is_error ? "err" : "ok";
  read_code (rest + strspn (rest, " "), reply->code, sizeof reply->code);
  return TRUE;
}

static gboolean
find_pop (const char *line, DoctorWireReply *reply)
{
  for (const char *p = line; (p = strstr (p, "-ERR")) != NULL; p++)
    if ((p == line || strchr (" '\":([", p[-1]) != NULL) && parse_pop (p, reply))
      return TRUE;
  return FALSE;
}

/* --- SMTP --- */

/* Length of an enhanced status code (RFC 3463 §2: class.subject.detail) at @text, or 0. */
static gsize
enhanced_length (const char *text)
{
  gsize n = 0;
  if (strchr ("245", text[0]) == NULL || text[0] == '\0' || text[1] != '.')
    return 0;
  n = 2;
  for (guint part = 0; part < 2; part++) {
    gsize digits = strspn (text + n, "0123456789");
    if (digits < 1 || digits > 3)
      return 0;
    n += digits;
    if (part == 0 && text[n++] != '.')
      return 0;
  }
  return g_ascii_isalnum (text[n]) || (text[n] == '.' && g_ascii_isalnum (text[n + 1])) ? 0 : n;
}

static const char *
smtp_status (char class)
{
  return class == '2' ? "success" : class == '4' ? "temporary" : class == '5' ? "permanent" : NULL;
}

/* RFC 5321 §4.2: Reply-code = %x32-35 %x30-35 %x30-39. */
static gboolean
is_smtp_code (const char *text)
{
  return text[0] >= '2' && text[0] <= '5' && text[1] >= '0' && text[1] <= '5'
         && g_ascii_isdigit (text[2]) && !g_ascii_isalnum (text[3]);
}

/* Codes that servers refuse with: RFC 5321, RFC 4954, RFC 7504, RFC 4468, and a few in the wild.
 * A number in prose must be one of them. */
static gboolean
is_refusal_code (int code)
{
  static const int codes[]
    = { 421, 422, 431, 432, 441, 442, 446, 447, 449, 450, 451, 452, 453, 454, 455, 458,
        459, 500, 501, 502, 503, 504, 510, 511, 512, 513, 521, 523, 525, 530, 531, 533,
        534, 535, 538, 540, 541, 542, 550, 551, 552, 553, 554, 555, 556, 557 };
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i] == code)
      return TRUE;
  return FALSE;
}

/* "500 MB", "450 ms": an amount, no reply. @text is behind the number. */
static gboolean
is_amount (const char *text)
{
  static const char *const units[] = { "MB", "KB",    "GB",      "MiB",  "KiB",      "GiB",   "kB",
                                       "ms", "bytes", "seconds", "secs", "messages", "mails", "%" };
  text += strspn (text, " ");
  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    gsize length = strlen (units[i]);
    if (g_str_has_prefix (text, units[i]) && !g_ascii_isalnum (text[length]))
      return TRUE;
  }
  return FALSE;
}

static void
set_enhanced (const char *text, DoctorWireReply *reply)
{
  gsize length = enhanced_length (text);
  if (length > 0)
    g_strlcpy (reply->enhanced, text, MIN (length + 1, sizeof reply->enhanced));
}

/* Reads code and enhanced code at @text; the separators are those of a line, or those that
 * Python puts between number and text ("535, b'5.7.8 …"). */
static void
read_smtp (const char *text, DoctorWireReply *reply)
{
  reply->smtp_code = (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
  reply->status = smtp_status (text[0]);
  reply->is_more = text[3] == '-';
  const char *rest = text + 3 + strspn (text + 3, "- ,(b'\"#");
  set_enhanced (rest, reply);
}

static gboolean
parse_smtp (const char *body, DoctorWireReply *reply)
{
  if (!is_smtp_code (body) || (body[3] != ' ' && body[3] != '-' && body[3] != '\0')
      || is_amount (body + 3))
    return FALSE;
  read_smtp (body, reply);
  return TRUE;
}

/* An enhanced code whose reply code the client has taken away, where a reply begins. */
static gboolean
parse_bare_enhanced (const char *body, DoctorWireReply *reply)
{
  gsize length = enhanced_length (body);
  if (length == 0 || body[0] == '2' || body[length] != ' ')
    return FALSE;
  set_enhanced (body, reply);
  reply->status = smtp_status (body[0]);
  return TRUE;
}

/* What clients write right in front of a server's reply. */
static const char *const lead_ins[]
  = { "error:",     "error",        "login:",     "login -",   "said:",   "replied:",
      "response:",  "reply:",       "responded:", "server:",   "failed:", "failed -",
      "message:",   "with message", "code",       "code:",     "smtp;",   "status:",
      "returned:",  "returned",     "answer:",    "answered:", "was:",    "smtp error",
      "exception:", "reason:",      "me:",        "code=",     "got",     "with" };

static gboolean
has_lead_in (const char *line, const char *at)
{
  while (at > line && strchr (" \"'(b", at[-1]) != NULL)
    at--;
  for (guint i = 0; i < G_N_ELEMENTS (lead_ins); i++) {
    gsize length = strlen (lead_ins[i]);
    if ((gsize)(at - line) < length || g_ascii_strncasecmp (at - length, lead_ins[i], length) != 0)
      continue;
    if ((gsize)(at - line) == length || !g_ascii_isalnum (at[-(gssize)length - 1]))
      return TRUE;
    /* "SMTPAuthenticationError(535": a class name */
    if (g_str_equal (lead_ins[i], "error") || g_str_equal (lead_ins[i], "exception:"))
      return TRUE;
  }
  return FALSE;
}

/* "(535, b'5.7.8 …": how Python prints a reply. */
static gboolean
is_python_pair (const char *line, const char *at)
{
  if (at == line || at[-1] != '(' || at[3] != ',')
    return FALSE;
  const char *text = at + 4 + strspn (at + 4, " ");
  text += *text == 'b';
  return *text == '\'' || *text == '"';
}

static gboolean
is_wrapped_smtp (const char *line, const char *at)
{
  if (!is_smtp_code (at) || strchr (" -,)\"':", at[3]) == NULL)
    return FALSE;
  if (at > line && (g_ascii_isalnum (at[-1]) || strchr ("./@_", at[-1]) != NULL))
    return FALSE;
  if (!is_refusal_code ((int)g_ascii_strtoll (at, NULL, 10)) || is_amount (at + 3))
    return FALSE;
  if (at == line)
    return TRUE;
  /* "#550 5.1.1" (Exchange), "RCPT TO:550 5.7.26": the pair is no port and no number of a thing */
  const char *rest = at + 3 + strspn (at + 3, "- ,(b'\"#");
  if (enhanced_length (rest) > 0 && rest[0] == at[0])
    return TRUE;
  if (strchr (":#", at[-1]) != NULL)
    return FALSE;
  return is_python_pair (line, at) || has_lead_in (line, at);
}

static gboolean
find_smtp (const char *line, DoctorWireReply *reply)
{
  for (const char *p = line; *p != '\0'; p++)
    if ((*p == '4' || *p == '5') && is_wrapped_smtp (line, p)) {
      read_smtp (p, reply);
      reply->is_more = FALSE;
      return TRUE;
    }
  for (const char *p = line; *p != '\0'; p++)
    if ((*p == '4' || *p == '5') && p > line && p[-1] == ' ' && has_lead_in (line, p)
        && parse_bare_enhanced (p, reply))
      return TRUE;
  return FALSE;
}

/* "severity: PermanentNegativeCompletion, category: MailSystem, detail: Zero": how programs in Rust
 * print a reply's code (lettre, async-smtp), one word for each digit (RFC 5321 §4.2.1). */
static const struct {
  const char *key;
  const char *words[10];
} code_digits[] = {
  { "severity: ",
    { NULL, NULL, NULL, NULL, "TransientNegativeCompletion", "PermanentNegativeCompletion" } },
  { "category: ",
    { "Syntax", "Information", "Connections", "Unspecified3", "Unspecified4", "MailSystem" } },
  { "detail: ",
    { "Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine" } },
};

static int
read_digit (const char *line, guint place)
{
  const char *word = strstr (line, code_digits[place].key);
  if (word == NULL)
    return -1;
  word += strlen (code_digits[place].key);
  for (int i = 0; i < 10; i++) {
    const char *wanted = code_digits[place].words[i];
    if (wanted != NULL && g_str_has_prefix (word, wanted)
        && !g_ascii_isalnum (word[strlen (wanted)]))
      return i;
  }
  return -1;
}

static gboolean
find_spelled_smtp (const char *line, DoctorWireReply *reply)
{
  int code = 0;
  for (guint place = 0; place < G_N_ELEMENTS (code_digits); place++) {
    int digit = read_digit (line, place);
    if (digit < 0)
      return FALSE;
    code = code * 10 + digit;
  }
  reply->smtp_code = code;
  reply->status = smtp_status ((char)('0' + code / 100));
  const char *text = strstr (line, "message: [\"");
  if (text != NULL)
    set_enhanced (text + strlen ("message: [\""), reply);
  return TRUE;
}

/* --- all --- */

static gboolean
is_protocol (const char *protocol, const char *name)
{
  return protocol == NULL || g_str_equal (protocol, name);
}

static const struct {
  const char *protocol;
  gboolean (*parse) (const char *body, DoctorWireReply *reply);
} parsers[] = {
  { "smtp", parse_smtp },
  { "pop3", parse_pop },
  { "imap", parse_imap },
  { "smtp", parse_bare_enhanced },
}, finders[] = {
  { "imap", find_imap },
  { "pop3", find_pop },
  { "smtp", find_spelled_smtp },
  { "smtp", find_smtp },
  { "imap", find_code },
  { "pop3", find_code },
  { "imap", find_bare_code },
};

gboolean
doctor_wire_parse_reply (const char *body, const char *protocol, DoctorWireReply *out_reply)
{
  for (guint i = 0; i < G_N_ELEMENTS (parsers); i++) {
    DoctorWireReply reply = { 0 };
    if (is_protocol (protocol, parsers[i].protocol) && parsers[i].parse (body, &reply)) {
      *out_reply = reply;
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
doctor_wire_find_reply (const char *line, const char *protocol, DoctorWireReply *out_reply)
{
  for (guint i = 0; i < G_N_ELEMENTS (finders); i++) {
    DoctorWireReply reply = { 0 };
    if (is_protocol (protocol, finders[i].protocol) && finders[i].parse (line, &reply)) {
      *out_reply = reply;
      return TRUE;
    }
  }
  return FALSE;
}
