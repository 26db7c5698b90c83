/* Which trials are worth making where, without a network. */
#include "core/derive.h"
#include "core/engine.h"
#include "probe/trial-kind.h"
#include "probe/trial.h"
#include <string.h>

static char own[] = "own password", peer[] = "peer password";

static DoctorFacts *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  DoctorFacts *facts = doctor_facts_new ();
  if (!doctor_facts_parse (facts, text, "row", DOCTOR_SOURCE_PROBE, &error))
    g_error ("%s", error->message);
  return facts;
}

static DoctorChain *
new_chain (DoctorScope scope, DoctorFacts *facts)
{
  const DoctorPatience patience = { .until_us = G_MAXINT64, .cancel_fd = -1, .stop_fd = -1 };
  DoctorChain *chain = doctor_chain_new (scope, facts, &patience);
  chain->password = own;
  chain->peer_password = peer;
  chain->allow_login = TRUE;
  return chain;
}

static guint
find_kind (const char *name)
{
  guint i = 0;
  while (!g_str_equal (doctor_trial_kind_get (i)->name, name))
    i++;
  return i;
}

#define MAIL_BOX                                                                                   \
  "account.address 'ann@example.org'\nreceive.service.protocol 'imap'\nreceive.server.host "       \
  "'imap.example.org'\nreceive.auth.user 'ann@example.org'\nreceive.dns.addresses ['192.0.2.1']\n"
#define REFUSED MAIL_BOX "receive.login.result 'refused'\nreceive.login.mechanism 'plain'\n"
#define SENDING                                                                                    \
  "account.address 'ann@example.org'\nreceive.server.host 'imap.example.org'\nreceive.auth.user "  \
  "'ann@example.org'\nsend.service.protocol 'smtp'\nsend.auth.user 'ann'\nsend.login.result "      \
  "'refused'\nsend.login.mechanism 'plain'\n"

