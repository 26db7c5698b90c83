/* What is said beside the client's question about a certificate, at once and after a look. */
#include "plugin/bridge.h"
#include "plugin/case.h"
#include "plugin/certificate-look.h"
#include "tests/unit/fake-bridge.h"
#include <glib/gstdio.h>
#include <string.h>

#define SETTINGS                                                                                   \
  "account.name 'Work'\naccount.address 'ann@mail.example'\naccount.protocol 'imap'\n"             \
  "receive.service.protocol 'imap'\nreceive.server.host 'mail.example'\nreceive.server.port 993\n" \
  "receive.server.security 'tls'\n"
#define CONNECTED "receive.dns.result 'found'\nreceive.tcp.result 'connected'\n"
#define SELF_SIGNED                                                                                \
  CONNECTED "receive.tls.result 'ok'\nreceive.tls.verify 'self-signed'\n"                          \
            "receive.tls.cert.issuer 'mail.example'\nreceive.tls.cert.fingerprint 'AA:BB'\n"
#define PUBLIC                                                                                     \
  CONNECTED "receive.tls.result 'ok'\nreceive.tls.verify 'ok'\n"                                   \
            "receive.tls.cert.fingerprint 'AA:BB'\n"
#define WINDOW "Certificate for mail.example …\nSHA1: 00\nSHA256: AA:BB\n"

typedef struct {
  const char *path;
  DoctorCertificateQuestion question;
  gboolean is_stored;
  const char *window, *seen;
  const char *says[3], *says_not;
} Row;

static const Row rows[] = {
  { "/look/unknown",
    DOCTOR_CERTIFICATE_UNKNOWN,
    FALSE,
    WINDOW,
    SELF_SIGNED,
    { "No certificate is stored", "identity of mail.example cannot be verified" },
    "another certificate" },
  { "/look/changed-since",
    DOCTOR_CERTIFICATE_CHANGED,
    TRUE,
    WINDOW,
    PUBLIC,
    { "stored on 1 March 2026",
      "an authority that this computer trusts, and valid for mail.example" },
    "another certificate" },
  { "/look/changed-date-unknown",
    DOCTOR_CERTIFICATE_CHANGED,
    FALSE,
    WINDOW,
    PUBLIC,
    { "differs from the one that is stored." },
    "stored on" },
  { "/look/other-than-in-the-window",
    DOCTOR_CERTIFICATE_UNKNOWN,
    FALSE,
    "SHA1: 00\nSHA256: CC:DD\n",
    PUBLIC,
    { "another certificate than the one in this window" },
    NULL },
  { "/look/no-fingerprint-in-the-window",
    DOCTOR_CERTIFICATE_UNKNOWN,
    FALSE,
    "Certificate for mail.example …\n",
    PUBLIC,
    { "an authority that this computer trusts" },
    "another certificate" },
  { "/look/silent",
    DOCTOR_CERTIFICATE_EXPIRED,
    FALSE,
    WINDOW,
    "",
    { "could not be looked at" },
    "trusts," },
};

typedef struct {
  char *dir, *program, *certs, *cert;
  char *text;
  gboolean is_done;
} Fixture;

static void
on_changed (DoctorCase *c, gpointer data)
{
}

static void
on_told (const char *text, gboolean is_done, gpointer data)
{
  Fixture *f = data;

  g_free (f->text);
  f->text = g_strdup (text);
  f->is_done = is_done;
}

static void
write_child (Fixture *f, const char *facts)
{
  g_autofree char *script = g_strdup_printf (
    "#!/bin/sh\ncat >/dev/null\ncase \"$*\" in *--no-login*) ;; *) exit 1;; esac\n"
    "cat <<'FACTS'\n%send 0\nFACTS\n",
    facts);

  g_assert_true (g_file_set_contents (f->program, script, -1, NULL));
  g_assert_cmpint (g_chmod (f->program, 0700), ==, 0);
}

static void
store (Fixture *f)
{
  guint64 noon = 1772366400; /* 2026-03-01 12:00 UTC */
  g_autoptr (GFile) file = g_file_new_for_path (f->cert);

  g_assert_cmpint (g_mkdir (f->certs, 0700), ==, 0);
  g_assert_true (g_file_set_contents (f->cert, "", -1, NULL));
  g_assert_true (g_file_set_attribute_uint64 (file, G_FILE_ATTRIBUTE_TIME_MODIFIED, noon,
                                              G_FILE_QUERY_INFO_NONE, NULL, NULL));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  const Row *row = data;

  f->dir = g_dir_make_tmp ("doctor-look-XXXXXX", NULL);
  f->program = g_build_filename (f->dir, "child", NULL);
  f->certs = g_build_filename (f->dir, "certs", NULL);
  f->cert = g_build_filename (f->certs, "mail.example.993.cert", NULL);
  g_setenv ("ACCOUNT_DOCTOR_PROGRAM", f->program, TRUE);
  g_setenv ("ACCOUNT_DOCTOR_OVERLAY", "", TRUE);
  write_child (f, row->seen);
  if (row->is_stored)
    store (f);
  fake_bridge_reset ();
  fake_bridge.config_dir = g_strdup (f->dir);
  fake_bridge_add (1, SETTINGS, "secret", NULL);
  doctor_cases_start (on_changed, f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (f->dir, "account-doctor", NULL);

  doctor_cases_stop ();
  g_remove (f->program);
  g_remove (f->cert);
  g_rmdir (f->certs);
  g_rmdir (folder);
  g_rmdir (f->dir);
  g_free (f->program);
  g_free (f->certs);
  g_free (f->cert);
  g_free (f->dir);
  g_free (f->text);
  fake_bridge_reset ();
}

static gboolean
on_stuck (gpointer data)
{
  g_error ("the look does not come to an end");
  return G_SOURCE_REMOVE;
}

static void
test_row (Fixture *f, gconstpointer data)
{
  const Row *row = data;
  guint guard = g_timeout_add_seconds (30, on_stuck, NULL);
  DoctorCertificateLook *look
    = doctor_certificate_look_new (1, DOCTOR_SCOPE_RECEIVE, row->question, row->window, on_told, f);
  g_autofree char *at_once = doctor_certificate_look_dup_text (look);

  g_assert_nonnull (strstr (at_once, "is looking at the server…"));
  while (!f->is_done)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (guard);
  for (guint i = 0; row->says[i] != NULL; i++)
    if (strstr (f->text, row->says[i]) == NULL)
      g_error ("“%s” is not in: %s", row->says[i], f->text);
  if (row->says_not != NULL && strstr (f->text, row->says_not) != NULL)
    g_error ("“%s” is in: %s", row->says_not, f->text);
  doctor_certificate_look_free (look);
}

/* The window is answered before the look is at its end. */
static void
test_left (Fixture *f, gconstpointer data)
{
  DoctorCertificateLook *look = doctor_certificate_look_new (
    1, DOCTOR_SCOPE_RECEIVE, DOCTOR_CERTIFICATE_UNKNOWN, "", on_told, f);

  doctor_certificate_look_free (look);
  doctor_certificate_look_free (NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (f->text);
  g_assert_null (doctor_certificate_look_new (9, DOCTOR_SCOPE_RECEIVE, DOCTOR_CERTIFICATE_UNKNOWN,
                                              "", on_told, f));
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_test_add (rows[i].path, Fixture, &rows[i], set_up, test_row, tear_down);
  g_test_add ("/look/left", Fixture, &rows[0], set_up, test_left, tear_down);
  return g_test_run ();
}
