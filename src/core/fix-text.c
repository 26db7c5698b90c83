/* The texts of fixes: one function a row, whole sentences. */
#include "core/fact-dictionary.h"
#include "core/fix.h"
#include "core/i18n.h"

static const char *
get_change (const DoctorFix *fix, const char *name)
{
  return doctor_facts_get_string (fix->changes, fix->scope, name);
}

static int
get_port (const DoctorFix *fix)
{
  return (int)doctor_facts_get_int (fix->changes, fix->scope, "server.port", 0);
}

static char *
dup_change (const DoctorFix *fix, const char *name)
{
  GVariant *value = doctor_facts_lookup (fix->changes, fix->scope, name);
  return value != NULL ? doctor_value_dup_text (name, value) : NULL;
}

static const char *
get_provider (DoctorFacts *facts)
{
  return doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "provider.name");
}

/* --- titles --- */

static char *
title_server (const DoctorFix *fix, DoctorFacts *facts)
{
  g_autofree char *security = dup_change (fix, "server.security");
  int port = get_port (fix);
  if (security == NULL)
    return g_strdup_printf (_ ("Use port %d"), port);
  if (port == 0)
    /* Translators: TLS or STARTTLS */
    return g_strdup_printf (_ ("Encrypt the connection with %s"), security);
  /* Translators: a port number; TLS or STARTTLS */
  return g_strdup_printf (_ ("Use port %d with %s"), port, security);
}

static char *
title_provider (const DoctorFix *fix, DoctorFacts *facts)
{
  const char *name = get_provider (facts);
  return name != NULL ? g_strdup_printf (_ ("Use the settings of %s"), name)
                      : g_strdup (_ ("Use the provider's settings"));
}

static char *
title_mechanism (const DoctorFix *fix, DoctorFacts *facts)
{
  if (g_strcmp0 (get_change (fix, "auth.mechanism"), "automatic") == 0)
    return g_strdup (_ ("Let the login method be chosen automatically"));
  g_autofree char *mechanism = dup_change (fix, "auth.mechanism");
  return g_strdup_printf (_ ("Log in with the method %s"), mechanism);
}

/* What the provider calls the password that it wants here. */
static const struct {
  const char *kind, *title, *title_of_provider;
} password_titles[] = {
  { "app-password", N_ ("Enter an app password"), N_ ("Enter an app password of %s") },
  { "dedicated-password", N_ ("Enter the mail password"), N_ ("Enter the mail password of %s") },
  { "bridge", N_ ("Enter the password that the helper program shows"),
    N_ ("Enter the password that the helper program of %s shows") },
};

static char *
title_app_password (const DoctorFix *fix, DoctorFacts *facts)
{
  const char *kind = doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "provider.password");
  const char *name = get_provider (facts);
  guint row = 0;
  for (guint i = 0; i < G_N_ELEMENTS (password_titles); i++)
    if (g_strcmp0 (password_titles[i].kind, kind) == 0)
      row = i;
  if (name == NULL)
    return g_strdup (_ (password_titles[row].title));
  g_auto (GStrv) parts = g_strsplit (_ (password_titles[row].title_of_provider), "%s", 2);
  return g_strjoinv (name, parts);
}

static char *
title_host (const DoctorFix *fix, DoctorFacts *facts)
{
  const char *host = get_change (fix, "server.host");
  /* Translators: a host name */
  return g_strdup_printf (_ ("Use the server %s"), host);
}

static char *
title_user (const DoctorFix *fix, DoctorFacts *facts)
{
  /* Translators: a user name */
  return g_strdup_printf (_ ("Use the user name %s"), get_change (fix, "auth.user"));
}

static char *
title_defaults (const DoctorFix *fix, DoctorFacts *facts)
{
  const char *name = get_provider (facts);
  return name != NULL ? g_strdup_printf (_ ("Restore all settings that %s names"), name)
                      : g_strdup (_ ("Restore all of the provider's settings"));
}

static char *
title_family (const DoctorFix *fix, DoctorFacts *facts)
{
  return doctor_facts_is (facts, fix->scope, "trial.family", "ipv6")
           ? g_strdup (_ ("Let the computer prefer IPv6 addresses"))
           : g_strdup (_ ("Let the computer prefer IPv4 addresses"));
}

static char *
title_host_name (const DoctorFix *fix, DoctorFacts *facts)
{
  const char *host = doctor_facts_get_string (facts, fix->scope, "server.host");
  return host != NULL ? g_strdup_printf (_ ("Check the name of the server, “%s”"), host)
                      : g_strdup (_ ("Check the name of the server"));
}

static char *
title_timeout (const DoctorFix *fix, DoctorFacts *facts)
{
  gint64 seconds
    = doctor_facts_get_int (fix->changes, DOCTOR_SCOPE_ACCOUNT, "client.io-timeout", 0);
  return g_strdup_printf (ngettext ("Wait up to %d second for an answer",
                                    "Wait up to %d seconds for an answer", (gulong)seconds),
                          (int)seconds);
}

