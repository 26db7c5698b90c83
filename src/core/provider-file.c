#include "core/provider-file.h"
#include "core/fold.h"
#include "core/i18n.h"
#include "core/provider-keys.h"
#include <string.h>

typedef DoctorKeyFile Reader;

/* Text of @key in the current language, or NULL. Most keys are in no file, and GKeyFile makes an
 * error of each name that a translation might have. */
static char *
dup_value (const Reader *reader, const char *group, const char *key)
{
  if (!g_key_file_has_key (reader->keys, group, key, NULL))
    return NULL;
  g_autofree char *value = g_key_file_get_locale_string (reader->keys, group, key, NULL, NULL);
  return value != NULL && *g_strstrip (value) != '\0' ? g_steal_pointer (&value) : NULL;
}

static gboolean
is_low (const Reader *reader, const char *group)
{
  g_autofree char *confidence = dup_value (reader, group, "Confidence");
  return g_strcmp0 (confidence, "low") == 0;
}

/* --- [Provider], [Switch], [Limits] --- */

/* The form of a name: as it stands. Others are in small letters. */
static char *
dup_text (const char *text, gssize length)
{
  return g_strdup (text);
}

static char **
read_list (const Reader *reader, const char *key, char *(*form) (const char *text, gssize length))
{
  g_autofree char *value = dup_value (reader, "Provider", key);
  g_auto (GStrv) items = g_strsplit (value != NULL ? value : "", ";", -1);
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  for (char **item = items; *item != NULL; item++) {
    g_autofree char *formed = form (g_strstrip (*item), -1);
    if (*formed != '\0')
      g_strv_builder_add (list, formed);
  }
  return g_strv_builder_end (list);
}

static void
read_values (const Reader *reader, DoctorProvider *provider, const char *group, const char *prefix)
{
  for (const DoctorProviderKey *key = doctor_provider_keys (group); key->name != NULL; key++) {
    char *value = dup_value (reader, group, key->name);
    if (value != NULL)
      g_hash_table_insert (provider->values, g_strconcat (prefix, key->name, NULL), value);
  }
}

static void
read_provider (Reader *reader, DoctorProvider *provider)
{
  if (!g_key_file_has_group (reader->keys, "Provider")) {
    doctor_keyfile_fault (reader, NULL, NULL, _ ("there is no group [Provider]"));
    return;
  }
  read_values (reader, provider, "Provider", "");
  read_values (reader, provider, "Switch", "Switch.");
  read_values (reader, provider, "Limits", "Limits.");
  provider->name = g_strdup (g_hash_table_lookup (provider->values, "Name"));
  provider->aliases = read_list (reader, "Aliases", g_ascii_strdown);
  provider->domains = read_list (reader, "Domains", g_ascii_strdown);
  provider->patterns = read_list (reader, "Patterns", g_ascii_strdown);
  provider->mx = read_list (reader, "MX", g_ascii_strdown);
  provider->unverified_mx = read_list (reader, "UnverifiedMX", g_ascii_strdown);
  provider->other_hosts = read_list (reader, "OtherHosts", g_ascii_strdown);
  provider->retired_hosts = read_list (reader, "RetiredHosts", g_ascii_strdown);
  provider->doubtful = read_list (reader, "Doubtful", dup_text);
}

/* --- servers --- */

static void
server_free (gpointer data)
{
  DoctorServer *server = data;
  g_free ((char *)server->host);
  g_free (server);
}

/* Ports whose encryption is fixed by RFC 8314 §7.3 and RFC 6409. */
static const struct {
  guint16 port;
  gboolean is_tls;
} fixed_ports[] = {
  { 25, FALSE },  { 110, FALSE }, { 143, FALSE }, { 465, TRUE },
  { 587, FALSE }, { 993, TRUE },  { 995, TRUE },
};

