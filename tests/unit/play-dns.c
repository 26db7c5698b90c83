#include "play-dns.h"
#include <arpa/inet.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
  HEADER_BYTES = 12,
  UDP_BYTES = 1232,
  CLASS_IN = 1,
  TTL_SECONDS = 60,
  MAX_ALIASES = 16,
  /* RFC 1035 §4.1.1 */
  RCODE_SERVFAIL = 2,
  RCODE_NXDOMAIN = 3,
  RCODE_REFUSED = 5,
};

typedef struct {
  char *name, *type, *answer;
} Line;

struct _PlayDns {
  char *address;
  int udp_fd, tcp_fd, stop_fd;
  GPtrArray *lines;     /* Line */
  GPtrArray *questions; /* char * */
  GThread *thread;
};

static const struct {
  const char *name;
  guint16 number;
} types[] = {
  { "A", 1 }, { "CNAME", 5 }, { "MX", 15 }, { "TXT", 16 }, { "AAAA", 28 }, { "SRV", 33 },
};

static void
line_free (gpointer data)
{
  Line *line = data;
  g_free (line->name);
  g_free (line->type);
  g_free (line->answer);
  g_free (line);
}

static int
bind_socket (int kind, guint16 *port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (*port) };
  socklen_t size = sizeof address;
  int fd = socket (AF_INET, kind | SOCK_CLOEXEC, 0);
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  if (bind (fd, (struct sockaddr *)&address, sizeof address) != 0) {
    close (fd);
    return -1;
  }
  g_assert_cmpint (getsockname (fd, (struct sockaddr *)&address, &size), ==, 0);
  *port = ntohs (address.sin_port);
  return fd;
}

/* The same number for both: a port that is free for the one may be taken for the other. */
static guint16
bind_both (PlayDns *dns)
{
  for (;;) {
    guint16 port = 0;
    dns->udp_fd = bind_socket (SOCK_DGRAM, &port);
    dns->tcp_fd = bind_socket (SOCK_STREAM, &port);
    if (dns->tcp_fd >= 0)
      return port;
    close (dns->udp_fd);
  }
}

PlayDns *
play_dns_new (void)
{
  PlayDns *dns = g_new0 (PlayDns, 1);
  dns->address = g_strdup_printf ("127.0.0.1:%u", bind_both (dns));
  g_assert_cmpint (listen (dns->tcp_fd, 8), ==, 0);
  dns->stop_fd = eventfd (0, EFD_CLOEXEC);
  dns->lines = g_ptr_array_new_with_free_func (line_free);
  dns->questions = g_ptr_array_new_with_free_func (g_free);
  return dns;
}

const char *
play_dns_get_address (PlayDns *dns)
{
  return dns->address;
}

void
play_dns_add (PlayDns *dns, const char *text)
{
  g_auto (GStrv) word = g_strsplit (text, " ", 3);
  Line *line = g_new0 (Line, 1);
  g_assert_cmpuint (g_strv_length (word), ==, 3);
  line->name = g_ascii_strdown (word[0], -1);
  line->type = g_strdup (word[1]);
  line->answer = g_strdup (word[2]);
  g_ptr_array_add (dns->lines, line);
}

/* --- writing --- */

static void
put16 (GByteArray *out, guint value)
{
  guint8 bytes[2] = { (guint8)(value >> 8), (guint8)value };
  g_byte_array_append (out, bytes, sizeof bytes);
}

static void
put_name (GByteArray *out, const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);
  for (char **label = labels; *label != NULL; label++) {
    guint8 length = (guint8)strlen (*label);
    if (length == 0)
      continue;
    g_byte_array_append (out, &length, 1);
    g_byte_array_append (out, (const guint8 *)*label, length);
  }
  g_byte_array_append (out, (const guint8 *)"", 1);
}

