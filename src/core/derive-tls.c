#include "core/derive-tls.h"
#include "core/derive-inspector.h"

static void
set (DoctorFacts *facts, DoctorScope scope, const char *name, GVariant *value)
{
  doctor_facts_set_scoped (facts, scope, name, value, DOCTOR_SOURCE_DERIVED);
}

static gboolean
is_known (DoctorFacts *facts, DoctorScope scope, const char *name)
{
  return doctor_facts_lookup (facts, scope, name) != NULL;
}

static gint64
get_now (DoctorFacts *facts)
{
  return doctor_facts_get_int (facts, DOCTOR_SCOPE_ACCOUNT, "clock.now",
                               g_get_real_time () / G_USEC_PER_SEC);
}

/* --- tls.date-fault --- */

/* A clock that is less than this off is right enough: servers' dates and the line have delays,
 * and certificates are rarely used within an hour of their limits. */
enum { CLOCK_TOLERANCE_SECONDS = 3600 };

/* Whether the certificate would be valid if the clock were right. The date of this program
 * only says how far behind the clock is at least: then any later day may be right. */
static gboolean
offset_explains (DoctorFacts *facts, DoctorScope scope, gint64 offset)
{
  gint64 right = get_now (facts) - offset;
  gint64 from = doctor_facts_get_int (facts, scope, "tls.cert.not-before", G_MAXINT64);
  gint64 until = doctor_facts_get_int (facts, scope, "tls.cert.not-after", G_MININT64);
  if (doctor_facts_is (facts, DOCTOR_SCOPE_ACCOUNT, "clock.evidence", "program-date"))
    return get_now (facts) < from && right <= until;
  return from <= right && right <= until;
}

/* A public authority signs no certificate of the future: where one is shown and no time
 * service keeps the clock, the clock is behind. */
static gboolean
is_from_the_future (DoctorFacts *facts, DoctorScope scope)
{
  return doctor_facts_is (facts, scope, "tls.verify", "not-yet-valid")
         && !doctor_facts_get_boolean (facts, scope, "tls.root-local", TRUE);
}

static const char *
judge_dates (DoctorFacts *facts, DoctorScope scope)
{
  GVariant *offset = doctor_facts_lookup (facts, DOCTOR_SCOPE_ACCOUNT, "clock.offset-seconds");
  if (offset != NULL) {
    gint64 seconds = g_variant_get_int64 (offset);
    if (seconds > -CLOCK_TOLERANCE_SECONDS && seconds < CLOCK_TOLERANCE_SECONDS)
      return "server";
    if (offset_explains (facts, scope, seconds))
      return "clock";
    return is_known (facts, scope, "tls.cert.not-after") ? "server" : "undecided";
  }
  if (doctor_facts_get_boolean (facts, DOCTOR_SCOPE_ACCOUNT, "clock.synchronised", FALSE))
    return "server";
  return is_from_the_future (facts, scope) ? "clock" : "undecided";
}

void
doctor_derive_date_fault (DoctorFacts *facts, DoctorScope scope)
{
  const char *verdict = doctor_facts_get_string (facts, scope, "tls.verify");
  if (verdict == NULL)
    verdict = doctor_facts_get_string (facts, scope, "reply.error");
  if (g_strcmp0 (verdict, "expired") != 0 && g_strcmp0 (verdict, "not-yet-valid") != 0)
    return;
  set (facts, scope, "tls.date-fault", g_variant_new_string (judge_dates (facts, scope)));
}

/* --- tls.cert.days-left --- */

void
doctor_derive_days_left (DoctorFacts *facts, DoctorScope scope)
{
  enum { DAY = 24 * 60 * 60 };
  gint64 until = doctor_facts_get_int (facts, scope, "tls.cert.not-after", 0);
  if (until == 0)
    return;
  gint64 left = until - get_now (facts);
  gint64 days = left >= 0 ? left / DAY : -((-left + DAY - 1) / DAY);
  set (facts, scope, "tls.cert.days-left",
       g_variant_new_int32 ((gint32)CLAMP (days, G_MININT32, G_MAXINT32)));
}

/* --- tls.inspector --- */

static const char *
find_in_chain (DoctorFacts *facts, DoctorScope scope)
{
  GVariant *chain = doctor_facts_lookup (facts, scope, "tls.chain");
  const char *found = NULL;
  for (gsize i = 0; chain != NULL && i < g_variant_n_children (chain) && found == NULL; i++) {
    const char *subject = NULL;
    g_variant_get_child (chain, i, "&s", &subject);
    /* The first is the server itself: a maker's own mail server inspects nothing. */
    found = i == 0 ? NULL : doctor_derive_find_inspector (subject);
  }
  return found;
}

void
doctor_derive_inspector (DoctorFacts *facts, DoctorScope scope)
{
  const char *issuer = doctor_facts_get_string (facts, scope, "tls.cert.issuer");
  /* Makers have certificates of public authorities like everybody else. */
  if (issuer == NULL || !doctor_facts_get_boolean (facts, scope, "tls.root-local", TRUE)
      || doctor_facts_is (facts, scope, "tls.verify", "self-signed"))
    return;
  const char *product = doctor_derive_find_inspector (issuer);
  if (product == NULL)
    product = find_in_chain (facts, scope);
  if (product != NULL)
    set (facts, scope, "tls.inspector", g_variant_new_string (product));
}

