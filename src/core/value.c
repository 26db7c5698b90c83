/* Values in words. */
#include "core/fact-dictionary.h"
#include "core/finding.h"
#include "core/i18n.h"
#include "core/text.h"
#include <string.h>

#define WORD_CONTEXT "fact value"

/* The words of the closed lists of facts.keys, by value. */
static const struct {
  const char *value, *word;
} words[] = {
  { "absent", NC_ ("fact value", "not there") },
  { "accepted", NC_ ("fact value", "accepted by you") },
  { "access", NC_ ("fact value", "access of mail programs") },
  { "account", NC_ ("fact value", "the account") },
  { "active", NC_ ("fact value", "in service") },
  { "address", NC_ ("fact value", "whole address") },
  { "all", NC_ ("fact value", "all") },
  { "app-password", NC_ ("fact value", "app password") },
  { "auth", NC_ ("fact value", "login") },
  { "auth-required", NC_ ("fact value", "login required") },
  { "bad", "BAD" },
  { "blank-end", NC_ ("fact value", "blank at the end") },
  { "blank-start", NC_ ("fact value", "blank at the beginning") },
  { "both", NC_ ("fact value", "both") },
  { "bridge", NC_ ("fact value", "password of a helper program") },
  { "bye", "BYE" },
  { "capability", NC_ ("fact value", "abilities of the server") },
  { "certificate", NC_ ("fact value", "certificate") },
  { "cipher", NC_ ("fact value", "cipher") },
  { "client-certificate", NC_ ("fact value", "client certificate wanted") },
  { "clock", NC_ ("fact value", "clock of this computer") },
  { "closed", NC_ ("fact value", "closed by the server") },
  { "closing", NC_ ("fact value", "about to end") },
  { "common", NC_ ("fact value", "settings of all accounts") },
  { "connect", NC_ ("fact value", "connection") },
  { "connected", NC_ ("fact value", "connected") },
  { "control", NC_ ("fact value", "control character") },
  { "data", NC_ ("fact value", "handing over the message") },
  { "dedicated-password", NC_ ("fact value", "separate mail password") },
  { "default", NC_ ("fact value", "usual settings") },
  { "delete", NC_ ("fact value", "delete") },
  { "dh", NC_ ("fact value", "key exchange") },
  { "digest", NC_ ("fact value", "signature") },
  { "disabled", NC_ ("fact value", "switched off at the server") },
  { "dns", NC_ ("fact value", "looking up the name") },
  { "dns-temporary", NC_ ("fact value", "name could not be looked up just now") },
  { "domain", NC_ ("fact value", "domain of the address") },
  { "domain-dependent", NC_ ("fact value", "depends on the domain") },
  { "encryption", NC_ ("fact value", "encryption") },
  { "ended", NC_ ("fact value", "ended") },
  { "err", "-ERR" },
  { "everything", NC_ ("fact value", "nothing answers") },
  { "expired", NC_ ("fact value", "expired") },
  { "failed", NC_ ("fact value", "failed") },
  { "fetch", NC_ ("fact value", "fetching mail") },
  { "found", NC_ ("fact value", "found") },
  { "full", NC_ ("fact value", "full") },
  { "full-width", NC_ ("fact value", "full-width character") },
  { "garbage", NC_ ("fact value", "not understandable") },
  { "good", NC_ ("fact value", "in order") },
  { "greeting", NC_ ("fact value", "greeting of the server") },
  { "handshake", NC_ ("fact value", "TLS could not be agreed on") },
  { "hide", NC_ ("fact value", "hide") },
  { "high", NC_ ("fact value", "well confirmed") },
  { "host", NC_ ("fact value", "not a server for this password") },
  { "hostname-mismatch", NC_ ("fact value", "issued for another name") },
  { "http", "HTTP" },
  { "idle", NC_ ("fact value", "waiting for mail") },
  { "imap", "IMAP" },
  { "incomplete-chain", NC_ ("fact value", "intermediate certificate missing") },
  { "inspector", NC_ ("fact value", "inspected on the way") },
  { "ipv4", "IPv4" },
  { "ipv6", "IPv6" },
  { "issuer", NC_ ("fact value", "issuer") },
  { "key", NC_ ("fact value", "key") },
  { "ledger", NC_ ("fact value", "enough logins were tried") },
  { "limited", NC_ ("fact value", "no way to the Internet") },
  { "literal", NC_ ("fact value", "address instead of a name") },
  { "local-part", NC_ ("fact value", "part before the @ sign") },
  { "locked", NC_ ("fact value", "in use elsewhere") },
  { "login-disabled", NC_ ("fact value", "password login switched off") },
  { "login-off", NC_ ("fact value", "login switched off in the account") },
  { "login-refused", NC_ ("fact value", "login refused") },
  { "look-alike", NC_ ("fact value", "letter of another alphabet") },
  { "low", NC_ ("fact value", "little confirmed") },
  { "mail", NC_ ("fact value", "newest mail") },
  { "mailfrom", NC_ ("fact value", "sender address") },
  { "mechanism", NC_ ("fact value", "login method") },
  { "mechanism-not-offered", NC_ ("fact value", "login method not offered") },
  { "medium", NC_ ("fact value", "fairly confirmed") },
  { "mismatch", NC_ ("fact value", "not meant for this server") },
  { "move", NC_ ("fact value", "move to another folder") },
  { "mx", NC_ ("fact value", "mail exchanger") },
  { "name", NC_ ("fact value", "name") },
  { "network", NC_ ("fact value", "network") },
  { "new-password", NC_ ("fact value", "password") },
  { "no", "NO" },
  { "no-address", NC_ ("fact value", "name without an address") },
  { "no-imap", NC_ ("fact value", "not for mail programs") },
  { "no-mail", NC_ ("fact value", "takes no mail") },
  { "no-mechanism", NC_ ("fact value", "no usable login method") },
  { "no-password", NC_ ("fact value", "no password at hand") },
  { "none", NC_ ("fact value", "none") },
  { "normal", NC_ ("fact value", "normal password") },
  { "not-asked", NC_ ("fact value", "not asked for") },
  { "not-encrypted", NC_ ("fact value", "connection not encrypted") },
  { "not-found", NC_ ("fact value", "not found") },
  { "not-needed", NC_ ("fact value", "not needed") },
  { "not-offered", NC_ ("fact value", "not offered") },
  { "not-tried", NC_ ("fact value", "not tried") },
  { "not-yet-valid", NC_ ("fact value", "not yet valid") },
  { "oauth2-only", NC_ ("fact value", "sign-in with OAuth2 only") },
  { "ok", NC_ ("fact value", "in order") },
  { "other", NC_ ("fact value", "other") },
  { "passed", NC_ ("fact value", "passed") },
  { "password", NC_ ("fact value", "kind of password") },
  { "pattern", NC_ ("fact value", "pattern of domains") },
  { "permanent", NC_ ("fact value", "refused for good") },
  { "plain-spoken", NC_ ("fact value", "answered without TLS") },
  { "pop3", "POP3" },
  { "port", NC_ ("fact value", "port") },
  { "portal", NC_ ("fact value", "sign-in page of the network") },
  { "preauth", "PREAUTH" },
  { "program", NC_ ("fact value", "mail program or Account Doctor") },
  { "program-date", NC_ ("fact value", "date of this program") },
  { "proved", NC_ ("fact value", "proved") },
  { "proxy", NC_ ("fact value", "proxy") },
  { "quarantine", NC_ ("fact value", "put aside") },
  { "rcpt", NC_ ("fact value", "recipient address") },
  { "refused", NC_ ("fact value", "refused") },
  { "reject", NC_ ("fact value", "refuse") },
  { "renewed", NC_ ("fact value", "renewed") },
  { "reset", NC_ ("fact value", "cut off") },
  { "revoked", NC_ ("fact value", "revoked") },
  { "select", NC_ ("fact value", "opening the mailbox") },
  { "self-signed", NC_ ("fact value", "self-signed") },
  { "sending", NC_ ("fact value", "sending") },
  { "separate-id", NC_ ("fact value", "a name of its own") },
  { "server", NC_ ("fact value", "server") },
  { "server-failure", NC_ ("fact value", "fault of the name servers") },
  { "servers", NC_ ("fact value", "servers") },
  { "service", NC_ ("fact value", "the service as a whole") },
  { "several", NC_ ("fact value", "several") },
  { "skipped", NC_ ("fact value", "left out") },
  { "smtp", "SMTP" },
  { "socks4", "SOCKS4" },
  { "socks5", "SOCKS5" },
  { "some", NC_ ("fact value", "some") },
  { "spaces-inside", NC_ ("fact value", "blanks inside") },
  { "spam", NC_ ("fact value", "mark as spam") },
  { "stale", NC_ ("fact value", "out of date") },
  { "starttls", "STARTTLS" },
  { "starttls-missing", NC_ ("fact value", "STARTTLS not offered") },
  { "storage", NC_ ("fact value", "storage") },
  { "success", NC_ ("fact value", "accepted") },
  { "target-refused", NC_ ("fact value", "refused by the mail server") },
  { "target-unreachable", NC_ ("fact value", "mail server not reachable") },
  { "temporary", NC_ ("fact value", "refused for now") },
  { "this-provider", NC_ ("fact value", "only this provider") },
  { "this-server", NC_ ("fact value", "only this server") },
  { "timeout", NC_ ("fact value", "no answer in time") },
  { "tls", "TLS" },
  { "tls-version", NC_ ("fact value", "no common TLS version") },
  { "tls-weak", NC_ ("fact value", "encryption too weak") },
  { "tunnel-command", NC_ ("fact value", "tunnel command") },
  { "undecided", NC_ ("fact value", "not determined") },
  { "unfinished", NC_ ("fact value", "not finished") },
  { "unknown", NC_ ("fact value", "not known") },
  { "unreachable", NC_ ("fact value", "not reachable") },
  { "unsubscribed", NC_ ("fact value", "not subscribed") },
  { "untrusted", NC_ ("fact value", "unknown authority") },
  { "user", NC_ ("fact value", "user name") },
  { "validity", NC_ ("fact value", "dates") },
  { "version", NC_ ("fact value", "no common TLS version") },
  { "virtual-host", NC_ ("fact value", "another name of the same server") },
  { "weak", NC_ ("fact value", "too weak") },
  { "wrong-protocol", NC_ ("fact value", "another protocol") },
  { "wrong-version", NC_ ("fact value", "answered without TLS") },
  { "zero-width", NC_ ("fact value", "invisible character") },
};

