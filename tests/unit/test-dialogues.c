/* Plays every tests/dialogues/NAME.dialogue: examines an account against a server that
 * speaks as the file says, compares what came of it, and asserts the rules of safety for
 * all of them alike. */
#include "core/derive.h"
#include "core/wire.h"
#include "dialogue-times.h"
#include "dialogue.h"
#include "play-certificates.h"
#include "probe/budget.h"
#include "scenario-row.h"
#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  Dialogue *dialogue;
  DoctorFacts *facts;
  GPtrArray *findings;
  GString *streamed;   /* all that reached the sink, as text */
  DoctorFacts *so_far; /* the same as facts, with the settings */
  gint64 start_us;
  int ms, first_ms; /* until all was known; until something useful could be said, -1: never */
  GThread *thread;
} Run;

static char *ca_file, *scratch;

static void
note_first_sentence (Run *run, const char *name, GVariant *value)
{
  if (g_str_equal (name, "progress") || run->first_ms >= 0)
    return;
  doctor_facts_set (run->so_far, name, value, DOCTOR_SOURCE_PROBE);
  if (g_str_has_suffix (name, ".result")
      && dialogue_is_worth_saying (run->so_far, run->dialogue->options.rules))
    run->first_ms = (int)((g_get_monotonic_time () - run->start_us) / 1000);
}

static void
sink (const char *name, GVariant *value, gpointer data)
{
  Run *run = data;
  note_first_sentence (run, name, value);
  g_autofree char *text = g_variant_print (value, FALSE);
  g_assert_true (g_thread_self () == run->thread);
  g_string_append_printf (run->streamed, "%s %s\n", name, text);
}

static char *
write_overlay (Dialogue *dialogue)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (scratch, "overlay", NULL);
  g_autofree char *providers = g_build_filename (folder, "providers", NULL);
  g_autofree char *file = g_build_filename (providers, "example.provider", NULL);
  g_assert_cmpint (g_mkdir_with_parents (providers, 0700), ==, 0);
  g_autofree char *text
    = g_strconcat ("[Provider]\nName=Example\nDomains=example.org;\nUserName=address\n"
                   "Confidence=high\nChecked=2026-10\n",
                   strstr (dialogue->provider->str, "Password=") == NULL ? "Password=normal\n" : "",
                   dialogue->provider->str, NULL);
  g_file_set_contents (file, text, -1, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&folder);
}

static void
load_knowledge (Dialogue *dialogue)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *overlay = dialogue->provider->len > 0 ? write_overlay (dialogue) : NULL;
  dialogue->options.ca_file = ca_file;
  dialogue->options.rules = doctor_ruleset_load (NULL, NULL);
  dialogue->options.providers = doctor_providers_load (overlay, problems);
  if (problems->len > 0)
    g_error ("%s: %s", dialogue->path, (const char *)g_ptr_array_index (problems, 0));
}

static void
examine (Run *run)
{
  Dialogue *dialogue = run->dialogue;
  DoctorSecrets secrets
    = { { dialogue->passwords[0], dialogue->passwords[1], dialogue->passwords[2] } };
  load_knowledge (dialogue);
  run->thread = g_thread_self ();
  run->so_far = doctor_facts_copy (dialogue->settings);
  run->first_ms = -1;
  run->start_us = g_get_monotonic_time ();
  for (guint i = 0; i < dialogue->n_servers; i++)
    play_server_start (dialogue->servers[i]);
  if (dialogue->dns != NULL)
    play_dns_start (dialogue->dns);
  run->facts = doctor_examine (dialogue->settings, &secrets, &dialogue->options, sink, run, NULL);
  run->ms = (int)((g_get_monotonic_time () - run->start_us) / 1000);
  for (guint i = 0; i < dialogue->n_servers; i++)
    play_server_stop (dialogue->servers[i]);
  if (dialogue->dns != NULL)
    play_dns_stop (dialogue->dns);
  run->findings = doctor_engine_run (dialogue->options.rules, run->facts, NULL);
}

/* --- the rules of safety, for every dialogue --- */

static gboolean
decodes_to (const char *word, const char *password)
{
  static const char *const padding[] = { "", "===", "==", "=" };
  gsize length = 0;
  g_autofree char *padded = g_strconcat (word, padding[strlen (word) % 4], NULL);
  g_autofree char *decoded = (char *)g_base64_decode (padded, &length);
  for (gsize i = 0; i + strlen (password) <= length; i++)
    if (strncmp (decoded + i, password, strlen (password)) == 0)
      return TRUE;
  return FALSE;
}

