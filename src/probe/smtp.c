/* SMTP submission in words of libetpan (RFC 5321, RFC 4954). Sends EHLO, STARTTLS, AUTH,
 * MAIL FROM, RCPT TO where a recipient is to be tried, RSET and QUIT, and nothing else:
 * nothing is ever sent to anybody. */
#include "probe/etpan.h"
#include "probe/exchange.h"
#include "probe/steps.h"
#include <string.h>
#include <unistd.h>

static DoctorOutcome
greet (DoctorChain *chain, gboolean *out_preauth)
{
  mailsmtp *smtp = mailsmtp_new (0, NULL);
  chain->session = smtp;
  *out_preauth = FALSE;
  return doctor_etpan_outcome (chain, mailsmtp_connect (smtp, doctor_etpan_open (chain))
                                        == MAILSMTP_NO_ERROR);
}

/* The name that the client would greet with: the account's, or that of this computer. */
static char *
dup_own_name (DoctorChain *chain)
{
  const char *set = doctor_chain_get (chain, "send.helo-name");
  const char *name = set != NULL && *set != '\0' ? set : g_get_host_name ();
  for (const char *c = name; *c != '\0'; c++)
    if (g_ascii_isspace (*c) || g_ascii_iscntrl (*c))
      return g_strdup ("localhost");
  return g_strdup (name);
}

/* libetpan reads the keywords of EHLO into a few bits and never ends on a tabulator in the
 * AUTH line: we read its answer ourselves. */
static DoctorOutcome
read_ehlo (DoctorChain *chain, GPtrArray *list)
{
  mailsmtp *smtp = chain->session;
  for (guint i = 0;; i++) {
    const char *line = mailstream_read_line_remove_eol (smtp->stream, smtp->line_buffer);
    if (line == NULL || strlen (line) < 3 || !g_str_has_prefix (line, "250"))
      return doctor_etpan_outcome (chain, FALSE);
    g_autofree char *text = g_utf8_make_valid (line[3] == '\0' ? "" : line + 4, -1);
    g_strdelimit (g_strstrip (text), "\t", ' ');
    if (i > 0 && *text != '\0') /* the first line is the server's name (RFC 5321 §4.1.1.1) */
      g_ptr_array_add (list, g_steal_pointer (&text));
    if (line[3] != '-')
      return DOCTOR_OUTCOME_OK;
  }
}

static DoctorOutcome
ask (DoctorChain *chain, GPtrArray *list)
{
  mailsmtp *smtp = chain->session;
  g_autofree char *name = dup_own_name (chain);
  g_autofree char *command = g_strdup_printf ("EHLO %.255s\r\n", name);
  if (!doctor_etpan_say (smtp->stream, command))
    return doctor_etpan_outcome (chain, FALSE);
  return read_ehlo (chain, list);
}

static void
read_auth (const char *names, DoctorOffer *offer)
{
  g_auto (GStrv) words = g_strsplit (names, " ", -1);
  for (char **word = words; *word != NULL; word++) {
    const DoctorMechanism *mechanism = doctor_mechanism_lookup_wire (*word);
    if (mechanism != NULL && !g_ptr_array_find (offer->mechanisms, mechanism->word, NULL))
      g_ptr_array_add (offer->mechanisms, (gpointer)mechanism->word);
  }
}

static void
read_size (DoctorChain *chain, const char *number)
{
  guint64 size = g_ascii_strtoull (number, NULL, 10);
  if (size > 0 && size <= G_MAXINT64) /* 0: no fixed limit (RFC 1870 §4) */
    doctor_chain_set (chain, "smtp.size-limit", g_variant_new_int64 ((gint64)size));
}

static void
read_offer (DoctorChain *chain, const char *const *list, DoctorOffer *offer)
{
  mailsmtp *smtp = chain->session;
  for (guint i = 0; list[i] != NULL; i++) {
    offer->starttls |= g_ascii_strcasecmp (list[i], "STARTTLS") == 0;
    /* "AUTH=" is how servers of before RFC 2554 wrote it; some still write both. */
    if (g_ascii_strncasecmp (list[i], "AUTH ", 5) == 0
        || g_ascii_strncasecmp (list[i], "AUTH=", 5) == 0)
      read_auth (list[i] + 5, offer);
    if (g_ascii_strncasecmp (list[i], "SIZE ", 5) == 0)
      read_size (chain, list[i] + 5);
    if (g_ascii_strcasecmp (list[i], "PIPELINING") == 0)
      smtp->esmtp |= MAILSMTP_ESMTP_PIPELINING;
  }
  if (offer->starttls)
    smtp->esmtp |= MAILSMTP_ESMTP_STARTTLS;
  offer->login_disabled
    = offer->mechanisms->len == 0 && !doctor_stream_is_encrypted (chain->stream);
}

