#include "command/provider-words.h"
#include "core/i18n.h"
#include "core/text.h"
#include <string.h>

/* "a;b;" as "a, b" */
static char *
dup_list (const char *value)
{
  g_auto (GStrv) items = g_strsplit (value, ";", -1);
  guint n = g_strv_length (items);
  if (n > 1 && items[n - 1][0] == '\0')
    g_clear_pointer (&items[n - 1], g_free);
  return g_strjoinv (_ (", "), items);
}

/* "imap;pop3;" as "IMAP, POP3" */
static char *
dup_services (const char *value)
{
  g_autofree char *upper = g_ascii_strup (value, -1);
  return dup_list (upper);
}

static char *
dup_size (const char *value)
{
  return g_format_size (g_ascii_strtoull (value, NULL, 10));
}

static char *
dup_word (const char *value)
{
  const char *word = doctor_value_lookup_word (value);
  return g_strdup (word != NULL ? word : value);
}

static char *
dup_user_name (const char *value)
{
  static const struct {
    const char *value, *words;
  } user_names[] = {
    { "address", N_ ("the whole mail address") },
    { "local-part", N_ ("the part of the mail address before the @") },
    { "separate-id", N_ ("a name of its own, from the provider") },
    { "domain-dependent", N_ ("not the same for all addresses") },
  };
  for (guint i = 0; i < G_N_ELEMENTS (user_names); i++)
    if (strcmp (user_names[i].value, value) == 0)
      return g_strdup (_ (user_names[i].words));
  return g_strdup (value);
}

/* Keys whose values are lists, or words of a closed list; the rest stand as they are. */
static const struct {
  const char *key;
  char *(*dup) (const char *value);
} rows[] = {
  { "Domains", dup_list },
  { "Patterns", dup_list },
  { "Password", dup_word },
  { "Status", dup_word },
  { "UserName", dup_user_name },
  { "Switch.Services", dup_services },
  { "Limits.MessageBytes", dup_size },
  { "Limits.FreeBytes", dup_size },
};

char *
doctor_provider_dup_words (const DoctorProvider *provider, const char *key)
{
  const char *value = doctor_provider_get (provider, key);
  if (value == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].key, key) == 0)
      return rows[i].dup (value);
  return g_strdup (value);
}

char *
doctor_server_dup_words (const char *host, guint16 port, const char *security)
{
  g_autofree char *upper = g_ascii_strup (security, -1);
  /* Translators: host, port and encryption of a server. */
  return g_strdup_printf (_ ("%s, port %u, %s"), host, port, upper);
}
