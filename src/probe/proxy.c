#include "probe/proxy.h"
#include "probe/socks.h"
#include "probe/steps.h"
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
  /* The proxy looks the name up and connects; it answers when it has given up, too. */
  HANDSHAKE_LIMIT_MS = 8000,
};

/* What came of it; the words are static. */
typedef struct {
  int fd;
  const char *result, *error;
} Way;

gboolean
doctor_proxy_is_used (DoctorChain *chain)
{
  return doctor_chain_is (chain, "proxy.kind", "socks4")
         || doctor_chain_is (chain, "proxy.kind", "socks5");
}

static Way
no_way (const char *result, const char *error)
{
  return (Way){ -1, result, error };
}

/* --- to the proxy --- */

static DoctorAttempt *
find_connected (DoctorAttempts *attempts)
{
  for (guint i = 0; i < doctor_attempts_get_n (attempts); i++)
    if (g_strcmp0 (doctor_attempts_get (attempts, i)->result, "connected") == 0)
      return doctor_attempts_get (attempts, i);
  return NULL;
}

static Way
judge_attempts (DoctorAttempts *attempts)
{
  static const char *const telling[] = { "refused", "reset", "timeout", "unreachable", "failed" };
  static const char *const words[] = { "refused", "failed", "timeout", "unreachable", "failed" };
  for (guint rank = 0; rank < G_N_ELEMENTS (telling); rank++)
    for (guint i = 0; i < doctor_attempts_get_n (attempts); i++) {
      const DoctorAttempt *attempt = doctor_attempts_get (attempts, i);
      if (g_strcmp0 (attempt->result, telling[rank]) == 0)
        return no_way (words[rank], doctor_errno_text (attempt->error));
    }
  return no_way (NULL, NULL);
}

static Way
reach (GPtrArray *addresses, guint16 port, const DoctorPatience *whole)
{
  DoctorPatience patience = doctor_patience_narrow (whole, DOCTOR_CONNECT_LIMIT_MS);
  g_autoptr (DoctorAttempts) attempts = doctor_attempts_new ();
  DoctorWait wait = DOCTOR_WAIT_READY;
  for (guint i = 0; i < addresses->len; i++)
    doctor_attempts_add (attempts, g_ptr_array_index (addresses, i), port);
  while (wait == DOCTOR_WAIT_READY && find_connected (attempts) == NULL
         && doctor_attempts_count_pending (attempts) > 0)
    wait = doctor_attempts_wait (attempts, &patience);
  DoctorAttempt *connected = find_connected (attempts);
  if (connected != NULL)
    return (Way){ doctor_attempt_take_fd (connected), NULL, NULL };
  if (wait == DOCTOR_WAIT_CANCELLED)
    return no_way (NULL, NULL);
  doctor_attempts_expire (attempts, DOCTOR_STREAM_FAIR_WAIT_MS);
  return judge_attempts (attempts);
}

static Way
find_proxy (DoctorChain *chain)
{
  DoctorPatience patience = doctor_patience_narrow (&chain->patience, DOCTOR_LOOKUP_LIMIT_MS);
  const char *host = doctor_chain_get (chain, "proxy.host");
  gint64 port = doctor_facts_get_int (chain->facts, chain->scope, "proxy.port", 0);
  if (host == NULL || port < 1 || port > G_MAXUINT16)
    return no_way ("failed", "The proxy has no host name or no port");
  g_autoptr (DoctorLookup) lookup = doctor_lookup_run (host, chain->resolver, &patience);
  if (lookup->addresses->len > 0)
    return reach (lookup->addresses, (guint16)port, &chain->patience);
  if (doctor_patience_is_cancelled (&patience))
    return no_way (NULL, NULL);
  return no_way ("not-found", lookup->error);
}

/* --- through the proxy --- */

/* Waits for @events. The patience says whether the proxy or we ended it. */
static gboolean
await (int fd, short events, const DoctorPatience *patience, Way *way)
{
  struct pollfd fds[1 + DOCTOR_PATIENCE_FDS] = { { .fd = fd, .events = events } };
  DoctorWait wait = doctor_patience_poll (patience, fds, 1);
  if (wait == DOCTOR_WAIT_TIMEOUT)
    *way = no_way ("timeout", "The proxy does not answer");
  return wait == DOCTOR_WAIT_READY;
}

static gboolean
take_count (gssize count, const DoctorPatience *patience, Way *way)
{
  if (count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR)))
    return TRUE;
  *way
    = no_way ("failed", count == 0 ? "The proxy closed the connection" : doctor_errno_text (errno));
  return FALSE;
}

