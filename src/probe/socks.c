#include "probe/socks.h"
#include <string.h>

enum {
  VERSION_FOUR = 4,
  VERSION_FIVE = 5,
  LOGIN_VERSION = 1, /* RFC 1929 §2 */
  CONNECT = 1,
  NO_LOGIN = 0x00, /* RFC 1928 §3 */
  PASSWORD_LOGIN = 0x02,
  TYPE_IPV4 = 1,
  TYPE_NAME = 3,
  TYPE_IPV6 = 4,
  MAX_NAME = 255
};

/* What the proxy says next. */
typedef enum { METHOD, LOGIN, REPLY_HEAD, REPLY_REST, FOUR_REPLY, END } Step;

struct _DoctorSocks {
  const DoctorSocksTarget *target;
  Step step;
  DoctorSocksState state;
  GByteArray *out, *in;
  gsize rest; /* of a reply whose head was read */
  const char *result, *error;
};

/* The replies of RFC 1928 §6, and what they say of the way to the server. */
static const struct {
  const char *result, *error;
} five_replies[] = {
  { NULL, NULL },
  { "failed", "General SOCKS server failure" },
  { "target-refused", "Connection not allowed by ruleset" },
  { "target-unreachable", "Network unreachable" },
  { "target-unreachable", "Host unreachable" },
  { "target-refused", "Connection refused" },
  { "target-unreachable", "TTL expired" },
  { "failed", "Command not supported" },
  { "failed", "Address type not supported" },
};

/* SOCKS 4 (Y.-D. Lee): 90 is success. */
static const struct {
  const char *result, *error;
} four_replies[] = {
  { "target-refused", "Request rejected or failed" },
  { "login-refused", "Request rejected: the proxy cannot connect to identd" },
  { "login-refused", "Request rejected: client and identd report different users" },
};

static void
append (DoctorSocks *socks, const void *bytes, gsize length)
{
  g_byte_array_append (socks->out, bytes, (guint)length);
}

static void
append_byte (DoctorSocks *socks, guint number)
{
  guint8 byte = (guint8)number;
  append (socks, &byte, 1);
}

static void
append_port (DoctorSocks *socks)
{
  append_byte (socks, socks->target->port >> 8);
  append_byte (socks, socks->target->port & 0xff);
}

static DoctorSocksState
fail (DoctorSocks *socks, const char *result, const char *error)
{
  socks->result = result;
  socks->error = error;
  socks->step = END;
  return socks->state = DOCTOR_SOCKS_FAILED;
}

static gsize
length_of (const char *text)
{
  return text == NULL ? 0 : strlen (text);
}

/* --- what we say --- */

static void
ask_four (DoctorSocks *socks)
{
  g_autoptr (GInetAddress) address = socks->target->address == NULL
                                       ? NULL
                                       : g_inet_address_new_from_string (socks->target->address);
  if (address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV4) {
    fail (socks, "failed", "SOCKS4 needs an IPv4 address");
    return;
  }
  append_byte (socks, VERSION_FOUR);
  append_byte (socks, CONNECT);
  append_port (socks);
  append (socks, g_inet_address_to_bytes (address), 4);
  append_byte (socks, 0); /* the client names no user */
  socks->step = FOUR_REPLY;
}

static void
greet_five (DoctorSocks *socks)
{
  append_byte (socks, VERSION_FIVE);
  append_byte (socks, socks->target->user == NULL ? 1 : 2);
  append_byte (socks, NO_LOGIN);
  if (socks->target->user != NULL)
    append_byte (socks, PASSWORD_LOGIN);
  socks->step = METHOD;
}

static DoctorSocksState
log_in (DoctorSocks *socks)
{
  gsize user = length_of (socks->target->user), password = length_of (socks->target->password);
  if (socks->target->user == NULL || user > MAX_NAME || password > MAX_NAME)
    return fail (socks, "login-refused", "The proxy wants a user name and a password");
  append_byte (socks, LOGIN_VERSION);
  append_byte (socks, (guint)user);
  append (socks, socks->target->user, user);
  append_byte (socks, (guint)password);
  append (socks, socks->target->password == NULL ? "" : socks->target->password, password);
  socks->step = LOGIN;
  return socks->state;
}

/* The name goes as it is, numbers too: as the client does. */
static DoctorSocksState
ask_five (DoctorSocks *socks)
{
  gsize length = length_of (socks->target->host);
  if (length == 0 || length > MAX_NAME)
    return fail (socks, "failed", "The server's name does not fit into SOCKS");
  append_byte (socks, VERSION_FIVE);
  append_byte (socks, CONNECT);
  append_byte (socks, 0);
  append_byte (socks, TYPE_NAME);
  append_byte (socks, (guint)length);
  append (socks, socks->target->host, length);
  append_port (socks);
  socks->step = REPLY_HEAD;
  return socks->state;
}

/* --- what the proxy says --- */

static DoctorSocksState
fail_garbage (DoctorSocks *socks)
{
  return fail (socks, "garbage", "The answer is not that of a SOCKS proxy");
}

