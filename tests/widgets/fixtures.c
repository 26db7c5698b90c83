#include "config.h"
#include "tests/widgets/fixtures.h"

#define ACCOUNT DOCTOR_SCOPE_ACCOUNT
#define RECEIVE DOCTOR_SCOPE_RECEIVE
#define SEND DOCTOR_SCOPE_SEND
#define WAITING DOCTOR_LINK_WAITING
#define RUNNING DOCTOR_LINK_RUNNING
#define GOOD DOCTOR_LINK_GOOD
#define BROKEN DOCTOR_LINK_BROKEN

#define SETTINGS                                                                                   \
  "account.name 'Office'\n"                                                                        \
  "account.address 'taro@example.jp'\n"                                                            \
  "account.protocol 'imap'\n"                                                                      \
  "receive.service.protocol 'imap'\n"                                                              \
  "receive.server.host 'mail.example.jp'\n"                                                        \
  "receive.server.port 143\n"                                                                      \
  "receive.server.security 'none'\n"                                                               \
  "receive.auth.enabled true\n"                                                                    \
  "receive.auth.user 'taro'\n"                                                                     \
  "receive.auth.mechanism 'automatic'\n"                                                           \
  "receive.password.known true\n"                                                                  \
  "send.service.protocol 'smtp'\n"                                                                 \
  "send.server.host 'smtp.example.jp'\n"                                                           \
  "send.server.port 465\n"                                                                         \
  "send.server.security 'tls'\n"                                                                   \
  "send.auth.enabled true\n"                                                                       \
  "send.auth.user 'taro'\n"                                                                        \
  "send.auth.mechanism 'automatic'\n"                                                              \
  "send.password.known true\n"

#define INCIDENT                                                                                   \
  "receive.incident.stage 'auth'\n"                                                                \
  "receive.incident.text 'IMAP< * OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready'\n"

#define AROUND                                                                                     \
  "clock.synchronised true\n"                                                                      \
  "computer.route 'both'\n"

#define SEND_WORKS                                                                                 \
  AROUND                                                                                           \
  "send.dns.result 'found'\n"                                                                      \
  "send.tcp.result 'connected'\n"                                                                  \
  "send.tls.result 'ok'\n"                                                                         \
  "send.tls.verify 'ok'\n"                                                                         \
  "send.tls.version 'TLS 1.3'\n"                                                                   \
  "send.dns.ms 5\n"                                                                                \
  "send.tcp.ms 22\n"                                                                               \
  "send.tls.ms 61\n"                                                                               \
  "send.login.ms 240\n"                                                                            \
  "send.greeting.result 'ok'\n"                                                                    \
  "send.login.result 'ok'\n"                                                                       \
  "send.sender.result 'ok'\n"                                                                      \
  "send.probe.ms 412\n"

#define REACHED                                                                                    \
  "receive.dns.result 'found'\n"                                                                   \
  "receive.dns.addresses ['192.0.2.10']\n"                                                         \
  "receive.tcp.result 'connected'\n"                                                               \
  "receive.dns.ms 4\n"                                                                             \
  "receive.tcp.ms 24\n"                                                                            \
  "receive.greeting.result 'ok'\n"

#define SECURED                                                                                    \
  "receive.server.port 993\n"                                                                      \
  "receive.server.security 'tls'\n"                                                                \
  "receive.tls.result 'ok'\n"                                                                      \
  "receive.tls.verify 'ok'\n"                                                                      \
  "receive.tls.version 'TLS 1.3'\n"                                                                \
  "receive.tls.ms 58\n"

#define LOGIN_DISABLED                                                                             \
  REACHED                                                                                          \
  "receive.capability.starttls true\n"                                                             \
  "receive.capability.login-disabled true\n"                                                       \
  "receive.login.result 'not-tried'\n"                                                             \
  "receive.login.reason 'not-encrypted'\n"                                                         \
  "receive.reply.text '* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready'\n"                \
  "receive.probe.transcript '< * OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE "      \
  "STARTTLS LOGINDISABLED] ready\\n> 1 LOGOUT\\n< * BYE Logging out <b>now</b>'\n"

#define REFUSED                                                                                    \
  REACHED                                                                                          \
  SECURED                                                                                          \
  "receive.login.result 'refused'\n"                                                               \
  "receive.reply.stage 'auth'\n"                                                                   \
  "receive.reply.status 'no'\n"                                                                    \
  "receive.reply.code 'AUTHENTICATIONFAILED'\n"                                                    \
  "receive.reply.text '2 NO [AUTHENTICATIONFAILED] Authentication failed.'\n"

