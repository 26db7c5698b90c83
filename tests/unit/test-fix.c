#include "core/fix.h"
#include <string.h>

/* A fix, the facts it stands on, and what it must change and say; changes NULL: not here. */
static const struct {
  const char *id;
  DoctorScope scope;
  const char *facts, *changes, *title, *button;
} rows[] = {
  /* what the trial showed */
  { "use-tested-settings", DOCTOR_SCOPE_RECEIVE,
    "receive.server.port 143\nreceive.server.security 'none'\nreceive.trial.result "
    "'passed'\nreceive.trial.port 993\nreceive.trial.security 'tls'",
    "receive.server.port 993\nreceive.server.security 'tls'\n", "Use port 993 with TLS",
    "_Use Port 993" },
  { "use-tested-settings", DOCTOR_SCOPE_SEND,
    "send.server.port 587\nsend.server.security 'tls'\nsend.trial.result 'passed'\nsend.trial.port "
    "587\nsend.trial.security 'starttls'",
    "send.server.security 'starttls'\n", "Encrypt the connection with STARTTLS", "_Use STARTTLS" },
  { "use-tested-settings", DOCTOR_SCOPE_SEND,
    "send.server.port 25\nsend.server.security 'starttls'\nsend.trial.result "
    "'passed'\nsend.trial.port 587\nsend.trial.security 'starttls'",
    "send.server.port 587\n", "Use port 587", "_Use Port 587" },
  { "use-tested-settings", DOCTOR_SCOPE_RECEIVE,
    "receive.server.port 993\nreceive.server.security 'tls'\nreceive.trial.result "
    "'passed'\nreceive.trial.port 143\nreceive.trial.security 'none'",
    NULL },
  { "use-tested-settings", DOCTOR_SCOPE_RECEIVE,
    "receive.server.port 110\nreceive.server.security 'none'\nreceive.trial.result "
    "'passed'\nreceive.trial.port 143\nreceive.trial.security 'none'",
    NULL },
  { "use-tested-settings", DOCTOR_SCOPE_RECEIVE,
    "receive.server.port 143\nreceive.server.security 'none'\nreceive.trial.result "
    "'failed'\nreceive.trial.port 993\nreceive.trial.security 'tls'",
    NULL },
  { "use-tested-settings", DOCTOR_SCOPE_RECEIVE,
    "receive.server.port 993\nreceive.server.security 'tls'\nreceive.trial.result "
    "'passed'\nreceive.trial.port 993\nreceive.trial.security 'tls'",
    NULL },
  { "use-tested-settings", DOCTOR_SCOPE_RECEIVE,
    "receive.trial.result 'passed'\nreceive.trial.port 70000\nreceive.trial.security 'tls'", NULL },
  { "use-tested-settings", DOCTOR_SCOPE_SEND,
    "receive.trial.result 'passed'\nreceive.trial.port 993\nreceive.trial.security 'tls'", NULL },
  /* what the provider names */
  { "use-provider-settings", DOCTOR_SCOPE_RECEIVE,
    "provider.name 'iCloud'\nreceive.server.host 'imap.me.com'\nreceive.server.port "
    "993\nreceive.server.security 'tls'\nreceive.provider.host "
    "'imap.mail.me.com'\nreceive.provider.port 993\nreceive.provider.security 'tls'",
    "receive.server.host 'imap.mail.me.com'\n", "Use the settings of iCloud",
    "_Use These Settings" },
  { "use-provider-settings", DOCTOR_SCOPE_RECEIVE,
    "receive.server.host 'IMAP.mail.me.com'\nreceive.server.port 143\nreceive.server.security "
    "'tls'\nreceive.provider.host 'imap.mail.me.com'\nreceive.provider.port "
    "993\nreceive.provider.security 'tls'",
    "receive.server.port 993\n", "Use the provider's settings", "_Use These Settings" },
  { "use-provider-settings", DOCTOR_SCOPE_RECEIVE,
    "receive.server.host 'a.example'\nreceive.server.port 143\nreceive.server.security "
    "'tls'\nreceive.provider.host 'b.example'\nreceive.provider.port "
    "143\nreceive.provider.security 'none'",
    NULL },
  { "use-provider-settings", DOCTOR_SCOPE_RECEIVE, "receive.server.host 'a.example'", NULL },
  /* names */
  { "use-certificate-name", DOCTOR_SCOPE_RECEIVE,
    "receive.server.host 'mail.customer.example'\nreceive.tls.verify "
    "'hostname-mismatch'\nreceive.tls.names-host 'sv12.host.example'",
    "receive.server.host 'sv12.host.example'\n", "Use the server sv12.host.example",
    "_Use This Server" },
  { "use-certificate-name", DOCTOR_SCOPE_RECEIVE,
    "receive.server.host 'a.example'\nreceive.tls.verify 'hostname-mismatch'", NULL },
  { "use-certificate-name", DOCTOR_SCOPE_RECEIVE,
    "receive.server.host 'a.example'\nreceive.tls.verify 'untrusted'\nreceive.tls.names-host "
    "'b.example'",
    NULL },
  { "send-server-name", DOCTOR_SCOPE_RECEIVE,
    "receive.server.sni false\nreceive.tls.sni-needed true", "receive.server.sni true\n",
    "Send the name of the server along", "_Send the Name" },
  { "send-server-name", DOCTOR_SCOPE_RECEIVE,
    "receive.server.sni false\nreceive.tls.sni-needed false", NULL },
  { "send-server-name", DOCTOR_SCOPE_RECEIVE, "receive.tls.sni-needed true", NULL },
  /* login methods */
  { "use-offered-mechanism", DOCTOR_SCOPE_SEND,
    "send.auth.mechanism 'cram-md5'\nsend.auth.offered ['plain']\nsend.auth.best-offered "
    "'plain'\nsend.server.security 'tls'",
    "send.auth.mechanism 'plain'\n", "Log in with the method PLAIN", "_Use PLAIN" },
  { "use-offered-mechanism", DOCTOR_SCOPE_SEND,
    "send.auth.mechanism 'cram-md5'\nsend.server.security 'tls'",
    "send.auth.mechanism 'automatic'\n", "Let the login method be chosen automatically",
    "_Choose Automatically" },
  { "use-offered-mechanism", DOCTOR_SCOPE_SEND,
    "send.auth.mechanism 'automatic'\nsend.server.security 'tls'", NULL },
  { "use-offered-mechanism", DOCTOR_SCOPE_SEND,
    "send.auth.mechanism 'cram-md5'\nsend.server.security 'none'", NULL },
  { "use-offered-mechanism", DOCTOR_SCOPE_SEND,
    "send.auth.mechanism 'cram-md5'\nsend.auth.offered ['xoauth2']\nsend.server.security 'tls'",
    NULL },
  { "use-tested-mechanism", DOCTOR_SCOPE_RECEIVE,
    "receive.auth.mechanism 'cram-md5'\nreceive.trial.mechanism 'plain'",
    "receive.auth.mechanism 'plain'\n", "Log in with the method PLAIN", "_Use PLAIN" },
  { "use-tested-mechanism", DOCTOR_SCOPE_RECEIVE, "receive.auth.mechanism 'cram-md5'", NULL },
  /* another host, as it was tried */
  { "use-tested-host", DOCTOR_SCOPE_RECEIVE,
    "receive.server.host 'imap.exmaple.org'\nreceive.server.port 993\nreceive.server.security "
    "'tls'\nreceive.trial.host 'imap.example.org'\nreceive.trial.port "
    "143\nreceive.trial.security 'starttls'",
    "receive.server.host 'imap.example.org'\nreceive.server.port 143\nreceive.server.security "
    "'starttls'\n",
    "Use the server imap.example.org", "_Use This Server" },
  { "use-tested-host", DOCTOR_SCOPE_RECEIVE,
    "receive.server.host 'a.example'\nreceive.trial.host 'b.example'\nreceive.trial.port "
    "143\nreceive.trial.security 'none'",
    NULL },
  { "use-tested-host", DOCTOR_SCOPE_RECEIVE, "receive.trial.port 993\nreceive.trial.security 'tls'",
    NULL },
  /* user names */
  { "use-user-form", DOCTOR_SCOPE_RECEIVE,
    "receive.auth.user 'ann@example.org'\nreceive.trial.user 'ann'", "receive.auth.user 'ann'\n",
    "Use the user name ann", "_Use This User Name" },
  { "use-user-form", DOCTOR_SCOPE_SEND,
    "account.address 'ann@example.org'\nsend.auth.user 'ann'\nsend.provider.user-form "
    "'address'\nsend.provider.user-form-fits false",
    "send.auth.user 'ann@example.org'\n", "Use the user name ann@example.org",
    "_Use This User Name" },
  { "use-user-form", DOCTOR_SCOPE_SEND,
    "account.address 'ann@example.org'\nsend.auth.user 'ann'\nsend.provider.user-form "
    "'address'\nsend.provider.user-form-fits true",
    NULL },
  { "use-user-form", DOCTOR_SCOPE_SEND,
    "account.address 'ann@example.org'\nsend.auth.user 'ann'\nsend.provider.user-form "
    "'separate-id'\nsend.provider.user-form-fits false",
    NULL },
  { "use-user-form", DOCTOR_SCOPE_RECEIVE, "receive.auth.user 'ann'", NULL },
  { "use-user-form", DOCTOR_SCOPE_SEND,
    "send.auth.user 'ann'\nsend.auth.own-login false\nsend.trial.user 'ann@example.org'",
    "send.auth.own-login true\nsend.auth.user 'ann@example.org'\n",
    "Use the user name ann@example.org", "_Use This User Name" },
  /* all of the provider's settings in one go */
  { "restore-provider-defaults", DOCTOR_SCOPE_RECEIVE,
    "account.address 'ann@example.org'\nprovider.name 'Example'\nreceive.server.host "
    "'a.example'\nreceive.server.port 143\nreceive.server.security 'none'\nreceive.auth.user "
    "'ann'\nreceive.provider.host 'b.example'\nreceive.provider.port "
    "993\nreceive.provider.security 'tls'\nreceive.provider.user-form "
    "'address'\nreceive.provider.user-form-fits false",
    "receive.auth.user 'ann@example.org'\nreceive.server.host 'b.example'\nreceive.server.port "
    "993\nreceive.server.security 'tls'\n",
    "Restore all settings that Example names", "_Restore These Settings" },
  { "restore-provider-defaults", DOCTOR_SCOPE_RECEIVE,
    "receive.server.host 'a.example'\nreceive.server.port 143\nreceive.server.security "
    "'tls'\nreceive.provider.host 'a.example'\nreceive.provider.port "
    "143\nreceive.provider.security 'tls'",
    NULL },
  { "restore-provider-defaults", DOCTOR_SCOPE_RECEIVE, "receive.server.host 'a.example'", NULL },
  /* sending with the login for receiving */
  { "same-login-for-sending", DOCTOR_SCOPE_SEND,
    "receive.auth.user 'ann'\nsend.auth.user 'old'\nsend.auth.own-login "
    "true\nsend.trial.receive-login 'passed'",
    "send.auth.own-login false\nsend.auth.user 'ann'\n", "Send with the login for receiving",
    "_Use the Same Login" },
  { "same-login-for-sending", DOCTOR_SCOPE_SEND,
    "receive.auth.user 'ann'\nsend.auth.user 'old'\nsend.trial.receive-login 'refused'", NULL },
  { "same-login-for-sending", DOCTOR_SCOPE_SEND, "receive.auth.user 'ann'\nsend.auth.user 'old'",
    NULL },
  /* the way */
  { "proxy-off", DOCTOR_SCOPE_RECEIVE,
    "receive.proxy.kind 'socks5'\nreceive.proxy.origin 'account'\nreceive.trial.direct 'passed'",
    "receive.proxy.kind 'none'\n", "Connect without the proxy", "_Connect Directly" },
  { "proxy-off", DOCTOR_SCOPE_RECEIVE,
    "receive.proxy.kind 'socks5'\nreceive.proxy.origin 'environment'\nreceive.trial.direct "
    "'passed'",
    NULL },
  { "proxy-off", DOCTOR_SCOPE_RECEIVE, "receive.proxy.kind 'socks5'\nreceive.trial.direct 'failed'",
    NULL },
  { "prefer-family", DOCTOR_SCOPE_RECEIVE, "receive.trial.family 'ipv4'", "",
    "Let the computer prefer IPv4 addresses", "Check _Again" },
  { "prefer-family", DOCTOR_SCOPE_RECEIVE, "receive.trial.family 'ipv6'", "",
    "Let the computer prefer IPv6 addresses", "Check _Again" },
  { "prefer-family", DOCTOR_SCOPE_RECEIVE, "", NULL },
  /* sending */
  { "send-login-on", DOCTOR_SCOPE_SEND, "send.auth.enabled false\nsend.server.security 'starttls'",
    "send.auth.enabled true\nsend.auth.mechanism 'automatic'\n", "Log in when sending",
    "_Log In When Sending" },
  { "send-login-on", DOCTOR_SCOPE_SEND,
    "send.auth.enabled false\nsend.auth.mechanism 'automatic'\nsend.server.security "
    "'none'\nsend.capability.starttls true",
    "send.auth.enabled true\nsend.server.security 'starttls'\n", "Log in when sending",
    "_Log In When Sending" },
  { "send-login-on", DOCTOR_SCOPE_SEND, "send.auth.enabled false\nsend.server.security 'none'",
    NULL },
  { "send-login-on", DOCTOR_SCOPE_SEND, "send.auth.enabled true\nsend.server.security 'tls'",
    NULL },
  { "send-login-on", DOCTOR_SCOPE_RECEIVE, "receive.server.security 'tls'", NULL },
  /* encryption */
  { "encrypt-connection", DOCTOR_SCOPE_RECEIVE,
    "receive.server.security 'none'\nreceive.capability.starttls true",
    "receive.server.security 'starttls'\n", "Encrypt the connection with STARTTLS",
    "_Use STARTTLS" },
  { "encrypt-connection", DOCTOR_SCOPE_SEND,
    "send.server.security 'none'\nsend.reply.words '530 5.7.0 Must issue a STARTTLS command first'",
    "send.server.security 'starttls'\n", "Encrypt the connection with STARTTLS", "_Use STARTTLS" },
  { "encrypt-connection", DOCTOR_SCOPE_SEND,
    "send.server.security 'none'\nsend.capability.starttls false\nsend.reply.words 'STARTTLS'",
    NULL },
  { "encrypt-connection", DOCTOR_SCOPE_RECEIVE,
    "receive.server.security 'tls'\nreceive.capability.starttls true", NULL },
  /* the mail program itself */
  { "auto-check-on", DOCTOR_SCOPE_RECEIVE,
    "receive.service.protocol 'imap'\nclient.auto-check false", "client.auto-check true\n",
    "Fetch mail automatically", "_Fetch Automatically" },
  { "auto-check-on", DOCTOR_SCOPE_RECEIVE,
    "receive.service.protocol 'imap'\nclient.auto-check true", NULL },
  { "auto-check-on", DOCTOR_SCOPE_SEND, "receive.service.protocol 'imap'\nclient.auto-check false",
    NULL },
  { "auto-check-on", DOCTOR_SCOPE_RECEIVE, "receive.service.protocol 'imap'", NULL },
  { "include-account", DOCTOR_SCOPE_RECEIVE,
    "receive.service.protocol 'pop3'\nclient.fetches false", "client.fetches true\n",
    "Fetch this account together with the others", "_Include Account" },
  { "leave-out-duplicate", DOCTOR_SCOPE_RECEIVE,
    "receive.service.protocol 'imap'\nclient.fetches true\naccounts.same-mailbox 'Work'",
    "client.fetches false\n", "Leave this account out, and fetch the mailbox with “Work” alone",
    "_Leave Account Out" },
  { "leave-out-duplicate", DOCTOR_SCOPE_RECEIVE,
    "receive.service.protocol 'imap'\nclient.fetches false", NULL },
  { "go-online", DOCTOR_SCOPE_SEND, "send.service.protocol 'smtp'\nclient.offline true",
    "client.offline false\n", "Set the mail program online", "_Go Online" },
  { "longer-timeout", DOCTOR_SCOPE_RECEIVE, "receive.service.protocol 'imap'\nclient.io-timeout 5",
    "client.io-timeout 60\n", "Wait up to 60 seconds for an answer", "_Wait Longer" },
  { "longer-timeout", DOCTOR_SCOPE_RECEIVE, "receive.service.protocol 'imap'\nclient.io-timeout 90",
    "client.io-timeout 180\n", "Wait up to 180 seconds for an answer", "_Wait Longer" },
  { "longer-timeout", DOCTOR_SCOPE_RECEIVE,
    "receive.service.protocol 'imap'\nclient.io-timeout 600", NULL },
  { "all-folders", DOCTOR_SCOPE_RECEIVE,
    "receive.service.protocol 'imap'\nclient.subscribed-only true",
    "client.subscribed-only false\n", "Show all folders, also those that are not subscribed",
    "_Show All Folders" },
  { "reset-tls-priority", DOCTOR_SCOPE_SEND,
    "send.service.protocol 'smtp'\nclient.tls-priority 'NORMAL:-VERS-ALL:+VERS-TLS1.0'",
    "client.tls-priority 'default'\n", "Use the usual TLS settings again",
    "_Use the Usual Settings" },
  { "reset-tls-priority", DOCTOR_SCOPE_SEND,
    "send.service.protocol 'smtp'\nclient.tls-priority 'default'", NULL },
  { "proxy-on", DOCTOR_SCOPE_RECEIVE, "receive.proxy.kind 'none'\nclient.proxy-kind 'socks5'",
    "receive.proxy.kind 'socks5'\n", "Connect through the proxy of all accounts",
    "_Use the Proxy" },
  { "proxy-on", DOCTOR_SCOPE_RECEIVE, "receive.proxy.kind 'none'", NULL },
  { "proxy-on", DOCTOR_SCOPE_RECEIVE, "receive.proxy.kind 'socks4'\nclient.proxy-kind 'socks5'",
    NULL },
  /* both services in one change set */
  { "restore-provider-defaults", DOCTOR_SCOPE_SEND,
    "receive.server.host 'a.example'\nreceive.server.port 993\nreceive.server.security "
    "'tls'\nreceive.provider.host 'b.example'\nreceive.provider.port "
    "993\nreceive.provider.security 'tls'\nsend.server.host 'c.example'\nsend.server.port "
    "25\nsend.server.security 'none'\nsend.provider.host 'd.example'\nsend.provider.port "
    "465\nsend.provider.security 'tls'",
    "receive.server.host 'b.example'\nsend.server.host 'd.example'\nsend.server.port "
    "465\nsend.server.security 'tls'\n",
    "Restore all of the provider's settings", "_Restore These Settings" },
  /* a certificate that nobody vouches for */
  { "compare-certificate", DOCTOR_SCOPE_RECEIVE,
    "receive.tls.verify 'self-signed'\nreceive.tls.cert.encoded 'AAAA'", "",
    "Compare the certificate with its owner", "_Trust Once" },
  { "compare-certificate", DOCTOR_SCOPE_RECEIVE,
    "receive.tls.verify 'untrusted'\nreceive.tls.cert.encoded 'AAAA'\nreceive.tls.reading "
    "'renewed'",
    "", "Compare the certificate with its owner", "_Trust Once" },
  { "compare-certificate", DOCTOR_SCOPE_RECEIVE,
    "receive.tls.verify 'untrusted'\nreceive.tls.cert.encoded 'AAAA'\nreceive.tls.reading "
    "'portal'",
    NULL },
  { "compare-certificate", DOCTOR_SCOPE_RECEIVE,
    "receive.tls.verify 'untrusted'\nreceive.tls.cert.encoded 'AAAA'\nreceive.tls.reading "
    "'inspector'",
    NULL },
  { "compare-certificate", DOCTOR_SCOPE_RECEIVE,
    "receive.tls.verify 'expired'\nreceive.tls.cert.encoded 'AAAA'", NULL },
  { "compare-certificate", DOCTOR_SCOPE_RECEIVE,
    "receive.tls.verify 'self-signed'\nreceive.tls.cert.encoded 'AAAA'\nreceive.tls.date-fault "
    "'clock'",
    NULL },
  { "compare-certificate", DOCTOR_SCOPE_RECEIVE, "receive.tls.verify 'self-signed'", NULL },
  /* passwords */
  { "new-password", DOCTOR_SCOPE_RECEIVE, "", "", "Enter the password again", "_Test and Store" },
  { "new-password", DOCTOR_SCOPE_RECEIVE, "provider.password 'oauth2-only'", NULL },
  { "new-password", DOCTOR_SCOPE_SEND, "send.auth.enabled false", NULL },
  { "app-password", DOCTOR_SCOPE_SEND, "provider.name 'Gmail'\nprovider.password 'app-password'",
    "", "Enter an app password of Gmail", "_Test and Store" },
  { "app-password", DOCTOR_SCOPE_SEND,
    "provider.name '100%s'\nprovider.password 'dedicated-password'", "",
    "Enter the mail password of 100%s", "_Test and Store" },
  { "app-password", DOCTOR_SCOPE_SEND, "", "", "Enter an app password", "_Test and Store" },
  /* steps */
  { "renew-oauth", DOCTOR_SCOPE_RECEIVE, "receive.auth.mechanism 'xoauth2'", "",
    "Authorise the mail program anew, with OAuth2", "Check _Again" },
  { "renew-oauth", DOCTOR_SCOPE_RECEIVE, "receive.auth.mechanism 'plain'", "",
    "Set up the login with OAuth2", "Check _Again" },
  { "switch-access-on", DOCTOR_SCOPE_RECEIVE, "provider.name 'Gmail'", "",
    "Switch on the access of mail programs at Gmail", "Check _Again" },
  { "correct-clock", DOCTOR_SCOPE_RECEIVE, "", "", "Set the clock of this computer",
    "Check _Again" },
  { "check-network", DOCTOR_SCOPE_RECEIVE, "", "", "Check the network connection", "Check _Again" },
  { "check-host-name", DOCTOR_SCOPE_RECEIVE, "receive.server.host 'imap.exmaple.org'", "",
    "Check the name of the server, “imap.exmaple.org”", "Check _Again" },
  { "ask-administrator", DOCTOR_SCOPE_ACCOUNT, "", "",
    "Send the report to the administrator or the provider", "Check _Again" },
  { "retry-later", DOCTOR_SCOPE_SEND, "", "", "Wait a while, then try again",
    "_Wait and Try Again" },
  { "no-such-fix", DOCTOR_SCOPE_SEND, "", NULL },
};

