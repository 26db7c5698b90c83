/* POP3 in words of libetpan (RFC 1939, RFC 2449). Sends CAPA, STLS, APOP, AUTH or USER and
 * PASS, STAT and QUIT, and nothing else: QUIT deletes only what DELE marked. */
#include "probe/etpan.h"
#include "probe/exchange.h"
#include <string.h>

static DoctorOutcome
greet (DoctorChain *chain, gboolean *out_preauth)
{
  mailpop3 *pop3 = mailpop3_new (0, NULL);
  chain->session = pop3;
  *out_preauth = FALSE;
  return doctor_etpan_outcome (chain, mailpop3_connect (pop3, doctor_etpan_open (chain))
                                        == MAILPOP3_NO_ERROR);
}

static void
add_capability (GPtrArray *list, const struct mailpop3_capa *capability)
{
  g_autoptr (GString) text = g_string_new (capability->cap_name);
  for (clistiter *item = clist_begin (capability->cap_param); item != NULL;
       item = clist_next (item))
    g_string_append_printf (text, " %s", (const char *)clist_content (item));
  g_ptr_array_add (list, g_utf8_make_valid (text->str, -1));
}

static DoctorOutcome
ask (DoctorChain *chain, GPtrArray *list)
{
  clist *capabilities = NULL;
  int code = mailpop3_capa (chain->session, &capabilities);
  for (clistiter *item = capabilities == NULL ? NULL : clist_begin (capabilities); item != NULL;
       item = clist_next (item))
    add_capability (list, clist_content (item));
  if (capabilities != NULL)
    mailpop3_capa_resp_free (capabilities);
  DoctorOutcome outcome = doctor_etpan_outcome (chain, code == MAILPOP3_NO_ERROR);
  /* Servers of before RFC 2449 refuse CAPA and work all the same. */
  return outcome == DOCTOR_OUTCOME_REFUSED ? DOCTOR_OUTCOME_OK : outcome;
}

static void
read_sasl (const char *names, DoctorOffer *offer)
{
  g_auto (GStrv) words = g_strsplit (names, " ", -1);
  for (char **word = words; *word != NULL; word++) {
    const DoctorMechanism *mechanism = doctor_mechanism_lookup_wire (*word);
    if (mechanism != NULL)
      g_ptr_array_add (offer->mechanisms, (gpointer)mechanism->word);
  }
}

static void
read_offer (DoctorChain *chain, const char *const *list, DoctorOffer *offer)
{
  mailpop3 *pop3 = chain->session;
  gboolean user = list[0] == NULL; /* a server without CAPA knows USER (RFC 1939 §7) */
  for (guint i = 0; list[i] != NULL; i++) {
    user |= g_ascii_strcasecmp (list[i], "USER") == 0;
    offer->starttls |= g_ascii_strcasecmp (list[i], "STLS") == 0;
    if (g_ascii_strncasecmp (list[i], "SASL ", 5) == 0)
      read_sasl (list[i] + 5, offer);
  }
  if (user)
    g_ptr_array_add (offer->mechanisms, (gpointer) "login-command");
  doctor_chain_set (chain, "pop3.apop", g_variant_new_boolean (pop3->pop3_timestamp != NULL));
  if (pop3->pop3_timestamp != NULL)
    g_ptr_array_add (offer->mechanisms, (gpointer) "apop");
  offer->login_disabled = offer->mechanisms->len == 0;
}

static DoctorOutcome
starttls (DoctorChain *chain)
{
  mailpop3 *pop3 = chain->session;
  int code = mailpop3_stls (pop3);
  pop3->pop3_stream->read_buffer_len = 0; /* from before TLS: does not count (RFC 2595 §4) */
  return doctor_etpan_outcome (chain, code == MAILPOP3_NO_ERROR);
}

static gboolean
use_command (mailpop3 *pop3, const char *user, const char *password)
{
  return mailpop3_user (pop3, user) == MAILPOP3_NO_ERROR
         && mailpop3_pass (pop3, password) == MAILPOP3_NO_ERROR;
}

static DoctorTurn
hear (gpointer data, const char **out_challenge)
{
  mailpop3 *pop3 = data;
  const char *line = mailstream_read_line_remove_eol (pop3->pop3_stream, pop3->pop3_stream_buffer);
  if (line == NULL)
    return DOCTOR_TURN_ENDED;
  if (g_str_has_prefix (line, "+OK"))
    return DOCTOR_TURN_ACCEPTED;
  if (line[0] != '+')
    return DOCTOR_TURN_REFUSED;
  *out_challenge = line + 1 + strspn (line + 1, " ");
  return DOCTOR_TURN_CHALLENGE;
}

/* RFC 5034 §4: with its first message the command may have 255 bytes. */
static gboolean
authenticate (DoctorChain *chain,
              const DoctorMechanism *mechanism,
              const char *user,
              const char *password,
              gboolean *out_broken)
{
  mailpop3 *pop3 = chain->session;
  g_autofree char *command = g_strconcat ("AUTH ", mechanism->wire, NULL);
  const DoctorExchange exchange = {
    .stream = pop3->pop3_stream, .command = command, .max_line = 255, .data = pop3, .hear = hear
  };
  return doctor_exchange_run (chain, &exchange, mechanism, user, password, out_broken);
}

static DoctorOutcome
login (DoctorChain *chain, const DoctorMechanism *mechanism, const char *user, const char *password)
{
  mailpop3 *pop3 = chain->session;
  gboolean accepted, broken = FALSE;
  if (mechanism->kind == DOCTOR_LOGIN_COMMAND)
    accepted = use_command (pop3, user, password);
  else if (mechanism->kind == DOCTOR_LOGIN_APOP)
    accepted = mailpop3_apop (pop3, user, password) == MAILPOP3_NO_ERROR;
  else
    accepted = authenticate (chain, mechanism, user, password, &broken);
  doctor_etpan_forget (pop3->pop3_stream);
  return broken ? doctor_etpan_broken (chain) : doctor_etpan_outcome (chain, accepted);
}

static DoctorOutcome
look (DoctorChain *chain)
{
  struct mailpop3_stat_response *answer = NULL;
  int code = mailpop3_stat (chain->session, &answer);
  if (answer != NULL) {
    doctor_chain_set_int (chain, "mailbox.messages",
                          (int)MIN (answer->msgs_count, (unsigned)G_MAXINT));
    doctor_chain_set (chain, "mailbox.size", g_variant_new_int64 ((gint64)answer->msgs_size));
    mailpop3_stat_resp_free (answer);
  }
  return doctor_etpan_outcome (chain, code == MAILPOP3_NO_ERROR);
}

static void
leave (DoctorChain *chain)
{
  mailpop3_free (chain->session); /* QUIT, then closes */
}

const DoctorDialect doctor_dialect_pop3 = {
  .protocol = "pop3",
  .starttls_name = "STLS",
  .look_stage = "select",
  .greet = greet,
  .ask = ask,
  .read_offer = read_offer,
  .starttls = starttls,
  .login = login,
  .look = look,
  .leave = leave,
};
