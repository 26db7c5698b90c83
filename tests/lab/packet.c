#include "tests/lab/packet.h"
#include <arpa/inet.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <string.h>

enum { TTL = 64, ICMP_HEADER = 8, QUOTED_MAX = 512 };

static struct tcphdr
tcp_of (const Packet *packet)
{
  struct tcphdr tcp;
  memcpy (&tcp, packet->data + packet->header, sizeof tcp);
  return tcp;
}

bool
packet_parse (Packet *packet)
{
  const unsigned char *data = packet->data;
  packet->family = packet->length < 20 ? 0 : data[0] >> 4;
  if (packet->family != 4 && (packet->family != 6 || packet->length < 40))
    return false;
  packet->header = packet->family == 4 ? (size_t)(data[0] & 15) * 4 : 40;
  packet->protocol = packet->family == 4 ? data[9] : data[6];
  packet->from_port = packet->to_port = 0;
  packet->transport = packet->payload = 0;
  bool tcp = packet->protocol == IPPROTO_TCP;
  if (packet->length < packet->header + (tcp ? 20 : 8) || (!tcp && packet->protocol != IPPROTO_UDP))
    return packet->length >= packet->header;
  const unsigned char *ports = data + packet->header;
  packet->from_port = ports[0] << 8 | ports[1];
  packet->to_port = ports[2] << 8 | ports[3];
  packet->transport = packet->header + (tcp ? (size_t)(ports[12] >> 4) * 4 : 8);
  if (tcp && packet->length > packet->transport)
    packet->payload = packet->length - packet->transport;
  return true;
}

const unsigned char *
packet_address (const Packet *packet, bool destination)
{
  if (packet->family == 4)
    return packet->data + (destination ? 16 : 12);
  return packet->data + (destination ? 24 : 8);
}

bool
packet_is_opening (const Packet *packet)
{
  return packet->protocol == IPPROTO_TCP && tcp_of (packet).syn && !tcp_of (packet).ack;
}

/* RFC 1071, the bytes as they stand. */
static uint32_t
add_up (uint32_t sum, const unsigned char *bytes, size_t length)
{
  for (size_t i = 0; i < length; i++)
    sum += i % 2 == 0 ? (uint32_t)bytes[i] << 8 : bytes[i];
  return sum;
}

static uint16_t
checksum (uint32_t sum)
{
  while (sum >> 16 != 0)
    sum = (sum & 0xffff) + (sum >> 16);
  return htons ((uint16_t)~sum);
}

/* With the pseudo header (RFC 9293 §3.1, RFC 8200 §8.1): addresses, length and protocol. */
static uint16_t
transport_checksum (const Packet *packet)
{
  size_t address = packet->family == 4 ? 4 : 16, length = packet->length - packet->header;
  uint32_t sum = (uint32_t)packet->protocol + (uint32_t)length;
  sum = add_up (sum, packet_address (packet, false), 2 * address);
  return checksum (add_up (sum, packet->data + packet->header, length));
}

/* The header in front of @length bytes, back to the one who sent @packet. */
static void
start_answer (const Packet *packet, Packet *answer, int protocol, size_t length)
{
  *answer = (Packet){ .family = packet->family, .protocol = protocol };
  answer->header = packet->family == 4 ? sizeof (struct iphdr) : sizeof (struct ip6_hdr);
  answer->length = answer->header + length;
  size_t address = packet->family == 4 ? 4 : 16;
  unsigned char *from = answer->data + (packet->family == 4 ? 12 : 8);
  memcpy (from, packet_address (packet, true), address);
  memcpy (from + address, packet_address (packet, false), address);
  if (packet->family == 6) {
    struct ip6_hdr header = { 0 };
    memcpy (header.ip6_src.s6_addr, from, 16);
    memcpy (header.ip6_dst.s6_addr, from + 16, 16);
    header.ip6_flow = htonl (6U << 28);
    header.ip6_plen = htons ((uint16_t)length);
    header.ip6_nxt = (uint8_t)protocol;
    header.ip6_hlim = TTL;
    memcpy (answer->data, &header, sizeof header);
    return;
  }
  answer->data[0] = 0x45;
  answer->data[2] = (unsigned char)(answer->length >> 8);
  answer->data[3] = (unsigned char)answer->length;
  answer->data[8] = TTL;
  answer->data[9] = (unsigned char)protocol;
  uint16_t sum = checksum (add_up (0, answer->data, answer->header));
  memcpy (answer->data + 10, &sum, sizeof sum);
}

static void
put_tcp (Packet *packet, struct tcphdr tcp)
{
  tcp.check = 0;
  memcpy (packet->data + packet->header, &tcp, sizeof tcp);
  tcp.check = transport_checksum (packet);
  memcpy (packet->data + packet->header, &tcp, sizeof tcp);
}

void
packet_make_reset_back (const Packet *packet, Packet *out_answer)
{
  struct tcphdr old = tcp_of (packet);
  struct tcphdr reset = { .source = old.dest, .dest = old.source, .doff = 5, .rst = 1, .ack = 1 };
  reset.seq = old.ack ? old.ack_seq : 0;
  reset.ack_seq = htonl (ntohl (old.seq) + (uint32_t)packet->payload + (old.syn ? 1 : 0));
  start_answer (packet, out_answer, IPPROTO_TCP, sizeof reset);
  put_tcp (out_answer, reset);
  (void)packet_parse (out_answer);
}

void
packet_turn_into_reset (Packet *packet)
{
  struct tcphdr old = tcp_of (packet);
  struct tcphdr reset = { .source = old.source, .dest = old.dest, .doff = 5, .rst = 1, .ack = 1 };
  reset.seq = old.seq;
  reset.ack_seq = old.ack_seq;
  Packet back, forth;
  start_answer (packet, &back, IPPROTO_TCP, sizeof reset);
  start_answer (&back, &forth, IPPROTO_TCP, sizeof reset);
  put_tcp (&forth, reset);
  (void)packet_parse (&forth);
  *packet = forth;
}

void
packet_make_unreachable (const Packet *packet, Packet *out_answer)
{
  size_t quoted = packet->length < QUOTED_MAX ? packet->length : QUOTED_MAX;
  bool old = packet->family == 4;
  start_answer (packet, out_answer, old ? IPPROTO_ICMP : IPPROTO_ICMPV6, ICMP_HEADER + quoted);
  unsigned char *icmp = out_answer->data + out_answer->header;
  icmp[0] = old ? ICMP_DEST_UNREACH : ICMP6_DST_UNREACH;
  icmp[1] = old ? ICMP_HOST_UNREACH : ICMP6_DST_UNREACH_ADDR;
  memcpy (icmp + ICMP_HEADER, packet->data, quoted);
  uint16_t sum
    = old ? checksum (add_up (0, icmp, ICMP_HEADER + quoted)) : transport_checksum (out_answer);
  memcpy (icmp + 2, &sum, sizeof sum);
  (void)packet_parse (out_answer);
}
