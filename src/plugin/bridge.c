#include "plugin/bridge.h"
#include "plugin/saved-certificate.h"
#include "plugin/settings.h"
#include "core/i18n.h"
#include <claws-features.h>
#include <account.h>
#include <defs.h>
#include <folder.h>
#include <folderview.h>
#include <inc.h>
#include <main.h>
#include <mainwindow.h>
#include <password.h>
#include <passwordstore.h>
#include <prefs.h>
#include <prefs_account.h>
#include <prefs_common.h>
#include <procmsg.h>
#include <remotefolder.h>
#include <session.h>
#include <toolbar.h>
#include <utils.h>
#include <glib/gstdio.h>
#include <string.h>

/* --- reading --- */

static void
ref_free (gpointer data)
{
  DoctorAccountRef *ref = data;
  g_free (ref->name);
  g_free (ref->receive_host);
  g_free (ref->receive_user);
  g_free (ref->send_host);
  g_free (ref->send_user);
  g_free (ref);
}

static DoctorAccountRef *
ref_new (const PrefsAccount *account)
{
  DoctorAccountRef *ref = g_new0 (DoctorAccountRef, 1);
  gboolean own_user = account->smtp_userid != NULL && account->smtp_userid[0] != '\0';
  ref->id = account->account_id;
  ref->name = g_strdup (account->account_name);
  ref->receive_protocol = doctor_settings_protocol (account);
  ref->receive_host = g_strdup (account->recv_server);
  ref->receive_user = g_strdup (account->userid);
  ref->send_host = doctor_settings_sends (account) ? g_strdup (account->smtp_server) : NULL;
  ref->send_user = g_strdup (own_user ? account->smtp_userid : account->userid);
  return ref;
}

static gboolean
is_mail_account (const PrefsAccount *account)
{
  return account->protocol == A_IMAP4 || account->protocol == A_POP3 || account->protocol == A_NONE;
}

GPtrArray *
doctor_bridge_list_accounts (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (ref_free);
  for (GList *at = account_get_list (); at != NULL; at = at->next)
    if (is_mail_account (at->data))
      g_ptr_array_add (list, ref_new (at->data));
  return list;
}

gboolean
doctor_bridge_has_account (int account_id)
{
  const PrefsAccount *account = account_find_from_id (account_id);
  return account != NULL && is_mail_account (account);
}

/* The host notes beside an access token when it runs out, as seconds since 1970, and renews
 * it only while it fetches (oauth2_check_passwds () of the host). */
static void
read_token_expiry (DoctorFacts *facts, int account_id)
{
  if (!doctor_facts_is (facts, DOCTOR_SCOPE_RECEIVE, "auth.mechanism", "xoauth2")
      && !doctor_facts_is (facts, DOCTOR_SCOPE_SEND, "auth.mechanism", "xoauth2"))
    return;
  if (doctor_bridge_passwords_locked ()
      || !passwd_store_has_password_account (account_id, PWS_ACCOUNT_OAUTH2_EXPIRY))
    return;
  char *expiry = passwd_store_get_account (account_id, PWS_ACCOUNT_OAUTH2_EXPIRY);
  gint64 seconds = expiry == NULL ? 0 : g_ascii_strtoll (expiry, NULL, 10);
  doctor_bridge_forget (expiry);
  if (seconds > 0)
    doctor_facts_set (facts, "oauth.expires", g_variant_new_int64 (seconds),
                      DOCTOR_SOURCE_SETTINGS);
}

DoctorFacts *
doctor_bridge_read (int account_id)
{
  const PrefsAccount *account = account_find_from_id (account_id);
  if (account == NULL)
    return NULL;
  DoctorFacts *facts = doctor_settings_read (account);
  read_token_expiry (facts, account_id);
  doctor_settings_add_surroundings (facts, account);
  doctor_settings_add_profile (facts, account);
  doctor_facts_set (facts, "client.passwords-locked",
                    g_variant_new_boolean (doctor_bridge_passwords_locked ()),
                    DOCTOR_SOURCE_SETTINGS);
  return facts;
}

const char *
doctor_bridge_config_dir (void)
{
  return get_rc_dir ();
}

const char *
doctor_bridge_program (void)
{
  return prog_version;
}

gint64
doctor_bridge_passwords_time (void)
{
  GStatBuf status;
  g_autofree char *path = g_build_filename (get_rc_dir (), PASSWORD_STORE_RC, NULL);
  return g_stat (path, &status) == 0 ? (gint64)status.st_mtime : 0;
}

gboolean
doctor_bridge_is_offline (void)
{
  return prefs_common_get_prefs ()->work_offline;
}

/* --- the client's own attempt --- */

enum {
  TRY_AGAIN_MS = 500, /* while the host is busy with something that locks fetching */
  MAX_TRIES = 120     /* a minute; then the next fetch of its own has to do */
};

typedef struct {
  int account_id;
  DoctorScope scope;
  guint n_tries;
  guint source;
} Attempt;

static GPtrArray *attempts; /* Attempt, waiting */

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;
  g_clear_handle_id (&attempt->source, g_source_remove);
  g_free (attempt);
}

