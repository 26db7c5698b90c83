/* conversation-private.h: between conversation.c (who speaks, what came of it) and
 * conversation-wire.c (lines of the protocols). */
#pragma once
#include "plugin/conversation.h"
#include "plugin/prose.h"
#include "plugin/tail.h"

G_BEGIN_DECLS

typedef enum {
  CONVERSATION_CLOSED, /* never begun, or over; late lines may still belong to it */
  CONVERSATION_LIVE,   /* worked, and the connection may be used again */
  CONVERSATION_OPEN    /* from the opening line to a result */
} ConversationState;

/* One for each account and service, kept for good: no line allocates. */
typedef struct {
  int account_id;
  DoctorScope scope;
  DoctorProtocol protocol;
  char *host;
  int port;
  ConversationState state;
  guint serial;         /* order of opening: the host nests, so the newest is the inner one */
  gint64 began;         /* seconds since 1970, UTC */
  DoctorStage progress; /* how far the lines have come */
  DoctorStage failing;  /* a failure not told yet */
  DoctorStage reported; /* the failure told of this attempt */
  gboolean pinned;      /* failures mean sign-in, wherever they show */
  gboolean asked_certificate;
  gboolean logging_in;
  gboolean answered; /* the server did something for us after the login */
  gboolean quitting;
  gboolean refused;  /* the server's last words were a refusal */
  gboolean confirms; /* a good answer to the last command means that it works */
  guint tag;         /* last IMAP tag sent */
  gboolean waiting;  /* for the answer to it */
  guint failures;    /* in a row */
  DoctorTail tail;
} Conversation;

enum { MAX_HELD = 8 };

struct _DoctorConversations {
  DoctorConversationEvents events;
  GPtrArray *accounts;      /* Account */
  GPtrArray *conversations; /* Conversation */
  DoctorProse *prose;       /* made when first needed */
  guint serial;
  guint n_failing;
  char *held[MAX_HELD]; /* lines that two or more can have said; newest last */
  guint n_held;
  DoctorScope told_failed; /* by the words that were read last; ACCOUNT: they tell of none */
};

typedef struct {
  int id;
  char *name;
  DoctorProtocol receive_protocol; /* ANY: receives nothing */
  char *receive_host, *receive_user, *send_host, *send_user;
} Account;

Conversation *conversation_open (DoctorConversations *all,
                                 const Account *account,
                                 DoctorProtocol protocol,
                                 DoctorSpan host,
                                 int port);
/* Whether a line that fits both rather means @c: open before live before closed, then the
 * newest. @than may be NULL. */
gboolean conversation_is_nearer (const Conversation *c, const Conversation *than);
typedef gboolean (*ConversationOrder) (const Conversation *c, const Conversation *than);
/* The best that can be meant, by @is_better; NULL when none. @host may be empty (start NULL),
 * @port 0, @protocol ANY. */
Conversation *conversation_find (DoctorConversations *all,
                                 DoctorProtocol protocol,
                                 DoctorSpan host,
                                 int port,
                                 ConversationOrder is_better);
void conversation_set_failing (DoctorConversations *all, Conversation *c, DoctorStage stage);
void conversation_clear_failing (DoctorConversations *all, Conversation *c);
/* Tells the failure that is there, if it is deeper than what was told. */
void conversation_tell (DoctorConversations *all, Conversation *c);
void conversation_worked (DoctorConversations *all, Conversation *c);
gboolean span_equals (DoctorSpan span, const char *text);

/* A line of a protocol ("IMAP< …"), without time stamp. FALSE when it is none. */
gboolean conversation_wire_line (DoctorConversations *all, const char *text, gsize length);

G_END_DECLS
