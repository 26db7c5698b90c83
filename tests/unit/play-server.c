#include "play-server.h"
#include "play-certificates.h"
#include "play-socks.h"
#include "play-text.h"
#include "probe/worker.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

struct _PlayServer {
  int listen_fd, stop_fd;
  int filler_fds[3];
  guint16 port;
  GPtrArray *script; /* of char * */
  GThread *thread;
  GMutex mutex; /* guards the rest */
  GPtrArray *lines, *problems, *threads;
  guint n_connections, n_conversations;
};

typedef struct {
  PlayServer *server;
  int fd;
  guint number;
  SSL *ssl;
  const char *certificate;
  GString *input;
  char *tag;
  gboolean has_spoken; /* the client */
} Connection;

static void
played_line_free (gpointer data)
{
  PlayedLine *line = data;
  g_free (line->line);
  g_free (line->certificate);
  g_free (line);
}

PlayServer *
play_server_new (void)
{
  struct sockaddr_in address
    = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  PlayServer *server = g_new0 (PlayServer, 1);
  server->listen_fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  server->stop_fd = eventfd (0, EFD_CLOEXEC);
  g_assert_cmpint (bind (server->listen_fd, (struct sockaddr *)&address, size), ==, 0);
  g_assert_cmpint (listen (server->listen_fd, 32), ==, 0);
  g_assert_cmpint (getsockname (server->listen_fd, (struct sockaddr *)&address, &size), ==, 0);
  server->port = ntohs (address.sin_port);
  server->script = g_ptr_array_new_with_free_func (g_free);
  server->lines = g_ptr_array_new_with_free_func (played_line_free);
  server->problems = g_ptr_array_new_with_free_func (g_free);
  server->threads = g_ptr_array_new ();
  g_mutex_init (&server->mutex);
  return server;
}

guint16
play_server_get_port (PlayServer *server)
{
  return server->port;
}

void
play_server_add (PlayServer *server, const char *script_line)
{
  g_ptr_array_add (server->script, g_strdup (script_line));
}