static gboolean
is_busy (DoctorScope scope)
{
  return inc_lock_count > 0 || inc_is_active ()
         || (scope == DOCTOR_SCOPE_SEND && procmsg_is_sending ());
}

static void
make_attempt (MainWindow *main_window, PrefsAccount *account, DoctorScope scope)
{
  switch (scope) {
    case DOCTOR_SCOPE_SEND:
      send_queue_cb (main_window, 0, NULL);
      break;
    case DOCTOR_SCOPE_RECEIVE:
      inc_account_mail (main_window, account);
      break;
    case DOCTOR_SCOPE_ACCOUNT:
    default: /* the folder tree, as after the same change in the host's own window */
      if (account->folder != NULL && !prefs_common_get_prefs ()->work_offline)
        folderview_rescan_tree (FOLDER (account->folder), FALSE);
  }
}

static gboolean
on_attempt (gpointer data)
{
  Attempt *attempt = data;
  if (is_busy (attempt->scope) && attempt->n_tries++ < MAX_TRIES) {
    attempt->source = g_timeout_add (TRY_AGAIN_MS, on_attempt, attempt);
    return G_SOURCE_REMOVE;
  }
  PrefsAccount *account = account_find_from_id (attempt->account_id);
  MainWindow *main_window = mainwindow_get_mainwindow ();
  DoctorScope scope = attempt->scope;
  attempt->source = 0;
  g_ptr_array_remove (attempts, attempt);
  if (account == NULL || main_window == NULL || is_busy (scope))
    return G_SOURCE_REMOVE;
  make_attempt (main_window, account, scope);
  return G_SOURCE_REMOVE;
}

static void
attempt (int account_id, DoctorScope scope)
{
  Attempt *next = g_new0 (Attempt, 1);
  next->account_id = account_id;
  next->scope = scope;
  if (attempts == NULL)
    attempts = g_ptr_array_new_with_free_func (attempt_free);
  g_ptr_array_add (attempts, next);
  next->source = g_idle_add (on_attempt, next);
}

void
doctor_bridge_try_now (int account_id, DoctorScope scope)
{
  attempt (account_id, scope == DOCTOR_SCOPE_SEND ? scope : DOCTOR_SCOPE_RECEIVE);
}

/* --- storing --- */

/* The host does not say whether it could write a file; that it replaced it is seen from here. */
typedef struct {
  char *path;
  GStatBuf before;
} Watched;

static Watched
watch_file (const char *name)
{
  Watched watched = { g_build_filename (get_rc_dir (), name, NULL), { 0 } };
  if (g_stat (watched.path, &watched.before) != 0)
    watched.before = (GStatBuf){ 0 };
  return watched;
}

static gboolean
was_replaced (Watched *watched, GError **error)
{
  g_autofree char *path = g_steal_pointer (&watched->path);
  GStatBuf now;
  if (g_stat (path, &now) == 0 && now.st_ino != watched->before.st_ino)
    return TRUE;
  g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS,
               _ ("Claws Mail could not write its file %s. Check that there is room and that it "
                  "may be written."),
               path);
  return FALSE;
}

/* A connection that was made with the old settings is not used again; and the host waits two
 * seconds after a failure before it connects anew, which would eat the next attempt. */
static void
drop_connection (PrefsAccount *account)
{
  if (account->protocol != A_IMAP4 || account->folder == NULL)
    return;
  RemoteFolder *folder = REMOTE_FOLDER (account->folder);
  folder->last_failure = 0;
  if (folder->session == NULL || folder->session->state == SESSION_DISCONNECTED)
    return;
  folder->session->state = SESSION_DISCONNECTED;
  /* The host's ping ends by itself when it sees that state, and the host then removes it once
   * more when it frees the session. */
  session_register_ping (folder->session, NULL);
}

static gboolean
changes_receiving (DoctorFacts *changes)
{
  g_autoptr (GPtrArray) names = doctor_facts_names (changes);
  const char *bare;
  for (guint i = 0; i < names->len; i++)
    if (doctor_scope_split (g_ptr_array_index (names, i), &bare) == DOCTOR_SCOPE_RECEIVE)
      return TRUE;
  return FALSE;
}

/* What @changes will replace. */
static DoctorFacts *
values_before (const PrefsAccount *account, DoctorFacts *changes)
{
  g_autoptr (DoctorFacts) settings = doctor_settings_read (account);
  g_autoptr (GPtrArray) names = doctor_facts_names (changes);
  DoctorFacts *before = doctor_facts_new ();
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    GVariant *value = doctor_facts_lookup (settings, DOCTOR_SCOPE_ACCOUNT, name);
    if (value != NULL)
      doctor_facts_set (before, name, value, DOCTOR_SOURCE_SETTINGS);
  }
  return before;
}

/* A login of its own for sending has a password of its own. It begins with the one that was
 * used until now; one that was stored before is kept, so that an undo finds it. */