static DoctorFacts *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  DoctorFacts *facts = doctor_facts_new ();
  if (!doctor_facts_parse (facts, text, "row", DOCTOR_SOURCE_PROBE, &error))
    g_error ("%s", error->message);
  return facts;
}

static void
check_fix (guint i, const DoctorFix *fix, DoctorFacts *facts)
{
  g_autofree char *changes = doctor_facts_print (fix->changes);
  g_autofree char *title = doctor_fix_dup_title (fix, facts);
  g_autofree char *button = doctor_fix_dup_button (fix, facts);
  g_assert_cmpstr (changes, ==, rows[i].changes);
  g_assert_cmpstr (title, ==, rows[i].title);
  g_assert_cmpstr (button, ==, rows[i].button);
  g_assert_true (fix->scope == rows[i].scope);
}

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (DoctorFacts) facts = parse (rows[i].facts);
    g_autoptr (DoctorFix) fix = doctor_fix_new (rows[i].id, rows[i].scope, facts);
    if (fix == NULL && rows[i].changes != NULL)
      g_test_fail_printf ("row %u: %s is not offered", i, rows[i].id);
    else if (fix != NULL && rows[i].changes == NULL)
      g_test_fail_printf ("row %u: %s is offered", i, rows[i].id);
    else if (fix != NULL)
      check_fix (i, fix, facts);
  }
}

