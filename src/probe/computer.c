/* The probes of the computer itself (steps.h). */
#include "probe/computer.h"
#include "probe/link.h"
#include "probe/steps.h"

enum {
  DESKTOP_LIMIT_MS = 700, /* it answers from memory, in a few milliseconds */
  FOLDER_LIMIT_MS = 1500, /* a file server that slept may have to wake up */
};

/* Addresses for documentation (RFC 5737, RFC 3849): nothing is sent there, and no route but
 * the default one knows them. */
static const char far_ipv4[] = "192.0.2.1", far_ipv6[] = "2001:db8::1";

static void
tell_route (DoctorChain *chain)
{
  g_autofree char *four = chain->computer->find_route (far_ipv4);
  g_autofree char *six = chain->computer->find_route (far_ipv6);
  static const char *const words[2][2] = { { "none", "ipv6" }, { "ipv4", "both" } };
  doctor_chain_set_account (chain, "computer.route",
                            g_variant_new_string (words[four != NULL][six != NULL]));
}

static void
tell_tunnels (DoctorChain *chain)
{
  g_autoptr (GArray) links = chain->computer->read_links ();
  g_autoptr (GVariantBuilder) names = g_variant_builder_new (G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < links->len; i++) {
    const DoctorLink *link = &g_array_index (links, DoctorLink, i);
    if (doctor_link_is_tunnel (link))
      g_variant_builder_add (names, "s", link->name);
  }
  doctor_chain_set_account (chain, "computer.tunnels", g_variant_builder_end (names));
}

/* Only the names: a value may hold a password. */
static void
tell_proxy_variables (DoctorChain *chain)
{
  static const char *const variables[]
    = { "http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "socks_proxy" };
  g_autoptr (GVariantBuilder) names = g_variant_builder_new (G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < G_N_ELEMENTS (variables); i++) {
    g_autofree char *upper = g_ascii_strup (variables[i], -1);
    const char *const spellings[] = { variables[i], upper };
    for (guint j = 0; j < G_N_ELEMENTS (spellings); j++) {
      const char *value = chain->computer->get_variable (spellings[j]);
      if (value != NULL && *value != '\0')
        g_variant_builder_add (names, "s", spellings[j]);
    }
  }
  doctor_chain_set_account (chain, "computer.proxy-environment", g_variant_builder_end (names));
}

void
doctor_step_computer (DoctorChain *chain)
{
  tell_tunnels (chain);
  tell_proxy_variables (chain);
  tell_route (chain);
}

/* --- the way to the mail server --- */

static gboolean
leads_through_vpn (DoctorChain *chain, GArray *links, const char *address)
{
  g_autofree char *name = chain->computer->find_route (address);
  return name != NULL && doctor_links_is_vpn (links, name);
}

/* Some VPNs take only the addresses behind them; so the server's own are asked for too. */
static gboolean
is_server_behind_vpn (DoctorChain *chain, GArray *links, DoctorScope scope)
{
  GVariant *value = doctor_facts_lookup (chain->facts, scope, "dns.addresses");
  g_autofree const char **addresses = value == NULL ? NULL : g_variant_get_strv (value, NULL);
  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    if (leads_through_vpn (chain, links, addresses[i]))
      return TRUE;
  return FALSE;
}

void
doctor_step_route (DoctorChain *chain)
{
  g_autoptr (GArray) links = chain->computer->read_links ();
  gboolean is_vpn = leads_through_vpn (chain, links, far_ipv4)
                    || leads_through_vpn (chain, links, far_ipv6)
                    || is_server_behind_vpn (chain, links, DOCTOR_SCOPE_RECEIVE)
                    || is_server_behind_vpn (chain, links, DOCTOR_SCOPE_SEND);
  doctor_chain_set_account (chain, "computer.vpn", g_variant_new_boolean (is_vpn));
}

/* --- desktop and disk --- */

void
doctor_step_desktop (DoctorChain *chain)
{
  DoctorPatience patience = doctor_patience_narrow (&chain->patience, DESKTOP_LIMIT_MS);
  const char *word = chain->computer->ask_desktop (&patience);
  if (!doctor_patience_is_cancelled (&patience))
    doctor_chain_set_account (chain, "computer.connectivity", g_variant_new_string (word));
}

void
doctor_step_disk (DoctorChain *chain)
{
  enum { MIB = 1024 * 1024 };
  DoctorFolder folder = { 0 };
  DoctorPatience patience = doctor_patience_narrow (&chain->patience, FOLDER_LIMIT_MS);
  const char *path = doctor_chain_get (chain, "mail.folder");
  if (!chain->computer->look_at_folder (path, &patience, &folder))
    return;
  doctor_chain_set_account (chain, "disk.writable", g_variant_new_boolean (folder.is_writable));
  doctor_chain_set_account (chain, "disk.free-mib",
                            g_variant_new_int32 ((gint32)MIN (folder.free_bytes / MIB, G_MAXINT)));
}
