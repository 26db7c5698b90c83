#include "core/provider-keys.h"
#include "core/i18n.h"
#include <string.h>

/* --- closed lists --- */

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static const char *const confidences[] = { "high", "medium", "low", NULL };
static const char *const protocols[] = { "imap", "pop3", "smtp", NULL };
static const char *const user_names[]
  = { "address", "local-part", "separate-id", "domain-dependent", NULL };

/* What a reply means at a provider. */
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

/* --- groups --- */

/* How sure a group is where it differs from the whole file, and when it was looked at. */
#define CONFIDENCE                                                                                 \
  { .name = "Confidence", .kind = DOCTOR_VALUE_WORD, .words = confidences },                       \
  {                                                                                                \
    .name = "Checked", .kind = DOCTOR_VALUE_DATE                                                   \
  }

static const DoctorProviderKey provider_keys[] = {
  { "Name", DOCTOR_VALUE_TEXT, .is_required = TRUE },
  { "Aliases" },
  { "Country" },
  { "Kind", DOCTOR_VALUE_WORD,
    .words = WORDS ("business", "carrier", "freemail", "hosting", "isp", "privacy") },
  { "Status", DOCTOR_VALUE_WORD, .words = WORDS ("active", "closing", "ended", "no-imap") },
  { "Domains", DOCTOR_VALUE_NAMES },
  { "Patterns", DOCTOR_VALUE_NAMES },
  { "MX", DOCTOR_VALUE_NAMES },
  { "UnverifiedMX", DOCTOR_VALUE_NAMES },
  { "OtherHosts", DOCTOR_VALUE_NAMES },
  { "RetiredHosts", DOCTOR_VALUE_NAMES },
  { "Password", DOCTOR_VALUE_WORD, .is_required = TRUE,
    .words = WORDS (
      "normal", "app-password", "dedicated-password", "oauth2-only", "bridge", "none", "unknown") },
  { "PasswordPage", DOCTOR_VALUE_LINK },
  { "PasswordIgnores", DOCTOR_VALUE_WORDS, .words = WORDS ("blanks", "dashes") },
  { "PasswordNote", DOCTOR_VALUE_TEXT },
  { "UserName", DOCTOR_VALUE_WORD, .words = user_names },
  { "UserNameNote", DOCTOR_VALUE_TEXT },
  { "OAuth2", DOCTOR_VALUE_WORD, .words = WORDS ("true", "false") },
  { "ServerNote", DOCTOR_VALUE_TEXT },
  { "Webmail", DOCTOR_VALUE_LINK },
  { "HelpPage", DOCTOR_VALUE_LINK },
  { "StatusPage", DOCTOR_VALUE_LINK },
  { "UnlockPage", DOCTOR_VALUE_LINK },
  { "Note", DOCTOR_VALUE_TEXT },
  { "Doubt", DOCTOR_VALUE_TEXT },
  { "Doubtful", DOCTOR_VALUE_WORDS,
    .words
    = WORDS ("Password", "UserName", "OAuth2", "Status", "Domains", "OtherHosts", "RetiredHosts") },
  { "Sources", DOCTOR_VALUE_WORDS,
    .words
    = WORDS ("articles", "general", "lists", "mail-programs", "measured", "mozilla", "provider") },
  CONFIDENCE,
  { NULL },
};
static const DoctorProviderKey switch_keys[] = {
  { "Services", DOCTOR_VALUE_WORDS, .is_required = TRUE, .words = protocols },
  { "Place", DOCTOR_VALUE_TEXT },
  { "Page", DOCTOR_VALUE_LINK },
  CONFIDENCE,
  { NULL },
};
static const DoctorProviderKey limit_keys[] = {
  { "Connections", DOCTOR_VALUE_NUMBER },
  { "MessageBytes", DOCTOR_VALUE_NUMBER },
  { "DailySend", DOCTOR_VALUE_NUMBER },
  { "FreeBytes", DOCTOR_VALUE_NUMBER },
  { "Idle", DOCTOR_VALUE_WORD, .words = WORDS ("true", "false") },
  { "Note", DOCTOR_VALUE_TEXT },
  CONFIDENCE,
  { NULL },
};
static const DoctorProviderKey server_keys[] = {
  { "Host", DOCTOR_VALUE_NAMES, .is_required = TRUE },
  { "Port", DOCTOR_VALUE_NUMBER, .is_required = TRUE },
  { "Security", DOCTOR_VALUE_WORD, .is_required = TRUE, .words = WORDS ("tls", "starttls") },
  { "UserName", DOCTOR_VALUE_WORD, .words = user_names },
  CONFIDENCE,
  { NULL },
};
static const DoctorProviderKey marker_keys[] = {
  { "Contains", .is_required = TRUE },
  { "Means", DOCTOR_VALUE_WORD, .is_required = TRUE, .words = meanings },
  { "Protocol", DOCTOR_VALUE_WORD, .words = protocols },
  CONFIDENCE,
  { NULL },
};
static const DoctorProviderKey note_keys[] = {
  { "Text", DOCTOR_VALUE_TEXT, .is_required = TRUE },
  CONFIDENCE,
  { NULL },
};
static const DoctorProviderKey change_keys[] = {
  { "Date", DOCTOR_VALUE_DATE, .is_required = TRUE },
  { "About", DOCTOR_VALUE_WORD, .is_required = TRUE,
    .words
    = WORDS ("access", "encryption", "password", "sending", "servers", "service", "storage") },
  { "Text", DOCTOR_VALUE_TEXT, .is_required = TRUE },
  CONFIDENCE,
  { NULL },
};

