#include "core/wire-parts.h"
#include <string.h>

/* Marks that clients and libraries put in front of wire lines. */
static const struct {
  const char *mark;
  DoctorWireSide side;
} marks[] = {
  { "IMAP< ", DOCTOR_WIRE_SERVER },
  { "IMAP> ", DOCTOR_WIRE_CLIENT },
  { "ESMTP< ", DOCTOR_WIRE_SERVER },
  { "ESMTP> ", DOCTOR_WIRE_CLIENT },
  { "SMTP< ", DOCTOR_WIRE_SERVER },
  { "SMTP> ", DOCTOR_WIRE_CLIENT },
  { "POP< ", DOCTOR_WIRE_SERVER },
  { "POP> ", DOCTOR_WIRE_CLIENT },
  { "S: ", DOCTOR_WIRE_SERVER },
  { "C: ", DOCTOR_WIRE_CLIENT },
  { "<< ", DOCTOR_WIRE_SERVER },
  { ">> ", DOCTOR_WIRE_CLIENT },
  { "<- ", DOCTOR_WIRE_SERVER },
  { "-> ", DOCTOR_WIRE_CLIENT },
  { "<-- ", DOCTOR_WIRE_SERVER },
  { "--> ", DOCTOR_WIRE_CLIENT },
  { "< ", DOCTOR_WIRE_SERVER },
  { "send: ", DOCTOR_WIRE_CLIENT },
  /* also the mark of a quotation in mail, so it says nothing about the side */
  { "> ", DOCTOR_WIRE_UNKNOWN },
};

/* Claws Mail puts "[12:34:56] " in front of the lines of its log. */
static const char *
skip_time (const char *line)
{
  static const char pattern[] = "[00:00:00] ";
  for (guint i = 0; i < sizeof pattern - 1; i++) {
    gboolean fits = pattern[i] == '0' ? g_ascii_isdigit (line[i]) : line[i] == pattern[i];
    if (!fits)
      return line;
  }
  return line + sizeof pattern - 1;
}

const char *
doctor_wire_body (const char *line, DoctorWireSide *out_side)
{
  const char *body = skip_time (line);
  *out_side = DOCTOR_WIRE_UNKNOWN;
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
    if (g_str_has_prefix (body, marks[i].mark)) {
      *out_side = marks[i].side;
      return body + strlen (marks[i].mark);
    }
  }
  return body;
}

gsize
doctor_wire_tag_length (const char *body)
{
  gboolean has_digit = FALSE;
  gsize n = 0;
  for (; g_ascii_isalnum (body[n]) || (n > 0 && strchr (".-_", body[n]) && body[n] != '\0'); n++)
    has_digit |= g_ascii_isdigit (body[n]) != 0;
  if (!has_digit || n > 20 || body[n] != ' ')
    return 0;
  return n + strspn (body + n, " ");
}

gboolean
doctor_wire_is_server_line (const char *body)
{
  static const char *const starts[] = { "* ", "+ ", "+OK", "-ERR", "OK ", "NO ", "BAD ", "BYE " };
  gsize tag = doctor_wire_tag_length (body);
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_str_has_prefix (body, starts[i])
        || (i > 3 && tag && g_str_has_prefix (body + tag, starts[i])))
      return TRUE;
  if (g_str_equal (body, "+"))
    return TRUE;
  return strspn (body, "0123456789") == 3 && (body[3] == ' ' || body[3] == '-' || body[3] == '\0');
}

/* --- secrets --- */

/* RFC 4648 §4 */
static gboolean
is_base64_byte (char c)
{
  return g_ascii_isalnum (c) || c == '+' || c == '/' || c == '=';
}

static gsize
base64_length (const char *text)
{
  gsize length = 0;
  while (is_base64_byte (text[length]))
    length++;
  return length;
}

enum { MIN_SECRET_RUN = 16 }; /* shorter runs of a client line are words */

typedef struct {
  const char *word;     /* of the client */
  gboolean has_tag;     /* IMAP: a tag stands in front */
  guint n_kept;         /* arguments that are no secret */
  gboolean starts_sasl; /* lines of the client that follow are answers */
} SecretCommand;

