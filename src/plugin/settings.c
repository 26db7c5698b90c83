#include "plugin/settings.h"
#include "core/i18n.h"
#include <claws-features.h>
#include <account.h>
#include <imap.h>
#include <passwordstore.h>
#include <prefs_account.h>
#include <ssl.h>
#include <string.h>

/* --- numbers of the host and words of ours; tables end with a NULL word --- */

typedef struct {
  int number;
  const char *word;
} Code;

static const Code securities[]
  = { { SSL_NONE, "none" }, { SSL_TUNNEL, "tls" }, { SSL_STARTTLS, "starttls" }, { 0, NULL } };

static const Code imap_mechanisms[] = { { 0, "automatic" },
                                        { IMAP_AUTH_PLAINTEXT, "login-command" },
                                        { IMAP_AUTH_CRAM_MD5, "cram-md5" },
                                        { IMAP_AUTH_ANON, "anonymous" },
                                        { IMAP_AUTH_GSSAPI, "gssapi" },
                                        { IMAP_AUTH_DIGEST_MD5, "digest-md5" },
                                        { IMAP_AUTH_SCRAM_SHA1, "scram-sha-1" },
                                        { IMAP_AUTH_PLAIN, "plain" },
                                        { IMAP_AUTH_LOGIN, "login" },
                                        { IMAP_AUTH_OAUTH2, "xoauth2" },
                                        { 0, NULL } };

/* 0: the host's switch use_pop_auth is off, and it sends USER and PASS. */
static const Code pop_mechanisms[] = { { 0, "login-command" },
                                       { 0, "automatic" },
                                       { POPAUTH_APOP, "apop" },
                                       { POPAUTH_OAUTH2, "xoauth2" },
                                       { 0, NULL } };

static const Code smtp_mechanisms[] = { { 0, "automatic" },
                                        { SMTPAUTH_LOGIN, "login" },
                                        { SMTPAUTH_CRAM_MD5, "cram-md5" },
                                        { SMTPAUTH_DIGEST_MD5, "digest-md5" },
                                        { SMTPAUTH_PLAIN, "plain" },
                                        { SMTPAUTH_OAUTH2, "xoauth2" },
                                        { 0, NULL } };

static const char *
word_of (const Code *codes, int number)
{
  for (guint i = 0; codes[i].word != NULL; i++)
    if (codes[i].number == number)
      return codes[i].word;
  return codes[0].word;
}

/* -1 when there is none. */
static int
number_of (const Code *codes, const char *word)
{
  for (guint i = 0; codes[i].word != NULL; i++)
    if (g_str_equal (codes[i].word, word))
      return codes[i].number;
  return -1;
}

/* --- the three services, by what they have in common --- */

typedef struct {
  const char *protocol;
  SSLType *security;
  gboolean *set_port;
  gushort *port;
  char **host, **user;
  int plain_port, tls_port;
  const Code *mechanisms;
} Service;

static gboolean
find_service (PrefsAccount *account, DoctorScope scope, Service *service)
{
  if (scope == DOCTOR_SCOPE_SEND)
    *service = (Service){ "smtp",
                          &account->ssl_smtp,
                          &account->set_smtpport,
                          &account->smtpport,
                          &account->smtp_server,
                          &account->smtp_userid,
                          25,
                          465,
                          smtp_mechanisms };
  else if (account->protocol == A_IMAP4)
    *service = (Service){ "imap",
                          &account->ssl_imap,
                          &account->set_imapport,
                          &account->imapport,
                          &account->recv_server,
                          &account->userid,
                          143,
                          993,
                          imap_mechanisms };
  else
    *service = (Service){ "pop3",
                          &account->ssl_pop,
                          &account->set_popport,
                          &account->popport,
                          &account->recv_server,
                          &account->userid,
                          110,
                          995,
                          pop_mechanisms };
  return scope == DOCTOR_SCOPE_SEND ? doctor_settings_sends (account)
                                    : account->protocol == A_IMAP4 || account->protocol == A_POP3;
}