static DoctorOutcome
starttls (DoctorChain *chain)
{
  mailsmtp *smtp = chain->session;
  int code = mailesmtp_starttls (smtp);
  smtp->stream->read_buffer_len = 0; /* from before TLS: does not count (RFC 3207 §4.2) */
  smtp->esmtp = 0;
  return doctor_etpan_outcome (chain, code == MAILSMTP_NO_ERROR);
}

static DoctorTurn
hear (gpointer data, const char **out_challenge)
{
  mailsmtp *smtp = data;
  const char *line = mailstream_read_line_remove_eol (smtp->stream, smtp->line_buffer);
  if (line == NULL)
    return DOCTOR_TURN_ENDED;
  if (strlen (line) > 3 && line[3] == '-') /* RFC 5321 §4.2.1: more of the same follows */
    return DOCTOR_TURN_OTHER;
  if (line[0] == '2')
    return DOCTOR_TURN_ACCEPTED;
  if (line[0] != '3')
    return DOCTOR_TURN_REFUSED;
  *out_challenge = strlen (line) > 4 ? line + 4 : "";
  return DOCTOR_TURN_CHALLENGE;
}

/* RFC 4954 §4: with its first message the command is still one of RFC 5321 §4.5.3.1.4. */
static DoctorOutcome
login (DoctorChain *chain, const DoctorMechanism *mechanism, const char *user, const char *password)
{
  mailsmtp *smtp = chain->session;
  gboolean broken = FALSE;
  g_autofree char *command = g_strconcat ("AUTH ", mechanism->wire, NULL);
  const DoctorExchange exchange
    = { .stream = smtp->stream, .command = command, .max_line = 512, .data = smtp, .hear = hear };
  gboolean accepted = doctor_exchange_run (chain, &exchange, mechanism, user, password, &broken);
  doctor_etpan_forget (smtp->stream);
  return broken ? doctor_etpan_broken (chain) : doctor_etpan_outcome (chain, accepted);
}

/* Whether a server takes mail of this account for somebody; the transaction then ends. Only
 * when the person asked for it. */
static void
try_recipient (DoctorChain *chain)
{
  mailsmtp *smtp = chain->session;
  const char *recipient = doctor_chain_get (chain, "send.recipient");
  g_autofree char *command = g_strdup_printf ("RCPT TO:<%s>\r\n", recipient);
  const char *challenge = NULL;
  DoctorTurn turn = DOCTOR_TURN_OTHER;
  if (!doctor_etpan_say (smtp->stream, command))
    return;
  while (turn == DOCTOR_TURN_OTHER)
    turn = hear (smtp, &challenge);
  doctor_step_tell_recipient (chain, doctor_etpan_outcome (chain, turn == DOCTOR_TURN_ACCEPTED));
}

static DoctorOutcome
look (DoctorChain *chain)
{
  int code = mailsmtp_mail (chain->session, doctor_chain_get (chain, "account.address"));
  DoctorOutcome outcome = doctor_etpan_outcome (chain, code == MAILSMTP_NO_ERROR);
  if (outcome == DOCTOR_OUTCOME_OK
      && doctor_step_is_sayable_address (doctor_chain_get (chain, "send.recipient")))
    try_recipient (chain);
  return outcome;
}

static void
leave (DoctorChain *chain)
{
  mailsmtp *smtp = chain->session;
  /* QUIT ends a transaction too (RFC 5321 §4.1.1.10); RSET before it is a courtesy where
   * both may go in one packet. */
  if (smtp->stream != NULL && (smtp->esmtp & MAILSMTP_ESMTP_PIPELINING) != 0)
    mailstream_write (smtp->stream, "RSET\r\n", 6);
  mailsmtp_free (smtp); /* QUIT, then closes */
}

const DoctorDialect doctor_dialect_smtp = {
  .protocol = "smtp",
  .starttls_name = "STARTTLS",
  .look_stage = "mailfrom",
  .greet = greet,
  .ask = ask,
  .read_offer = read_offer,
  .starttls = starttls,
  .login = login,
  .look = look,
  .leave = leave,
};
