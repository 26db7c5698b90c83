#include "case-file.h"
#include "core/derive.h"
#include "core/fact-dictionary.h"
#include "core/fix.h"
#include "core/wire.h"
#include <string.h>

enum { MAX_WORDS = 4 };

struct _Case {
  const char *path;
  guint line;
  DoctorFacts *facts;
  DoctorFacts *derived; /* stated by the case: laid over what derive.c makes of the rest */
  GPtrArray *findings;
  GPtrArray *faults;
};

static void G_GNUC_PRINTF (2, 3) fault (Case *test, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (test->faults, g_strdup_printf ("%s:%u: %s", test->path, test->line, sentence));
}

static gboolean
read_scope (Case *test, const char *word, DoctorScope *out_scope)
{
  static const char *const names[] = { "account", "receive", "send" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], word)) {
      *out_scope = i;
      return TRUE;
    }
  fault (test, "“%s” is no scope", word);
  return FALSE;
}

/* --- what is known --- */

static DoctorSource
source_of (const DoctorFactKey *key)
{
  for (DoctorSource source = DOCTOR_SOURCE_SETTINGS; source <= DOCTOR_SOURCE_DERIVED; source++)
    if (g_str_equal (doctor_source_to_string (source), key->from))
      return source;
  return DOCTOR_SOURCE_TRIAL; /* verify: a second examination */
}

static void
read_fact (Case *test, const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GVariant) value = NULL;
  if (!doctor_facts_parse_line (line, &name, &value, &error)) {
    fault (test, "%s", error->message);
    return;
  }
  DoctorSource source = source_of (doctor_dictionary_lookup (name));
  doctor_facts_set (source == DOCTOR_SOURCE_DERIVED ? test->derived : test->facts, name, value,
                    source);
}

static const char *
unless_dash (const char *word)
{
  return g_str_equal (word, "-") ? NULL : word;
}

static void
read_reply (Case *test, char **words)
{
  DoctorScope scope;
  g_autofree char *text = g_strcompress (words[3]);
  if (read_scope (test, words[0], &scope))
    doctor_wire_explain (test->facts, scope, unless_dash (words[1]), unless_dash (words[2]), text,
                         DOCTOR_SOURCE_REPLY);
}

/* --- what is expected --- */

static gboolean
is_shown (const DoctorFinding *finding)
{
  return finding->hidden_by == NULL;
}

static char *
dup_shown (Case *test)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < test->findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (test->findings, i);
    const char *scope = doctor_scope_to_string (finding->scope);
    g_string_append_printf (
      text, "%s%s%s %s %s%s", i > 0 ? ", " : "", is_shown (finding) ? "" : "(",
      scope != NULL ? scope : "account", doctor_finding_get_id (finding),
      doctor_certainty_to_string (finding->certainty), is_shown (finding) ? "" : ")");
  }
  return g_string_free (text, FALSE);
}

/* The finding shown in the scope, best or with the id @id; NULL for none. */
static const DoctorFinding *
find_shown (Case *test, DoctorScope scope, const char *id)
{
  for (guint i = 0; i < test->findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (test->findings, i);
    if (is_shown (finding) && finding->scope == scope
        && (id == NULL || g_str_equal (doctor_finding_get_id (finding), id)))
      return finding;
  }
  return NULL;
}

static void
check_finding (Case *test, char **words, gboolean best)
{
  DoctorScope scope;
  if (!read_scope (test, words[0], &scope))
    return;
  const DoctorFinding *finding = find_shown (test, scope, best ? NULL : words[1]);
  g_autofree char *shown = dup_shown (test);
  if (finding == NULL || !g_str_equal (doctor_finding_get_id (finding), words[1])
      || !g_str_equal (doctor_certainty_to_string (finding->certainty), words[2]))
    fault (test, "expected %s %s %s; found: %s", words[0], words[1], words[2], shown);
}

static void
expect (Case *test, char **words)
{
  check_finding (test, words, TRUE);
}

static void
expect_also (Case *test, char **words)
{
  check_finding (test, words, FALSE);
}

static void
expect_not (Case *test, char **words)
{
  g_autofree char *shown = dup_shown (test);
  for (DoctorScope scope = DOCTOR_SCOPE_ACCOUNT; scope <= DOCTOR_SCOPE_SEND; scope++)
    if (find_shown (test, scope, words[0]) != NULL)
      fault (test, "%s is shown; found: %s", words[0], shown);
}

