#include "config.h"
#include "tests/widgets/fixtures.h"

#define RECEIVE DOCTOR_SCOPE_RECEIVE
#define SEND DOCTOR_SCOPE_SEND
#define WAITING DOCTOR_LINK_WAITING
#define RUNNING DOCTOR_LINK_RUNNING
#define GOOD DOCTOR_LINK_GOOD
#define BROKEN DOCTOR_LINK_BROKEN
#define NOT_REACHED DOCTOR_LINK_NOT_REACHED

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

#define SEND_WORKS                                                                                 \
  "send.dns.result 'found'\n"                                                                      \
  "send.tcp.result 'connected'\n"                                                                  \
  "send.tls.result 'ok'\n"                                                                         \
  "send.tls.verify 'ok'\n"                                                                         \
  "send.greeting.result 'ok'\n"                                                                    \
  "send.login.result 'ok'\n"                                                                       \
  "send.sender.result 'ok'\n"                                                                      \
  "send.probe.ms 412\n"

#define REACHED                                                                                    \
  "receive.dns.result 'found'\n"                                                                   \
  "receive.dns.addresses ['192.0.2.10']\n"                                                         \
  "receive.tcp.result 'connected'\n"                                                               \
  "receive.greeting.result 'ok'\n"

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
  "receive.tls.result 'ok'\n"                                                                      \
  "receive.tls.verify 'ok'\n"                                                                      \
  "receive.login.result 'refused'\n"                                                               \
  "receive.reply.stage 'auth'\n"                                                                   \
  "receive.reply.status 'no'\n"                                                                    \
  "receive.reply.code 'AUTHENTICATIONFAILED'\n"                                                    \
  "receive.reply.text '2 NO [AUTHENTICATIONFAILED] Authentication failed.'\n"

#define REFUSED_IN_WORDS                                                                           \
  REACHED                                                                                          \
  "receive.tls.result 'ok'\n"                                                                      \
  "receive.tls.verify 'ok'\n"                                                                      \
  "receive.login.result 'refused'\n"                                                               \
  "receive.reply.stage 'auth'\n"                                                                   \
  "receive.reply.status 'no'\n"                                                                    \
  "receive.reply.text '2 NO Login failed.'\n"

#define SENDING_WORKS                                                                              \
  { SEND, GOOD, "This computer", "online, clock right", -1 },                                      \
    { SEND, GOOD, "Name", "smtp.example.jp found", 5 },                                            \
    { SEND, GOOD, "Connection", "port 465 answers", 22 },                                          \
    { SEND, GOOD, "Encryption", "TLS 1.3, certificate valid", 61 },                                \
    { SEND, GOOD, "Sign-in", "accepted", 240 },                                                    \
  {                                                                                                \
    SEND, GOOD, "Sender", "accepted", 84                                                           \
  }

#define RECEIVING_NOT_ENCRYPTED                                                                    \
  { RECEIVE, GOOD, "This computer", "online, clock right", -1 },                                   \
    { RECEIVE, GOOD, "Name", "mail.example.jp found", 4 },                                         \
    { RECEIVE, GOOD, "Connection", "port 143 answers", 24 },                                       \
    { RECEIVE, BROKEN, "Encryption", "server takes no plain sign-in here", -1 },                   \
    { RECEIVE, NOT_REACHED, "Sign-in", "not reached", -1 },                                        \
  {                                                                                                \
    RECEIVE, NOT_REACHED, "Mailbox", "not reached", -1                                             \
  }

#define RECEIVING_REFUSED                                                                          \
  { RECEIVE, GOOD, "This computer", "online, clock right", -1 },                                   \
    { RECEIVE, GOOD, "Name", "mail.example.jp found", 4 },                                         \
    { RECEIVE, GOOD, "Connection", "port 993 answers", 24 },                                       \
    { RECEIVE, GOOD, "Encryption", "TLS 1.3, certificate valid", 58 },                             \
    { RECEIVE, BROKEN, "Sign-in", "user name or password not accepted", 2301 },                    \
  {                                                                                                \
    RECEIVE, NOT_REACHED, "Mailbox", "not reached", -1                                             \
  }

