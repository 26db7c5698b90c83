/* Any bytes as what a server says during and after a login: lines of IMAP, challenges, and
 * the account of why a token was not taken. */
#include "core/oauth-error.h"
#include "core/software.h"
#include "probe/imap-answer.h"
#include "probe/sasl.h"
#include "probe/secrets.h"
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
assert_text (char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
  g_free (text);
}

static void
read_line (const char *line)
{
  DoctorImapFolder folder;
  gint64 used = 0, limit = 1, count = 0;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  doctor_imap_classify (line, "A1");
  if (doctor_imap_read_capability (line, list))
    for (guint i = 0; i < list->len; i++)
      g_assert_true (g_utf8_validate (g_ptr_array_index (list, i), -1, NULL));
  (void)doctor_imap_read_folder (line, &folder);
  if (doctor_imap_read_exists (line, &count))
    g_assert_cmpint (count, >=, 0);
  if (doctor_imap_read_quota (line, &used, &limit))
    g_assert_true (used >= 0 && limit > 0);
  assert_text (doctor_imap_dup_namespace (line));
  assert_text (doctor_imap_dup_id (line));
  assert_text (doctor_imap_dup_alert (line));
}

static void
answer (const char *mechanism, const char *challenge)
{
  static const DoctorSaslLogin login
    = { .user = "me", .password = "secret", .service = "imap", .host = "mail.example", .port = 1 };
  g_autoptr (DoctorSasl) sasl = doctor_sasl_new (mechanism, &login);
  g_autofree char *encoded = g_base64_encode ((const guchar *)challenge, strlen (challenge));
  doctor_sasl_fix_nonce (sasl, "n");
  if (doctor_sasl_starts (sasl))
    doctor_secret_free (doctor_sasl_answer (sasl, ""));
  doctor_secret_free (doctor_sasl_answer (sasl, encoded));
  doctor_secret_free (doctor_sasl_answer (sasl, challenge));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const mechanisms[]
    = { "plain", "login", "cram-md5", "digest-md5", "xoauth2", "oauthbearer" };
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    read_line (*line);
  assert_text (doctor_oauth_find_error (text));
  assert_text (doctor_oauth_dup_member (text, "status"));
  (void)doctor_software_recognise ("imap", text, NULL, (const char *const *)lines);
  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    answer (mechanisms[i], text);
  /* SCRAM works for its answer: only where the text asks for little of it. */
  if (strstr (text, "i=1") != NULL && strstr (text, "i=1000") == NULL)
    answer ("scram-sha-256", text);
  return 0;
}
