#include "probe/exchange.h"
#include "core/oauth-error.h"
#include "probe/etpan.h"
#include "probe/sasl.h"
#include "probe/secrets.h"
#include <string.h>

/* Nothing of this is written down, but for the command itself. */
static gboolean
say_secretly (mailstream *stream, const char *before, const char *secret)
{
  mailstream_set_privacy (stream, 0);
  gboolean said = mailstream_write (stream, before, strlen (before)) == (ssize_t)strlen (before)
                  && (*secret == '\0' || mailstream_write (stream, secret, strlen (secret)) > 0)
                  && mailstream_write (stream, "\r\n", 2) == 2 && mailstream_flush (stream) == 0;
  mailstream_set_privacy (stream, 1);
  return said;
}

/* The command, with the first message where both are allowed to go together. */
static gboolean
begin (const DoctorExchange *exchange, DoctorSasl *sasl, char **out_first)
{
  gsize room = exchange->max_line;
  *out_first = NULL;
  char *first = doctor_sasl_starts (sasl) ? doctor_sasl_answer (sasl, "") : NULL;
  if (first != NULL && strlen (exchange->command) + strlen (first) + 3 <= room) {
    g_autofree char *command = g_strconcat (exchange->command, " ", NULL);
    gboolean said = say_secretly (exchange->stream, command, *first == '\0' ? "=" : first);
    doctor_secret_free (first);
    return said;
  }
  *out_first = first;
  g_autofree char *line = g_strconcat (exchange->command, "\r\n", NULL);
  return doctor_etpan_say (exchange->stream, line);
}

static DoctorTurn
hear (const DoctorExchange *exchange, const char **out_challenge)
{
  DoctorTurn turn = DOCTOR_TURN_OTHER;
  while (turn == DOCTOR_TURN_OTHER)
    turn = exchange->hear (exchange->data, out_challenge);
  return turn;
}

/* Answers challenges until the server decides. */
static DoctorTurn
converse (const DoctorExchange *exchange, DoctorSasl *sasl, char *first, gboolean *out_broken)
{
  const char *challenge = NULL;
  DoctorTurn turn = hear (exchange, &challenge);
  while (turn == DOCTOR_TURN_CHALLENGE) {
    char *answer = first != NULL ? first : doctor_sasl_answer (sasl, challenge);
    first = NULL;
    *out_broken = answer == NULL;
    gboolean said = say_secretly (exchange->stream, "", answer != NULL ? answer : "*");
    doctor_secret_free (answer);
    if (!said || *out_broken) /* "*" ends it (RFC 4422 §3.5); the refusal of that says nothing */
      return DOCTOR_TURN_ENDED;
    turn = hear (exchange, &challenge);
  }
  doctor_secret_free (first);
  return turn;
}

static void
tell_error (DoctorChain *chain, const char *error)
{
  static const struct {
    const char *member, *fact;
  } members[] = { { "status", "oauth.status" }, { "scope", "oauth.scope" } };
  for (guint i = 0; error != NULL && i < G_N_ELEMENTS (members); i++) {
    g_autofree char *value = doctor_oauth_dup_member (error, members[i].member);
    g_autofree char *harmless
      = value == NULL ? NULL : doctor_stream_dup_harmless (chain->stream, value);
    if (harmless != NULL && *harmless != '\0')
      doctor_chain_set_string (chain, members[i].fact, harmless);
  }
}

gboolean
doctor_exchange_run (DoctorChain *chain,
                     const DoctorExchange *exchange,
                     const DoctorMechanism *mechanism,
                     const char *user,
                     const char *password,
                     gboolean *out_broken)
{
  g_autofree char *host = doctor_chain_dup_host (chain);
  /* RFC 2831 §2.1.2 and the registry of GSSAPI service names: POP3 is "pop". */
  const char *protocol = doctor_chain_get (chain, "service.protocol");
  DoctorSaslLogin login
    = { .user = user,
        .password = password,
        .service = g_strcmp0 (protocol, "pop3") == 0 ? "pop" : protocol,
        .host = host,
        .port = (guint16)doctor_facts_get_int (chain->facts, chain->scope, "server.port", 0) };
  g_autoptr (DoctorSasl) sasl = doctor_sasl_new (mechanism->word, &login);
  char *first = NULL;
  *out_broken = sasl == NULL;
  if (sasl == NULL || !begin (exchange, sasl, &first)) {
    doctor_secret_free (first);
    return FALSE;
  }
  DoctorTurn turn = converse (exchange, sasl, first, out_broken);
  tell_error (chain, doctor_sasl_get_error (sasl));
  doctor_etpan_forget (exchange->stream);
  return turn == DOCTOR_TURN_ACCEPTED;
}