static void
check_port (Reader *reader, const char *group, gint64 port, const char *security)
{
  if (port > G_MAXUINT16) {
    doctor_keyfile_fault (reader, group, "Port", _ ("the port is not a number from 1 to 65535"));
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (fixed_ports); i++)
    if (fixed_ports[i].port == port && fixed_ports[i].is_tls != g_str_equal (security, "tls"))
      doctor_keyfile_fault (reader, group, "Port", _ ("port %d and “%s” do not fit each other"),
                            (int)port, security);
}

static void
read_server (Reader *reader, DoctorProvider *provider, const char *group, const char *protocol)
{
  g_autofree char *host = dup_value (reader, group, "Host");
  g_autofree char *security = dup_value (reader, group, "Security");
  g_autofree char *user_name = dup_value (reader, group, "UserName");
  gint64 port = g_key_file_get_int64 (reader->keys, group, "Port", NULL);
  if (host == NULL || security == NULL || port < 1)
    return; /* was said before */
  check_port (reader, group, port, security);
  DoctorServer *server = g_new0 (DoctorServer, 1);
  server->protocol = protocol;
  server->host = g_ascii_strdown (host, -1);
  server->port = (guint16)port;
  server->security = g_intern_string (security);
  server->user_name = g_intern_string (user_name);
  server->is_doubtful = is_low (reader, group);
  g_ptr_array_add (provider->servers, server);
}

static const char *const protocols[] = { "imap", "pop3", "smtp", NULL };

static void
read_servers (Reader *reader, DoctorProvider *provider)
{
  for (guint i = 0; protocols[i] != NULL; i++) {
    g_autofree char *upper = g_ascii_strup (protocols[i], -1);
    for (guint n = 1;; n++) {
      g_autofree char *group = g_strdup_printf ("%s %u", upper, n);
      if (!g_key_file_has_group (reader->keys, group))
        break;
      read_server (reader, provider, group, protocols[i]);
    }
  }
}

/* --- markers, notes, changes --- */

static void
marker_free (gpointer data)
{
  DoctorMarker *marker = data;
  g_free (marker->contains);
  g_free (marker->means);
  g_free (marker->protocol);
  g_free (marker);
}

static void
note_free (gpointer data)
{
  DoctorNote *note = data;
  g_free ((char *)note->text);
  g_free ((char *)note->date);
  g_free (note);
}

static void
read_marker (Reader *reader, DoctorProvider *provider, const char *group)
{
  g_autofree char *contains = dup_value (reader, group, "Contains");
  if (contains == NULL)
    return;
  DoctorMarker *marker = g_new0 (DoctorMarker, 1);
  marker->contains = doctor_fold (contains);
  marker->means = dup_value (reader, group, "Means");
  marker->protocol = dup_value (reader, group, "Protocol");
  g_ptr_array_add (provider->markers, marker);
}

static void
read_note_into (Reader *reader, GPtrArray *notes, const char *group)
{
  g_autofree char *about = dup_value (reader, group, "About");
  DoctorNote *note = g_new0 (DoctorNote, 1);
  note->text = dup_value (reader, group, "Text");
  note->date = dup_value (reader, group, "Date");
  note->about = g_intern_string (about);
  note->is_doubtful = is_low (reader, group);
  g_ptr_array_add (notes, note);
}

static void
read_note (Reader *reader, DoctorProvider *provider, const char *group)
{
  read_note_into (reader, provider->notes, group);
}

static void
read_change (Reader *reader, DoctorProvider *provider, const char *group)
{
  read_note_into (reader, provider->changes, group);
}

/* The longer text says more. */
static int
compare_markers (gconstpointer a, gconstpointer b)
{
  const DoctorMarker *const *left = a, *const *right = b;
  gsize l = strlen ((*left)->contains), r = strlen ((*right)->contains);
  return l == r ? strcmp ((*left)->contains, (*right)->contains) : l < r ? 1 : -1;
}

static int
compare_dates (gconstpointer a, gconstpointer b)
{
  const DoctorNote *const *left = a, *const *right = b;
  return g_strcmp0 ((*left)->date, (*right)->date);
}