static const SecretCommand secret_commands[] = {
  { .word = "LOGIN", .has_tag = TRUE },
  { .word = "AUTHENTICATE", .has_tag = TRUE, .n_kept = 1, .starts_sasl = TRUE },
  { .word = "AUTH", .n_kept = 1, .starts_sasl = TRUE },
  { .word = "PASS" },
  { .word = "APOP", .n_kept = 1 },
};

/* What Claws Mail logs in place of an answer. */
static const char *const harmless_answers[]
  = { "*", "[USERID]", "[PASSWORD]", "[AUTH PLAIN]", "[AUTH XOAUTH2]", DOCTOR_WIRE_DROPPED };

static gboolean
is_base64_token (const char *text, gsize min_length)
{
  gsize length = base64_length (text);
  return length >= min_length && text[length + strspn (text + length, " ")] == '\0';
}

/* A line that is one long token and does not look like a word: not all capitals, not the name
 * of a class, which has a capital here and there and no digit. */
static gboolean
looks_encoded (const char *text)
{
  guint upper = 0, lower = 0, other = 0, length = 0;
  if (!is_base64_token (text, MIN_SECRET_RUN))
    return FALSE;
  for (const char *p = text; *p != '\0' && *p != ' '; p++, length++) {
    upper += g_ascii_isupper (*p) != 0;
    lower += g_ascii_islower (*p) != 0;
    other += !g_ascii_isalpha (*p);
  }
  return other > 0 || (lower > 0 && upper > length / 4);
}

static const char *
skip_word (const char *text)
{
  text += strcspn (text, " ");
  return text + strspn (text, " ");
}

/* Python's clients log what they send as a quoted string. */
static const char *
skip_quote (const char *body)
{
  if (body[0] == 'b' && (body[1] == '\'' || body[1] == '"'))
    return body + 2;
  return body + (body[0] == '\'' || body[0] == '"');
}

/* Where the secret of @body begins when it is @command, NULL when it is another one. In a line
 * without a mark the command must be written as clients write it, to tell it from prose. */
static const char *
find_secret (const SecretCommand *command, const char *body, DoctorWireSide side)
{
  gsize length = strlen (command->word);
  const char *word = skip_quote (body);
  if (command->has_tag) {
    gsize tag = doctor_wire_tag_length (word);
    if (tag == 0 && side != DOCTOR_WIRE_CLIENT)
      return NULL;
    word = tag > 0 ? word + tag : skip_word (word);
  }
  if (side == DOCTOR_WIRE_CLIENT ? g_ascii_strncasecmp (word, command->word, length) != 0
                                 : strncmp (word, command->word, length) != 0)
    return NULL;
  if (word[length] != ' ' && word[length] != '\0')
    return NULL;
  const char *secret = skip_word (word);
  /* "imap4 LOGIN failed" is prose, "a1 LOGIN taro secret" is not */
  if (side == DOCTOR_WIRE_UNKNOWN && command->has_tag && command->n_kept == 0
      && strpbrk (secret, " {") == NULL)
    return NULL;
  for (guint i = 0; i < command->n_kept; i++)
    secret = skip_word (secret);
  /* "AUTH command not known" is prose, "AUTH PLAIN AGEAYg==" is not */
  if (side == DOCTOR_WIRE_UNKNOWN && command->n_kept > 0 && !is_base64_token (secret, 0))
    return NULL;
  return secret;
}

/* Runs that could be an encoded answer; parts of an address or host name are none. */
static void
append_without_runs (GString *out, const char *text)
{
  while (*text != '\0') {
    gsize run = base64_length (text);
    gboolean is_name = strchr ("@.", text[run]) != NULL && text[run] != '\0';
    is_name |= out->len > 0 && strchr ("@.", out->str[out->len - 1]) != NULL;
    if (run >= MIN_SECRET_RUN && !is_name)
      g_string_append (out, DOCTOR_WIRE_DROPPED);
    else
      g_string_append_len (out, text, run);
    text += run;
    const char *other = text;
    while (*text != '\0' && !is_base64_byte (*text))
      text++;
    g_string_append_len (out, other, text - other);
  }
}