/* A name that ends in a blank begins the names of many groups. */
static const struct {
  const char *name;
  const DoctorProviderKey *keys;
} groups[] = {
  { "Provider", provider_keys }, { "Switch", switch_keys }, { "Limits", limit_keys },
  { "IMAP ", server_keys },      { "POP3 ", server_keys },  { "SMTP ", server_keys },
  { "Marker ", marker_keys },    { "Note ", note_keys },    { "Change ", change_keys },
};

const DoctorProviderKey *
doctor_provider_keys (const char *group)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++) {
    gboolean is_many = g_str_has_suffix (groups[i].name, " ");
    if (is_many ? g_str_has_prefix (group, groups[i].name) : g_str_equal (group, groups[i].name))
      return groups[i].keys;
  }
  return NULL;
}

/* --- values --- */

static char *
dup_words (const char *const *words)
{
  return g_strjoinv (", ", (char **)words);
}

static char *
judge_link (const DoctorProviderKey *key, const char *value)
{
  if (g_str_has_prefix (value, "https://"))
    return NULL;
  return g_strdup_printf (_ ("“%s” is not a link that begins with https://"), value);
}

static char *
judge_number (const DoctorProviderKey *key, const char *value)
{
  guint64 number = 0;
  if (g_ascii_string_to_unsigned (value, 10, 1, G_MAXINT64, &number, NULL))
    return NULL;
  if (g_str_equal (key->name, "Port"))
    return g_strdup (_ ("the port is not a number from 1 to 65535"));
  return g_strdup_printf (_ ("“%s” is not a whole number above zero"), value);
}