/* --- tls.saved-differs --- */

/* Fingerprints: colons and case do not matter. */
static gboolean
same_fingerprint (const char *a, const char *b)
{
  for (;; a++, b++) {
    a += *a == ':';
    b += *b == ':';
    if (g_ascii_tolower (*a) != g_ascii_tolower (*b))
      return FALSE;
    if (*a == '\0')
      return TRUE;
  }
}

static gboolean
differ (DoctorFacts *facts, DoctorScope scope, const char *saved_name, const char *name)
{
  const char *saved = doctor_facts_get_string (facts, scope, saved_name);
  const char *shown = doctor_facts_get_string (facts, scope, name);
  return saved != NULL && shown != NULL && !same_fingerprint (saved, shown);
}

void
doctor_derive_saved_differs (DoctorFacts *facts, DoctorScope scope)
{
  if (is_known (facts, scope, "server.accepted-certificate")
      && is_known (facts, scope, "tls.cert.fingerprint"))
    set (facts, scope, "tls.saved-differs",
         g_variant_new_boolean (
           differ (facts, scope, "server.accepted-certificate", "tls.cert.fingerprint")));
}

/* --- tls.saved.changes --- */

static const struct {
  const char *change, *saved, *shown;
} compared[] = {
  { "issuer", "tls.saved.issuer", "tls.cert.issuer" },
  { "name", "tls.saved.subject", "tls.cert.subject" },
  { "validity", "tls.saved.not-after", "tls.cert.not-after" },
};

static gboolean
has_other_value (DoctorFacts *facts, DoctorScope scope, const char *saved_name, const char *name)
{
  GVariant *saved = doctor_facts_lookup (facts, scope, saved_name);
  GVariant *shown = doctor_facts_lookup (facts, scope, name);
  return saved != NULL && shown != NULL && !g_variant_equal (saved, shown);
}

void
doctor_derive_saved_changes (DoctorFacts *facts, DoctorScope scope)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  if (!doctor_facts_get_boolean (facts, scope, "tls.saved-differs", FALSE))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (compared); i++)
    if (has_other_value (facts, scope, compared[i].saved, compared[i].shown))
      g_ptr_array_add (changes, (gpointer)compared[i].change);
  if (differ (facts, scope, "server.accepted-key", "tls.cert.key-fingerprint"))
    g_ptr_array_add (changes, (gpointer) "key");
  if (changes->len > 0)
    set (facts, scope, "tls.saved.changes",
         g_variant_new_strv ((const char *const *)changes->pdata, (gssize)changes->len));
}

/* --- tls.reading --- */

static gboolean
is_unexpected (DoctorFacts *facts, DoctorScope scope)
{
  static const char *const verdicts[]
    = { "hostname-mismatch", "self-signed", "untrusted", "incomplete-chain", "other", NULL };
  const char *verdict = doctor_facts_get_string (facts, scope, "tls.verify");
  return verdict != NULL && g_strv_contains (verdicts, verdict);
}

static gboolean
is_behind_portal (DoctorFacts *facts, DoctorScope scope)
{
  return is_known (facts, DOCTOR_SCOPE_ACCOUNT, "portal.location")
         || doctor_facts_is (facts, DOCTOR_SCOPE_ACCOUNT, "computer.connectivity", "portal");
}

static gboolean
is_inspected (DoctorFacts *facts, DoctorScope scope)
{
  return is_known (facts, scope, "tls.inspector")
         || doctor_facts_get_boolean (facts, scope, "tls.same-issuer", FALSE);
}

/* Another certificate than the one saved, and all the same from whom it should be: for the
 * same key, or vouched for by an authority. */
static gboolean
is_renewed (DoctorFacts *facts, DoctorScope scope)
{
  if (!doctor_facts_get_boolean (facts, scope, "tls.saved-differs", FALSE))
    return FALSE;
  return doctor_facts_is (facts, scope, "tls.verify", "ok")
         || (is_known (facts, scope, "server.accepted-key")
             && is_known (facts, scope, "tls.cert.key-fingerprint")
             && !differ (facts, scope, "server.accepted-key", "tls.cert.key-fingerprint"));
}

static gboolean
is_virtual_host (DoctorFacts *facts, DoctorScope scope)
{
  return is_known (facts, scope, "tls.names-host");
}

static gboolean
is_mismatch (DoctorFacts *facts, DoctorScope scope)
{
  return doctor_facts_is (facts, scope, "tls.verify", "hostname-mismatch");
}

/* The first that holds. Whoever stands in between is told before anything else is believed. */
static const struct {
  const char *reading;
  gboolean (*holds) (DoctorFacts *facts, DoctorScope scope);
} readings[] = {
  { "portal", is_behind_portal },      { "inspector", is_inspected }, { "renewed", is_renewed },
  { "virtual-host", is_virtual_host }, { "mismatch", is_mismatch },
};

void
doctor_derive_reading (DoctorFacts *facts, DoctorScope scope)
{
  if (!is_unexpected (facts, scope) && !is_renewed (facts, scope))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    if (readings[i].holds (facts, scope)) {
      set (facts, scope, "tls.reading", g_variant_new_string (readings[i].reading));
      return;
    }
}
