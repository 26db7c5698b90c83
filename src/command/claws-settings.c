#include "command/claws-settings.h"
#include "core/der.h"
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers as the client writes them to accountrc; the tables end with a NULL name. */
typedef struct {
  int number;
  const char *name;
} Code;

enum { PROTOCOL_POP3, PROTOCOL_IMAP, PROTOCOL_NEWS, PROTOCOL_LOCAL, PROTOCOL_NONE };
enum { SECURITY_NONE, SECURITY_TLS, SECURITY_STARTTLS };

static const Code protocols[] = {
  { PROTOCOL_POP3, "pop3" }, { PROTOCOL_IMAP, "imap" }, { PROTOCOL_NONE, "none" }, { 0, NULL }
};
static const Code securities[] = {
  { SECURITY_NONE, "none" }, { SECURITY_TLS, "tls" }, { SECURITY_STARTTLS, "starttls" }, { 0, NULL }
};
static const Code imap_mechanisms[] = { { 0, "automatic" },
                                        { 1, "login-command" },
                                        { 2, "cram-md5" },
                                        { 4, "anonymous" },
                                        { 8, "gssapi" },
                                        { 16, "digest-md5" },
                                        { 32, "scram-sha-1" },
                                        { 64, "plain" },
                                        { 128, "login" },
                                        { 256, "xoauth2" },
                                        { 0, NULL } };
static const Code pop_mechanisms[] = { { 1, "apop" }, { 2, "xoauth2" }, { 0, NULL } };
static const Code smtp_mechanisms[]
  = { { 0, "automatic" }, { 1, "login" },    { 2, "cram-md5" }, { 4, "digest-md5" },
      { 16, "plain" },    { 32, "xoauth2" }, { 0, NULL } };

/* How the client stores one kind of service. */
typedef struct {
  const char *protocol;
  DoctorScope scope;
  const char *host_key;
  const char *set_port_key; /* whether port_key counts */
  const char *port_key;
  int usual_port; /* where set_port_key is off */
  int tls_port;   /* the same with TLS from the start */
  const char *security_key;
  const char *login_key;         /* whether it logs in; NULL: always */
  const char *user_key;          /* empty: the user for receiving */
  const char *set_mechanism_key; /* whether mechanism_key counts; NULL: always */
  const char *mechanism_key;
  const char *usual_mechanism;
  const Code *mechanisms;
} Service;

static const Service imap_service = {
  .protocol = "imap",
  .scope = DOCTOR_SCOPE_RECEIVE,
  .host_key = "receive_server",
  .set_port_key = "set_imapport",
  .port_key = "imap_port",
  .usual_port = 143,
  .tls_port = 993,
  .security_key = "ssl_imap",
  .user_key = "user_id",
  .mechanism_key = "imap_auth_method",
  .usual_mechanism = "automatic",
  .mechanisms = imap_mechanisms,
};

static const Service pop_service = {
  .protocol = "pop3",
  .scope = DOCTOR_SCOPE_RECEIVE,
  .host_key = "receive_server",
  .set_port_key = "set_popport",
  .port_key = "pop_port",
  .usual_port = 110,
  .tls_port = 995,
  .security_key = "ssl_pop",
  .user_key = "user_id",
  .set_mechanism_key = "use_pop_auth",
  .mechanism_key = "pop_auth_method",
  .usual_mechanism = "login-command",
  .mechanisms = pop_mechanisms,
};

static const Service smtp_service = {
  .protocol = "smtp",
  .scope = DOCTOR_SCOPE_SEND,
  .host_key = "smtp_server",
  .set_port_key = "set_smtpport",
  .port_key = "smtp_port",
  .usual_port = 25,
  .tls_port = 465,
  .security_key = "ssl_smtp",
  .login_key = "use_smtp_auth",
  .user_key = "smtp_user_id",
  .mechanism_key = "smtp_auth_method",
  .usual_mechanism = "automatic",
  .mechanisms = smtp_mechanisms,
};

/* One account in the client's own terms. */
typedef struct {
  DoctorAccountrc *accountrc;
  guint i;
} Account;

static const char *
get_text (const Account *account, const char *key)
{
  const char *value = doctor_accountrc_get (account->accountrc, account->i, key);
  return value != NULL && value[0] != '\0' ? value : NULL;
}

static int
get_number (const Account *account, const char *key)
{
  const char *value = get_text (account, key);
  return value != NULL ? (int)CLAMP (strtol (value, NULL, 10), G_MININT, G_MAXINT) : 0;
}

