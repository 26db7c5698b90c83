/* The table of fixes, and what they change of a server or a login. */
#include "core/fix-table.h"
#include "core/i18n.h"
#include <string.h>

typedef DoctorFixBuild Build;

static const char *
get (Build *build, const char *name)
{
  return doctor_facts_get_string (build->facts, build->scope, name);
}

static gboolean
is (Build *build, const char *name, const char *value)
{
  return doctor_facts_is (build->facts, build->scope, name, value);
}

static const char *
get_new (Build *build, const char *name)
{
  return doctor_facts_get_string (build->changes, build->scope, name);
}

void
doctor_fix_change (Build *build, const char *name, GVariant *value)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);
  GVariant *old = doctor_facts_lookup (build->facts, build->scope, name);
  if (old == NULL || !g_variant_equal (old, owned))
    doctor_facts_set_scoped (build->changes, build->scope, name, owned, DOCTOR_SOURCE_SETTINGS);
}

void
doctor_fix_change_account (Build *build, const char *name, GVariant *value)
{
  Build of_account = *build;
  of_account.scope = DOCTOR_SCOPE_ACCOUNT;
  doctor_fix_change (&of_account, name, value);
}

static void
change_string (Build *build, const char *name, const char *value)
{
  doctor_fix_change (build, name, g_variant_new_string (value));
}

/* Takes port and encryption from the facts PREFIX.port and PREFIX.security. */
static gboolean
change_server (Build *build, const char *port_name, const char *security_name)
{
  gint64 port = doctor_facts_get_int (build->facts, build->scope, port_name, 0);
  const char *security = get (build, security_name);
  if (port < 1 || port > G_MAXUINT16 || security == NULL)
    return FALSE;
  doctor_fix_change (build, "server.port", g_variant_new_int32 ((gint32)port));
  change_string (build, "server.security", security);
  return !g_str_equal (security, "none");
}

static gboolean
use_tested_settings (Build *build)
{
  return is (build, "trial.result", "passed")
         && change_server (build, "trial.port", "trial.security");
}

/* Host names are compared without regard to case (RFC 4343). */
static gboolean
change_host (Build *build, const char *host)
{
  const char *own = get (build, "server.host");
  if (host == NULL)
    return FALSE;
  if (own == NULL || g_ascii_strcasecmp (host, own) != 0)
    change_string (build, "server.host", host);
  return TRUE;
}

/* Another host, with the port and the encryption that were tried there. */
static gboolean
use_tested_host (Build *build)
{
  return !is (build, "trial.result", "passed") && change_host (build, get (build, "trial.host"))
         && change_server (build, "trial.port", "trial.security");
}

static gboolean
use_provider_settings (Build *build)
{
  return change_server (build, "provider.port", "provider.security")
         && change_host (build, get (build, "provider.host"));
}

/* The user name in the form @form of the address; NULL where the form says nothing of it. */
static char *
dup_user (Build *build, const char *form)
{
  const char *address
    = doctor_facts_get_string (build->facts, DOCTOR_SCOPE_ACCOUNT, "account.address");
  const char *at = address != NULL ? strrchr (address, '@') : NULL;
  if (at == NULL || at == address)
    return NULL;
  if (g_strcmp0 (form, "address") == 0)
    return g_strdup (address);
  return g_strcmp0 (form, "local-part") == 0 ? g_strndup (address, (gsize)(at - address)) : NULL;
}

/* Another name for sending makes a login of its own where there was none. */
static void
change_user (Build *build, const char *user)
{
  gboolean own = doctor_facts_get_boolean (build->facts, build->scope, "auth.own-login", TRUE);
  change_string (build, "auth.user", user);
  if (!own && get_new (build, "auth.user") != NULL)
    doctor_fix_change (build, "auth.own-login", g_variant_new_boolean (TRUE));
}

/* The form that let the account in; without a trial, the one that the provider wants. */
static gboolean
use_user_form (Build *build)
{
  const char *tested = get (build, "trial.user");
  g_autofree char *named = dup_user (build, get (build, "provider.user-form"));
  gboolean fits
    = doctor_facts_get_boolean (build->facts, build->scope, "provider.user-form-fits", TRUE);
  if (tested == NULL && (fits || named == NULL))
    return FALSE;
  change_user (build, tested != NULL ? tested : named);
  return TRUE;
}