/* --- the file --- */

/* "IMAP 2" belongs to the servers when it was reached by counting from 1. */
static gboolean
is_counted (Reader *reader, const char *group)
{
  const char *blank = strchr (group, ' ');
  guint64 n = blank != NULL ? g_ascii_strtoull (blank + 1, NULL, 10) : 0;
  g_autofree char *kind = blank != NULL ? g_strndup (group, blank - group) : NULL;
  g_autofree char *name = g_strdup_printf ("%s %u", kind, (guint)n);
  g_autofree char *before = g_strdup_printf ("%s %u", kind, (guint)n - 1);
  return g_str_equal (group, name) && n >= 1
         && (n == 1 || g_key_file_has_group (reader->keys, before));
}

static const struct {
  const char *prefix;
  void (*read) (Reader *reader, DoctorProvider *provider, const char *group);
} kinds[] = {
  { "Marker ", read_marker },
  { "Note ", read_note },
  { "Change ", read_change },
};

static void
read_group (Reader *reader, DoctorProvider *provider, const char *group)
{
  gboolean is_server = g_str_has_prefix (group, "IMAP ") || g_str_has_prefix (group, "POP3 ")
                       || g_str_has_prefix (group, "SMTP ");
  if (doctor_provider_keys (group) == NULL || (is_server && !is_counted (reader, group))) {
    doctor_keyfile_fault (reader, group, NULL,
                          _ ("unknown group [%s]; servers are counted from 1: [IMAP 1], [IMAP 2]"),
                          group);
    return;
  }
  doctor_provider_check_group (reader, group);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (group, kinds[i].prefix))
      kinds[i].read (reader, provider, group);
}

static void
read_groups (Reader *reader, DoctorProvider *provider)
{
  g_auto (GStrv) groups = g_key_file_get_groups (reader->keys, NULL);
  for (char **group = groups; *group != NULL; group++)
    read_group (reader, provider, *group);
  if (reader->problems->len == 0) {
    read_provider (reader, provider);
    read_servers (reader, provider);
  }
  g_ptr_array_sort (provider->markers, compare_markers);
  g_ptr_array_sort (provider->changes, compare_dates);
}

static DoctorProvider *
provider_new (const DoctorDataFile *file)
{
  DoctorProvider *provider = g_new0 (DoctorProvider, 1);
  provider->id = g_strdup (file->id);
  provider->origin = g_strdup (file->origin);
  provider->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  provider->servers = g_ptr_array_new_with_free_func (server_free);
  provider->markers = g_ptr_array_new_with_free_func (marker_free);
  provider->notes = g_ptr_array_new_with_free_func (note_free);
  provider->changes = g_ptr_array_new_with_free_func (note_free);
  return provider;
}

DoctorProvider *
doctor_provider_read (const DoctorDataFile *file, GPtrArray *problems)
{
  Reader reader = { 0 };
  g_autoptr (DoctorProvider) provider = provider_new (file);
  if (doctor_keyfile_open (&reader, file))
    read_groups (&reader, provider);
  return doctor_keyfile_close (&reader, problems) ? g_steal_pointer (&provider) : NULL;
}

void
doctor_provider_free (DoctorProvider *provider)
{
  if (provider == NULL)
    return;
  g_free (provider->id);
  g_free (provider->origin);
  g_free (provider->name);
  g_hash_table_unref (provider->values);
  g_strfreev (provider->aliases);
  g_strfreev (provider->domains);
  g_strfreev (provider->patterns);
  g_strfreev (provider->mx);
  g_strfreev (provider->unverified_mx);
  g_strfreev (provider->other_hosts);
  g_strfreev (provider->retired_hosts);
  g_strfreev (provider->doubtful);
  g_ptr_array_unref (provider->servers);
  g_ptr_array_unref (provider->markers);
  g_ptr_array_unref (provider->notes);
  g_ptr_array_unref (provider->changes);
  doctor_facts_unref (provider->constant);
  g_free (provider);
}
