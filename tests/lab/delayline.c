/* delayline: two network namespaces of its own, joined by a pair of TUN devices, with a fixed
 * delay, loss, and rules for packets between them.
 *   delayline DEVICE
 * Side A is the client, side B the server; both get a device of that name. It prints "ready FD_A
 * FD_B": its descriptors of the two namespaces, for /proc/PID/fd. Then it reads commands, one a
 * line, and answers each with "ok" or "bad command":
 *   delay MS                        each way
 *   loss PERCENT SEED               of TCP and UDP, each way; one seed gives one sequence
 *   rule ACTION FAMILY PORT ADDRESS packets from and to this port and address of side B;
 *                                   FAMILY 4, 6 or 0; PORT 0 and ADDRESS "any" mean all
 *     drop         no packet passes
 *     stall        none with TCP payload passes: connected, and silent
 *     refuse       a TCP connection is answered with a reset
 *     reset        the first TCP payload becomes a reset for both ends
 *     unreachable  answered with an ICMP error
 *   clear                           all rules and all loss
 * It ends, and the namespaces with it, when its input does: nothing stays after a crash. */
#define _GNU_SOURCE
#include "tests/lab/packet.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { SLOTS = 4096, MAX_RULES = 64, SIDE_A = 0, SIDE_B = 1 };

typedef struct {
  int64_t due_ns;
  Packet packet;
} Slot;

/* What one side sent and the other has not got yet, oldest first. */
typedef struct {
  unsigned head, tail;
  Slot slots[SLOTS];
} Lane;

typedef enum { DROP, STALL, REFUSE, RESET, UNREACHABLE, N_ACTIONS } Action;

typedef struct {
  Action action;
  int family, port;
  bool any_address;
  unsigned char address[16];
} Rule;

static const char *const action_names[N_ACTIONS]
  = { "drop", "stall", "refuse", "reset", "unreachable" };

static int device[2];
static Lane lanes[2]; /* by the side that sent */
static Rule rules[MAX_RULES];
static int n_rules;
static int64_t delay_ns;
static double loss;
static unsigned short dice[2][3]; /* by the side that sent, so that neither disturbs the other */

static void
fail (const char *what)
{
  perror (what);
  exit (1);
}

