/* Lines of IMAP, POP3 and SMTP as the host logs them: whose they are, how far they show the
 * conversation to be. What may hold a secret is never stored: of what the client says, only
 * commands of the table are, and only those with their arguments that have harmless ones. */
#include "plugin/conversation-private.h"
#include <string.h>

typedef enum {
  VERB_PLAIN = 0,
  VERB_BARE = 1 << 0,     /* arguments are not kept */
  VERB_LOGS_IN = 1 << 1,  /* a login attempt */
  VERB_CONFIRMS = 1 << 2, /* a good answer shows that the account works */
  VERB_QUITS = 1 << 3
} VerbFlags;

typedef struct {
  DoctorProtocol protocol;
  const char *word;
  DoctorStage stage; /* NONE: no step forward */
  VerbFlags flags;
} Verb;

/* Longer words first where one begins with another. */
static const Verb verbs[] = {
  { DOCTOR_PROTOCOL_IMAP, "CAPABILITY", DOCTOR_STAGE_CAPABILITY, VERB_PLAIN },
  { DOCTOR_PROTOCOL_IMAP, "STARTTLS", DOCTOR_STAGE_STARTTLS, VERB_PLAIN },
  { DOCTOR_PROTOCOL_IMAP, "LOGIN", DOCTOR_STAGE_AUTH, VERB_BARE },
  { DOCTOR_PROTOCOL_IMAP, "AUTHENTICATE", DOCTOR_STAGE_AUTH, VERB_BARE },
  { DOCTOR_PROTOCOL_IMAP, "SELECT", DOCTOR_STAGE_SELECT, VERB_PLAIN },
  { DOCTOR_PROTOCOL_IMAP, "EXAMINE", DOCTOR_STAGE_SELECT, VERB_PLAIN },
  { DOCTOR_PROTOCOL_IMAP, "STATUS", DOCTOR_STAGE_SELECT, VERB_PLAIN },
  { DOCTOR_PROTOCOL_IMAP, "LIST", DOCTOR_STAGE_SELECT, VERB_PLAIN },
  { DOCTOR_PROTOCOL_IMAP, "LSUB", DOCTOR_STAGE_SELECT, VERB_PLAIN },
  { DOCTOR_PROTOCOL_IMAP, "UID", DOCTOR_STAGE_FETCH, VERB_BARE },
  { DOCTOR_PROTOCOL_IMAP, "FETCH", DOCTOR_STAGE_FETCH, VERB_BARE },
  { DOCTOR_PROTOCOL_IMAP, "NOOP", DOCTOR_STAGE_NONE, VERB_PLAIN },
  { DOCTOR_PROTOCOL_IMAP, "LOGOUT", DOCTOR_STAGE_NONE, VERB_QUITS },
  { DOCTOR_PROTOCOL_POP3, "STLS", DOCTOR_STAGE_STARTTLS, VERB_PLAIN },
  { DOCTOR_PROTOCOL_POP3, "USER", DOCTOR_STAGE_AUTH, VERB_PLAIN },
  { DOCTOR_PROTOCOL_POP3, "PASS", DOCTOR_STAGE_AUTH, VERB_BARE | VERB_LOGS_IN },
  { DOCTOR_PROTOCOL_POP3, "APOP", DOCTOR_STAGE_AUTH, VERB_BARE | VERB_LOGS_IN },
  { DOCTOR_PROTOCOL_POP3, "AUTH", DOCTOR_STAGE_AUTH, VERB_BARE | VERB_LOGS_IN },
  { DOCTOR_PROTOCOL_POP3, "STAT", DOCTOR_STAGE_SELECT, VERB_CONFIRMS },
  { DOCTOR_PROTOCOL_POP3, "LAST", DOCTOR_STAGE_SELECT, VERB_PLAIN },
  { DOCTOR_PROTOCOL_POP3, "UIDL", DOCTOR_STAGE_SELECT, VERB_PLAIN },
  { DOCTOR_PROTOCOL_POP3, "LIST", DOCTOR_STAGE_SELECT, VERB_PLAIN },
  { DOCTOR_PROTOCOL_POP3, "RETR", DOCTOR_STAGE_FETCH, VERB_PLAIN },
  { DOCTOR_PROTOCOL_POP3, "TOP", DOCTOR_STAGE_FETCH, VERB_PLAIN },
  { DOCTOR_PROTOCOL_POP3, "DELE", DOCTOR_STAGE_FETCH, VERB_PLAIN },
  { DOCTOR_PROTOCOL_POP3, "QUIT", DOCTOR_STAGE_NONE, VERB_QUITS },
  { DOCTOR_PROTOCOL_SMTP, "EHLO", DOCTOR_STAGE_CAPABILITY, VERB_PLAIN },
  { DOCTOR_PROTOCOL_SMTP, "HELO", DOCTOR_STAGE_CAPABILITY, VERB_PLAIN },
  { DOCTOR_PROTOCOL_SMTP, "STARTTLS", DOCTOR_STAGE_STARTTLS, VERB_PLAIN },
  { DOCTOR_PROTOCOL_SMTP, "AUTH LOGIN", DOCTOR_STAGE_AUTH, VERB_BARE },
  { DOCTOR_PROTOCOL_SMTP, "AUTH CRAM-MD5", DOCTOR_STAGE_AUTH, VERB_BARE | VERB_LOGS_IN },
  { DOCTOR_PROTOCOL_SMTP, "[AUTH PLAIN]", DOCTOR_STAGE_AUTH, VERB_BARE | VERB_LOGS_IN },
  { DOCTOR_PROTOCOL_SMTP, "[AUTH XOAUTH2]", DOCTOR_STAGE_AUTH, VERB_BARE | VERB_LOGS_IN },
  { DOCTOR_PROTOCOL_SMTP, "[USERID]", DOCTOR_STAGE_AUTH, VERB_BARE },
  { DOCTOR_PROTOCOL_SMTP, "[PASSWORD]", DOCTOR_STAGE_AUTH, VERB_BARE | VERB_LOGS_IN },
  { DOCTOR_PROTOCOL_SMTP, "MAIL", DOCTOR_STAGE_MAILFROM, VERB_PLAIN },
  { DOCTOR_PROTOCOL_SMTP, "RCPT", DOCTOR_STAGE_RCPT, VERB_PLAIN },
  { DOCTOR_PROTOCOL_SMTP, "DATA", DOCTOR_STAGE_DATA, VERB_PLAIN },
  { DOCTOR_PROTOCOL_SMTP, ". (EOM)", DOCTOR_STAGE_DATA, VERB_PLAIN },
  { DOCTOR_PROTOCOL_SMTP, "QUIT", DOCTOR_STAGE_NONE, VERB_QUITS },
};

