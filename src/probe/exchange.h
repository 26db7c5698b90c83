/* exchange.h: a login by SASL over a connection: AUTHENTICATE of IMAP, AUTH of POP3 and SMTP
 * are the same exchange in three spellings. */
#pragma once
#include "probe/chain.h"

G_BEGIN_DECLS

typedef enum {
  DOCTOR_TURN_CHALLENGE,
  DOCTOR_TURN_ACCEPTED,
  DOCTOR_TURN_REFUSED,
  DOCTOR_TURN_OTHER, /* a line that belongs to something else: the next one, please */
  DOCTOR_TURN_ENDED  /* nothing more to hear */
} DoctorTurn;

typedef struct {
  mailstream *stream;
  const char *command; /* "A2 AUTHENTICATE PLAIN", "AUTH PLAIN" */
  /* The first message goes with the command when the line stays within; 0: never. */
  gsize max_line;
  gpointer data;
  /* Reads one line of the server; @out_challenge: base64, borrowed until the next call. */
  DoctorTurn (*hear) (gpointer data, const char **out_challenge);
} DoctorExchange;

/* TRUE when the server accepted. Sets oauth.* when it said why a token was not taken.
 * *@out_broken: the exchange went nowhere, which says nothing about the password. */
gboolean doctor_exchange_run (DoctorChain *chain,
                              const DoctorExchange *exchange,
                              const DoctorMechanism *mechanism,
                              const char *user,
                              const char *password,
                              gboolean *out_broken) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
