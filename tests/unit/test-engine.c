#include "core/engine.h"
#include <glib/gstdio.h>
#include "finding-files.h"

/* One set for all tests: a small world of a network, a login and a setting. */
static const struct {
  const char *id, *axis, *loss, *hides, *rules;
} world[] = {
  { "t.net", "network", "stopped", "", "[Rule a]\nCertainty=proved\ntcp.result=is refused\n" },
  { "t.login", "login", "stopped", "t.send;",
    "[Rule weak]\nCertainty=likely\nreply.status=is no\n"
    "[Rule strong]\nCertainty=proved\nlogin.result=is refused\n"
    "[Rule strong-too]\nCertainty=proved\nWeight=5\nlogin.result=is refused\nreply.status=is "
    "no\n" },
  { "t.send", "sending", "stopped", "t.mailbox;",
    "[Rule a]\nCertainty=possible\nsender.result=is refused\n" },
  { "t.mailbox", "mailbox", "slower", "",
    "[Rule a]\nCertainty=likely\nmailbox.result=is locked\n" },
  { "t.setting", "settings", "stopped", "",
    "[Rule a]\nCertainty=likely\nserver.port-usual=is false\n" },
  { "t.clock", "computer", "stopped", "t.net;",
    "[Rule a]\nCertainty=proved\nScope=account\nclock.offset-seconds=> 60\n" },
  { "t.receive-only", "server", "none", "",
    "[Rule a]\nCertainty=proved\nScope=receive\ngreeting.result=is refused\n" },
  { "t.ring-a", "tls", "stopped", "t.ring-b;", "[Rule a]\nCertainty=likely\ntls.verify=is weak\n" },
  { "t.ring-b", "name", "stopped", "t.ring-a;",
    "[Rule a]\nCertainty=likely\ntls.verify=is weak\n" },
  { "t.provider", "login", "none", "",
    "[Rule a]\nCertainty=proved\nlogin.result=is temporary\nprovider.password=is bridge\n" },
};

static DoctorRuleset *
world_new (void)
{
  g_autoptr (GPtrArray) files = finding_files_new ();
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (world); i++) {
    g_autofree char *head
      = g_strdup_printf ("Axis=%s\nLoss=%s\nHides=%s\nOwner=you\nTitle=%s on {server.port}.",
                         world[i].axis, world[i].loss, world[i].hides, world[i].id);
    add_finding (files, world[i].id, head, world[i].rules);
  }
  DoctorRuleset *set = doctor_ruleset_new (files, problems);
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (doctor_ruleset_get_n_types (set), ==, G_N_ELEMENTS (world));
  return set;
}

/* "receive t.net proved; send t.login likely < t.net": findings in order, what hides them after <.
 */
static char *
describe (GPtrArray *findings)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    const char *scope = doctor_scope_to_string (finding->scope);
    g_string_append_printf (text, "%s%s %s %s", i > 0 ? "; " : "",
                            scope != NULL ? scope : "account", doctor_finding_get_id (finding),
                            doctor_certainty_to_string (finding->certainty));
    if (finding->hidden_by != NULL)
      g_string_append_printf (text, " < %s", finding->hidden_by);
  }
  return g_string_free (text, FALSE);
}