/* Whether @line carries @password, as it is or inside base64. */
static gboolean
carries (const char *line, const char *password)
{
  g_auto (GStrv) words = g_strsplit_set (line, " ='\n", -1);
  if (strstr (line, password) != NULL)
    return TRUE;
  for (char **word = words; *word != NULL; word++)
    if (decodes_to (*word, password))
      return TRUE;
  return FALSE;
}

/* RCPT only where the person named a recipient, and never what would follow it. */
static gboolean
is_forbidden (Dialogue *dialogue, const char *line)
{
  if (doctor_facts_lookup (dialogue->settings, DOCTOR_SCOPE_ACCOUNT, "send.recipient") == NULL
      && g_regex_match_simple ("^RCPT\\b", line, G_REGEX_CASELESS, 0))
    return TRUE;
  return g_regex_match_simple ("^(\\S+ )?(SELECT|DATA|DELE|STORE|EXPUNGE|APPEND|BDAT)\\b", line,
                               G_REGEX_CASELESS, 0);
}

static gboolean
is_login (const char *line)
{
  return g_regex_match_simple ("^(\\S+ (LOGIN|AUTHENTICATE) |AUTH |PASS |APOP )", line,
                               G_REGEX_CASELESS, 0);
}

static void
assert_line_is_safe (Dialogue *dialogue, guint server, const PlayedLine *played, GHashTable *said)
{
  gboolean trusted
    = play_is_good (played->certificate)
      || (dialogue->accepted != NULL && g_strcmp0 (played->certificate, dialogue->accepted) == 0);
  if (is_forbidden (dialogue, played->line))
    g_error ("%s: the client said “%s”", dialogue->path, played->line);
  for (guint scope = 0; scope < G_N_ELEMENTS (dialogue->passwords); scope++) {
    const char *password = dialogue->passwords[scope];
    if (password == NULL || *password == '\0' || !carries (played->line, password))
      continue;
    if (played->tls_version < TLS1_2_VERSION)
      g_error ("%s: password over an old TLS: “%s”", dialogue->path, played->line);
    if (!trusted)
      g_error ("%s: password on a connection that is not trusted: “%s”", dialogue->path,
               played->line);
    const char *space = strchr (played->line, ' ');
    if (!g_hash_table_add (said,
                           g_strdup_printf ("%u %s", server, space == NULL ? played->line : space)))
      g_error ("%s: the same login twice: “%s”", dialogue->path, played->line);
    break; /* several services may share one password */
  }
}

static void
assert_safety (Run *run)
{
  Dialogue *dialogue = run->dialogue;
  guint n_logins = 0;
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < dialogue->n_servers; i++) {
    GPtrArray *lines = play_server_get_lines (dialogue->servers[i]);
    for (guint j = 0; j < lines->len; j++) {
      const PlayedLine *played = g_ptr_array_index (lines, j);
      assert_line_is_safe (dialogue, i, played, said);
      n_logins += is_login (played->line);
    }
  }
  g_assert_cmpuint (n_logins, <=, 3);
}

static guint
count_web_requests (PlayServer *server)
{
  guint n = 0;
  GPtrArray *lines = play_server_get_lines (server);
  for (guint i = 0; i < lines->len; i++)
    n += g_str_equal (((const PlayedLine *)g_ptr_array_index (lines, i))->line, "GET / HTTP/1.1");
  return n;
}

/* Every conversation is counted, and none is one too many (budget.h). */
static void
assert_budget (Run *run)
{
  guint n_seen = 0, n_counted = 0;
  for (guint i = 0; i < run->dialogue->n_servers; i++)
    n_seen += play_server_count_conversations (run->dialogue->servers[i])
              - count_web_requests (run->dialogue->servers[i]);
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++) {
    gint64 n = doctor_facts_get_int (run->facts, scope, "probe.connections", 0);
    g_assert_cmpint (n, <=, DOCTOR_BUDGET_CONVERSATIONS);
    n_counted += (guint)n;
  }
  if (n_seen > n_counted)
    g_error ("%s: %u conversations, %u counted", run->dialogue->path, n_seen, n_counted);
}

static void
assert_nothing_leaks (Run *run)
{
  g_autofree char *facts = doctor_facts_print (run->facts);
  for (guint scope = 0; scope < G_N_ELEMENTS (run->dialogue->passwords); scope++) {
    const char *password = run->dialogue->passwords[scope];
    if (password == NULL || *password == '\0')
      continue;
    g_auto (GStrv) lines = g_strsplit (facts, "\n", -1);
    for (char **line = lines; *line != NULL; line++)
      if (carries (*line, password))
        g_error ("%s: a fact holds the password: %s", run->dialogue->path, *line);
    g_assert_false (carries (run->streamed->str, password));
  }
}