/* Whatever the facts: every subset of these, and no fix makes a connection readable. */
static void
test_never_weakens (void)
{
  static const char *const pieces[] = {
    "receive.trial.result 'passed'",     "receive.trial.port 143",
    "receive.trial.security 'none'",     "receive.provider.host 'a.example'",
    "receive.provider.port 110",         "receive.provider.security 'none'",
    "receive.server.security 'tls'",     "receive.capability.starttls true",
    "receive.auth.best-offered 'plain'",
  };
  for (guint set = 0; set < 1u << G_N_ELEMENTS (pieces); set++) {
    g_autoptr (GString) text = g_string_new (NULL);
    for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
      if (set & 1u << i)
        g_string_append_printf (text, "%s\n", pieces[i]);
    g_autoptr (DoctorFacts) facts = parse (text->str);
    for (guint i = 0; i < doctor_fix_get_n (); i++) {
      g_autoptr (DoctorFix) fix
        = doctor_fix_new (doctor_fix_get_id (i), DOCTOR_SCOPE_RECEIVE, facts);
      g_assert_false (
        fix != NULL
        && doctor_facts_is (fix->changes, DOCTOR_SCOPE_RECEIVE, "server.security", "none"));
    }
  }
}

/* Where both services change, each row says which; settings of the program come last. */
static void
test_preview_of_two (void)
{
  g_autoptr (DoctorFacts) facts
    = parse ("receive.service.protocol 'imap'\nreceive.server.port 143\nsend.server.port 25\n"
             "client.io-timeout 5");
  g_autoptr (DoctorFacts) changes
    = parse ("receive.server.port 993\nsend.server.port 465\nclient.io-timeout 60");
  const DoctorFix fix
    = { "restore-provider-defaults", DOCTOR_FIX_CHANGE, DOCTOR_SCOPE_RECEIVE, changes };
  g_autoptr (GPtrArray) cells = doctor_fix_dup_preview (&fix, facts);
  g_ptr_array_add (cells, NULL);
  g_autofree char *joined = g_strjoinv ("|", (char **)cells->pdata);
  g_assert_cmpstr (joined, ==,
                   "Port for receiving|143|993|Port for sending|25|465|"
                   "Time limit of the program|5 seconds|60 seconds");
  g_autoptr (DoctorFix) local = doctor_fix_new ("longer-timeout", DOCTOR_SCOPE_RECEIVE, facts);
  g_assert_true (doctor_fix_is_local (local));
}

