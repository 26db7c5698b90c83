/* Any bytes as what a SOCKS proxy says (first byte even), as the head of a web page, as a hosts
 * file, as a list of mailboxes, as filter rules or as a field of a header: nothing is believed
 * beyond its own rules. */
#include "command/folderlist.h"
#include "core/filters.h"
#include "core/mime-word.h"
#include "probe/hosts.h"
#include "probe/portal.h"
#include "probe/socks.h"
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Takes what it asks for, as the caller does; it must come to an end and never take too much. */
static void
try_socks (const guint8 *data, gsize size, gboolean is_four)
{
  const DoctorSocksTarget target = { .is_four = is_four,
                                     .host = "mail.example.org",
                                     .address = "192.0.2.1",
                                     .user = "ann",
                                     .password = "secret",
                                     .port = 993 };
  g_autoptr (DoctorSocks) socks = doctor_socks_new (&target);
  while (size > 0 && doctor_socks_get_state (socks) == DOCTOR_SOCKS_MORE) {
    gsize length = 0;
    doctor_socks_peek (socks, &length);
    doctor_socks_sent (socks, length);
    gsize part = MIN (size, doctor_socks_wants (socks));
    g_assert_cmpuint (part, >, 0);
    doctor_socks_take (socks, data, part);
    data += part;
    size -= part;
  }
  gboolean failed = doctor_socks_get_state (socks) == DOCTOR_SOCKS_FAILED;
  g_assert_true (failed == (doctor_socks_get_result (socks) != NULL));
}

static void
try_portal (const char *text, gsize size)
{
  g_autofree char *location = doctor_portal_find_location (text, size, "mail.example.org");
  g_assert_true (location == NULL || g_str_has_prefix (location, "http"));
  g_assert_true (location == NULL || g_utf8_validate (location, -1, NULL));
}

static void
try_hosts (const char *text, gsize size)
{
  g_autoptr (GPtrArray) found = doctor_hosts_find (text, size, "mail.example.org");
  g_assert_cmpuint (found->len, <=, DOCTOR_HOSTS_MAX_ADDRESSES);
  for (guint i = 0; i < found->len; i++)
    g_assert_true (g_hostname_is_ip_address (g_ptr_array_index (found, i)));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (DoctorFolderlist) folders = doctor_folderlist_parse (text, strlen (text));
  const char *path = doctor_folderlist_get_path (folders, "#mh/Mailbox/inbox");
  g_assert_true (path == NULL || *path != '\0');
  g_autofree char *queue = doctor_folderlist_dup_queue (folders, NULL);
  g_assert_true (queue == NULL || *queue != '\0');
  g_assert_cmpint (doctor_folderlist_get_unread (folders, "#mh/Mailbox/inbox"), >=, -1);
  g_autoptr (DoctorFilter) filter = doctor_filters_find (text, 1);
  g_assert_true (filter == NULL || filter->name != NULL);
  g_autofree char *decoded = doctor_mime_word_decode (text);
  g_assert_true (g_utf8_validate (decoded, -1, NULL));
  try_socks (data, size, size > 0 && data[0] == 0);
  try_portal ((const char *)data, size);
  try_hosts ((const char *)data, size);
  return 0;
}
