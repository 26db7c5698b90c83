/* dialect.h: one constant struct per mail protocol: how each step of a conversation is said
 * in it, through libetpan. Every function works on chain->session and chain->stream, sends
 * nothing but what its comment says, and answers with what came of it; facts are set by the
 * steps (steps.c) that call them. */
#pragma once
#include "probe/chain.h"

G_BEGIN_DECLS

/* What a server offers, in our words. */
typedef struct {
  gboolean starttls;
  gboolean login_disabled; /* no login before TLS */
  GPtrArray *mechanisms;   /* of static words as auth.mechanism */
} DoctorOffer;

struct _DoctorDialect {
  const char *protocol;
  const char *starttls_name; /* for people: STARTTLS, STLS */
  const char *look_stage;    /* stage of the last step, as reply.stage */
  /* Begins a session on the stream, whose greeting is acceptable and waits to be read. */
  DoctorOutcome (*greet) (DoctorChain *chain, gboolean *out_preauth);
  /* Asks what the server offers and adds a string for each to @list. */
  DoctorOutcome (*ask) (DoctorChain *chain, GPtrArray *list);
  void (*read_offer) (DoctorChain *chain, const char *const *list, DoctorOffer *offer);
  /* Issues the command for TLS; the caller then switches the stream. */
  DoctorOutcome (*starttls) (DoctorChain *chain);
  DoctorOutcome (*login) (DoctorChain *chain,
                          const DoctorMechanism *mechanism,
                          const char *user,
                          const char *password);
  /* EXAMINE INBOX, STAT, or MAIL FROM; sets what it counted. */
  DoctorOutcome (*look) (DoctorChain *chain);
  /* Says goodbye without waiting for an answer and frees the session. */
  void (*leave) (DoctorChain *chain);
};

extern const DoctorDialect doctor_dialect_imap, doctor_dialect_pop3, doctor_dialect_smtp;

/* NULL when there is none for @protocol (NULL allowed). */
const DoctorDialect *doctor_dialect_lookup (const char *protocol);
/* Ends the conversation, if there is one. Idempotent. */
void doctor_dialect_leave (DoctorChain *chain);

G_END_DECLS