/* As the client reads truth values: anything but nothing and a leading zero. */
static gboolean
get_flag (const Account *account, const char *key)
{
  const char *value = get_text (account, key);
  return value != NULL && value[0] != '0';
}

static const char *
find_code (const Code *codes, int number, const char *otherwise)
{
  for (const Code *code = codes; code->name != NULL; code++)
    if (code->number == number)
      return code->name;
  return otherwise;
}

/* The client keeps ports in sixteen bits; so does this, to connect where it connects. */
static int
get_port (const Account *account, const Service *service)
{
  if (get_flag (account, service->set_port_key))
    return (guint16)get_number (account, service->port_key);
  gboolean tls = get_number (account, service->security_key) == SECURITY_TLS;
  return tls ? service->tls_port : service->usual_port;
}

static const char *
get_mechanism (const Account *account, const Service *service)
{
  if (service->set_mechanism_key != NULL && !get_flag (account, service->set_mechanism_key))
    return service->usual_mechanism;
  return find_code (service->mechanisms, get_number (account, service->mechanism_key),
                    service->usual_mechanism);
}

static void
set_text (DoctorFacts *facts, DoctorScope scope, const char *name, const char *value)
{
  if (value != NULL)
    doctor_facts_set_scoped (facts, scope, name, g_variant_new_string (value),
                             DOCTOR_SOURCE_SETTINGS);
}

/* The user is told even where the login is off: switching it on would use that one. */
static void
set_login (DoctorFacts *facts, const Account *account, const Service *service)
{
  const char *user = get_text (account, service->user_key);
  gboolean enabled = service->login_key == NULL || get_flag (account, service->login_key);
  doctor_facts_set_scoped (facts, service->scope, "auth.enabled", g_variant_new_boolean (enabled),
                           DOCTOR_SOURCE_SETTINGS);
  if (service->scope == DOCTOR_SCOPE_SEND
      && (user != NULL || get_text (account, "user_id") != NULL))
    doctor_facts_set_scoped (facts, service->scope, "auth.own-login",
                             g_variant_new_boolean (user != NULL), DOCTOR_SOURCE_SETTINGS);
  set_text (facts, service->scope, "auth.user",
            user != NULL ? user : get_text (account, "user_id"));
  if (enabled)
    set_text (facts, service->scope, "auth.mechanism", get_mechanism (account, service));
}

/* Sent unless switched off. */
static void
set_sni (DoctorFacts *facts, const Account *account, const Service *service)
{
  if (g_strcmp0 (get_text (account, "use_tls_sni"), "0") == 0)
    doctor_facts_set_scoped (facts, service->scope, "server.sni", g_variant_new_boolean (FALSE),
                             DOCTOR_SOURCE_SETTINGS);
}

static void
set_service (DoctorFacts *facts,
             const Account *account,
             const Service *service,
             const char *config_dir)
{
  const char *host = get_text (account, service->host_key);
  int port = get_port (account, service);
  int security = get_number (account, service->security_key);
  set_text (facts, service->scope, "service.protocol", service->protocol);
  set_text (facts, service->scope, "server.security", find_code (securities, security, "none"));
  doctor_facts_set_scoped (facts, service->scope, "server.port", g_variant_new_int32 (port),
                           DOCTOR_SOURCE_SETTINGS);
  set_login (facts, account, service);
  if (host == NULL)
    return;
  g_autofree char *accepted = doctor_claws_dup_accepted_certificate (config_dir, host, port);
  g_autofree char *encoded = doctor_claws_dup_accepted_encoded (config_dir, host, port);
  g_autofree char *key = doctor_claws_dup_accepted_key (config_dir, host, port);
  set_text (facts, service->scope, "server.host", host);
  set_text (facts, service->scope, "server.accepted-certificate", accepted);
  set_text (facts, service->scope, "server.accepted-encoded", encoded);
  set_text (facts, service->scope, "server.accepted-key", key);
  set_sni (facts, account, service);
}

static const Service *
find_receiving (int protocol)
{
  switch (protocol) {
    case PROTOCOL_IMAP:
      return &imap_service;
    case PROTOCOL_POP3:
      return &pop_service;
    default:
      return NULL; /* news, a local mailbox, or sending only */
  }
}