static void
test_preview (void)
{
  g_autoptr (DoctorFacts) facts = parse (
    "receive.server.port 143\nreceive.server.security 'none'\nreceive.trial.result 'passed'\n"
    "receive.trial.port 993\nreceive.trial.security 'tls'\nsend.server.security 'tls'");
  g_autoptr (DoctorFix) fix = doctor_fix_new ("use-tested-settings", DOCTOR_SCOPE_RECEIVE, facts);
  g_autoptr (GPtrArray) cells = doctor_fix_dup_preview (fix, facts);
  g_ptr_array_add (cells, NULL);
  g_autofree char *joined = g_strjoinv ("|", (char **)cells->pdata);
  g_assert_cmpstr (joined, ==, "Port|143|993|Encryption|none|TLS");
  g_autoptr (DoctorFix) login = doctor_fix_new ("send-login-on", DOCTOR_SCOPE_SEND, facts);
  g_autoptr (GPtrArray) more = doctor_fix_dup_preview (login, facts);
  g_assert_cmpuint (more->len, ==, 6);
  g_assert_false (doctor_fix_is_local (login));
  g_assert_true (doctor_fix_changes_scope (login, DOCTOR_SCOPE_SEND));
  g_assert_false (doctor_fix_changes_scope (login, DOCTOR_SCOPE_RECEIVE));
  g_assert_cmpstr (g_ptr_array_index (more, 1), ==, "–");
}