typedef struct {
  DoctorProtocol protocol;
  char direction;   /* '>' client, '<' server, '-' the host's own remark */
  const char *text; /* the whole line */
  gsize length;
  const char *rest; /* behind "IMAP< " */
  gsize rest_length;
} Line;

static gboolean
starts_with (const char *text, gsize length, const char *prefix, gsize prefix_length)
{
  return length >= prefix_length && memcmp (text, prefix, prefix_length) == 0;
}

static gboolean
read_line (Line *line, const char *text, gsize length)
{
  static const struct {
    const char *name;
    gsize length;
    DoctorProtocol protocol;
  } names[] = { { "IMAP", 4, DOCTOR_PROTOCOL_IMAP },
                { "POP", 3, DOCTOR_PROTOCOL_POP3 },
                { "ESMTP", 5, DOCTOR_PROTOCOL_SMTP },
                { "SMTP", 4, DOCTOR_PROTOCOL_SMTP } };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    gsize n = names[i].length;
    if (length < n + 2 || text[0] != names[i].name[0] || memcmp (text, names[i].name, n) != 0
        || (text[n] != '<' && text[n] != '>' && text[n] != '-') || text[n + 1] != ' ')
      continue;
    *line = (Line){ names[i].protocol, text[n], text, length, text + n + 2, length - n - 2 };
    return TRUE;
  }
  return FALSE;
}

