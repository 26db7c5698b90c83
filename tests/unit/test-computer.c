/* What this computer says of itself: pure functions by table, and the probes on a computer
 * made up for them. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* unshare */
#endif
#include "fake-computer.h"
#include "probe/hosts.h"
#include "probe/link.h"
#include "probe/steps.h"
#include <glib/gstdio.h>
#include <linux/if_arp.h>
#include <sched.h>
#include <string.h>

static void
test_hosts (void)
{
  static const struct {
    const char *text, *host, *addresses;
  } rows[] = {
    { "192.0.2.1 mail.example.org\n", "mail.example.org", "192.0.2.1" },
    { "192.0.2.1\tother mail.example.org # own\n", "mail.example.org", "192.0.2.1" },
    { "192.0.2.1 MAIL.Example.ORG.\n", "mail.example.org", "192.0.2.1" },
    { "192.0.2.1 mail.example.org", "mail.example.org", "192.0.2.1" },
    { "192.0.2.1 a\r\n2001:DB8::1 a\r\n192.0.2.1 a\r\n", "a", "192.0.2.1 2001:db8::1" },
    { "# 192.0.2.1 mail.example.org\n", "mail.example.org", "" },
    { "192.0.2.1 mail.example.org.invalid\n", "mail.example.org", "" },
    { "mail.example.org 192.0.2.1\n", "mail.example.org", "" },
    { "192.0.2.1 # mail.example.org\n", "mail.example.org", "" },
    { "192.0.2.300 mail.example.org\n", "mail.example.org", "" },
    { "192.0.2.1\n\n   \n", "mail.example.org", "" },
    { "", "mail.example.org", "" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) found
      = doctor_hosts_find (rows[i].text, strlen (rows[i].text), rows[i].host);
    g_ptr_array_add (found, NULL);
    g_autofree char *text = g_strjoinv (" ", (char **)found->pdata);
    g_assert_cmpstr (text, ==, rows[i].addresses);
  }
}

static void
test_tunnels (void)
{
  static const struct {
    DoctorLink link;
    gboolean is_tunnel;
  } rows[] = {
    { { .name = "eth0", .hardware = ARPHRD_ETHER, .has_device = TRUE }, FALSE },
    { { .name = "br0", .hardware = ARPHRD_ETHER }, FALSE },
    { { .name = "lo", .hardware = ARPHRD_LOOPBACK, .loopback = TRUE }, FALSE },
    { { .name = "wg0", .hardware = ARPHRD_NONE, .point_to_point = TRUE }, TRUE },
    { { .name = "tun0", .hardware = ARPHRD_NONE, .is_tap = TRUE }, TRUE },
    { { .name = "tap0", .hardware = ARPHRD_ETHER, .is_tap = TRUE }, TRUE },
    { { .name = "vnet0", .hardware = ARPHRD_ETHER, .is_tap = TRUE, .is_port = TRUE }, FALSE },
    { { .name = "ppp0", .hardware = ARPHRD_PPP }, TRUE },
    { { .name = "sit1", .hardware = ARPHRD_SIT }, TRUE },
    { { .name = "gre1", .hardware = ARPHRD_IPGRE }, TRUE },
    { { .name = "wwan0", .hardware = ARPHRD_NONE, .has_device = TRUE }, FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (doctor_link_is_tunnel (&rows[i].link), ==, rows[i].is_tunnel);
}

/* --- the probes --- */

static void
assert_fact (DoctorChain *chain, const char *line)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_true (doctor_facts_parse_line (line, &name, &value, &error));
  g_assert_no_error (error);
  GVariant *found = doctor_facts_lookup (chain->facts, DOCTOR_SCOPE_ACCOUNT, name);
  g_autofree char *text = found == NULL ? NULL : doctor_facts_line (name, found);
  g_assert_cmpstr (text, ==, line);
}

static DoctorChain *
new_chain (const DoctorComputer *computer, DoctorScope scope, const char *facts_text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  DoctorPatience endless = { .until_us = G_MAXINT64, .cancel_fd = -1, .stop_fd = -1 };
  DoctorPatience patience = doctor_patience_narrow (&endless, 10000);
  g_assert_true (doctor_facts_parse (facts, facts_text, "test", DOCTOR_SOURCE_SETTINGS, &error));
  g_assert_no_error (error);
  DoctorChain *chain = doctor_chain_new (scope, facts, &patience);
  chain->computer = computer;
  return chain;
}

static void
test_steps (void)
{
  static const struct {
    const char *words[4];
    const char *facts, *expected;
    void (*step) (DoctorChain *chain);
  } rows[] = {
    { { NULL }, "", "computer.route 'both'", doctor_step_computer },
    { { "route ipv4" }, "", "computer.route 'ipv4'", doctor_step_computer },
    { { "route ipv6" }, "", "computer.route 'ipv6'", doctor_step_computer },
    { { "route none" }, "", "computer.route 'none'", doctor_step_computer },
    { { NULL }, "", "computer.tunnels []", doctor_step_computer },
    { { "link tun0 none", "link ppp0 ppp" },
      "",
      "computer.tunnels ['tun0', 'ppp0']",
      doctor_step_computer },
    { { "variable HTTPS_PROXY" },
      "",
      "computer.proxy-environment ['HTTPS_PROXY']",
      doctor_step_computer },
    { { "link tun0 none" }, "", "computer.vpn false", doctor_step_route },
    { { "link tun0 none", "through tun0" }, "", "computer.vpn true", doctor_step_route },
    { { "link ppp0 ppp", "through ppp0" }, "", "computer.vpn true", doctor_step_route },
    { { "route none" }, "", "computer.vpn false", doctor_step_route },
    { { "desktop portal" }, "", "computer.connectivity 'portal'", doctor_step_desktop },
    { { "disk 12 writable" }, "mail.folder '/m'\n", "disk.free-mib 12", doctor_step_disk },
    { { "disk 12 writable" }, "mail.folder '/m'\n", "disk.writable true", doctor_step_disk },
    { { "disk 12 read-only" }, "mail.folder '/m'\n", "disk.writable false", doctor_step_disk },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const DoctorComputer *computer = fake_computer_reset ();
    for (guint j = 0; rows[i].words[j] != NULL; j++)
      g_assert_true (fake_computer_set (rows[i].words[j]));
    g_autoptr (DoctorChain) chain = new_chain (computer, DOCTOR_SCOPE_ACCOUNT, rows[i].facts);
    rows[i].step (chain);
    assert_fact (chain, rows[i].expected);
  }
}

/* The line itself may be PPP: then nothing is hidden in it. */
static void
test_ppp_alone_is_no_vpn (void)
{
  g_autoptr (GArray) links = g_array_new (FALSE, TRUE, sizeof (DoctorLink));
  DoctorLink link = { .name = "ppp0", .hardware = ARPHRD_PPP, .has_address = TRUE };
  g_array_append_val (links, link);
  g_assert_false (doctor_links_is_vpn (links, "ppp0"));
  g_assert_false (doctor_links_is_vpn (links, "gone0"));
}

static void
test_hosts_step (void)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("hosts-XXXXXX", &path, NULL);
  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, "192.0.2.7 mail.example.org localhost\n", -1, NULL));
  g_autofree char *words = g_strconcat ("hosts ", path, NULL);
  const DoctorComputer *computer = fake_computer_reset ();
  g_assert_true (fake_computer_set (words));
  g_autoptr (DoctorChain) named
    = new_chain (computer, DOCTOR_SCOPE_RECEIVE, "receive.server.host 'mail.example.org'\n");
  doctor_step_hosts (named);
  assert_fact (named, "receive.dns.hosts-file ['192.0.2.7']");
  g_autoptr (DoctorChain) local
    = new_chain (computer, DOCTOR_SCOPE_RECEIVE, "receive.server.host 'localhost'\n");
  doctor_step_hosts (local);
  g_assert_null (doctor_facts_lookup (local->facts, DOCTOR_SCOPE_RECEIVE, "dns.hosts-file"));
  g_remove (path);
}

