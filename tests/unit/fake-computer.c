#include "fake-computer.h"
#include "probe/link.h"
#include <linux/if_arp.h>
#include <string.h>

static struct {
  gboolean four, six;
  char *through, *desktop, *variable, *hosts;
  GArray *links;
  gboolean has_folder;
  DoctorFolder folder;
} state;

static DoctorComputer computer;

static GArray *
read_links (void)
{
  GArray *links = g_array_new (FALSE, TRUE, sizeof (DoctorLink));
  g_array_append_vals (links, state.links->data, state.links->len);
  return links;
}

static char *
find_route (const char *address)
{
  gboolean there = strchr (address, ':') == NULL ? state.four : state.six;
  return there ? g_strdup (state.through) : NULL;
}

static const char *
ask_desktop (const DoctorPatience *patience)
{
  return state.desktop;
}

static const char *
get_variable (const char *name)
{
  return g_strcmp0 (name, state.variable) == 0 ? "http://ann:secret@proxy.example:8080" : NULL;
}

static gboolean
look_at_folder (const char *path, const DoctorPatience *patience, DoctorFolder *out)
{
  if (state.has_folder)
    *out = state.folder;
  return state.has_folder;
}

static void
add_link (const char *name, const char *kind)
{
  DoctorLink link = { .hardware = ARPHRD_ETHER, .has_address = TRUE };
  if (g_strcmp0 (kind, "ppp") == 0)
    link.hardware = ARPHRD_PPP;
  else if (g_strcmp0 (kind, "none") == 0)
    link.hardware = ARPHRD_NONE;
  g_strlcpy (link.name, name, sizeof link.name);
  g_array_append_val (state.links, link);
}

const DoctorComputer *
fake_computer_reset (void)
{
  g_free (state.through);
  g_free (state.desktop);
  g_free (state.variable);
  g_free (state.hosts);
  g_clear_pointer (&state.links, g_array_unref);
  memset (&state, 0, sizeof state);
  state.four = state.six = TRUE;
  state.through = g_strdup ("eth0");
  state.desktop = g_strdup ("unknown");
  state.links = g_array_new (FALSE, TRUE, sizeof (DoctorLink));
  add_link ("eth0", "ether");
  computer = (DoctorComputer){ .read_links = read_links,
                               .find_route = find_route,
                               .ask_desktop = ask_desktop,
                               .get_variable = get_variable,
                               .look_at_folder = look_at_folder,
                               .hosts_file = "/nonexistent/hosts",
                               .web_port = 9 };
  return &computer;
}

static void
replace (char **place, const char *value)
{
  g_free (*place);
  *place = g_strdup (value);
}

static void
set_route (const char *families)
{
  state.four = g_str_equal (families, "both") || g_str_equal (families, "ipv4");
  state.six = g_str_equal (families, "both") || g_str_equal (families, "ipv6");
}

static void
set_folder (const char *mib, const char *mode)
{
  state.has_folder = TRUE;
  state.folder.free_bytes = g_ascii_strtoll (mib, NULL, 10) * 1024 * 1024;
  state.folder.is_writable = g_strcmp0 (mode, "writable") == 0;
}

gboolean
fake_computer_set (const char *words)
{
  g_auto (GStrv) word = g_strsplit (words, " ", 3);
  if (word[0] == NULL || word[1] == NULL)
    return FALSE;
  if (g_str_equal (word[0], "route"))
    set_route (word[1]);
  else if (g_str_equal (word[0], "through"))
    replace (&state.through, word[1]);
  else if (g_str_equal (word[0], "link"))
    add_link (word[1], word[2]);
  else if (g_str_equal (word[0], "desktop"))
    replace (&state.desktop, word[1]);
  else if (g_str_equal (word[0], "variable"))
    replace (&state.variable, word[1]);
  else if (g_str_equal (word[0], "disk"))
    set_folder (word[1], word[2]);
  else if (g_str_equal (word[0], "web"))
    computer.web_port = (guint16)atoi (word[1]);
  else if (g_str_equal (word[0], "hosts")) {
    replace (&state.hosts, word[1]);
    computer.hosts_file = state.hosts;
  } else
    return FALSE;
  return TRUE;
}
