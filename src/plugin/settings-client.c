/* Settings of an account that are not those of a server, and preferences that all accounts of the
 * client share (settings.h). Shared ones stand among the facts of each account, so that a fix is
 * always a set of facts of one account; writing them changes the client for all accounts. */
#include "plugin/settings.h"
#include <claws-features.h>
#include <account.h>
#include <defs.h>
#include <inc.h>
#include <mainwindow.h>
#include <prefs_account.h>
#include <prefs_common.h>
#include <etpan/imap-thread.h>
#include <socket.h>

enum { MAX_IO_TIMEOUT_S = 1000 }; /* what the host's own page allows (prefs_other.c) */

/* NULL: the account has none. */
typedef GVariant *(*Read) (const PrefsAccount *account);
typedef void (*Write) (PrefsAccount *account, GVariant *value);

static gboolean
is_fetched (const PrefsAccount *account)
{
  return account->protocol == A_IMAP4 || account->protocol == A_POP3;
}

static GVariant *
read_offline (const PrefsAccount *account)
{
  return g_variant_new_boolean (prefs_common_get_prefs ()->work_offline);
}

/* Without the question whether to fetch all folders before: nobody waits for that here. */
static void
write_offline (PrefsAccount *account, GVariant *value)
{
  MainWindow *main_window = mainwindow_get_mainwindow ();
  if (main_window != NULL)
    main_window_toggle_work_offline (main_window, g_variant_get_boolean (value), FALSE);
}

static GVariant *
read_io_timeout (const PrefsAccount *account)
{
  return g_variant_new_int32 (prefs_common_get_prefs ()->io_timeout_secs);
}

static void
write_io_timeout (PrefsAccount *account, GVariant *value)
{
  int seconds = g_variant_get_int32 (value);
  prefs_common_get_prefs ()->io_timeout_secs = seconds;
  sock_set_io_timeout ((guint)seconds);
  imap_main_set_timeout (seconds);
}

/* The account's own interval, or that of all accounts. */
static gboolean
checks_like_all (const PrefsAccount *account)
{
  return account->autochk_use_default;
}

static GVariant *
read_auto_check (const PrefsAccount *account)
{
  if (!is_fetched (account))
    return NULL;
  return g_variant_new_boolean (checks_like_all (account)
                                  ? prefs_common_get_prefs ()->autochk_newmail
                                  : account->autochk_use_custom);
}

static void
write_auto_check (PrefsAccount *account, GVariant *value)
{
  gboolean on = g_variant_get_boolean (value);
  if (checks_like_all (account)) {
    prefs_common_get_prefs ()->autochk_newmail = on;
    inc_autocheck_timer_remove ();
    inc_autocheck_timer_set ();
    return;
  }
  account->autochk_use_custom = on;
  inc_account_autocheck_timer_remove (account);
  inc_account_autocheck_timer_set_interval (account);
}

static GVariant *
read_fetches (const PrefsAccount *account)
{
  return is_fetched (account) ? g_variant_new_boolean (account->recv_at_getall) : NULL;
}

static void
write_fetches (PrefsAccount *account, GVariant *value)
{
  account->recv_at_getall = g_variant_get_boolean (value);
}

static GVariant *
read_subscribed_only (const PrefsAccount *account)
{
  return account->protocol == A_IMAP4 ? g_variant_new_boolean (account->imap_subsonly) : NULL;
}

static void
write_subscribed_only (PrefsAccount *account, GVariant *value)
{
  account->imap_subsonly = g_variant_get_boolean (value);
}

/* The host goes by it with POP3 and SMTP only. What was chosen stays in its settings, and is only
 * not used. */
static GVariant *
read_tls_priority (const PrefsAccount *account)
{
  const char *priority = account->gnutls_priority;
  gboolean is_chosen = account->set_gnutls_priority && priority != NULL && *priority != '\0'
                       && g_utf8_validate (priority, -1, NULL);
  return g_variant_new_string (is_chosen ? priority : "default");
}

static void
write_tls_priority (PrefsAccount *account, GVariant *value)
{
  const char *priority = g_variant_get_string (value, NULL);
  account->set_gnutls_priority = !g_str_equal (priority, "default");
  if (!account->set_gnutls_priority)
    return;
  g_free (account->gnutls_priority);
  account->gnutls_priority = g_strdup (priority);
}

static const struct {
  const char *name;
  Read read;
  Write write;
  gboolean is_shared; /* in the client's own file (clawsrc), for all accounts */
} rows[] = {
  { "client.offline", read_offline, write_offline, TRUE },
  { "client.io-timeout", read_io_timeout, write_io_timeout, TRUE },
  { "client.auto-check", read_auto_check, write_auto_check, TRUE },
  { "client.fetches", read_fetches, write_fetches, FALSE },
  { "client.subscribed-only", read_subscribed_only, write_subscribed_only, FALSE },
  { "client.tls-priority", read_tls_priority, write_tls_priority, FALSE },
};

void
doctor_settings_add_client (DoctorFacts *facts, const PrefsAccount *account)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    GVariant *value = rows[i].read (account);
    if (value != NULL)
      doctor_facts_set (facts, rows[i].name, value, DOCTOR_SOURCE_SETTINGS);
  }
}

/* The value of row @i in @changes; NULL when it is not among them or cannot be stored. */
static GVariant *
lookup (guint i, const PrefsAccount *account, DoctorFacts *changes)
{
  GVariant *value = doctor_facts_lookup (changes, DOCTOR_SCOPE_ACCOUNT, rows[i].name);
  if (value == NULL)
    return NULL;
  g_autoptr (GVariant) now = rows[i].read (account);
  if (now == NULL || !g_variant_is_of_type (value, g_variant_get_type (now)))
    return NULL;
  if (rows[i].write == write_io_timeout
      && (g_variant_get_int32 (value) < 1 || g_variant_get_int32 (value) > MAX_IO_TIMEOUT_S))
    return NULL;
  return value;
}

guint
doctor_settings_count_client (const PrefsAccount *account, DoctorFacts *changes)
{
  guint n = 0;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    n += lookup (i, account, changes) != NULL;
  return n;
}

void
doctor_settings_write_client (PrefsAccount *account, DoctorFacts *changes)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    GVariant *value = lookup (i, account, changes);
    if (value != NULL)
      rows[i].write (account, value);
  }
}

gboolean
doctor_settings_are_shared (DoctorFacts *changes)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].is_shared
        && doctor_facts_lookup (changes, DOCTOR_SCOPE_ACCOUNT, rows[i].name) != NULL)
      return TRUE;
  return FALSE;
}
