/* The examiner against children that die, talk nonsense, never end a line, are slow, or do as
 * they should. */
#include "plugin/examiner.h"
#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  GMainLoop *loop;
  DoctorExaminer *examiner;
  GString *seen;
  char *error;
  char *facts;
  guint n_done;
  gboolean cancel_at_first_fact;
} Run;

static void
on_fact (const char *name, GVariant *value, gpointer data)
{
  Run *run = data;
  g_autofree char *text = g_variant_print (value, FALSE);
  g_string_append_printf (run->seen, "%s %s; ", name, text);
  if (!run->cancel_at_first_fact)
    return;
  g_clear_pointer (&run->examiner, doctor_examiner_free);
  g_main_loop_quit (run->loop);
}

static void
on_done (DoctorFacts *facts, const GError *error, gpointer data)
{
  Run *run = data;
  run->n_done++;
  run->error = error != NULL ? g_strdup (error->message) : NULL;
  run->facts = doctor_facts_print (facts);
  g_assert_true (doctor_facts_is_sealed (facts));
  g_clear_pointer (&run->examiner, doctor_examiner_free);
  g_main_loop_quit (run->loop);
}

static gboolean
on_no_end (gpointer data)
{
  g_error ("the examiner did not end");
  return G_SOURCE_REMOVE;
}

static void
run_script (Run *run, const char *script, int deadline_ms)
{
  g_autofree char *dir = g_dir_make_tmp ("doctor-examiner-XXXXXX", NULL);
  g_autofree char *program = g_build_filename (dir, "child", NULL);
  g_autofree char *text = g_strconcat ("#!/bin/sh\n", script, NULL);
  g_autoptr (DoctorFacts) settings = doctor_facts_new ();
  DoctorExaminerRequest request
    = { "imap", TRUE, TRUE, TRUE, deadline_ms, "open sesame", "second" };
  DoctorExaminerEvents events = { on_fact, on_done, run };
  doctor_facts_set (settings, "receive.server.port", g_variant_new_int32 (993),
                    DOCTOR_SOURCE_SETTINGS);
  if (script[0] != '\0') {
    g_assert_true (g_file_set_contents (program, text, -1, NULL));
    g_assert_cmpint (g_chmod (program, 0700), ==, 0);
  }
  g_setenv ("ACCOUNT_DOCTOR_PROGRAM", program, TRUE);
  g_setenv ("G_MESSAGES_DEBUG", "AccountDoctor", TRUE);
  run->loop = g_main_loop_new (NULL, FALSE);
  run->seen = g_string_new (NULL);
  guint guard = g_timeout_add_seconds (60, on_no_end, NULL);
  run->examiner = doctor_examiner_start (settings, &request, &events);
  g_assert_cmpuint (run->n_done, ==, 0); /* never from inside the start */
  g_main_loop_run (run->loop);
  g_source_remove (guard);
  g_unlink (program);
  g_rmdir (dir);
}

static void
clear_run (Run *run)
{
  g_main_loop_unref (run->loop);
  g_string_free (run->seen, TRUE);
  g_free (run->error);
  g_free (run->facts);
}

static void
test_good (void)
{
  Run run = { NULL };
  run_script (&run,
              "read setting; read first <&3; read second <&3\n"
              "echo \"progress ('receive', 'tcp', 'running')\"\n"
              "echo \"receive.tls.error '$setting|$first|$second|$#|$1 $5|$G_MESSAGES_DEBUG'\"\n"
              "echo \"receive.tcp.result 'connected'\"\necho \"finding 'x'\"\necho 'end 0'\n",
              0);
  g_assert_cmpstr (run.error, ==, NULL);
  g_assert_cmpuint (run.n_done, ==, 1);
  g_assert_cmpstr (
    run.seen->str, ==,
    "progress ('receive', 'tcp', 'running'); "
    "receive.tls.error 'receive.server.port 993|open sesame|second|5|examine --service=imap|'; "
    "receive.tcp.result 'connected'; ");
  g_assert_nonnull (strstr (run.facts, "receive.server.port 993\n"));
  g_assert_nonnull (strstr (run.facts, "receive.tcp.result 'connected'\n"));
  clear_run (&run);
}

static void
test_faults (void)
{
  static const char nonsense[] = "something that is not understood",
                    early[] = "before it was complete";
  static const struct {
    const char *what, *script, *error;
    int deadline_ms;
  } rows[] = {
    { "no program", "", "could not be started" },
    { "dies at once", "exit 3\n", early },
    { "dies in the middle of a line", "printf 'receive.tcp.result '; kill -9 $$\n", early },
    { "dies after a fact", "echo \"receive.tcp.result 'refused'\"; kill -9 $$\n", early },
    { "says why", "echo \"error 'The settings are wrong.'\"; exit 3\n", "The settings are wrong." },
    { "nonsense", "echo hello; exec sleep 100\n", nonsense },
    { "an unknown fact", "echo 'no.such.fact 1'; exec sleep 100\n", nonsense },
    { "a value of the wrong type", "echo \"receive.tcp.result 7\"; exec sleep 100\n", nonsense },
    { "malformed progress", "echo 'progress 7'; exec sleep 100\n", nonsense },
    { "not UTF-8", "printf \"receive.tls.error '\\377'\\n\"; exec sleep 100\n", nonsense },
    { "a zero byte", "printf 'end\\000\\n'; exec sleep 100\n", nonsense },
    { "an endless line", "cat /dev/zero | tr '\\000' x\n", nonsense },
    { "endless lines", "yes \"receive.tcp.result 'refused'\"\n", nonsense },
    { "closes its output without an end", "exec >&-\n", early },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Run run = { NULL };
    g_test_message ("%s", rows[i].what);
    run_script (&run, rows[i].script, rows[i].deadline_ms);
    g_assert_cmpuint (run.n_done, ==, 1);
    g_assert_nonnull (run.error);
    if (strstr (run.error, rows[i].error) == NULL)
      g_error ("“%s” is not in “%s”", rows[i].error, run.error);
    clear_run (&run);
  }
}

static void
test_cancel (void)
{
  Run run = { .cancel_at_first_fact = TRUE };
  gint64 start = g_get_monotonic_time ();
  run_script (
    &run,
    "echo \"receive.tcp.result 'refused'\"; echo \"receive.tls.version 'x'\"; exec sleep 100\n", 0);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
  g_assert_cmpuint (run.n_done, ==, 0);
  g_assert_cmpstr (run.seen->str, ==, "receive.tcp.result 'refused'; ");
  clear_run (&run);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/examiner/good", test_good);
  g_test_add_func ("/examiner/faults", test_faults);
  g_test_add_func ("/examiner/cancel", test_cancel);
  return g_test_run ();
}
