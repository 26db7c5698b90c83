#include "plugin/conversation-private.h"
#include <string.h>

static void
account_free (gpointer data)
{
  Account *account = data;
  g_free (account->name);
  g_free (account->receive_host);
  g_free (account->receive_user);
  g_free (account->send_host);
  g_free (account->send_user);
  g_free (account);
}

static void
conversation_free (gpointer data)
{
  Conversation *c = data;
  g_free (c->host);
  g_free (c);
}

DoctorConversations *
doctor_conversations_new (const DoctorConversationEvents *events)
{
  DoctorConversations *all = g_new0 (DoctorConversations, 1);
  all->events = *events;
  all->accounts = g_ptr_array_new_with_free_func (account_free);
  all->conversations = g_ptr_array_new_with_free_func (conversation_free);
  return all;
}

void
doctor_conversations_free (DoctorConversations *all)
{
  if (all == NULL)
    return;
  while (all->n_held > 0)
    g_free (all->held[--all->n_held]);
  g_ptr_array_unref (all->conversations);
  g_ptr_array_unref (all->accounts);
  doctor_prose_free (all->prose);
  g_free (all);
}

static DoctorProtocol
protocol_from_string (const char *name)
{
  if (g_strcmp0 (name, "imap") == 0)
    return DOCTOR_PROTOCOL_IMAP;
  return g_strcmp0 (name, "pop3") == 0 ? DOCTOR_PROTOCOL_POP3 : DOCTOR_PROTOCOL_ANY;
}

void
doctor_conversations_set_accounts (DoctorConversations *all,
                                   const DoctorConversationAccount *accounts,
                                   guint n_accounts)
{
  g_ptr_array_set_size (all->accounts, 0);
  for (guint i = 0; i < n_accounts; i++) {
    Account *account = g_new0 (Account, 1);
    account->id = accounts[i].id;
    account->name = g_strdup (accounts[i].name);
    account->receive_protocol = protocol_from_string (accounts[i].receive_protocol);
    account->receive_host = g_strdup (accounts[i].receive_host);
    account->receive_user = g_strdup (accounts[i].receive_user);
    account->send_host = g_strdup (accounts[i].send_host);
    account->send_user = g_strdup (accounts[i].send_user);
    g_ptr_array_add (all->accounts, account);
  }
}

gboolean
span_equals (DoctorSpan span, const char *text)
{
  return text != NULL && strlen (text) == span.length
         && memcmp (text, span.start, span.length) == 0;
}

/* By name; of several with one name, that with the host. */
static const Account *
find_account (DoctorConversations *all, DoctorSpan name, DoctorSpan host, DoctorProtocol protocol)
{
  const Account *found = NULL;
  for (guint i = 0; i < all->accounts->len; i++) {
    const Account *account = g_ptr_array_index (all->accounts, i);
    gboolean sends = protocol == DOCTOR_PROTOCOL_SMTP;
    if (!span_equals (name, account->name))
      continue;
    if (span_equals (host, sends ? account->send_host : account->receive_host))
      return account;
    found = account;
  }
  return found;
}

static Conversation *
get_conversation (DoctorConversations *all, int account_id, DoctorScope scope)
{
  for (guint i = 0; i < all->conversations->len; i++) {
    Conversation *c = g_ptr_array_index (all->conversations, i);
    if (c->account_id == account_id && c->scope == scope)
      return c;
  }
  Conversation *c = g_new0 (Conversation, 1);
  c->account_id = account_id;
  c->scope = scope;
  g_ptr_array_add (all->conversations, c);
  return c;
}