static void
give_password (PrefsAccount *account, DoctorFacts *before, DoctorFacts *changes)
{
  gboolean had = doctor_facts_get_boolean (before, DOCTOR_SCOPE_SEND, "auth.own-login", TRUE);
  gboolean has = doctor_facts_get_boolean (changes, DOCTOR_SCOPE_SEND, "auth.own-login", FALSE);
  if (had || !has || doctor_bridge_passwords_locked ()
      || passwd_store_has_password_account (account->account_id, PWS_ACCOUNT_SEND))
    return;
  char *password = doctor_bridge_get_password (account->account_id, DOCTOR_SCOPE_RECEIVE);
  if (password == NULL)
    return;
  passwd_store_set_account (account->account_id, PWS_ACCOUNT_SEND, password, FALSE);
  passwd_store_write_config ();
  doctor_bridge_forget (password);
}

/* Preferences of all accounts are in a file of their own. */
static gboolean
save_settings (DoctorFacts *changes, GError **error)
{
  if (doctor_settings_are_shared (changes)) {
    Watched common = watch_file (COMMON_RC);
    prefs_common_write_config ();
    if (!was_replaced (&common, error))
      return FALSE;
  }
  Watched accounts = watch_file (ACCOUNT_RC);
  account_write_config_all ();
  return was_replaced (&accounts, error);
}

gboolean
doctor_bridge_write (int account_id, DoctorFacts *changes, GError **error)
{
  PrefsAccount *account = account_find_from_id (account_id);
  if (account == NULL) {
    g_set_error_literal (error, DOCTOR_ERROR, DOCTOR_ERROR_NO_ACCOUNT,
                         _ ("The account is not there any more."));
    return FALSE;
  }
  g_autoptr (DoctorFacts) before = values_before (account, changes);
  if (!doctor_settings_write (account, changes, error))
    return FALSE;
  if (!save_settings (changes, error)) {
    if (!doctor_settings_write (account, before, NULL))
      g_debug ("account %d keeps the new values until the program ends", account_id);
    return FALSE;
  }
  give_password (account, before, changes);
  if (changes_receiving (changes))
    drop_connection (account);
  if (doctor_facts_lookup (changes, DOCTOR_SCOPE_ACCOUNT, "client.subscribed-only") != NULL)
    attempt (account_id, DOCTOR_SCOPE_ACCOUNT);
  main_window_set_account_menu (account_get_list ()); /* as the preferences window does */
  return TRUE;
}

/* --- passwords --- */

gboolean
doctor_bridge_passwords_locked (void)
{
  return prefs_common_get_prefs ()->use_primary_passphrase && !primary_passphrase_is_entered ();
}

/* Of the account's own proxy, or of that of all accounts. */
static char *
dup_proxy_password (const PrefsAccount *account)
{
  if (!account->use_proxy || doctor_bridge_passwords_locked ())
    return NULL;
  return account->use_default_proxy
           ? passwd_store_get (PWS_CORE, PWS_CORE_PROXY, PWS_CORE_PROXY_PASS)
           : passwd_store_get_account (account->account_id, PWS_ACCOUNT_PROXY_PASS);
}

char *
doctor_bridge_get_password (int account_id, DoctorScope scope)
{
  const PrefsAccount *account = account_find_from_id (account_id);
  if (account == NULL)
    return NULL;
  if (scope == DOCTOR_SCOPE_ACCOUNT)
    return dup_proxy_password (account);
  const char *id = doctor_settings_password_id (account, scope);
  const char *of_session
    = scope == DOCTOR_SCOPE_SEND ? account->session_smtp_passwd : account->session_passwd;
  /* Reading a locked store would ask for the passphrase. */
  if (passwd_store_has_password_account (account_id, id))
    return doctor_bridge_passwords_locked () ? NULL : passwd_store_get_account (account_id, id);
  return g_strdup (of_session);
}

void
doctor_bridge_forget (char *password)
{
  if (password == NULL)
    return;
  explicit_bzero (password, strlen (password));
  g_free (password);
}

static void
drop_session_password (char **password)
{
  doctor_bridge_forget (*password);
  *password = NULL;
}

gboolean
doctor_bridge_set_password (int account_id, DoctorScope scope, const char *password, GError **error)
{
  PrefsAccount *account = account_find_from_id (account_id);
  if (account == NULL || doctor_bridge_passwords_locked ()) {
    g_set_error_literal (
      error, DOCTOR_ERROR, DOCTOR_ERROR_REFUSED,
      account == NULL
        ? _ ("The account is not there any more.")
        : _ ("The saved passwords are locked by the primary passphrase. Fetch mail once and "
             "enter it, then store the password again."));
    return FALSE;
  }
  Watched file = watch_file (PASSWORD_STORE_RC);
  passwd_store_set_account (account_id, doctor_settings_password_id (account, scope), password,
                            FALSE);
  passwd_store_write_config ();
  drop_session_password (&account->session_passwd);
  drop_session_password (&account->session_smtp_passwd);
  drop_connection (account);
  return was_replaced (&file, error);
}

void
doctor_bridge_detach (void)
{
  doctor_saved_certificate_forget ();
  doctor_bridge_end_trust ();
  g_clear_pointer (&attempts, g_ptr_array_unref);
}
