#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* EAI_ADDRFAMILY */
#endif
#include "dialogue.h"
#include "fake-computer.h"
#include "play-certificates.h"
#include <netdb.h>
#include <string.h>

static const char password[] = "Geheim-42 x";

static void set_default (Dialogue *dialogue, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
set_default (Dialogue *dialogue, const char *format, ...)
{
  va_list arguments;
  g_autoptr (GError) error = NULL;
  va_start (arguments, format);
  g_autofree char *line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (!doctor_facts_parse (dialogue->settings, line, "account", DOCTOR_SOURCE_SETTINGS, &error))
    g_error ("%s", error->message);
}

/* "account imap tls": a usual account at the first server. */
static void
read_account (Dialogue *dialogue, const char *words)
{
  g_auto (GStrv) word = g_strsplit (words, " ", 2);
  gboolean sends = g_str_equal (word[0], "smtp");
  const char *scope = sends ? "send" : "receive";
  DoctorScope number = sends ? DOCTOR_SCOPE_SEND : DOCTOR_SCOPE_RECEIVE;
  g_assert_nonnull (word[1]);
  set_default (dialogue, "account.address 'me@example.org'");
  set_default (dialogue, "account.protocol '%s'", sends ? "none" : word[0]);
  set_default (dialogue, "%s.service.protocol '%s'", scope, word[0]);
  set_default (dialogue, "%s.server.host 'localhost'", scope);
  set_default (dialogue, "%s.server.port %u", scope, play_server_get_port (dialogue->servers[0]));
  set_default (dialogue, "%s.server.security '%s'", scope, word[1]);
  set_default (dialogue, "%s.auth.user 'me@example.org'", scope);
  set_default (dialogue, "%s.auth.mechanism 'automatic'", scope);
  set_default (dialogue, "%s.auth.enabled true", scope);
  dialogue->options.services[number] = TRUE;
  dialogue->passwords[number] = g_strdup (password);
}

static void
read_password (Dialogue *dialogue, const char *words)
{
  const char *rest = strchr (words, ' ');
  DoctorScope scope = g_str_has_prefix (words, "send") ? DOCTOR_SCOPE_SEND : DOCTOR_SCOPE_RECEIVE;
  if (g_str_has_prefix (words, "account")) /* that of the proxy */
    scope = DOCTOR_SCOPE_ACCOUNT;
  g_free (dialogue->passwords[scope]);
  dialogue->passwords[scope] = rest == NULL ? NULL : g_strdup (rest + 1);
}

static void
read_accept (Dialogue *dialogue, const char *words)
{
  g_auto (GStrv) word = g_strsplit (words, " ", 2);
  g_autofree char *fingerprint = play_dup_fingerprint (word[1]);
  g_autofree char *encoded = play_dup_encoded (word[1]);
  set_default (dialogue, "%s.server.accepted-certificate '%s'", word[0], fingerprint);
  set_default (dialogue, "%s.server.accepted-encoded '%s'", word[0], encoded);
  g_free (dialogue->accepted);
  dialogue->accepted = g_strdup (word[1]);
}

/* "provider imap PORT tls": one more server of the provider of example.org. */
static void
read_provider (Dialogue *dialogue, const char *words)
{
  g_auto (GStrv) word = g_strsplit (words, " ", 3);
  g_autofree char *protocol = g_ascii_strup (word[0], -1);
  g_string_append_printf (dialogue->provider, "[%s %u]\nHost=localhost\nPort=%s\nSecurity=%s\n",
                          protocol, ++dialogue->n_provider_servers, word[1], word[2]);
}

static void
read_deadline (Dialogue *dialogue, const char *words)
{
  dialogue->options.deadline_ms = atoi (words);
}

static void
read_no_login (Dialogue *dialogue, const char *words)
{
  dialogue->options.allow_login = FALSE;
}

static void
read_automatic (Dialogue *dialogue, const char *words)
{
  dialogue->options.automatic = TRUE;
}

static void
read_trials (Dialogue *dialogue, const char *words)
{
  dialogue->options.allow_trials = TRUE;
}

static void
read_verify (Dialogue *dialogue, const char *words)
{
  dialogue->options.allow_verify = TRUE;
}

/* "dns NAME TYPE ANSWER": a line of the name server (play-dns.h). */
static void
read_dns (Dialogue *dialogue, const char *words)
{
  if (dialogue->dns == NULL)
    dialogue->dns = play_dns_new ();
  play_dns_add (dialogue->dns, words);
  dialogue->options.name_servers = play_dns_get_address (dialogue->dns);
}

/* What the client sees: name → ADDRESS or one of the words. One dialogue runs at a time. */
static GHashTable *client_view;

static int
resolve_as_told (const char *host, GPtrArray *addresses)
{
  static const struct {
    const char *word;
    int code;
  } codes[]
    = { { "not-found", EAI_NONAME }, { "temporary", EAI_AGAIN }, { "no-address", EAI_ADDRFAMILY } };
  const char *answer = g_hash_table_lookup (client_view, host);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_strcmp0 (answer, codes[i].word) == 0)
      return codes[i].code;
  g_ptr_array_add (addresses, g_strdup (answer == NULL ? "127.0.0.1" : answer));
  return 0;
}

