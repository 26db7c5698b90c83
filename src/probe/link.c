#include "probe/link.h"
#include <gio/gio.h>
#include <ifaddrs.h>
#include <linux/if_arp.h>
#include <linux/if_packet.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SYSFS "/sys/class/net"

/* --- links --- */

static DoctorLink *
find_link (GArray *links, const char *name)
{
  for (guint i = 0; i < links->len; i++) {
    DoctorLink *link = &g_array_index (links, DoctorLink, i);
    if (strcmp (link->name, name) == 0)
      return link;
  }
  return NULL;
}

/* The kernel's own folder for a link tells what its number does not: tun(4) makes links that
 * look like Ethernet. */
static gboolean
has_entry (const char *name, const char *entry)
{
  g_autofree char *path = g_build_filename (SYSFS, name, entry, NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static DoctorLink *
add_link (GArray *links, const struct ifaddrs *address)
{
  DoctorLink link = {
    .hardware = ARPHRD_VOID,
    .point_to_point = (address->ifa_flags & IFF_POINTOPOINT) != 0,
    .loopback = (address->ifa_flags & IFF_LOOPBACK) != 0,
    .has_device = has_entry (address->ifa_name, "device"),
    .is_tap = has_entry (address->ifa_name, "tun_flags"),
    .is_port = has_entry (address->ifa_name, "master"),
  };
  g_strlcpy (link.name, address->ifa_name, sizeof link.name);
  g_array_append_val (links, link);
  return &g_array_index (links, DoctorLink, links->len - 1);
}

/* RFC 3927 and RFC 4291 §2.5.6: an address that a computer gives itself leads nowhere. @bytes in
 * network order. */
static gboolean
is_usable (int family, const void *bytes)
{
  const guint8 *byte = bytes;
  if (family == AF_INET)
    return byte[0] != 169 || byte[1] != 254;
  return family == AF_INET6 && (byte[0] != 0xfe || (byte[1] & 0xc0) != 0x80);
}

static gboolean
is_usable_address (const struct sockaddr *address)
{
  if (address->sa_family == AF_INET)
    return is_usable (AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr);
  return address->sa_family == AF_INET6
         && is_usable (AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
}

GArray *
doctor_links_read (void)
{
  GArray *links = g_array_new (FALSE, TRUE, sizeof (DoctorLink));
  struct ifaddrs *list = NULL;
  if (getifaddrs (&list) != 0)
    return links;
  for (const struct ifaddrs *at = list; at != NULL; at = at->ifa_next) {
    if ((at->ifa_flags & IFF_UP) == 0)
      continue;
    DoctorLink *link = find_link (links, at->ifa_name);
    if (link == NULL)
      link = add_link (links, at);
    if (at->ifa_addr == NULL)
      continue;
    if (at->ifa_addr->sa_family == AF_PACKET)
      link->hardware = ((const struct sockaddr_ll *)(const void *)at->ifa_addr)->sll_hatype;
    else
      link->has_address |= is_usable_address (at->ifa_addr);
  }
  freeifaddrs (list);
  return links;
}

/* linux/if_arp.h: links that carry packets inside packets. WireGuard, tun(4) and IPsec have no
 * hardware type; so do modems that speak raw IP, but these have a device. */
static const int tunnel_types[] = { ARPHRD_NONE, ARPHRD_PPP,   ARPHRD_TUNNEL, ARPHRD_TUNNEL6,
                                    ARPHRD_SIT,  ARPHRD_IPDDP, ARPHRD_IPGRE,  ARPHRD_IP6GRE };

gboolean
doctor_link_is_tunnel (const DoctorLink *link)
{
  if (link->loopback || link->has_device || link->is_port)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (tunnel_types); i++)
    if (link->hardware == tunnel_types[i])
      return TRUE;
  return link->is_tap;
}

static gboolean
rides_on_another (GArray *links)
{
  for (guint i = 0; i < links->len; i++) {
    const DoctorLink *link = &g_array_index (links, DoctorLink, i);
    if (!link->loopback && link->has_address && !doctor_link_is_tunnel (link))
      return TRUE;
  }
  return FALSE;
}

gboolean
doctor_links_is_vpn (GArray *links, const char *name)
{
  const DoctorLink *link = find_link (links, name);
  if (link == NULL || !doctor_link_is_tunnel (link))
    return FALSE;
  return link->hardware != ARPHRD_PPP || rides_on_another (links);
}

/* --- routes: rtnetlink(7), RTM_GETROUTE for one address --- */

typedef struct {
  struct nlmsghdr header;
  struct rtmsg route;
  char attributes[64];
} Question;

static void
add_attribute (Question *question, unsigned short type, const void *data, gsize length)
{
  struct rtattr *attribute
    = (struct rtattr *)((char *)question + NLMSG_ALIGN (question->header.nlmsg_len));
  attribute->rta_type = type;
  attribute->rta_len = (unsigned short)RTA_LENGTH (length);
  memcpy (RTA_DATA (attribute), data, length);
  question->header.nlmsg_len
    = (guint32)(NLMSG_ALIGN (question->header.nlmsg_len) + RTA_ALIGN (attribute->rta_len));
}

static gssize
ask_kernel (Question *question, char *answer, gsize size)
{
  int fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (fd < 0)
    return -1;
  /* The kernel answers within the call that asks: there is nothing to wait for. */
  gssize length = send (fd, question, question->header.nlmsg_len, 0) < 0
                    ? -1
                    : recv (fd, answer, size, MSG_DONTWAIT);
  close (fd);
  return length;
}

/* The attribute @type of the route in @header, when it has at least @length bytes. */
static const void *
find_attribute (struct nlmsghdr *header, unsigned short type, gsize length)
{
  struct rtmsg *route = NLMSG_DATA (header);
  int left = (int)RTM_PAYLOAD (header);
  for (struct rtattr *at = RTM_RTA (route); RTA_OK (at, left); at = RTA_NEXT (at, left))
    if (at->rta_type == type && RTA_PAYLOAD (at) >= length)
      return RTA_DATA (at);
  return NULL;
}

static gboolean
has_usable_source (struct nlmsghdr *header)
{
  const struct rtmsg *route = NLMSG_DATA (header);
  const void *source = find_attribute (
    header, RTA_PREFSRC, route->rtm_family == AF_INET6 ? sizeof (struct in6_addr) : 4);
  return source != NULL && is_usable (route->rtm_family, source);
}

static char *
read_answer (struct nlmsghdr *header, gssize length)
{
  char name[IF_NAMESIZE];
  guint32 index = 0;
  if (length <= 0 || !NLMSG_OK (header, (gsize)length) || header->nlmsg_type != RTM_NEWROUTE)
    return NULL;
  const struct rtmsg *route = NLMSG_DATA (header);
  const void *out = find_attribute (header, RTA_OIF, sizeof index);
  if (out == NULL || (route->rtm_type != RTN_UNICAST && route->rtm_type != RTN_LOCAL)
      || !has_usable_source (header))
    return NULL;
  memcpy (&index, out, sizeof index);
  return g_strdup (if_indextoname (index, name));
}

char *
doctor_route_find (const char *address)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);
  if (inet == NULL)
    return NULL;
  gsize size = g_inet_address_get_native_size (inet);
  Question question = { .header = { .nlmsg_len = NLMSG_LENGTH (sizeof (struct rtmsg)),
                                    .nlmsg_type = RTM_GETROUTE,
                                    .nlmsg_flags = NLM_F_REQUEST },
                        .route = { .rtm_family = size == 4 ? AF_INET : AF_INET6,
                                   .rtm_dst_len = (unsigned char)(size * 8) } };
  union {
    struct nlmsghdr header;
    char bytes[4096];
  } answer = { .bytes = { 0 } };
  add_attribute (&question, RTA_DST, g_inet_address_to_bytes (inet), size);
  gssize length = ask_kernel (&question, answer.bytes, sizeof answer);
  return read_answer (&answer.header, length);
}