const char *
doctor_value_lookup_word (const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].value, value) == 0)
      return g_dpgettext2 (GETTEXT_PACKAGE, WORD_CONTEXT, words[i].word);
  return NULL;
}

static char *
dup_word (const char *value)
{
  const char *word = doctor_value_lookup_word (value);
  return word != NULL ? g_strdup (word) : doctor_text_flatten (value);
}

/* Names of SASL mechanisms are written in capitals (RFC 4422 §3.1). */
static char *
dup_mechanism (GVariant *value)
{
  const char *mechanism = g_variant_get_string (value, NULL);
  if (strcmp (mechanism, "automatic") == 0)
    return g_strdup (C_ ("login method", "automatic"));
  if (strcmp (mechanism, "login-command") == 0)
    return g_strdup (C_ ("login method", "LOGIN command"));
  g_autofree char *flat = doctor_text_flatten (mechanism);
  return g_ascii_strup (flat, -1);
}

static gint64
get_number (GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT32))
    return g_variant_get_int32 (value);
  return g_variant_get_int64 (value);
}

static char *
dup_time (GVariant *value, const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (get_number (value));
  char *text = time != NULL ? g_date_time_format (time, format) : NULL;
  return text != NULL ? text : g_strdup_printf ("%" G_GINT64_FORMAT, get_number (value));
}

