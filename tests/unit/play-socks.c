#include "play-socks.h"
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

typedef struct {
  int fd;
  char **words;
} Proxy;

static gboolean
hear (Proxy *proxy, guint8 *bytes, gsize length)
{
  return recv (proxy->fd, bytes, length, MSG_WAITALL) == (gssize)length;
}

static void
say (Proxy *proxy, const char *bytes, gsize length)
{
  g_assert_cmpint (send (proxy->fd, bytes, length, MSG_NOSIGNAL), ==, (gssize)length);
}

/* The word after @name, @offset words further on; NULL when @name is not there. */
static const char *
find (Proxy *proxy, const char *name, guint offset)
{
  for (char **word = proxy->words; *word != NULL; word++)
    if (g_str_equal (*word, name))
      return word[offset];
  return NULL;
}

static int
reply_number (Proxy *proxy, int usual)
{
  const char *number = find (proxy, "reply", 1);
  return number == NULL ? usual : atoi (number);
}

/* A field with its length in front. */
static char *
hear_field (Proxy *proxy)
{
  guint8 length = 0;
  char text[256] = "";
  if (!hear (proxy, &length, 1) || !hear (proxy, (guint8 *)text, length))
    return NULL;
  return g_strdup (text);
}

static gboolean
check_login (Proxy *proxy)
{
  guint8 version = 0;
  say (proxy, "\5\2", 2);
  if (!hear (proxy, &version, 1) || version != 1)
    return FALSE;
  g_autofree char *user = hear_field (proxy);
  g_autofree char *password = hear_field (proxy);
  gboolean good = g_strcmp0 (user, find (proxy, "login", 1)) == 0
                  && g_strcmp0 (password, find (proxy, "login", 2)) == 0;
  say (proxy, good ? "\1\0" : "\1\1", 2);
  return good;
}

static gboolean
agree_on_method (Proxy *proxy)
{
  guint8 head[2], methods[255];
  if (!hear (proxy, head, 2) || head[0] != 5 || !hear (proxy, methods, head[1]))
    return FALSE;
  if (find (proxy, "no-method", 0) != NULL) {
    say (proxy, "\5\xff", 2);
    return FALSE;
  }
  if (find (proxy, "login", 0) != NULL)
    return memchr (methods, 2, head[1]) != NULL && check_login (proxy);
  say (proxy, "\5\0", 2);
  return TRUE;
}

static char *
play_five (Proxy *proxy, gboolean *out_open)
{
  guint8 head[4], port[2];
  if (!agree_on_method (proxy) || !hear (proxy, head, 4) || head[0] != 5 || head[3] != 3)
    return NULL;
  g_autofree char *host = hear_field (proxy);
  if (host == NULL || !hear (proxy, port, 2))
    return NULL;
  int number = reply_number (proxy, 0);
  char ipv4[] = "\5\0\0\1\177\0\0\1\4\0";
  char name[] = "\5\0\0\3\4host\0\0";
  ipv4[1] = name[1] = (char)number;
  gboolean by_name = find (proxy, "name", 0) != NULL;
  say (proxy, by_name ? name : ipv4, by_name ? sizeof name - 1 : sizeof ipv4 - 1);
  *out_open = number == 0;
  return g_strdup_printf ("SOCKS5 %s:%d", host, port[0] << 8 | port[1]);
}

static char *
play_four (Proxy *proxy, gboolean *out_open)
{
  guint8 request[9];
  char numbers[INET_ADDRSTRLEN];
  if (!hear (proxy, request, sizeof request) || request[0] != 4 || request[8] != 0)
    return NULL;
  int number = reply_number (proxy, 90);
  char reply[8] = { 0, (char)number };
  say (proxy, reply, sizeof reply);
  *out_open = number == 90;
  inet_ntop (AF_INET, request + 4, numbers, sizeof numbers);
  return g_strdup_printf ("SOCKS4 %s:%d", numbers, request[2] << 8 | request[3]);
}

char *
play_socks (int fd, const char *words, gboolean *out_open)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);
  Proxy proxy = { fd, list };
  *out_open = FALSE;
  return g_str_equal (list[0], "4") ? play_four (&proxy, out_open) : play_five (&proxy, out_open);
}
