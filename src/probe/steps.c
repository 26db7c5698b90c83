#include "probe/steps.h"
#include "core/software.h"
#include "probe/clock.h"
#include "probe/dialect.h"
#include "probe/greeting.h"
#include "probe/proxy.h"
#include "probe/imap-answer.h"
#include "probe/safety.h"
#include "probe/tcp.h"
#include "probe/tls.h"

typedef struct {
  const char *word[DOCTOR_OUTCOME_UNKNOWN]; /* by DoctorOutcome; NULL: as CLOSED */
} Words;

static const Words starttls_words = { .word = {
                                        [DOCTOR_OUTCOME_OK] = "ok",
                                        [DOCTOR_OUTCOME_REFUSED] = "refused",
                                        [DOCTOR_OUTCOME_TEMPORARY] = "refused",
                                        [DOCTOR_OUTCOME_CLOSED] = "failed",
                                        [DOCTOR_OUTCOME_TIMEOUT] = "failed",
                                      } };
static const Words login_words = { .word = {
                                     [DOCTOR_OUTCOME_OK] = "ok",
                                     [DOCTOR_OUTCOME_LOCKED] = "ok",
                                     [DOCTOR_OUTCOME_REFUSED] = "refused",
                                     [DOCTOR_OUTCOME_AUTH_REQUIRED] = "refused",
                                     [DOCTOR_OUTCOME_TEMPORARY] = "temporary",
                                     [DOCTOR_OUTCOME_CLOSED] = "closed",
                                     [DOCTOR_OUTCOME_TIMEOUT] = "timeout",
                                   } };
static const Words mailbox_words = { .word = {
                                       [DOCTOR_OUTCOME_OK] = "ok",
                                       [DOCTOR_OUTCOME_LOCKED] = "locked",
                                       [DOCTOR_OUTCOME_REFUSED] = "refused",
                                       [DOCTOR_OUTCOME_AUTH_REQUIRED] = "refused",
                                       [DOCTOR_OUTCOME_TEMPORARY] = "refused",
                                       [DOCTOR_OUTCOME_CLOSED] = "closed",
                                       [DOCTOR_OUTCOME_TIMEOUT] = "timeout",
                                     } };
static const Words sender_words = { .word = {
                                      [DOCTOR_OUTCOME_OK] = "ok",
                                      [DOCTOR_OUTCOME_REFUSED] = "refused",
                                      [DOCTOR_OUTCOME_AUTH_REQUIRED] = "auth-required",
                                      [DOCTOR_OUTCOME_TEMPORARY] = "temporary",
                                      [DOCTOR_OUTCOME_CLOSED] = "closed",
                                      [DOCTOR_OUTCOME_TIMEOUT] = "timeout",
                                    } };

/* Sets fact @name to the word for @outcome, and the reply that decided when it is a
 * failure at @stage. Nothing for what we ended ourselves. */
static void
tell_outcome (DoctorChain *chain,
              const char *name,
              const Words *words,
              DoctorOutcome outcome,
              const char *stage)
{
  if (outcome == DOCTOR_OUTCOME_UNKNOWN)
    return;
  const char *word = words->word[outcome];
  if (outcome != DOCTOR_OUTCOME_OK)
    doctor_chain_explain_reply (chain, stage);
  doctor_chain_set_string (chain, name, word == NULL ? words->word[DOCTOR_OUTCOME_CLOSED] : word);
}

void
doctor_step_clock (DoctorChain *chain)
{
  doctor_clock_examine (chain);
}

