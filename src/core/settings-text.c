#include "core/settings-text.h"
#include "core/fact-dictionary.h"
#include "core/finding.h"
#include "core/i18n.h"
#include <string.h>

#define MAGIC "account-doctor-settings"
enum { VERSION_HERE = 1, MAX_BYTES = 64 * 1024 /* some forty lines; more is another file */ };

/* What goes out and comes back; the rest of an account is not ours to change. */
static const char *const settings[]
  = { "server.host",  "server.port", "server.security", "server.sni",
      "auth.enabled", "auth.user",   "auth.mechanism",  "auth.own-login" };
static const char *const settings_of_account[]
  = { "client.fetches", "client.subscribed-only", "client.tls-priority" };
/* Tell which account it is; the protocols must be the same. */
static const char *const signs[] = { "account.name", "account.address", "account.protocol" };

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS, sentence);
  return FALSE;
}

/* --- writing --- */

static void
append (GString *text, DoctorFacts *facts, DoctorScope scope, const char *name)
{
  const char *prefix = doctor_scope_to_string (scope);
  g_autofree char *full = prefix != NULL ? g_strconcat (prefix, ".", name, NULL) : g_strdup (name);
  GVariant *value = doctor_facts_lookup (facts, DOCTOR_SCOPE_ACCOUNT, full);
  if (value == NULL)
    return;
  g_autofree char *line = doctor_facts_line (full, value);
  g_string_append_printf (text, "%s\n", line);
}

char *
doctor_settings_text_write (DoctorFacts *facts)
{
  GString *text = g_string_new (NULL);
  g_string_append_printf (
    text, "# %s\n%s %d\n",
    _ ("Settings of a mail account, written by Account Doctor. There is no password in them."),
    MAGIC, VERSION_HERE);
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    append (text, facts, DOCTOR_SCOPE_ACCOUNT, signs[i]);
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++) {
    append (text, facts, scope, "service.protocol");
    for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
      append (text, facts, scope, settings[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (settings_of_account); i++)
    append (text, facts, DOCTOR_SCOPE_ACCOUNT, settings_of_account[i]);
  return g_string_free (text, FALSE);
}

/* --- reading --- */

static gboolean
is_in (const char *const *list, guint n, const char *name)
{
  for (guint i = 0; i < n; i++)
    if (g_str_equal (list[i], name))
      return TRUE;
  return FALSE;
}

static gboolean
is_setting (DoctorScope scope, const char *bare)
{
  return scope == DOCTOR_SCOPE_ACCOUNT
           ? is_in (settings_of_account, G_N_ELEMENTS (settings_of_account), bare)
           : is_in (settings, G_N_ELEMENTS (settings), bare);
}

static gboolean
check_value (const DoctorFactKey *key, const char *name, GVariant *value, GError **error)
{
  if (key->values != NULL
      && !g_strv_contains ((const char *const *)key->values, g_variant_get_string (value, NULL)))
    return refuse (error, _ ("“%s” does not have a value that is known here."), name);
  if (g_str_equal (key->name, "server.port")
      && (g_variant_get_int32 (value) < 1 || g_variant_get_int32 (value) > G_MAXUINT16))
    return refuse (error, _ ("“%s” is not between 1 and 65535."), name);
  return TRUE;
}

/* The settings of another kind of account have no place in this one. */
static gboolean
check_sign (const char *name, GVariant *value, DoctorFacts *now, GError **error)
{
  GVariant *own = doctor_facts_lookup (now, DOCTOR_SCOPE_ACCOUNT, name);
  if (own != NULL && g_variant_equal (own, value))
    return TRUE;
  g_autofree char *theirs = doctor_value_dup_text (name, value);
  g_autofree char *ours = own != NULL ? doctor_value_dup_text (name, own) : g_strdup ("–");
  /* Translators: two protocols, such as IMAP and POP3 */
  return refuse (error,
                 _ ("The file is of an account that uses %1$s, and this one uses %2$s. Choose a "
                    "file of an account of the same kind."),
                 theirs, ours);
}

static gboolean
check_encryption (const char *name, GVariant *value, DoctorFacts *now, GError **error)
{
  GVariant *own = doctor_facts_lookup (now, DOCTOR_SCOPE_ACCOUNT, name);
  if (!g_str_has_suffix (name, ".server.security")
      || !g_str_equal (g_variant_get_string (value, NULL), "none")
      || (own != NULL && g_variant_equal (own, value)))
    return TRUE;
  return refuse (error,
                 _ ("The file would switch the encryption of the connection off, so it is not "
                    "taken. Everybody on the way could read mail and password."));
}

static gboolean
read_line (DoctorFacts *changes, const char *line, DoctorFacts *now, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) value = NULL;
  const char *bare;
  if (!doctor_facts_parse_line (line, &name, &value, error))
    return FALSE;
  DoctorScope scope = doctor_scope_split (name, &bare);
  if (g_str_equal (bare, "service.protocol") || g_str_equal (name, "account.protocol"))
    return check_sign (name, value, now, error);
  if (is_in (signs, G_N_ELEMENTS (signs), name))
    return TRUE;
  if (!is_setting (scope, bare))
    return refuse (error, _ ("“%s” is no setting that can be taken from a file."), name);
  if (!check_value (doctor_dictionary_lookup (name), name, value, error)
      || !check_encryption (name, value, now, error))
    return FALSE;
  GVariant *own = doctor_facts_lookup (now, DOCTOR_SCOPE_ACCOUNT, name);
  if (own == NULL || !g_variant_equal (own, value))
    doctor_facts_set (changes, name, value, DOCTOR_SOURCE_SETTINGS);
  return TRUE;
}