/* A kind, the facts, and the tries that it makes of them: words, each with its known outcome. */
static const struct {
  const char *kind;
  DoctorScope scope;
  const char *facts, *words;
} rows[] = {
  /* the known answers before any connection */
  { "family", DOCTOR_SCOPE_RECEIVE,
    "receive.tcp.address '192.0.2.1'\nreceive.tcp.ipv4 'connected'\nreceive.tcp.ipv6 "
    "'timeout'\nreceive.greeting.result 'ok'",
    "ipv4=passed " },
  { "family", DOCTOR_SCOPE_RECEIVE,
    "receive.tcp.address '2001:db8::1'\nreceive.tcp.ipv6 'connected'\nreceive.tcp.ipv4 "
    "'refused'\nreceive.greeting.result 'preauth'",
    "ipv6=passed " },
  /* large packets are lost on one of them */
  { "family", DOCTOR_SCOPE_RECEIVE,
    "receive.tcp.address '2001:db8::1'\nreceive.tcp.ipv6 'connected'\nreceive.tcp.ipv4 "
    "'unfinished'\nreceive.tls.result 'timeout'",
    "ipv4 " },
  { "family", DOCTOR_SCOPE_RECEIVE,
    "receive.tcp.address '192.0.2.1'\nreceive.tcp.ipv4 'connected'\nreceive.tcp.ipv6 "
    "'absent'\nreceive.tls.result 'timeout'",
    "" },
  { "family", DOCTOR_SCOPE_RECEIVE,
    "receive.tcp.address '192.0.2.1'\nreceive.tcp.ipv4 'connected'\nreceive.tcp.ipv6 "
    "'unfinished'\nreceive.greeting.result 'ok'",
    "" },
  { "family", DOCTOR_SCOPE_RECEIVE, "receive.tcp.ipv4 'refused'\nreceive.tcp.ipv6 'refused'", "" },
  { "direct", DOCTOR_SCOPE_SEND, "send.proxy.kind 'socks5'", "direct " },
  { "direct", DOCTOR_SCOPE_SEND, "send.proxy.kind 'none'", "" },
  { "direct", DOCTOR_SCOPE_SEND, "", "" },
  /* published hosts, each once, never one without encryption */
  { "host", DOCTOR_SCOPE_RECEIVE,
    MAIL_BOX "receive.provider.host 'mail.example.org'\nreceive.provider.port "
             "993\nreceive.provider.security 'tls'\nreceive.dns.srv [('mail.example.org', 993, "
             "'tls'), ('mail.example.org', 143, 'starttls'), ('old.example.org', 143, 'none')]",
    "tls starttls " },
  { "host", DOCTOR_SCOPE_RECEIVE,
    MAIL_BOX "receive.provider.host 'IMAP.example.org'\nreceive.provider.port "
             "993\nreceive.provider.security 'tls'",
    "" },
  { "host", DOCTOR_SCOPE_RECEIVE,
    MAIL_BOX "receive.server.port 1993\nreceive.server.security 'tls'\nreceive.host.typo-of "
             "'imap.example.com'",
    "tls tls starttls " },
  /* methods: a challenge that the server cannot check */
  { "mechanism", DOCTOR_SCOPE_RECEIVE,
    MAIL_BOX "receive.login.result 'refused'\nreceive.login.mechanism "
             "'cram-md5'\nreceive.auth.offered ['cram-md5', 'login', 'plain']",
    "plain " },
  { "mechanism", DOCTOR_SCOPE_RECEIVE,
    MAIL_BOX "receive.login.result 'ok'\nreceive.login.mechanism 'cram-md5'\nreceive.auth.offered "
             "['cram-md5', 'plain']",
    "" },
  { "mechanism", DOCTOR_SCOPE_RECEIVE,
    MAIL_BOX "receive.login.result 'refused'\nreceive.login.mechanism "
             "'cram-md5'\nreceive.auth.offered ['cram-md5', 'xoauth2']",
    "" },
  { "mechanism", DOCTOR_SCOPE_RECEIVE, REFUSED "receive.auth.offered ['login', 'plain']", "" },
  { "mechanism", DOCTOR_SCOPE_SEND,
    SENDING "send.auth.offered ['login', 'plain']\nsend.reply.smtp-code 504", "login " },
  { "mechanism", DOCTOR_SCOPE_SEND,
    SENDING "send.auth.offered ['login', 'plain']\nsend.reply.smtp-code 535", "" },
  /* user names */
  { "user", DOCTOR_SCOPE_RECEIVE, REFUSED, "local-part " },
  { "user", DOCTOR_SCOPE_SEND, SENDING, "address " },
  { "user", DOCTOR_SCOPE_RECEIVE, REFUSED "receive.provider.user-form-fits true", "" },
  { "user", DOCTOR_SCOPE_RECEIVE, REFUSED "receive.provider.user-form-fits false", "local-part " },
  { "user", DOCTOR_SCOPE_RECEIVE, REFUSED "receive.history.worked true", "" },
  { "user", DOCTOR_SCOPE_RECEIVE, MAIL_BOX "receive.login.result 'temporary'", "" },
  { "user", DOCTOR_SCOPE_SEND, "send.login.result 'refused'\nsend.auth.user 'ann'", "" },
  /* the login for receiving, for servers of one owner only */
  { "receive-login", DOCTOR_SCOPE_SEND, SENDING "send.server.host 'smtp.example.org'",
    "receive-login " },
  { "receive-login", DOCTOR_SCOPE_SEND, SENDING "send.server.host 'imap.example.org'",
    "receive-login " },
  { "receive-login", DOCTOR_SCOPE_SEND, SENDING "send.server.host 'smtp.example.com'", "" },
  { "receive-login", DOCTOR_SCOPE_SEND, SENDING "send.server.host 'org'", "" },
  { "receive-login", DOCTOR_SCOPE_SEND,
    SENDING "receive.server.host 'ann.co.jp'\nsend.server.host 'bob.co.jp'", "" },
  { "receive-login", DOCTOR_SCOPE_SEND,
    SENDING "receive.server.host 'imap.ann.co.jp'\nsend.server.host 'smtp.ann.co.jp'",
    "receive-login " },
  { "receive-login", DOCTOR_SCOPE_RECEIVE, REFUSED, "" },
};