void
doctor_step_dns (DoctorChain *chain)
{
  DoctorPatience patience = doctor_patience_narrow (&chain->patience, DOCTOR_LOOKUP_LIMIT_MS);
  g_autofree char *host = doctor_chain_dup_host (chain);
  g_autoptr (DoctorLookup) lookup = doctor_lookup_run (host, chain->resolver, &patience);
  gboolean unfair
    = lookup->ms < DOCTOR_STREAM_FAIR_WAIT_MS || doctor_patience_is_cancelled (&patience);
  if (g_str_equal (lookup->result, "timeout") && unfair)
    return;
  doctor_chain_set_int (chain, "dns.ms", lookup->ms);
  if (lookup->addresses->len > 0)
    doctor_chain_set (chain, "dns.addresses",
                      g_variant_new_strv ((const char *const *)lookup->addresses->pdata,
                                          (gssize)lookup->addresses->len));
  if (lookup->error != NULL) {
    doctor_chain_set_string (chain, "dns.error", lookup->error);
    doctor_chain_explain (chain, "dns", lookup->error);
  }
  doctor_chain_set_string (chain, "dns.result", lookup->result);
}

/* A token as XOAUTH2 carries it; the base64 of OAUTHBEARER names host and port as well. */
static void
hide_token (DoctorChain *chain, const char *user)
{
  g_autoptr (GString) message = g_string_sized_new (strlen (user) + strlen (chain->password) + 64);
  g_string_append_printf (message, "user=%s\001auth=Bearer ", user);
  g_string_append (g_string_append (message, chain->password), "\001\001");
  doctor_stream_add_secret (chain->stream, message->str, (gssize)message->len);
  explicit_bzero (message->str, message->len);
}

/* What the stream must hide when a server echoes it. */
static void
hide_secrets (DoctorChain *chain)
{
  const char *user = doctor_chain_get (chain, "auth.user");
  if (chain->password == NULL || *chain->password == '\0')
    return;
  doctor_stream_add_secret (chain->stream, chain->password, -1);
  if (user == NULL)
    return;
  hide_token (chain, user);
  for (int with_identity = 0; with_identity <= 1; with_identity++) { /* RFC 4616 §2 */
    g_autoptr (GString) message = g_string_sized_new (1024);
    g_string_append (message, with_identity ? user : "");
    g_string_append_c (message, '\0');
    g_string_append (message, user);
    g_string_append_c (message, '\0');
    g_string_append (message, chain->password);
    doctor_stream_add_secret (chain->stream, message->str, (gssize)message->len);
    explicit_bzero (message->str, message->len);
  }
}

static void
begin_stream (DoctorChain *chain)
{
  if (chain->fd < 0)
    return;
  chain->stream = doctor_stream_new (chain->fd, &chain->patience);
  chain->fd = -1;
  hide_secrets (chain);
}

void
doctor_step_proxy (DoctorChain *chain)
{
  /* What a command does is not known before it runs, and running it is not ours. */
  if (doctor_chain_is (chain, "proxy.kind", "tunnel-command")) {
    doctor_chain_set_string (chain, "proxy.result", "not-tried");
    return;
  }
  if (doctor_chain_is (chain, "proxy.kind", "socks5")) /* the proxy looks the name up */
    doctor_chain_set_string (chain, "dns.result", "skipped");
  else if (doctor_facts_lookup (chain->facts, chain->scope, "dns.addresses") == NULL)
    return;
  doctor_proxy_connect (chain);
  begin_stream (chain);
}

void
doctor_step_tcp (DoctorChain *chain)
{
  doctor_tcp_connect (chain);
  if (chain->fd >= 0 && doctor_budget_take (chain->budget, 0))
    begin_stream (chain);
}

void
doctor_step_tls (DoctorChain *chain)
{
  if (!doctor_tls_switch (chain))
    return;
}

/* RFC 9051 §7.1: the text of an ALERT must be shown to the person, whatever it goes with. */
static void
tell_alert (DoctorChain *chain)
{
  if (!doctor_chain_is (chain, "service.protocol", "imap"))
    return;
  g_autofree char *reply = doctor_stream_dup_reply (chain->stream);
  g_autofree char *alert = doctor_imap_dup_alert (reply);
  if (alert != NULL && *alert != '\0')
    doctor_chain_set_string (chain, "login.alert", alert);
}