#define REFUSED_IN_WORDS                                                                           \
  REACHED                                                                                          \
  SECURED                                                                                          \
  "receive.login.result 'refused'\n"                                                               \
  "receive.reply.stage 'auth'\n"                                                                   \
  "receive.reply.status 'no'\n"                                                                    \
  "receive.reply.text '2 NO Login failed.'\n"

#define SENDING_WORKS                                                                              \
  { SEND, GOOD, "Name", "smtp.example.jp found", 5 },                                              \
    { SEND, GOOD, "Connection", "port 465 answers", 22 },                                          \
    { SEND, GOOD, "Encryption", "TLS 1.3, certificate verified", 61 },                             \
    { SEND, GOOD, "Login", "logged in", 240 },                                                     \
  {                                                                                                \
    SEND, GOOD, "Sender", "sender address accepted", -1                                            \
  }

#define RECEIVING_WORKS                                                                            \
  { RECEIVE, GOOD, "Name", "mail.example.jp found", 4 },                                           \
    { RECEIVE, GOOD, "Connection", "port 993 answers", 24 },                                       \
    { RECEIVE, GOOD, "Encryption", "TLS 1.3, certificate verified", 58 },                          \
    { RECEIVE, GOOD, "Login", "logged in", 120 },                                                  \
  {                                                                                                \
    RECEIVE, GOOD, "Mailbox", "inbox opened", -1                                                   \
  }

#define WRONG_SECURITY                                                                             \
  .settings = SETTINGS, .incident = INCIDENT, .probes = LOGIN_DISABLED SEND_WORKS,                 \
  .trials = "receive.trial.result 'passed'\nreceive.trial.port 993\n"                              \
            "receive.trial.security 'tls'\n"