/* --- what the file expects --- */

static void
show_findings (Run *run)
{
  for (guint i = 0; i < run->findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (run->findings, i);
    const char *scope = doctor_scope_to_string (finding->scope);
    g_test_message ("%s %s %s%s%s", scope == NULL ? "account" : scope,
                    doctor_finding_get_id (finding),
                    doctor_certainty_to_string (finding->certainty),
                    finding->hidden_by == NULL ? "" : " hidden by ",
                    finding->hidden_by == NULL ? "" : finding->hidden_by);
  }
}

static void
fail (Run *run, const char *expectation, const char *found)
{
  g_autofree char *facts = doctor_facts_print (run->facts);
  g_test_message ("%s", facts);
  show_findings (run);
  g_test_message ("%s: “%s” does not hold; found: %s", run->dialogue->path, expectation, found);
  g_test_fail ();
}

static void
check_fact (Run *run, const char *line)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GError) error = NULL;
  if (!doctor_facts_parse_line (line, &name, &value, &error))
    g_error ("%s: %s", run->dialogue->path, error->message);
  GVariant *found = doctor_facts_lookup (run->facts, DOCTOR_SCOPE_ACCOUNT, name);
  g_autofree char *text = found == NULL ? g_strdup ("nothing") : g_variant_print (found, FALSE);
  if (found == NULL || !g_variant_equal (found, value))
    fail (run, line, text);
  g_autofree char *streamed = g_strdup_printf ("%s %s\n", name, text);
  DoctorSource source = DOCTOR_SOURCE_DERIVED;
  doctor_facts_lookup_full (run->facts, DOCTOR_SCOPE_ACCOUNT, name, NULL, NULL, &source);
  if (found != NULL && source != DOCTOR_SOURCE_DERIVED && source != DOCTOR_SOURCE_SETTINGS
      && strstr (run->streamed->str, streamed) == NULL)
    fail (run, line, "the fact, but it was not streamed");
}

static void
check_unknown (Run *run, const char *name)
{
  GVariant *found = doctor_facts_lookup (run->facts, DOCTOR_SCOPE_ACCOUNT, name);
  g_autofree char *text = found == NULL ? NULL : g_variant_print (found, FALSE);
  if (found != NULL)
    fail (run, name, text);
}

static const DoctorFinding *
find_finding (Run *run, const char *scope, const char *id)
{
  for (guint i = 0; i < run->findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (run->findings, i);
    const char *own = finding->scope == DOCTOR_SCOPE_ACCOUNT
                        ? "account"
                        : doctor_scope_to_string (finding->scope);
    if (finding->hidden_by == NULL && g_str_equal (doctor_finding_get_id (finding), id)
        && g_str_equal (own, scope))
      return finding;
  }
  return NULL;
}

/* "SCOPE ID CERTAINTY" */
static void
check_expect (Run *run, const char *line)
{
  g_auto (GStrv) word = g_strsplit (line, " ", 3);
  const DoctorFinding *finding = find_finding (run, word[0], word[1]);
  if (finding == NULL)
    fail (run, line, "no such finding");
  else if (g_strcmp0 (doctor_certainty_to_string (finding->certainty), word[2]) != 0)
    fail (run, line, doctor_certainty_to_string (finding->certainty));
}

static void
check_not (Run *run, const char *line)
{
  g_auto (GStrv) word = g_strsplit (line, " ", 2);
  if (find_finding (run, word[0], word[1]) != NULL)
    fail (run, line, "the finding");
}

static gboolean
was_said (Run *run, const char *pattern)
{
  g_autofree char *low_pattern = g_ascii_strdown (pattern, -1);
  for (guint i = 0; i < run->dialogue->n_servers; i++) {
    GPtrArray *lines = play_server_get_lines (run->dialogue->servers[i]);
    for (guint j = 0; j < lines->len; j++) {
      const PlayedLine *played = g_ptr_array_index (lines, j);
      g_autofree char *low = g_ascii_strdown (played->line, -1);
      if (g_pattern_match_simple (low_pattern, low))
        return TRUE;
    }
  }
  return FALSE;
}

static void
check_never (Run *run, const char *pattern)
{
  if (was_said (run, pattern + strlen ("C: ")))
    fail (run, pattern, "it was said");
}

static void
check_seen (Run *run, const char *pattern)
{
  if (!was_said (run, pattern + strlen ("C: ")))
    fail (run, pattern, "it was not said");
}

static void
check_connections (Run *run, const char *number)
{
  g_autofree char *found
    = g_strdup_printf ("%u", play_server_count_connections (run->dialogue->servers[0]));
  if (!g_str_equal (found, number))
    fail (run, number, found);
}

