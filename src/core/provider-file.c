#include "core/provider-file.h"
#include "core/fold.h"
#include "core/i18n.h"
#include "core/keyfile.h"
#include <string.h>

typedef struct {
  const DoctorDataFile *file;
  GKeyFile *keys;
  GPtrArray *problems; /* of this file */
} Reader;

static void G_GNUC_PRINTF (4, 5)
  fault (Reader *reader, const char *group, const char *key, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  doctor_keyfile_fault (reader->problems, reader->file->origin, reader->file->text, group, key,
                        sentence);
}

/* --- what a value must be --- */

static const char *const passwords[]
  = { "normal", "app-password", "dedicated-password", "oauth2-only", "bridge", "none", "unknown",
      NULL };
static const char *const user_names[] = { "address", "local-part", "separate-id", NULL };
static const char *const confidences[] = { "high", "medium", "low", NULL };
static const char *const securities[] = { "tls", "starttls", "none", NULL };
static const char *const protocols[] = { "imap", "pop3", "smtp", NULL };

/* Codes of the provider data: what a reply means at a provider. */
static const char *const meanings[] = { "account-not-migrated",
                                        "app-password-required",
                                        "bad-credentials",
                                        "bad-credentials-or-imap-off",
                                        "bandwidth-limit",
                                        "client-id-required",
                                        "client-ip-blocked",
                                        "daily-send-limit",
                                        "foreign-ip-blocked",
                                        "greeting",
                                        "imap-disabled",
                                        "imap-disabled-by-admin",
                                        "mailbox-not-connected",
                                        "not-authenticated",
                                        "oauth-required",
                                        "pop-disabled",
                                        "quota-full",
                                        "rate-limited",
                                        "recipient-quota-full",
                                        "sender-not-allowed",
                                        "smtp-auth-disabled-mailbox",
                                        "smtp-auth-disabled-tenant",
                                        "smtp-not-allowed-or-app-password",
                                        "token-expired",
                                        "token-or-credentials-refused",
                                        "too-many-connections",
                                        "web-login-required",
                                        NULL };

typedef struct {
  const char *name;
  gboolean is_required, is_link, is_text; /* a text may have translations */
  const char *const *words;               /* closed list, or NULL */
} Key;

static const Key provider_keys[] = {
  { "Name", .is_required = TRUE, .is_text = TRUE },
  { "Domains" },
  { "Patterns" },
  { "MX" },
  { "Password", .is_required = TRUE, .words = passwords },
  { "PasswordPage", .is_link = TRUE },
  { "UserName", .words = user_names },
  { "Webmail", .is_link = TRUE },
  { "Confidence", .words = confidences },
  { "Checked" },
  { "Note", .is_text = TRUE },
  { NULL },
};
static const Key server_keys[] = {
  { "Host", .is_required = TRUE },
  { "Port", .is_required = TRUE },
  { "Security", .is_required = TRUE, .words = securities },
  { NULL },
};
static const Key marker_keys[] = {
  { "Contains", .is_required = TRUE },
  { "Means", .is_required = TRUE, .words = meanings },
  { "Protocol", .words = protocols },
  { NULL },
};

static void
check_value (Reader *reader, const char *group, const Key *key)
{
  g_autofree char *value = g_key_file_get_string (reader->keys, group, key->name, NULL);
  if (value == NULL || *g_strstrip (value) == '\0') {
    if (key->is_required)
      fault (reader, group, NULL, _ ("[%s] has no %s="), group, key->name);
    return;
  }
  if (key->is_link && !g_str_has_prefix (value, "https://"))
    fault (reader, group, key->name, _ ("“%s” is not a link that begins with https://"), value);
  if (key->words != NULL && !g_strv_contains (key->words, value)) {
    g_autofree char *list = g_strjoinv (", ", (char **)key->words);
    fault (reader, group, key->name, _ ("“%s” is none of: %s"), value, list);
  }
}

static gboolean
is_key (const Key *keys, const char *name)
{
  gsize length = strcspn (name, "[");
  for (const Key *key = keys; key->name != NULL; key++)
    if (strlen (key->name) == length && strncmp (key->name, name, length) == 0)
      return name[length] == '\0' || key->is_text;
  return FALSE;
}

static void
check_group (Reader *reader, const char *group, const Key *keys)
{
  g_auto (GStrv) names = g_key_file_get_keys (reader->keys, group, NULL, NULL);
  for (char **name = names; name != NULL && *name != NULL; name++)
    if (!is_key (keys, *name))
      fault (reader, group, *name, _ ("unknown key “%s” in [%s]"), *name, group);
  for (const Key *key = keys; key->name != NULL; key++)
    check_value (reader, group, key);
}

/* --- [Provider] --- */

static char **
read_list (Reader *reader, const char *key)
{
  char **list = g_key_file_get_string_list (reader->keys, "Provider", key, NULL, NULL);
  if (list == NULL)
    return g_new0 (char *, 1);
  for (char **item = list; *item != NULL; item++) {
    g_autofree char *given = *item;
    *item = g_ascii_strdown (g_strstrip (given), -1);
  }
  return list;
}