const Fixture fixtures[] = {
  { .name = "idle",
    .state = DOCTOR_CASE_IDLE,
    .verdict = "No trouble with “Office” is known.",
    .settings = NULL },
  { .name = "failed",
    .state = DOCTOR_CASE_FAILED,
    .settings = SETTINGS,
    .incident = INCIDENT,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "The server takes passwords only on an encrypted connection.",
    .links = { { RECEIVE, WAITING, "Name", "", -1 },
               { RECEIVE, WAITING, "Connection", "", -1 },
               { RECEIVE, WAITING, "Encryption", "", -1 },
               { RECEIVE, BROKEN, "Login", "the mail program failed here", -1 },
               { RECEIVE, WAITING, "Mailbox", "", -1 },
               { SEND, WAITING, "Connection", "not examined yet", -1 } } },
  { .name = "examining",
    .state = DOCTOR_CASE_EXAMINING,
    .verdict = "“Office” is being examined.",
    .settings = SETTINGS,
    .incident = INCIDENT,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "The server takes passwords only on an encrypted connection.",
    .links = { { ACCOUNT, GOOD, "This computer", "clock kept right by a time service", -1 },
               { ACCOUNT, GOOD, "Network", "connected", -1 },
               { RECEIVE, GOOD, "Name", "mail.example.jp found", 4 },
               { RECEIVE, RUNNING, "Connection", "being checked", -1 },
               { RECEIVE, WAITING, "Encryption", "waiting", -1 },
               { RECEIVE, WAITING, "Login", "waiting", -1 },
               { RECEIVE, WAITING, "Mailbox", "waiting", -1 },
               SENDING_WORKS } },
  { .name = "proved",
    .state = DOCTOR_CASE_EXAMINED,
    WRONG_SECURITY,
    .proved = TRUE,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "The server takes passwords only on an encrypted connection." },
  { .name = "unproved",
    .state = DOCTOR_CASE_EXAMINED,
    WRONG_SECURITY,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "The server takes passwords only on an encrypted connection." },
  { .name = "verifying",
    .state = DOCTOR_CASE_VERIFYING,
    .verdict = "The change is being tried on a copy of the settings.",
    WRONG_SECURITY,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "The server takes passwords only on an encrypted connection." },
  { .name = "silent",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS,
    .probes
    = "receive.dns.result 'found'\nreceive.tcp.result 'timeout'\n"
      "receive.tcp.siblings-open true\nreceive.tcp.open-ports [993]\n"
      "receive.incident.stage 'connect'\nreceive.history.last-worked 1795176000\n" SEND_WORKS,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "The server does not answer." },
  { .name = "no-network",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS,
    .probes = "clock.synchronised true\ncomputer.route 'none'\nreceive.dns.result 'temporary'\n"
              "send.dns.result 'temporary'\n",
    .hint_title = "“Office” can neither fetch nor send mail.",
    .hint_reason = "This computer has no usable network connection." },
  { .name = "several",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS,
    .probes = REFUSED_IN_WORDS "send.dns.result 'found'\nsend.tcp.result 'timeout'\n",
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "The server did not accept the user name or the password." },
  { .name = "password",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS,
    .probes = REFUSED SEND_WORKS,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "The server did not accept the user name or the password." },
  { .name = "app-password",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS "provider.name 'Gmail'\nprovider.id 'gmail'\n"
                         "provider.password 'app-password'\n"
                         "provider.password-url 'https://myaccount.google.com/apppasswords'\n"
                         "receive.provider.marker 'app-password-required'\n",
    .probes = REFUSED,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "Gmail accepts only an app password from mail programs." },
  { .name = "healthy",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS,
    .probes = REACHED SECURED "receive.login.result 'ok'\nreceive.mailbox.result 'ok'\n"
                              "receive.mailbox.messages 1204\nreceive.probe.ms 238\n" SEND_WORKS },
  { .name = "undetermined",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS,
    .probes = REACHED SEND_WORKS,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "" },
  { .name = "applied",
    .state = DOCTOR_CASE_APPLIED,
    .verdict = "The change is stored. The next fetch will show whether it helps.",
    WRONG_SECURITY,
    .undo = "Undo: port 993 → 143, encryption TLS → none",
    .links = { RECEIVING_WORKS, SENDING_WORKS } },
  { .name = "repaired",
    .state = DOCTOR_CASE_REPAIRED,
    .verdict = "“Office” fetches mail again.",
    WRONG_SECURITY,
    .undo = "Undo: port 993 → 143, encryption TLS → none",
    .links = { RECEIVING_WORKS, SENDING_WORKS } },
  { .name = "problem",
    .state = DOCTOR_CASE_FAILED,
    .settings = SETTINGS,
    .incident = INCIDENT,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "The server takes passwords only on an encrypted connection.",
    .problem = "The examination could not be started: /usr/bin/account-doctor is missing. "
               "Install the package claws-mail-account-doctor again." },
  /* guided steps, waiting, trust */
  { .name = "outage",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS,
    .probes = REACHED "receive.tls.result 'ok'\nreceive.tls.verify 'ok'\n"
                      "receive.login.result 'error'\nreceive.reply.stage 'auth'\n"
                      "receive.reply.status 'no'\nreceive.reply.code 'UNAVAILABLE'\n"
                      "receive.reply.text '2 NO [UNAVAILABLE] Temporary failure.'\n" SEND_WORKS,
    .links = { SENDING_WORKS } },
  { .name = "access",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS "provider.name 'Gmail'\n"
                         "provider.imap-switch-url 'https://mail.example/settings'\n"
                         "provider.imap-switch-place 'Settings, Forwarding and POP/IMAP'\n",
    .probes = REFUSED "receive.provider.marker 'imap-disabled'\n" SEND_WORKS,
    .links = { SENDING_WORKS } },
  { .name = "clock",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS,
    .probes = REACHED "receive.tls.result 'ok'\nreceive.tls.verify 'not-yet-valid'\n"
                      "receive.tls.cert.not-before 1790000000\nclock.offset-seconds -86400\n"
                      "clock.now 1700000000\nclock.synchronised false\n" SEND_WORKS,
    .links = { SENDING_WORKS } },
  { .name = "certificate",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS "receive.server.accepted-certificate "
                         "'9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'\n",
    .probes = REACHED
    "receive.tls.result 'ok'\nreceive.tls.verify 'self-signed'\n"
    "receive.tls.cert.fingerprint 'E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:"
    "64:9B:93:4C:A4:95:99:1B:78:52:B8:55'\n"
    "receive.tls.cert.subject 'CN=mail.example.jp'\n"
    "receive.tls.cert.issuer 'CN=mail.example.jp'\nreceive.tls.cert.encoded 'REVS'\n" SEND_WORKS,
    .links = { SENDING_WORKS } },
  { .name = "locked",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS "client.passwords-locked true\n",
    .links = { SENDING_WORKS } },
  { .name = "offline",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS "client.offline true\n",
    .links = { SENDING_WORKS } },
};
const guint n_fixtures = G_N_ELEMENTS (fixtures);