static gboolean
restore_service (Build *build)
{
  g_autofree char *user = dup_user (build, get (build, "provider.user-form"));
  if (!use_provider_settings (build))
    return FALSE;
  if (user != NULL
      && !doctor_facts_get_boolean (build->facts, build->scope, "provider.user-form-fits", FALSE))
    change_user (build, user);
  return TRUE;
}

/* Server, port, encryption and user name of both services, all as the provider says, in one go.
 * The other service is left as it is where the provider says nothing of it. */
static gboolean
restore_provider_defaults (Build *build)
{
  g_autoptr (DoctorFacts) changes = doctor_facts_new ();
  Build other
    = { build->facts, build->scope == DOCTOR_SCOPE_SEND ? DOCTOR_SCOPE_RECEIVE : DOCTOR_SCOPE_SEND,
        changes };
  if (!restore_service (build))
    return FALSE;
  if (get (&other, "server.host") != NULL && restore_service (&other))
    doctor_facts_overlay (build->changes, changes);
  return TRUE;
}

/* What the client shows the server is no secret: the name stands in the certificate. */
static gboolean
send_server_name (Build *build)
{
  if (doctor_facts_get_boolean (build->facts, build->scope, "server.sni", TRUE)
      || !doctor_facts_get_boolean (build->facts, build->scope, "tls.sni-needed", FALSE))
    return FALSE;
  doctor_fix_change (build, "server.sni", g_variant_new_boolean (TRUE));
  return TRUE;
}

/* A name on the certificate that leads to the same server, and under which it verifies. */
static gboolean
use_certificate_name (Build *build)
{
  return is (build, "tls.verify", "hostname-mismatch")
         && change_host (build, get (build, "tls.names-host"));
}

/* The safest method that is offered; the client's own choice where that is not known. Left to
 * itself the client may send the password readably, so not on a connection that all can read. */
static gboolean
use_offered_mechanism (Build *build)
{
  const char *best = get (build, "auth.best-offered");
  if (best != NULL) {
    change_string (build, "auth.mechanism", best);
    return TRUE;
  }
  if (doctor_facts_lookup (build->facts, build->scope, "auth.offered") != NULL
      || g_strcmp0 (get (build, "server.security"), "none") == 0)
    return FALSE;
  change_string (build, "auth.mechanism", "automatic");
  return TRUE;
}

/* The method with which the account got in. */
static gboolean
use_tested_mechanism (Build *build)
{
  const char *tested = get (build, "trial.mechanism");
  if (tested == NULL)
    return FALSE;
  change_string (build, "auth.mechanism", tested);
  return TRUE;
}

/* As the client does it by itself: user name and password for receiving. */
static gboolean
same_login_for_sending (Build *build)
{
  const char *user = doctor_facts_get_string (build->facts, DOCTOR_SCOPE_RECEIVE, "auth.user");
  if (build->scope != DOCTOR_SCOPE_SEND || user == NULL
      || !is (build, "trial.receive-login", "passed"))
    return FALSE;
  doctor_fix_change (build, "auth.own-login", g_variant_new_boolean (FALSE));
  change_string (build, "auth.user", user);
  return TRUE;
}

/* What the account or the client's own settings name; not what the environment dictates. */
static gboolean
proxy_off (Build *build)
{
  if (!is (build, "trial.direct", "passed") || is (build, "proxy.origin", "environment"))
    return FALSE;
  change_string (build, "proxy.kind", "none");
  return TRUE;
}

/* The proxy that the client's own settings name for all accounts, which this one goes past. */
static gboolean
proxy_on (Build *build)
{
  const char *kind = get (build, "client.proxy-kind");
  if (kind == NULL || !is (build, "proxy.kind", "none"))
    return FALSE;
  change_string (build, "proxy.kind", kind);
  return TRUE;
}

static gboolean
knows_family (Build *build)
{
  return get (build, "trial.family") != NULL;
}

