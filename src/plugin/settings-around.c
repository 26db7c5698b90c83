/* What an account has around it in the client (settings.h): the folder that holds its mail, the
 * servers of the other accounts, the proxy that it goes through. */
#include "plugin/settings.h"
#include <claws-features.h>
#include <account.h>
#include <folder.h>
#include <localfolder.h>
#include <prefs_account.h>
#include <prefs_common.h>
#include <utils.h>

enum { MAX_SERVERS = 16 }; /* more would say nothing that these do not */

static void
set (DoctorFacts *facts, DoctorScope scope, const char *name, GVariant *value)
{
  doctor_facts_set_scoped (facts, scope, name, value, DOCTOR_SOURCE_SETTINGS);
}

static void
set_string (DoctorFacts *facts, DoctorScope scope, const char *name, const char *value)
{
  if (value != NULL && *value != '\0' && g_utf8_validate (value, -1, NULL))
    set (facts, scope, name, g_variant_new_string (value));
}

/* --- the mail folder --- */

/* IMAP accounts keep copies among the settings; mail of the others goes into a mailbox. */
static char *
dup_folder (const PrefsAccount *account)
{
  if (account->protocol == A_IMAP4)
    return g_strdup (get_imap_cache_dir ());
  FolderItem *inbox
    = account->inbox != NULL ? folder_find_item_from_identifier (account->inbox) : NULL;
  if (inbox == NULL)
    inbox = folder_get_default_inbox ();
  if (inbox == NULL || !FOLDER_IS_LOCAL (inbox->folder))
    return NULL;
  const char *root = LOCAL_FOLDER (inbox->folder)->rootpath;
  if (root == NULL || g_path_is_absolute (root))
    return g_strdup (root);
  return g_build_filename (get_home_dir (), root, NULL);
}

/* --- the proxy: by the rules of the host's inc.c, imap.c and send_message.c --- */

static gboolean
uses_proxy (const PrefsAccount *account, DoctorScope scope)
{
  return account->use_proxy && (scope == DOCTOR_SCOPE_RECEIVE || account->use_proxy_for_send);
}

const char *
doctor_settings_proxy_kind (const PrefsAccount *account, DoctorScope scope)
{
  const ProxyInfo *proxy
    = account->use_default_proxy ? &prefs_common_get_prefs ()->proxy_info : &account->proxy_info;
  /* The command goes before the proxy, and the host knows it for IMAP only. */
  if (scope == DOCTOR_SCOPE_RECEIVE && account->protocol == A_IMAP4 && account->set_tunnelcmd)
    return "tunnel-command";
  if (!uses_proxy (account, scope))
    return "none";
  return proxy->proxy_type == PROXY_SOCKS4 ? "socks4" : "socks5";
}

static void
add_proxy (DoctorFacts *facts, const PrefsAccount *account, DoctorScope scope)
{
  const char *kind = doctor_facts_get_string (facts, scope, "proxy.kind");
  const ProxyInfo *proxy
    = account->use_default_proxy ? &prefs_common_get_prefs ()->proxy_info : &account->proxy_info;
  if (g_strcmp0 (kind, "socks4") != 0 && g_strcmp0 (kind, "socks5") != 0)
    return;
  set_string (facts, scope, "proxy.origin", account->use_default_proxy ? "common" : "account");
  set_string (facts, scope, "proxy.host", proxy->proxy_host);
  set (facts, scope, "proxy.port", g_variant_new_int32 (proxy->proxy_port));
  /* SOCKS4 has no login in the host. */
  if (g_str_equal (kind, "socks5") && proxy->use_proxy_auth)
    set_string (facts, scope, "proxy.user", proxy->proxy_name);
}

/* The proxy of all accounts, where this one would use it but goes past. */
static void
add_unused_proxy (DoctorFacts *facts, const PrefsAccount *account)
{
  const PrefsCommon *common = prefs_common_get_prefs ();
  const ProxyInfo *proxy = &common->proxy_info;
  if (account->use_proxy || !account->use_default_proxy || !common->use_proxy)
    return;
  set_string (facts, DOCTOR_SCOPE_ACCOUNT, "client.proxy-kind",
              proxy->proxy_type == PROXY_SOCKS4 ? "socks4" : "socks5");
  set_string (facts, DOCTOR_SCOPE_ACCOUNT, "client.proxy-host", proxy->proxy_host);
  set (facts, DOCTOR_SCOPE_ACCOUNT, "client.proxy-port", g_variant_new_int32 (proxy->proxy_port));
}

/* --- the other accounts --- */

static gsize
add_servers (GVariantBuilder *servers, const PrefsAccount *account)
{
  gsize n = 0;
  g_autoptr (DoctorFacts) facts = doctor_settings_read_services (account);
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++) {
    const char *host = doctor_facts_get_string (facts, scope, "server.host");
    gint64 port = doctor_facts_get_int (facts, scope, "server.port", 0);
    if (host == NULL || port < 1 || !g_utf8_validate (host, -1, NULL))
      continue;
    g_variant_builder_add (servers, "(si)", host, (gint32)port);
    n++;
  }
  return n;
}

static void
add_neighbours (DoctorFacts *facts, const PrefsAccount *account)
{
  gsize n = 0;
  g_autoptr (GVariantBuilder) servers = g_variant_builder_new (G_VARIANT_TYPE ("a(si)"));
  for (GList *at = account_get_list (); at != NULL && n < MAX_SERVERS; at = at->next)
    if (at->data != account)
      n += add_servers (servers, at->data);
  if (n > 0)
    set (facts, DOCTOR_SCOPE_ACCOUNT, "control.servers", g_variant_builder_end (servers));
}

void
doctor_settings_add_surroundings (DoctorFacts *facts, const PrefsAccount *account)
{
  g_autofree char *folder = dup_folder (account);
  set_string (facts, DOCTOR_SCOPE_ACCOUNT, "mail.folder", folder);
  add_neighbours (facts, account);
  add_proxy (facts, account, DOCTOR_SCOPE_RECEIVE);
  add_proxy (facts, account, DOCTOR_SCOPE_SEND);
  add_unused_proxy (facts, account);
}