static void
put_strings (GByteArray *out, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\"", -1);
  for (guint i = 1; parts[0] != NULL && parts[i] != NULL; i += 2) {
    guint8 length = (guint8)strlen (parts[i]);
    g_byte_array_append (out, &length, 1);
    g_byte_array_append (out, (const guint8 *)parts[i], length);
    if (parts[i + 1] == NULL)
      break;
  }
}

static void
put_huge (GByteArray *out, guint n)
{
  guint8 string[256];
  memset (string, 'x', sizeof string);
  while (n > 0) {
    guint length = MIN (n, 255);
    string[0] = (guint8)length;
    g_byte_array_append (out, string, length + 1);
    n -= length;
  }
}

static void
put_data (GByteArray *out, const char *type, const char *answer)
{
  g_auto (GStrv) word = g_strsplit (answer, " ", -1);
  guint8 address[16];
  if (g_str_has_prefix (answer, "HUGE "))
    put_huge (out, (guint)atoi (word[1]));
  else if (g_str_equal (type, "TXT"))
    put_strings (out, answer);
  else if (g_str_equal (type, "CNAME"))
    put_name (out, answer);
  else if (inet_pton (AF_INET, answer, address) == 1)
    g_byte_array_append (out, address, 4);
  else if (inet_pton (AF_INET6, answer, address) == 1)
    g_byte_array_append (out, address, 16);
  else {
    guint n = g_strv_length (word);
    for (guint i = 0; i + 1 < n; i++)
      put16 (out, (guint)atoi (word[i]));
    put_name (out, word[n - 1]);
  }
}

static guint16
number_of (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].name, type))
      return types[i].number;
  return 0;
}

static const char *
type_of (guint16 number)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].number == number)
      return types[i].name;
  return "?";
}

typedef struct {
  GByteArray *bytes;
  guint n;
  guint rcode;
} Reply;

static void
put_record (Reply *reply, const char *name, const char *type, const char *answer)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  put_data (data, type, answer);
  put_name (reply->bytes, name);
  put16 (reply->bytes, number_of (type));
  put16 (reply->bytes, CLASS_IN);
  put16 (reply->bytes, 0);
  put16 (reply->bytes, TTL_SECONDS);
  put16 (reply->bytes, data->len);
  g_byte_array_append (reply->bytes, data->data, data->len);
  reply->n++;
}

static void
put_many (Reply *reply, const char *name, const char *type, guint n)
{
  for (guint i = 1; i <= n; i++) {
    g_autofree char *address = g_str_equal (type, "A") ? g_strdup_printf ("192.0.2.%u", i)
                                                       : g_strdup_printf ("2001:db8::%x", i);
    put_record (reply, name, type, address);
  }
}

static void
put_chain (Reply *reply, const char *name, guint n)
{
  g_autofree char *from = g_strdup (name);
  for (guint i = 1; i <= n; i++) {
    g_autofree char *to = g_strdup_printf ("alias%u.example.org", i);
    put_record (reply, from, "CNAME", to);
    g_free (from);
    from = g_steal_pointer (&to);
  }
}

/* --- answering --- */

static gboolean
speaks_of (const Line *line, const char *name)
{
  return g_str_equal (line->name, "*") || g_str_equal (line->name, name);
}

/* The word that stands in place of an answer, or NULL. */
static const char *
find_word (PlayDns *dns, const char *name, const char *type)
{
  static const char *const words[]
    = { "NXDOMAIN", "SERVFAIL", "REFUSED", "SILENT", "GARBAGE", "TRUNCATED", NULL };
  for (guint i = 0; i < dns->lines->len; i++) {
    const Line *line = g_ptr_array_index (dns->lines, i);
    if (speaks_of (line, name) && (g_str_equal (line->type, "*") || g_str_equal (line->type, type))
        && g_strv_contains (words, line->answer))
      return line->answer;
  }
  return NULL;
}

