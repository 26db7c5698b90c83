/* conversation.h: from the host's log lines and alert windows (questions about certificates
 * are such windows) to incidents. Knows no widget and no host header, so that it is tested with
 * recorded logs in three languages (tests/logs). Prose is recognised with the host's own format
 * strings, looked up in the host's catalogue by the function handed in.
 *
 * Cost of a line when nothing is wrong: < 2 µs and no allocation kept. */
#pragma once
#include "core/incident.h"

G_BEGIN_DECLS

typedef enum { /* as the host's LogType */
               DOCTOR_LINE_NORMAL,
               DOCTOR_LINE_MESSAGE,
               DOCTOR_LINE_WARNING,
               DOCTOR_LINE_ERROR,
               DOCTOR_LINE_STATUS_OK,
               DOCTOR_LINE_STATUS_NOK,
               DOCTOR_LINE_STATUS_SKIP
} DoctorLineType;

/* One account as far as lines can tell them apart. Strings are copied. */
typedef struct {
  int id;
  const char *name;
  const char *receive_protocol; /* "imap", "pop3", or NULL */
  const char *receive_host, *receive_user;
  const char *send_host, *send_user;
} DoctorConversationAccount;

typedef struct {
  /* Translates a host's msgid as the host does now: dgettext ("claws-mail", msgid). */
  const char *(*translate) (const char *msgid);
  /* A failure ended a conversation. Takes nothing; @incident is borrowed for the call. */
  void (*failed) (const DoctorIncident *incident, gpointer data);
  /* A conversation worked: login accepted, mail fetched or sent. */
  void (*worked) (int account_id, DoctorScope scope, gpointer data);
  /* The client logged in or tried to: for the ledger. */
  void (*login_seen) (int account_id, DoctorScope scope, gpointer data);
  gpointer data;
  /* An alert window asks about the certificate of this service; may be NULL. @msgid: the
   * host's own words for the question. */
  void (*asked) (int account_id, DoctorScope scope, const char *msgid, gpointer data);
} DoctorConversationEvents;

typedef struct _DoctorConversations DoctorConversations;

DoctorConversations *
doctor_conversations_new (const DoctorConversationEvents *events) G_GNUC_WARN_UNUSED_RESULT;
void doctor_conversations_free (DoctorConversations *conversations);
void doctor_conversations_set_accounts (DoctorConversations *conversations,
                                        const DoctorConversationAccount *accounts,
                                        guint n_accounts);
/* One log line, as the log hook gives it (may end in a newline). */
void doctor_conversations_line (DoctorConversations *conversations,
                                DoctorLineType type,
                                const char *text);
/* Text of an alert window (the host does not log it): its labels from top to bottom, joined
 * by newlines. Questions about certificates come this way too. Returns the service of
 * which the window says that it failed; DOCTOR_SCOPE_ACCOUNT when it is another window. */
DoctorScope doctor_conversations_alert (DoctorConversations *conversations, const char *text);
/* Whether a failure waits for the lines that may still follow it; then settle is due when no
 * line has come for DOCTOR_SETTLE_MS. The host says its last words in one go. */
enum { DOCTOR_SETTLE_MS = 40 };
gboolean doctor_conversations_has_pending (DoctorConversations *conversations);
/* Tells the failures that stopped without a closing line (called by an idle or timeout). */
void doctor_conversations_settle (DoctorConversations *conversations);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorConversations, doctor_conversations_free)

G_END_DECLS