/* The first byte of the client makes a conversation of the connection. */
static void
note_word (Connection *connection)
{
  char byte;
  if (connection->has_spoken || recv (connection->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 1)
    return;
  connection->has_spoken = TRUE;
  g_mutex_lock (&connection->server->mutex);
  connection->server->n_conversations++;
  g_mutex_unlock (&connection->server->mutex);
}

/* Waits for @events, or for the order to stop: then FALSE. */
static gboolean
await (Connection *connection, short events)
{
  struct pollfd fds[2] = { { .fd = connection->fd, .events = events },
                           { .fd = connection->server->stop_fd, .events = POLLIN } };
  if (connection->ssl != NULL && events == POLLIN && SSL_pending (connection->ssl) > 0)
    return TRUE;
  while (poll (fds, 2, -1) < 0)
    g_assert_cmpint (errno, ==, EINTR);
  if ((fds[0].revents & POLLIN) != 0)
    note_word (connection);
  return fds[1].revents == 0;
}

static gboolean
send_bytes (Connection *connection, const char *bytes, gsize length)
{
  while (length > 0) {
    if (!await (connection, POLLOUT))
      return FALSE;
    gssize sent = connection->ssl != NULL ? SSL_write (connection->ssl, bytes, (int)length)
                                          : send (connection->fd, bytes, length, MSG_NOSIGNAL);
    if (sent <= 0)
      return FALSE;
    bytes += sent;
    length -= (gsize)sent;
  }
  return TRUE;
}

static gboolean
read_some (Connection *connection)
{
  char bytes[4096];
  if (!await (connection, POLLIN))
    return FALSE;
  gssize length = connection->ssl != NULL ? SSL_read (connection->ssl, bytes, sizeof bytes)
                                          : recv (connection->fd, bytes, sizeof bytes, 0);
  if (length <= 0)
    return FALSE;
  g_string_append_len (connection->input, bytes, length);
  return TRUE;
}

static void
write_down (Connection *connection, const char *line)
{
  PlayedLine *played = g_new0 (PlayedLine, 1);
  played->line = g_utf8_make_valid (line, -1); /* a ClientHello is no text */
  played->connection = connection->number;
  played->certificate = g_strdup (connection->certificate);
  played->tls_version = connection->ssl != NULL ? SSL_version (connection->ssl) : 0;
  g_mutex_lock (&connection->server->mutex);
  g_ptr_array_add (connection->server->lines, played);
  g_mutex_unlock (&connection->server->mutex);
}

/* Takes the first whole line out of what was read, and writes it down. NULL for none. */
static char *
take_line (Connection *connection)
{
  const char *end = memchr (connection->input->str, '\n', connection->input->len);
  if (end == NULL)
    return NULL;
  gsize length = (gsize)(end - connection->input->str);
  /* Glob patterns want UTF-8; a ClientHello is none. */
  g_autofree char *raw = g_strndup (connection->input->str, length);
  char *line = g_utf8_make_valid (raw, -1);
  g_string_erase (connection->input, 0, (gssize)length + 1);
  g_strchomp (line);
  write_down (connection, line);
  return line;
}

static void
note_problem (Connection *connection, const char *expected, const char *line)
{
  g_mutex_lock (&connection->server->mutex);
  g_ptr_array_add (connection->server->problems,
                   g_strdup_printf ("connection %u: expected “%s”, the client said “%s”",
                                    connection->number, expected, line));
  g_mutex_unlock (&connection->server->mutex);
}

/* Of a command; the answer to a challenge has none. */
static void
keep_tag (Connection *connection, const char *line)
{
  if (strchr (line, ' ') == NULL)
    return;
  g_free (connection->tag);
  connection->tag = g_strndup (line, strcspn (line, " "));
}

static char *
await_line (Connection *connection)
{
  char *line = take_line (connection);
  while (line == NULL && read_some (connection))
    line = take_line (connection);
  return line;
}

/* Commands that come along with EXAMINE (probe/imap-mailbox.c). A script that is about
 * something else need not mention them. */
static gboolean
is_small_talk (const char *line)
{
  static const char *const patterns[] = { "A* CAPABILITY", "A* GETQUOTAROOT INBOX", "A* NAMESPACE",
                                          "A* LSUB \"\" \"%\"", "A* LIST \"\" \"%\"" };
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    if (g_pattern_match_simple (patterns[i], line))
      return TRUE;
  return FALSE;
}

static gboolean
answer_small_talk (Connection *connection, const char *line)
{
  g_autofree char *answer = g_strdup_printf ("%.*s OK done\r\n", (int)strcspn (line, " "), line);
  return send_bytes (connection, answer, strlen (answer));
}

/* The next line that is @pattern or no small talk. */
static char *
await_talk (Connection *connection, const char *pattern)
{
  char *line = await_line (connection);
  while (line != NULL && !play_matches (pattern, line) && is_small_talk (line)) {
    gboolean goes_on = answer_small_talk (connection, line);
    g_free (line);
    line = goes_on ? await_line (connection) : NULL;
  }
  return line;
}

static gboolean
play_option (Connection *connection, const char *pattern)
{
  g_autofree char *line = await_talk (connection, pattern);
  if (line == NULL || !play_matches (pattern, line))
    return FALSE;
  keep_tag (connection, line);
  return TRUE;
}

static gboolean
play_expect (Connection *connection, const char *pattern)
{
  g_autofree char *line = await_talk (connection, pattern);
  if (line == NULL)
    return FALSE;
  keep_tag (connection, line);
  if (play_matches (pattern, line))
    return TRUE;
  note_problem (connection, pattern, line);
  return FALSE;
}

static gboolean
play_send (Connection *connection, const char *text, const char *end)
{
  g_autoptr (GString) bytes = play_expand (text, connection->tag);
  g_string_append (bytes, end);
  return send_bytes (connection, bytes->str, bytes->len);
}

static gboolean
play_line (Connection *connection, const char *text)
{
  return play_send (connection, text, "\r\n");
}
static gboolean
play_part (Connection *connection, const char *text)
{
  return play_send (connection, text, "");
}

static gboolean
play_tls (Connection *connection, const char *name)
{
  SSL_CTX *context = play_get_context (name);
  g_assert_nonnull (context);
  connection->ssl = SSL_new (context);
  SSL_set_fd (connection->ssl, connection->fd);
  if (!await (connection, POLLIN) || SSL_accept (connection->ssl) != 1)
    return FALSE;
  connection->certificate = name;
  return TRUE;
}

static gboolean
play_stall (Connection *connection, const char *ignored)
{
  do {
    g_autofree char *line = take_line (connection);
    while (line != NULL) {
      g_free (line);
      line = take_line (connection);
    }
  } while (read_some (connection));
  return FALSE;
}

/* Reads whatever still comes, with an answer to small talk. */
static gboolean
play_proxy (Connection *connection, const char *words)
{
  gboolean open = FALSE;
  g_autofree char *asked = play_socks (connection->fd, words, &open);
  if (asked != NULL)
    write_down (connection, asked);
  return open;
}

static gboolean
play_drain (Connection *connection, const char *ignored)
{
  char *line = await_line (connection);
  while (line != NULL) {
    gboolean goes_on = !is_small_talk (line) || answer_small_talk (connection, line);
    g_free (line);
    line = goes_on ? await_line (connection) : NULL;
  }
  return FALSE;
}

static gboolean
play_close (Connection *connection, const char *ignored)
{
  return FALSE;
}

static gboolean
play_reset (Connection *connection, const char *ignored)
{
  struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
  setsockopt (connection->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  return FALSE;
}

static gboolean
play_garbage (Connection *connection, const char *count)
{
  guint64 n = g_ascii_strtoull (count, NULL, 10);
  for (guint64 i = 0; i < n; i++) {
    char byte = (char)(0x80 + (i * 37) % 0x7f);
    if (!send_bytes (connection, &byte, 1))
      return FALSE;
  }
  return TRUE;
}

static gboolean
play_endless (Connection *connection, const char *prefix)
{
  char bytes[4096];
  memset (bytes, 'x', sizeof bytes);
  if (!play_part (connection, prefix))
    return FALSE;
  while (send_bytes (connection, bytes, sizeof bytes))
    continue;
  return FALSE;
}

static const struct {
  const char *word;
  gboolean (*play) (Connection *connection, const char *argument); /* FALSE: ends here */
} acts[] = {
  { "S:", play_line },         { "S+", play_part },         { "C:", play_expect },
  { "C?", play_option },       { "TLS", play_tls },         { "STALL", play_stall },
  { "DRAIN", play_drain },     { "CLOSE", play_close },     { "RESET", play_reset },
  { "GARBAGE", play_garbage }, { "ENDLESS", play_endless }, { "SOCKS", play_proxy },
};

static gboolean
play (Connection *connection, const char *script_line)
{
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++) {
    gsize length = strlen (acts[i].word);
    if (strncmp (script_line, acts[i].word, length) == 0)
      return acts[i].play (connection, script_line + length + (script_line[length] == ' '));
  }
  g_error ("unknown script line “%s”", script_line);
}

static gpointer
connection_thread (gpointer data)
{
  Connection *connection = data;
  doctor_worker_prepare_thread ();
  guint only = 0; /* the connection that the line is for; 0: all */
  for (guint i = 0; i < connection->server->script->len; i++) {
    const char *line = g_ptr_array_index (connection->server->script, i);
    if (g_str_has_prefix (line, "WHEN "))
      only = (guint)atoi (line + strlen ("WHEN "));
    else if ((only == 0 || only == connection->number) && !play (connection, line))
      break;
  }
  SSL_free (connection->ssl);
  close (connection->fd);
  g_string_free (connection->input, TRUE);
  g_free (connection->tag);
  g_free (connection);
  return NULL;
}

static gpointer
accept_thread (gpointer data)
{
  PlayServer *server = data;
  int one = 1; /* each line goes out as it is said */
  struct pollfd fds[2] = { { .fd = server->listen_fd, .events = POLLIN },
                           { .fd = server->stop_fd, .events = POLLIN } };
  for (;;) {
    if (poll (fds, 2, -1) < 0 && errno == EINTR)
      continue;
    if (fds[1].revents != 0)
      return NULL;
    Connection *connection = g_new0 (Connection, 1);
    connection->server = server;
    connection->fd = accept (server->listen_fd, NULL, NULL);
    setsockopt (connection->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    connection->input = g_string_new (NULL);
    g_mutex_lock (&server->mutex);
    connection->number = ++server->n_connections;
    g_mutex_unlock (&server->mutex);
    g_ptr_array_add (server->threads, g_thread_new ("play", connection_thread, connection));
  }
}

/* A full accept queue makes the kernel drop what comes next, like a filter on the way. */
static void
fill_queue (PlayServer *server)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
                                 .sin_port = htons (server->port) };
  g_assert_cmpint (listen (server->listen_fd, 0), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (server->filler_fds); i++) {
    server->filler_fds[i] = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    connect (server->filler_fds[i], (struct sockaddr *)&address, sizeof address);
  }
}