void
doctor_step_greeting (DoctorChain *chain)
{
  doctor_greeting_await (chain);
  tell_alert (chain);
}

static const char **
dup_strv (GPtrArray *words)
{
  const char **list = g_new0 (const char *, words->len + 1);
  for (guint i = 0; i < words->len; i++)
    list[i] = g_ptr_array_index (words, i);
  return list;
}

static void
tell_software (DoctorChain *chain, const char *const *capabilities)
{
  const char *software = doctor_software_recognise (
    chain->dialect->protocol, doctor_chain_get (chain, "greeting.text"), NULL, capabilities);
  if (software != NULL)
    doctor_chain_set_string (chain, "server.software", software);
}

/* Asks what is offered on this connection now. FALSE when the server did not say. */
static gboolean
ask (DoctorChain *chain)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) mechanisms = g_ptr_array_new ();
  DoctorOffer offer = { .mechanisms = mechanisms };
  doctor_stream_set_step (chain->stream, DOCTOR_REPLY_LIMIT_MS);
  DoctorOutcome outcome = chain->dialect->ask (chain, list);
  if (outcome != DOCTOR_OUTCOME_OK) {
    if (outcome != DOCTOR_OUTCOME_UNKNOWN)
      doctor_chain_explain_reply (chain, "capability");
    return FALSE;
  }
  g_autofree const char **words = dup_strv (list);
  chain->dialect->read_offer (chain, words, &offer);
  g_autofree const char **offered = dup_strv (mechanisms);
  doctor_chain_set (chain, "capability.list", g_variant_new_strv (words, -1));
  if (!doctor_stream_is_encrypted (chain->stream)) {
    doctor_chain_set (chain, "capability.before-tls", g_variant_new_strv (words, -1));
    doctor_chain_set (chain, "capability.starttls", g_variant_new_boolean (offer.starttls));
  }
  tell_software (chain, words);
  doctor_chain_set (chain, "capability.login-disabled",
                    g_variant_new_boolean (offer.login_disabled));
  doctor_chain_set (chain, "auth.offered", g_variant_new_strv (offered, -1));
  return TRUE;
}

void
doctor_step_capability (DoctorChain *chain)
{
  if (!ask (chain))
    return;
}

void
doctor_step_starttls (DoctorChain *chain)
{
  if (!doctor_facts_get_boolean (chain->facts, chain->scope, "capability.starttls", FALSE)) {
    doctor_chain_set_string (chain, "starttls.result", "not-offered");
    return;
  }
  doctor_stream_set_step (chain->stream, DOCTOR_REPLY_LIMIT_MS);
  DoctorOutcome outcome = chain->dialect->starttls (chain);
  if (outcome != DOCTOR_OUTCOME_OK) {
    tell_outcome (chain, "starttls.result", &starttls_words, outcome, "starttls");
    return;
  }
  gboolean usable = doctor_tls_switch (chain) && ask (chain);
  if (doctor_stream_get_state (chain->stream) == DOCTOR_STREAM_CANCELLED)
    return;
  doctor_chain_set_string (chain, "starttls.result", usable ? "ok" : "failed");
}

static const DoctorMechanism *
choose (DoctorChain *chain)
{
  GVariant *offered = doctor_facts_lookup (chain->facts, chain->scope, "auth.offered");
  if (offered == NULL)
    return NULL;
  g_autofree const char **words = g_variant_get_strv (offered, NULL);
  return doctor_mechanism_choose (chain->dialect->protocol,
                                  doctor_chain_get (chain, "auth.mechanism"), words);
}

gboolean
doctor_step_login_is_possible (DoctorChain *chain)
{
  const DoctorMechanism *mechanism = choose (chain);
  const char *protocol = doctor_chain_get (chain, "service.protocol");
  /* An account that is set to send without login is served by a server that takes it. */
  if (g_strcmp0 (protocol, "smtp") == 0
      && !doctor_facts_get_boolean (chain->facts, chain->scope, "auth.enabled", TRUE))
    return TRUE;
  return mechanism != NULL || doctor_chain_is (chain, "greeting.result", "preauth");
}