/* STARTTLS where the server offers it, or asks for it, on the connection as it is. */
static gboolean
encrypt_connection (Build *build)
{
  const char *words = get (build, "reply.words");
  gboolean asked = words != NULL && strstr (words, "STARTTLS") != NULL;
  if (!is (build, "server.security", "none")
      || !doctor_facts_get_boolean (build->facts, build->scope, "capability.starttls", asked))
    return FALSE;
  change_string (build, "server.security", "starttls");
  return TRUE;
}

/* With a login a password travels: not without encryption. */
static gboolean
send_login_on (Build *build)
{
  if (build->scope != DOCTOR_SCOPE_SEND
      || doctor_facts_get_boolean (build->facts, build->scope, "auth.enabled", FALSE))
    return FALSE;
  if (is (build, "server.security", "none") && !encrypt_connection (build))
    return FALSE;
  doctor_fix_change (build, "auth.enabled", g_variant_new_boolean (TRUE));
  change_string (build, "auth.mechanism", "automatic");
  return TRUE;
}

/* A password helps where the provider takes one and the account logs in. */
static gboolean
new_password (Build *build)
{
  static const char *const without[] = { "oauth2-only", "none", NULL };
  const char *kind = get (build, "provider.password");
  return (kind == NULL || !g_strv_contains (without, kind))
         && doctor_facts_get_boolean (build->facts, build->scope, "auth.enabled", TRUE);
}

static gboolean
always (Build *build)
{
  return TRUE;
}

/* A certificate that nobody vouches for, where nothing explains it: not while a sign-in page, an
 * inspecting program or a wrong clock is likely (catalogue §4). */
static gboolean
has_strange_certificate (Build *build)
{
  const char *reading = get (build, "tls.reading");
  return (is (build, "tls.verify", "self-signed") || is (build, "tls.verify", "untrusted"))
         && (reading == NULL || g_str_equal (reading, "renewed"))
         && !is (build, "tls.date-fault", "clock") && get (build, "tls.cert.encoded") != NULL;
}

/* --- the table --- */

