/* packet: reads an IP packet of TCP, UDP or anything else, and makes the answers of a hostile
 * network to it. No state; extension headers of IPv6 count as "anything else". */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  unsigned char data[2048];
  size_t length;
  int family;               /* 4 or 6 */
  int protocol;             /* IPPROTO_TCP ... */
  int from_port, to_port;   /* 0 where there are none */
  size_t header, transport; /* bytes of the IP header; with that of TCP */
  size_t payload;           /* bytes of TCP */
} Packet;

/* Fills in all but data and length; false when it is no whole IP packet. */
bool packet_parse (Packet *packet);

/* Its destination or its source: 4 or 16 bytes. */
const unsigned char *packet_address (const Packet *packet, bool destination);

/* Whether it opens a TCP connection: SYN without ACK. */
bool packet_is_opening (const Packet *packet);

/* A reset for the one who sent @packet, as from the one it was for. Only for TCP. */
void packet_make_reset_back (const Packet *packet, Packet *out_answer);

/* The packet becomes the reset of its sender. Only for TCP. */
void packet_turn_into_reset (Packet *packet);

/* "Host unreachable" for the one who sent @packet, as from the one it was for. */
void packet_make_unreachable (const Packet *packet, Packet *out_answer);