static const struct {
  const char *facts;
  DoctorSource source;
  const char *findings;
} runs[] = {
  { "", DOCTOR_SOURCE_PROBE, "" },
  { "receive.tcp.result 'connected'", DOCTOR_SOURCE_PROBE, "" },
  { "receive.tcp.result 'refused'", DOCTOR_SOURCE_PROBE, "receive t.net proved" },
  { "receive.tcp.result 'refused'", DOCTOR_SOURCE_TRIAL, "receive t.net proved" },
  /* only a probe or a trial proves */
  { "receive.tcp.result 'refused'", DOCTOR_SOURCE_INCIDENT, "receive t.net likely" },
  { "receive.tcp.result 'refused'\nsend.tcp.result 'refused'", DOCTOR_SOURCE_PROBE,
    "receive t.net proved; send t.net proved" },
  /* the best rule of each, once per scope */
  { "receive.reply.status 'no'", DOCTOR_SOURCE_PROBE, "receive t.login likely" },
  { "receive.reply.status 'no'\nreceive.login.result 'refused'", DOCTOR_SOURCE_PROBE,
    "receive t.login proved" },
  /* certainty first, then the order of thought */
  { "receive.login.result 'refused'\nreceive.tcp.result 'refused'", DOCTOR_SOURCE_PROBE,
    "receive t.net proved; receive t.login proved" },
  /* upstream and proved leaves nothing likely downstream, but a setting may be why */
  { "receive.tcp.result 'refused'\nreceive.reply.status 'no'\nreceive.server.port-usual false",
    DOCTOR_SOURCE_PROBE,
    "receive t.net proved; receive t.setting likely; receive t.login likely < t.net" },
  /* but not in the other service */
  { "receive.tcp.result 'refused'\nsend.reply.status 'no'", DOCTOR_SOURCE_PROBE,
    "receive t.net proved; send t.login likely" },
  /* Hides= reaches through others that are not there */
  { "receive.reply.status 'no'\nreceive.mailbox.result 'locked'", DOCTOR_SOURCE_PROBE,
    "receive t.login likely; receive t.mailbox likely < t.login" },
  /* the account's own findings reach both services */
  { "clock.offset-seconds 100\nreceive.tcp.result 'refused'\nsend.tcp.result 'refused'",
    DOCTOR_SOURCE_PROBE,
    "account t.clock proved; receive t.net proved < t.clock; send t.net proved < t.clock" },
  { "send.greeting.result 'refused'", DOCTOR_SOURCE_PROBE, "" },
  { "receive.greeting.result 'refused'", DOCTOR_SOURCE_PROBE, "receive t.receive-only proved" },
  /* derived facts alone make no service */
  { "receive.server.port-usual false", DOCTOR_SOURCE_DERIVED, "" },
  /* of two that hide each other one stays */
  { "receive.tls.verify 'weak'", DOCTOR_SOURCE_PROBE,
    "receive t.ring-b likely; receive t.ring-a likely < t.ring-b" },
  /* what is little confirmed of a provider raises no more than a question */
  { "receive.login.result 'temporary'\nprovider.password 'bridge'\nprovider.confidence 'high'",
    DOCTOR_SOURCE_PROBE, "receive t.provider proved" },
  { "receive.login.result 'temporary'\nprovider.password 'bridge'\nprovider.confidence 'low'",
    DOCTOR_SOURCE_PROBE, "receive t.provider possible" },
  { "receive.login.result 'temporary'\nprovider.password 'bridge'\n"
    "provider.doubtful ['provider.password']",
    DOCTOR_SOURCE_PROBE, "receive t.provider possible" },
};

static void
test_runs (void)
{
  g_autoptr (DoctorRuleset) set = world_new ();
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++) {
    g_autoptr (DoctorFacts) facts = facts_from (runs[i].facts, runs[i].source);
    g_autoptr (GPtrArray) findings = doctor_engine_run (set, facts, NULL);
    g_autofree char *text = describe (findings);
    g_assert_true (doctor_facts_is_sealed (facts));
    g_assert_cmpstr (text, ==, runs[i].findings);
  }
}

/* A finding that is merely possible leaves better ones in sight. */
static void
test_possible_hides_nothing_better (void)
{
  static const struct {
    const char *upper, *lower, *findings;
  } rows[] = {
    { "possible", "proved", "receive b proved; receive a possible" },
    { "possible", "likely", "receive b likely; receive a possible" },
    { "possible", "possible", "receive a possible; receive b possible < a" },
    { "likely", "proved", "receive a likely; receive b proved < a" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) files = finding_files_new ();
    g_autofree char *a
      = g_strdup_printf ("[Rule a]\nCertainty=%s\nlogin.result=known", rows[i].upper);
    g_autofree char *b
      = g_strdup_printf ("[Rule b]\nCertainty=%s\nlogin.result=known", rows[i].lower);
    add_finding (files, "a", "Axis=login\nOwner=you\nLoss=stopped\nTitle=A.\nHides=b;", a);
    add_finding (files, "b", "Axis=login\nOwner=you\nLoss=stopped\nTitle=B.", b);
    g_autoptr (DoctorRuleset) set = doctor_ruleset_new (files, NULL);
    g_autoptr (DoctorFacts) facts = facts_from ("receive.login.result 'ok'", DOCTOR_SOURCE_PROBE);
    g_autoptr (GPtrArray) findings = doctor_engine_run (set, facts, NULL);
    g_autofree char *text = describe (findings);
    g_assert_cmpstr (text, ==, rows[i].findings);
  }
}

