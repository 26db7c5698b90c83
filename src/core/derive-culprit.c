#include "core/derive-parts.h"
#include "core/site.h"
#include <string.h>

/* By the words of control.tried, tcp.result and dns.result. */
static gboolean
is_reached (const char *outcome)
{
  return g_strv_contains ((const char *const[]){ "connected", "refused", "reset", NULL }, outcome);
}

static gboolean
is_unreached (const char *outcome)
{
  return g_strv_contains ((const char *const[]){ "timeout", "unreachable", "temporary", NULL },
                          outcome);
}

/* What came of the way to a service: its connection, or its name. NULL: not known. */
static const char *
get_outcome (DoctorFacts *facts, DoctorScope scope)
{
  const char *tcp = doctor_facts_get_string (facts, scope, "tcp.result");
  return tcp != NULL ? tcp : doctor_facts_get_string (facts, scope, "dns.result");
}

typedef struct {
  char *site;
  guint reached[2], unreached[2]; /* by whether it is of the same site */
} Count;

static void
count (Count *sums, const char *host, const char *outcome)
{
  g_autofree char *site = doctor_site_dup (host);
  gboolean same = strcmp (site, sums->site) == 0;
  sums->reached[same] += is_reached (outcome);
  sums->unreached[same] += is_unreached (outcome);
}

static void
count_controls (Count *sums, DoctorFacts *facts)
{
  GVariant *tried = doctor_facts_lookup (facts, DOCTOR_SCOPE_ACCOUNT, "control.tried");
  const char *host = NULL, *outcome = NULL;
  GVariantIter iter;
  if (tried == NULL)
    return;
  g_variant_iter_init (&iter, tried);
  while (g_variant_iter_next (&iter, "(&si&s)", &host, NULL, &outcome))
    count (sums, host, outcome);
}

/* The other service of the account says something when it is another host. */
static void
count_peer (Count *sums, DoctorFacts *facts, DoctorScope scope, const char *own)
{
  DoctorScope peer = scope == DOCTOR_SCOPE_RECEIVE ? DOCTOR_SCOPE_SEND : DOCTOR_SCOPE_RECEIVE;
  const char *host = doctor_facts_get_string (facts, peer, "server.host");
  const char *outcome = get_outcome (facts, peer);
  if (host != NULL && outcome != NULL && g_ascii_strcasecmp (host, own) != 0)
    count (sums, host, outcome);
}

/* NULL where it cannot be told: only hosts of the same provider were asked, and none answers. */
static const char *
judge (const Count *sums)
{
  if (sums->reached[TRUE] > 0)
    return "this-server";
  if (sums->reached[FALSE] > 0)
    return sums->unreached[TRUE] > 0 ? "this-provider" : "this-server";
  return sums->unreached[FALSE] > 0 ? "everything" : NULL;
}

void
doctor_derive_culprit (DoctorFacts *facts, DoctorScope scope)
{
  const char *host = doctor_facts_get_string (facts, scope, "server.host");
  const char *outcome = get_outcome (facts, scope);
  if (host == NULL || outcome == NULL || !is_unreached (outcome))
    return;
  Count sums = { .site = doctor_site_dup (host) };
  count_controls (&sums, facts);
  count_peer (&sums, facts, scope, host);
  const char *culprit = judge (&sums);
  g_free (sums.site);
  if (culprit != NULL)
    doctor_facts_set_scoped (facts, scope, "control.culprit", g_variant_new_string (culprit),
                             DOCTOR_SOURCE_DERIVED);
}