static gboolean
is_empty (const char *line)
{
  return line[0] == '\0' || line[0] == '#';
}

/* The first line that says something says what it is. */
static gboolean
check_magic (char **lines, guint *out_line, const char *origin, GError **error)
{
  guint i = 0;
  while (lines[i] != NULL && is_empty (g_strchomp (lines[i])))
    i++;
  const char *version = lines[i] != NULL && g_str_has_prefix (lines[i], MAGIC " ")
                          ? strchr (lines[i], ' ') + 1
                          : NULL;
  guint64 number = 0;
  if (version == NULL || !g_ascii_string_to_unsigned (version, 10, 1, G_MAXINT, &number, NULL))
    return refuse (error,
                   _ ("%s is no file of account settings. Choose one that Account Doctor has "
                      "exported."),
                   origin);
  if (number > VERSION_HERE)
    return refuse (error,
                   _ ("%s comes from a newer version of Account Doctor. Update the program, then "
                      "import the file."),
                   origin);
  *out_line = i + 1;
  return TRUE;
}

static gboolean
check_text (const char *text, gsize length, const char *origin, GError **error)
{
  if (length > MAX_BYTES)
    return refuse (error, _ ("%s is too long for the settings of an account."), origin);
  if (!g_utf8_validate (text, (gssize)length, NULL)) /* also refuses a NUL */
    return refuse (error, _ ("%s is no text in UTF-8, so it is no file of account settings."),
                   origin);
  return TRUE;
}

DoctorFacts *
doctor_settings_text_read (
  const char *text, gsize length, const char *origin, DoctorFacts *now, GError **error)
{
  g_autoptr (DoctorFacts) changes = doctor_facts_new ();
  guint i = 0;
  if (!check_text (text, length, origin, error))
    return NULL;
  g_autofree char *copy = g_strndup (text, length);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
  if (!check_magic (lines, &i, origin, error))
    return NULL;
  for (; lines[i] != NULL; i++) {
    if (is_empty (g_strchomp (lines[i])) || read_line (changes, lines[i], now, error))
      continue;
    g_prefix_error (error, "%s:%u: ", origin, i + 1);
    return NULL;
  }
  if (doctor_facts_count (changes) > 0)
    return g_steal_pointer (&changes);
  refuse (error, _ ("The account has these settings already, so nothing is changed."));
  return NULL;
}
