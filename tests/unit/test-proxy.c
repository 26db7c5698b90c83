/* What a SOCKS proxy says, and what a web server says, byte by byte. */
#include "core/site.h"
#include "probe/portal.h"
#include "probe/socks.h"
#include <string.h>

/* --- SOCKS --- */

static char *
dup_hex (const guint8 *bytes, gsize length)
{
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

static void
feed_hex (DoctorSocks *socks, const char *hex)
{
  for (; hex[0] != '\0' && hex[1] != '\0'; hex += 2) {
    guint8 byte = (guint8)(g_ascii_xdigit_value (hex[0]) * 16 + g_ascii_xdigit_value (hex[1]));
    doctor_socks_take (socks, &byte, 1);
  }
}

static void
test_socks (void)
{
  static const struct {
    const char *user, *password;
    gboolean is_four;
    const char *says, *said; /* the proxy; the client: hexadecimal */
    DoctorSocksState state;
    const char *result;
  } rows[] = {
    /* RFC 1928: no login, name, IPv4 bound */
    { NULL, NULL, FALSE,
      "050005000001"
      "7f000001"
      "0400",
      "050100"
      "0501000301"
      "61"
      "03e1",
      DOCTOR_SOCKS_OPEN, NULL },
    /* bound to a name, to IPv6 */
    { NULL, NULL, FALSE,
      "05000500000303"
      "616263"
      "0400",
      "050100"
      "0501000301"
      "61"
      "03e1",
      DOCTOR_SOCKS_OPEN, NULL },
    { NULL, NULL, FALSE,
      "050005000004"
      "00000000000000000000000000000001"
      "0400",
      "050100"
      "0501000301"
      "61"
      "03e1",
      DOCTOR_SOCKS_OPEN, NULL },
    /* not yet all */
    { NULL, NULL, FALSE,
      "050005000001"
      "7f000001"
      "04",
      "050100"
      "0501000301"
      "61"
      "03e1",
      DOCTOR_SOCKS_MORE, NULL },
    /* RFC 1929 */
    { "u", "pw", FALSE,
      "0502"
      "0100"
      "05000001"
      "7f000001"
      "0400",
      "05020002"
      "010175027077"
      "0501000301"
      "61"
      "03e1",
      DOCTOR_SOCKS_OPEN, NULL },
    { "u", NULL, FALSE,
      "0502"
      "0101",
      "05020002"
      "01017500",
      DOCTOR_SOCKS_FAILED, "login-refused" },
    { NULL, NULL, FALSE, "0502", "050100", DOCTOR_SOCKS_FAILED, "login-refused" },
    { NULL, NULL, FALSE, "05ff", "050100", DOCTOR_SOCKS_FAILED, "login-refused" },
    /* replies */
    { NULL, NULL, FALSE, "05000501000100",
      "050100"
      "0501000301"
      "61"
      "03e1",
      DOCTOR_SOCKS_FAILED, "failed" },
    { NULL, NULL, FALSE, "05000502000100",
      "050100"
      "0501000301"
      "61"
      "03e1",
      DOCTOR_SOCKS_FAILED, "target-refused" },
    { NULL, NULL, FALSE, "05000504000100",
      "050100"
      "0501000301"
      "61"
      "03e1",
      DOCTOR_SOCKS_FAILED, "target-unreachable" },
    { NULL, NULL, FALSE, "050005ff000100",
      "050100"
      "0501000301"
      "61"
      "03e1",
      DOCTOR_SOCKS_FAILED, "failed" },
    /* no SOCKS proxy at all */
    { NULL, NULL, FALSE, "4854", "050100", DOCTOR_SOCKS_FAILED, "garbage" },
    { NULL, NULL, FALSE, "05000500000900",
      "050100"
      "0501000301"
      "61"
      "03e1",
      DOCTOR_SOCKS_FAILED, "garbage" },
    /* SOCKS 4 */
    { NULL, NULL, TRUE, "005a000000000000", "040103e1c000020100", DOCTOR_SOCKS_OPEN, NULL },
    { NULL, NULL, TRUE, "005b000000000000", "040103e1c000020100", DOCTOR_SOCKS_FAILED,
      "target-refused" },
    { NULL, NULL, TRUE, "005c000000000000", "040103e1c000020100", DOCTOR_SOCKS_FAILED,
      "login-refused" },
    { NULL, NULL, TRUE, "0500000000000000", "040103e1c000020100", DOCTOR_SOCKS_FAILED, "garbage" },
    { NULL, NULL, TRUE, "0001000000000000", "040103e1c000020100", DOCTOR_SOCKS_FAILED, "garbage" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    gsize length = 0;
    const DoctorSocksTarget target = { .is_four = rows[i].is_four,
                                       .host = "a",
                                       .address = "192.0.2.1",
                                       .user = rows[i].user,
                                       .password = rows[i].password,
                                       .port = 993 };
    g_autoptr (DoctorSocks) socks = doctor_socks_new (&target);
    feed_hex (socks, rows[i].says);
    const guint8 *bytes = doctor_socks_peek (socks, &length);
    g_autofree char *said = dup_hex (bytes, length);
    g_test_message ("row %u", i);
    g_assert_cmpstr (said, ==, rows[i].said);
    g_assert_cmpint (doctor_socks_get_state (socks), ==, rows[i].state);
    g_assert_cmpstr (doctor_socks_get_result (socks), ==, rows[i].result);
    g_assert_true ((doctor_socks_get_error (socks) == NULL) == (rows[i].result == NULL));
  }
}

/* What follows the proxy's answer is the server's, and is not asked for. */
static void
test_socks_takes_no_more_than_its_own (void)
{
  const DoctorSocksTarget target = { .host = "a", .port = 993 };
  g_autoptr (DoctorSocks) socks = doctor_socks_new (&target);
  g_assert_cmpuint (doctor_socks_wants (socks), ==, 2);
  feed_hex (socks, "0500");
  g_assert_cmpuint (doctor_socks_wants (socks), ==, 5);
  feed_hex (socks, "050000017f");
  g_assert_cmpuint (doctor_socks_wants (socks), ==, 5);
  feed_hex (socks, "0000010400");
  g_assert_cmpuint (doctor_socks_wants (socks), ==, 0);
}

static void
test_socks_has_limits (void)
{
  g_autofree char *long_name = g_strnfill (256, 'x');
  const DoctorSocksTarget targets[] = {
    { .host = long_name, .port = 993 },
    { .host = "", .port = 993 },
    { .host = "a", .user = long_name, .port = 993 },
    { .is_four = TRUE, .host = "a", .address = "2001:db8::1", .port = 993 },
    { .is_four = TRUE, .host = "a", .port = 993 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++) {
    g_autoptr (DoctorSocks) socks = doctor_socks_new (&targets[i]);
    if (!targets[i].is_four)
      feed_hex (socks, targets[i].user != NULL ? "0502" : "0500");
    g_assert_cmpint (doctor_socks_get_state (socks), ==, DOCTOR_SOCKS_FAILED);
  }
}

/* --- portals --- */

static void
test_portal (void)
{
  static const struct {
    const char *answer, *location;
  } rows[] = {
    { "HTTP/1.1 302 Found\r\nServer: x\r\nLocation: http://login.hotel.example/a?b=c\r\n\r\n",
      "http://login.hotel.example/a" },
    { "HTTP/1.0 307 T\nlocation:  https://10.0.0.1/portal \n\n", "https://10.0.0.1/portal" },
    { "HTTP/1.1 511 Network Authentication Required\r\n\r\n", "http://imap.example.org/" },
    { "HTTP/1.1 301 Moved\r\nLocation: https://imap.example.org/\r\n\r\n", NULL },
    { "HTTP/1.1 301 Moved\r\nLocation: https://www.EXAMPLE.org/\r\n\r\n", NULL },
    { "HTTP/1.1 302 Found\r\nLocation: /login\r\n\r\n", NULL },
    { "HTTP/1.1 302 Found\r\nLocation: javascript:alert(1)\r\n\r\n", NULL },
    { "HTTP/1.1 302 Found\r\nLocation: http:///x\r\n\r\n", NULL },
    { "HTTP/1.1 302 Found\r\n\r\nLocation: http://login.hotel.example/\r\n", NULL },
    { "HTTP/1.1 200 OK\r\nLocation: http://login.hotel.example/\r\n\r\n", NULL },
    { "HTTP/1.1 302 Found\r\n\r\n", NULL },
    { "HTTP/2 302\r\nLocation: http://login.hotel.example/\r\n\r\n", NULL },
    { "* OK ready\r\n", NULL },
    { "", NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *location
      = doctor_portal_find_location (rows[i].answer, strlen (rows[i].answer), "imap.example.org");
    g_test_message ("row %u", i);
    g_assert_cmpstr (location, ==, rows[i].location);
  }
}

static void
test_sites (void)
{
  static const struct {
    const char *host, *site;
  } rows[] = {
    { "imap.example.org", "example.org" },
    { "example.org", "example.org" },
    { "IMAP.Example.ORG.", "example.org" },
    { "a.b.c.example.co.uk", "example.co.uk" },
    { "mail.example.ne.jp", "example.ne.jp" },
    { "co.uk", "co.uk" },
    { "example.co", "example.co" },
    { "localhost", "localhost" },
    { "192.0.2.1", "192.0.2.1" },
    { "2001:db8::1", "2001:db8::1" },
    { ".", "." },
    { "", "" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *site = doctor_site_dup (rows[i].host);
    g_assert_cmpstr (site, ==, rows[i].site);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proxy/socks", test_socks);
  g_test_add_func ("/proxy/socks-takes", test_socks_takes_no_more_than_its_own);
  g_test_add_func ("/proxy/socks-limits", test_socks_has_limits);
  g_test_add_func ("/portal/answers", test_portal);
  g_test_add_func ("/site", test_sites);
  return g_test_run ();
}