DoctorFacts *
doctor_claws_settings_read (DoctorAccountrc *accountrc, guint i, const char *config_dir)
{
  const Account account = { accountrc, i };
  DoctorFacts *facts = doctor_facts_new ();
  int protocol = get_number (&account, "protocol");
  g_autofree char *name = doctor_accountrc_dup_name (accountrc, i);
  const Service *receiving = find_receiving (protocol);

  set_text (facts, DOCTOR_SCOPE_ACCOUNT, "account.name", name);
  set_text (facts, DOCTOR_SCOPE_ACCOUNT, "account.address", get_text (&account, "address"));
  set_text (facts, DOCTOR_SCOPE_ACCOUNT, "account.protocol",
            find_code (protocols, protocol, "other"));
  doctor_facts_set (facts, "account.id",
                    g_variant_new_int32 (doctor_accountrc_get_id (accountrc, i)),
                    DOCTOR_SOURCE_SETTINGS);
  if (receiving != NULL)
    set_service (facts, &account, receiving, config_dir);
  if (!get_flag (&account, "use_mail_command"))
    set_service (facts, &account, &smtp_service, config_dir);
  if (get_flag (&account, "gnutls_set_priority"))
    set_text (facts, DOCTOR_SCOPE_ACCOUNT, "client.tls-priority",
              get_text (&account, "gnutls_priority"));
  if (get_flag (&account, "set_domain"))
    set_text (facts, DOCTOR_SCOPE_ACCOUNT, "send.helo-name", get_text (&account, "domain"));
  return facts;
}

/* The client's name of the file, without ".cert": it replaces the same characters. */
static char *
dup_certificate_stem (const char *host, guint port)
{
  return g_strdelimit (g_strdup_printf ("%s.%u", host, port), "\t\r\n\\/*", '_');
}

/* When several certificates of one server may be accepted (an option of the client), each
 * file name has a fingerprint in it; the one that was accepted last counts here. */
static char *
dup_newest_certificate (const char *certs_dir, const char *stem)
{
  g_autofree char *prefix = g_strconcat (stem, ".", NULL);
  g_autoptr (GDir) dir = g_dir_open (certs_dir, 0, NULL);
  char *newest = NULL;
  gint64 newest_time = G_MININT64;
  const char *name;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    GStatBuf status;
    if (!g_str_has_prefix (name, prefix) || !g_str_has_suffix (name, ".cert"))
      continue;
    g_autofree char *path = g_build_filename (certs_dir, name, NULL);
    if (g_stat (path, &status) != 0 || status.st_mtime <= newest_time)
      continue;
    newest_time = status.st_mtime;
    g_free (newest);
    newest = g_steal_pointer (&path);
  }
  return newest;
}

/* The certificate as the client keeps it (DER); NULL when there is none. */
static guint8 *
read_accepted (const char *config_dir, const char *host, guint port, gsize *out_length)
{
  enum { MAX_CERTIFICATE_BYTES = 10 * 1024 }; /* the client writes no larger ones */
  g_autofree char *certs_dir = g_build_filename (config_dir, "certs", NULL);
  g_autofree char *stem = dup_certificate_stem (host, port);
  g_autofree char *name = g_strconcat (stem, ".cert", NULL);
  g_autofree char *path = g_build_filename (certs_dir, name, NULL);
  GStatBuf status;
  if (g_stat (path, &status) != 0) {
    g_free (path);
    path = dup_newest_certificate (certs_dir, stem);
  }
  char *der = NULL;
  if (path == NULL || g_stat (path, &status) != 0 || !S_ISREG (status.st_mode)
      || status.st_size == 0 || status.st_size > MAX_CERTIFICATE_BYTES
      || !g_file_get_contents (path, &der, out_length, NULL))
    return NULL;
  return (guint8 *)der;
}

char *
doctor_claws_dup_accepted_certificate (const char *config_dir, const char *host, guint port)
{
  gsize length = 0;
  g_autofree guint8 *der = read_accepted (config_dir, host, port, &length);
  return der == NULL ? NULL : g_compute_checksum_for_data (G_CHECKSUM_SHA256, der, length);
}

char *
doctor_claws_dup_accepted_encoded (const char *config_dir, const char *host, guint port)
{
  gsize length = 0;
  g_autofree guint8 *der = read_accepted (config_dir, host, port, &length);
  return der == NULL ? NULL : g_base64_encode (der, length);
}

char *
doctor_claws_dup_accepted_key (const char *config_dir, const char *host, guint port)
{
  gsize length = 0;
  g_autofree guint8 *der = read_accepted (config_dir, host, port, &length);
  return der == NULL ? NULL : doctor_der_dup_key_sum (der, length);
}
