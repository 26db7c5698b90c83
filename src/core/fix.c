#include "core/fix.h"
#include "core/i18n.h"
#include <string.h>

/* --- what a fix would change --- */

/* The state that a change starts from, and the set that it fills. */
typedef struct {
  DoctorFacts *facts;
  DoctorScope scope;
  DoctorFacts *changes;
} Build;

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

/* Puts @value into the changes when the account has another one. */
static void
change (Build *build, const char *name, GVariant *value)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);
  GVariant *old = doctor_facts_lookup (build->facts, build->scope, name);
  if (old == NULL || !g_variant_equal (old, owned))
    doctor_facts_set_scoped (build->changes, build->scope, name, owned, DOCTOR_SOURCE_SETTINGS);
}

static void
change_string (Build *build, const char *name, const char *value)
{
  change (build, name, g_variant_new_string (value));
}

/* Takes port and encryption from the facts PREFIX.port and PREFIX.security. */
static gboolean
change_server (Build *build, const char *port_name, const char *security_name)
{
  gint64 port = doctor_facts_get_int (build->facts, build->scope, port_name, 0);
  const char *security = get (build, security_name);
  if (port < 1 || port > G_MAXUINT16 || security == NULL)
    return FALSE;
  change (build, "server.port", g_variant_new_int32 ((gint32)port));
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
    change (build, "auth.own-login", g_variant_new_boolean (TRUE));
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

/* Server, port, encryption and user name, all as the provider says, in one go. */
static gboolean
restore_provider_defaults (Build *build)
{
  g_autofree char *user = dup_user (build, get (build, "provider.user-form"));
  if (!use_provider_settings (build))
    return FALSE;
  if (user != NULL
      && !doctor_facts_get_boolean (build->facts, build->scope, "provider.user-form-fits", FALSE))
    change_user (build, user);
  return TRUE;
}

/* What the client shows the server is no secret: the name stands in the certificate. */
static gboolean
send_server_name (Build *build)
{
  if (doctor_facts_get_boolean (build->facts, build->scope, "server.sni", TRUE)
      || !doctor_facts_get_boolean (build->facts, build->scope, "tls.sni-needed", FALSE))
    return FALSE;
  change (build, "server.sni", g_variant_new_boolean (TRUE));
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
  change (build, "auth.own-login", g_variant_new_boolean (FALSE));
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
  change (build, "auth.enabled", g_variant_new_boolean (TRUE));
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

/* --- the table --- */

static const struct {
  const char *id;
  DoctorFixKind kind;
  gboolean (*build) (Build *build); /* FALSE: not here */
  const char *description;
  const char *trial; /* fact of a trial without which it is never offered */
} rows[] = {
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
  { "restore-provider-defaults", DOCTOR_FIX_CHANGE, restore_provider_defaults,
    N_ ("Changes server, port, encryption and user name to what the mail provider names.") },
  { "new-password", DOCTOR_FIX_SECRET, new_password,
    N_ ("Asks for the password again, and tests it before it is stored.") },
  { "app-password", DOCTOR_FIX_SECRET, new_password,
    N_ ("Asks for the password that the provider makes for mail programs, and tests it before it "
        "is stored.") },
  { "correct-clock", DOCTOR_FIX_STEP, always,
    N_ ("A step for you: set the clock of the computer.") },
  { "sign-in-to-network", DOCTOR_FIX_STEP, always,
    N_ ("A step for you: sign in on the page of the network.") },
  { "free-space", DOCTOR_FIX_STEP, always,
    N_ ("A step for you: make room where the mail is stored.") },
  { "check-network", DOCTOR_FIX_STEP, always, N_ ("A step for you: look after the network.") },
  { "prefer-family", DOCTOR_FIX_STEP, knows_family,
    N_ ("A step for you: let the computer prefer the kind of address that works."),
    "trial.family" },
  { "check-host-name", DOCTOR_FIX_STEP, always,
    N_ ("A step for you: compare the name of the server with what the provider says.") },
  { "ask-administrator", DOCTOR_FIX_STEP, always,
    N_ ("A step for you: tell whoever runs the server.") },
  { "retry-later", DOCTOR_FIX_STEP, always, N_ ("A step for you: wait until it has passed.") },
};

guint
doctor_fix_get_n (void)
{
  return G_N_ELEMENTS (rows);
}

const char *
doctor_fix_get_id (guint i)
{
  return rows[i].id;
}

const char *
doctor_fix_get_description (guint i)
{
  return _ (rows[i].description);
}

static gboolean
find_row (const char *id, guint *out_row)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].id, id)) {
      *out_row = i;
      return TRUE;
    }
  return FALSE;
}

