/* link.h: the network links of this computer and the way that packets would take. Asks the
 * kernel, sends nothing to a network, and never blocks. */
#pragma once
#include <glib.h>
#include <net/if.h>

G_BEGIN_DECLS

typedef struct {
  char name[IF_NAMESIZE];
  int hardware;            /* ARPHRD_* of <linux/if_arp.h> */
  gboolean point_to_point; /* IFF_POINTOPOINT */
  gboolean loopback;
  gboolean has_address; /* one that is valid beyond the link */
  gboolean has_device;  /* hardware of its own, or a port of some machine */
  gboolean is_tap;      /* made by a program: Ethernet frames end there */
  gboolean is_port;     /* of a bridge: a virtual machine, not a way out */
} DoctorLink;

/* All that are up; free with g_array_unref. Empty when the kernel does not say. */
GArray *doctor_links_read (void) G_GNUC_WARN_UNUSED_RESULT;
/* Whether packets that leave through @link travel inside others. Pure. */
gboolean doctor_link_is_tunnel (const DoctorLink *link);
/* The same for the way out of this computer: a PPP link that is itself the line (PPPoE, a
 * modem) hides nothing; one that rides on another link with an address (@links) does. Pure. */
gboolean doctor_links_is_vpn (GArray *links, const char *name);

/* Name of the link through which packets to @address (in numbers) leave; NULL when there is
 * no way, or none that can be used: no source address but a link-local one. */
char *doctor_route_find (const char *address) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
