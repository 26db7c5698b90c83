#include "probe/etpan.h"
#include "core/wire.h"
#include <string.h>

static const DoctorDialect *const dialects[]
  = { &doctor_dialect_imap, &doctor_dialect_pop3, &doctor_dialect_smtp };

const DoctorDialect *
doctor_dialect_lookup (const char *protocol)
{
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    if (g_strcmp0 (dialects[i]->protocol, protocol) == 0)
      return dialects[i];
  return NULL;
}

void
doctor_dialect_leave (DoctorChain *chain)
{
  if (chain->session == NULL)
    return;
  doctor_stream_hang_up (chain->stream);
  chain->dialect->leave (chain);
  chain->session = NULL;
}

mailstream *
doctor_etpan_open (DoctorChain *chain)
{
  return doctor_stream_new_mailstream (chain->stream);
}

gboolean
doctor_etpan_say (mailstream *stream, const char *line)
{
  gsize length = strlen (line);
  mailstream_set_privacy (stream, 1);
  return mailstream_write (stream, line, length) == (ssize_t)length
         && mailstream_flush (stream) == 0;
}

void
doctor_etpan_forget (mailstream *stream)
{
  if (stream != NULL)
    explicit_bzero (stream->write_buffer, stream->buffer_max_size);
}

/* The stream's state when the answer did not come. */
static const DoctorOutcome outcome_of_state[] = {
  [DOCTOR_STREAM_OPEN] = DOCTOR_OUTCOME_GARBAGE, /* libetpan could not read it */
  [DOCTOR_STREAM_CLOSED] = DOCTOR_OUTCOME_CLOSED,
  [DOCTOR_STREAM_RESET] = DOCTOR_OUTCOME_CLOSED,
  [DOCTOR_STREAM_TIMEOUT] = DOCTOR_OUTCOME_TIMEOUT,
  [DOCTOR_STREAM_CANCELLED] = DOCTOR_OUTCOME_UNKNOWN,
  [DOCTOR_STREAM_GARBAGE] = DOCTOR_OUTCOME_GARBAGE,
  [DOCTOR_STREAM_FAILED] = DOCTOR_OUTCOME_CLOSED,
};

/* Replies without a code that say in words what [UNAVAILABLE] says (Courier, qpopper, and
 * proxies that have no backend). */
static const char temporary_words[]
  = "\\btemporar(y|ily)\\b.{0,40}\\b(fail|problem|error|unavailable|lookup|authentication)"
    "|\\b(fail|problem|error|unavailable|unable)\\w*\\b.{0,40}\\btemporar(y|ily)\\b"
    "|(please |, )try again later";

/* Response codes that decide more than the bare NO or -ERR (RFC 5530 §3, RFC 2449 §8.1,
 * RFC 3206 §4). */
static const struct {
  const char *code;
  DoctorOutcome outcome;
} codes[] = {
  { "UNAVAILABLE", DOCTOR_OUTCOME_TEMPORARY }, { "INUSE", DOCTOR_OUTCOME_TEMPORARY },
  { "LIMIT", DOCTOR_OUTCOME_TEMPORARY },       { "SERVERBUG", DOCTOR_OUTCOME_TEMPORARY },
  { "SYS/TEMP", DOCTOR_OUTCOME_TEMPORARY },    { "LOGIN-DELAY", DOCTOR_OUTCOME_TEMPORARY },
  { "IN-USE", DOCTOR_OUTCOME_LOCKED },
};

static const struct {
  const char *status;
  DoctorOutcome outcome;
} statuses[] = {
  { "no", DOCTOR_OUTCOME_REFUSED },          { "bad", DOCTOR_OUTCOME_REFUSED },
  { "err", DOCTOR_OUTCOME_REFUSED },         { "permanent", DOCTOR_OUTCOME_REFUSED },
  { "temporary", DOCTOR_OUTCOME_TEMPORARY }, { "bye", DOCTOR_OUTCOME_CLOSED },
};

/* Only IMAP and POP3: the replies of SMTP say in their first digit whether they last. */
static gboolean
says_temporary (DoctorChain *chain, DoctorFacts *reply)
{
  const char *words = doctor_facts_get_string (reply, chain->scope, "reply.words");
  return (doctor_facts_is (reply, chain->scope, "reply.status", "no")
          || doctor_facts_is (reply, chain->scope, "reply.status", "err"))
         && doctor_facts_get_string (reply, chain->scope, "reply.code") == NULL && words != NULL
         && g_regex_match_simple (temporary_words, words, G_REGEX_CASELESS, 0);
}

static DoctorOutcome
outcome_of_reply (DoctorChain *chain)
{
  DoctorStreamState state = doctor_stream_get_state (chain->stream);
  g_autofree char *text = doctor_chain_dup_reply (chain);
  g_autoptr (DoctorFacts) reply = doctor_facts_new ();
  /* What was said before the end counts, however the connection ended. */
  if (state == DOCTOR_STREAM_GARBAGE || state == DOCTOR_STREAM_CANCELLED)
    return outcome_of_state[state];
  doctor_wire_explain (reply, chain->scope, chain->dialect->protocol, NULL, text,
                       DOCTOR_SOURCE_PROBE);
  const char *code = doctor_facts_get_string (reply, chain->scope, "reply.code");
  const char *status = doctor_facts_get_string (reply, chain->scope, "reply.status");
  /* 530: RFC 4954 §6, "Authentication required". */
  if (doctor_facts_get_int (reply, chain->scope, "reply.smtp-code", 0) == 530)
    return DOCTOR_OUTCOME_AUTH_REQUIRED;
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_strcmp0 (codes[i].code, code) == 0)
      return codes[i].outcome;
  if (says_temporary (chain, reply))
    return DOCTOR_OUTCOME_TEMPORARY;
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_strcmp0 (statuses[i].status, status) == 0)
      return statuses[i].outcome;
  return outcome_of_state[state];
}

DoctorOutcome
doctor_etpan_outcome (DoctorChain *chain, gboolean accepted)
{
  return accepted ? DOCTOR_OUTCOME_OK : outcome_of_reply (chain);
}

DoctorOutcome
doctor_etpan_broken (DoctorChain *chain)
{
  DoctorStreamState state = doctor_stream_get_state (chain->stream);
  return outcome_of_state[state];
}