/* Takes "12 " off the front; 0 when there is none. */
static guint
read_tag (const char **text, gsize *length)
{
  gsize digits = 0;
  guint tag = 0;
  while (digits < *length && digits < 9 && g_ascii_isdigit ((*text)[digits]))
    tag = tag * 10 + (guint)((*text)[digits++] - '0');
  if (digits == 0 || digits >= *length || (*text)[digits] != ' ')
    return 0;
  *text += digits + 1;
  *length -= digits + 1;
  return tag;
}

static const Verb *
find_verb (DoctorProtocol protocol, const char *text, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    gsize n = strlen (verbs[i].word);
    if (verbs[i].protocol == protocol && starts_with (text, length, verbs[i].word, n)
        && (length == n || !g_ascii_isalnum (text[n])))
      return &verbs[i];
  }
  return NULL;
}

/* Keeps "IMAP> 5 LOGIN […]" of a line whose @kept first bytes are harmless. */
static void
keep_cut (Conversation *c, const Line *line, gsize kept)
{
  static const char hidden[] = " […]";
  char buffer[64 + sizeof hidden];
  kept = MIN (kept, 64);
  memcpy (buffer, line->text, kept);
  memcpy (buffer + kept, hidden, sizeof hidden - 1);
  doctor_tail_add (&c->tail, buffer, kept + sizeof hidden - 1);
}

static void
client_line (DoctorConversations *all, Conversation *c, const Line *line, const char *command)
{
  gsize length = line->length - (gsize)(command - line->text);
  const Verb *verb = find_verb (line->protocol, command, length);
  c->refused = FALSE;
  c->confirms = verb != NULL && (verb->flags & VERB_CONFIRMS) != 0;
  if (verb == NULL) {
    /* Continuation data, or a command that is new to us: its size is all that is harmless. */
    keep_cut (c, line, line->length - line->rest_length - 1);
    return;
  }
  gsize head = (gsize)(command - line->text) + strlen (verb->word);
  if ((verb->flags & VERB_BARE) != 0 && line->length > head)
    keep_cut (c, line, head);
  else
    doctor_tail_add (&c->tail, line->text, line->length);
  c->progress = MAX (c->progress, verb->stage);
  if ((verb->flags & VERB_QUITS) != 0)
    c->quitting = TRUE;
  if ((verb->flags & VERB_LOGS_IN) != 0 && all->events.login_seen != NULL)
    all->events.login_seen (c->account_id, c->scope, all->events.data);
}

/* Lines that would only push better ones out: counts, flags, data of messages. */
static gboolean
is_chatter (const char *rest, gsize length)
{
  static const char size[] = "bytes]";
  gsize n = strlen (size);
  if (rest[0] == '*')
    return length > 2 && g_ascii_isdigit (rest[2]);
  return rest[0] == '[' && length > n && memcmp (rest + length - n, size, n) == 0;
}

/* @rest: the line without prefix and tag. */
static gboolean
is_refusal (const Line *line, const char *rest)
{
  switch (line->protocol) {
    case DOCTOR_PROTOCOL_SMTP:
      return rest[0] == '4' || rest[0] == '5';
    case DOCTOR_PROTOCOL_POP3:
      return rest[0] == '-';
    default:
      return g_str_has_prefix (rest, "NO ") || g_str_has_prefix (rest, "BAD ")
             || g_str_has_prefix (rest, "* BYE");
  }
}

static void
server_line (DoctorConversations *all, Conversation *c, const Line *line, const char *rest)
{
  gboolean challenge = starts_with (line->rest, line->rest_length, "334 ", 4)
                       || starts_with (line->rest, line->rest_length, "+ ", 2)
                       || starts_with (line->rest, line->rest_length, "[Decoded", 8);
  if (challenge)
    keep_cut (c, line, line->length - line->rest_length + (line->rest[0] == '3' ? 3 : 0));
  else if (line->protocol != DOCTOR_PROTOCOL_IMAP || !is_chatter (line->rest, line->rest_length))
    doctor_tail_add (&c->tail, line->text, line->length);
  c->progress = MAX (c->progress, DOCTOR_STAGE_GREETING);
  c->refused = is_refusal (line, rest) && !c->quitting;
  if (c->confirms && line->rest[0] == '+') {
    c->confirms = FALSE;
    conversation_worked (all, c);
  }
}

