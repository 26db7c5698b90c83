/* Any bytes as what a mail server says: read by the stream, its meter, libetpan and our own
 * readers, in all three protocols. The first byte chooses the protocol and the login method.
 * It has to come to an end, and what it leaves are facts. */
#include "probe/dialect.h"
#include "probe/steps.h"
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char *const protocols[] = { "imap", "pop3", "smtp" };
static const char *const methods[]
  = { "plain", "login-command", "login", "cram-md5", "scram-sha-1" };

/* A connected socket in which the whole of @data waits, and then the end. */
static int
new_socket (const guint8 *data, gsize size)
{
  int fds[2];
  int room = 1024 * 1024;
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), ==, 0);
  setsockopt (fds[1], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  if (write (fds[1], data, size) < 0)
    g_assert_cmpuint (size, ==, 0);
  shutdown (fds[1], SHUT_WR);
  /* Kept open for what the client writes; the descriptor is reused by the next run. */
  int reader = dup2 (fds[1], 200);
  g_assert_cmpint (reader, ==, 200);
  close (fds[1]);
  return fds[0];
}

static DoctorChain *
new_chain (const char *protocol)
{
  DoctorPatience patience = { .until_us = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND,
                              .cancel_fd = -1,
                              .stop_fd = -1 };
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  doctor_facts_set (facts, "receive.service.protocol", g_variant_new_string (protocol),
                    DOCTOR_SOURCE_SETTINGS);
  doctor_facts_set (facts, "receive.server.host", g_variant_new_string ("mail.example"),
                    DOCTOR_SOURCE_SETTINGS);
  doctor_facts_set (facts, "account.address", g_variant_new_string ("me@example.org"),
                    DOCTOR_SOURCE_SETTINGS);
  DoctorChain *chain = doctor_chain_new (DOCTOR_SCOPE_RECEIVE, facts, &patience);
  chain->is_trial = TRUE;
  return chain;
}

static void
converse (DoctorChain *chain, const DoctorMechanism *mechanism)
{
  doctor_step_greeting (chain);
  if (!doctor_chain_is (chain, "greeting.result", "ok")
      && !doctor_chain_is (chain, "greeting.result", "preauth"))
    return;
  doctor_step_capability (chain);
  if (mechanism->wire != NULL || !g_str_equal (chain->dialect->protocol, "smtp"))
    if (chain->dialect->login (chain, mechanism, "me", "secret") != DOCTOR_OUTCOME_OK)
      doctor_chain_explain_reply (chain, "auth");
  chain->dialect->look (chain);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (size == 0)
    return 0;
  const char *method = methods[data[0] / 3 % G_N_ELEMENTS (methods)];
  g_autoptr (DoctorChain) chain = new_chain (protocols[data[0] % 3]);
  chain->stream = doctor_stream_new (new_socket (data + 1, size - 1), &chain->patience);
  converse (chain, doctor_mechanism_lookup (method));
  g_autofree char *transcript = doctor_stream_dup_transcript (chain->stream);
  g_assert_true (g_utf8_validate (transcript, -1, NULL));
  doctor_dialect_leave (chain);
  return 0;
}