static void
expect_none (Case *test, char **words)
{
  g_autofree char *shown = dup_shown (test);
  for (DoctorScope scope = DOCTOR_SCOPE_ACCOUNT; scope <= DOCTOR_SCOPE_SEND; scope++)
    if (find_shown (test, scope, NULL) != NULL) {
      fault (test, "expected nothing; found: %s", shown);
      return;
    }
}

static void
expect_fix (Case *test, char **words)
{
  g_autofree char *shown = dup_shown (test);
  if (test->findings->len == 0) {
    fault (test, "expected the fix %s of nothing", words[0]);
    return;
  }
  g_autoptr (GPtrArray) fixes
    = doctor_fix_list (g_ptr_array_index (test->findings, 0), test->facts);
  const DoctorFix *fix = fixes->len > 0 ? g_ptr_array_index (fixes, 0) : NULL;
  if (fix == NULL || !g_str_equal (fix->id, words[0]))
    fault (test, "expected the fix %s, not %s; found: %s", words[0], fix != NULL ? fix->id : "none",
           shown);
}

static void
expect_state (Case *test, char **words)
{
  const char *state = doctor_state_to_string (
    doctor_engine_state (test->findings, test->facts, DOCTOR_SCOPE_ACCOUNT));
  if (!g_str_equal (state, words[0]))
    fault (test, "expected the state %s, not %s", words[0], state);
}

/* --- lines --- */

static const struct {
  const char *word;
  guint n_words;  /* after it; the last of MAX_WORDS takes the rest of the line */
  gboolean after; /* the engine */
  void (*run) (Case *test, char **words);
} directives[] = {
  { .word = "reply", .n_words = 4, .run = read_reply },
  { .word = "expect", .n_words = 3, .after = TRUE, .run = expect },
  { .word = "expect-also", .n_words = 3, .after = TRUE, .run = expect_also },
  { .word = "expect-not", .n_words = 1, .after = TRUE, .run = expect_not },
  { .word = "expect-none", .n_words = 0, .after = TRUE, .run = expect_none },
  { .word = "expect-fix", .n_words = 1, .after = TRUE, .run = expect_fix },
  { .word = "expect-state", .n_words = 1, .after = TRUE, .run = expect_state },
};

static gboolean
run_directive (Case *test, const char *line, gboolean after)
{
  g_auto (GStrv) words = g_strsplit (line, " ", MAX_WORDS + 1);
  for (guint i = 0; i < G_N_ELEMENTS (directives); i++) {
    if (!g_str_equal (directives[i].word, words[0]))
      continue;
    gboolean fits = g_strv_length (words) == directives[i].n_words + 1;
    if (after == directives[i].after && fits)
      directives[i].run (test, words + 1);
    else if (after == directives[i].after)
      fault (test, "“%s” takes %u words", words[0], directives[i].n_words);
    return TRUE;
  }
  return FALSE;
}

static void
run_lines (Case *test, char **lines, gboolean after)
{
  for (guint i = 0; lines[i] != NULL; i++) {
    test->line = i + 1;
    if (*lines[i] != '\0' && *lines[i] != '#' && !run_directive (test, lines[i], after) && !after)
      read_fact (test, lines[i]);
  }
}

static char **
read_lines (const char *path, GPtrArray *faults)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, &error)) {
    g_ptr_array_add (faults, g_strdup_printf ("%s:1: %s", path, error->message));
    return g_new0 (char *, 1);
  }
  return g_strsplit (text, "\n", -1);
}

void
case_run (const char *path, DoctorRuleset *set, GPtrArray *faults)
{
  g_auto (GStrv) lines = read_lines (path, faults);
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  g_autoptr (DoctorFacts) derived = doctor_facts_new ();
  Case test = { .path = path, .facts = facts, .derived = derived, .faults = faults };
  run_lines (&test, lines, FALSE);
  doctor_derive (facts);
  doctor_facts_overlay (facts, derived);
  doctor_facts_seal (facts);
  g_autoptr (GPtrArray) findings = doctor_engine_run (set, facts, NULL);
  test.findings = findings;
  run_lines (&test, lines, TRUE);
}

gboolean
case_expects (const char *path, const char *id)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) lines = read_lines (path, faults);
  for (char **line = lines; *line != NULL; line++) {
    g_auto (GStrv) words = g_strsplit (*line, " ", -1);
    if (g_strv_length (words) == 4 && g_str_equal (words[2], id)
        && (g_str_equal (words[0], "expect") || g_str_equal (words[0], "expect-also")))
      return TRUE;
  }
  return FALSE;
}