static Conversation *
newest (DoctorConversations *all, DoctorProtocol protocol)
{
  return conversation_find (all, protocol, (DoctorSpan){ NULL, 0 }, 0, conversation_is_nearer);
}

/* Tags grow by one, but the host logs nothing of the commands that log in. */
enum { MAX_TAG_STEP = 8 };

static Conversation *
imap_of_tag (DoctorConversations *all, guint tag, gboolean from_client, guint *n_found)
{
  Conversation *found = NULL;
  *n_found = 0;
  for (guint i = 0; i < all->conversations->len; i++) {
    Conversation *c = g_ptr_array_index (all->conversations, i);
    if (c->protocol != DOCTOR_PROTOCOL_IMAP)
      continue;
    gboolean fits
      = from_client ? tag > c->tag && tag - c->tag <= MAX_TAG_STEP : c->waiting && c->tag == tag;
    if (!fits)
      continue;
    ++*n_found;
    if (conversation_is_nearer (c, found))
      found = c;
  }
  return found;
}

static void
hold (DoctorConversations *all, const Line *line)
{
  if (all->n_held == MAX_HELD) {
    g_free (all->held[0]);
    memmove (all->held, all->held + 1, (MAX_HELD - 1) * sizeof all->held[0]);
    all->n_held--;
  }
  all->held[all->n_held++] = g_strndup (line->text, line->length);
}

/* The newest line that was held back is the one of the conversation that now goes on: the
 * host takes a result up at once. */
static void
release (DoctorConversations *all, Conversation *c)
{
  if (all->n_held == 0)
    return;
  g_autofree char *text = all->held[--all->n_held];
  doctor_tail_add (&c->tail, text, strlen (text));
}

static guint
count_logging_in (DoctorConversations *all, Conversation **out_newest)
{
  guint n = 0;
  for (guint i = 0; i < all->conversations->len; i++) {
    Conversation *c = g_ptr_array_index (all->conversations, i);
    if (!c->logging_in)
      continue;
    n++;
    if (*out_newest == NULL || c->serial > (*out_newest)->serial)
      *out_newest = c;
  }
  return n;
}

/* "Logging USER to HOST using MECHANISM": the one line that names the login. */
static gboolean
is_login_of (const Account *account, const Line *line)
{
  const char *at = line->rest + strlen ("Logging ");
  gsize left = line->rest_length - strlen ("Logging ");
  const char *parts[] = { account->receive_user, " to ", account->receive_host, " using " };
  if (account->receive_protocol != DOCTOR_PROTOCOL_IMAP || parts[0] == NULL || parts[2] == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    gsize n = strlen (parts[i]);
    if (!starts_with (at, left, parts[i], n))
      return FALSE;
    at += n;
    left -= n;
  }
  return TRUE;
}

static Conversation *
imap_of_login (DoctorConversations *all, const Line *line)
{
  Conversation *found = NULL;
  const Account *named = NULL;
  for (guint i = 0; i < all->accounts->len; i++) {
    const Account *account = g_ptr_array_index (all->accounts, i);
    if (!is_login_of (account, line))
      continue;
    named = account;
    for (guint j = 0; j < all->conversations->len; j++) {
      Conversation *c = g_ptr_array_index (all->conversations, j);
      if (c->account_id == account->id && c->protocol == DOCTOR_PROTOCOL_IMAP
          && (found == NULL || c->serial > found->serial))
        found = c;
    }
  }
  if (found != NULL || named == NULL)
    return found;
  return conversation_open (all, named, DOCTOR_PROTOCOL_IMAP,
                            (DoctorSpan){ named->receive_host, strlen (named->receive_host) }, 0);
}