static int
usual_port (const Service *service)
{
  return *service->security == SSL_TUNNEL ? service->tls_port : service->plain_port;
}

const char *
doctor_settings_protocol (const PrefsAccount *account)
{
  static const char *const words[NUM_RECV_PROTOCOLS] = { [A_POP3] = "pop3",
                                                         [A_IMAP4] = "imap",
                                                         [A_NNTP] = "other",
                                                         [A_LOCAL] = "other",
                                                         [A_NONE] = "none" };
  return words[account->protocol];
}

gboolean
doctor_settings_sends (const PrefsAccount *account)
{
  return !account->use_mail_command && account->protocol != A_NNTP;
}

const char *
doctor_settings_password_id (const PrefsAccount *account, DoctorScope scope)
{
  gboolean own = account->smtp_userid != NULL && account->smtp_userid[0] != '\0';
  return scope == DOCTOR_SCOPE_SEND && own ? PWS_ACCOUNT_SEND : PWS_ACCOUNT_RECV;
}

/* --- one row per setting of a service --- */

/* NULL: the account has none. */
typedef GVariant *(*Read) (PrefsAccount *account, DoctorScope scope, const Service *service);
/* FALSE: the host cannot have this value; then nothing is set. */
typedef gboolean (*Write) (PrefsAccount *account,
                           DoctorScope scope,
                           const Service *service,
                           GVariant *value);

static GVariant *
text (const char *value)
{
  return value != NULL && value[0] != '\0' ? g_variant_new_string (value) : NULL;
}

static void
set_text (char **place, GVariant *value)
{
  g_free (*place);
  *place = g_variant_dup_string (value, NULL);
}

static GVariant *
read_protocol (PrefsAccount *account, DoctorScope scope, const Service *service)
{
  return g_variant_new_string (service->protocol);
}

static GVariant *
read_host (PrefsAccount *account, DoctorScope scope, const Service *service)
{
  return text (*service->host);
}

static gboolean
write_host (PrefsAccount *account, DoctorScope scope, const Service *service, GVariant *value)
{
  set_text (service->host, value);
  return TRUE;
}

static GVariant *
read_security (PrefsAccount *account, DoctorScope scope, const Service *service)
{
  return g_variant_new_string (word_of (securities, (int)*service->security));
}

static gboolean
write_security (PrefsAccount *account, DoctorScope scope, const Service *service, GVariant *value)
{
  int number = number_of (securities, g_variant_get_string (value, NULL));
  if (number >= 0)
    *service->security = (SSLType)number;
  return number >= 0;
}

static GVariant *
read_port (PrefsAccount *account, DoctorScope scope, const Service *service)
{
  return g_variant_new_int32 (*service->set_port ? *service->port : usual_port (service));
}

/* The usual port is left to the host, as it was before the person set another. */
static gboolean
write_port (PrefsAccount *account, DoctorScope scope, const Service *service, GVariant *value)
{
  gint32 port = g_variant_get_int32 (value);
  if (port < 1 || port > G_MAXUINT16)
    return FALSE;
  *service->set_port = port != usual_port (service);
  *service->port = (gushort)port;
  return TRUE;
}

static GVariant *
read_sni (PrefsAccount *account, DoctorScope scope, const Service *service)
{
  return g_variant_new_boolean (account->use_tls_sni);
}

static gboolean
write_sni (PrefsAccount *account, DoctorScope scope, const Service *service, GVariant *value)
{
  account->use_tls_sni = g_variant_get_boolean (value);
  return TRUE;
}

static GVariant *
read_enabled (PrefsAccount *account, DoctorScope scope, const Service *service)
{
  return g_variant_new_boolean (scope != DOCTOR_SCOPE_SEND || account->use_smtp_auth);
}

static gboolean
write_enabled (PrefsAccount *account, DoctorScope scope, const Service *service, GVariant *value)
{
  if (scope != DOCTOR_SCOPE_SEND)
    return g_variant_get_boolean (value);
  account->use_smtp_auth = g_variant_get_boolean (value);
  return TRUE;
}