Conversation *
conversation_open (DoctorConversations *all,
                   const Account *account,
                   DoctorProtocol protocol,
                   DoctorSpan host,
                   int port)
{
  gboolean sends = protocol == DOCTOR_PROTOCOL_SMTP;
  Conversation *c
    = get_conversation (all, account->id, sends ? DOCTOR_SCOPE_SEND : DOCTOR_SCOPE_RECEIVE);
  conversation_clear_failing (all, c);
  c->protocol = protocol;
  if (!span_equals (host, c->host)) {
    g_free (c->host);
    c->host = g_strndup (host.start, host.length);
  }
  c->port = port;
  c->state = CONVERSATION_OPEN;
  c->serial = ++all->serial;
  c->began = g_get_real_time () / G_USEC_PER_SEC;
  c->progress = c->reported = DOCTOR_STAGE_NONE;
  c->pinned = c->asked_certificate = c->logging_in = c->answered = FALSE;
  c->quitting = c->refused = c->confirms = c->waiting = FALSE;
  c->tag = 0;
  doctor_tail_clear (&c->tail);
  return c;
}

gboolean
conversation_is_nearer (const Conversation *c, const Conversation *than)
{
  if (than == NULL || c->state != than->state)
    return than == NULL || c->state > than->state;
  return c->serial > than->serial;
}

/* What is said of a beginning, and the last words, are of what was begun last, be it over
 * already: a window may come after the failure was told, and must not hit another account that
 * is connected to the same host. */
static gboolean
is_later (const Conversation *c, const Conversation *than)
{
  gboolean is_open = c->state == CONVERSATION_OPEN;
  if (than == NULL || is_open != (than->state == CONVERSATION_OPEN))
    return than == NULL || is_open;
  return c->serial > than->serial;
}

static ConversationOrder
order_for (const DoctorProseMatch *match)
{
  const DoctorProseRow *row = match->reason != NULL ? match->reason : match->row;
  gboolean of_beginning = row->stage != DOCTOR_STAGE_NONE && row->stage <= DOCTOR_STAGE_AUTH;
  return of_beginning || match->row->kind == DOCTOR_PROSE_ENDS ? is_later : conversation_is_nearer;
}

Conversation *
conversation_find (DoctorConversations *all,
                   DoctorProtocol protocol,
                   DoctorSpan host,
                   int port,
                   ConversationOrder is_better)
{
  Conversation *found = NULL;
  for (guint i = 0; i < all->conversations->len; i++) {
    Conversation *c = g_ptr_array_index (all->conversations, i);
    if ((protocol != DOCTOR_PROTOCOL_ANY && c->protocol != protocol)
        || (port != 0 && c->port != port) || (host.start != NULL && !span_equals (host, c->host)))
      continue;
    if (is_better (c, found))
      found = c;
  }
  return found;
}

void
conversation_set_failing (DoctorConversations *all, Conversation *c, DoctorStage stage)
{
  if (stage == DOCTOR_STAGE_NONE)
    return;
  if (c->failing == DOCTOR_STAGE_NONE)
    all->n_failing++;
  c->failing = c->pinned ? DOCTOR_STAGE_AUTH : MAX (c->failing, stage);
}

void
conversation_clear_failing (DoctorConversations *all, Conversation *c)
{
  if (c->failing != DOCTOR_STAGE_NONE)
    all->n_failing--;
  c->failing = DOCTOR_STAGE_NONE;
}

void
conversation_tell (DoctorConversations *all, Conversation *c)
{
  DoctorStage stage = c->failing;
  conversation_clear_failing (all, c);
  if (stage <= c->reported)
    return;
  if (c->reported == DOCTOR_STAGE_NONE)
    c->failures++;
  c->reported = stage;
  g_autofree char *text = doctor_tail_dup (&c->tail);
  g_autoptr (DoctorIncident) incident
    = doctor_incident_new (c->account_id, c->scope, doctor_stage_to_string (stage), text);
  incident->count = c->failures;
  incident->began = c->began;
  all->events.failed (incident, all->events.data);
}