/* Guesses stand beside each other in the order of weights, and go where something is known; what
 * a probe has seen is not guessed at. */
static void
test_guesses (void)
{
  static const struct {
    const char *facts, *findings;
    gboolean probed;
  } rows[] = {
    { "receive.reply.status 'no'", "receive b possible; receive a possible" },
    { "receive.reply.status 'no'", "", .probed = TRUE },
    { "receive.reply.status 'no'\nreceive.greeting.result 'ok'", "receive harmless possible",
      .probed = TRUE },
    { "receive.reply.status 'no'\nreceive.mailbox.result 'locked'",
      "receive known possible; receive b possible < known; receive a possible < known" },
    { "receive.reply.status 'no'\nreceive.greeting.result 'ok'",
      "receive harmless possible; receive b possible; receive a possible" },
    { "receive.reply.status 'no'\nsend.mailbox.result 'locked'",
      "send known possible; receive b possible; receive a possible" },
  };
  g_autoptr (GPtrArray) files = finding_files_new ();
  const char *guess = "[Rule a]\nCertainty=possible\nGuess=true\nWeight=-2\nreply.status=is no";
  const char *better = "[Rule a]\nCertainty=possible\nGuess=true\nWeight=-1\nreply.status=is no";
  add_finding (files, "a", "Axis=login\nOwner=you\nLoss=stopped\nTitle=A.\nHides=b;", guess);
  add_finding (files, "b", "Axis=sending\nOwner=you\nLoss=stopped\nTitle=B.", better);
  add_finding (files, "known", "Axis=sending\nOwner=you\nLoss=stopped\nTitle=C.",
               "[Rule a]\nCertainty=possible\nWeight=-9\nmailbox.result=is locked");
  add_finding (files, "harmless", "Axis=sending\nOwner=you\nLoss=none\nTitle=D.",
               "[Rule a]\nCertainty=possible\nWeight=-9\ngreeting.result=is ok");
  g_autoptr (DoctorRuleset) set = doctor_ruleset_new (files, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (DoctorFacts) facts
      = facts_from (rows[i].facts, rows[i].probed ? DOCTOR_SOURCE_PROBE : DOCTOR_SOURCE_INCIDENT);
    g_autoptr (GPtrArray) findings = doctor_engine_run (set, facts, NULL);
    g_autofree char *text = describe (findings);
    g_assert_cmpstr (text, ==, rows[i].findings);
  }
}

static void
test_evidence_outlives_set_and_facts (void)
{
  DoctorRuleset *set = world_new ();
  DoctorFacts *facts
    = facts_from ("send.login.result 'refused'\nsend.reply.status 'no'", DOCTOR_SOURCE_PROBE);
  g_autoptr (GPtrArray) findings = doctor_engine_run (set, facts, NULL);
  g_autoptr (DoctorFinding) kept = doctor_finding_ref (g_ptr_array_index (findings, 0));
  doctor_ruleset_unref (set);
  doctor_facts_unref (facts);
  g_clear_pointer (&findings, g_ptr_array_unref);
  g_assert_cmpstr (doctor_rule_get_name (kept->rule), ==, "strong-too");
  g_assert_cmpuint (kept->evidence->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (kept->evidence, 1), ==, "send.reply.status");
}

/* What one rule asks for with more certainty, or more rules ask for, comes first; nothing is
 * asked that a known fact has ruled out already or that could say no more. */
static void
test_wanted (void)
{
  g_autoptr (DoctorRuleset) set = world_new ();
  g_autoptr (DoctorFacts) facts
    = facts_from ("receive.reply.status 'no'\nreceive.tcp.result 'connected'\n"
                  "receive.mailbox.result 'ok'\nclock.offset-seconds 0\nreceive.tls.verify 'ok'\n"
                  "receive.greeting.result 'ok'",
                  DOCTOR_SOURCE_INCIDENT);
  g_autoptr (GPtrArray) wanted = NULL;
  g_autoptr (GPtrArray) findings = doctor_engine_run (set, facts, &wanted);
  g_ptr_array_add (wanted, NULL);
  g_autofree char *text = g_strjoinv (" ", (char **)wanted->pdata);
  g_assert_cmpstr (
    text, ==,
    "receive.login.result provider.password receive.server.port-usual receive.sender.result");
  g_assert_cmpuint (findings->len, ==, 1);
}