/* After a reply that says locked or throttled nobody may try again for now. */
static void
close_ledger_if_locked (DoctorChain *chain, DoctorOutcome outcome)
{
  g_autofree char *reply = doctor_stream_dup_reply (chain->stream);
  gboolean locked
    = g_regex_match_simple ("lock(ed|out)|throttl|too many|rate.?limit|suspend|blocked|banned"
                            "|disabled|later",
                            reply, G_REGEX_CASELESS, 0);
  if (outcome != DOCTOR_OUTCOME_OK && (locked || outcome == DOCTOR_OUTCOME_TEMPORARY))
    doctor_ledger_close (chain->ledger);
}

static void
tell_not_tried (DoctorChain *chain, const char *result, const char *reason)
{
  doctor_chain_set_string (chain, "login.reason", reason);
  doctor_chain_set_string (chain, "login.result", result);
}

static void
log_in (DoctorChain *chain, const DoctorMechanism *mechanism)
{
  gint64 start_us = g_get_monotonic_time ();
  doctor_stream_set_step (chain->stream, DOCTOR_LOGIN_LIMIT_MS);
  doctor_chain_set_string (chain, "login.mechanism", mechanism->word);
  DoctorOutcome outcome = chain->dialect->login (
    chain, mechanism, doctor_chain_get (chain, "auth.user"), chain->password);
  close_ledger_if_locked (chain, outcome);
  if (outcome != DOCTOR_OUTCOME_UNKNOWN)
    doctor_chain_set_int (chain, "login.ms", doctor_elapsed_ms (start_us));
  if (outcome == DOCTOR_OUTCOME_LOCKED) /* RFC 2449 §8.1.2: the password was right */
    doctor_chain_set_string (chain, "mailbox.result", "locked");
  tell_alert (chain);
  tell_outcome (chain, "login.result", &login_words, outcome, "auth");
}

void
doctor_step_login (DoctorChain *chain)
{
  const DoctorMechanism *mechanism = choose (chain);
  if (doctor_chain_is (chain, "greeting.result", "preauth")) {
    doctor_chain_set_string (chain, "login.result", "not-needed");
    return;
  }
  if (!doctor_facts_get_boolean (chain->facts, chain->scope, "auth.enabled", TRUE)) {
    tell_not_tried (chain, "not-needed", "login-off");
    return;
  }
  const char *reason = doctor_safety_refusal (chain, mechanism);
  if (reason != NULL)
    tell_not_tried (chain, "not-tried", reason);
  else
    log_in (chain, mechanism);
}

static void
look (DoctorChain *chain, const char *name, const Words *words)
{
  doctor_stream_set_step (chain->stream, DOCTOR_REPLY_LIMIT_MS);
  DoctorOutcome outcome = chain->dialect->look (chain);
  tell_alert (chain);
  tell_outcome (chain, name, words, outcome, chain->dialect->look_stage);
}

void
doctor_step_mailbox (DoctorChain *chain)
{
  look (chain, "mailbox.result", &mailbox_words);
}

void
doctor_step_tell_recipient (DoctorChain *chain, DoctorOutcome outcome)
{
  tell_outcome (chain, "recipient.result", &sender_words, outcome, "rcpt");
}

gboolean
doctor_step_is_sayable_address (const char *address)
{
  return address != NULL && strlen (address) <= 254
         && g_regex_match_simple ("^[\\x21-\\x3b\\x3d\\x3f-\\x7e]+@[\\x21-\\x3b\\x3d\\x3f-\\x7e]+$",
                                  address, 0, 0);
}

void
doctor_step_sender (DoctorChain *chain)
{
  if (doctor_step_is_sayable_address (doctor_chain_get (chain, "account.address")))
    look (chain, "sender.result", &sender_words);
}
