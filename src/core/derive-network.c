/* What follows from two views of a name, and from two families of addresses. */
#include "core/derive-parts.h"
#include <string.h>

enum {
  /* RFC 8767 §5 has a resolver answer within 1.8 s, if need be with what it had before. */
  SLOW_LOOKUP_MS = 1800,
};

static void
set_string (DoctorFacts *facts, DoctorScope scope, const char *name, const char *value)
{
  doctor_facts_set_scoped (facts, scope, name, g_variant_new_string (value), DOCTOR_SOURCE_DERIVED);
}

static gboolean
is_one_of (DoctorFacts *facts, DoctorScope scope, const char *name, const char *const *values)
{
  const char *value = doctor_facts_get_string (facts, scope, name);
  return value != NULL && g_strv_contains (values, value);
}

/* --- dns.views-differ, dns.stale-address --- */

/* Large providers give every question other addresses, of the same network. */
static gboolean
are_neighbours (const char *a, const char *b)
{
  enum { IPV4_BYTES = 2, IPV6_BYTES = 4 };
  g_autoptr (GInetAddress) first = g_inet_address_new_from_string (a);
  g_autoptr (GInetAddress) second = g_inet_address_new_from_string (b);
  if (first == NULL || second == NULL
      || g_inet_address_get_family (first) != g_inet_address_get_family (second))
    return FALSE;
  gsize n = g_inet_address_get_family (first) == G_SOCKET_FAMILY_IPV6 ? IPV6_BYTES : IPV4_BYTES;
  return memcmp (g_inet_address_to_bytes (first), g_inet_address_to_bytes (second), n) == 0;
}

/* Whether no address of the one list is near one of the other. */
static gboolean
share_nothing (const char *const *own, const char *const *theirs)
{
  for (; *own != NULL; own++)
    for (const char *const *other = theirs; *other != NULL; other++)
      if (are_neighbours (*own, *other))
        return FALSE;
  return TRUE;
}

static gboolean
differ_in_addresses (DoctorFacts *facts, DoctorScope scope)
{
  GVariant *own = doctor_facts_lookup (facts, scope, "dns.addresses");
  GVariant *theirs = doctor_facts_lookup (facts, scope, "dns.server-addresses");
  if (own == NULL || theirs == NULL)
    return FALSE;
  g_autofree const char **own_list = g_variant_get_strv (own, NULL);
  g_autofree const char **their_list = g_variant_get_strv (theirs, NULL);
  return share_nothing (own_list, their_list);
}

/* What the two views say of the name: there it is, or there it is not. A view that failed says
 * neither. */
static const char *const there[] = { "found", NULL };
static const char *const not_there[] = { "not-found", "no-address", NULL };

void
doctor_derive_views (DoctorFacts *facts, DoctorScope scope)
{
  gboolean own_there = is_one_of (facts, scope, "dns.result", there);
  gboolean own_not = is_one_of (facts, scope, "dns.result", not_there);
  gboolean theirs_there = is_one_of (facts, scope, "dns.server-result", there);
  gboolean theirs_not = is_one_of (facts, scope, "dns.server-result", not_there);
  if ((!own_there && !own_not) || (!theirs_there && !theirs_not))
    return;
  gboolean differ = own_there != theirs_there
                    || (own_there && theirs_there && differ_in_addresses (facts, scope));
  doctor_facts_set_scoped (facts, scope, "dns.views-differ", g_variant_new_boolean (differ),
                           DOCTOR_SOURCE_DERIVED);
}

/* An old answer that leads to a server that is no longer there. */
void
doctor_derive_stale_address (DoctorFacts *facts, DoctorScope scope)
{
  static const char *const dead[] = { "refused", "timeout", "unreachable", NULL };
  GVariant *own = doctor_facts_lookup (facts, scope, "dns.addresses");
  if (own == NULL || !is_one_of (facts, scope, "tcp.result", dead)
      || !is_one_of (facts, scope, "dns.server-result", there)
      || !doctor_facts_get_boolean (facts, scope, "dns.views-differ", FALSE))
    return;
  g_autofree const char **list = g_variant_get_strv (own, NULL);
  if (list[0] != NULL)
    set_string (facts, scope, "dns.stale-address", list[0]);
}

/* --- dns.slow --- */

void
doctor_derive_slow_lookup (DoctorFacts *facts, DoctorScope scope)
{
  gint64 ms = doctor_facts_get_int (facts, scope, "dns.ms", -1);
  if (ms >= 0)
    doctor_facts_set_scoped (facts, scope, "dns.slow", g_variant_new_boolean (ms > SLOW_LOOKUP_MS),
                             DOCTOR_SOURCE_DERIVED);
}

/* --- host.published --- */

/* The first server that the domain publishes, when that of the account is none of them. */
void
doctor_derive_published (DoctorFacts *facts, DoctorScope scope)
{
  GVariantIter iter;
  const char *host = NULL, *first = NULL;
  GVariant *servers = doctor_facts_lookup (facts, scope, "dns.srv");
  const char *own = doctor_facts_get_string (facts, scope, "server.host");
  if (servers == NULL || own == NULL)
    return;
  g_variant_iter_init (&iter, servers);
  while (g_variant_iter_next (&iter, "(&si&s)", &host, NULL, NULL)) {
    if (g_ascii_strcasecmp (host, own) == 0)
      return;
    if (first == NULL)
      first = host;
  }
  if (first != NULL)
    set_string (facts, scope, "host.published", first);
}

/* --- tcp.broken-family --- */

static const struct {
  const char *name, *own, *other;
} families[] = {
  { "ipv6", "tcp.ipv6", "tcp.ipv4" },
  { "ipv4", "tcp.ipv4", "tcp.ipv6" },
};

/* Without a route of that family nothing is broken: the system knows, and does not wait. */
static gboolean
has_route (DoctorFacts *facts, const char *family)
{
  const char *route = doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "computer.route");
  return g_strcmp0 (route, "both") == 0 || g_strcmp0 (route, family) == 0;
}

void
doctor_derive_broken_family (DoctorFacts *facts, DoctorScope scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (families); i++) {
    gboolean silent = doctor_facts_is (facts, scope, families[i].own, "timeout");
    gboolean lost = doctor_facts_is (facts, scope, families[i].own, "unreachable")
                    && has_route (facts, families[i].name);
    if ((silent || lost) && doctor_facts_is (facts, scope, families[i].other, "connected"))
      set_string (facts, scope, "tcp.broken-family", families[i].name);
  }
}