/* "N NAME TYPE" */
static void
check_asked (Run *run, const char *words)
{
  char *question = NULL;
  guint64 times = g_ascii_strtoull (words, &question, 10);
  guint n = play_dns_count (run->dialogue->dns, question + 1);
  g_autofree char *found = g_strdup_printf ("%u", n);
  if (n != times)
    fail (run, words, found);
}

static void
check_within (Run *run, const char *limit)
{
  g_autofree char *found = g_strdup_printf ("%d ms", run->ms);
  if (run->ms > atoi (limit))
    fail (run, limit, found);
}

/* "SCOPE ID CERTAINTY FIX", or a state */
static void
check_scenario (Run *run, const char *expected)
{
  g_autofree char *file = g_path_get_basename (run->dialogue->path);
  g_autofree char *name = g_strndup (file, strlen (file) - strlen (".dialogue"));
  g_autofree char *found = scenario_row_describe (run->findings, run->facts);
  scenario_row_write ("dialogue", name, expected, found, run->ms);
  if (!g_str_equal (found, expected))
    fail (run, expected, found);
}

static const struct {
  const char *word;
  void (*check) (Run *run, const char *rest);
} checks[] = {
  { "fact ", check_fact },
  { "unknown ", check_unknown },
  { "expect ", check_expect },
  { "not ", check_not },
  { "never ", check_never },
  { "seen ", check_seen },
  { "connections ", check_connections },
  { "within ", check_within },
  { "scenario ", check_scenario },
  { "asked ", check_asked },
};

static void
check_expectations (Run *run)
{
  for (guint i = 0; i < run->dialogue->expectations->len; i++) {
    const char *line = g_ptr_array_index (run->dialogue->expectations, i);
    for (guint j = 0; j < G_N_ELEMENTS (checks); j++)
      if (g_str_has_prefix (line, checks[j].word))
        checks[j].check (run, line + strlen (checks[j].word));
  }
}

static void
check_scripts (Run *run)
{
  for (guint i = 0; i < run->dialogue->n_servers; i++) {
    GPtrArray *problems = play_server_get_problems (run->dialogue->servers[i]);
    for (guint j = 0; j < problems->len; j++)
      fail (run, "the script", g_ptr_array_index (problems, j));
  }
}

static void
test_dialogue (gconstpointer path)
{
  Run run = { .dialogue = dialogue_load (path), .streamed = g_string_new (NULL) };
  examine (&run);
  g_test_message ("%d ms, first sentence after %d ms", run.ms, run.first_ms);
  dialogue_times_note (run.facts, run.ms, run.first_ms);
  assert_safety (&run);
  assert_budget (&run);
  assert_nothing_leaks (&run);
  check_scripts (&run);
  check_expectations (&run);
  doctor_ruleset_unref (run.dialogue->options.rules);
  doctor_providers_free (run.dialogue->options.providers);
  g_ptr_array_unref (run.findings);
  doctor_facts_unref (run.facts);
  doctor_facts_unref (run.so_far);
  g_string_free (run.streamed, TRUE);
  dialogue_free (run.dialogue);
}

static void
add_dialogues (const char *folder, GPtrArray *paths)
{
  g_autoptr (GError) error = NULL;
  GDir *dir = g_dir_open (folder, 0, &error);
  g_assert_no_error (error);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir)) {
    if (!g_str_has_suffix (name, ".dialogue"))
      continue;
    g_autofree char *test
      = g_strdup_printf ("/dialogues/%.*s", (int)(strlen (name) - strlen (".dialogue")), name);
    char *path = g_build_filename (folder, name, NULL);
    g_ptr_array_add (paths, path);
    g_test_add_data_func (test, path, test_dialogue);
  }
  g_dir_close (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "tests", "dialogues", NULL);
  scratch = g_dir_make_tmp ("dialogues-XXXXXX", NULL);
  ca_file = g_build_filename (scratch, "authority.pem", NULL);
  play_write_authority (ca_file);
  add_dialogues (folder, paths);
  g_test_add_func ("/times/percentiles", dialogue_times_test);
  int status = g_test_run ();
  dialogue_times_clear ();
  play_free_certificates ();
  g_autofree char *provider
    = g_build_filename (scratch, "overlay", "providers", "example.provider", NULL);
  g_autofree char *providers = g_path_get_dirname (provider);
  g_autofree char *overlay = g_path_get_dirname (providers);
  const char *leftovers[] = { provider, providers, overlay, ca_file, scratch };
  for (guint i = 0; i < G_N_ELEMENTS (leftovers); i++)
    g_remove (leftovers[i]);
  g_free (ca_file);
  g_free (scratch);
  return status;
}
