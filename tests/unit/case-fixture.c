#include "tests/unit/case-fixture.h"
#include <glib/gstdio.h>
#include <string.h>

/* A server that wants TLS on 993 and the password “right”; port 143 is closed. */
const char case_child[]
  = "#!/bin/sh\n"
    "settings=$(cat); read -r password <&3\n"
    "echo x >> \"$0.started\"\n"
    "echo \"progress ('receive', 'dns', 'running')\"\n"
    "echo \"receive.dns.result 'found'\"\necho \"receive.dns.addresses ['192.0.2.1']\"\n"
    "case \"$settings\" in *'receive.server.port 993'*)\n"
    "  echo \"receive.tcp.result 'connected'\"\necho \"receive.tls.result 'ok'\"\necho "
    "\"receive.tls.verify 'ok'\"\n"
    "  echo \"receive.greeting.result 'ok'\"\n"
    "  case \"$password\" in\n"
    "    right) echo \"receive.login.result 'ok'\"; echo \"receive.mailbox.result 'ok'\";;\n"
    "    '') echo \"receive.login.result 'not-tried'\"; echo \"receive.login.reason "
    "'no-password'\";;\n"
    "    *) echo \"receive.login.result 'refused'\"; echo \"receive.reply.status 'no'\"\n"
    "       echo \"receive.reply.code 'AUTHENTICATIONFAILED'\"; echo \"receive.reply.stage "
    "'auth'\"\n"
    "       echo \"receive.reply.text 'no'\"; echo \"receive.reply.words 'NO'\";;\n"
    "  esac;;\n"
    "*) echo \"receive.tcp.result 'refused'\"\n"
    "  echo \"receive.trial.result 'passed'\"\necho 'receive.trial.port 993'\necho "
    "\"receive.trial.security 'tls'\"\n"
    "  case \"$*\" in *--no-verify*) ;; *)\n"
    "    echo \"receive.verify.fix 'use-tested-settings'\"\necho \"receive.verify.result "
    "'@VERDICT@'\"\n"
    "    echo 'receive.verify.ms 300';; esac;;\n"
    "esac\necho 'end 0'\n";

void
case_on_changed (DoctorCase *c, gpointer data)
{
  ((Fixture *)data)->n_changed++;
}

void
case_write_child (Fixture *f, const char *script, const char *verdict)
{
  g_auto (GStrv) parts = g_strsplit (script, "@VERDICT@", -1);
  g_autofree char *text = g_strjoinv (verdict, parts);
  g_assert_true (g_file_set_contents (f->program, text, -1, NULL));
  g_assert_cmpint (g_chmod (f->program, 0700), ==, 0);
}

void
case_set_up (Fixture *f, gconstpointer data)
{
  f->dir = g_dir_make_tmp ("doctor-case-XXXXXX", NULL);
  f->program = g_build_filename (f->dir, "child", NULL);
  case_write_child (f, case_child, "proved");
  g_setenv ("ACCOUNT_DOCTOR_PROGRAM", f->program, TRUE);
  g_setenv ("ACCOUNT_DOCTOR_OVERLAY", "", TRUE);
  fake_bridge_reset ();
  fake_bridge.config_dir = g_strdup (f->dir);
  fake_bridge_add (1, CASE_SETTINGS, "right", NULL);
  doctor_cases_start (case_on_changed, f);
  f->c = doctor_case_get (1);
}

void
case_tear_down (Fixture *f, gconstpointer data)
{
  static const char *const files[] = { "child", "child.started", "account-doctor/journal",
                                       "account-doctor/history", "account-doctor" };
  doctor_cases_stop ();
  doctor_cases_stop ();
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (f->dir, files[i], NULL);
    g_remove (path);
  }
  g_rmdir (f->dir);
  g_free (f->program);
  g_free (f->dir);
  fake_bridge_reset ();
}

gboolean
case_on_stuck (gpointer data)
{
  g_error ("the case does not get on");
  return G_SOURCE_REMOVE;
}

void
case_wait_while (Fixture *f, DoctorCaseState state)
{
  guint guard = g_timeout_add_seconds (60, case_on_stuck, NULL);
  while (doctor_case_get_state (f->c) == state)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (guard);
}

void
case_run_idles (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
case_client_fails (const char *stage, const char *text, gint64 began)
{
  g_autoptr (DoctorIncident) incident = doctor_incident_new (1, DOCTOR_SCOPE_RECEIVE, stage, text);
  incident->began = began;
  doctor_case_failed (incident);
}

gint64
case_soon (void)
{
  return g_get_real_time () / G_USEC_PER_SEC + 10;
}

void
case_assert_setting (const char *name, const char *value)
{
  g_autofree char *text = fake_bridge_get (1, name);
  g_assert_cmpstr (text, ==, value);
}

const DoctorOffer *
case_get_offer (Fixture *f, const char *id)
{
  GPtrArray *offers = doctor_case_get_offers (f->c);
  for (guint i = 0; i < offers->len; i++) {
    const DoctorOffer *offer = g_ptr_array_index (offers, i);
    if (g_str_equal (offer->fix->id, id))
      return offer;
  }
  g_error ("no offer “%s”", id);
}

void
case_examine (Fixture *f)
{
  doctor_case_examine (f->c);
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_EXAMINING);
  case_wait_while (f, DOCTOR_CASE_EXAMINING);
}

void
case_assert_problem (Fixture *f, const char *words)
{
  const char *problem = doctor_case_get_problem (f->c);
  if (words == NULL)
    g_assert_cmpstr (problem, ==, NULL);
  else if (problem == NULL || strstr (problem, words) == NULL)
    g_error ("“%s” is not in “%s”", words, problem != NULL ? problem : "(none)");
}