static gboolean
is_harmless_answer (const char *body)
{
  for (guint i = 0; i < G_N_ELEMENTS (harmless_answers); i++)
    if (g_str_equal (body, harmless_answers[i]))
      return TRUE;
  return body[0] == '\0';
}

/* Claws Mail decodes CRAM-MD5 for its log: "[Decoded: challenge]", "[Encoded: user digest]". */
static gboolean
append_cram (GString *out, const char *body)
{
  if (!g_str_has_prefix (body, "[Decoded: ") && !g_str_has_prefix (body, "[Encoded: "))
    return FALSE;
  g_string_append_len (out, body, 10);
  g_string_append (out, DOCTOR_WIRE_DROPPED "]");
  return TRUE;
}

static void
append_client (GString *out, const char *body, DoctorWireSide side, gboolean *in_sasl)
{
  for (guint i = 0; i < G_N_ELEMENTS (secret_commands); i++) {
    const char *secret = find_secret (&secret_commands[i], body, side);
    if (secret == NULL)
      continue;
    /* a literal (RFC 3501 §4.3) carries its argument on the next line */
    *in_sasl = secret_commands[i].starts_sasl || g_str_has_suffix (secret, "}");
    g_string_append_len (out, body, secret - body);
    if (*secret != '\0')
      g_string_append (out, DOCTOR_WIRE_DROPPED);
    return;
  }
  gboolean is_answer = side == DOCTOR_WIRE_CLIENT || is_base64_token (body, 4);
  if (*in_sasl && is_answer && !is_harmless_answer (body))
    g_string_append (out, DOCTOR_WIRE_DROPPED);
  else if (side == DOCTOR_WIRE_CLIENT || looks_encoded (body))
    append_without_runs (out, body);
  else
    g_string_append (out, body);
}

static void
append_server (GString *out, const char *body, gboolean *in_sasl)
{
  gsize head = g_str_has_prefix (body, "334 ") ? 4 : g_str_has_prefix (body, "+ ") ? 2 : 0;
  gboolean is_challenge
    = head == 4 || (head == 2 && (*in_sasl || is_base64_token (body + 2, MIN_SECRET_RUN)));
  if (is_challenge) {
    *in_sasl = TRUE;
    g_string_append_len (out, body, head);
    if (body[head] != '\0')
      g_string_append (out, DOCTOR_WIRE_DROPPED);
    return;
  }
  /* untagged lines may come in between; a status line ends the exchange */
  if (body[0] != '*' && !g_str_equal (body, "+"))
    *in_sasl = FALSE;
  g_string_append (out, body);
}

/* Values that are secret wherever they stand. */
static const struct {
  const char *key;
  gsize min_length; /* shorter values are words of a sentence */
} secret_keys[] = {
  { "bearer ", MIN_SECRET_RUN },
  { "password=", 1 },
  { "passwd=", 1 },
  { "pwd=", 1 },
  { "access_token=", 1 },
  { "refresh_token=", 1 },
  { "client_secret=", 1 },
  { "\"password\":", 1 },
  { "'password':", 1 },
  { "\"access_token\":", 1 },
  { "'access_token':", 1 },
  { "\"refresh_token\":", 1 },
  { "'refresh_token':", 1 },
  { "\"client_secret\":", 1 },
  { "'client_secret':", 1 },
};

static void
append_without_values (GString *out, const char *text, const char *key, gsize min_length)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  const char *from = text;
  for (const char *hit = lower; (hit = strstr (hit, key)) != NULL;) {
    const char *value = text + (hit - lower) + strlen (key);
    value += strspn (value, " ");
    gboolean is_quoted = *value == '"' || *value == '\'';
    const char stop[] = { is_quoted ? *value : ' ', is_quoted ? '\0' : ',', '\001', '\0' };
    value += is_quoted;
    gsize length = strcspn (value, stop);
    g_string_append_len (out, from, value - from);
    if (length >= min_length)
      g_string_append (out, DOCTOR_WIRE_DROPPED);
    else
      g_string_append_len (out, value, length);
    from = value + length;
    hit = lower + (from - text);
  }
  g_string_append (out, from);
}