void
conversation_worked (DoctorConversations *all, Conversation *c)
{
  conversation_clear_failing (all, c);
  c->reported = DOCTOR_STAGE_NONE;
  c->failures = 0;
  c->state = CONVERSATION_LIVE;
  c->pinned = c->asked_certificate = FALSE;
  if (c->protocol == DOCTOR_PROTOCOL_SMTP)
    c->progress = DOCTOR_STAGE_AUTH; /* the next message begins with its sender */
  all->events.worked (c->account_id, c->scope, all->events.data);
}

static DoctorStage
failing_stage (const Conversation *c, const DoctorProseMatch *match)
{
  const DoctorProseRow *row = match->reason != NULL ? match->reason : match->row;
  DoctorStage stage = row->stage;
  /* A general word after an exact one adds nothing. */
  if (stage == DOCTOR_STAGE_NONE
      && (c->failing != DOCTOR_STAGE_NONE || c->reported != DOCTOR_STAGE_NONE))
    return MAX (c->failing, c->reported);
  if (stage == DOCTOR_STAGE_NONE)
    stage = MAX (c->progress, MAX (row->at_least, DOCTOR_STAGE_CONNECT));
  /* The person did not accept the certificate, and the client calls that a failed handshake. */
  if (c->asked_certificate
      && (stage == DOCTOR_STAGE_TLS || stage == DOCTOR_STAGE_STARTTLS
          || stage == DOCTOR_STAGE_CONNECT))
    stage = DOCTOR_STAGE_CERTIFICATE;
  return stage;
}

static DoctorProseKind
prose_kind (const Conversation *c, const DoctorProseMatch *match)
{
  DoctorProseKind kind = match->reason != NULL ? match->reason->kind : match->row->kind;
  gboolean has_reason = g_str_has_suffix (match->row->args, "r");
  if (has_reason && match->reason == NULL)
    return DOCTOR_PROSE_NOTE; /* one command was refused: the folder's trouble, not the account's */
  if (match->folder.start != NULL && !span_equals (match->folder, "INBOX"))
    return DOCTOR_PROSE_NOTE;
  /* Servers and routers end idle connections; the client opens a new one when it needs it. */
  if (kind == DOCTOR_PROSE_BREAKS)
    return c->answered ? DOCTOR_PROSE_NOTE : DOCTOR_PROSE_FAILS;
  if (c->quitting && kind != DOCTOR_PROSE_WORKED)
    return c->reported != DOCTOR_STAGE_NONE ? kind : DOCTOR_PROSE_NOTE;
  return kind;
}

/* The server's own refusal says more than what the client makes of it. */
static void
keep_prose (Conversation *c, const DoctorProseMatch *match)
{
  gboolean is_login = match->reason != NULL && match->reason->stage == DOCTOR_STAGE_AUTH;
  if (c->refused || is_login)
    return;
  g_autofree char *line = doctor_prose_dup_english (match);
  doctor_tail_add (&c->tail, line, strlen (line));
}

static void
handle_prose_of (DoctorConversations *all, Conversation *c, const DoctorProseMatch *match)
{
  DoctorProseKind kind = prose_kind (c, match);
  keep_prose (c, match);
  if (kind == DOCTOR_PROSE_FAILS || kind == DOCTOR_PROSE_ENDS)
    all->told_failed = c->scope;
  switch (kind) {
    case DOCTOR_PROSE_GOES_ON:
      conversation_clear_failing (all, c);
      break;
    case DOCTOR_PROSE_PINS:
      c->pinned = TRUE;
      break;
    case DOCTOR_PROSE_FAILS:
      conversation_set_failing (all, c, failing_stage (c, match));
      break;
    case DOCTOR_PROSE_ENDS:
      conversation_set_failing (all, c, failing_stage (c, match));
      conversation_tell (all, c);
      c->state = CONVERSATION_CLOSED;
      break;
    case DOCTOR_PROSE_ASKS:
      c->asked_certificate = TRUE;
      if (all->events.asked != NULL)
        all->events.asked (c->account_id, c->scope, match->row->msgid, all->events.data);
      if (doctor_prose_has_fault (match))
        conversation_set_failing (all, c, DOCTOR_STAGE_CERTIFICATE);
      break;
    case DOCTOR_PROSE_WORKED:
      conversation_worked (all, c);
      break;
    case DOCTOR_PROSE_CANCELLED:
      conversation_clear_failing (all, c);
      c->state = CONVERSATION_CLOSED;
      break;
    case DOCTOR_PROSE_OPENS:
    case DOCTOR_PROSE_NOTE:
    case DOCTOR_PROSE_BREAKS:
      break;
  }
}

