/* chain.h: the context of one service's probes: its facts so far, its connection, its
 * limits. One thread works on a chain at a time; what it finds is told to the examination
 * through a queue, as it is found. */
#pragma once
#include "core/ledger.h"
#include "core/provider.h"
#include "probe/computer.h"
#include "probe/budget.h"
#include "probe/dns.h"
#include "probe/mechanism.h"
#include "probe/net.h"
#include "probe/stream.h"
#include "probe/trust.h"

G_BEGIN_DECLS

enum { /* milliseconds */
       /* glibc asks the next name server after 5 s: one dead resolver is not yet a fault. */
       DOCTOR_LOOKUP_LIMIT_MS = 8000,
       /* Linux sends a SYN at 0, 1 and 3 s: two of three may be lost. */
       DOCTOR_CONNECT_LIMIT_MS = 3500,
       /* Where the host answers on another port: two of two were lost, and a second waited. */
       DOCTOR_SILENT_PORT_LIMIT_MS = 2000,
       /* The other family connected; this one lost its SYN and the one sent after 1 s. */
       DOCTOR_LOSER_LIMIT_MS = 1500,
       /* One SYN was lost or is filtered: time to ask other ports of the host as a control. */
       DOCTOR_SIBLINGS_AFTER_MS = 1000,
       DOCTOR_SIBLINGS_LIMIT_MS = 1500,
       DOCTOR_HANDSHAKE_LIMIT_MS = 5000,
       /* A server that says nothing for so long may be waiting for a ClientHello. */
       DOCTOR_SILENCE_MS = 1500,
       /* Postfix's postscreen makes strangers wait 6 s before it greets. */
       DOCTOR_GREETING_LIMIT_MS = 8000,
       /* A trial is about another way, not about patience. */
       DOCTOR_TRIAL_GREETING_LIMIT_MS = 2500,
       DOCTOR_REPLY_LIMIT_MS = 6000,
       /* Servers hold back a refusal to slow guessing down, Dovecot 2 s and growing; and Dovecot
        * waits 10 s for a POP3 mailbox that another session has locked before it says so. */
       DOCTOR_LOGIN_LIMIT_MS = 11500,
};

/* What came of one step of the conversation. */
typedef enum {
  DOCTOR_OUTCOME_OK,
  DOCTOR_OUTCOME_REFUSED,
  DOCTOR_OUTCOME_TEMPORARY,
  DOCTOR_OUTCOME_LOCKED,        /* the mailbox is in use (RFC 2449 §8.1.2) */
  DOCTOR_OUTCOME_AUTH_REQUIRED, /* SMTP 530 (RFC 4954 §6) */
  DOCTOR_OUTCOME_CLOSED,
  DOCTOR_OUTCOME_TIMEOUT,
  DOCTOR_OUTCOME_GARBAGE,
  DOCTOR_OUTCOME_UNKNOWN /* ended by ourselves: not determined */
} DoctorOutcome;

typedef struct _DoctorDialect DoctorDialect;
typedef struct _DoctorProbe DoctorProbe;

/* News from a chain to the examination. */
typedef struct {
  gpointer from;   /* the worker */
  char *name;      /* full name of a fact; "progress"; NULL: the worker is done */
  GVariant *value; /* NULL: the fact no longer holds */
  DoctorSource source;
} DoctorNews;
void doctor_news_free (DoctorNews *news);

typedef struct {
  DoctorScope scope;          /* DOCTOR_SCOPE_ACCOUNT: probes beside the services */
  DoctorFacts *facts;         /* of its own: settings, and what was found */
  const char *password;       /* borrowed, NULL when there is none */
  const char *peer_password;  /* borrowed: of the other service, for a trial; NULL for none */
  const char *proxy_password; /* borrowed: for the proxy */
  const char *home_host;      /* borrowed: the host that the account itself names */
  const DoctorProvider *provider;
  DoctorLedger *ledger;    /* shared */
  DoctorBudget *budget;    /* of the service; NULL: this conversation is paid for */
  DoctorTrust *trust;      /* shared */
  DoctorResolver resolver; /* NULL: the system's */
  const DoctorComputer *computer;
  const char *name_servers; /* as DoctorExamineOptions has it; borrowed */
  gboolean services[3];     /* by DoctorScope: of a chain of the account: those examined */
  gboolean allow_login;
  gboolean is_trial;         /* about another way: not patient, asks no other ports */
  DoctorHandshake handshake; /* other than usual: looks only */
  const DoctorProbe *only;   /* of the account: the one that waits; NULL: all that do not */
  DoctorPatience patience;
  GAsyncQueue *queue; /* of DoctorNews; NULL: keeps its facts to itself */
  gpointer worker;

  gint64 start_us;
  DoctorAttempts *attempts;
  int fd; /* connected, not yet taken by the stream; -1 */
  DoctorStream *stream;
  const DoctorDialect *dialect;
  gpointer session; /* of the dialect */
  char *decisive;   /* words that decided, where they are not all that was last said; or NULL */
} DoctorChain;

/* @facts is copied. */
DoctorChain *doctor_chain_new (DoctorScope scope,
                               DoctorFacts *facts,
                               const DoctorPatience *patience) G_GNUC_WARN_UNUSED_RESULT;
void doctor_chain_free (DoctorChain *chain); /* accepts NULL */

/* Sets a fact of this chain's scope, source probe, and tells it. Takes a floating @value. */
void doctor_chain_set (DoctorChain *chain, const char *name, GVariant *value);
void doctor_chain_set_string (DoctorChain *chain, const char *name, const char *value);
void doctor_chain_set_int (DoctorChain *chain, const char *name, int value);
/* The same with source trial. */
void doctor_chain_set_trial (DoctorChain *chain, const char *name, GVariant *value);
/* The same as doctor_chain_set () for a fact of the account. */
void doctor_chain_set_account (DoctorChain *chain, const char *name, GVariant *value);
/* The same for a fact of the service @scope, from a chain of the account. */
void
doctor_chain_set_for (DoctorChain *chain, DoctorScope scope, const char *name, GVariant *value);
/* Takes a reply apart into reply.* facts: the words that decided at @stage. Replaces the
 * facts of an earlier reply. */
void doctor_chain_explain (DoctorChain *chain, const char *stage, const char *text);
/* Of what the server last said, only @text (taken) decides: for the next explanation. */
void doctor_chain_take_reply (DoctorChain *chain, char *text);
/* The words that decide: those given above, or all that the server last said. */
char *doctor_chain_dup_reply (DoctorChain *chain) G_GNUC_WARN_UNUSED_RESULT;
/* The same for what the server last said, or else for why it said nothing. */
void doctor_chain_explain_reply (DoctorChain *chain, const char *stage);
/* state: running, done, skipped. */
void doctor_chain_tell_progress (DoctorChain *chain, const char *probe, const char *state);

const char *doctor_chain_get (DoctorChain *chain, const char *name);
gboolean doctor_chain_is (DoctorChain *chain, const char *name, const char *value);
/* Host name as it goes on the wire and on certificates (ASCII, no final dot). */
char *doctor_chain_dup_host (DoctorChain *chain) G_GNUC_WARN_UNUSED_RESULT;
/* The same of the service @scope; NULL when it has none. */
char *doctor_chain_dup_host_of (DoctorChain *chain, DoctorScope scope) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorChain, doctor_chain_free)

G_END_DECLS