static char *
title_duplicate (const DoctorFix *fix, DoctorFacts *facts)
{
  const char *other
    = doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "accounts.same-mailbox");
  if (other == NULL)
    return g_strdup (_ ("Leave this account out when all accounts are fetched"));
  /* Translators: the name of another account */
  return g_strdup_printf (_ ("Leave this account out, and fetch the mailbox with “%s” alone"),
                          other);
}

static char *
title_oauth (const DoctorFix *fix, DoctorFacts *facts)
{
  return doctor_facts_is (facts, fix->scope, "auth.mechanism", "xoauth2")
           ? g_strdup (_ ("Authorise the mail program anew, with OAuth2"))
           : g_strdup (_ ("Set up the login with OAuth2"));
}

static char *
title_access (const DoctorFix *fix, DoctorFacts *facts)
{
  const char *name = get_provider (facts);
  return name != NULL
           /* Translators: the name of a mail provider */
           ? g_strdup_printf (_ ("Switch on the access of mail programs at %s"), name)
           : g_strdup (_ ("Switch on the access of mail programs at the provider"));
}

/* --- buttons --- */

static char *
button_server (const DoctorFix *fix, DoctorFacts *facts)
{
  g_autofree char *security = dup_change (fix, "server.security");
  int port = get_port (fix);
  if (port != 0)
    return g_strdup_printf (_ ("_Use Port %d"), port);
  return g_strdup_printf (_ ("_Use %s"), security);
}

static char *
button_mechanism (const DoctorFix *fix, DoctorFacts *facts)
{
  if (g_strcmp0 (get_change (fix, "auth.mechanism"), "automatic") == 0)
    return g_strdup (_ ("_Choose Automatically"));
  g_autofree char *mechanism = dup_change (fix, "auth.mechanism");
  return g_strdup_printf (_ ("_Use %s"), mechanism);
}

/* --- the table --- */

static const struct {
  const char *id;
  const char *title, *button; /* where they do not depend on the facts */
  char *(*dup_title) (const DoctorFix *fix, DoctorFacts *facts);
  char *(*dup_button) (const DoctorFix *fix, DoctorFacts *facts);
} rows[] = {
  { "use-tested-settings", .dup_title = title_server, .dup_button = button_server },
  { "use-tested-host", .dup_title = title_host, .button = N_ ("_Use This Server") },
  { "use-provider-settings", .dup_title = title_provider, .button = N_ ("_Use These Settings") },
  { "use-tested-mechanism", .dup_title = title_mechanism, .dup_button = button_mechanism },
  { "send-server-name", .title = N_ ("Send the name of the server along"),
    .button = N_ ("_Send the Name") },
  { "use-certificate-name", .dup_title = title_host, .button = N_ ("_Use This Server") },
  { "use-offered-mechanism", .dup_title = title_mechanism, .dup_button = button_mechanism },
  { "use-user-form", .dup_title = title_user, .button = N_ ("_Use This User Name") },
  { "same-login-for-sending", .title = N_ ("Send with the login for receiving"),
    .button = N_ ("_Use the Same Login") },
  { "send-login-on", .title = N_ ("Log in when sending"), .button = N_ ("_Log In When Sending") },
  { "encrypt-connection", .dup_title = title_server, .dup_button = button_server },
  { "proxy-off", .title = N_ ("Connect without the proxy"), .button = N_ ("_Connect Directly") },
  { "proxy-on", .title = N_ ("Connect through the proxy of all accounts"),
    .button = N_ ("_Use the Proxy") },
  { "reset-tls-priority", .title = N_ ("Use the usual TLS settings again"),
    .button = N_ ("_Use the Usual Settings") },
  { "longer-timeout", .dup_title = title_timeout, .button = N_ ("_Wait Longer") },
  { "all-folders", .title = N_ ("Show all folders, also those that are not subscribed"),
    .button = N_ ("_Show All Folders") },
  { "auto-check-on", .title = N_ ("Fetch mail automatically"),
    .button = N_ ("_Fetch Automatically") },
  { "include-account", .title = N_ ("Fetch this account together with the others"),
    .button = N_ ("_Include Account") },
  { "leave-out-duplicate", .dup_title = title_duplicate, .button = N_ ("_Leave Account Out") },
  { "go-online", .title = N_ ("Set the mail program online"), .button = N_ ("_Go Online") },
  { "restore-provider-defaults", .dup_title = title_defaults,
    .button = N_ ("_Restore These Settings") },
  { "new-password", .title = N_ ("Enter the password again"), .button = N_ ("_Test and Store") },
  { "app-password", .dup_title = title_app_password, .button = N_ ("_Test and Store") },
  { "renew-oauth", .dup_title = title_oauth, .button = N_ ("Check _Again") },
  /* Translators: “primary passphrase” is Claws Mail's own term; in Japanese
     “マスターパスフレーズ (primary passphrase)”. */
  { "enter-passphrase", .title = N_ ("Enter the primary passphrase"),
    .button = N_ ("Check _Again") },
  { "switch-access-on", .dup_title = title_access, .button = N_ ("Check _Again") },
  { "sign-in-on-web", .title = N_ ("Sign in once at the provider, in the browser"),
    .button = N_ ("Check _Again") },
  { "unlock-account", .title = N_ ("Have the account unlocked"), .button = N_ ("Check _Again") },
  { "correct-clock", .title = N_ ("Set the clock of this computer"),
    .button = N_ ("Check _Again") },
  { "sign-in-to-network", .title = N_ ("Sign in to this network in the browser"),
    .button = N_ ("Check _Again") },
  { "free-space", .title = N_ ("Make room where the mail is stored"),
    .button = N_ ("Check _Again") },
  { "empty-mailbox", .title = N_ ("Make room in the mailbox"), .button = N_ ("Check _Again") },
  { "check-network", .title = N_ ("Check the network connection"), .button = N_ ("Check _Again") },
  { "prefer-family", .dup_title = title_family, .button = N_ ("Check _Again") },
  { "check-host-name", .dup_title = title_host_name, .button = N_ ("Check _Again") },
  { "ask-administrator", .title = N_ ("Send the report to the administrator or the provider"),
    .button = N_ ("Check _Again") },
  { "retry-later", .title = N_ ("Wait a while, then try again"),
    .button = N_ ("_Wait and Try Again") },
  { "compare-certificate", .title = N_ ("Compare the certificate with its owner"),
    .button = N_ ("_Trust Once") },
};