/* All keys end in one of these, or are words before a token. */
static gboolean
may_have_values (const char *lower)
{
  return strpbrk (lower, "=:") != NULL || strstr (lower, "bearer ") != NULL;
}

static void
drop_values (GString *line)
{
  g_autofree char *lower = g_ascii_strdown (line->str, line->len);
  if (!may_have_values (lower))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (secret_keys); i++) {
    const char *key = secret_keys[i].key;
    if (strstr (lower, key) == NULL)
      continue;
    g_autofree char *before = g_strdup (line->str);
    g_string_truncate (line, 0);
    append_without_values (line, before, key, secret_keys[i].min_length);
  }
}

/* --- the text --- */

/* Invisible characters that turn the direction of what follows (Unicode bidi controls):
 * nobody's name for a server, and able to make a quotation read as something else. */
static gboolean
is_deceptive (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

static char *
dup_clean (const char *line, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (line, length);
  GString *clean = g_string_sized_new (length + 1);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gsize plain = 0;
    while (p[plain] >= ' ' && p[plain] <= '~')
      plain++;
    g_string_append_len (clean, p, plain);
    p += plain;
    if (*p == '\0')
      break;
    gunichar c = g_utf8_get_char (p);
    if (g_unichar_iscntrl (c) || is_deceptive (c))
      g_string_append_c (clean, ' ');
    else
      g_string_append_len (clean, p, g_utf8_next_char (p) - p);
  }
  g_strchomp (clean->str);
  return g_string_free (clean, FALSE);
}

static void
cut_line (GString *line, gsize max_bytes)
{
  if (line->len <= max_bytes)
    return;
  const char *end = g_utf8_find_prev_char (line->str, line->str + max_bytes + 1);
  g_string_truncate (line, end != NULL ? (gsize)(end - line->str) : 0);
}

static void
scrub_line (GString *out, const char *text, gsize length, gsize max_bytes, gboolean *in_sasl)
{
  DoctorWireSide side;
  g_autofree char *line = dup_clean (text, length);
  g_autoptr (GString) body_out = g_string_new (NULL);
  const char *body = doctor_wire_body (line, &side);
  if (side == DOCTOR_WIRE_UNKNOWN && doctor_wire_is_server_line (body))
    side = DOCTOR_WIRE_SERVER;
  if (!append_cram (body_out, body)) {
    if (side == DOCTOR_WIRE_SERVER)
      append_server (body_out, body, in_sasl);
    else
      append_client (body_out, body, side, in_sasl);
  }
  drop_values (body_out);
  g_string_prepend_len (body_out, line, body - line);
  cut_line (body_out, MIN (max_bytes, DOCTOR_WIRE_MAX_LINE_BYTES));
  g_string_append_len (out, body_out->str, body_out->len);
}

/* Oldest lines go first: the failure is at the end. */
static void
keep_newest (GString *out, gsize max_bytes)
{
  if (out->len <= max_bytes)
    return;
  const char *cut = out->str + (out->len - max_bytes);
  const char *line = cut[-1] == '\n' ? cut : strchr (cut, '\n');
  gsize drop = line == NULL ? out->len : (gsize)(line - out->str) + (*line == '\n');
  g_string_erase (out, 0, drop);
}

char *
doctor_wire_scrub (const char *text, gsize max_bytes)
{
  GString *out = g_string_new (NULL);
  gboolean in_sasl = FALSE;
  const char *line = text != NULL ? text : "";
  while (*line != '\0' && max_bytes > 0) {
    gsize length = strcspn (line, "\r\n");
    scrub_line (out, line, length, max_bytes, &in_sasl);
    line += length;
    if (*line != '\0')
      g_string_append_c (out, '\n');
    line += line[0] == '\r' && line[1] == '\n' ? 2 : *line != '\0';
    if (out->len / 2 > max_bytes + DOCTOR_WIRE_MAX_TEXT_BYTES)
      keep_newest (out, max_bytes + 1);
  }
  while (out->len > 0 && out->str[out->len - 1] == '\n')
    g_string_truncate (out, out->len - 1);
  keep_newest (out, max_bytes);
  return g_string_free (out, FALSE);
}