/* "client NAME ADDRESS|not-found|temporary|no-address" */
static void
read_client (Dialogue *dialogue, const char *words)
{
  g_auto (GStrv) word = g_strsplit (words, " ", 2);
  g_assert_nonnull (word[1]);
  g_hash_table_insert (client_view, g_strdup (word[0]), g_strdup (word[1]));
  dialogue->options.resolver = resolve_as_told;
}

static void
read_provider_key (Dialogue *dialogue, const char *words)
{
  g_string_prepend (dialogue->provider, "\n");
  g_string_prepend (dialogue->provider, words);
}

/* "computer route none": in place of a computer with nothing special (fake-computer.h). */
static void
read_computer (Dialogue *dialogue, const char *words)
{
  if (!fake_computer_set (words))
    g_error ("%s: unknown words “%s”", dialogue->path, words);
}

static const struct {
  const char *word;
  void (*read) (Dialogue *dialogue, const char *words);
} directives[] = {
  { "account", read_account },     { "password", read_password },
  { "accept", read_accept },       { "provider", read_provider },
  { "deadline", read_deadline },   { "no-login", read_no_login },
  { "automatic", read_automatic }, { "trials", read_trials },
  { "verify", read_verify },       { "provider-key", read_provider_key },
  { "computer", read_computer },   { "dns", read_dns },
  { "client", read_client },
};

static const char *const expectation_words[]
  = { "asked ", "fact ", "unknown ",     "expect ", "not ",
      "never ", "seen ", "connections ", "within ", "scenario " };

static gboolean
read_directive (Dialogue *dialogue, const char *line)
{
  gsize length = strcspn (line, " ");
  for (guint i = 0; i < G_N_ELEMENTS (directives); i++)
    if (strlen (directives[i].word) == length && strncmp (directives[i].word, line, length) == 0) {
      directives[i].read (dialogue, line[length] == '\0' ? "" : line + length + 1);
      return TRUE;
    }
  return FALSE;
}

static gboolean
is_expectation (const char *line)
{
  for (guint i = 0; i < G_N_ELEMENTS (expectation_words); i++)
    if (g_str_has_prefix (line, expectation_words[i]))
      return TRUE;
  return FALSE;
}

/* @PORT@ is the first server's, @PORT2@ the second's, and so on. */
static char *
dup_with_ports (Dialogue *dialogue, const char *line)
{
  GString *text = g_string_new (line);
  for (guint i = 0; i < dialogue->n_servers; i++) {
    g_autofree char *hole = i == 0 ? g_strdup ("@PORT@") : g_strdup_printf ("@PORT%u@", i + 1);
    g_autofree char *port = g_strdup_printf ("%u", play_server_get_port (dialogue->servers[i]));
    g_string_replace (text, hole, port, 0);
  }
  return g_string_free (text, FALSE);
}

static void
read_line (Dialogue *dialogue, const char *raw, guint number, PlayServer *server)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = dup_with_ports (dialogue, raw);
  if (is_expectation (line))
    g_ptr_array_add (dialogue->expectations, g_strdup (line));
  else if (server != NULL)
    play_server_add (server, line);
  else if (!read_directive (dialogue, line)
           && !doctor_facts_parse (dialogue->settings, line, dialogue->path, DOCTOR_SOURCE_SETTINGS,
                                   &error))
    g_error ("%s:%u: %s", dialogue->path, number, error->message);
}

static void
make_servers (Dialogue *dialogue, char **lines)
{
  for (char **line = lines; *line != NULL; line++)
    if (g_str_equal (g_strchomp (*line), "server"))
      dialogue->servers[dialogue->n_servers++] = play_server_new ();
  g_assert_cmpuint (dialogue->n_servers, <=, DIALOGUE_MAX_SERVERS);
}

Dialogue *
dialogue_load (const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Dialogue *dialogue = g_new0 (Dialogue, 1);
  PlayServer *server = NULL;
  guint n_seen = 0;
  dialogue->path = g_strdup (path);
  dialogue->settings = doctor_facts_new ();
  dialogue->provider = g_string_new (NULL);
  dialogue->expectations = g_ptr_array_new_with_free_func (g_free);
  dialogue->options.allow_login = TRUE;
  dialogue->options.computer = fake_computer_reset ();
  dialogue->options.name_servers = "";
  g_clear_pointer (&client_view, g_hash_table_unref);
  client_view = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  make_servers (dialogue, lines);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (lines[i][0] == '\0' || lines[i][0] == '#')
      continue;
    if (g_str_equal (lines[i], "server"))
      server = dialogue->servers[n_seen++];
    else
      read_line (dialogue, lines[i], i + 1, server);
  }
  return dialogue;
}

void
dialogue_free (Dialogue *dialogue)
{
  for (guint i = 0; i < dialogue->n_servers; i++)
    play_server_free (dialogue->servers[i]);
  play_dns_free (dialogue->dns);
  for (guint i = 0; i < G_N_ELEMENTS (dialogue->passwords); i++)
    g_free (dialogue->passwords[i]);
  doctor_facts_unref (dialogue->settings);
  g_ptr_array_unref (dialogue->expectations);
  g_string_free (dialogue->provider, TRUE);
  g_free (dialogue->accepted);
  g_free (dialogue->path);
  g_free (dialogue);
}