static void
imap_login_begins (DoctorConversations *all, const Line *line)
{
  Conversation *c = imap_of_login (all, line);
  if (c == NULL)
    return;
  c->refused = FALSE;
  conversation_clear_failing (all, c); /* of several methods, the last one counts */
  c->state = CONVERSATION_OPEN;
  c->logging_in = TRUE;
  c->progress = MAX (c->progress, DOCTOR_STAGE_AUTH);
  doctor_tail_add (&c->tail, line->text, line->length);
  if (all->events.login_seen != NULL)
    all->events.login_seen (c->account_id, c->scope, all->events.data);
}

static void
imap_login_ends (DoctorConversations *all, const Line *line, gboolean good)
{
  Conversation *c = NULL;
  if (count_logging_in (all, &c) == 0)
    return;
  release (all, c);
  c->logging_in = FALSE;
  doctor_tail_add (&c->tail, line->text, line->length);
  if (!good) {
    c->refused = TRUE;
    conversation_set_failing (all, c, DOCTOR_STAGE_AUTH);
    return;
  }
  c->progress = MAX (c->progress, DOCTOR_STAGE_SELECT);
  conversation_worked (all, c);
}

static void
imap_tagged (DoctorConversations *all, const Line *line, guint tag, const char *rest)
{
  guint n_found;
  gboolean from_client = line->direction == '>';
  Conversation *c = imap_of_tag (all, tag, from_client, &n_found);
  if (n_found == 0)
    c = newest (all, DOCTOR_PROTOCOL_IMAP);
  if (c == NULL)
    return;
  if (from_client) {
    c->tag = tag;
    c->waiting = TRUE;
    client_line (all, c, line, rest);
    return;
  }
  if (n_found > 1) {
    hold (all, line);
    return;
  }
  c->waiting = FALSE;
  c->answered |= c->state == CONVERSATION_LIVE && rest[0] == 'O';
  server_line (all, c, line, rest);
}

static void
imap_untagged (DoctorConversations *all, const Line *line)
{
  Conversation *c = NULL;
  guint n_logging_in = count_logging_in (all, &c);
  gboolean is_data = line->rest_length > 1 && (line->rest[0] == '*' || line->rest[0] == '+')
                     && line->rest[1] == ' ';
  /* The answer to a login comes without tag and status: libetpan's copy of its text. */
  if (line->direction == '<' && !is_data && n_logging_in > 1) {
    hold (all, line);
    return;
  }
  if (c == NULL || is_data)
    c = newest (all, DOCTOR_PROTOCOL_IMAP);
  if (c == NULL)
    return;
  if (line->direction == '>')
    client_line (all, c, line, line->rest);
  else
    server_line (all, c, line, line->rest);
}

static void
imap_line (DoctorConversations *all, const Line *line)
{
  static const char logging[] = "Logging ", bad[] = "Error logging in to ", good[] = "Login to ";
  const char *rest = line->rest;
  gsize length = line->rest_length;
  if (line->direction == '-')
    return;
  guint tag = read_tag (&rest, &length);
  if (tag != 0)
    imap_tagged (all, line, tag, rest);
  else if (line->direction == '>' && starts_with (rest, length, logging, strlen (logging)))
    imap_login_begins (all, line);
  else if (line->direction == '<' && starts_with (rest, length, bad, strlen (bad)))
    imap_login_ends (all, line, FALSE);
  else if (line->direction == '<' && starts_with (rest, length, good, strlen (good)))
    imap_login_ends (all, line, TRUE);
  else
    imap_untagged (all, line);
}

gboolean
conversation_wire_line (DoctorConversations *all, const char *text, gsize length)
{
  Line line;
  if (!read_line (&line, text, length))
    return FALSE;
  if (line.protocol == DOCTOR_PROTOCOL_IMAP) {
    imap_line (all, &line);
    return TRUE;
  }
  Conversation *c = newest (all, line.protocol);
  if (c == NULL)
    return TRUE;
  if (line.direction == '>')
    client_line (all, c, &line, line.rest);
  else if (line.direction == '<')
    server_line (all, c, &line, line.rest);
  return TRUE;
}
