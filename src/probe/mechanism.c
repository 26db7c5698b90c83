#include "probe/mechanism.h"
#include <string.h>

static const DoctorMechanism mechanisms[] = {
  { "plain", "PLAIN", DOCTOR_LOGIN_SASL },
  { "login", "LOGIN", DOCTOR_LOGIN_SASL },
  { "login-command", NULL, DOCTOR_LOGIN_COMMAND },
  { "cram-md5", "CRAM-MD5", DOCTOR_LOGIN_SASL },
  { "digest-md5", "DIGEST-MD5", DOCTOR_LOGIN_SASL },
  { "scram-sha-1", "SCRAM-SHA-1", DOCTOR_LOGIN_SASL },
  { "scram-sha-256", "SCRAM-SHA-256", DOCTOR_LOGIN_SASL },
  { "xoauth2", "XOAUTH2", DOCTOR_LOGIN_SASL },
  { "oauthbearer", "OAUTHBEARER", DOCTOR_LOGIN_SASL },
  { "gssapi", "GSSAPI", DOCTOR_LOGIN_NONE },
  { "anonymous", "ANONYMOUS", DOCTOR_LOGIN_NONE },
  { "apop", NULL, DOCTOR_LOGIN_APOP },
};

/* What an automatic choice takes, best first. The connection is encrypted whenever a login
 * is made, so the method with the fewest round trips that every server checks in the same
 * way comes first; POP3 as the client does it. */
static const struct {
  const char *protocol;
  const char *words[8];
} preferences[] = {
  { "imap",
    { "plain", "login-command", "login", "scram-sha-256", "scram-sha-1", "cram-md5",
      "digest-md5" } },
  { "pop3",
    { "login-command", "plain", "login", "apop", "scram-sha-256", "scram-sha-1", "cram-md5",
      "digest-md5" } },
  { "smtp", { "plain", "login", "scram-sha-256", "scram-sha-1", "cram-md5", "digest-md5" } },
};

const DoctorMechanism *
doctor_mechanism_lookup (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (g_strcmp0 (mechanisms[i].word, word) == 0)
      return &mechanisms[i];
  return NULL;
}

const DoctorMechanism *
doctor_mechanism_lookup_wire (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (mechanisms[i].wire != NULL && g_ascii_strcasecmp (mechanisms[i].wire, name) == 0)
      return &mechanisms[i];
  return NULL;
}

static const DoctorMechanism *
best_of (const char *const *words, const char *const *offered)
{
  for (guint i = 0; i < G_N_ELEMENTS (preferences[0].words) && words[i] != NULL; i++)
    if (g_strv_contains (offered, words[i]))
      return doctor_mechanism_lookup (words[i]);
  return NULL;
}

const DoctorMechanism *
doctor_mechanism_choose (const char *protocol, const char *configured, const char *const *offered)
{
  if (configured != NULL && strcmp (configured, "automatic") != 0)
    return g_strv_contains (offered, configured) ? doctor_mechanism_lookup (configured) : NULL;
  for (guint i = 0; i < G_N_ELEMENTS (preferences); i++)
    if (g_strcmp0 (preferences[i].protocol, protocol) == 0)
      return best_of (preferences[i].words, offered);
  return NULL;
}

static gboolean
has_control (const char *text)
{
  for (; *text != '\0'; text++)
    if (g_ascii_iscntrl (*text))
      return TRUE;
  return FALSE;
}

gboolean
doctor_mechanism_can_carry (const DoctorMechanism *mechanism,
                            const char *user,
                            const char *password)
{
  /* libetpan builds each POP3 command in 513 bytes; SASL answers may have 12288 (RFC 4954
   * §4), of which base64 makes three quarters. Tokens have one or two thousand. */
  enum { MAX_COMMAND_BYTES = 340, MAX_SASL_BYTES = 8000 };
  gsize bytes = 2 * strlen (user) + strlen (password);
  if (mechanism->kind == DOCTOR_LOGIN_SASL)
    return bytes <= MAX_SASL_BYTES;
  return bytes <= MAX_COMMAND_BYTES && !has_control (user) && !has_control (password);
}
