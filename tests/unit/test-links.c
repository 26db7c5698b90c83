/* The links of the way to the mailbox, and what was ruled out. */
#include "core/derive.h"
#include "core/engine.h"
#include "core/excluded.h"
#include "core/links.h"
#include <string.h>

#define SETTINGS                                                                                   \
  "account.address 'taro@example.jp'\n"                                                            \
  "receive.service.protocol 'imap'\n"                                                              \
  "receive.server.host 'mail.example.jp'\n"                                                        \
  "receive.server.port 143\n"                                                                      \
  "receive.server.security 'none'\n"                                                               \
  "receive.auth.enabled true\n"                                                                    \
  "receive.auth.user 'taro'\n"                                                                     \
  "receive.auth.mechanism 'automatic'\n"                                                           \
  "receive.password.known true\n"

#define REACHED                                                                                    \
  "receive.dns.result 'found'\n"                                                                   \
  "receive.tcp.result 'connected'\n"                                                               \
  "receive.greeting.result 'ok'\n"

#define SECURED                                                                                    \
  "receive.server.security 'tls'\n"                                                                \
  "receive.server.port 993\n"                                                                      \
  "receive.tls.result 'ok'\n"                                                                      \
  "receive.tls.verify 'ok'\n"                                                                      \
  "receive.tls.version 'TLS 1.3'\n"

/* A mark is one letter: g good, w warning, b broken, n not reached, ? nothing known. */
static const struct {
  const char *facts;
  const char *account, *receive; /* marks of their links */
  const char *link, *words;      /* what one of them says */
} rows[] = {
  { "", "??", "?????", NULL, NULL },
  { "clock.synchronised true\ncomputer.route 'both'\n", "gg", "?????", "computer",
    "clock kept right by a time service" },
  { REACHED, "?g", "ggw??", "encryption", "not encrypted" },
  { REACHED "receive.capability.login-disabled true\nreceive.login.result 'not-tried'\n"
            "receive.login.reason 'not-encrypted'\n",
    "?g", "ggbnn", "encryption", "server takes no unencrypted login here" },
  { REACHED SECURED, "?g", "ggg??", "encryption", "TLS 1.3, certificate verified" },
  { REACHED SECURED "receive.login.result 'refused'\nreceive.reply.stage 'auth'\n"
                    "receive.reply.status 'no'\nreceive.reply.code 'AUTHENTICATIONFAILED'\n"
                    "receive.reply.text '2 NO [AUTHENTICATIONFAILED] Authentication failed.'\n",
    "?g", "gggbn", "login", "refused by the server" },
  { REACHED SECURED "receive.login.result 'ok'\nreceive.mailbox.result 'ok'\n", "?g", "ggggg",
    "mailbox", "inbox opened" },
  { "receive.dns.result 'not-found'\n", "??", "bnnnn", "name", "mail.example.jp does not exist" },
  { "receive.dns.result 'found'\nreceive.tcp.result 'timeout'\ncomputer.route 'both'\n", "gg",
    "gbnnn", "connection", "port 143 does not answer" },
  { "computer.route 'none'\nreceive.dns.result 'found'\nreceive.tcp.result 'unreachable'\n", "gb",
    "gnnnn", "network", "no connection" },
  { "receive.proxy.kind 'socks5'\nreceive.proxy.host 'proxy.example.jp'\n"
    "receive.dns.result 'skipped'\nreceive.proxy.result 'timeout'\n",
    "??", "gbnnnn", "proxy", "proxy.example.jp does not answer" },
  { "receive.proxy.kind 'none'\n", "??", "?????", NULL, NULL },
  { "receive.dns.result 'found'\nreceive.tcp.result 'connected'\nreceive.greeting.result "
    "'refused'\n"
    "receive.greeting.text '* BYE Service unavailable'\nreceive.reply.stage 'greeting'\n"
    "receive.reply.status 'bye'\nreceive.reply.text '* BYE Service temporarily unavailable'\n",
    "?g", "gbnnn", "connection", "the server turns us away" },
  { REACHED SECURED "receive.login.result 'temporary'\nreceive.reply.stage 'auth'\n"
                    "receive.reply.status 'no'\nreceive.reply.code 'SERVERBUG'\n"
                    "receive.reply.text '2 NO [SERVERBUG] Internal error occurred.'\n",
    "?g", "gggbn", "login", "refused for now" },
  { REACHED SECURED "receive.login.result 'ok'\nreceive.mailbox.result 'refused'\n"
                    "receive.reply.stage 'select'\nreceive.reply.status 'no'\n"
                    "receive.reply.code 'SERVERBUG'\n"
                    "receive.reply.text '3 NO [SERVERBUG] Internal error occurred.'\n",
    "?g", "ggggb", "mailbox", "inbox cannot be opened" },
};

static DoctorFacts *
parse (const char *text)
{
  DoctorFacts *facts = doctor_facts_new ();
  g_autoptr (GError) error = NULL;
  if (!doctor_facts_parse (facts, SETTINGS, "settings", DOCTOR_SOURCE_SETTINGS, &error)
      || !doctor_facts_parse (facts, text, "row", DOCTOR_SOURCE_PROBE, &error))
    g_error ("%s", error->message);
  return facts;
}

