/* Which provider it is: by name, address, mail exchanger or host. */
#include "core/provider-index.h"
#include "core/provider-private.h"
#include <string.h>

/* By bytes: names may come from anywhere, also such as are no text. */
gboolean
doctor_name_matches (const char *pattern, const char *name)
{
  const char *star = NULL, *resume = NULL;
  while (*name != '\0') {
    if (*pattern == '*') {
      star = pattern++;
      resume = name;
    } else if (*pattern == '?' || *pattern == *name) {
      pattern++;
      name++;
    } else if (star != NULL) {
      pattern = star + 1; /* the star takes one more */
      name = ++resume;
    } else {
      return FALSE;
    }
  }
  return pattern[strspn (pattern, "*")] == '\0';
}

char *
doctor_address_dup_domain (const char *address)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;
  return at != NULL && at[1] != '\0' ? g_ascii_strdown (at + 1, -1) : NULL;
}

gboolean
doctor_host_is_loopback (const char *host)
{
  return g_str_has_prefix (host, "127.") || g_str_equal (host, "::1")
         || g_ascii_strcasecmp (host, "localhost") == 0;
}

/* --- one of those that are compiled in --- */

typedef struct {
  DoctorProviders *providers;
  const char *name;
  const DoctorProvider *found;
} Search;

/* The provider of @entry, unless an overlay file stands in its place. */
static const DoctorProvider *
read_entry (DoctorProviders *providers, const DoctorIndexEntry *entry)
{
  g_autofree char *id = g_strndup (entry->id, entry->id_length);
  const DoctorProvider *provider = doctor_providers_lookup (providers, id);
  gboolean is_overlaid
    = g_ptr_array_find (doctor_providers_get_overlay (providers), provider, NULL);
  return is_overlaid ? NULL : provider;
}

static gboolean
take_first (const DoctorIndexEntry *entry, gpointer data)
{
  Search *search = data;
  search->found = read_entry (search->providers, entry);
  return search->found != NULL;
}

static const DoctorProvider *
find_first (DoctorProviders *providers, char kind, const char *name)
{
  Search search = { .providers = providers, .name = name };
  doctor_index_find (kind, name, take_first, &search);
  return search.found;
}

static gboolean
take_pattern (const DoctorIndexEntry *entry, gpointer data)
{
  Search *search = data;
  g_autofree char *pattern = g_strndup (entry->name, entry->length);
  return doctor_name_matches (pattern, search->name) && take_first (entry, data);
}

static const DoctorProvider *
find_by_pattern (DoctorProviders *providers, char kind, const char *name)
{
  Search search = { .providers = providers, .name = name };
  doctor_index_each (kind, take_pattern, &search);
  return search.found;
}

/* --- by name --- */

static gboolean
is_called (const DoctorProvider *provider, const char *plain)
{
  g_autofree char *id = doctor_index_dup_plain (provider->id);
  g_autofree char *name = doctor_index_dup_plain (provider->name);
  gboolean is_it = g_str_equal (id, plain) || g_str_equal (name, plain);
  for (char **alias = provider->aliases; !is_it && *alias != NULL; alias++) {
    g_autofree char *other = doctor_index_dup_plain (*alias);
    is_it = g_str_equal (other, plain);
  }
  return is_it;
}

const DoctorProvider *
doctor_providers_for_name (DoctorProviders *providers, const char *name)
{
  GPtrArray *overlay = doctor_providers_get_overlay (providers);
  g_autofree char *plain = doctor_index_dup_plain (name);
  if (*plain == '\0')
    return NULL;
  for (guint i = 0; i < overlay->len; i++)
    if (is_called (g_ptr_array_index (overlay, i), plain))
      return g_ptr_array_index (overlay, i);
  return find_first (providers, 'a', plain);
}

/* --- by address --- */

static const DoctorProvider *
find_overlay_domain (DoctorProviders *providers, const char *domain, const char *how)
{
  GPtrArray *overlay = doctor_providers_get_overlay (providers);
  for (guint i = 0; i < overlay->len; i++) {
    const DoctorProvider *provider = g_ptr_array_index (overlay, i);
    if (g_strcmp0 (doctor_provider_match_domain (provider, domain), how) == 0)
      return provider;
  }
  return NULL;
}

const DoctorProvider *
doctor_providers_for_address (DoctorProviders *providers, const char *address, const char **out_how)
{
  static const struct {
    const char *how;
    char kind;
    const DoctorProvider *(*find) (DoctorProviders *providers, char kind, const char *name);
  } ways[] = { { "domain", 'd', find_first }, { "pattern", 'p', find_by_pattern } };
  g_autofree char *domain = doctor_address_dup_domain (address);
  for (guint i = 0; domain != NULL && i < G_N_ELEMENTS (ways); i++) {
    const DoctorProvider *provider = find_overlay_domain (providers, domain, ways[i].how);
    if (provider == NULL)
      provider = ways[i].find (providers, ways[i].kind, domain);
    if (provider == NULL)
      continue;
    if (out_how != NULL)
      *out_how = ways[i].how;
    return provider;
  }
  return NULL;
}