static void
put_line (Reply *reply, const Line *line, const char *name)
{
  const char *number = strchr (line->answer, ' ');
  if (g_str_has_prefix (line->answer, "MANY "))
    put_many (reply, name, line->type, (guint)atoi (number));
  else if (g_str_has_prefix (line->answer, "CHAIN "))
    put_chain (reply, name, (guint)atoi (number));
  else
    put_record (reply, name, line->type, line->answer);
}

static void
put_records (PlayDns *dns, Reply *reply, const char *name, const char *type, guint aliases)
{
  gboolean exists = FALSE;
  for (guint i = 0; i < dns->lines->len; i++) {
    const Line *line = g_ptr_array_index (dns->lines, i);
    if (!g_str_equal (line->name, name))
      continue;
    exists = TRUE;
    if (g_str_equal (line->type, type))
      put_line (reply, line, name);
    if (!g_str_equal (line->type, "CNAME") || g_str_equal (type, "CNAME"))
      continue;
    put_record (reply, name, "CNAME", line->answer);
    if (aliases < MAX_ALIASES)
      put_records (dns, reply, line->answer, type, aliases + 1);
    return;
  }
  if (!exists)
    reply->rcode = RCODE_NXDOMAIN;
}

static gboolean
read_question (const guint8 *query, gsize length, GString *name, guint16 *type, gsize *end)
{
  gsize at = HEADER_BYTES;
  while (at < length && query[at] != 0) {
    gsize size = query[at];
    if (at + size + 1 >= length)
      return FALSE;
    g_string_append_printf (name, "%s%.*s", name->len > 0 ? "." : "", (int)size,
                            (const char *)query + at + 1);
    at += size + 1;
  }
  if (at + 5 > length)
    return FALSE;
  g_string_ascii_down (name);
  *type = (guint16)(query[at + 1] << 8 | query[at + 2]);
  *end = at + 5;
  return TRUE;
}

static void
fill_reply (PlayDns *dns, Reply *reply, const char *name, const char *type, const char *word)
{
  static const struct {
    const char *word;
    guint rcode;
  } codes[] = { { "NXDOMAIN", RCODE_NXDOMAIN },
                { "SERVFAIL", RCODE_SERVFAIL },
                { "REFUSED", RCODE_REFUSED } };
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_strcmp0 (word, codes[i].word) == 0)
      reply->rcode = codes[i].rcode;
  if (reply->rcode == 0)
    put_records (dns, reply, name, type, 0);
}

/* The whole answer, or NULL for none. */
static GByteArray *
answer (PlayDns *dns, const guint8 *query, gsize length, gboolean by_udp)
{
  gsize end = 0;
  guint16 number = 0;
  g_autoptr (GString) name = g_string_new (NULL);
  if (length < HEADER_BYTES || !read_question (query, length, name, &number, &end))
    return NULL;
  const char *type = type_of (number);
  const char *word = find_word (dns, name->str, type);
  g_ptr_array_add (dns->questions, g_strdup_printf ("%s %s", name->str, type));
  if (g_strcmp0 (word, "SILENT") == 0)
    return NULL;
  Reply reply = { .bytes = g_byte_array_new () };
  g_byte_array_append (reply.bytes, query, (guint)end);
  fill_reply (dns, &reply, name->str, type, word);
  gboolean cut = by_udp && (reply.bytes->len > UDP_BYTES || g_strcmp0 (word, "TRUNCATED") == 0);
  if (cut)
    g_byte_array_set_size (reply.bytes, (guint)end);
  if (g_strcmp0 (word, "GARBAGE") == 0)
    memset (reply.bytes->data + HEADER_BYTES, 0xff, reply.bytes->len - HEADER_BYTES);
  reply.bytes->data[2] = cut ? 0x83 : 0x81; /* QR, RD, perhaps TC */
  reply.bytes->data[3] = (guint8)(0x80 | reply.rcode);
  reply.bytes->data[6] = cut ? 0 : (guint8)(reply.n >> 8);
  reply.bytes->data[7] = cut ? 0 : (guint8)reply.n;
  memset (reply.bytes->data + 8, 0, 4);
  return reply.bytes;
}

