/* Runs every tests/cases/FINDING/NAME.case, and looks whether each finding has a case in which
 * it is found and one that nearly is. */
#include "case-file.h"
#include "finding-files.h"
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

typedef struct {
  DoctorRuleset *set;
  char *path;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;
  g_free (run->path);
  g_free (run);
}

static void
test_case (gconstpointer data)
{
  const Run *run = data;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  case_run (run->path, run->set, faults);
  for (guint i = 0; i < faults->len; i++)
    g_test_message ("%s", (char *)g_ptr_array_index (faults, i));
  if (faults->len > 0)
    g_test_fail ();
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Names in @dir, sorted; empty when it is not there. */
static GPtrArray *
list_names (const char *dir)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name = folder != NULL ? g_dir_read_name (folder) : NULL;
  for (; name != NULL; name = g_dir_read_name (folder))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static void
add_cases (DoctorRuleset *set, const char *dir, const char *finding)
{
  g_autofree char *folder = g_build_filename (dir, finding, NULL);
  g_autoptr (GPtrArray) names = list_names (folder);
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    if (!g_str_has_suffix (name, ".case"))
      continue;
    Run *run = g_new0 (Run, 1);
    run->set = set;
    run->path = g_build_filename (folder, name, NULL);
    g_autofree char *test
      = g_strdup_printf ("/cases/%s/%.*s", finding, (int)strlen (name) - 5, name);
    g_test_add_data_func_full (test, run, test_case, run_free);
  }
}

static void
test_coverage (gconstpointer data)
{
  DoctorRuleset *set = (DoctorRuleset *)data;
  for (guint i = 0; i < doctor_ruleset_get_n_types (set); i++) {
    const char *id = doctor_finding_type_get_id (doctor_ruleset_get_type (set, i));
    g_autofree char *dir = g_test_build_filename (G_TEST_DIST, "tests", "cases", id, NULL);
    g_autoptr (GPtrArray) names = list_names (dir);
    g_autofree char *file = g_strconcat (id, ".replies", NULL);
    g_autofree char *replies = g_test_build_filename (G_TEST_DIST, "tests", "replies", file, NULL);
    /* has lines of both kinds: test-replies.c sees to it */
    gboolean found = g_file_test (replies, G_FILE_TEST_EXISTS), nearly = found;
    for (guint n = 0; n < names->len; n++) {
      g_autofree char *path = g_build_filename (dir, g_ptr_array_index (names, n), NULL);
      found = found || case_expects (path, id);
      nearly = nearly || g_str_has_prefix (g_ptr_array_index (names, n), "near-miss");
    }
    g_test_message ("%s: found %d, near miss %d", id, found, nearly);
    if (!found || !nearly)
      g_test_fail ();
  }
}

/* A case that must fail, line by line. */
static const char bad_case[] = "# comment\n"
                               "receive.server.host 'imap.example.org'\n"
                               "receive.tcp.result 'refused'\n"
                               "receive.tcp.reslt 'refused'\n"
                               "reply receive imap\n"
                               "reply nowhere imap auth x\n"
                               "expect receive net.timeout proved\n"
                               "expect receive net.refused likely\n"
                               "expect-also send net.refused proved\n"
                               "expect-not net.refused\n"
                               "expect-none\n"
                               "expect-fix new-password\n"
                               "expect-state healthy\n"
                               "expect receive net.refused proved\n";
static const char *const bad_case_faults[] = {
  "4: unknown fact “receive.tcp.reslt”",
  "5: “reply” takes 4 words",
  "6: “nowhere” is no scope",
  "7: expected receive net.timeout proved; found: receive net.refused proved",
  "8: expected receive net.refused likely; found: receive net.refused proved",
  "9: expected send net.refused proved; found: receive net.refused proved",
  "10: net.refused is shown; found: receive net.refused proved",
  "11: expected nothing; found: receive net.refused proved",
  "12: expected the fix new-password, not retry-later; found: receive net.refused proved",
  "13: expected the state healthy, not problem",
};

static void
test_runner_finds_faults (void)
{
  g_autoptr (GPtrArray) files = finding_files_new ();
  add_finding (files, "net.refused",
               "Axis=network\nOwner=you\nLoss=stopped\nTitle=Refused.\nFixes=retry-later;",
               "[Rule a]\nCertainty=proved\ntcp.result=is refused");
  g_autoptr (DoctorRuleset) set = doctor_ruleset_new (files, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  int fd = g_file_open_tmp ("account-doctor-XXXXXX", &path, &error);
  g_assert_no_error (error);
  g_assert_true (g_close (fd, &error));
  g_assert_true (g_file_set_contents (path, bad_case, -1, &error));
  case_run (path, set, faults);
  g_assert_true (case_expects (path, "net.refused"));
  g_assert_false (case_expects (path, "net.reset"));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpuint (faults->len, ==, G_N_ELEMENTS (bad_case_faults));
  for (guint i = 0; i < faults->len; i++) {
    const char *found = g_ptr_array_index (faults, i);
    g_assert_cmpstr (found + strlen (path) + 1, ==, bad_case_faults[i]);
  }
}

int
main (int argc, char **argv)
{
  /* All cases are run, also after one that fails. */
  char *on[] = { argv[0], (char *)"-k", NULL }, **arguments = argc > 1 ? argv : on;
  int n = argc > 1 ? argc : 2;
  setlocale (LC_ALL, "");
  g_test_init (&n, &arguments, NULL);
  g_autoptr (DoctorRuleset) set = doctor_ruleset_load (NULL, NULL);
  g_autofree char *dir = g_test_build_filename (G_TEST_DIST, "tests", "cases", NULL);
  g_autoptr (GPtrArray) findings = list_names (dir);
  g_test_add_func ("/cases/runner", test_runner_finds_faults);
  for (guint i = 0; i < findings->len; i++)
    add_cases (set, dir, g_ptr_array_index (findings, i));
  if (findings->len > 0)
    g_test_add_data_func ("/cases/coverage", set, test_coverage);
  return g_test_run ();
}
