/* sasl-parts.h: what the files behind sasl.h share. */
#pragma once
#include "probe/sasl.h"

G_BEGIN_DECLS

typedef struct _DoctorSaslMechanism DoctorSaslMechanism;

struct _DoctorSasl {
  const DoctorSaslMechanism *mechanism;
  char *user, *password, *service, *host;
  guint16 port;
  guint step;  /* messages said so far */
  char *nonce; /* ours */
  char *first; /* SCRAM: our first message without its head */
  char *proof; /* SCRAM, DIGEST-MD5: what the server has to say at the end, base64 or hex */
  char *error;
};

/* @challenge: decoded, a string, "" for none. The answer as plain bytes, never with NUL but
 * for PLAIN; NULL ends the exchange. */
typedef GString *(*DoctorSaslStep) (DoctorSasl *sasl, const char *challenge);

struct _DoctorSaslMechanism {
  const char *word; /* as auth.mechanism */
  gboolean starts;
  DoctorSaslStep step;
};

GString *doctor_sasl_step_scram_sha_1 (DoctorSasl *sasl, const char *challenge);
GString *doctor_sasl_step_scram_sha_256 (DoctorSasl *sasl, const char *challenge);
GString *doctor_sasl_step_digest_md5 (DoctorSasl *sasl, const char *challenge);

/* Wipes and frees; accepts NULL. */
void doctor_sasl_wipe (GString *secret);

G_END_DECLS