static char *
dup_words (guint kind, DoctorChain *chain)
{
  g_autoptr (GPtrArray) tries = g_ptr_array_new_with_free_func (doctor_try_free);
  GString *words = g_string_new (NULL);
  doctor_trial_kind_get (kind)->list (chain, tries);
  for (guint i = 0; i < tries->len; i++) {
    const DoctorTry *try = g_ptr_array_index (tries, i);
    g_string_append_printf (words, "%s%s%s ", try->word, try->outcome != NULL ? "=" : "",
                            try->outcome != NULL ? try->outcome : "");
  }
  return g_string_free (words, FALSE);
}

static void
test_lists (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (DoctorFacts) facts = parse (rows[i].facts);
    g_autoptr (DoctorChain) chain = new_chain (rows[i].scope, facts);
    g_autofree char *words = dup_words (find_kind (rows[i].kind), chain);
    if (!g_str_equal (words, rows[i].words))
      g_test_fail_printf ("row %u (%s): “%s” in place of “%s”", i, rows[i].kind, words,
                          rows[i].words);
  }
}

static void
test_same_login_is_not_repeated (void)
{
  g_autoptr (DoctorFacts) facts
    = parse (SENDING "send.server.host 'smtp.example.org'\nsend.auth.user 'ann@example.org'");
  g_autoptr (DoctorChain) chain = new_chain (DOCTOR_SCOPE_SEND, facts);
  chain->peer_password = own;
  g_autofree char *words = dup_words (find_kind ("receive-login"), chain);
  g_assert_cmpstr (words, ==, "");
}

