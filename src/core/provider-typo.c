#include "core/provider-typo.h"
#include "core/provider-index.h"
#include "core/provider-private.h"
#include <string.h>

/* --- one slip --- */

typedef enum { SLIP_NONE, SLIP_SWAPPED, SLIP_REPLACED, SLIP_MISSING, SLIP_ADDED } Slip;

/* What was done at @out_at of @known to get @typed, where that is one thing (Damerau). */
static Slip
find_slip (const char *known, gsize length, const char *typed, gsize typed_length, gsize *out_at)
{
  gsize at = 0;
  while (at < length && at < typed_length && known[at] == typed[at])
    at++;
  const char *rest = known + at, *other = typed + at;
  gsize left = length - at, other_left = typed_length - at;
  *out_at = at;
  if (left == other_left && left >= 2 && rest[0] == other[1] && rest[1] == other[0]
      && memcmp (rest + 2, other + 2, left - 2) == 0)
    return SLIP_SWAPPED;
  if (left == other_left && left >= 1 && memcmp (rest + 1, other + 1, left - 1) == 0)
    return SLIP_REPLACED;
  if (left == other_left + 1 && memcmp (rest + 1, other, other_left) == 0)
    return SLIP_MISSING;
  if (left + 1 == other_left && memcmp (rest, other + 1, left) == 0)
    return SLIP_ADDED;
  return SLIP_NONE;
}

/* --- which slips people make --- */