#define RECEIVING_WORKS                                                                            \
  { RECEIVE, GOOD, "This computer", "online, clock right", -1 },                                   \
    { RECEIVE, GOOD, "Name", "mail.example.jp found", 4 },                                         \
    { RECEIVE, GOOD, "Connection", "port 993 answers", 24 },                                       \
    { RECEIVE, GOOD, "Encryption", "TLS 1.3, certificate valid", 58 },                             \
    { RECEIVE, GOOD, "Sign-in", "accepted", 120 },                                                 \
  {                                                                                                \
    RECEIVE, GOOD, "Mailbox", "1204 messages", 31                                                  \
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
    .links = { { RECEIVE, WAITING, "This computer", "", -1 },
               { RECEIVE, WAITING, "Name", "", -1 },
               { RECEIVE, WAITING, "Connection", "", -1 },
               { RECEIVE, WAITING, "Encryption", "", -1 },
               { RECEIVE, BROKEN, "Sign-in", "the client failed here", -1 },
               { RECEIVE, WAITING, "Mailbox", "", -1 },
               { SEND, WAITING, "Connection", "not examined yet", -1 } } },
  { .name = "examining",
    .state = DOCTOR_CASE_EXAMINING,
    .verdict = "“Office” is being examined.",
    .settings = SETTINGS,
    .incident = INCIDENT,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "The server takes passwords only on an encrypted connection.",
    .links = { { RECEIVE, GOOD, "This computer", "online, clock right", -1 },
               { RECEIVE, GOOD, "Name", "mail.example.jp found", 4 },
               { RECEIVE, RUNNING, "Connection", "port 143 is being tried", -1 },
               { RECEIVE, WAITING, "Encryption", "waiting", -1 },
               { RECEIVE, WAITING, "Sign-in", "waiting", -1 },
               { RECEIVE, WAITING, "Mailbox", "waiting", -1 },
               SENDING_WORKS } },
  { .name = "proved",
    .state = DOCTOR_CASE_EXAMINED,
    WRONG_SECURITY,
    .proved = TRUE,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "The server takes passwords only on an encrypted connection.",
    .links = { RECEIVING_NOT_ENCRYPTED, SENDING_WORKS } },
  { .name = "unproved",
    .state = DOCTOR_CASE_EXAMINED,
    WRONG_SECURITY,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "The server takes passwords only on an encrypted connection.",
    .links = { RECEIVING_NOT_ENCRYPTED, SENDING_WORKS } },
  { .name = "verifying",
    .state = DOCTOR_CASE_VERIFYING,
    .verdict = "The change is being tried on a copy of the settings.",
    WRONG_SECURITY,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "The server takes passwords only on an encrypted connection.",
    .links = { RECEIVING_NOT_ENCRYPTED, SENDING_WORKS } },
  { .name = "silent",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS,
    .probes = "receive.dns.result 'found'\nreceive.tcp.result 'timeout'\n"
              "receive.tcp.siblings-open true\nreceive.tcp.open-ports [993]\n"
              "receive.incident.stage 'connect'\n" SEND_WORKS,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "The server does not answer.",
    .links = { { RECEIVE, GOOD, "This computer", "online, clock right", -1 },
               { RECEIVE, GOOD, "Name", "mail.example.jp found", 4 },
               { RECEIVE, BROKEN, "Connection", "port 143 does not answer", 6000 },
               { RECEIVE, NOT_REACHED, "Encryption", "not reached", -1 },
               { RECEIVE, NOT_REACHED, "Sign-in", "not reached", -1 },
               { RECEIVE, NOT_REACHED, "Mailbox", "not reached", -1 },
               SENDING_WORKS } },
  { .name = "several",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS,
    .probes = REFUSED_IN_WORDS "send.dns.result 'found'\nsend.tcp.result 'timeout'\n",
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "The server did not accept the user name or the password.",
    .links = { RECEIVING_REFUSED,
               { SEND, GOOD, "This computer", "online, clock right", -1 },
               { SEND, GOOD, "Name", "smtp.example.jp found", 5 },
               { SEND, BROKEN, "Connection", "port 465 does not answer", 6000 },
               { SEND, NOT_REACHED, "Encryption", "not reached", -1 } } },
  { .name = "password",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS,
    .probes = REFUSED SEND_WORKS,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "The server did not accept the user name or the password.",
    .links = { RECEIVING_REFUSED, SENDING_WORKS } },
  { .name = "app-password",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS "provider.name 'Gmail'\nprovider.id 'gmail'\n"
                         "provider.password 'app-password'\n"
                         "provider.password-url 'https://myaccount.google.com/apppasswords'\n"
                         "receive.provider.marker 'app-password-required'\n",
    .probes = REFUSED,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "Gmail accepts only an app password from mail programs.",
    .links = { RECEIVING_REFUSED } },
  { .name = "healthy",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS,
    .probes = REACHED "receive.tls.result 'ok'\nreceive.tls.verify 'ok'\n"
                      "receive.login.result 'ok'\nreceive.mailbox.result 'ok'\n"
                      "receive.mailbox.messages 1204\nreceive.probe.ms 238\n" SEND_WORKS,
    .links = { RECEIVING_WORKS, SENDING_WORKS } },
  { .name = "undetermined",
    .state = DOCTOR_CASE_EXAMINED,
    .settings = SETTINGS,
    .probes = REACHED SEND_WORKS,
    .hint_title = "“Office” cannot fetch mail.",
    .hint_reason = "",
    .links = { { RECEIVE, GOOD, "This computer", "online, clock right", -1 },
               { RECEIVE, GOOD, "Name", "mail.example.jp found", 4 },
               { RECEIVE, GOOD, "Connection", "port 143 answers", 24 },
               { RECEIVE, WAITING, "Sign-in", "not determined", -1 },
               SENDING_WORKS } },
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
};
const guint n_fixtures = G_N_ELEMENTS (fixtures);
