/* What the client's keys mean, with its own defaults: one row a case. */
#include "command/claws-settings.h"
#include <glib/gstdio.h>
#include <string.h>

#define NAMED "account_name=A\n"
#define BASE "account.id 1\naccount.name 'A'\n"
/* How an account without a sending server of its own prints. */
#define NO_SENDING "use_mail_command=1\n"

static const struct {
  const char *name, *keys, *facts;
} rows[] = {
  { "imap-defaults", NAMED NO_SENDING "protocol=1\nreceive_server=imap.example.jp\nuser_id=taro\n",
    BASE "account.protocol 'imap'\n"
         "receive.auth.enabled true\nreceive.auth.mechanism 'automatic'\nreceive.auth.user 'taro'\n"
         "receive.server.host 'imap.example.jp'\nreceive.server.port 143\n"
         "receive.server.security 'none'\nreceive.service.protocol 'imap'\n" },
  { "name-kept-back", NAMED NO_SENDING "protocol=1\nreceive_server=h\nssl_imap=1\nuse_tls_sni=0\n",
    BASE "account.protocol 'imap'\n"
         "receive.auth.enabled true\nreceive.auth.mechanism 'automatic'\n"
         "receive.server.host 'h'\nreceive.server.port 993\n"
         "receive.server.security 'tls'\nreceive.server.sni false\n"
         "receive.service.protocol 'imap'\n" },
  { "imap-tls-own-port",
    NAMED NO_SENDING "protocol=1\nreceive_server=h\nssl_imap=1\nset_imapport=1\nimap_port=10993\n"
                     "imap_auth_method=64\n",
    BASE "account.protocol 'imap'\n"
         "receive.auth.enabled true\nreceive.auth.mechanism 'plain'\n"
         "receive.server.host 'h'\nreceive.server.port 10993\n"
         "receive.server.security 'tls'\nreceive.service.protocol 'imap'\n" },
  { "imap-port-that-does-not-count",
    NAMED NO_SENDING "protocol=1\nreceive_server=h\nssl_imap=1\nset_imapport=0\nimap_port=143\n"
                     "imap_auth_method=256\n",
    BASE "account.protocol 'imap'\n"
         "receive.auth.enabled true\nreceive.auth.mechanism 'xoauth2'\n"
         "receive.server.host 'h'\nreceive.server.port 993\n"
         "receive.server.security 'tls'\nreceive.service.protocol 'imap'\n" },
  { "pop3-defaults",
    NAMED NO_SENDING "protocol=0\nreceive_server=h\nuser_id=u\npop_auth_method=1\n",
    BASE
    "account.protocol 'pop3'\n"
    "receive.auth.enabled true\nreceive.auth.mechanism 'login-command'\nreceive.auth.user 'u'\n"
    "receive.server.host 'h'\nreceive.server.port 110\n"
    "receive.server.security 'none'\nreceive.service.protocol 'pop3'\n" },
  { "pop3-apop-starttls",
    NAMED NO_SENDING "protocol=0\nreceive_server=h\nuser_id=u\nuse_pop_auth=1\npop_auth_method=1\n"
                     "ssl_pop=2\n",
    BASE "account.protocol 'pop3'\n"
         "receive.auth.enabled true\nreceive.auth.mechanism 'apop'\nreceive.auth.user 'u'\n"
         "receive.server.host 'h'\nreceive.server.port 110\n"
         "receive.server.security 'starttls'\nreceive.service.protocol 'pop3'\n" },
  { "send-only-without-login", NAMED "protocol=4\nsmtp_server=s\n",
    BASE "account.protocol 'none'\n"
         "send.auth.enabled false\nsend.server.host 's'\nsend.server.port 25\n"
         "send.server.security 'none'\nsend.service.protocol 'smtp'\n" },
  { "without-login-the-user-is-known", NAMED "protocol=4\nsmtp_server=s\nuser_id=u\n",
    BASE
    "account.protocol 'none'\n"
    "send.auth.enabled false\nsend.auth.own-login false\nsend.auth.user 'u'\nsend.server.host 's'\n"
    "send.server.port 25\nsend.server.security 'none'\nsend.service.protocol 'smtp'\n" },
  { "login-that-is-off-has-a-user-all-the-same",
    NAMED "protocol=4\nsmtp_server=s\nuser_id=u\nuse_smtp_auth=0\nsmtp_auth_method=16\n",
    BASE "account.protocol 'none'\n"
         "send.auth.enabled false\nsend.auth.own-login false\nsend.auth.user 'u'\n"
         "send.server.host 's'\nsend.server.port 25\n"
         "send.server.security 'none'\nsend.service.protocol 'smtp'\n" },
  { "sending-takes-the-user-for-receiving",
    NAMED "protocol=4\nsmtp_server=s\nuser_id=u\nsmtp_user_id=\nuse_smtp_auth=1\nssl_smtp=1\n",
    BASE "account.protocol 'none'\n"
         "send.auth.enabled true\nsend.auth.mechanism 'automatic'\nsend.auth.own-login "
         "false\nsend.auth.user 'u'\n"
         "send.server.host 's'\nsend.server.port 465\n"
         "send.server.security 'tls'\nsend.service.protocol 'smtp'\n" },
  { "sending-with-its-own-user",
    NAMED "protocol=4\nsmtp_server=s\nuser_id=u\nsmtp_user_id=v\nuse_smtp_auth=1\nssl_smtp=2\n"
          "smtp_auth_method=16\nset_smtpport=1\nsmtp_port=587\nset_domain=1\ndomain=pc.example\n"
          "address=v@example.jp\n",
    "account.address 'v@example.jp'\n" BASE "account.protocol 'none'\n"
    "send.auth.enabled true\nsend.auth.mechanism 'plain'\nsend.auth.own-login true\nsend.auth.user "
    "'v'\n"
    "send.helo-name 'pc.example'\nsend.server.host 's'\nsend.server.port 587\n"
    "send.server.security 'starttls'\nsend.service.protocol 'smtp'\n" },
  { "news-and-local-have-no-receiving", NAMED NO_SENDING "protocol=2\nreceive_server=h\n",
    BASE "account.protocol 'other'\n" },
  { "nonsense-is-what-the-client-makes-of-it",
    NAMED NO_SENDING "protocol=1\nreceive_server=h\nssl_imap=77\nset_imapport=yes\n"
                     "imap_port=99999999999\nimap_auth_method=5\n",
    BASE "account.protocol 'imap'\n"
         "receive.auth.enabled true\nreceive.auth.mechanism 'automatic'\n"
         "receive.server.host 'h'\nreceive.server.port 65535\n"
         "receive.server.security 'none'\nreceive.service.protocol 'imap'\n" },
  { "no-server", NAMED NO_SENDING "protocol=1\nreceive_server=\n",
    BASE "account.protocol 'imap'\n"
         "receive.auth.enabled true\nreceive.auth.mechanism 'automatic'\nreceive.server.port 143\n"
         "receive.server.security 'none'\nreceive.service.protocol 'imap'\n" },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].name);
    g_autofree char *text = g_strconcat ("[Account: 1]\n", rows[i].keys, NULL);
    g_autoptr (DoctorAccountrc) accountrc
      = doctor_accountrc_parse (text, strlen (text), "accountrc", NULL);
    g_assert_nonnull (accountrc);
    g_autoptr (DoctorFacts) facts = doctor_claws_settings_read (accountrc, 0, "/nonexistent");
    g_autofree char *printed = doctor_facts_print (facts);
    g_assert_cmpstr (printed, ==, rows[i].facts);
  }
}

