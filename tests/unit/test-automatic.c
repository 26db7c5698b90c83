/* Examinations by themselves: only where the person chose them, once for each cause. */
#include "plugin/bridge.h"
#include "plugin/case.h"
#include "plugin/prefs.h"
#include "tests/unit/fake-bridge.h"
#include <glib/gstdio.h>
#include <string.h>

#define SETTINGS                                                                                   \
  "account.name 'Work'\naccount.address 'ann@mail.example'\naccount.protocol 'imap'\n"             \
  "receive.service.protocol 'imap'\nreceive.server.host 'mail.example'\nreceive.server.port 143\n" \
  "receive.server.security 'none'\n"

static const char child[] = "#!/bin/sh\ncat >/dev/null\necho \"$*\" >> \"$0.started\"\n"
                            "echo \"receive.tcp.result 'refused'\"\necho 'end 0'\n";

typedef struct {
  char *dir, *program, *started;
  DoctorCase *c;
} Fixture;

static void
on_changed (DoctorCase *c, gpointer data)
{
}

static void
choose (DoctorAutomatic automatic)
{
  DoctorPrefs prefs = *doctor_prefs_get ();

  prefs.automatic = automatic;
  doctor_prefs_set (&prefs);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->dir = g_dir_make_tmp ("doctor-automatic-XXXXXX", NULL);
  f->program = g_build_filename (f->dir, "child", NULL);
  f->started = g_strconcat (f->program, ".started", NULL);
  g_assert_true (g_file_set_contents (f->program, child, -1, NULL));
  g_assert_cmpint (g_chmod (f->program, 0700), ==, 0);
  g_setenv ("ACCOUNT_DOCTOR_PROGRAM", f->program, TRUE);
  g_setenv ("ACCOUNT_DOCTOR_OVERLAY", "", TRUE);
  fake_bridge_reset ();
  fake_bridge.config_dir = g_strdup (f->dir);
  fake_bridge_add (1, SETTINGS, "right", NULL);
  doctor_cases_start (on_changed, f);
  f->c = doctor_case_get (1);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (f->dir, "account-doctor", NULL);

  doctor_cases_stop ();
  doctor_prefs_reset ();
  g_remove (f->program);
  g_remove (f->started);
  g_rmdir (folder);
  g_rmdir (f->dir);
  g_free (f->started);
  g_free (f->program);
  g_free (f->dir);
  fake_bridge_reset ();
}

static void
client_fails (const char *stage)
{
  g_autoptr (DoctorIncident) incident = doctor_incident_new (1, DOCTOR_SCOPE_RECEIVE, stage, "");

  doctor_case_failed (incident);
}

static gboolean
on_enough (gpointer data)
{
  *(gboolean *)data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Longer than an examination waits before it begins; to its end when it does. */
static void
let_pass (Fixture *f)
{
  gboolean is_enough = FALSE;

  g_timeout_add (1300, on_enough, &is_enough);
  while (!is_enough || doctor_case_get_state (f->c) == DOCTOR_CASE_EXAMINING)
    g_main_context_iteration (NULL, TRUE);
}

/* Whatever the child was started with, one line for each start; "" for none. */
static char *
dup_started (Fixture *f)
{
  char *text = NULL;

  return g_file_get_contents (f->started, &text, NULL, NULL) ? text : g_strdup ("");
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == '\n';
  return n;
}

static void
test_not_chosen (Fixture *f, gconstpointer data)
{
  g_autofree char *started = NULL;

  choose ((DoctorAutomatic)GPOINTER_TO_INT (data));
  client_fails ("connect");
  let_pass (f);
  started = dup_started (f);
  g_assert_cmpstr (started, ==, "");
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_FAILED);
}

static void
test_once (Fixture *f, gconstpointer data)
{
  g_autofree char *started = NULL;

  choose (DOCTOR_AUTOMATIC_ON);
  client_fails ("connect");
  client_fails ("connect");
  let_pass (f);
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_EXAMINED);
  client_fails ("connect");
  client_fails ("tls");
  let_pass (f);
  started = dup_started (f);
  g_assert_cmpuint (count_lines (started), ==, 1);
  g_assert_nonnull (strstr (started, "--automatic"));
}

/* What has passed by itself is not examined. */
static void
test_passed (Fixture *f, gconstpointer data)
{
  g_autofree char *started = NULL;

  choose (DOCTOR_AUTOMATIC_ON);
  client_fails ("connect");
  doctor_case_worked (1, DOCTOR_SCOPE_RECEIVE);
  let_pass (f);
  started = dup_started (f);
  g_assert_cmpstr (started, ==, "");
}

static void
test_asked (Fixture *f, gconstpointer data)
{
  g_autofree char *started = NULL;

  choose (DOCTOR_AUTOMATIC_ON);
  client_fails ("connect");
  doctor_case_examine (f->c);
  let_pass (f);
  started = dup_started (f);
  g_assert_cmpuint (count_lines (started), ==, 1);
  g_assert_null (strstr (started, "--automatic"));
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *f, gconstpointer data);
    int data;
  } tests[] = {
    { "/automatic/off", test_not_chosen, DOCTOR_AUTOMATIC_OFF },
    { "/automatic/ask", test_not_chosen, DOCTOR_AUTOMATIC_ASK },
    { "/automatic/once", test_once, 0 },
    { "/automatic/passed", test_passed, 0 },
    { "/automatic/asked", test_asked, 0 },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, GINT_TO_POINTER (tests[i].data), set_up, tests[i].test,
                tear_down);
  return g_test_run ();
}
