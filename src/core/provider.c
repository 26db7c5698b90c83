/* The set of providers, and what one of them says. */
#include "core/fold.h"
#include "core/provider-private.h"
#include <string.h>

struct _DoctorProviders {
  GMutex lock;         /* of what is read later */
  GHashTable *by_id;   /* borrowed id → DoctorProvider, owned: all that were read */
  GPtrArray *overlay;  /* borrowed, by id */
  GPtrArray *in_order; /* ids of all, owned; NULL until somebody asks */
};

DoctorProviders *
doctor_providers_load (const char *overlay_dir, GPtrArray *problems)
{
  DoctorProviders *providers = g_new0 (DoctorProviders, 1);
  g_mutex_init (&providers->lock);
  providers->by_id
    = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)doctor_provider_free);
  providers->overlay = g_ptr_array_new ();
  if (overlay_dir == NULL)
    return providers;
  g_autofree char *folder = g_build_filename (overlay_dir, "providers", NULL);
  g_autoptr (GPtrArray) files = doctor_data_files_in (folder, ".provider", problems);
  for (guint i = 0; i < files->len; i++) {
    DoctorProvider *provider = doctor_provider_read (g_ptr_array_index (files, i), problems);
    if (provider == NULL)
      continue;
    g_hash_table_insert (providers->by_id, provider->id, provider);
    g_ptr_array_add (providers->overlay, provider);
  }
  return providers;
}

void
doctor_providers_free (DoctorProviders *providers)
{
  if (providers == NULL)
    return;
  g_clear_pointer (&providers->in_order, g_ptr_array_unref);
  g_ptr_array_unref (providers->overlay);
  g_hash_table_unref (providers->by_id);
  g_mutex_clear (&providers->lock);
  g_free (providers);
}

GPtrArray *
doctor_providers_get_overlay (DoctorProviders *providers)
{
  return providers->overlay;
}

/* --- reading them --- */

const DoctorProvider *
doctor_providers_lookup (DoctorProviders *providers, const char *id)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&providers->lock);
  DoctorProvider *provider = g_hash_table_lookup (providers->by_id, id);
  if (provider != NULL)
    return provider;
  g_autoptr (DoctorDataFile) file = doctor_data_file_compiled ("providers", id, ".provider");
  provider = file != NULL ? doctor_provider_read (file, NULL) : NULL;
  if (provider != NULL)
    g_hash_table_insert (providers->by_id, provider->id, provider);
  return provider;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
list_ids (DoctorProviders *providers)
{
  g_autoptr (GPtrArray) files = doctor_data_files_compiled ("providers", ".provider");
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < files->len; i++) {
    const DoctorDataFile *file = g_ptr_array_index (files, i);
    g_ptr_array_add (ids, g_strdup (file->id));
  }
  for (guint i = 0; i < providers->overlay->len; i++) {
    const DoctorProvider *provider = g_ptr_array_index (providers->overlay, i);
    if (!g_ptr_array_find_with_equal_func (ids, provider->id, g_str_equal, NULL))
      g_ptr_array_add (ids, g_strdup (provider->id));
  }
  g_ptr_array_sort (ids, compare_strings);
  return ids;
}

guint
doctor_providers_get_n (DoctorProviders *providers)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&providers->lock);
  if (providers->in_order == NULL)
    providers->in_order = list_ids (providers);
  return providers->in_order->len;
}

const DoctorProvider *
doctor_providers_get (DoctorProviders *providers, guint i)
{
  g_return_val_if_fail (i < doctor_providers_get_n (providers), NULL);
  return doctor_providers_lookup (providers, g_ptr_array_index (providers->in_order, i));
}

/* --- one provider --- */

const char *
doctor_provider_get_id (const DoctorProvider *provider)
{
  return provider->id;
}

const char *
doctor_provider_get_name (const DoctorProvider *provider)
{
  return provider->name;
}