static void
test_ports (void)
{
  static const struct {
    const char *protocol, *security, *tries;
    int port;
  } ports[] = {
    { "imap", "tls", "143 starttls,993 starttls,", 993 },
    { "imap", "starttls", "993 tls,143 starttls,1143 tls,", 1143 },
    { "imap", "none", "993 tls,143 starttls,143 tls,", 143 },
    { "pop3", "none", "995 tls,110 starttls,110 tls,", 110 },
    { "smtp", "tls", "465 tls,587 starttls,25 starttls,", 25 },
    { "smtp", "tls", "465 tls,587 starttls,", 0 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (ports); i++) {
    g_autofree char *text
      = g_strdup_printf ("receive.service.protocol '%s'\nreceive.server.port %d\n"
                         "receive.server.security '%s'\nreceive.dns.addresses ['192.0.2.1']",
                         ports[i].protocol, ports[i].port, ports[i].security);
    g_autoptr (DoctorFacts) facts = parse (text);
    g_autoptr (DoctorChain) chain = new_chain (DOCTOR_SCOPE_RECEIVE, facts);
    g_autoptr (GPtrArray) tries = g_ptr_array_new_with_free_func (doctor_try_free);
    g_autoptr (GString) said = g_string_new (NULL);
    doctor_trial_kind_get (find_kind ("port"))->list (chain, tries);
    for (guint j = 0; j < tries->len; j++) {
      const DoctorTry *try = g_ptr_array_index (tries, j);
      g_string_append_printf (
        said, "%d %s,",
        (int)doctor_facts_get_int (try->changes, DOCTOR_SCOPE_RECEIVE, "server.port", 0),
        try->word);
    }
    g_assert_cmpstr (said->str, ==, ports[i].tries);
  }
}

/* --- which kinds --- */

static char *
dup_kinds (guint kinds)
{
  GString *names = g_string_new (NULL);
  for (guint i = 0; i < doctor_trial_kind_get_n (); i++)
    if ((kinds & 1u << i) != 0)
      g_string_append_printf (names, "%s ", doctor_trial_kind_get (i)->name);
  return g_string_free (names, FALSE);
}

/* Facts, kinds that were run, and what is wanted next. */
static const struct {
  DoctorScope scope;
  const char *facts, *done, *kinds;
} choices[] = {
  /* nothing answers here: the other ports of the host */
  { DOCTOR_SCOPE_RECEIVE,
    MAIL_BOX "receive.server.port 1993\nreceive.server.security 'tls'\nreceive.dns.result "
             "'found'\nreceive.tcp.result 'refused'",
    "", "port " },
  { DOCTOR_SCOPE_RECEIVE,
    MAIL_BOX "receive.server.port 1993\nreceive.server.security 'tls'\nreceive.dns.result "
             "'found'\nreceive.tcp.result 'refused'",
    "port", "" },
  /* the password was refused: is it the form of the user name? */
  { DOCTOR_SCOPE_RECEIVE, REFUSED "receive.reply.code 'AUTHENTICATIONFAILED'", "", "user " },
  { DOCTOR_SCOPE_RECEIVE, REFUSED "receive.reply.code 'AUTHENTICATIONFAILED'", "user", "" },
  /* a healthy account has no question */
  { DOCTOR_SCOPE_RECEIVE,
    MAIL_BOX
    "receive.server.port 993\nreceive.server.security 'tls'\nreceive.dns.result "
    "'found'\nreceive.tcp.result 'connected'\nreceive.tls.result 'ok'\nreceive.tls.verify "
    "'ok'\nreceive.greeting.result 'ok'\nreceive.login.result 'ok'\nreceive.mailbox.result "
    "'ok'",
    "", "" },
  /* sending waits for what receiving shows */
  { DOCTOR_SCOPE_SEND,
    SENDING "send.server.host 'smtp.example.org'\nsend.auth.own-login true\nreceive.login.result "
            "'ok'",
    "", "receive-login " },
  { DOCTOR_SCOPE_SEND,
    SENDING "send.server.host 'smtp.example.org'\nsend.auth.own-login "
            "true\nsend.provider.user-form-fits true",
    "", "" },
};

static void
test_choice (void)
{
  g_autoptr (DoctorRuleset) rules = doctor_ruleset_load (NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++) {
    g_autoptr (DoctorFacts) facts = parse (choices[i].facts);
    doctor_derive (facts);
    g_autoptr (DoctorChain) chain = new_chain (choices[i].scope, facts);
    g_autoptr (GPtrArray) findings = doctor_engine_run (rules, facts, NULL);
    g_autoptr (DoctorWant) want = doctor_want_new (rules, facts, findings, choices[i].scope);
    guint done = choices[i].done[0] == '\0' ? 0 : 1u << find_kind (choices[i].done);
    g_autofree char *kinds = dup_kinds (doctor_trial_choose (chain, want, done, TRUE));
    if (!g_str_equal (kinds, choices[i].kinds))
      g_test_fail_printf ("row %u: “%s” in place of “%s”", i, kinds, choices[i].kinds);
    guint looks = doctor_trial_choose (chain, want, done, FALSE);
    chain->allow_login = FALSE;
    guint without = doctor_trial_choose (chain, want, done, TRUE);
    for (guint k = 0; k < doctor_trial_kind_get_n (); k++)
      g_assert_true (((looks | without) & 1u << k) == 0 || doctor_trial_kind_get (k)->logins == 0);
  }
}

/* --- the budget of conversations --- */

static void
test_budget (void)
{
  g_autoptr (DoctorBudget) budget = doctor_budget_new ();
  for (guint i = DOCTOR_BUDGET_FOR_VERIFYING; i < DOCTOR_BUDGET_CONVERSATIONS; i++)
    g_assert_true (doctor_budget_take (budget, DOCTOR_BUDGET_FOR_VERIFYING));
  g_assert_false (doctor_budget_take (budget, DOCTOR_BUDGET_FOR_VERIFYING));
  g_assert_true (doctor_budget_take (budget, 0));
  doctor_budget_give_back (budget);
  for (guint i = 0; i < DOCTOR_BUDGET_FOR_VERIFYING; i++)
    g_assert_true (doctor_budget_take (budget, 0));
  g_assert_false (doctor_budget_take (budget, 0));
  g_assert_cmpuint (doctor_budget_get_used (budget), ==, DOCTOR_BUDGET_CONVERSATIONS);
  g_assert_true (doctor_budget_take (NULL, DOCTOR_BUDGET_CONVERSATIONS));
  doctor_budget_give_back (NULL);
  doctor_budget_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trial/lists", test_lists);
  g_test_add_func ("/trial/lists/same-login", test_same_login_is_not_repeated);
  g_test_add_func ("/trial/lists/ports", test_ports);
  g_test_add_func ("/trial/choice", test_choice);
  g_test_add_func ("/trial/budget", test_budget);
  return g_test_run ();
}