void
play_server_start (PlayServer *server)
{
  if (server->script->len > 0 && g_str_equal (g_ptr_array_index (server->script, 0), "BLACKHOLE")) {
    fill_queue (server);
    return;
  }
  server->thread = g_thread_new ("accept", accept_thread, server);
}

void
play_server_stop (PlayServer *server)
{
  guint64 one = 1;
  g_assert_cmpint (write (server->stop_fd, &one, sizeof one), ==, sizeof one);
  if (server->thread != NULL)
    g_thread_join (g_steal_pointer (&server->thread));
  for (guint i = 0; i < server->threads->len; i++)
    g_thread_join (g_ptr_array_index (server->threads, i));
  g_ptr_array_set_size (server->threads, 0);
}

GPtrArray *
play_server_get_lines (PlayServer *server)
{
  return server->lines;
}

GPtrArray *
play_server_get_problems (PlayServer *server)
{
  return server->problems;
}

guint
play_server_count_connections (PlayServer *server)
{
  return server->n_connections;
}

guint
play_server_count_conversations (PlayServer *server)
{
  return server->n_conversations;
}

void
play_server_free (PlayServer *server)
{
  close (server->listen_fd);
  close (server->stop_fd);
  for (guint i = 0; i < G_N_ELEMENTS (server->filler_fds); i++)
    if (server->filler_fds[i] > 0)
      close (server->filler_fds[i]);
  g_ptr_array_unref (server->script);
  g_ptr_array_unref (server->lines);
  g_ptr_array_unref (server->problems);
  g_ptr_array_unref (server->threads);
  g_mutex_clear (&server->mutex);
  g_free (server);
}