static char *
dup_marks (GPtrArray *links)
{
  static const char marks[]
    = { [DOCTOR_LINK_WAITING] = '?', [DOCTOR_LINK_RUNNING] = 'r', [DOCTOR_LINK_GOOD] = 'g',
        [DOCTOR_LINK_WARNING] = 'w', [DOCTOR_LINK_BROKEN] = 'b',  [DOCTOR_LINK_NOT_REACHED] = 'n' };
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < links->len; i++)
    g_string_append_c (text, marks[((DoctorLink *)g_ptr_array_index (links, i))->state]);
  return g_string_free (text, FALSE);
}

static void
assert_words (GPtrArray *links, const char *id, const char *words)
{
  for (guint i = 0; i < links->len; i++) {
    const DoctorLink *link = g_ptr_array_index (links, i);
    if (g_str_equal (link->id, id))
      g_assert_cmpstr (link->text, ==, words);
  }
}

static void
test_rows (void)
{
  g_autoptr (DoctorRuleset) rules = doctor_ruleset_load (NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (DoctorFacts) facts = parse (rows[i].facts);
    g_autoptr (GPtrArray) findings = doctor_engine_run (rules, facts, NULL);
    g_autoptr (GPtrArray) account = doctor_links_list (facts, findings, DOCTOR_SCOPE_ACCOUNT);
    g_autoptr (GPtrArray) receive = doctor_links_list (facts, findings, DOCTOR_SCOPE_RECEIVE);
    g_autofree char *account_marks = dup_marks (account);
    g_autofree char *receive_marks = dup_marks (receive);
    g_test_message ("row %u", i);
    g_assert_cmpstr (account_marks, ==, rows[i].account);
    g_assert_cmpstr (receive_marks, ==, rows[i].receive);
    if (rows[i].link != NULL) {
      assert_words (account, rows[i].link, rows[i].words);
      assert_words (receive, rows[i].link, rows[i].words);
    }
  }
}

/* Without conclusions, only what was seen. */
static void
test_before_conclusions (void)
{
  g_autoptr (DoctorFacts) facts = parse ("receive.dns.result 'found'\nclient.offline true\n");
  g_autoptr (GPtrArray) account = doctor_links_list (facts, NULL, DOCTOR_SCOPE_ACCOUNT);
  g_autoptr (GPtrArray) receive = doctor_links_list (facts, NULL, DOCTOR_SCOPE_RECEIVE);
  g_autoptr (GPtrArray) send = doctor_links_list (facts, NULL, DOCTOR_SCOPE_SEND);
  g_autofree char *account_marks = dup_marks (account);
  g_autofree char *receive_marks = dup_marks (receive);
  g_assert_cmpstr (account_marks, ==, "bn");
  g_assert_cmpstr (receive_marks, ==, "gnnnn");
  g_assert_cmpuint (send->len, ==, 0); /* the account has no server for it */
}

static const struct {
  const char *facts, *excluded; /* ids, each followed by a blank */
} exclusions[] = {
  { "", "" },
  { "receive.dns.result 'found'\nreceive.tcp.result 'timeout'\nclock.synchronised true\n",
    "tls.clock net.dns-not-found " },
  { REACHED SECURED "receive.login.result 'refused'\nreceive.reply.stage 'auth'\n"
                    "receive.reply.status 'no'\nreceive.reply.code 'AUTHENTICATIONFAILED'\n"
                    "receive.reply.text '2 NO [AUTHENTICATIONFAILED] Authentication failed.'\n"
                    "client.offline false\n",
    "local.work-offline net.offline net.captive-portal net.dns-not-found net.timeout "
    "server.unavailable tls.expired " },
  { REACHED SECURED "receive.login.result 'ok'\nreceive.mailbox.result 'ok'\n"
                    "receive.mailbox.quota-used-kib 10\nreceive.mailbox.quota-limit-kib 100\n",
    "net.offline net.captive-portal net.dns-not-found net.timeout server.unavailable tls.expired "
    "auth.password mailbox.locked mailbox.quota " },
};

static void
test_excluded (void)
{
  g_autoptr (DoctorRuleset) rules = doctor_ruleset_load (NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (exclusions); i++) {
    g_autoptr (DoctorFacts) facts = parse (exclusions[i].facts);
    g_autoptr (GPtrArray) findings = doctor_engine_run (rules, facts, NULL);
    g_autoptr (GPtrArray) list = doctor_excluded_list (findings, facts, DOCTOR_SCOPE_RECEIVE);
    g_autoptr (GString) ids = g_string_new (NULL);
    for (guint j = 0; j < list->len; j++) {
      const DoctorExclusion *exclusion = g_ptr_array_index (list, j);
      g_string_append_printf (ids, "%s ", exclusion->id);
      g_assert_nonnull (doctor_ruleset_lookup (rules, exclusion->id));
      g_assert_true (g_str_has_suffix (exclusion->text, "."));
      g_assert_null (strchr (exclusion->text, '{'));
    }
    g_assert_cmpstr (ids->str, ==, exclusions[i].excluded);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/links/rows", test_rows);
  g_test_add_func ("/links/before-conclusions", test_before_conclusions);
  g_test_add_func ("/links/excluded", test_excluded);
  return g_test_run ();
}
