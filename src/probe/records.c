#include "probe/records.h"
#include <ares.h>
#include <arpa/inet.h>
#include <netdb.h>
#include <string.h>

enum {
  NAME_MAX_BYTES = 253, /* RFC 1035 §2.3.4, in text */
};

/* RFC 1035 §4.1.1 has the codes; the words are those of dns.server-result. */
static const struct {
  int status;
  const char *result;
} results[] = {
  { ARES_SUCCESS, "found" },      { ARES_ENOTFOUND, "not-found" },
  { ARES_ENODATA, "no-address" }, { ARES_ESERVFAIL, "server-failure" },
  { ARES_EREFUSED, "refused" },   { ARES_ETIMEOUT, "timeout" },
};

static const char *
result_of (int status)
{
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    if (results[i].status == status)
      return results[i].result;
  return "failed";
}

static void
record_free (gpointer data)
{
  DoctorRecord *record = data;
  g_free (record->text);
  g_free (record);
}

/* Takes @text, which may be NULL: then there is nothing to add. */
static DoctorRecord *
add (DoctorAnswer *answer, char *text)
{
  if (text == NULL)
    return NULL;
  DoctorRecord *record = g_new0 (DoctorRecord, 1);
  record->text = text;
  g_ptr_array_add (answer->records, record);
  return record;
}

/* A name that can be a host's, in lower case without final dot; NULL for any other. An
 * underscore is not allowed in one, and met. */
static char *
dup_host (const char *name)
{
  gsize length = name == NULL ? 0 : strlen (name);
  if (name == NULL || length > NAME_MAX_BYTES)
    return NULL;
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-_.", *p) == NULL)
      return NULL;
  char *host = g_ascii_strdown (name, (gssize)length);
  if (g_str_has_suffix (host, "."))
    host[length - 1] = '\0';
  return host;
}

static char *
dup_printable (const char *bytes, gsize length)
{
  char *text = g_strndup (bytes, MIN (length, DOCTOR_RECORD_MAX_TEXT_BYTES));
  for (char *p = text; *p != '\0'; p++)
    if (!g_ascii_isprint (*p))
      *p = '?';
  return text;
}

/* --- one function for each type: the status --- */

static void
take_real_name (DoctorAnswer *answer, const char *asked, const struct hostent *host)
{
  g_autofree char *real = host == NULL ? NULL : dup_host (host->h_name);
  g_autofree char *own = dup_host (asked);
  if (real != NULL && *real != '\0' && g_strcmp0 (real, own) != 0)
    answer->real_name = g_steal_pointer (&real);
}

static void
add_address (DoctorAnswer *answer, int family, const void *address)
{
  char text[INET6_ADDRSTRLEN];
  if (inet_ntop (family, address, text, sizeof text) != NULL)
    add (answer, g_strdup (text));
}

static int
take_a (DoctorAnswer *answer, const char *name, const guint8 *bytes, int length)
{
  int n = DOCTOR_RECORDS_MAX;
  struct ares_addrttl list[DOCTOR_RECORDS_MAX];
  struct hostent *host = NULL;
  int status = ares_parse_a_reply (bytes, length, &host, list, &n);
  take_real_name (answer, name, host);
  for (int i = 0; i < n && status == ARES_SUCCESS; i++)
    add_address (answer, AF_INET, &list[i].ipaddr);
  if (host != NULL)
    ares_free_hostent (host);
  return status;
}

static int
take_aaaa (DoctorAnswer *answer, const char *name, const guint8 *bytes, int length)
{
  int n = DOCTOR_RECORDS_MAX;
  struct ares_addr6ttl list[DOCTOR_RECORDS_MAX];
  struct hostent *host = NULL;
  int status = ares_parse_aaaa_reply (bytes, length, &host, list, &n);
  take_real_name (answer, name, host);
  for (int i = 0; i < n && status == ARES_SUCCESS; i++)
    add_address (answer, AF_INET6, &list[i].ip6addr);
  if (host != NULL)
    ares_free_hostent (host);
  return status;
}