const DoctorFixRow doctor_fix_rows[] = {
  { "use-tested-settings", DOCTOR_FIX_CHANGE, use_tested_settings,
    N_ ("Changes port and encryption to those that answered when they were tried."),
    "trial.result" },
  { "use-tested-host", DOCTOR_FIX_CHANGE, use_tested_host,
    N_ ("Changes the server to a published one that answered when it was tried."), "trial.host" },
  { "use-provider-settings", DOCTOR_FIX_CHANGE, use_provider_settings,
    N_ ("Changes the server to what the mail provider names.") },
  { "use-tested-mechanism", DOCTOR_FIX_CHANGE, use_tested_mechanism,
    N_ ("Changes the login method to the one that let the account in when it was tried."),
    "trial.mechanism" },
  { "send-server-name", DOCTOR_FIX_CHANGE, send_server_name,
    N_ ("Lets the client tell the server which name it wants.") },
  { "use-certificate-name", DOCTOR_FIX_CHANGE, use_certificate_name,
    N_ ("Changes the name of the server to one that its certificate is for.") },
  { "use-offered-mechanism", DOCTOR_FIX_CHANGE, use_offered_mechanism,
    N_ ("Changes the login method to one that the server offers.") },
  { "use-user-form", DOCTOR_FIX_CHANGE, use_user_form,
    N_ ("Changes the user name to the whole address, or to the part before the @ sign.") },
  { "same-login-for-sending", DOCTOR_FIX_CHANGE, same_login_for_sending,
    N_ ("Lets sending log in with the user name and password for receiving."),
    "trial.receive-login" },
  { "send-login-on", DOCTOR_FIX_CHANGE, send_login_on, N_ ("Switches on the login for sending.") },
  { "encrypt-connection", DOCTOR_FIX_CHANGE, encrypt_connection,
    N_ ("Switches on the encryption of the connection.") },
  { "proxy-off", DOCTOR_FIX_CHANGE, proxy_off, N_ ("Lets the account connect without the proxy."),
    "trial.direct" },
  { "proxy-on", DOCTOR_FIX_CHANGE, proxy_on,
    N_ ("Lets the account connect through the proxy of all accounts.") },
  { "reset-tls-priority", DOCTOR_FIX_CHANGE, doctor_build_tls_priority,
    N_ ("Takes back the account's own choice of TLS versions and ciphers.") },
  { "longer-timeout", DOCTOR_FIX_CHANGE, doctor_build_longer_timeout,
    N_ ("Lets the mail program wait longer for an answer."), .is_local = TRUE },
  { "all-folders", DOCTOR_FIX_CHANGE, doctor_build_all_folders,
    N_ ("Shows all folders of the account, also those that are not subscribed."),
    .is_local = TRUE },
  { "auto-check-on", DOCTOR_FIX_CHANGE, doctor_build_auto_check,
    N_ ("Lets the mail program look for new mail by itself."), .is_local = TRUE },
  { "include-account", DOCTOR_FIX_CHANGE, doctor_build_include,
    N_ ("Lets the account take part when all accounts are fetched."), .is_local = TRUE },
  { "leave-out-duplicate", DOCTOR_FIX_CHANGE, doctor_build_leave_out,
    N_ ("Leaves the account out when all accounts are fetched, because another one fetches the "
        "same mailbox."),
    .is_local = TRUE },
  { "go-online", DOCTOR_FIX_CHANGE, doctor_build_go_online,
    N_ ("Sets the mail program online again."), .is_local = TRUE },
  { "restore-provider-defaults", DOCTOR_FIX_CHANGE, restore_provider_defaults,
    N_ ("Changes server, port, encryption and user name, for receiving and sending, to what the "
        "mail provider names.") },
  { "new-password", DOCTOR_FIX_SECRET, new_password,
    N_ ("Asks for the password again, and tests it before it is stored.") },
  { "app-password", DOCTOR_FIX_SECRET, new_password,
    N_ ("Asks for the password that the provider makes for mail programs, and tests it before it "
        "is stored.") },
  { "renew-oauth", DOCTOR_FIX_STEP, always,
    N_ ("A step for you: authorise the mail program at the provider, with OAuth2.") },
  { "enter-passphrase", DOCTOR_FIX_STEP, always,
    /* Translators: “primary passphrase” is Claws Mail's own term; in Japanese
       “マスターパスフレーズ (primary passphrase)”. */
    N_ ("A step for you: enter the primary passphrase, which opens the saved passwords.") },
  { "switch-access-on", DOCTOR_FIX_STEP, always,
    N_ ("A step for you: switch on the access of mail programs at the provider.") },
  { "sign-in-on-web", DOCTOR_FIX_STEP, always,
    N_ ("A step for you: sign in once at the provider, in the browser.") },
  { "unlock-account", DOCTOR_FIX_STEP, always,
    N_ ("A step for you: have the account unlocked at the provider.") },
  { "correct-clock", DOCTOR_FIX_STEP, always,
    N_ ("A step for you: set the clock of the computer.") },
  { "sign-in-to-network", DOCTOR_FIX_STEP, always,
    N_ ("A step for you: sign in on the page of the network.") },
  { "free-space", DOCTOR_FIX_STEP, always,
    N_ ("A step for you: make room where the mail is stored.") },
  { "empty-mailbox", DOCTOR_FIX_STEP, always,
    N_ ("A step for you: make room in the mailbox at the provider.") },
  { "check-network", DOCTOR_FIX_STEP, always, N_ ("A step for you: look after the network.") },
  { "prefer-family", DOCTOR_FIX_STEP, knows_family,
    N_ ("A step for you: let the computer prefer the kind of address that works."),
    "trial.family" },
  { "check-host-name", DOCTOR_FIX_STEP, always,
    N_ ("A step for you: compare the name of the server with what the provider says.") },
  { "ask-administrator", DOCTOR_FIX_STEP, always,
    N_ ("A step for you: tell whoever runs the server.") },
  { "retry-later", DOCTOR_FIX_WAIT, always,
    N_ ("Waits until it has passed, and tries again by itself.") },
  { "compare-certificate", DOCTOR_FIX_TRUST, has_strange_certificate,
    N_ ("A step for you: compare the fingerprint of the certificate with what the people who run "
        "the server say, and trust it or not.") },
};

const guint doctor_fix_n_rows = G_N_ELEMENTS (doctor_fix_rows);