static char *
dup_date (GVariant *value)
{
  /* Translators: a date as g_date_time_format () writes it, such as 21 November 2026.
   * xgettext:no-c-format */
  return dup_time (value, _ ("%-d %B %Y"));
}

static char *
dup_moment (GVariant *value)
{
  /* Translators: date and time as g_date_time_format () writes them.
   * xgettext:no-c-format */
  return dup_time (value, _ ("%-d %B %Y, %H:%M"));
}

static char *
dup_milliseconds (GVariant *value)
{
  return g_strdup_printf (_ ("%d ms"), (int)get_number (value));
}

static char *
dup_size (GVariant *value)
{
  return g_format_size (get_number (value));
}

/* Without its sign: the sentence around it says which way. */
static char *
dup_duration (GVariant *value)
{
  gint64 number = get_number (value);
  guint64 seconds = number < 0 ? -(guint64)number : (guint64)number;
  gulong minutes = (gulong)(seconds / 60), hours = minutes / 60, days = hours / 24;
  if (minutes < 2)
    return g_strdup_printf (ngettext ("%lu second", "%lu seconds", (gulong)seconds),
                            (gulong)seconds);
  if (hours < 2)
    return g_strdup_printf (ngettext ("%lu minute", "%lu minutes", minutes), minutes);
  if (days < 2)
    return g_strdup_printf (ngettext ("%lu hour", "%lu hours", hours), hours);
  return g_strdup_printf (ngettext ("%lu day", "%lu days", days), days);
}