static DoctorSocksState
take_method (DoctorSocks *socks, const guint8 *bytes)
{
  if (bytes[0] != VERSION_FIVE)
    return fail_garbage (socks);
  if (bytes[1] == NO_LOGIN)
    return ask_five (socks);
  if (bytes[1] == PASSWORD_LOGIN)
    return log_in (socks);
  return fail (socks, "login-refused", "The proxy accepts none of the login methods offered");
}

static DoctorSocksState
take_login (DoctorSocks *socks, const guint8 *bytes)
{
  if (bytes[1] != 0)
    return fail (socks, "login-refused", "The proxy does not accept user name and password");
  return ask_five (socks);
}

/* Version, reply, reserved, type of the address, and its first byte. */
static DoctorSocksState
take_head (DoctorSocks *socks, const guint8 *bytes)
{
  if (bytes[0] != VERSION_FIVE)
    return fail_garbage (socks);
  if (bytes[1] >= G_N_ELEMENTS (five_replies))
    return fail (socks, "failed", "The proxy gives a reason that is not known");
  if (bytes[1] != 0)
    return fail (socks, five_replies[bytes[1]].result, five_replies[bytes[1]].error);
  if (bytes[3] == TYPE_IPV4)
    socks->rest = 4 - 1 + 2;
  else if (bytes[3] == TYPE_IPV6)
    socks->rest = 16 - 1 + 2;
  else if (bytes[3] == TYPE_NAME)
    socks->rest = (gsize)bytes[4] + 2;
  else
    return fail_garbage (socks);
  socks->step = REPLY_REST;
  return socks->state;
}

static DoctorSocksState
open_now (DoctorSocks *socks)
{
  socks->step = END;
  return socks->state = DOCTOR_SOCKS_OPEN;
}

static DoctorSocksState
take_four (DoctorSocks *socks, const guint8 *bytes)
{
  enum { GRANTED = 90 };
  if (bytes[0] != 0)
    return fail_garbage (socks);
  if (bytes[1] == GRANTED)
    return open_now (socks);
  guint row = (guint)bytes[1] - GRANTED - 1;
  if (bytes[1] < GRANTED || row >= G_N_ELEMENTS (four_replies))
    return fail_garbage (socks);
  return fail (socks, four_replies[row].result, four_replies[row].error);
}

static DoctorSocksState
take_whole (DoctorSocks *socks, const guint8 *bytes)
{
  switch (socks->step) {
    case METHOD:
      return take_method (socks, bytes);
    case LOGIN:
      return take_login (socks, bytes);
    case REPLY_HEAD:
      return take_head (socks, bytes);
    case REPLY_REST:
      return open_now (socks);
    case FOUR_REPLY:
      return take_four (socks, bytes);
    case END:
      break;
  }
  return socks->state;
}

gsize
doctor_socks_wants (DoctorSocks *socks)
{
  const gsize sizes[]
    = { [METHOD] = 2,     [LOGIN] = 2, [REPLY_HEAD] = 5, [REPLY_REST] = socks->rest,
        [FOUR_REPLY] = 8, [END] = 0 };
  return sizes[socks->step] - MIN (sizes[socks->step], socks->in->len);
}

DoctorSocksState
doctor_socks_take (DoctorSocks *socks, const guint8 *bytes, gsize length)
{
  while (length > 0 && socks->state == DOCTOR_SOCKS_MORE) {
    gsize taken = MIN (length, doctor_socks_wants (socks));
    g_byte_array_append (socks->in, bytes, (guint)taken);
    bytes += taken;
    length -= taken;
    if (doctor_socks_wants (socks) > 0)
      break;
    g_autoptr (GByteArray) whole = g_steal_pointer (&socks->in);
    socks->in = g_byte_array_new ();
    take_whole (socks, whole->data);
  }
  return socks->state;
}

/* --- the rest --- */

DoctorSocks *
doctor_socks_new (const DoctorSocksTarget *target)
{
  enum { LONGEST = 3 + 2 * MAX_NAME + 16 }; /* never moved, so that wiping reaches all */
  DoctorSocks *socks = g_new0 (DoctorSocks, 1);
  socks->target = target;
  socks->out = g_byte_array_sized_new (LONGEST);
  socks->in = g_byte_array_new ();
  if (target->is_four)
    ask_four (socks);
  else
    greet_five (socks);
  return socks;
}

void
doctor_socks_free (DoctorSocks *socks)
{
  if (socks == NULL)
    return;
  explicit_bzero (socks->out->data, socks->out->len);
  g_byte_array_unref (socks->out);
  g_byte_array_unref (socks->in);
  g_free (socks);
}

const guint8 *
doctor_socks_peek (DoctorSocks *socks, gsize *out_length)
{
  *out_length = socks->out->len;
  return socks->out->data;
}

void
doctor_socks_sent (DoctorSocks *socks, gsize length)
{
  gsize left = socks->out->len - MIN (length, socks->out->len);
  memmove (socks->out->data, socks->out->data + socks->out->len - left, left);
  explicit_bzero (socks->out->data + left, socks->out->len - left);
  g_byte_array_set_size (socks->out, (guint)left);
}

DoctorSocksState
doctor_socks_get_state (DoctorSocks *socks)
{
  return socks->state;
}

const char *
doctor_socks_get_result (DoctorSocks *socks)
{
  return socks->result;
}

const char *
doctor_socks_get_error (DoctorSocks *socks)
{
  return socks->error;
}