const char *
doctor_provider_get (const DoctorProvider *provider, const char *key)
{
  return g_hash_table_lookup (provider->values, key);
}

guint
doctor_provider_get_n_servers (const DoctorProvider *provider)
{
  return provider->servers->len;
}

const DoctorServer *
doctor_provider_get_server (const DoctorProvider *provider, guint i)
{
  return g_ptr_array_index (provider->servers, i);
}

guint
doctor_provider_get_n_notes (const DoctorProvider *provider)
{
  return provider->notes->len;
}

const DoctorNote *
doctor_provider_get_note (const DoctorProvider *provider, guint i)
{
  return g_ptr_array_index (provider->notes, i);
}

guint
doctor_provider_get_n_changes (const DoctorProvider *provider)
{
  return provider->changes->len;
}

const DoctorNote *
doctor_provider_get_change (const DoctorProvider *provider, guint i)
{
  return g_ptr_array_index (provider->changes, i);
}

gboolean
doctor_provider_is_doubtful (const DoctorProvider *provider, const char *key)
{
  return g_strv_contains ((const char *const *)provider->doubtful, key);
}

const char *
doctor_provider_explain (const DoctorProvider *provider,
                         const char *protocol,
                         const char *reply_text)
{
  for (guint i = 0; i < provider->markers->len; i++) {
    const DoctorMarker *marker = g_ptr_array_index (provider->markers, i);
    gboolean fits
      = protocol == NULL || marker->protocol == NULL || g_str_equal (marker->protocol, protocol);
    if (fits && doctor_fold_contains (reply_text, marker->contains))
      return marker->means;
  }
  return NULL;
}

/* --- its names --- */

static char *
dup_expanded (const char *name, const char *domain)
{
  g_auto (GStrv) parts = g_strsplit (name, "{domain}", -1);
  return g_strjoinv (domain != NULL ? domain : "{domain}", parts);
}

char *
doctor_server_dup_host (const DoctorServer *server, const char *domain)
{
  return dup_expanded (server->host, domain);
}

const char *
doctor_provider_match_domain (const DoctorProvider *provider, const char *domain)
{
  if (g_strv_contains ((const char *const *)provider->domains, domain))
    return "domain";
  for (char **pattern = provider->patterns; *pattern != NULL; pattern++)
    if (doctor_name_matches (*pattern, domain))
      return "pattern";
  return NULL;
}

static gboolean
is_named (const char *name, const char *host, const char *domain)
{
  g_autofree char *expanded = dup_expanded (name, domain);
  g_autofree char *small = g_ascii_strdown (host, -1);
  return doctor_name_matches (expanded, small);
}

gboolean
doctor_provider_has_name (char *const *hosts, const char *host, const char *domain)
{
  for (char *const *name = hosts; *name != NULL; name++)
    if (is_named (*name, host, domain))
      return TRUE;
  return FALSE;
}

static gboolean
has_server (const DoctorProvider *provider, const char *host, const char *domain)
{
  for (guint i = 0; i < provider->servers->len; i++) {
    const DoctorServer *server = g_ptr_array_index (provider->servers, i);
    if (is_named (server->host, host, domain))
      return TRUE;
  }
  return FALSE;
}

gboolean
doctor_provider_has_host (const DoctorProvider *provider, const char *host, const char *domain)
{
  return has_server (provider, host, domain)
         || doctor_provider_has_name (provider->other_hosts, host, domain)
         || doctor_provider_has_name (provider->retired_hosts, host, domain);
}

gboolean
doctor_provider_owns_host (const DoctorProvider *provider, const char *host, const char *address)
{
  g_autofree char *domain = doctor_address_dup_domain (address);
  return domain != NULL && host != NULL
         && g_strcmp0 (doctor_provider_get (provider, "Confidence"), "low") != 0
         && doctor_provider_match_domain (provider, domain) != NULL
         && has_server (provider, host, domain);
}
