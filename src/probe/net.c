#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* strerrordesc_np */
#endif
#include "probe/net.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct _DoctorAttempts {
  GPtrArray *list; /* DoctorAttempt */
};

/* connect(2) and ip(7): what each errno says about the path. */
static const struct {
  int error;
  const char *result;
} results[] = {
  { 0, "connected" },
  { ECONNREFUSED, "refused" },
  { ETIMEDOUT, "timeout" },
  { ENETUNREACH, "unreachable" },
  { EHOSTUNREACH, "unreachable" },
  { EHOSTDOWN, "unreachable" },
  { ENETDOWN, "unreachable" },
  { EADDRNOTAVAIL, "unreachable" }, /* no source address of this family */
  { EAFNOSUPPORT, "unreachable" },
  { ECONNRESET, "reset" },
};

static const char *
result_of (int error)
{
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    if (results[i].error == error)
      return results[i].result;
  return "failed";
}

const char *
doctor_errno_text (int error)
{
  const char *text = strerrordesc_np (error);
  return text == NULL ? "Unknown error" : text;
}

static void
close_fd (DoctorAttempt *attempt)
{
  if (attempt->fd >= 0)
    close (attempt->fd);
  attempt->fd = -1;
}

static void
finish (DoctorAttempt *attempt, int error)
{
  attempt->error = error;
  attempt->result = result_of (error);
  attempt->ms = doctor_elapsed_ms (attempt->start_us);
  if (error != 0)
    close_fd (attempt);
}

static void
attempt_free (gpointer data)
{
  DoctorAttempt *attempt = data;
  close_fd (attempt);
  g_free (attempt->address);
  g_free (attempt);
}

DoctorAttempts *
doctor_attempts_new (void)
{
  DoctorAttempts *attempts = g_new0 (DoctorAttempts, 1);
  attempts->list = g_ptr_array_new_with_free_func (attempt_free);
  return attempts;
}

void
doctor_attempts_free (DoctorAttempts *attempts)
{
  if (attempts == NULL)
    return;
  g_ptr_array_unref (attempts->list);
  g_free (attempts);
}

guint
doctor_attempts_get_n (DoctorAttempts *attempts)
{
  return attempts->list->len;
}

DoctorAttempt *
doctor_attempts_get (DoctorAttempts *attempts, guint i)
{
  return g_ptr_array_index (attempts->list, i);
}

guint
doctor_attempts_count_pending (DoctorAttempts *attempts)
{
  guint n = 0;
  for (guint i = 0; i < attempts->list->len; i++)
    n += doctor_attempts_get (attempts, i)->result == NULL;
  return n;
}

/* Fills @out from the numbers of @address; 0 when they are none. */
static socklen_t
fill_address (const char *address, guint16 port, struct sockaddr_storage *out)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);
  if (inet == NULL)
    return 0;
  g_autoptr (GSocketAddress) socket_address = g_inet_socket_address_new (inet, port);
  if (!g_socket_address_to_native (socket_address, out, sizeof *out, NULL))
    return 0;
  return (socklen_t)g_socket_address_get_native_size (socket_address);
}

static void
start (DoctorAttempt *attempt)
{
  struct sockaddr_storage native = { 0 };
  int one = 1;
  socklen_t size = fill_address (attempt->address, attempt->port, &native);
  attempt->is_ipv6 = native.ss_family == AF_INET6;
  attempt->start_us = g_get_monotonic_time ();
  attempt->fd = size == 0 ? -1
                          : socket (native.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
                                    IPPROTO_TCP);
  if (attempt->fd < 0) {
    finish (attempt, size == 0 ? EINVAL : errno);
    return;
  }
  /* Commands are short and each waits for its answer: Nagle would only add a round trip. */
  setsockopt (attempt->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (connect (attempt->fd, (struct sockaddr *)&native, size) == 0)
    finish (attempt, 0);
  else if (errno != EINPROGRESS)
    finish (attempt, errno);
}

void
doctor_attempts_add (DoctorAttempts *attempts, const char *address, guint16 port)
{
  DoctorAttempt *attempt = g_new0 (DoctorAttempt, 1);
  attempt->address = g_strdup (address);
  attempt->port = port;
  g_ptr_array_add (attempts->list, attempt);
  start (attempt);
}

static void
collect (DoctorAttempt *attempt)
{
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt (attempt->fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
    error = errno;
  finish (attempt, error);
}

DoctorWait
doctor_attempts_wait (DoctorAttempts *attempts, const DoctorPatience *patience)
{
  guint n = 0;
  g_autofree struct pollfd *fds = g_new0 (struct pollfd, attempts->list->len + DOCTOR_PATIENCE_FDS);
  g_autofree DoctorAttempt **pending = g_new0 (DoctorAttempt *, attempts->list->len + 1);
  for (guint i = 0; i < attempts->list->len; i++) {
    DoctorAttempt *attempt = doctor_attempts_get (attempts, i);
    if (attempt->result != NULL)
      continue;
    pending[n] = attempt;
    fds[n++] = (struct pollfd){ .fd = attempt->fd, .events = POLLOUT };
  }
  if (n == 0)
    return DOCTOR_WAIT_READY;
  DoctorWait waited = doctor_patience_poll (patience, fds, n);
  for (guint i = 0; i < n && waited == DOCTOR_WAIT_READY; i++)
    if (fds[i].revents != 0)
      collect (pending[i]);
  return waited;
}

void
doctor_attempts_expire (DoctorAttempts *attempts, int limit_ms)
{
  for (guint i = 0; i < attempts->list->len; i++) {
    DoctorAttempt *attempt = doctor_attempts_get (attempts, i);
    if (attempt->result == NULL && doctor_elapsed_ms (attempt->start_us) >= limit_ms)
      finish (attempt, ETIMEDOUT);
  }
}

void
doctor_socket_acknowledge (int fd)
{
  int one = 1;
  setsockopt (fd, IPPROTO_TCP, TCP_QUICKACK, &one, sizeof one);
}

int
doctor_attempt_take_fd (DoctorAttempt *attempt)
{
  int fd = attempt->fd;
  attempt->fd = -1;
  return fd;
}