static GVariant *
read_user (PrefsAccount *account, DoctorScope scope, const Service *service)
{
  gboolean own = *service->user != NULL && (*service->user)[0] != '\0';
  /* Also when the login for sending is off: it is the user with whom one would be tried. */
  return text (own ? *service->user : account->userid);
}

static gboolean
write_user (PrefsAccount *account, DoctorScope scope, const Service *service, GVariant *value)
{
  set_text (service->user, value);
  return TRUE;
}

static gboolean
has_own_login (const Service *service)
{
  return *service->user != NULL && (*service->user)[0] != '\0';
}

/* The host keeps no switch: an empty user for sending means the login for receiving. */
static GVariant *
read_own_login (PrefsAccount *account, DoctorScope scope, const Service *service)
{
  return scope == DOCTOR_SCOPE_SEND ? g_variant_new_boolean (has_own_login (service)) : NULL;
}

static gboolean
write_own_login (PrefsAccount *account, DoctorScope scope, const Service *service, GVariant *value)
{
  if (scope != DOCTOR_SCOPE_SEND)
    return FALSE;
  gboolean wanted = g_variant_get_boolean (value);
  if (wanted && has_own_login (service))
    return TRUE; /* the user has its own row, which comes before */
  g_free (*service->user);
  *service->user = g_strdup (wanted ? account->userid : "");
  return TRUE;
}

static GVariant *
read_mechanism (PrefsAccount *account, DoctorScope scope, const Service *service)
{
  int number = account->imap_auth_type;
  if (service->mechanisms == smtp_mechanisms)
    number = (int)account->smtp_auth_type;
  else if (service->mechanisms == pop_mechanisms)
    number = account->use_pop_auth ? (int)account->pop_auth_type : 0;
  if (scope == DOCTOR_SCOPE_SEND && !account->use_smtp_auth)
    return NULL;
  return g_variant_new_string (word_of (service->mechanisms, number));
}

static gboolean
write_mechanism (PrefsAccount *account, DoctorScope scope, const Service *service, GVariant *value)
{
  int number = number_of (service->mechanisms, g_variant_get_string (value, NULL));
  if (number < 0)
    return FALSE;
  if (service->mechanisms == smtp_mechanisms)
    account->smtp_auth_type = (SMTPAuthType)number;
  else if (service->mechanisms == imap_mechanisms)
    account->imap_auth_type = number;
  else {
    account->use_pop_auth = number != 0;
    if (number != 0)
      account->pop_auth_type = (POPAuthType)number;
  }
  return TRUE;
}

static GVariant *
read_password_known (PrefsAccount *account, DoctorScope scope, const Service *service)
{
  const char *id = doctor_settings_password_id (account, scope);
  return g_variant_new_boolean (passwd_store_has_password_account (account->account_id, id));
}

static GVariant *
read_proxy (PrefsAccount *account, DoctorScope scope, const Service *service)
{
  return g_variant_new_string (doctor_settings_proxy_kind (account, scope));
}

/* Off, and on again as it was: which proxy it is stays in the host's own settings. */
static gboolean
write_proxy (PrefsAccount *account, DoctorScope scope, const Service *service, GVariant *value)
{
  gboolean on = !g_str_equal (g_variant_get_string (value, NULL), "none");
  if (g_str_equal (doctor_settings_proxy_kind (account, scope), "tunnel-command"))
    return FALSE;
  if (scope == DOCTOR_SCOPE_SEND)
    account->use_proxy_for_send = on;
  else
    account->use_proxy = on;
  return TRUE;
}

/* In the order in which they are written: the usual port depends on the encryption, a login
 * for sending on its user. */