/* --- by mail exchanger --- */

static const DoctorProvider *
find_mx_suffix (DoctorProviders *providers, const char *suffix, gboolean *out_verified)
{
  GPtrArray *overlay = doctor_providers_get_overlay (providers);
  *out_verified = TRUE;
  for (guint i = 0; i < overlay->len; i++) {
    const DoctorProvider *provider = g_ptr_array_index (overlay, i);
    if (g_strv_contains ((const char *const *)provider->mx, suffix))
      return provider;
  }
  const DoctorProvider *found = find_first (providers, 'm', suffix);
  if (found != NULL)
    return found;
  *out_verified = FALSE;
  return find_first (providers, 'u', suffix);
}

const DoctorProvider *
doctor_providers_for_mx (DoctorProviders *providers, const char *mx, gboolean *out_verified)
{
  g_autofree char *name = g_ascii_strdown (mx, -1);
  gsize length = strlen (name);
  if (length > 0 && name[length - 1] == '.')
    name[length - 1] = '\0';
  const DoctorProvider *found = NULL;
  for (const char *suffix = name; suffix != NULL && found == NULL;) {
    found = find_mx_suffix (providers, suffix, out_verified);
    suffix = strchr (suffix, '.');
    suffix = suffix != NULL ? suffix + 1 : NULL;
  }
  return found;
}

/* --- by host --- */

typedef struct {
  DoctorProviders *providers;
  GPtrArray *hosts; /* small letters */
  const char *host; /* of these, the one that is looked for */
  const DoctorProvider *best;
  guint best_rate;
} HostSearch;

static gboolean
has_domain_of (const DoctorProvider *provider, const char *host)
{
  for (const char *dot = strchr (host, '.'); dot != NULL; dot = strchr (dot + 1, '.'))
    if (g_strv_contains ((const char *const *)provider->domains, dot + 1))
      return TRUE;
  return FALSE;
}

/* Some hosts serve several providers (Outlook.com and Microsoft 365): the other host tells, or
 * whose name the host carries. */
static void
consider (HostSearch *search, const DoctorProvider *provider)
{
  guint rate = 0;
  for (guint i = 0; i < search->hosts->len; i++) {
    const char *host = g_ptr_array_index (search->hosts, i);
    if (doctor_provider_has_host (provider, host, NULL))
      rate += 2 + has_domain_of (provider, host);
  }
  if (rate > search->best_rate) {
    search->best_rate = rate;
    search->best = provider;
  }
}

static gboolean
consider_entry (const DoctorIndexEntry *entry, gpointer data)
{
  HostSearch *search = data;
  const DoctorProvider *provider = read_entry (search->providers, entry);
  if (provider != NULL)
    consider (search, provider);
  return FALSE;
}

static gboolean
consider_pattern (const DoctorIndexEntry *entry, gpointer data)
{
  HostSearch *search = data;
  g_autofree char *pattern = g_strndup (entry->name, entry->length);
  return doctor_name_matches (pattern, search->host) && consider_entry (entry, data);
}

const DoctorProvider *
doctor_providers_for_hosts (DoctorProviders *providers, GPtrArray *hosts)
{
  HostSearch search = { .providers = providers, .hosts = hosts };
  GPtrArray *overlay = doctor_providers_get_overlay (providers);
  for (guint i = 0; i < overlay->len; i++)
    consider (&search, g_ptr_array_index (overlay, i));
  for (guint i = 0; i < hosts->len; i++) {
    search.host = g_ptr_array_index (hosts, i);
    doctor_index_find ('h', search.host, consider_entry, &search);
    doctor_index_find ('r', search.host, consider_entry, &search);
    doctor_index_each ('w', consider_pattern, &search);
  }
  return search.best;
}

void
doctor_hosts_add (GPtrArray *hosts, const char *host)
{
  if (host != NULL && !doctor_host_is_loopback (host))
    g_ptr_array_add (hosts, g_ascii_strdown (host, -1));
}

const DoctorProvider *
doctor_providers_for_host (DoctorProviders *providers, const char *host)
{
  g_autoptr (GPtrArray) hosts = g_ptr_array_new_with_free_func (g_free);
  doctor_hosts_add (hosts, host);
  return doctor_providers_for_hosts (providers, hosts);
}