/* Facts whose type alone does not say how to put them; a name that begins with a dot stands
 * for all that end so. */
static const struct {
  const char *name;
  char *(*dup) (GVariant *value);
} kinds[] = {
  { "auth.mechanism", dup_mechanism },
  { "auth.best-offered", dup_mechanism },
  { "auth.offered", dup_mechanism },
  { "login.mechanism", dup_mechanism },
  { "clock.offset-seconds", dup_duration },
  { "client.io-timeout", dup_duration },
  { "smtp.size-limit", dup_size },
  { "provider.size-limit", dup_size },
  { "provider.quota", dup_size },
  { "clock.now", dup_moment },
  { "oauth.expires", dup_moment },
  { "queue.largest", dup_size },
  { "queue.oldest", dup_moment },
  { "incident.time", dup_moment },
  { "history.last-worked", dup_moment },
  { "history.failing-since", dup_moment },
  { ".not-before", dup_date },
  { ".not-after", dup_date },
  { ".ms", dup_milliseconds },
};

static gboolean
is_of_kind (guint i, const char *name)
{
  const char *pattern = kinds[i].name;
  return *pattern == '.' ? g_str_has_suffix (name, pattern) : strcmp (name, pattern) == 0;
}

static char *dup_any (const DoctorFactKey *key, GVariant *value);

/* Elements of a list, or the parts of one entry of a table. */
static char *
dup_children (const DoctorFactKey *key, GVariant *value)
{
  const char *separator = g_variant_is_of_type (value, G_VARIANT_TYPE_TUPLE)
                            ? " "
                            : C_ ("between items of a list", ", ");
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < g_variant_n_children (value); i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (value, i);
    g_autofree char *one = dup_any (key, child);
    g_string_append_printf (text, "%s%s", i > 0 ? separator : "", one);
  }
  return g_string_free (text, FALSE);
}

/* Words of ours only where the value is ours, in a closed list or a table of a probe: a
 * server may well say “none”. */
static gboolean
has_words (const DoctorFactKey *key)
{
  if (key == NULL || key->values != NULL)
    return key != NULL;
  return g_variant_type_is_array (key->type)
         && g_variant_type_is_tuple (g_variant_type_element (key->type));
}

static char *
dup_string (const DoctorFactKey *key, GVariant *value)
{
  const char *string = g_variant_get_string (value, NULL);
  return has_words (key) ? dup_word (string) : doctor_text_flatten (string);
}

static char *
dup_any (const DoctorFactKey *key, GVariant *value)
{
  if (g_variant_is_container (value))
    return dup_children (key, value);
  for (guint i = 0; key != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (is_of_kind (i, key->name))
      return kinds[i].dup (value);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return dup_string (key, value);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return g_strdup (g_variant_get_boolean (value) ? C_ ("fact value", "yes")
                                                   : C_ ("fact value", "no"));
  return g_variant_print (value, FALSE);
}

char *
doctor_value_dup_text (const char *name, GVariant *value)
{
  return dup_any (doctor_dictionary_lookup (name), value);
}

char *
doctor_fact_dup_text (DoctorFacts *facts, const char *full_name)
{
  const DoctorFactKey *key = doctor_dictionary_lookup (full_name);
  GVariant *value = doctor_facts_lookup (facts, DOCTOR_SCOPE_ACCOUNT, full_name);
  g_autofree char *words_of_value
    = value != NULL ? doctor_value_dup_text (full_name, value) : g_strdup (_ ("not known"));
  /* Translators: name of a fact, and its value: “Connection: refused” */
  return g_strdup_printf (_ ("%s: %s"),
                          key != NULL && doctor_fact_key_get_label (key) != NULL
                            ? doctor_fact_key_get_label (key)
                            : full_name,
                          words_of_value);
}