/* --- of a finding --- */

static char *
dup_ids (const char *finding_id, DoctorScope scope, DoctorFacts *facts)
{
  g_autoptr (DoctorRuleset) set = doctor_ruleset_load (NULL, NULL);
  DoctorFinding finding = { .type = doctor_ruleset_lookup (set, finding_id), .scope = scope };
  g_autoptr (GPtrArray) fixes = doctor_fix_list (&finding, facts);
  GString *ids = g_string_new (NULL);
  for (guint i = 0; i < fixes->len; i++) {
    const DoctorFix *fix = g_ptr_array_index (fixes, i);
    g_string_append_printf (ids, "%s ", fix->id);
  }
  return g_string_free (ids, FALSE);
}

static void
test_list (void)
{
  g_autoptr (DoctorFacts) facts = parse (
    "receive.server.host 'a.example'\nreceive.server.port 143\nreceive.server.security 'tls'\n"
    "receive.trial.result 'passed'\nreceive.trial.port 993\nreceive.trial.security 'tls'\n"
    "receive.provider.host 'a.example'\nreceive.provider.port 993\nreceive.provider.security "
    "'tls'");
  /* tested and named by the provider are the same change here: offered once */
  g_autofree char *ids = dup_ids ("tls.wrong-mode", DOCTOR_SCOPE_RECEIVE, facts);
  g_assert_nonnull (strstr (ids, "use-tested-settings "));
  g_assert_null (strstr (ids, "use-provider-settings"));
  g_autofree char *account = dup_ids ("tls.wrong-mode", DOCTOR_SCOPE_ACCOUNT, facts);
  g_assert_cmpstr (account, ==, ids);
  g_autofree char *clock = dup_ids ("tls.clock", DOCTOR_SCOPE_ACCOUNT, facts);
  g_assert_cmpstr (clock, ==, "correct-clock ");
}

/* Every id that a finding names is in the table, and every row of it can be named. */
static void
test_table (void)
{
  g_autoptr (DoctorRuleset) set = doctor_ruleset_load (NULL, NULL);
  for (guint i = 0; i < doctor_ruleset_get_n_types (set); i++)
    for (const char *const *id = doctor_finding_type_get_fixes (doctor_ruleset_get_type (set, i));
         *id != NULL; id++)
      g_assert_true (doctor_fix_is_known (*id));
  for (guint i = 0; i < doctor_fix_get_n (); i++)
    g_assert_true (doctor_fix_is_known (doctor_fix_get_id (i)));
  g_assert_false (doctor_fix_is_known ("accept-everything"));
  doctor_fix_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fix/rows", test_rows);
  g_test_add_func ("/fix/never-weakens", test_never_weakens);
  g_test_add_func ("/fix/preview", test_preview);
  g_test_add_func ("/fix/preview-of-two", test_preview_of_two);
  g_test_add_func ("/fix/list", test_list);
  g_test_add_func ("/fix/table", test_table);
  return g_test_run ();
}