static int
take_mx (DoctorAnswer *answer, const char *name, const guint8 *bytes, int length)
{
  struct ares_mx_reply *list = NULL;
  int status = ares_parse_mx_reply (bytes, length, &list);
  for (struct ares_mx_reply *mx = list; mx != NULL && answer->records->len < DOCTOR_RECORDS_MAX;
       mx = mx->next) {
    DoctorRecord *record = add (answer, dup_host (mx->host));
    if (record != NULL)
      record->priority = mx->priority;
  }
  ares_free_data (list);
  return status;
}

static int
take_srv (DoctorAnswer *answer, const char *name, const guint8 *bytes, int length)
{
  struct ares_srv_reply *list = NULL;
  int status = ares_parse_srv_reply (bytes, length, &list);
  for (struct ares_srv_reply *srv = list; srv != NULL && answer->records->len < DOCTOR_RECORDS_MAX;
       srv = srv->next) {
    DoctorRecord *record = add (answer, dup_host (srv->host));
    if (record == NULL)
      continue;
    record->priority = srv->priority;
    record->weight = srv->weight;
    record->port = srv->port;
  }
  ares_free_data (list);
  return status;
}

/* One record may come in several strings that belong together without a blank (RFC 7208 §3.3). */
static int
take_txt (DoctorAnswer *answer, const char *name, const guint8 *bytes, int length)
{
  struct ares_txt_ext *list = NULL;
  int status = ares_parse_txt_reply_ext (bytes, length, &list);
  g_autoptr (GString) text = g_string_new (NULL);
  for (struct ares_txt_ext *txt = list; txt != NULL; txt = txt->next) {
    g_string_append_len (text, (const char *)txt->txt, (gssize)txt->length);
    gboolean ends = txt->next == NULL || txt->next->record_start != 0;
    if (!ends)
      continue;
    if (answer->records->len < DOCTOR_RECORDS_MAX_TXT)
      add (answer, dup_printable (text->str, text->len));
    g_string_truncate (text, 0);
  }
  ares_free_data (list);
  return status;
}

static const struct {
  int number;
  int (*take) (DoctorAnswer *answer, const char *name, const guint8 *bytes, int length);
} types[] = {
  [DOCTOR_RECORD_A] = { 1, take_a },      [DOCTOR_RECORD_AAAA] = { 28, take_aaaa },
  [DOCTOR_RECORD_MX] = { 15, take_mx },   [DOCTOR_RECORD_SRV] = { 33, take_srv },
  [DOCTOR_RECORD_TXT] = { 16, take_txt },
};

int
doctor_record_type_number (DoctorRecordType type)
{
  return types[type].number;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const DoctorRecord *first = *(DoctorRecord *const *)a, *second = *(DoctorRecord *const *)b;
  if (first->priority != second->priority)
    return first->priority < second->priority ? -1 : 1;
  if (first->weight != second->weight)
    return first->weight > second->weight ? -1 : 1;
  return 0;
}

DoctorAnswer *
doctor_answer_new (
  const char *name, DoctorRecordType type, int status, const guint8 *bytes, int length)
{
  DoctorAnswer *answer = g_new0 (DoctorAnswer, 1);
  answer->records = g_ptr_array_new_with_free_func (record_free);
  if (status == ARES_SUCCESS && bytes != NULL)
    status = types[type].take (answer, name, bytes, length);
  if (status != ARES_SUCCESS)
    g_ptr_array_set_size (answer->records, 0);
  else if (answer->records->len == 0)
    status = ARES_ENODATA;
  answer->result = result_of (status);
  if (type == DOCTOR_RECORD_MX || type == DOCTOR_RECORD_SRV)
    g_ptr_array_sort (answer->records, compare);
  return answer;
}

void
doctor_answer_free (DoctorAnswer *answer)
{
  if (answer == NULL)
    return;
  g_ptr_array_unref (answer->records);
  g_free (answer->real_name);
  g_free (answer);
}