static const struct {
  const char *name;
  Read read;
  Write write; /* NULL: not ours to change */
} rows[] = {
  { "service.protocol", read_protocol, NULL },
  { "server.host", read_host, write_host },
  { "server.security", read_security, write_security },
  { "server.port", read_port, write_port },
  { "server.sni", read_sni, write_sni },
  { "auth.enabled", read_enabled, write_enabled },
  { "auth.user", read_user, write_user },
  { "auth.own-login", read_own_login, write_own_login },
  { "auth.mechanism", read_mechanism, write_mechanism },
  { "password.known", read_password_known, NULL },
  { "proxy.kind", read_proxy, write_proxy },
};

static void
read_service (DoctorFacts *facts, PrefsAccount *account, DoctorScope scope)
{
  Service service;
  if (!find_service (account, scope, &service))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    GVariant *value = rows[i].read (account, scope, &service);
    if (value != NULL)
      doctor_facts_set_scoped (facts, scope, rows[i].name, value, DOCTOR_SOURCE_SETTINGS);
  }
  doctor_settings_add_accepted (facts, scope);
}

static void
set_fact (DoctorFacts *facts, const char *name, GVariant *value)
{
  if (value != NULL)
    doctor_facts_set (facts, name, value, DOCTOR_SOURCE_SETTINGS);
}

DoctorFacts *
doctor_settings_read_services (const PrefsAccount *account)
{
  PrefsAccount *readable = (PrefsAccount *)account; /* the rows are shared with writing */
  DoctorFacts *facts = doctor_facts_new ();
  read_service (facts, readable, DOCTOR_SCOPE_RECEIVE);
  read_service (facts, readable, DOCTOR_SCOPE_SEND);
  return facts;
}

DoctorFacts *
doctor_settings_read (const PrefsAccount *account)
{
  DoctorFacts *facts = doctor_settings_read_services (account);
  set_fact (facts, "account.id", g_variant_new_int32 (account->account_id));
  set_fact (facts, "account.name", text (account->account_name));
  set_fact (facts, "account.address", text (account->address));
  set_fact (facts, "account.protocol", g_variant_new_string (doctor_settings_protocol (account)));
  if (account->set_domain)
    set_fact (facts, "send.helo-name", text (account->domain));
  doctor_settings_add_client (facts, account);
  return facts;
}

/* --- writing --- */

static gboolean
write_scope (PrefsAccount *account, DoctorFacts *changes, DoctorScope scope, guint *n_written)
{
  Service service;
  gboolean exists = find_service (account, scope, &service);
  for (guint i = 0; exists && i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *name = g_strconcat (doctor_scope_to_string (scope), ".", rows[i].name, NULL);
    GVariant *value = doctor_facts_lookup (changes, DOCTOR_SCOPE_ACCOUNT, name);
    if (value == NULL)
      continue;
    if (rows[i].write == NULL || !rows[i].write (account, scope, &service, value))
      return FALSE;
    ++*n_written;
  }
  return TRUE;
}

gboolean
doctor_settings_write (PrefsAccount *account, DoctorFacts *changes, GError **error)
{
  PrefsAccount trial = *account;
  guint n_written = 0;
  /* On a copy first, whose strings are its own, so that a refusal leaves no half. */
  trial.recv_server = g_strdup (account->recv_server);
  trial.smtp_server = g_strdup (account->smtp_server);
  trial.userid = g_strdup (account->userid);
  trial.smtp_userid = g_strdup (account->smtp_userid);
  gboolean good = write_scope (&trial, changes, DOCTOR_SCOPE_RECEIVE, &n_written)
                  && write_scope (&trial, changes, DOCTOR_SCOPE_SEND, &n_written)
                  && n_written + doctor_settings_count_client (account, changes)
                       == doctor_facts_count (changes);
  PrefsAccount *rest = good ? account : &trial; /* whose strings go */
  g_free (rest->recv_server);
  g_free (rest->smtp_server);
  g_free (rest->userid);
  g_free (rest->smtp_userid);
  if (good) {
    *account = trial;
    doctor_settings_write_client (account, changes);
    return TRUE;
  }
  g_set_error_literal (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS,
                       _ ("Claws Mail cannot store one of these values."));
  return FALSE;
}