static void
serve_udp (PlayDns *dns)
{
  guint8 query[UDP_BYTES];
  struct sockaddr_in from;
  socklen_t size = sizeof from;
  gssize length = recvfrom (dns->udp_fd, query, sizeof query, 0, (struct sockaddr *)&from, &size);
  g_autoptr (GByteArray) reply = length > 0 ? answer (dns, query, (gsize)length, TRUE) : NULL;
  if (reply != NULL
      && sendto (dns->udp_fd, reply->data, reply->len, 0, (struct sockaddr *)&from, size) < 0)
    return; /* the client is gone */
}

static gboolean
read_bytes (PlayDns *dns, int fd, guint8 *bytes, gsize length)
{
  gsize done = 0;
  while (done < length) {
    struct pollfd fds[]
      = { { .fd = fd, .events = POLLIN }, { .fd = dns->stop_fd, .events = POLLIN } };
    if (poll (fds, 2, -1) <= 0 || fds[1].revents != 0)
      return FALSE;
    gssize n = recv (fd, bytes + done, length - done, 0);
    if (n <= 0)
      return FALSE;
    done += (gsize)n;
  }
  return TRUE;
}

/* One question on each connection (RFC 7766 allows more; c-ares asks one after the other). */
static void
serve_tcp (PlayDns *dns)
{
  int fd = accept (dns->tcp_fd, NULL, NULL);
  guint8 size[2], query[UDP_BYTES];
  while (read_bytes (dns, fd, size, sizeof size)) {
    gsize length = (gsize)size[0] << 8 | size[1];
    if (length > sizeof query || !read_bytes (dns, fd, query, length))
      break;
    g_autoptr (GByteArray) reply = answer (dns, query, length, FALSE);
    if (reply == NULL)
      break;
    guint8 head[2] = { (guint8)(reply->len >> 8), (guint8)reply->len };
    if (send (fd, head, sizeof head, MSG_NOSIGNAL) < 0
        || send (fd, reply->data, reply->len, MSG_NOSIGNAL) < 0)
      break;
  }
  close (fd);
}

static gpointer
serve (gpointer data)
{
  PlayDns *dns = data;
  for (;;) {
    struct pollfd fds[] = { { .fd = dns->udp_fd, .events = POLLIN },
                            { .fd = dns->tcp_fd, .events = POLLIN },
                            { .fd = dns->stop_fd, .events = POLLIN } };
    if (poll (fds, G_N_ELEMENTS (fds), -1) < 0)
      continue;
    if (fds[2].revents != 0)
      return NULL;
    if (fds[0].revents != 0)
      serve_udp (dns);
    if (fds[1].revents != 0)
      serve_tcp (dns);
  }
}

void
play_dns_start (PlayDns *dns)
{
  dns->thread = g_thread_new ("play-dns", serve, dns);
}

void
play_dns_stop (PlayDns *dns)
{
  guint64 one = 1;
  if (dns->thread == NULL)
    return;
  g_assert_cmpint (write (dns->stop_fd, &one, sizeof one), ==, sizeof one);
  g_thread_join (g_steal_pointer (&dns->thread));
}

GPtrArray *
play_dns_get_questions (PlayDns *dns)
{
  return dns->questions;
}

guint
play_dns_count (PlayDns *dns, const char *question)
{
  guint n = 0;
  for (guint i = 0; i < dns->questions->len; i++)
    n += g_str_equal (g_ptr_array_index (dns->questions, i), question);
  return n;
}

void
play_dns_free (PlayDns *dns)
{
  if (dns == NULL)
    return;
  play_dns_stop (dns);
  close (dns->udp_fd);
  close (dns->tcp_fd);
  close (dns->stop_fd);
  g_ptr_array_unref (dns->lines);
  g_ptr_array_unref (dns->questions);
  g_free (dns->address);
  g_free (dns);
}
