#include "probe/hosts.h"
#include "probe/steps.h"
#include <glib/gstdio.h>
#include <string.h>

/* Host names are compared without regard to case (RFC 4343) and to the final dot. */
static gboolean
names_host (const char *word, const char *host)
{
  gsize length = strlen (word);
  if (length > 1 && word[length - 1] == '.')
    length--;
  return strlen (host) == length && g_ascii_strncasecmp (word, host, length) == 0;
}

static gboolean
line_names_host (char **words, const char *host)
{
  for (char **word = words + 1; *words != NULL && *word != NULL; word++)
    if (names_host (*word, host))
      return TRUE;
  return FALSE;
}

static void
add_address (GPtrArray *addresses, const char *word)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (word);
  if (address == NULL || addresses->len >= DOCTOR_HOSTS_MAX_ADDRESSES)
    return;
  g_autofree char *text = g_inet_address_to_string (address);
  if (!g_ptr_array_find_with_equal_func (addresses, text, g_str_equal, NULL))
    g_ptr_array_add (addresses, g_steal_pointer (&text));
}

static void
read_line (GPtrArray *addresses, const char *start, gsize length, const char *host)
{
  enum { MAX_LINE_BYTES = 4096 };
  const char *comment = memchr (start, '#', length);
  if (comment != NULL)
    length = (gsize)(comment - start);
  if (length > MAX_LINE_BYTES || memchr (start, '\0', length) != NULL)
    return;
  g_autofree char *line = g_strndup (start, length);
  g_strdelimit (line, "\t\r\v\f", ' ');
  g_auto (GStrv) raw = g_strsplit (line, " ", -1);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  for (char **word = raw; *word != NULL; word++)
    if (**word != '\0')
      g_ptr_array_add (words, *word);
  g_ptr_array_add (words, NULL);
  if (line_names_host ((char **)words->pdata, host))
    add_address (addresses, words->pdata[0]);
}

GPtrArray *
doctor_hosts_find (const char *text, gsize length, const char *host)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_free);
  const char *end = text + length;
  for (const char *start = text; start < end;) {
    const char *newline = memchr (start, '\n', (gsize)(end - start));
    const char *stop = newline == NULL ? end : newline;
    read_line (addresses, start, (gsize)(stop - start), host);
    start = stop + 1;
  }
  return addresses;
}

/* RFC 6761 §6.3: that name belongs into the file. */
static gboolean
is_of_this_computer (const char *host)
{
  g_autofree char *lower = g_ascii_strdown (host, -1);
  return g_str_equal (lower, "localhost") || g_str_has_suffix (lower, ".localhost")
         || g_hostname_is_ip_address (lower);
}

static char *
dup_contents (const char *path, gsize *out_length)
{
  GStatBuf status;
  char *text = NULL;
  if (g_stat (path, &status) != 0 || !S_ISREG (status.st_mode)
      || status.st_size > DOCTOR_HOSTS_MAX_BYTES
      || !g_file_get_contents (path, &text, out_length, NULL))
    return NULL;
  return text;
}

void
doctor_step_hosts (DoctorChain *chain)
{
  g_autofree char *host = doctor_chain_dup_host (chain);
  if (is_of_this_computer (host))
    return;
  gsize length = 0;
  g_autofree char *text = dup_contents (chain->computer->hosts_file, &length);
  if (text == NULL)
    return;
  g_autoptr (GPtrArray) addresses = doctor_hosts_find (text, length, host);
  if (addresses->len > 0)
    doctor_chain_set (
      chain, "dns.hosts-file",
      g_variant_new_strv ((const char *const *)addresses->pdata, (gssize)addresses->len));
}
