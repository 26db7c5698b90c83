/* sasl.h: the client's side of a SASL exchange (RFC 4422), messages in base64 as all three
 * protocols carry them. Pure: no socket, no plug-ins of the system. Holds copies of the
 * secrets and wipes them. Challenges are hostile: whatever comes, an answer or NULL. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

enum {
  /* A challenge is a few hundred bytes in any mechanism. */
  DOCTOR_SASL_MAX_CHALLENGE_BYTES = 8 * 1024,
  /* RFC 7677 §4 asks for 4096 or more; a server that asks for ten million wants our time. */
  DOCTOR_SASL_MAX_ROUNDS = 500000,
};

typedef struct _DoctorSasl DoctorSasl;

typedef struct {
  const char *user;
  const char *password; /* or the access token (RFC 6750) */
  const char *service;  /* imap, pop, smtp: names of RFC 4422 §4 */
  const char *host;
  guint16 port;
} DoctorSaslLogin;

/* @mechanism as auth.mechanism. NULL when it is none that this speaks. @login is copied. */
DoctorSasl *
doctor_sasl_new (const char *mechanism, const DoctorSaslLogin *login) G_GNUC_WARN_UNUSED_RESULT;
void doctor_sasl_free (DoctorSasl *sasl); /* accepts NULL */
/* Whether the client has the first word, so that it may go with the command (RFC 4959). */
gboolean doctor_sasl_starts (DoctorSasl *sasl);
/* The next message in base64 ("" for an empty one); free it with doctor_secret_free ().
 * @challenge: base64, "" for none. NULL: the exchange cannot go on. */
char *doctor_sasl_answer (DoctorSasl *sasl, const char *challenge) G_GNUC_WARN_UNUSED_RESULT;
/* What the server said of a token (RFC 7628 §3.2.2: JSON, decoded), or NULL. Borrowed. */
const char *doctor_sasl_get_error (DoctorSasl *sasl);
/* For tests with the vectors of the RFCs: in place of a random nonce. */
void doctor_sasl_fix_nonce (DoctorSasl *sasl, const char *nonce);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorSasl, doctor_sasl_free)

G_END_DECLS
