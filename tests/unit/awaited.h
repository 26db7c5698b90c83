/* Facts whose probe is being written. A probe that comes takes its facts out of here. */
#pragma once
#include <stddef.h>

/* clang-format off */
static const char *const awaited[] = {
  "capability.after-login",
  "capability.before-tls",
  "control.reach",
  "control.tried",
  "login.alert",
  "mailbox.folders",
  "mailbox.idle",
  "mailbox.inbox",
  "mailbox.namespace",
  "mailbox.quota-limit-kib",
  "mailbox.quota-used-kib",
  "mailbox.size",
  "mailbox.subscribed",
  "oauth.scope",
  "oauth.status",
  "pop3.apop",
  "portal.location",
  "proxy.error",
  "proxy.result",
  "server.software",
  "tls.lower-version",
  "tls.names-host",
  "tls.same-issuer",
  "tls.sni-needed",
  "trial.direct",
  "trial.family",
  "trial.host",
  "trial.mechanism",
  "trial.receive-login",
  "trial.user",
  "trial.user-form",
  NULL
};
/* clang-format on */