static guint
find_row (const DoctorFix *fix)
{
  guint i = 0;
  while (i + 1 < G_N_ELEMENTS (rows) && !g_str_equal (rows[i].id, fix->id))
    i++;
  return i;
}

char *
doctor_fix_dup_title (const DoctorFix *fix, DoctorFacts *facts)
{
  guint row = find_row (fix);
  return rows[row].title != NULL ? g_strdup (_ (rows[row].title))
                                 : rows[row].dup_title (fix, facts);
}

char *
doctor_fix_dup_button (const DoctorFix *fix, DoctorFacts *facts)
{
  guint row = find_row (fix);
  return rows[row].button != NULL ? g_strdup (_ (rows[row].button))
                                  : rows[row].dup_button (fix, facts);
}

/* --- preview --- */

/* In the order in which the person reads settings: server, port, encryption, login. */
static const char *const preview_order[] = {
  "server.host",    "server.port", "server.security", "server.sni", "auth.enabled",
  "auth.mechanism", "auth.user",   "auth.own-login",  "proxy.kind",
};
/* Of the account, or of the mail program. */
static const char *const preview_account[] = {
  "client.offline",    "client.auto-check",      "client.fetches",
  "client.io-timeout", "client.subscribed-only", "client.tls-priority",
};

typedef struct {
  const DoctorFix *fix;
  DoctorFacts *facts;
  gboolean is_mixed; /* receiving and sending change: each row says which */
  GPtrArray *cells;
} Preview;

static char *
dup_label (Preview *preview, DoctorScope scope, const char *name)
{
  const DoctorFactKey *key = doctor_dictionary_lookup_bare (name);
  const char *label
    = doctor_fact_key_get_label (key) != NULL ? doctor_fact_key_get_label (key) : name;
  if (!preview->is_mixed || scope == DOCTOR_SCOPE_ACCOUNT)
    return g_strdup (label);
  return scope == DOCTOR_SCOPE_SEND
           /* Translators: the name of a setting, such as “Port” */
           ? g_strdup_printf (_ ("%s for sending"), label)
           : g_strdup_printf (_ ("%s for receiving"), label);
}

static char *
dup_value (DoctorFacts *facts, const char *name)
{
  GVariant *value = doctor_facts_lookup (facts, DOCTOR_SCOPE_ACCOUNT, name);
  return value != NULL ? doctor_value_dup_text (name, value) : g_strdup ("–");
}

static void
add_row (Preview *preview, DoctorScope scope, const char *name)
{
  const char *prefix = doctor_scope_to_string (scope);
  g_autofree char *full = prefix != NULL ? g_strconcat (prefix, ".", name, NULL) : g_strdup (name);
  if (doctor_facts_lookup (preview->fix->changes, DOCTOR_SCOPE_ACCOUNT, full) == NULL)
    return;
  g_ptr_array_add (preview->cells, dup_label (preview, scope, name));
  g_ptr_array_add (preview->cells, dup_value (preview->facts, full));
  g_ptr_array_add (preview->cells, dup_value (preview->fix->changes, full));
}

GPtrArray *
doctor_fix_dup_preview (const DoctorFix *fix, DoctorFacts *facts)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);
  Preview preview = { fix, facts,
                      doctor_fix_changes_scope (fix, DOCTOR_SCOPE_RECEIVE)
                        && doctor_fix_changes_scope (fix, DOCTOR_SCOPE_SEND),
                      cells };
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++)
    for (guint i = 0; i < G_N_ELEMENTS (preview_order); i++)
      add_row (&preview, scope, preview_order[i]);
  for (guint i = 0; i < G_N_ELEMENTS (preview_account); i++)
    add_row (&preview, DOCTOR_SCOPE_ACCOUNT, preview_account[i]);
  return cells;
}
