/* IMAP in words of libetpan (RFC 9051). Sends CAPABILITY, STARTTLS, AUTHENTICATE or LOGIN,
 * EXAMINE INBOX and LOGOUT, and nothing else. */
#include "probe/etpan.h"
#include "probe/secrets.h"
#include <string.h>

static DoctorOutcome
greet (DoctorChain *chain, gboolean *out_preauth)
{
  mailimap *imap = mailimap_new (0, NULL);
  chain->session = imap;
  int code = mailimap_connect (imap, doctor_etpan_open (chain));
  *out_preauth = code == MAILIMAP_NO_ERROR_AUTHENTICATED;
  return doctor_etpan_outcome (chain, *out_preauth || code == MAILIMAP_NO_ERROR_NON_AUTHENTICATED);
}

static char *
dup_capability (const struct mailimap_capability *capability)
{
  return capability->cap_type == MAILIMAP_CAPABILITY_AUTH_TYPE
           ? g_strconcat ("AUTH=", capability->cap_data.cap_auth_type, NULL)
           : g_strdup (capability->cap_data.cap_name);
}

static gboolean
add_known (mailimap *imap, GPtrArray *list)
{
  const struct mailimap_capability_data *data
    = imap->imap_connection_info == NULL ? NULL : imap->imap_connection_info->imap_capability;
  if (data == NULL || data->cap_list == NULL)
    return FALSE;
  for (clistiter *item = clist_begin (data->cap_list); item != NULL; item = clist_next (item)) {
    g_autofree char *text = dup_capability (clist_content (item));
    g_ptr_array_add (list, g_utf8_make_valid (text, -1));
  }
  return list->len > 0;
}

/* A greeting or a login answer often carries the list already (RFC 9051 §7.1). */
static void
drop_known (mailimap *imap)
{
  if (imap->imap_connection_info == NULL || imap->imap_connection_info->imap_capability == NULL)
    return;
  mailimap_capability_data_free (imap->imap_connection_info->imap_capability);
  imap->imap_connection_info->imap_capability = NULL;
}

/* Reads the answer to the command that was just sent: TRUE for a tagged OK. */
static gboolean
read_tagged_ok (mailimap *imap)
{
  struct mailimap_response *response = NULL;
  if (mailimap_read_line (imap) == NULL
      || mailimap_parse_response (imap, &response) != MAILIMAP_NO_ERROR)
    return FALSE;
  int type = response->rsp_resp_done->rsp_data.rsp_tagged->rsp_cond_state->rsp_type;
  mailimap_response_free (response);
  return type == MAILIMAP_RESP_COND_STATE_OK;
}

/* Not mailimap_capability (): libetpan 1.9.4 follows NULL when the server says OK without
 * a list. */
static DoctorOutcome
ask (DoctorChain *chain, GPtrArray *list)
{
  mailimap *imap = chain->session;
  if (add_known (imap, list))
    return DOCTOR_OUTCOME_OK;
  gboolean accepted = mailimap_send_current_tag (imap) == MAILIMAP_NO_ERROR
                      && doctor_etpan_say (imap->imap_stream, "CAPABILITY\r\n")
                      && read_tagged_ok (imap);
  add_known (imap, list);
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
  mailimap *imap = chain->session;
  int code = mailimap_starttls (imap);
  /* RFC 9051 §6.2.1: what was said before TLS no longer counts. Bytes that came with the
   * answer are from before TLS too: dropped, so that nobody on the way can add to the
   * conversation. */
  imap->imap_stream->read_buffer_len = 0;
  drop_known (imap);
  return doctor_etpan_outcome (chain, code == MAILIMAP_NO_ERROR);
}

/* RFC 4959: the answer goes with the command and saves a round trip. */
static gboolean
authenticate_at_once (mailimap *imap, const char *user, const char *password)
{
  char *encoded = doctor_secret_encode_plain (user, password);
  mailstream_set_privacy (imap->imap_stream, 0);
  gboolean sent = mailimap_send_current_tag (imap) == MAILIMAP_NO_ERROR
                  && mailstream_write (imap->imap_stream, "AUTHENTICATE PLAIN ", 19) == 19
                  && mailstream_write (imap->imap_stream, encoded, strlen (encoded)) > 0
                  && mailstream_write (imap->imap_stream, "\r\n", 2) == 2
                  && mailstream_flush (imap->imap_stream) == 0;
  mailstream_set_privacy (imap->imap_stream, 1);
  doctor_secret_free (encoded);
  if (!sent || !read_tagged_ok (imap))
    return FALSE;
  imap->imap_state = MAILIMAP_STATE_AUTHENTICATED;
  return TRUE;
}

static gboolean
offers_initial_response (mailimap *imap)
{
  return mailimap_has_extension (imap, (char *)"SASL-IR");
}

static DoctorOutcome
login (DoctorChain *chain, const DoctorMechanism *mechanism, const char *user, const char *password)
{
  mailimap *imap = chain->session;
  g_autofree char *host = doctor_chain_dup_host (chain);
  gboolean accepted;
  if (mechanism->kind == DOCTOR_LOGIN_COMMAND)
    accepted = mailimap_login (imap, user, password) == MAILIMAP_NO_ERROR;
  else if (g_str_equal (mechanism->word, "plain") && offers_initial_response (imap))
    accepted = authenticate_at_once (imap, user, password);
  else
    accepted
      = mailimap_authenticate (imap, mechanism->wire, host, NULL, NULL, user, user, password, NULL)
        == MAILIMAP_NO_ERROR;
  doctor_etpan_forget (imap->imap_stream);
  return doctor_etpan_outcome (chain, accepted);
}

static DoctorOutcome
look (DoctorChain *chain)
{
  mailimap *imap = chain->session;
  int code = mailimap_examine (imap, "INBOX");
  if (code == MAILIMAP_NO_ERROR && imap->imap_selection_info != NULL)
    doctor_chain_set_int (chain, "mailbox.messages",
                          (int)MIN (imap->imap_selection_info->sel_exists, G_MAXINT));
  return doctor_etpan_outcome (chain, code == MAILIMAP_NO_ERROR);
}

static void
leave (DoctorChain *chain)
{
  mailimap_free (chain->session); /* LOGOUT, then closes */
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
  .look = look,
  .leave = leave,
};
