#include "probe/sasl.h"
#include "probe/sasl-parts.h"
#include "probe/secrets.h"
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <string.h>

void
doctor_sasl_wipe (GString *secret)
{
  if (secret == NULL)
    return;
  explicit_bzero (secret->str, secret->allocated_len);
  g_string_free (secret, TRUE);
}

/* With room for all that follows, so that no copy is left behind by growing. */
static GString *
new_message (const DoctorSasl *sasl)
{
  return g_string_sized_new (strlen (sasl->user) + strlen (sasl->password) + 256);
}

/* --- RFC 4616: one message --- */

static GString *
step_plain (DoctorSasl *sasl, const char *challenge)
{
  if (sasl->step > 0)
    return NULL;
  GString *message = new_message (sasl);
  g_string_append_c (message, '\0'); /* acting for oneself: no other identity */
  g_string_append (message, sasl->user);
  g_string_append_c (message, '\0');
  return g_string_append (message, sasl->password);
}

/* --- LOGIN: never standardised; the user name, then the password, whatever is asked --- */

static GString *
step_login (DoctorSasl *sasl, const char *challenge)
{
  if (sasl->step > 1)
    return NULL;
  return g_string_append (new_message (sasl), sasl->step == 0 ? sasl->user : sasl->password);
}

/* --- RFC 2195 --- */

static GString *
step_cram_md5 (DoctorSasl *sasl, const char *challenge)
{
  guchar digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  if (sasl->step > 0
      || HMAC (EVP_md5 (), sasl->password, (int)strlen (sasl->password), (const guchar *)challenge,
               strlen (challenge), digest, &length)
           == NULL)
    return NULL;
  GString *message = g_string_append (new_message (sasl), sasl->user);
  g_string_append_c (message, ' ');
  for (unsigned int i = 0; i < length; i++)
    g_string_append_printf (message, "%02x", digest[i]);
  return message;
}

/* --- tokens --- */

/* A second challenge is the server's account of why not; it wants an answer before it
 * refuses (RFC 7628 §3.2.3; XOAUTH2: an empty one). */
static GString *
answer_error (DoctorSasl *sasl, const char *challenge, const char *answer)
{
  if (sasl->step > 1)
    return NULL;
  sasl->error = g_strdup (challenge);
  return g_string_new (answer);
}

static GString *
step_xoauth2 (DoctorSasl *sasl, const char *challenge)
{
  if (sasl->step > 0)
    return answer_error (sasl, challenge, "");
  GString *message = new_message (sasl);
  g_string_append_printf (message, "user=%s\001auth=Bearer ", sasl->user);
  return g_string_append (g_string_append (message, sasl->password), "\001\001");
}

/* RFC 5801 §4: "," and "=" would end the name. */
static void
append_saslname (GString *message, const char *name)
{
  for (; *name != '\0'; name++) {
    if (*name == ',')
      g_string_append (message, "=2C");
    else if (*name == '=')
      g_string_append (message, "=3D");
    else
      g_string_append_c (message, *name);
  }
}

static GString *
step_oauthbearer (DoctorSasl *sasl, const char *challenge)
{
  if (sasl->step > 0)
    return answer_error (sasl, challenge, "\001");
  GString *message = g_string_append (new_message (sasl), "n,a=");
  append_saslname (message, sasl->user);
  g_string_append_printf (message, ",\001host=%s\001port=%u\001auth=Bearer ", sasl->host,
                          sasl->port);
  return g_string_append (g_string_append (message, sasl->password), "\001\001");
}

/* --- all --- */

static const DoctorSaslMechanism mechanisms[] = {
  { "plain", TRUE, step_plain },
  { "login", FALSE, step_login },
  { "cram-md5", FALSE, step_cram_md5 },
  { "digest-md5", FALSE, doctor_sasl_step_digest_md5 },
  { "scram-sha-1", TRUE, doctor_sasl_step_scram_sha_1 },
  { "scram-sha-256", TRUE, doctor_sasl_step_scram_sha_256 },
  { "xoauth2", TRUE, step_xoauth2 },
  { "oauthbearer", TRUE, step_oauthbearer },
};

static char *
make_nonce (void)
{
  guchar bytes[18];
  if (RAND_bytes (bytes, sizeof bytes) != 1)
    return NULL;
  return g_base64_encode (bytes, sizeof bytes);
}

DoctorSasl *
doctor_sasl_new (const char *mechanism, const DoctorSaslLogin *login)
{
  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++) {
    if (g_strcmp0 (mechanisms[i].word, mechanism) != 0)
      continue;
    DoctorSasl *sasl = g_new0 (DoctorSasl, 1);
    sasl->mechanism = &mechanisms[i];
    sasl->user = g_strdup (login->user);
    sasl->password = g_strdup (login->password);
    sasl->service = g_strdup (login->service);
    sasl->host = g_strdup (login->host);
    sasl->port = login->port;
    sasl->nonce = make_nonce ();
    return sasl;
  }
  return NULL;
}

void
doctor_sasl_free (DoctorSasl *sasl)
{
  if (sasl == NULL)
    return;
  doctor_secret_free (sasl->password);
  g_free (sasl->user);
  g_free (sasl->service);
  g_free (sasl->host);
  g_free (sasl->nonce);
  g_free (sasl->first);
  g_free (sasl->proof);
  g_free (sasl->error);
  g_free (sasl);
}

void
doctor_sasl_fix_nonce (DoctorSasl *sasl, const char *nonce)
{
  g_free (sasl->nonce);
  sasl->nonce = g_strdup (nonce);
}

gboolean
doctor_sasl_starts (DoctorSasl *sasl)
{
  return sasl->mechanism->starts;
}

const char *
doctor_sasl_get_error (DoctorSasl *sasl)
{
  return sasl->error;
}

/* As a string: a NUL in a challenge ends it, and no mechanism has one there. */
static char *
decode (const char *challenge)
{
  gsize length = 0;
  g_autofree guchar *bytes = g_base64_decode (challenge, &length);
  return g_strndup ((const char *)bytes, length);
}

char *
doctor_sasl_answer (DoctorSasl *sasl, const char *challenge)
{
  if (strlen (challenge) > DOCTOR_SASL_MAX_CHALLENGE_BYTES || sasl->nonce == NULL)
    return NULL;
  g_autofree char *decoded = decode (challenge);
  GString *message = sasl->mechanism->step (sasl, decoded);
  sasl->step++;
  if (message == NULL)
    return NULL;
  char *encoded = g_base64_encode ((const guchar *)message->str, message->len);
  doctor_sasl_wipe (message);
  return encoded;
}