static void
test_no_folder_is_not_determined (void)
{
  g_autoptr (DoctorChain) chain
    = new_chain (doctor_computer_get (), DOCTOR_SCOPE_ACCOUNT, "mail.folder '/nonexistent/m'\n");
  doctor_step_disk (chain);
  g_assert_null (doctor_facts_lookup (chain->facts, DOCTOR_SCOPE_ACCOUNT, "disk.writable"));
}

static void
test_real_folder (void)
{
  g_autofree char *facts = g_strdup_printf ("mail.folder '%s'\n", g_get_tmp_dir ());
  g_autoptr (DoctorChain) chain = new_chain (doctor_computer_get (), DOCTOR_SCOPE_ACCOUNT, facts);
  doctor_step_disk (chain);
  assert_fact (chain, "disk.writable true");
}

static void
test_loopback_leads_to_itself (void)
{
  g_autofree char *name = doctor_route_find ("127.0.0.1");
  g_assert_cmpstr (name, ==, "lo");
  g_assert_null (doctor_route_find ("not an address"));
}

/* --- without a network, in a namespace of its own --- */

static void
in_empty_namespace (void)
{
  if (unshare (CLONE_NEWUSER | CLONE_NEWNET) != 0) {
    g_test_skip ("no network namespaces here");
    return;
  }
  g_autoptr (DoctorChain) chain = new_chain (doctor_computer_get (), DOCTOR_SCOPE_ACCOUNT, "");
  doctor_step_computer (chain);
  assert_fact (chain, "computer.route 'none'");
  assert_fact (chain, "computer.tunnels []");
}

static void
test_without_network (void)
{
  if (g_test_subprocess ()) {
    in_empty_namespace ();
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/computer/without-network", test_without_network);
  g_test_add_func ("/computer/hosts", test_hosts);
  g_test_add_func ("/computer/hosts-step", test_hosts_step);
  g_test_add_func ("/computer/tunnels", test_tunnels);
  g_test_add_func ("/computer/steps", test_steps);
  g_test_add_func ("/computer/ppp", test_ppp_alone_is_no_vpn);
  g_test_add_func ("/computer/folder/none", test_no_folder_is_not_determined);
  g_test_add_func ("/computer/folder/real", test_real_folder);
  g_test_add_func ("/computer/loopback", test_loopback_leads_to_itself);
  int status = g_test_run ();
  fake_computer_reset ();
  return status;
}
