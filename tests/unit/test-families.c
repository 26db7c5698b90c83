/* A host with an address of each family, of which IPv6 leads nowhere: a healthy examination does
 * not wait for it, and one of which the client could not connect finds it out. */
#include "fake-computer.h"
#include "play-server.h"
#include "probe/chain.h"
#include "probe/examine.h"
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

static int
resolve_both (const char *host, GPtrArray *addresses)
{
  g_ptr_array_add (addresses, g_strdup ("::1"));
  g_ptr_array_add (addresses, g_strdup ("127.0.0.1"));
  return 0;
}

/* A socket whose queue is full: what comes next is dropped, like by a filter on the way. */
typedef struct {
  int fds[8];
} BlackHole;

static void
black_hole_open (BlackHole *hole, guint16 port)
{
  int one = 1;
  struct sockaddr_in6 address
    = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT, .sin6_port = htons (port) };
  for (guint i = 0; i < G_N_ELEMENTS (hole->fds); i++)
    hole->fds[i] = socket (AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  setsockopt (hole->fds[0], IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
  g_assert_cmpint (bind (hole->fds[0], (struct sockaddr *)&address, sizeof address), ==, 0);
  g_assert_cmpint (listen (hole->fds[0], 0), ==, 0);
  for (guint i = 1; i < G_N_ELEMENTS (hole->fds); i++)
    connect (hole->fds[i], (struct sockaddr *)&address, sizeof address);
}

static void
black_hole_close (BlackHole *hole)
{
  for (guint i = 0; i < G_N_ELEMENTS (hole->fds); i++)
    close (hole->fds[i]);
}

static PlayServer *
new_server (void)
{
  PlayServer *server = play_server_new ();
  play_server_add (server, "S: * OK [CAPABILITY IMAP4rev1] ready");
  play_server_add (server, "DRAIN");
  play_server_start (server);
  return server;
}

static DoctorFacts *
examine (PlayServer *server, const char *more)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DoctorFacts) settings = doctor_facts_new ();
  DoctorExamineOptions options = {
    .computer = fake_computer_reset (),
    .resolver = resolve_both,
    .name_servers = "",
  };
  options.services[DOCTOR_SCOPE_RECEIVE] = TRUE;
  g_autofree char *text = g_strdup_printf ("receive.service.protocol 'imap'\n"
                                           "receive.server.host 'mail.example.org'\n"
                                           "receive.server.port %u\n"
                                           "receive.server.security 'none'\n%s",
                                           play_server_get_port (server), more);
  g_assert_true (doctor_facts_parse (settings, text, "settings", DOCTOR_SOURCE_SETTINGS, &error));
  g_assert_no_error (error);
  return doctor_examine (settings, NULL, &options, NULL, NULL, NULL);
}

static void
test_loser (gconstpointer data)
{
  const char *const *row = data;
  BlackHole hole;
  PlayServer *server = new_server ();
  black_hole_open (&hole, play_server_get_port (server));
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (DoctorFacts) facts = examine (server, row[0]);
  int ms = (int)((g_get_monotonic_time () - start_us) / 1000);
  g_assert_true (doctor_facts_is (facts, DOCTOR_SCOPE_RECEIVE, "tcp.ipv4", "connected"));
  /* A machine as busy as that finds it out without waiting for it. */
  if (row[2] != NULL || ms < DOCTOR_LOSER_LIMIT_MS) {
    g_assert_cmpstr (doctor_facts_get_string (facts, DOCTOR_SCOPE_RECEIVE, "tcp.ipv6"), ==, row[1]);
    g_assert_cmpstr (doctor_facts_get_string (facts, DOCTOR_SCOPE_RECEIVE, "tcp.broken-family"), ==,
                     row[2]);
  }
  black_hole_close (&hole);
  play_server_stop (server);
  play_server_free (server);
}

int
main (int argc, char **argv)
{
  static const char *const healthy[] = { "", "unfinished", NULL };
  static const char *const met[] = { "receive.incident.stage 'connect'\n", "timeout", "ipv6" };
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/families/healthy", healthy, test_loser);
  g_test_add_data_func ("/families/failure-met", met, test_loser);
  return g_test_run ();
}