static gboolean
say (DoctorSocks *socks, int fd, const DoctorPatience *patience, Way *way)
{
  gsize length = 0;
  const guint8 *bytes = doctor_socks_peek (socks, &length);
  if (!await (fd, POLLOUT, patience, way))
    return FALSE;
  gssize sent = send (fd, bytes, length, MSG_NOSIGNAL);
  if (sent > 0)
    doctor_socks_sent (socks, (gsize)sent);
  return take_count (sent, patience, way);
}

static gboolean
hear (DoctorSocks *socks, int fd, const DoctorPatience *patience, Way *way)
{
  guint8 bytes[300]; /* the longest part of a reply has 257 */
  if (!await (fd, POLLIN, patience, way))
    return FALSE;
  gssize got = recv (fd, bytes, MIN (sizeof bytes, doctor_socks_wants (socks)), 0);
  if (got > 0)
    doctor_socks_take (socks, bytes, (gsize)got);
  return take_count (got, patience, way);
}

static Way
negotiate (int fd, const DoctorSocksTarget *target, const DoctorPatience *whole)
{
  Way way = no_way (NULL, NULL);
  DoctorPatience patience = doctor_patience_narrow (whole, HANDSHAKE_LIMIT_MS);
  g_autoptr (DoctorSocks) socks = doctor_socks_new (target);
  gboolean going = TRUE;
  while (going && doctor_socks_get_state (socks) == DOCTOR_SOCKS_MORE) {
    gsize left = 0;
    doctor_socks_peek (socks, &left);
    going = left > 0 ? say (socks, fd, &patience, &way) : hear (socks, fd, &patience, &way);
  }
  if (doctor_socks_get_state (socks) == DOCTOR_SOCKS_OPEN)
    return (Way){ fd, "connected", NULL };
  close (fd);
  return going ? no_way (doctor_socks_get_result (socks), doctor_socks_get_error (socks)) : way;
}

/* SOCKS 4 takes numbers, of IPv4 only. */
static const char *
find_ipv4 (const char *const *addresses)
{
  for (; addresses != NULL && *addresses != NULL; addresses++)
    if (strchr (*addresses, ':') == NULL)
      return *addresses;
  return NULL;
}

static Way
go_through (DoctorChain *chain, guint kept_back)
{
  GVariant *value = doctor_facts_lookup (chain->facts, chain->scope, "dns.addresses");
  g_autofree const char **addresses = value == NULL ? NULL : g_variant_get_strv (value, NULL);
  g_autofree char *host = doctor_chain_dup_host (chain);
  const DoctorSocksTarget target
    = { .is_four = doctor_chain_is (chain, "proxy.kind", "socks4"),
        .host = host,
        .address = find_ipv4 (addresses),
        .user = doctor_chain_get (chain, "proxy.user"),
        .password = chain->proxy_password,
        .port = (guint16)doctor_facts_get_int (chain->facts, chain->scope, "server.port", 0) };
  Way way = find_proxy (chain);
  if (way.fd < 0)
    return way;
  /* What is said to the proxy is a part of the conversation with the server. */
  if (doctor_budget_take (chain->budget, kept_back))
    return negotiate (way.fd, &target, &chain->patience);
  close (way.fd);
  return no_way (NULL, NULL);
}

/* --- facts --- */

/* What the proxy says of the server, it says in the place of this computer. */
static const struct {
  const char *proxy, *tcp;
  int error;
} server_words[] = {
  { "target-refused", "refused", ECONNREFUSED },
  { "target-unreachable", "unreachable", EHOSTUNREACH },
};

static void
tell_failure (DoctorChain *chain, const Way *way)
{
  for (guint i = 0; i < G_N_ELEMENTS (server_words); i++)
    if (g_str_equal (server_words[i].proxy, way->result)) {
      doctor_chain_explain (chain, "connect", doctor_errno_text (server_words[i].error));
      doctor_chain_set_string (chain, "tcp.result", server_words[i].tcp);
    }
  if (way->error != NULL)
    doctor_chain_set_string (chain, "proxy.error", way->error);
  doctor_chain_set_string (chain, "proxy.result", way->result);
}

void
doctor_proxy_connect (DoctorChain *chain)
{
  gint64 start_us = g_get_monotonic_time ();
  Way way = go_through (chain, 0);
  if (way.result == NULL)
    return; /* ended by ourselves */
  if (way.fd < 0) {
    tell_failure (chain, &way);
    return;
  }
  chain->fd = way.fd;
  doctor_chain_set_string (chain, "proxy.result", way.result);
  doctor_chain_set_int (chain, "tcp.ms", doctor_elapsed_ms (start_us));
  doctor_chain_set_string (chain, "tcp.result", "connected");
}

int
doctor_proxy_connect_again (DoctorChain *chain)
{
  return go_through (chain, DOCTOR_BUDGET_FOR_VERIFYING).fd;
}