static char *
judge_date (const DoctorProviderKey *key, const char *value)
{
  static const char form[] = "0000-00-00";
  gsize length = strlen (value);
  gboolean is_form = length == 4 || length == 7 || length == 10;
  for (gsize i = 0; is_form && i < length; i++)
    is_form = form[i] == '-' ? value[i] == '-' : g_ascii_isdigit (value[i]);
  guint64 year = is_form ? g_ascii_strtoull (value, NULL, 10) : 0;
  guint64 month = is_form && length > 4 ? g_ascii_strtoull (value + 5, NULL, 10) : 1;
  guint64 day = is_form && length > 7 ? g_ascii_strtoull (value + 8, NULL, 10) : 1;
  if (year >= 1990 && g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return NULL;
  return g_strdup_printf (_ ("“%s” is not a date such as 2026, 2026-12 or 2026-12-31"), value);
}

static char *
judge_word (const DoctorProviderKey *key, const char *value)
{
  if (g_strv_contains (key->words, value))
    return NULL;
  g_autofree char *list = dup_words (key->words);
  return g_strdup_printf (_ ("“%s” is none of: %s"), value, list);
}

typedef char *(*Judge) (const DoctorProviderKey *key, const char *value);

/* Each of the values that stand with a ; between them. */
static char *
judge_each (const DoctorProviderKey *key, const char *value, Judge judge)
{
  char *fault = NULL;
  g_auto (GStrv) items = g_strsplit (value, ";", -1);
  for (char **item = items; *item != NULL && fault == NULL; item++)
    if (*g_strstrip (*item) != '\0')
      fault = judge (key, *item);
  return fault;
}

static char *
judge_words (const DoctorProviderKey *key, const char *value)
{
  return judge_each (key, value, judge_word);
}

/* Letters of other alphabets stand in their own form or as xn-- (RFC 5890). */
static char *
judge_name (const DoctorProviderKey *key, const char *value)
{
  for (const char *c = value; *c != '\0'; c++)
    if ((guchar)*c < 0x80 && !g_ascii_isalnum (*c) && strchr ("-_.*?:{}", *c) == NULL)
      return g_strdup_printf (_ ("“%s” is not a host name"), value);
  return NULL;
}

static char *
judge_names (const DoctorProviderKey *key, const char *value)
{
  return judge_each (key, value, judge_name);
}

static const Judge judges[] = {
  [DOCTOR_VALUE_LINK] = judge_link,   [DOCTOR_VALUE_NUMBER] = judge_number,
  [DOCTOR_VALUE_DATE] = judge_date,   [DOCTOR_VALUE_WORD] = judge_word,
  [DOCTOR_VALUE_WORDS] = judge_words, [DOCTOR_VALUE_NAMES] = judge_names,
};

static void
check_value (DoctorKeyFile *reader, const char *group, const DoctorProviderKey *key)
{
  g_autofree char *value = g_key_file_get_string (reader->keys, group, key->name, NULL);
  if (value == NULL || *g_strstrip (value) == '\0') {
    if (key->is_required)
      doctor_keyfile_fault (reader, group, NULL, _ ("[%s] has no %s="), group, key->name);
    return;
  }
  Judge judge = key->kind < G_N_ELEMENTS (judges) ? judges[key->kind] : NULL;
  g_autofree char *fault = judge != NULL ? judge (key, value) : NULL;
  if (fault != NULL)
    doctor_keyfile_fault (reader, group, key->name, "%s", fault);
}

static gboolean
is_key (const DoctorProviderKey *keys, const char *name)
{
  gsize length = strcspn (name, "[");
  for (const DoctorProviderKey *key = keys; key->name != NULL; key++)
    if (strlen (key->name) == length && strncmp (key->name, name, length) == 0)
      return name[length] == '\0' || key->kind == DOCTOR_VALUE_TEXT;
  return FALSE;
}

void
doctor_provider_check_group (DoctorKeyFile *reader, const char *group)
{
  const DoctorProviderKey *keys = doctor_provider_keys (group);
  g_auto (GStrv) names = g_key_file_get_keys (reader->keys, group, NULL, NULL);
  for (char **name = names; name != NULL && *name != NULL; name++)
    if (!is_key (keys, *name))
      doctor_keyfile_fault (reader, group, *name, _ ("unknown key “%s” in [%s]"), *name, group);
  for (const DoctorProviderKey *key = keys; key->name != NULL; key++)
    check_value (reader, group, key);
}