static void
open_from_prose (DoctorConversations *all, const DoctorProseMatch *match)
{
  const Account *account = find_account (all, match->name, match->host, match->row->protocol);
  if (account != NULL)
    conversation_open (all, account, match->row->protocol, match->host, match->port);
}

static gboolean
handle_prose (DoctorConversations *all, const char *text, gsize length)
{
  DoctorProseMatch match;
  if (all->prose != NULL && !doctor_prose_is_current (all->prose))
    g_clear_pointer (&all->prose, doctor_prose_free);
  if (all->prose == NULL)
    all->prose = doctor_prose_new (all->events.translate);
  if (!doctor_prose_match (all->prose, text, length, &match))
    return FALSE;
  if (match.row->kind == DOCTOR_PROSE_OPENS) {
    open_from_prose (all, &match);
    return TRUE;
  }
  Conversation *c
    = conversation_find (all, match.row->protocol, match.host, match.port, order_for (&match));
  if (c != NULL)
    handle_prose_of (all, c, &match);
  return TRUE;
}

static gsize
stripped_length (const char *text)
{
  gsize length = strlen (text);
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  return length;
}

/* The host puts "[2026-01-31 12:00:00] " in front of lines of the type normal (log.h). */
static gsize
time_stamp_length (const char *text, gsize length)
{
  enum { STAMP = 22 };
  return length > STAMP && text[0] == '[' && text[STAMP - 2] == ']' ? STAMP : 0;
}

void
doctor_conversations_line (DoctorConversations *all, DoctorLineType type, const char *text)
{
  gsize length = stripped_length (text);
  if (type == DOCTOR_LINE_NORMAL) {
    gsize stamp = time_stamp_length (text, length);
    conversation_wire_line (all, text + stamp, length - stamp);
  } else if (type == DOCTOR_LINE_MESSAGE || type == DOCTOR_LINE_WARNING
             || type == DOCTOR_LINE_ERROR) {
    /* An ALERT of the server comes as an error, in the form of a line. */
    if (!conversation_wire_line (all, text, length))
      handle_prose (all, text, length);
  }
}

DoctorScope
doctor_conversations_alert (DoctorConversations *all, const char *text)
{
  /* A title and other labels may stand in front of the words that count. */
  enum { MAX_STARTS = 8 };
  gsize length = stripped_length (text);
  all->told_failed = DOCTOR_SCOPE_ACCOUNT;
  for (guint i = 0; i < MAX_STARTS && length > 0 && !handle_prose (all, text, length); i++) {
    const char *newline = memchr (text, '\n', length);
    if (newline == NULL)
      break;
    while (length > 0 && (text <= newline || *text == '\n')) {
      text++;
      length--;
    }
  }
  return all->told_failed;
}

gboolean
doctor_conversations_has_pending (DoctorConversations *all)
{
  return all->n_failing > 0;
}

void
doctor_conversations_settle (DoctorConversations *all)
{
  for (guint i = 0; i < all->conversations->len && all->n_failing > 0; i++) {
    Conversation *c = g_ptr_array_index (all->conversations, i);
    if (c->failing == DOCTOR_STAGE_NONE)
      continue;
    if (c->failing != DOCTOR_STAGE_CERTIFICATE) /* that question may still be answered well */
      c->state = CONVERSATION_CLOSED;
    conversation_tell (all, c);
  }
}