/* Certificates are told apart by their bytes only, so any bytes do here. */
#define SHA256_ONE "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
#define SHA256_TWO "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3"

static const struct {
  const char *host;
  guint port;
  const char *fingerprint;
} certificates[] = {
  { "imap.example.jp", 993, SHA256_ONE },
  { "imap.example.jp", 143, NULL },
  { "example.jp", 993, NULL },
  { "smtp.example.jp", 465, SHA256_TWO }, /* file name with a fingerprint */
  { "a/../b", 1, SHA256_ONE },            /* replaced as the client replaces */
  { "empty", 1, NULL },
};

static const struct {
  const char *name, *content;
} certificate_files[] = {
  { "imap.example.jp.993.cert", "one" },
  { "imap.example.jp.143.cert.chain", "one" },
  { "smtp.example.jp.465.AB:CD.cert", "two" },
  { "a_.._b.1.cert", "one" },
  { "empty.1.cert", "" },
};

static void
test_accepted_certificates (void)
{
  g_autofree char *dir = g_dir_make_tmp ("doctor-XXXXXX", NULL);
  g_autofree char *certs = g_build_filename (dir, "certs", NULL);
  g_assert_cmpint (g_mkdir (certs, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (certificate_files); i++) {
    g_autofree char *path = g_build_filename (certs, certificate_files[i].name, NULL);
    g_assert_true (g_file_set_contents (path, certificate_files[i].content, -1, NULL));
  }
  for (guint i = 0; i < G_N_ELEMENTS (certificates); i++) {
    g_autofree char *fingerprint
      = doctor_claws_dup_accepted_certificate (dir, certificates[i].host, certificates[i].port);
    g_assert_cmpstr (fingerprint, ==, certificates[i].fingerprint);
    g_assert_null (doctor_claws_dup_accepted_key (dir, certificates[i].host, certificates[i].port));
  }
  for (guint i = 0; i < G_N_ELEMENTS (certificate_files); i++) {
    g_autofree char *path = g_build_filename (certs, certificate_files[i].name, NULL);
    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (certs), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/claws-settings/rows", test_rows);
  g_test_add_func ("/claws-settings/accepted-certificates", test_accepted_certificates);
  return g_test_run ();
}
