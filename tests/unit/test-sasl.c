/* The client's side of SASL, against the vectors of the RFCs. */
#include "probe/sasl.h"
#include "probe/secrets.h"
#include <string.h>

static const DoctorSaslLogin login = {
  .user = "user", .password = "pencil", .service = "imap", .host = "server.example.com", .port = 143
};

/* @challenge and @answer in the clear; answer NULL: the exchange ends there. */
static void
assert_answer (DoctorSasl *sasl, const char *challenge, const char *answer)
{
  gsize length = 0;
  g_autofree char *encoded = g_base64_encode ((const guchar *)challenge, strlen (challenge));
  char *message = doctor_sasl_answer (sasl, encoded);
  if (answer == NULL) {
    g_assert_null (message);
    return;
  }
  g_assert_nonnull (message);
  g_autofree char *decoded = (char *)g_base64_decode (message, &length);
  g_autofree char *text = g_strndup (decoded, length);
  g_assert_cmpstr (text, ==, answer);
  doctor_secret_free (message);
}

/* RFC 5802 §5 */
static void
test_scram_sha_1 (void)
{
  g_autoptr (DoctorSasl) sasl = doctor_sasl_new ("scram-sha-1", &login);
  g_assert_true (doctor_sasl_starts (sasl));
  doctor_sasl_fix_nonce (sasl, "fyko+d2lbbFgONRv9qkxdawL");
  assert_answer (sasl, "", "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
  assert_answer (sasl, "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
                 "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,"
                 "p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
  assert_answer (sasl, "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=", "");
  assert_answer (sasl, "more", NULL);
}

/* RFC 7677 §3 */
static void
test_scram_sha_256 (void)
{
  g_autoptr (DoctorSasl) sasl = doctor_sasl_new ("scram-sha-256", &login);
  doctor_sasl_fix_nonce (sasl, "rOprNGfwEbeRWgbNEkqO");
  assert_answer (sasl, "", "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
  assert_answer (sasl,
                 "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                 "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                 "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                 "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
  assert_answer (sasl, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", "");
}

/* A server that does not know the password, or wants us to work for a day. */
static void
test_scram_refuses (void)
{
  static const char *const challenges[] = { "r=other,s=QSXCR+Q6sek8bf92,i=4096",
                                            "r=nonce-more,s=QSXCR+Q6sek8bf92,i=100000000",
                                            "r=nonce-more,i=4096",
                                            "r=nonce-more,s=QSXCR+Q6sek8bf92,i=0",
                                            "r=nonce-more,s=,i=4096",
                                            "" };
  for (guint i = 0; i < G_N_ELEMENTS (challenges); i++) {
    g_autoptr (DoctorSasl) sasl = doctor_sasl_new ("scram-sha-1", &login);
    doctor_sasl_fix_nonce (sasl, "nonce-");
    assert_answer (sasl, "", "n,,n=user,r=nonce-");
    assert_answer (sasl, challenges[i], NULL);
  }
  g_autoptr (DoctorSasl) sasl = doctor_sasl_new ("scram-sha-1", &login);
  doctor_sasl_fix_nonce (sasl, "n");
  doctor_secret_free (doctor_sasl_answer (sasl, ""));
  g_autofree char *first = g_base64_encode ((const guchar *)"r=nx,s=QSXCR+Q6,i=1", 19);
  doctor_secret_free (doctor_sasl_answer (sasl, first));
  assert_answer (sasl, "v=AAAA", NULL);
}

/* RFC 2195 §2 */
static void
test_cram_md5 (void)
{
  const DoctorSaslLogin tim = { .user = "tim", .password = "tanstaaftanstaaf" };
  g_autoptr (DoctorSasl) sasl = doctor_sasl_new ("cram-md5", &tim);
  g_assert_false (doctor_sasl_starts (sasl));
  assert_answer (sasl, "<1896.697170952@postoffice.reston.mci.net>",
                 "tim b913a602c7eda7a495b4e6e7334d3890");
  assert_answer (sasl, "again", NULL);
}

/* RFC 2831 §4 */
static void
test_digest_md5 (void)
{
  const DoctorSaslLogin chris
    = { .user = "chris", .password = "secret", .service = "imap", .host = "elwood.innosoft.com" };
  g_autoptr (DoctorSasl) sasl = doctor_sasl_new ("digest-md5", &chris);
  doctor_sasl_fix_nonce (sasl, "OA6MHXh6VqTrRk");
  assert_answer (sasl,
                 "realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth\","
                 "algorithm=md5-sess,charset=utf-8",
                 "charset=utf-8,username=\"chris\",realm=\"elwood.innosoft.com\","
                 "nonce=\"OA6MG9tEQGm2hh\",cnonce=\"OA6MHXh6VqTrRk\","
                 "digest-uri=\"imap/elwood.innosoft.com\",nc=00000001,qop=auth,"
                 "response=d388dad90d4bbd760a152321f2143af7");
  assert_answer (sasl, "rspauth=ea40f60335c427b5527b84dbabcdfffd", "");
  g_autoptr (DoctorSasl) other = doctor_sasl_new ("digest-md5", &chris);
  assert_answer (other, "realm=\"x\"", NULL);
}

static void
test_simple (void)
{
  const DoctorSaslLogin german = { .user = "jürgen", .password = "größe", .host = "h" };
  gsize length = 0;
  g_autoptr (DoctorSasl) plain = doctor_sasl_new ("plain", &german);
  char *message = doctor_sasl_answer (plain, "");
  g_autofree guchar *bytes = g_base64_decode (message, &length);
  /* RFC 4616 §2: UTF-8, whatever the language of the session */
  g_assert_cmpmem (bytes, length, "\0jürgen\0größe", strlen ("jürgen") + strlen ("größe") + 2);
  doctor_secret_free (message);
  g_autoptr (DoctorSasl) steps = doctor_sasl_new ("login", &german);
  assert_answer (steps, "Username:", "jürgen");
  assert_answer (steps, "Password:", "größe");
  assert_answer (steps, "Username:", NULL);
  g_assert_null (doctor_sasl_new ("gssapi", &german));
  g_assert_null (doctor_sasl_new (NULL, &german));
}

/* RFC 7628 §3.1 and §3.2.2 */
static void
test_tokens (void)
{
  static const char error[] = "{\"status\":\"invalid_token\",\"scope\":\"example_scope\"}";
  const DoctorSaslLogin bearer
    = { .user = "a,b=c@example.org", .password = "vF9dft4qmTc2", .host = "h.example", .port = 143 };
  g_autoptr (DoctorSasl) oauth = doctor_sasl_new ("oauthbearer", &bearer);
  assert_answer (oauth, "",
                 "n,a=a=2Cb=3Dc@example.org,\001host=h.example\001port=143\001"
                 "auth=Bearer vF9dft4qmTc2\001\001");
  assert_answer (oauth, error, "\001");
  g_assert_cmpstr (doctor_sasl_get_error (oauth), ==, error);
  assert_answer (oauth, error, NULL);
  g_autoptr (DoctorSasl) google = doctor_sasl_new ("xoauth2", &bearer);
  assert_answer (google, "", "user=a,b=c@example.org\001auth=Bearer vF9dft4qmTc2\001\001");
  assert_answer (google, error, "");
}

static void
test_challenge_is_limited (void)
{
  g_autoptr (DoctorSasl) sasl = doctor_sasl_new ("login", &login);
  g_autofree char *long_challenge = g_strnfill (DOCTOR_SASL_MAX_CHALLENGE_BYTES + 4, 'A');
  g_assert_null (doctor_sasl_answer (sasl, long_challenge));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sasl/scram-sha-1", test_scram_sha_1);
  g_test_add_func ("/sasl/scram-sha-256", test_scram_sha_256);
  g_test_add_func ("/sasl/scram-refuses", test_scram_refuses);
  g_test_add_func ("/sasl/cram-md5", test_cram_md5);
  g_test_add_func ("/sasl/digest-md5", test_digest_md5);
  g_test_add_func ("/sasl/simple", test_simple);
  g_test_add_func ("/sasl/tokens", test_tokens);
  g_test_add_func ("/sasl/challenge-is-limited", test_challenge_is_limited);
  return g_test_run ();
}