static void
read_provider (Reader *reader, DoctorProvider *provider)
{
  if (!g_key_file_has_group (reader->keys, "Provider")) {
    fault (reader, NULL, NULL, _ ("there is no group [Provider]"));
    return;
  }
  check_group (reader, "Provider", provider_keys);
  for (const Key *key = provider_keys; key->name != NULL; key++) {
    g_autofree char *value
      = g_key_file_get_locale_string (reader->keys, "Provider", key->name, NULL, NULL);
    if (value != NULL && *g_strstrip (value) != '\0')
      g_hash_table_insert (provider->values, g_strdup (key->name), g_strdup (value));
  }
  provider->name = g_strdup (g_hash_table_lookup (provider->values, "Name"));
  provider->domains = read_list (reader, "Domains");
  provider->patterns = read_list (reader, "Patterns");
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
  if (port < 1 || port > G_MAXUINT16) {
    fault (reader, group, "Port", _ ("the port is not a number from 1 to 65535"));
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (fixed_ports); i++)
    if (fixed_ports[i].port == port && fixed_ports[i].is_tls != (g_strcmp0 (security, "tls") == 0))
      fault (reader, group, "Port", _ ("port %d and “%s” do not fit each other"), (int)port,
             security != NULL ? security : "");
}

static void
read_server (Reader *reader, DoctorProvider *provider, const char *group, const char *protocol)
{
  guint before = reader->problems->len;
  check_group (reader, group, server_keys);
  g_autofree char *security = g_key_file_get_string (reader->keys, group, "Security", NULL);
  gint64 port = g_key_file_get_int64 (reader->keys, group, "Port", NULL);
  if (reader->problems->len == before)
    check_port (reader, group, port, g_strstrip (security));
  if (reader->problems->len > before)
    return;
  DoctorServer *server = g_new0 (DoctorServer, 1);
  g_autofree char *host = g_key_file_get_string (reader->keys, group, "Host", NULL);
  server->protocol = protocol;
  server->host = g_ascii_strdown (g_strstrip (host), -1);
  server->port = (guint16)port;
  server->security = g_intern_string (security);
  g_ptr_array_add (provider->servers, server);
}

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

/* --- markers --- */

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
read_marker (Reader *reader, DoctorProvider *provider, const char *group)
{
  check_group (reader, group, marker_keys);
  g_autofree char *contains = g_key_file_get_string (reader->keys, group, "Contains", NULL);
  if (contains == NULL)
    return;
  DoctorMarker *marker = g_new0 (DoctorMarker, 1);
  marker->contains = doctor_fold (g_strstrip (contains));
  marker->means = g_key_file_get_string (reader->keys, group, "Means", NULL);
  marker->protocol = g_key_file_get_string (reader->keys, group, "Protocol", NULL);
  g_ptr_array_add (provider->markers, marker);
}

/* The longer text says more. */
static int
compare_markers (gconstpointer a, gconstpointer b)
{
  const DoctorMarker *const *left = a, *const *right = b;
  gsize l = strlen ((*left)->contains), r = strlen ((*right)->contains);
  return l == r ? strcmp ((*left)->contains, (*right)->contains) : l < r ? 1 : -1;
}

/* --- the file --- */

/* "IMAP 2" belongs to the servers when it was reached by counting from 1. */
static gboolean
is_server_group (Reader *reader, const char *group)
{
  for (guint i = 0; protocols[i] != NULL; i++) {
    gsize length = strlen (protocols[i]);
    if (g_ascii_strncasecmp (group, protocols[i], length) != 0 || group[length] != ' ')
      continue;
    guint64 n = g_ascii_strtoull (group + length + 1, NULL, 10);
    g_autofree char *upper = g_ascii_strup (protocols[i], -1);
    g_autofree char *name = g_strdup_printf ("%s %u", upper, (guint)n);
    g_autofree char *before = g_strdup_printf ("%s %u", upper, (guint)n - 1);
    return g_str_equal (group, name) && n >= 1
           && (n == 1 || g_key_file_has_group (reader->keys, before));
  }
  return FALSE;
}

static void
read_groups (Reader *reader, DoctorProvider *provider)
{
  g_auto (GStrv) groups = g_key_file_get_groups (reader->keys, NULL);
  read_provider (reader, provider);
  read_servers (reader, provider);
  for (char **group = groups; *group != NULL; group++) {
    if (g_str_has_prefix (*group, "Marker "))
      read_marker (reader, provider, *group);
    else if (!g_str_equal (*group, "Provider") && !is_server_group (reader, *group))
      fault (reader, *group, NULL,
             _ ("unknown group [%s]; servers are counted from 1: [IMAP 1], [IMAP 2]"), *group);
  }
  g_ptr_array_sort (provider->markers, compare_markers);
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
  return provider;
}

DoctorProvider *
doctor_provider_read (const DoctorDataFile *file, GPtrArray *problems)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GKeyFile) keys = doctor_keyfile_load (file->text, file->length, file->origin,
                                                   DOCTOR_ERROR_BAD_PROVIDER, &error);
  g_autoptr (DoctorProvider) provider = provider_new (file);
  if (keys == NULL) {
    g_ptr_array_add (own, g_strdup (error->message));
  } else {
    Reader reader = { file, keys, own };
    read_groups (&reader, provider);
  }
  gboolean is_good = own->len == 0;
  if (problems != NULL)
    g_ptr_array_extend_and_steal (problems, g_steal_pointer (&own));
  return is_good ? g_steal_pointer (&provider) : NULL;
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
  g_strfreev (provider->domains);
  g_strfreev (provider->patterns);
  g_ptr_array_unref (provider->servers);
  g_ptr_array_unref (provider->markers);
  g_free (provider);
}