static int64_t
now_ns (void)
{
  struct timespec now;
  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* A new namespace, in which this process then is, with a TUN device; its descriptor. */
static int
open_side (const char *name, int *out_device)
{
  struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
  if (unshare (CLONE_NEWNET) < 0)
    fail ("a new network namespace");
  snprintf (request.ifr_name, sizeof request.ifr_name, "%s", name);
  *out_device = open ("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (*out_device < 0 || ioctl (*out_device, TUNSETIFF, &request) < 0)
    fail ("/dev/net/tun");
  int namespace = open ("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
  if (namespace < 0)
    fail ("/proc/self/ns/net");
  return namespace;
}

/* A full lane drops, as a router does. */
static Packet *
append (int side, int64_t after_ns)
{
  Lane *lane = &lanes[side];
  static Packet nowhere;
  if (lane->head - lane->tail == SLOTS)
    return &nowhere;
  Slot *slot = &lane->slots[lane->head++ % SLOTS];
  slot->due_ns = now_ns () + after_ns;
  return &slot->packet;
}

static bool
matches (const Rule *rule, const Packet *packet, int side)
{
  if (rule->family != 0 && rule->family != packet->family)
    return false;
  if (rule->port != 0 && rule->port != (side == SIDE_A ? packet->to_port : packet->from_port))
    return false;
  const unsigned char *server = packet_address (packet, side == SIDE_A);
  return rule->any_address || memcmp (rule->address, server, packet->family == 4 ? 4 : 16) == 0;
}

/* Whether @packet, sent by @side, passes @rule as it is or changed; answers it where due. */
static bool
apply (Action action, Packet *packet, int side)
{
  bool opening = packet_is_opening (packet);
  switch (action) {
    case STALL:
      return packet->payload == 0;
    case REFUSE:
      if (opening && side == SIDE_A)
        packet_make_reset_back (packet, append (!side, delay_ns));
      return !opening;
    case RESET:
      if (packet->payload == 0)
        return true;
      packet_make_reset_back (packet, append (!side, delay_ns));
      packet_turn_into_reset (packet);
      return true;
    case UNREACHABLE:
      if (side == SIDE_A)
        packet_make_unreachable (packet, append (!side, delay_ns));
      return side == SIDE_B;
    default:
      return false;
  }
}

static bool
passes (Packet *packet, int side)
{
  if (loss > 0 && packet->to_port != 0 && erand48 (dice[side]) * 100 < loss)
    return false;
  for (int i = 0; i < n_rules; i++)
    if (matches (&rules[i], packet, side) && !apply (rules[i].action, packet, side))
      return false;
  return true;
}

/* Hands over what is due; when the next one is, INT64_MAX for none. */
static int64_t
deliver (int side)
{
  Lane *lane = &lanes[side];
  while (lane->head != lane->tail) {
    Slot *slot = &lane->slots[lane->tail % SLOTS];
    if (slot->due_ns > now_ns ())
      return slot->due_ns;
    lane->tail++;
    Packet *packet = &slot->packet;
    /* What the device does not take now is lost, as on a full line. */
    if (passes (packet, side) && write (device[!side], packet->data, packet->length) < 0
        && errno != EAGAIN && errno != EIO && errno != EINVAL)
      fail ("write");
  }
  return INT64_MAX;
}

static void
collect (int side)
{
  Packet packet;
  for (;;) {
    ssize_t length = read (device[side], packet.data, sizeof packet.data);
    if (length <= 0)
      return;
    packet.length = (size_t)length;
    if (packet_parse (&packet))
      *append (side, delay_ns) = packet;
  }
}

/* Also what is on its way now takes no longer. */
static bool
set_delay (double ms)
{
  delay_ns = (int64_t)(ms * 1e6);
  int64_t latest = now_ns () + delay_ns;
  for (int side = 0; side < 2; side++)
    for (unsigned i = lanes[side].tail; i != lanes[side].head; i++) {
      Slot *slot = &lanes[side].slots[i % SLOTS];
      slot->due_ns = slot->due_ns < latest ? slot->due_ns : latest;
    }
  return delay_ns >= 0;
}

static bool
add_rule (const char *action, int family, int port, const char *address)
{
  Rule rule = { .family = family, .port = port, .any_address = strcmp (address, "any") == 0 };
  bool known = rule.any_address || (family == 4 && inet_pton (AF_INET, address, rule.address) == 1)
               || (family == 6 && inet_pton (AF_INET6, address, rule.address) == 1);
  if (!known || n_rules == MAX_RULES)
    return false;
  for (int i = 0; i < N_ACTIONS; i++) {
    if (strcmp (action, action_names[i]) != 0)
      continue;
    rule.action = (Action)i;
    rules[n_rules++] = rule;
    return true;
  }
  return false;
}

static bool
obey (const char *line)
{
  char word[16], address[64];
  int family, port;
  double number;
  unsigned short seed;
  if (sscanf (line, "delay %lf", &number) == 1)
    return set_delay (number);
  if (sscanf (line, "loss %lf %hu", &number, &seed) == 2) {
    for (int i = 0; i < 2; i++)
      memcpy (dice[i], (unsigned short[]){ seed, (unsigned short)i, 1 }, sizeof dice[i]);
    loss = number;
    return true;
  }
  if (sscanf (line, "rule %15s %d %d %63s", word, &family, &port, address) == 4)
    return add_rule (word, family, port, address);
  n_rules = 0;
  loss = 0;
  return strcmp (line, "clear\n") == 0;
}

/* Reads one command; false at the end of the input. */
static bool
listen_once (void)
{
  char line[256];
  if (fgets (line, sizeof line, stdin) == NULL)
    return false;
  puts (obey (line) ? "ok" : "bad command");
  return true;
}

/* Waits for a packet, a command or the time @due_ns. */
static void
wait_until (struct pollfd *events, int64_t due_ns)
{
  int64_t left = due_ns == INT64_MAX ? 0 : due_ns - now_ns ();
  left = left < 0 ? 0 : left;
  struct timespec limit = { .tv_sec = left / 1000000000, .tv_nsec = left % 1000000000 };
  for (int i = 0; i < 3; i++)
    events[i].revents = 0;
  (void)ppoll (events, 3, due_ns == INT64_MAX ? NULL : &limit, NULL);
}

int
main (int argc, char **argv)
{
  if (argc != 2)
    return 2;
  int namespace_a = open_side (argv[1], &device[SIDE_A]);
  int namespace_b = open_side (argv[1], &device[SIDE_B]);
  struct pollfd events[3] = { { .fd = device[SIDE_A], .events = POLLIN },
                              { .fd = device[SIDE_B], .events = POLLIN },
                              { .fd = STDIN_FILENO, .events = POLLIN } };
  /* Exact times on a busy machine, where that is allowed. */
  struct sched_param first = { .sched_priority = 1 };
  (void)sched_setscheduler (0, SCHED_FIFO, &first);
  (void)prctl (PR_SET_TIMERSLACK, 1000UL);
  setvbuf (stdin, NULL, _IONBF, 0);
  setvbuf (stdout, NULL, _IOLBF, 0);
  printf ("ready %d %d\n", namespace_a, namespace_b);
  for (;;) {
    int64_t due_a = deliver (SIDE_A), due_b = deliver (SIDE_B);
    wait_until (events, due_a < due_b ? due_a : due_b);
    collect (SIDE_A);
    collect (SIDE_B);
    if (events[2].revents != 0 && !listen_once ())
      return 0;
  }
}
