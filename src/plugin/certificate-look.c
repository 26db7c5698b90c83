#include "plugin/certificate-look.h"
#include "core/engine.h"
#include "core/i18n.h"
#include "plugin/bridge.h"
#include "plugin/case-private.h"
#include "plugin/examiner.h"
#include <glib/gstdio.h>
#include <string.h>

struct _DoctorCertificateLook {
  DoctorScope scope;
  DoctorCertificateQuestion question;
  char *window_text;
  DoctorFacts *settings;
  DoctorExaminer *examiner; /* running, or NULL */
  char *seen;               /* sentences of the look at the server, or NULL */
  DoctorCertificateTold told;
  gpointer told_data;
};

enum { DEADLINE_MS = 10000 }; /* a person waits in front of a window */

static const char *
host_of (DoctorCertificateLook *look)
{
  const char *host = doctor_facts_get_string (look->settings, look->scope, "server.host");

  return host != NULL ? host : "";
}

/* --- at once --- */

/* When the client stored a certificate for this server; 0: none. */
static gint64
stored_time (DoctorCertificateLook *look)
{
  int port = (int)doctor_facts_get_int (look->settings, look->scope, "server.port", 0);
  g_autofree char *folder = g_build_filename (doctor_bridge_config_dir (), "certs", NULL);
  g_autofree char *prefix = g_strdup_printf ("%s.%d.", host_of (look), port);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  gint64 newest = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    GStatBuf status;

    if (g_str_has_prefix (name, prefix) && g_str_has_suffix (name, ".cert")
        && g_stat (path, &status) == 0)
      newest = MAX (newest, (gint64)status.st_mtime);
  }
  return newest;
}

static char *
dup_stored (DoctorCertificateLook *look)
{
  gint64 time = stored_time (look);
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_int64 (time));
  g_autofree char *date
    = time != 0 ? doctor_value_dup_text ("receive.tls.cert.not-before", value) : NULL;

  if (look->question != DOCTOR_CERTIFICATE_CHANGED)
    return g_strdup (_ ("No certificate is stored for this server, so there is nothing to compare "
                        "this one with."));
  if (date == NULL)
    return g_strdup (_ ("This certificate differs from the one that is stored."));
  /* Translators: the hole is a date. */
  return g_strdup_printf (_ ("This certificate differs from the one that was stored on %s."), date);
}

/* --- after the look --- */

/* As the window has them: upper-case hexadecimal with colons. */
static gboolean
is_in_window (DoctorCertificateLook *look, const char *fingerprint)
{
  g_autofree char *shown = g_ascii_strup (fingerprint, -1);

  return strstr (look->window_text, "SHA256: ") == NULL
         || strstr (look->window_text, shown) != NULL;
}

/* What stands in the way of trusting it; others have to wait for the panel. */
static const DoctorFinding *
find_reason (DoctorCertificateLook *look, GPtrArray *findings)
{
  static const char *const axes[] = { "tls", "network", "computer", "name", NULL };

  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = findings->pdata[i];

    if (finding->hidden_by == NULL
        && (finding->scope == look->scope || finding->scope == DOCTOR_SCOPE_ACCOUNT)
        && g_strv_contains (axes, doctor_finding_type_get_axis (finding->type)))
      return finding;
  }
  return NULL;
}

static void
add_sentence (GString *text, const char *sentence)
{
  if (sentence == NULL || *sentence == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, sentence);
}

static void
add_finding (GString *text, const DoctorFinding *finding, DoctorFacts *facts)
{
  static const char *const parts[] = { "Title", "Reason", "Action" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *sentence = doctor_finding_dup_text (finding, facts, parts[i]);

    add_sentence (text, sentence);
  }
}

static char *
dup_seen (DoctorCertificateLook *look, DoctorFacts *facts)
{
  g_autoptr (GPtrArray) findings = doctor_engine_run (doctor_cases_get_rules (), facts, NULL);
  const char *fingerprint = doctor_facts_get_string (facts, look->scope, "tls.cert.fingerprint");
  const DoctorFinding *reason = find_reason (look, findings);
  GString *text = g_string_new (NULL);

  if (fingerprint != NULL && !is_in_window (look, fingerprint))
    add_sentence (text, _ ("A moment later, the server showed Account Doctor another certificate "
                           "than the one in this window."));
  if (reason != NULL)
    add_finding (text, reason, facts);
  else if (doctor_facts_is (facts, look->scope, "tls.verify", "ok")) {
    g_autofree char *sentence = g_strdup_printf (
      _ ("It is from an authority that this computer trusts, and valid for %s."), host_of (look));

    add_sentence (text, sentence);
  } else if (text->len == 0)
    add_sentence (text, _ ("The server could not be looked at, so nothing more is known. Ask the "
                           "people who run it before you trust the certificate."));
  return g_string_free (text, FALSE);
}

static void
on_fact (const char *name, GVariant *value, gpointer data)
{
}

static void
on_done (DoctorFacts *seen, const GError *error, gpointer data)
{
  DoctorCertificateLook *look = data;
  g_autoptr (DoctorFacts) facts = doctor_facts_copy (look->settings);
  g_autofree char *text = NULL;

  doctor_facts_overlay (facts, seen);
  doctor_providers_describe (doctor_cases_get_providers (), facts);
  look->seen = dup_seen (look, facts);
  g_clear_pointer (&look->examiner, doctor_examiner_free);
  text = doctor_certificate_look_dup_text (look);
  look->told (text, TRUE, look->told_data);
}

char *
doctor_certificate_look_dup_text (DoctorCertificateLook *look)
{
  g_autofree char *stored = dup_stored (look);
  GString *text = g_string_new (NULL);

  add_sentence (text, stored);
  add_sentence (text,
                look->seen != NULL ? look->seen : _ ("Account Doctor is looking at the server…"));
  return g_string_free (text, FALSE);
}

DoctorCertificateLook *
doctor_certificate_look_new (int account_id,
                             DoctorScope scope,
                             DoctorCertificateQuestion question,
                             const char *window_text,
                             DoctorCertificateTold told,
                             gpointer data)
{
  DoctorFacts *settings = doctor_bridge_read (account_id);
  DoctorExaminerEvents events = { on_fact, on_done, NULL };
  DoctorExaminerRequest request = { .deadline_ms = DEADLINE_MS, .automatic = TRUE };
  DoctorCertificateLook *look;

  if (settings == NULL)
    return NULL;
  look = g_new0 (DoctorCertificateLook, 1);
  look->scope = scope;
  look->question = question;
  look->window_text = g_strdup (window_text);
  look->settings = settings;
  look->told = told;
  look->told_data = data;
  events.data = look;
  request.service = doctor_facts_get_string (settings, scope, "service.protocol");
  look->examiner = doctor_examiner_start (settings, &request, &events);
  return look;
}

void
doctor_certificate_look_free (DoctorCertificateLook *look)
{
  if (look == NULL)
    return;
  doctor_examiner_free (look->examiner);
  doctor_facts_unref (look->settings);
  g_free (look->window_text);
  g_free (look->seen);
  g_free (look);
}
