#include "probe/portal.h"
#include "core/site.h"
#include "probe/dns.h"
#include "probe/net.h"
#include "probe/steps.h"
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>

enum {
  LIMIT_MS = 2500,
  MAX_ANSWER_BYTES = 4096, /* the head is all that is read */
  MAX_LOCATION_BYTES = 300,
  NETWORK_AUTHENTICATION_REQUIRED = 511 /* RFC 6585 §6 */
};

/* --- the answer --- */

/* The number in "HTTP/1.1 302 Found"; 0 when it is none. */
static int
read_status (const char *line)
{
  if (!g_str_has_prefix (line, "HTTP/1.") || !g_ascii_isdigit (line[7]) || line[8] != ' ')
    return 0;
  guint64 status = g_ascii_strtoull (line + 9, NULL, 10);
  return status >= 100 && status <= 599 ? (int)status : 0;
}

/* The value of the field Location, before the empty line; NULL when there is none. */
static const char *
find_location (char **lines)
{
  static const char field[] = "location:";
  for (; *lines != NULL && **lines != '\0'; lines++)
    if (g_ascii_strncasecmp (*lines, field, strlen (field)) == 0)
      return g_strstrip (*lines + strlen (field));
  return NULL;
}

/* Without what stands behind the path: it may name the person's device. */
static char *
dup_page (const char *location, const char *host)
{
  g_autoptr (GUri) uri = g_uri_parse (location, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri == NULL ? NULL : g_uri_get_scheme (uri);
  const char *elsewhere = uri == NULL ? NULL : g_uri_get_host (uri);
  if (elsewhere == NULL || *elsewhere == '\0'
      || !g_strv_contains ((const char *const[]){ "http", "https", NULL }, scheme)
      || doctor_site_is_same (elsewhere, host))
    return NULL;
  char *page = g_strconcat (scheme, "://", elsewhere, g_uri_get_path (uri), NULL);
  if (strlen (page) <= MAX_LOCATION_BYTES && g_utf8_validate (page, -1, NULL))
    return page;
  g_free (page);
  return NULL;
}

char *
doctor_portal_find_location (const char *bytes, gsize length, const char *host)
{
  if (memchr (bytes, '\0', length) != NULL)
    return NULL;
  g_autofree char *text = g_strndup (bytes, length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    g_strchomp (*line);
  int status = lines[0] == NULL ? 0 : read_status (lines[0]);
  if (status == NETWORK_AUTHENTICATION_REQUIRED)
    return g_strconcat ("http://", host, "/", NULL);
  const char *location = status >= 300 && status <= 399 ? find_location (lines + 1) : NULL;
  return location == NULL ? NULL : dup_page (location, host);
}

/* --- the request --- */

static int
connect_to (GPtrArray *addresses, guint16 port, const DoctorPatience *patience)
{
  g_autoptr (DoctorAttempts) attempts = doctor_attempts_new ();
  for (guint i = 0; i < MIN (addresses->len, 2); i++)
    doctor_attempts_add (attempts, g_ptr_array_index (addresses, i), port);
  while (doctor_attempts_count_pending (attempts) > 0
         && doctor_attempts_wait (attempts, patience) == DOCTOR_WAIT_READY)
    continue;
  for (guint i = 0; i < doctor_attempts_get_n (attempts); i++)
    if (g_strcmp0 (doctor_attempts_get (attempts, i)->result, "connected") == 0)
      return doctor_attempt_take_fd (doctor_attempts_get (attempts, i));
  return -1;
}

/* Up to the end of the head, or what came of it in time. */
static GString *
read_head (int fd, const DoctorPatience *patience)
{
  GString *head = g_string_new (NULL);
  char bytes[1024];
  struct pollfd fds[1 + DOCTOR_PATIENCE_FDS] = { { .fd = fd, .events = POLLIN } };
  while (head->len < MAX_ANSWER_BYTES && strstr (head->str, "\r\n\r\n") == NULL
         && doctor_patience_poll (patience, fds, 1) == DOCTOR_WAIT_READY) {
    gssize got = recv (fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (got <= 0)
      break;
    g_string_append_len (head, bytes, got);
  }
  return head;
}

static char *
dup_location (DoctorChain *chain, const char *host)
{
  DoctorPatience patience = doctor_patience_narrow (&chain->patience, LIMIT_MS);
  g_autofree char *request
    = g_strdup_printf ("GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", host);
  g_autoptr (DoctorLookup) lookup = doctor_lookup_run (host, chain->resolver, &patience);
  int fd = connect_to (lookup->addresses, chain->computer->web_port, &patience);
  if (fd < 0)
    return NULL;
  gsize length = strlen (request);
  gboolean asked = send (fd, request, length, MSG_NOSIGNAL) == (gssize)length;
  g_autoptr (GString) head = asked ? read_head (fd, &patience) : g_string_new (NULL);
  g_close (fd, NULL);
  return doctor_portal_find_location (head->str, head->len, host);
}

/* A server whose name holds anything but letters, digits, dots and hyphens is not asked: the name
 * goes into the request. */
static gboolean
is_plain_name (const char *host)
{
  return *host != '\0'
         && host[strspn (host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")]
              == '\0';
}

void
doctor_step_portal (DoctorChain *chain)
{
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++) {
    const char *host = doctor_facts_get_string (chain->facts, scope, "server.host");
    /* Through a proxy the network's page is not met. */
    if (host == NULL || doctor_facts_is (chain->facts, scope, "dns.result", "skipped"))
      continue;
    g_autofree char *ascii = g_hostname_to_ascii (host);
    if (ascii == NULL || !is_plain_name (ascii))
      continue;
    g_autofree char *location = dup_location (chain, ascii);
    if (location == NULL)
      continue;
    doctor_chain_set_account (chain, "portal.location", g_variant_new_string (location));
    return;
  }
}