/* Rows of keyboards, with those of QWERTZ and AZERTY where their neighbours differ. */
static const char *const key_rows[]
  = { "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "1234567890" };
/* Keys above one another, and signs that look alike. */
static const char *const pairs[]
  = { "1l", "1i", "0o", "li", "5s", "3e", "8b", "qa", "ws", "ed", "rf", "tg", "yh", "uj",
      "ik", "az", "sx", "dc", "fv", "gb", "hn", "jm", ",.", ";.", "ei", "ae", "ao", "-_" };

static gboolean
are_neighbours (char a, char b)
{
  for (guint i = 0; i < G_N_ELEMENTS (key_rows); i++) {
    const char *left = strchr (key_rows[i], a), *right = strchr (key_rows[i], b);
    if (left != NULL && right != NULL && (left - right == 1 || right - left == 1))
      return TRUE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if ((pairs[i][0] == a && pairs[i][1] == b) || (pairs[i][0] == b && pairs[i][1] == a))
      return TRUE;
  return FALSE;
}

/* --- where a slip is one --- */

enum {
  MIN_LABEL = 5,         /* letters of a name in which one wrong letter stands out */
  MIN_SWAPPED_LABEL = 4, /* and in which two swapped ones do */
  MIN_NAME = 8           /* letters of a whole name in which a dot may be lost */
};

typedef struct {
  const char *start;
  gsize length;
  gboolean is_first, is_last;
} Label;

static Label
label_at (const char *known, gsize length, gsize at)
{
  gsize begin = MIN (at, length), end = MIN (at, length);
  while (begin > 0 && known[begin - 1] != '.')
    begin--;
  while (end < length && known[end] != '.')
    end++;
  return (Label){ known + begin, end - begin, begin == 0, end == length };
}

/* Top-level domains that exist besides those of countries, and are close to each other. */
static gboolean
is_real_top (const char *top)
{
  return strlen (top) == 2
         || g_strv_contains ((const char *const[]){ "com", "net", "org", "edu", "gov", "mil", "int",
                                                    "biz", "info", "name", "pro", "cat", "tel",
                                                    "app", "dev", "one", "xyz", NULL },
                             top);
}

/* ".con" for ".com"; "gmail.co", too, but not one country for another. */
static guint
rate_top (const Label *label, const char *known, const char *typed)
{
  const char *dot = strrchr (typed, '.');
  const char *top = dot != NULL ? dot + 1 : typed;
  Label name = label_at (known, label->start - 1 - known, label->start - 1 - known);
  gboolean cut = strlen (top) == 2 && label->length == 3 && name.length >= MIN_LABEL;
  return cut || !is_real_top (top) ? 2 : 0;
}

/* A short label between the name and the country. */
static gboolean
is_category (const Label *label, const char *known, gsize length)
{
  const char *end = label->start + label->length;
  return !label->is_first && !label->is_last && label->length <= 3 && known + length - end == 3
         && memchr (end + 1, '.', 2) == NULL;
}

/* ".me.jp" for ".ne.jp": the names below a country are few. */
static guint
rate_category (const char *typed)
{
  static const char *const real[] = { "ac", "ad", "co",  "com", "ed", "edu", "go",  "gov", "gr",
                                      "lg", "ne", "net", "nom", "or", "org", "plc", NULL };
  g_auto (GStrv) labels = g_strsplit (typed, ".", -1);
  guint n = g_strv_length (labels);
  return n >= 3 && !g_strv_contains (real, labels[n - 2]) ? 2 : 0;
}

/* "imap2" may be a server beside "imap", as "pop3" is one beside "pop". */
static gboolean
is_number (Slip slip, const Label *label, gsize offset, char known_char, char typed_char)
{
  char c = slip == SLIP_ADDED ? typed_char : known_char;
  gboolean at_end = offset + (slip != SLIP_ADDED) >= label->length;
  return g_ascii_isdigit (c) && at_end && (slip != SLIP_REPLACED || g_ascii_isdigit (typed_char));
}

/* The first part of a host is short, but what follows it is known; not so of a domain. */
static gboolean
is_long_enough (Slip slip, const Label *label, const char *known, gsize length)
{
  gsize least = slip == SLIP_SWAPPED ? MIN_SWAPPED_LABEL : MIN_LABEL;
  const char *dot = memchr (known, '.', length);
  gboolean is_service
    = label->is_first && dot != NULL && memchr (dot + 1, '.', known + length - dot - 1) != NULL;
  return label->length >= least || (is_service && label->length >= 3);
}

guint
doctor_typo_rate (const char *known, gsize length, const char *typed)
{
  gsize at = 0, typed_length = strlen (typed);
  Slip slip = find_slip (known, length, typed, typed_length, &at);
  if (slip == SLIP_NONE)
    return 0;
  char known_char = at < length ? known[at] : '\0', typed_char = typed[at];
  char changed = slip == SLIP_ADDED ? typed_char : known_char;
  if (changed == '.' || (slip == SLIP_SWAPPED && memchr (known + at, '.', 2) != NULL))
    return length >= MIN_NAME && typed[typed_length - 1] != '.' ? 3 : 0;
  Label label = label_at (known, length, at);
  if (label.is_last && !label.is_first)
    return rate_top (&label, known, typed);
  if (changed == '-')
    return length >= MIN_NAME ? 3 : 0;
  if (is_category (&label, known, length))
    return rate_category (typed);
  if (!is_long_enough (slip, &label, known, length)
      || is_number (slip, &label, known + at - label.start, known_char, typed_char))
    return 0;
  if (slip == SLIP_SWAPPED)
    return 3;
  if (slip == SLIP_REPLACED)
    return are_neighbours (known_char, typed_char) ? 2 : 0;
  return 2;
}

/* --- among all that are known --- */

typedef struct {
  const char *typed;
  gsize length;
  guint best_rate;
  const char *best; /* not ended */
  gsize best_length;
} Search;

static gboolean
try_name (const char *known, gsize length, Search *search)
{
  if (length + 1 < search->length || length > search->length + 1)
    return FALSE;
  guint rate = doctor_typo_rate (known, length, search->typed);
  if (rate <= search->best_rate)
    return FALSE;
  search->best_rate = rate;
  search->best = known;
  search->best_length = length;
  return FALSE;
}

static gboolean
try_entry (const DoctorIndexEntry *entry, gpointer data)
{
  return try_name (entry->name, entry->length, data);
}

static void
try_overlay (DoctorProviders *providers, char kind, Search *search)
{
  GPtrArray *overlay = doctor_providers_get_overlay (providers);
  for (guint i = 0; i < overlay->len; i++) {
    const DoctorProvider *provider = g_ptr_array_index (overlay, i);
    for (char **domain = provider->domains; kind == 'd' && *domain != NULL; domain++)
      try_name (*domain, strlen (*domain), search);
    for (guint n = 0; kind == 'h' && n < provider->servers->len; n++) {
      const DoctorServer *server = g_ptr_array_index (provider->servers, n);
      if (strchr (server->host, '{') == NULL)
        try_name (server->host, strlen (server->host), search);
    }
  }
}

/* The known name of @kind that @typed (small letters) is most likely meant to be, or NULL. */
static char *
find_meant (DoctorProviders *providers, char kind, const char *typed)
{
  Search search = { .typed = typed, .length = strlen (typed) };
  try_overlay (providers, kind, &search);
  doctor_index_each (kind, try_entry, &search);
  return search.best != NULL ? g_strndup (search.best, search.best_length) : NULL;
}

/* --- facts --- */

static void
set_typo (DoctorFacts *facts, DoctorScope scope, const char *name, const char *meant)
{
  if (meant != NULL)
    doctor_facts_set_scoped (facts, scope, name, g_variant_new_string (meant),
                             DOCTOR_SOURCE_PROVIDER);
}

static gboolean
works (DoctorFacts *facts, DoctorScope scope)
{
  return doctor_facts_is (facts, scope, "dns.result", "found")
         && doctor_facts_is (facts, scope, "login.result", "ok");
}

static void
describe_host (DoctorProviders *providers, DoctorFacts *facts, DoctorScope scope)
{
  const char *host = doctor_facts_get_string (facts, scope, "server.host");
  if (host == NULL || doctor_host_is_loopback (host) || works (facts, scope)
      || doctor_providers_for_host (providers, host) != NULL)
    return;
  g_autofree char *typed = g_ascii_strdown (host, -1);
  g_autofree char *meant = find_meant (providers, 'h', typed);
  set_typo (facts, scope, "host.typo-of", meant);
}

static void
describe_domain (DoctorProviders *providers, DoctorFacts *facts)
{
  const char *address = doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "account.address");
  g_autofree char *typed = doctor_address_dup_domain (address);
  if (typed == NULL || works (facts, DOCTOR_SCOPE_RECEIVE) || works (facts, DOCTOR_SCOPE_SEND)
      || doctor_providers_for_address (providers, address, NULL) != NULL)
    return;
  g_autofree char *meant = find_meant (providers, 'd', typed);
  set_typo (facts, DOCTOR_SCOPE_ACCOUNT, "domain.typo-of", meant);
}

void
doctor_providers_describe_typos (DoctorProviders *providers, DoctorFacts *facts)
{
  describe_domain (providers, facts);
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++)
    describe_host (providers, facts, scope);
}