static const struct {
  const char *facts;
  const char *state, *receive, *send, *verdict;
} verdicts[] = {
  { "receive.service.healthy true\nsend.service.healthy true", "healthy", "healthy", "healthy",
    "Receiving and sending work." },
  { "receive.service.healthy true", "healthy", "healthy", "unknown", "Receiving works." },
  { "send.service.healthy true", "healthy", "unknown", "healthy", "Sending works." },
  { "", "unknown", "unknown", "unknown", "Not determined: the account has not been examined." },
  { "receive.tcp.result 'connected'\nreceive.probe.cut-short 'greeting'", "unknown", "unknown",
    "unknown", "Not determined: the time was over before everything could be looked at." },
  { "receive.login.result 'timeout'", "unknown", "unknown", "unknown",
    "Not determined: what was seen fits no known cause." },
  { "receive.login.reason 'no-password'\nsend.service.healthy true", "unknown", "unknown",
    "healthy", "Not determined: no password was at hand, so no login was tried. Sending works." },
  { "receive.server.port 993\nreceive.tcp.result 'refused'\nsend.service.healthy true", "problem",
    "problem", "healthy", "t.net on 993. Sending works." },
  { "receive.server.port 993\nreceive.tcp.result 'refused'\nsend.tcp.result 'refused'", "problem",
    "problem", "problem", "t.net on 993. Both receiving and sending are stopped." },
  { "receive.server.port 993\nreceive.tcp.result 'refused'\nreceive.control.culprit 'this-server'",
    "problem", "problem", "unknown",
    "t.net on 993. Other mail servers answer from here, so the fault is not in your line." },
  { "receive.server.port 993\nreceive.tcp.result 'refused'\nreceive.control.culprit 'everything'\n"
    "send.service.healthy true",
    "problem", "problem", "healthy",
    "t.net on 993. No other mail server answers either, so the fault is in the line or network "
    "here. Sending works." },
  /* a login that was refused is not the line's, whatever answers */
  { "receive.server.port 993\nreceive.reply.status 'no'\nreceive.control.culprit 'this-provider'",
    "problem", "problem", "unknown", "t.login on 993." },
  { "receive.server.port 993\nreceive.mailbox.result 'locked'\nreceive.service.healthy true",
    "warning", "warning", "unknown", "t.mailbox on 993. Receiving works." },
  { "receive.server.port 993\nreceive.mailbox.result 'locked'\nreceive.service.healthy false",
    "warning", "warning", "unknown", "t.mailbox on 993." },
  { "receive.server.port 993\nreceive.mailbox.result 'locked'", "unknown", "unknown", "unknown",
    "Not determined: what was seen fits no known cause." },
  /* works now: what was likely before is out of date */
  { "receive.server.port 993\nreceive.reply.status 'no'\nreceive.service.healthy true", "warning",
    "warning", "unknown", "t.login on 993. Receiving works." },
  { "receive.greeting.result 'refused'\nreceive.service.healthy true", "healthy", "healthy",
    "unknown", "Receiving works." },
  { "clock.offset-seconds 100", "problem", "problem", "problem", "t.clock on –." },
  { "clock.offset-seconds 100\nreceive.service.healthy true\nsend.service.healthy true", "problem",
    "problem", "problem", "t.clock on –." },
};

static void
test_verdicts (void)
{
  g_autoptr (DoctorRuleset) set = world_new ();
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++) {
    g_autoptr (DoctorFacts) facts = facts_from (verdicts[i].facts, DOCTOR_SOURCE_PROBE);
    doctor_facts_seal (facts); /* as they are in the row, without derived ones */
    g_autoptr (GPtrArray) findings = doctor_engine_run (set, facts, NULL);
    const char *states[] = { verdicts[i].state, verdicts[i].receive, verdicts[i].send };
    for (DoctorScope scope = DOCTOR_SCOPE_ACCOUNT; scope <= DOCTOR_SCOPE_SEND; scope++)
      g_assert_cmpstr (doctor_state_to_string (doctor_engine_state (findings, facts, scope)), ==,
                       states[scope]);
    g_autofree char *verdict = doctor_engine_dup_verdict (findings, facts);
    g_assert_cmpstr (verdict, ==, verdicts[i].verdict);
  }
}

