/* IMAP (RFC 9051). Sends CAPABILITY, STARTTLS, AUTHENTICATE or LOGIN, and when logged in
 * EXAMINE INBOX, GETQUOTAROOT, NAMESPACE, LIST, LSUB, at need ID, and LOGOUT; nothing else. */
#include "probe/exchange.h"
#include "probe/imap-session.h"
#include <string.h>

static char *
dup_capability (const struct mailimap_capability *capability)
{
  return capability->cap_type == MAILIMAP_CAPABILITY_AUTH_TYPE
           ? g_strconcat ("AUTH=", capability->cap_data.cap_auth_type, NULL)
           : g_strdup (capability->cap_data.cap_name);
}

/* The greeting often carries the list already (RFC 9051 §7.1). */
static void
take_known (DoctorImap *session)
{
  struct mailimap_connection_info *info = session->imap->imap_connection_info;
  const struct mailimap_capability_data *data = info == NULL ? NULL : info->imap_capability;
  if (data == NULL || data->cap_list == NULL)
    return;
  for (clistiter *item = clist_begin (data->cap_list); item != NULL; item = clist_next (item)) {
    g_autofree char *text = dup_capability (clist_content (item));
    g_ptr_array_add (session->capabilities, g_utf8_make_valid (text, -1));
  }
  session->has_capabilities = session->capabilities->len > 0;
}

static DoctorOutcome
greet (DoctorChain *chain, gboolean *out_preauth)
{
  DoctorImap *session = doctor_imap_new ();
  chain->session = session;
  int code = mailimap_connect (session->imap, doctor_etpan_open (chain));
  *out_preauth = code == MAILIMAP_NO_ERROR_AUTHENTICATED;
  take_known (session);
  return doctor_etpan_outcome (chain, *out_preauth || code == MAILIMAP_NO_ERROR_NON_AUTHENTICATED);
}

static DoctorOutcome
ask (DoctorChain *chain, GPtrArray *list)
{
  DoctorImap *session = chain->session;
  gboolean accepted = session->has_capabilities || doctor_imap_ask (session, "CAPABILITY");
  for (guint i = 0; i < session->capabilities->len; i++)
    g_ptr_array_add (list, g_strdup (g_ptr_array_index (session->capabilities, i)));
  return doctor_etpan_outcome (chain, accepted);
}

static void
read_offer (DoctorChain *chain, const char *const *list, DoctorOffer *offer)
{
  for (guint i = 0; list[i] != NULL; i++) {
    const DoctorMechanism *mechanism = g_ascii_strncasecmp (list[i], "AUTH=", 5) == 0
                                         ? doctor_mechanism_lookup_wire (list[i] + 5)
                                         : NULL;
    if (mechanism != NULL)
      g_ptr_array_add (offer->mechanisms, (gpointer)mechanism->word);
    offer->starttls |= g_ascii_strcasecmp (list[i], "STARTTLS") == 0;
    offer->login_disabled |= g_ascii_strcasecmp (list[i], "LOGINDISABLED") == 0;
  }
  if (!offer->login_disabled)
    g_ptr_array_add (offer->mechanisms, (gpointer) "login-command");
}

static DoctorOutcome
starttls (DoctorChain *chain)
{
  DoctorImap *session = chain->session;
  int code = mailimap_starttls (session->imap);
  /* RFC 9051 §6.2.1: what was said before TLS no longer counts. Bytes that came with the
   * answer are from before TLS too: dropped, so that nobody on the way can add to the
   * conversation. */
  session->imap->imap_stream->read_buffer_len = 0;
  doctor_imap_forget_capabilities (session);
  return doctor_etpan_outcome (chain, code == MAILIMAP_NO_ERROR);
}

static DoctorTurn
hear (gpointer data, const char **out_challenge)
{
  DoctorImap *session = data;
  const char *line = doctor_imap_hear (session);
  if (line == NULL)
    return DOCTOR_TURN_ENDED;
  switch (doctor_imap_classify (line, session->tag)) {
    case DOCTOR_IMAP_CONTINUE:
      *out_challenge = line + 1 + strspn (line + 1, " ");
      return DOCTOR_TURN_CHALLENGE;
    case DOCTOR_IMAP_OK:
      return DOCTOR_TURN_ACCEPTED;
    case DOCTOR_IMAP_NO:
    case DOCTOR_IMAP_BAD:
      return DOCTOR_TURN_REFUSED;
    default:
      return DOCTOR_TURN_OTHER;
  }
}

/* RFC 4959: with SASL-IR the answer goes with the command and saves a round trip. IMAP has
 * no limit for a line; servers take 8 KiB at least (RFC 9051 §4). */
static gboolean
authenticate (DoctorChain *chain,
              const DoctorMechanism *mechanism,
              const char *user,
              const char *password,
              gboolean *out_broken)
{
  DoctorImap *session = chain->session;
  g_autofree char *command
    = g_strdup_printf ("%s AUTHENTICATE %s", doctor_imap_next_tag (session), mechanism->wire);
  const DoctorExchange exchange = { .stream = session->imap->imap_stream,
                                    .command = command,
                                    .max_line = doctor_imap_offers (session, "SASL-IR") ? 8000 : 0,
                                    .data = session,
                                    .hear = hear };
  return doctor_exchange_run (chain, &exchange, mechanism, user, password, out_broken);
}

static DoctorOutcome
login (DoctorChain *chain, const DoctorMechanism *mechanism, const char *user, const char *password)
{
  DoctorImap *session = chain->session;
  gboolean broken = FALSE;
  /* What was offered before the login may not be all (RFC 9051 §6.2); a list that comes with
   * the answer replaces it. */
  session->has_capabilities = FALSE;
  gboolean accepted = mechanism->kind == DOCTOR_LOGIN_COMMAND
                        ? doctor_imap_login (session, user, password)
                        : authenticate (chain, mechanism, user, password, &broken);
  doctor_etpan_forget (session->imap->imap_stream);
  return broken ? doctor_etpan_broken (chain) : doctor_etpan_outcome (chain, accepted);
}

static void
leave (DoctorChain *chain)
{
  doctor_imap_free (chain->session);
}

const DoctorDialect doctor_dialect_imap = {
  .protocol = "imap",
  .starttls_name = "STARTTLS",
  .look_stage = "select",
  .greet = greet,
  .ask = ask,
  .read_offer = read_offer,
  .starttls = starttls,
  .login = login,
  .look = doctor_imap_look,
  .leave = leave,
};