gboolean
doctor_fix_is_known (const char *id)
{
  guint row;
  return find_row (id, &row);
}

const char *
doctor_fix_get_trial (const char *id)
{
  guint row;
  return find_row (id, &row) ? rows[row].trial : NULL;
}

void
doctor_fix_free (DoctorFix *fix)
{
  if (fix == NULL)
    return;
  doctor_facts_unref (fix->changes);
  g_free (fix);
}

/* The last gate, whatever a row says: no change to a readable connection. */
static gboolean
weakens (DoctorFacts *changes)
{
  return doctor_facts_is (changes, DOCTOR_SCOPE_RECEIVE, "server.security", "none")
         || doctor_facts_is (changes, DOCTOR_SCOPE_SEND, "server.security", "none");
}

DoctorFix *
doctor_fix_new (const char *id, DoctorScope scope, DoctorFacts *facts)
{
  guint row;
  if (!find_row (id, &row))
    return NULL;
  g_autoptr (DoctorFacts) changes = doctor_facts_new ();
  Build build = { facts, scope, changes };
  if (!rows[row].build (&build) || weakens (changes)
      || (rows[row].kind == DOCTOR_FIX_CHANGE && doctor_facts_count (changes) == 0))
    return NULL;
  DoctorFix *fix = g_new0 (DoctorFix, 1);
  fix->id = rows[row].id;
  fix->kind = rows[row].kind;
  fix->scope = scope;
  fix->changes = g_steal_pointer (&changes);
  doctor_facts_seal (fix->changes);
  return fix;
}

static gboolean
changes_the_same (const DoctorFix *a, const DoctorFix *b)
{
  if (a->kind != DOCTOR_FIX_CHANGE || b->kind != DOCTOR_FIX_CHANGE)
    return FALSE;
  g_autofree char *left = doctor_facts_print (a->changes);
  g_autofree char *right = doctor_facts_print (b->changes);
  return g_str_equal (left, right);
}

/* Two ways to the same settings are one fix: the first, which is the better grounded. */
static void
add_fix (GPtrArray *fixes, DoctorFix *fix)
{
  for (guint i = 0; fix != NULL && i < fixes->len; i++)
    if (changes_the_same (g_ptr_array_index (fixes, i), fix))
      g_clear_pointer (&fix, doctor_fix_free);
  if (fix != NULL)
    g_ptr_array_add (fixes, fix);
}

/* A finding about the account as a whole is repaired where it can be. */
static void
add_for_account (GPtrArray *fixes, const char *id, DoctorFacts *facts)
{
  guint before = fixes->len;
  guint row;
  if (find_row (id, &row) && rows[row].kind == DOCTOR_FIX_STEP) {
    add_fix (fixes, doctor_fix_new (id, DOCTOR_SCOPE_ACCOUNT, facts));
    return;
  }
  add_fix (fixes, doctor_fix_new (id, DOCTOR_SCOPE_RECEIVE, facts));
  if (fixes->len == before)
    add_fix (fixes, doctor_fix_new (id, DOCTOR_SCOPE_SEND, facts));
}

GPtrArray *
doctor_fix_list (const DoctorFinding *finding, DoctorFacts *facts)
{
  GPtrArray *fixes = g_ptr_array_new_with_free_func ((GDestroyNotify)doctor_fix_free);
  const char *const *ids = doctor_finding_type_get_fixes (finding->type);
  for (; *ids != NULL; ids++) {
    if (finding->scope == DOCTOR_SCOPE_ACCOUNT)
      add_for_account (fixes, *ids, facts);
    else
      add_fix (fixes, doctor_fix_new (*ids, finding->scope, facts));
  }
  return fixes;
}
