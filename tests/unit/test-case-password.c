/* New passwords, of one service and of both; settings as a file; undo of several changes. */
#include "tests/unit/case-fixture.h"
#include <string.h>

#define SEND                                                                                       \
  "send.service.protocol 'smtp'\nsend.server.host 'mail.example'\nsend.server.port 465\n"          \
  "send.server.security 'tls'\nsend.auth.enabled true\nsend.auth.user 'ann'\n"                     \
  "send.auth.mechanism 'automatic'\n"

/* Both services, each with its own password; what is right there comes as @VERDICT@. */
static const char child[]
  = "#!/bin/sh\n"
    "cat >/dev/null; read -r receive <&3; read -r send <&3\n"
    "judge () {\n"
    "  case \"$2\" in\n"
    "  '') ;;\n"
    "  $3) echo \"$1.login.result 'ok'\";;\n"
    "  *) echo \"$1.login.result 'refused'\"\n"
    "     echo \"$1.reply.status 'no'\"; echo \"$1.reply.code 'AUTHENTICATIONFAILED'\"\n"
    "     echo \"$1.reply.stage 'auth'\"; echo \"$1.reply.text 'no'\"; echo \"$1.reply.words "
    "'NO'\";;\n"
    "  esac\n"
    "}\n"
    "judge receive \"$receive\" new\n"
    "judge send \"$send\" @VERDICT@\n"
    "echo 'end 0'\n";

static void
test_which_was_old (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *own_login, *send_before, *right_for_sending, *send_after, *notice;
  } rows[] = {
    { "true", "old", "new", "new", "both had the old password" },
    { "true", "kept", "kept", "kept", "Only the password for receiving was still the old one" },
    { "true", "old", "other", "old", "The server for sending does not accept it" },
    { "false", NULL, "new", NULL, "for receiving and sending alike" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *settings
      = g_strconcat (CASE_SETTINGS SEND "send.auth.own-login ", rows[i].own_login, "\n", NULL);
    doctor_cases_stop ();
    fake_bridge_reset ();
    fake_bridge.config_dir = g_strdup (f->dir);
    fake_bridge_add (1, settings, "old", rows[i].send_before);
    doctor_cases_start (case_on_changed, f);
    f->c = doctor_case_get (1);
    case_write_child (f, child, rows[i].right_for_sending);
    case_client_fails ("auth", "IMAP< 2 NO [AUTHENTICATIONFAILED] no", 0);
    case_examine (f);
    doctor_case_set_password (f->c, case_get_offer (f, "new-password"), "new");
    case_wait_while (f, DOCTOR_CASE_VERIFYING);
    case_assert_problem (f, NULL);
    g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_APPLIED);
    g_assert_cmpstr (fake_bridge_get_password (1, DOCTOR_SCOPE_RECEIVE), ==, "new");
    g_assert_cmpstr (fake_bridge_get_password (1, DOCTOR_SCOPE_SEND), ==, rows[i].send_after);
    if (strstr (doctor_case_get_notice (f->c), rows[i].notice) == NULL)
      g_error ("row %u: %s", i, doctor_case_get_notice (f->c));
  }
}

/* As the provider's page shows it, in groups. */
static void
test_groups (Fixture *f, gconstpointer data)
{
  static const char settings[]
    = CASE_SETTINGS "account.address 'ann@gmail.com'\nreceive.server.host 'imap.gmail.com'\n";
  fake_bridge_reset ();
  fake_bridge.config_dir = g_strdup (f->dir);
  fake_bridge_add (1, settings, "old", NULL);
  case_write_child (f, child, "");
  case_client_fails ("auth", "IMAP< 2 NO [AUTHENTICATIONFAILED] no", 0);
  case_examine (f);
  const DoctorOffer *offer = NULL;
  GPtrArray *offers = doctor_case_get_offers (f->c);
  for (guint i = 0; i < offers->len && offer == NULL; i++)
    if (((DoctorOffer *)offers->pdata[i])->fix->kind == DOCTOR_FIX_SECRET)
      offer = offers->pdata[i];
  g_assert_nonnull (offer);
  doctor_case_set_password (f->c, offer, " n e w ");
  case_wait_while (f, DOCTOR_CASE_VERIFYING);
  g_assert_cmpstr (fake_bridge_get_password (1, DOCTOR_SCOPE_RECEIVE), ==, "new");
}

static void
import (Fixture *f, const char *line)
{
  g_autofree char *text = g_strdup_printf ("account-doctor-settings 1\n%s\n", line);
  g_autoptr (GError) error = NULL;
  g_autoptr (DoctorFix) fix = doctor_case_read_import (f->c, text, strlen (text), "file", &error);
  g_assert_no_error (error);
  doctor_case_import (f->c, fix);
  if (doctor_case_get_state (f->c) == DOCTOR_CASE_VERIFYING)
    case_wait_while (f, DOCTOR_CASE_VERIFYING);
}

/* From a file, tried first; several changes are undone at once, back to a date. */
static void
test_import_and_undo_all (Fixture *f, gconstpointer data)
{
  fake_bridge_reset ();
  fake_bridge.config_dir = g_strdup (f->dir);
  fake_bridge_add (1, CASE_SETTINGS "client.fetches true\nclient.tls-priority 'default'\n", "right",
                   NULL);
  g_autofree char *before = doctor_case_dup_settings_text (f->c);
  import (f, "client.fetches false"); /* the program itself: stored at once */
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_APPLIED);
  doctor_case_worked (1, DOCTOR_SCOPE_SEND);
  doctor_case_worked (1, DOCTOR_SCOPE_RECEIVE);
  import (f, "receive.server.host 'nowhere.example'\nreceive.server.port 110");
  case_assert_problem (f, "Nothing was changed");
  case_assert_setting ("receive.server.port", "143");
  import (f, "receive.server.port 993\nreceive.server.security 'tls'");
  g_assert_cmpint (doctor_case_get_state (f->c), ==, DOCTOR_CASE_APPLIED);
  doctor_case_worked (1, DOCTOR_SCOPE_RECEIVE);
  case_assert_setting ("receive.server.port", "993");

  g_autoptr (GPtrArray) changes = doctor_case_dup_changes (f->c);
  g_assert_cmpuint (changes->len, ==, 2);
  const DoctorChange *newest = g_ptr_array_index (changes, 0);
  const DoctorChange *oldest = g_ptr_array_index (changes, 1);
  g_assert_cmpstr (newest->text, ==, "Port: 143 → 993\nEncryption: none → TLS");
  g_assert_cmpint (newest->time, >=, oldest->time);
  doctor_case_undo_since (f->c, oldest->id);
  g_autofree char *after = doctor_case_dup_settings_text (f->c);
  g_assert_cmpstr (after, ==, before);
  g_assert_false (doctor_case_can_undo (f->c));
  g_autoptr (GPtrArray) none = doctor_case_dup_changes (f->c);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*run) (Fixture *f, gconstpointer data);
  } tests[] = {
    { "/case-password/which-was-old", test_which_was_old },
    { "/case-password/groups", test_groups },
    { "/case-settings/import-and-undo-all", test_import_and_undo_all },
  };
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, case_set_up, tests[i].run, case_tear_down);
  return g_test_run ();
}