static void
test_settings_alone_are_no_examination (void)
{
  g_autoptr (DoctorRuleset) set = world_new ();
  g_autoptr (DoctorFacts) facts = facts_from ("send.server.port 465", DOCTOR_SOURCE_SETTINGS);
  doctor_facts_set (facts, "receive.service.healthy", g_variant_new_boolean (TRUE),
                    DOCTOR_SOURCE_DERIVED);
  doctor_facts_set (facts, "receive.login.result", g_variant_new_string ("ok"),
                    DOCTOR_SOURCE_PROBE);
  doctor_facts_seal (facts);
  g_autoptr (GPtrArray) findings = doctor_engine_run (set, facts, NULL);
  g_autofree char *verdict = doctor_engine_dup_verdict (findings, facts);
  g_assert_cmpstr (verdict, ==, "Receiving works.");
}

/* What is not sealed is derived from first; what is sealed is taken as it is. */
static void
test_derives_unless_sealed (void)
{
  g_autoptr (DoctorRuleset) set = world_new ();
  g_autoptr (DoctorFacts) facts
    = facts_from ("receive.service.protocol 'imap'\nreceive.server.port 993\n"
                  "receive.server.security 'starttls'",
                  DOCTOR_SOURCE_SETTINGS);
  g_autoptr (DoctorFacts) sealed = doctor_facts_copy (facts);
  doctor_facts_seal (sealed);
  g_autoptr (GPtrArray) derived = doctor_engine_run (set, facts, NULL);
  g_autoptr (GPtrArray) plain = doctor_engine_run (set, sealed, NULL);
  g_autofree char *text = describe (derived);
  g_assert_cmpstr (text, ==, "receive t.setting likely");
  g_assert_cmpuint (plain->len, ==, 0);
}

static void
test_overlay_replaces_and_reports (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("account-doctor-XXXXXX", &error);
  g_autofree char *folder = g_build_filename (dir, "findings", NULL);
  g_autofree char *good = g_build_filename (folder, "net.refused.finding", NULL);
  g_autofree char *bad = g_build_filename (folder, "x.broken.finding", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (
    g_file_set_contents (good,
                         "[Finding]\nAxis=network\nOwner=you\nLoss=stopped\nTitle=Ours\n"
                         "[Rule a]\nCertainty=likely\ntcp.result=is refused\n",
                         -1, &error));
  g_assert_true (g_file_set_contents (bad, "[Finding]\nAxis=nowhere\n", -1, &error));

  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DoctorRuleset) set = doctor_ruleset_load (dir, problems);
  const DoctorFindingType *type = doctor_ruleset_lookup (set, "net.refused");
  g_assert_cmpstr (doctor_finding_type_get_text (type, "Title", NULL), ==, "Ours");
  g_assert_null (doctor_ruleset_lookup (set, "x.broken"));
  g_assert_cmpuint (problems->len, ==, 5);
  g_autofree char *first = g_strconcat (bad,
                                        ":2: “nowhere” is none of: computer, network, name, tls, "
                                        "login, server, mailbox, sending, settings",
                                        NULL);
  g_assert_cmpstr (g_ptr_array_index (problems, 0), ==, first);
  g_assert_cmpint (g_unlink (good) + g_unlink (bad) + g_rmdir (folder) + g_rmdir (dir), ==, 0);
}

static void
test_missing_overlay_is_no_fault (void)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DoctorRuleset) set = doctor_ruleset_load ("/nonexistent/account-doctor", problems);
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_nonnull (doctor_ruleset_lookup (set, "net.refused"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/runs", test_runs);
  g_test_add_func ("/engine/possible", test_possible_hides_nothing_better);
  g_test_add_func ("/engine/guesses", test_guesses);
  g_test_add_func ("/engine/evidence", test_evidence_outlives_set_and_facts);
  g_test_add_func ("/engine/wanted", test_wanted);
  g_test_add_func ("/engine/verdicts", test_verdicts);
  g_test_add_func ("/engine/settings-alone", test_settings_alone_are_no_examination);
  g_test_add_func ("/engine/derives", test_derives_unless_sealed);
  g_test_add_func ("/engine/overlay", test_overlay_replaces_and_reports);
  g_test_add_func ("/engine/no-overlay", test_missing_overlay_is_no_fault);
  return g_test_run ();
}
