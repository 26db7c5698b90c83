/* Replays what the real client told a plugin (tests/logs) and checks what comes of it: which
 * account, which service, which step, once a burst; the same in every language. */
#include "plugin/conversation.h"
#include "plugin/prose.h"
#include <libintl.h>
#include <locale.h>
#include <string.h>

typedef struct {
  DoctorConversations *all;
  GPtrArray *names; /* account id - 1 → name */
  GString *events;
  char *last_text, *last_reply;
  guint logins, questions;
} Replay;

static const char *
host_translate (const char *msgid)
{
  return dgettext ("claws-mail", msgid);
}

static const char *
plain_translate (const char *msgid)
{
  return msgid;
}

static const char *
name_of (Replay *replay, int id)
{
  return g_ptr_array_index (replay->names, (guint)id - 1);
}

/* What the rules get to see: "error status code number". */
static char *
dup_reply (const DoctorIncident *incident)
{
  static const char *const names[] = { "reply.error", "reply.status", "reply.code" };
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  GString *reply = g_string_new (NULL);
  doctor_incident_describe (incident, facts);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = doctor_facts_get_string (facts, incident->scope, names[i]);
    if (value != NULL && !g_str_equal (value, "none"))
      g_string_append_printf (reply, "%s ", value);
  }
  gint64 number = doctor_facts_get_int (facts, incident->scope, "reply.smtp-code", 0);
  if (number != 0)
    g_string_append_printf (reply, "%d ", (int)number);
  return g_strchomp (g_string_free (reply, FALSE));
}

static void
on_failed (const DoctorIncident *incident, gpointer data)
{
  Replay *replay = data;
  g_string_append_printf (
    replay->events, "%s %s failed at %s %u; ", name_of (replay, incident->account_id),
    doctor_scope_to_string (incident->scope), incident->stage, incident->count);
  g_free (replay->last_text);
  replay->last_text = g_strdup (incident->text);
  g_assert_cmpint (incident->began, >, 0);
  g_free (replay->last_reply);
  replay->last_reply = dup_reply (incident);
}

static void
on_worked (int account_id, DoctorScope scope, gpointer data)
{
  Replay *replay = data;
  g_string_append_printf (replay->events, "%s %s worked; ", name_of (replay, account_id),
                          doctor_scope_to_string (scope));
}

static void
on_login (int account_id, DoctorScope scope, gpointer data)
{
  ((Replay *)data)->logins++;
}

static void
on_asked (int account_id, DoctorScope scope, const char *msgid, gpointer data)
{
  g_assert_nonnull (strstr (msgid, "ertificate"));
  ((Replay *)data)->questions++;
}

static void
replay_start (Replay *replay, const char *(*translate) (const char *msgid))
{
  DoctorConversationEvents events = { translate, on_failed, on_worked, on_login, replay, on_asked };
  *replay
    = (Replay){ .names = g_ptr_array_new_with_free_func (g_free), .events = g_string_new (NULL) };
  replay->all = doctor_conversations_new (&events);
}

static void
replay_end (Replay *replay)
{
  doctor_conversations_free (replay->all);
  g_ptr_array_unref (replay->names);
  g_string_free (replay->events, TRUE);
  g_free (replay->last_text);
  g_free (replay->last_reply);
}

/* "# account Work: imap 127.0.0.1:10143 security=none user=ann" */
static void
add_account (Replay *replay, GArray *accounts, GPtrArray *strings, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line + strlen ("# account "), " ", -1);
  gboolean sends = g_str_equal (words[1], "smtp");
  char *host = g_strndup (words[2], strcspn (words[2], ":"));
  char *user = g_strdup (words[4] + strlen ("user="));
  char *name = g_strndup (words[0], strlen (words[0]) - 1);
  g_ptr_array_add (strings, host);
  g_ptr_array_add (strings, user);
  g_ptr_array_add (replay->names, name);
  DoctorConversationAccount account
    = { (int)replay->names->len,
        name,
        sends ? NULL : (g_str_equal (words[1], "imap") ? "imap" : "pop3"),
        sends ? "pop.example" : host,
        user,
        sends ? host : "smtp.example",
        user };
  g_array_append_val (accounts, account);
}

static void
feed (Replay *replay, const char *line)
{
  static const char *const types[]
    = { "NORMAL", "MSG", "WARN", "ERROR", "STATUS_OK", "STATUS_NOK", "STATUS_SKIP" };
  g_auto (GStrv) parts = g_strsplit (line, "\t", 3);
  g_autofree char *text = g_strcompress (parts[g_strv_length (parts) - 1]);
  if (g_str_equal (parts[0], "PANEL")) {
    if (g_str_equal (parts[1], "opened"))
      doctor_conversations_alert (replay->all, text);
    doctor_conversations_settle (replay->all); /* the person looks at it */
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (parts[0], types[i]))
      doctor_conversations_line (replay->all, i, text);
}

static void
replay_text (Replay *replay, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GArray) accounts = g_array_new (FALSE, FALSE, sizeof (DoctorConversationAccount));
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "# account "))
      add_account (replay, accounts, strings, lines[i]);
  doctor_conversations_set_accounts (replay->all, (gpointer)accounts->data, accounts->len);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "# password window"))
      doctor_conversations_settle (replay->all);
    else if (lines[i][0] != '#' && lines[i][0] != '\0')
      feed (replay, lines[i]);
  doctor_conversations_settle (replay->all);
}

/* What must come of each recording, whatever the language, with and without windows. */
static const struct {
  const char *name, *events;
  guint logins;
  const char *says;  /* in the text of the last incident */
  const char *reply; /* taken out of it */
} recordings[] = {
  { "imap-app-password", "Work receive failed at auth 1; ", 2,
    "Application-specific password required", "no ALERT" },
  { "imap-certificate", "Work receive failed at certificate 1; ", 0,
    "hostname mismatch; self-signed certificate", "hostname-mismatch" },
  { "imap-certificate-accepted", "Work receive failed at certificate 1; Work receive worked; ", 1,
    NULL, "hostname-mismatch" },
  { "imap-closes", "Work receive failed at greeting 1; ", 0, "parse error", "" },
  { "imap-login-disabled", "Work receive failed at auth 1; ", 0, "Server logins are disabled.",
    "login-disabled" },
  { "imap-login-refused", "Work receive failed at auth 1; ", 2, "IMAP< Authentication failed.",
    "no" },
  { "imap-login-refused-again", "Work receive failed at auth 1; ", 4,
    "IMAP< Authentication failed.", "no" },
  { "imap-login-refused-plain", "Work receive failed at auth 1; ", 1,
    "IMAP< Authentication failed.", "no" },
  { "imap-ok", "Work receive worked; ", 1, NULL, NULL },
  { "imap-plain-on-tls", "Work receive failed at greeting 1; ", 0, "stream error", "" },
  { "imap-refused", "Work receive failed at connect 1; ", 0,
    "IMAP error on 127.0.0.1: no connection", "" },
  { "imap-silent", "Work receive failed at greeting 1; ", 0, "stream error", "" },
  { "imap-starttls-missing", "Work receive failed at starttls 1; ", 0,
    "IMAP< 1 BAD Unknown command", "bad" },
  { "imap-starttls-on-tls", "Work receive failed at greeting 1; ", 0, "stream error", "" },
  { "imap-tls-on-plain", "Work receive failed at tls 1; ", 0, "TLS handshake failed", "handshake" },
  { "imap-two-accounts", "Alpha receive failed at auth 1; Beta receive worked; ", 3,
    "Logging alpha", "no" },
  { "imap-two-accounts-second", "Alpha receive worked; Beta receive failed at auth 1; ", 3,
    "Logging beta", "no" },
  { "imap-two-refused", "Alpha receive failed at auth 1; Beta receive failed at auth 1; ", 4,
    "Logging beta", "no" },
  { "imap-unknown-host", "Work receive failed at connect 1; ", 0,
    "no-such-host.invalid: no connection", "" },
  { "pop3-certificate", "Work receive failed at certificate 1; ", 0,
    "hostname mismatch; self-signed certificate", "hostname-mismatch" },
  { "pop3-login-refused", "Work receive failed at auth 1; ", 1,
    "POP< -ERR [AUTH] Authentication failed.", "err AUTH" },
  { "pop3-ok", "Work receive worked; ", 1, NULL, NULL },
  { "pop3-plain-on-tls", "Work receive failed at connect 1; ", 0, "Session timed out.", "timeout" },
  { "pop3-refused", "Work receive failed at connect 1; ", 0,
    "connection failed (Connection refused)", "refused" },
  { "pop3-silent", "Work receive failed at connect 1; ", 0, "Session timed out.", "timeout" },
  { "pop3-starttls-missing", "Work receive failed at starttls 1; ", 0, "POP< -ERR Unknown command.",
    "err" },
  { "pop3-tls-on-plain", "Work receive failed at tls 1; ", 0, "TLS handshake failed", "handshake" },
  { "pop3-two-accounts", "Alpha receive failed at auth 1; Beta receive worked; ", 2,
    "POP> USER alpha", "err AUTH" },
  { "pop3-unknown-host", "Work receive failed at dns 1; ", 0, "unknown host", "not-found" },
  { "smtp-auth-required", "Work send failed at mailfrom 1; ", 0,
    "530 5.7.0 Authentication required", "permanent 530" },
  { "smtp-certificate", "Work send failed at certificate 1; ", 0,
    "hostname mismatch; self-signed certificate", "hostname-mismatch" },
  { "smtp-login-refused", "Work send failed at auth 1; ", 1, "535 5.7.8", "permanent 535" },
  { "smtp-ok", "Work send worked; ", 1, NULL, NULL },
  { "smtp-plain-on-tls", "Work send failed at connect 1; ", 0, "Session timed out.", "timeout" },
  { "smtp-refused", "Work send failed at connect 1; ", 0, "connection failed (Connection refused)",
    "refused" },
  { "smtp-silent", "Work send failed at connect 1; ", 0, "Session timed out.", "timeout" },
  { "smtp-starttls-missing", "Work send failed at starttls 1; ", 0, "502 5.5.1", "permanent 502" },
  { "smtp-tls-on-plain", "Work send failed at tls 1; ", 0, "TLS handshake failed", "handshake" },
  { "smtp-unknown-host", "Work send failed at dns 1; ", 0, "unknown host", "not-found" },
};

static void
check_recording (guint row, const char *text)
{
  Replay replay;
  replay_start (&replay, host_translate);
  replay_text (&replay, text);
  g_assert_cmpstr (replay.events->str, ==, recordings[row].events);
  g_assert_cmpuint (replay.logins, ==, recordings[row].logins);
  g_assert_cmpint (replay.questions > 0, ==, strstr (recordings[row].name, "certificate") != NULL);
  if (recordings[row].says != NULL && strstr (replay.last_text, recordings[row].says) == NULL)
    g_error ("“%s” is not in: %s", recordings[row].says, replay.last_text);
  g_assert_cmpstr (replay.last_reply, ==, recordings[row].reply);
  replay_end (&replay);
}

static guint
find_recording (const char *file)
{
  g_autofree char *name = g_strndup (file, strlen (file) - strlen (".log"));
  if (g_str_has_suffix (name, "-quiet"))
    name[strlen (name) - strlen ("-quiet")] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (recordings); i++)
    if (g_str_equal (recordings[i].name, name))
      return i;
  g_error ("%s: no row says what must come of it", file);
}

static void
test_recordings (gconstpointer language)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "tests", "logs", language, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  g_setenv ("LANGUAGE", language, TRUE);
  setlocale (LC_ALL, "C.UTF-8");
  bindtextdomain ("claws-mail", "/usr/share/locale");
  textdomain (language); /* any change of it makes gettext look again */
  bind_textdomain_codeset ("claws-mail", "UTF-8");
  if (g_strcmp0 (language, "en") != 0
      && g_str_equal (host_translate ("Mail sent successfully."), "Mail sent successfully.")) {
    g_test_skip ("the host's translations are not installed (claws-mail-i18n)");
    return;
  }
  guint n = 0;
  for (const char *file; (file = g_dir_read_name (dir)) != NULL; n++) {
    g_autofree char *path = g_build_filename (folder, file, NULL);
    g_autofree char *text = NULL;
    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    g_test_message ("%s", path);
    check_recording (find_recording (file), text);
  }
  g_assert_cmpuint (n, >, 50);
  g_setenv ("LANGUAGE", "C", TRUE);
}

/* --- written by hand: what the recordings do not have --- */

static const char two_at_once[]
  = "# account Alpha: imap mail.example:993 security=tls user=alpha\n"
    "# account Beta: imap mail.example:993 security=tls user=beta\n"
    "MSG\tAccount 'Alpha': Connecting to IMAP server: mail.example:993...\n"
    "NORMAL\tIMAP< * OK ready\n"
    "NORMAL\tIMAP> 1 CAPABILITY\n"
    "NORMAL\tIMAP< 1 OK done\n"
    "NORMAL\tIMAP> Logging alpha to mail.example using PLAIN\n"
    /* the main loop turns while Alpha waits, and Beta's fetch begins inside */
    "MSG\tAccount 'Beta': Connecting to IMAP server: mail.example:993...\n"
    "NORMAL\tIMAP< * OK ready\n"
    "NORMAL\tIMAP> 1 CAPABILITY\n"
    "NORMAL\tIMAP< 1 OK done\n"
    "NORMAL\tIMAP> Logging beta to mail.example using PLAIN\n"
    "NORMAL\tIMAP< Password expired.\n"
    "NORMAL\tIMAP< Logged in\n"
    "NORMAL\tIMAP< Login to mail.example successful\n"
    "NORMAL\tIMAP> 3 STATUS INBOX (MESSAGES)\n"
    "NORMAL\tIMAP< 3 OK done\n"
    "WARN\tIMAP error on mail.example: LOGIN error\n"
    "NORMAL\tIMAP< Error logging in to mail.example\n";

static void
test_two_at_once (void)
{
  Replay replay;
  replay_start (&replay, plain_translate);
  replay_text (&replay, two_at_once);
  g_assert_cmpstr (replay.events->str, ==, "Beta receive worked; Alpha receive failed at auth 1; ");
  g_assert_nonnull (strstr (replay.last_text, "IMAP< Password expired."));
  g_assert_null (strstr (replay.last_text, "Logged in"));
  g_assert_null (strstr (replay.last_text, "beta"));
  replay_end (&replay);
}

static void
test_rows (void)
{
  static const struct {
    const char *what, *text, *events;
  } rows[] = {
    { "the alert comes before the log lines",
      "# account A: pop3 h:110 security=none user=u\n"
      "MSG\tAccount 'A': Connecting to POP3 server: h:110...\n"
      "PANEL\topened\tError\\nConnection to h:110 failed.\n"
      "ERROR\th:110: connection failed (Connection refused).\n",
      "A receive failed at connect 1; " },
    { "late words, while another account is connected to the host",
      "# account A: imap h:993 security=tls user=u\n# account B: imap h:993 security=tls user=v\n"
      "MSG\tAccount 'A': Connecting to IMAP server: h:993...\n"
      "NORMAL\tIMAP> Logging u to h using PLAIN\nNORMAL\tIMAP< Login to h successful\n"
      "MSG\tAccount 'B': Connecting to IMAP server: h:993...\nERROR\tConnecting to h failed\n"
      "PANEL\topened\tError\\nCan't connect to IMAP server: h:993\n",
      "A receive worked; B receive failed at connect 1; " },
    { "repeats count up, success counts anew",
      "# account A: imap h:993 security=tls user=u\n"
      "MSG\tAccount 'A': Connecting to IMAP server: h:993...\nERROR\tConnecting to h failed\n"
      "MSG\tAccount 'A': Connecting to IMAP server: h:993...\nERROR\tConnecting to h failed\n"
      "MSG\tAccount 'A': Connecting to IMAP server: h:993...\n"
      "NORMAL\tIMAP> Logging u to h using PLAIN\nNORMAL\tIMAP< Login to h successful\n"
      "MSG\tAccount 'A': Connecting to IMAP server: h:993...\nERROR\tConnecting to h failed\n",
      "A receive failed at connect 1; A receive failed at connect 2; A receive worked; A receive "
      "failed at connect 1; " },
    { "an idle connection that the server ends is no failure",
      "# account A: imap h:993 security=tls user=u\n"
      "MSG\tAccount 'A': Connecting to IMAP server: h:993...\n"
      "NORMAL\tIMAP> Logging u to h using PLAIN\nNORMAL\tIMAP< Login to h successful\n"
      "NORMAL\tIMAP> 3 STATUS INBOX (MESSAGES)\nNORMAL\tIMAP< 3 OK done\nNORMAL\tIMAP> 4 NOOP\n"
      "WARN\tIMAP error on h: stream error\nWARN\tIMAP connection broken\n",
      "A receive worked; " },
    { "one that it ends at the first command is",
      "# account A: imap h:993 security=tls user=u\n"
      "MSG\tAccount 'A': Connecting to IMAP server: h:993...\n"
      "NORMAL\tIMAP> Logging u to h using PLAIN\nNORMAL\tIMAP< Login to h successful\n"
      "NORMAL\tIMAP> 3 SELECT INBOX\nWARN\tIMAP error on h: stream error\nWARN\tIMAP connection "
      "broken\n",
      "A receive worked; A receive failed at select 1; " },
    { "the first method is refused, the second accepted",
      "# account A: imap h:993 security=tls user=u\n"
      "MSG\tAccount 'A': Connecting to IMAP server: h:993...\n"
      "NORMAL\tIMAP> Logging u to h using CRAM-MD5\nNORMAL\tIMAP< No.\nWARN\tIMAP error on h: "
      "LOGIN error\n"
      "NORMAL\tIMAP< Error logging in to h\n"
      "NORMAL\tIMAP> Logging u to h using PLAIN\nNORMAL\tIMAP< Login to h successful\n",
      "A receive worked; " },
    { "no method that the client can use: that is the reason, wherever it ends",
      "# account A: smtp h:587 security=starttls user=u\n"
      "MSG\tAccount 'A': Connecting to SMTP server: h:587...\nNORMAL\tSMTP< 220 h ESMTP\n"
      "NORMAL\tESMTP> EHLO c\nNORMAL\tESMTP< 250 AUTH GSSAPI\nWARN\tSelected SMTP AUTH method not "
      "available\n"
      "NORMAL\tESMTP> MAIL FROM:<u@h>\nNORMAL\tSMTP< 530 5.7.0 Authentication required\n"
      "WARN\terror occurred on SMTP session\n"
      "ERROR\tError occurred while sending the message:\\n530 5.7.0 Authentication required\n",
      "A send failed at auth 1; " },
    { "two mails over one connection, the second refused for its recipient",
      "# account A: smtp h:587 security=starttls user=u\n"
      "MSG\tAccount 'A': Connecting to SMTP server: h:587...\nNORMAL\tSMTP< 220 h ESMTP\n"
      "NORMAL\tSMTP> . (EOM)\nNORMAL\tSMTP< 250 ok\nMSG\tMail sent successfully.\n"
      "NORMAL\tESMTP> MAIL FROM:<u@h>\nNORMAL\tSMTP< 250 ok\n"
      "NORMAL\tSMTP> RCPT TO:<x@y>\nNORMAL\tSMTP< 550 5.1.1 no such user\n"
      "WARN\terror occurred on SMTP session\nERROR\tError occurred while sending the "
      "message:\\n550 5.1.1 no such user\n"
      "NORMAL\tSMTP> QUIT\nERROR\tConnection closed by the remote host.\n",
      "A send worked; A send failed at rcpt 1; " },
    { "the person cancels",
      "# account A: pop3 h:110 security=none user=u\n"
      "MSG\tAccount 'A': Connecting to POP3 server: h:110...\nMSG\tIncorporation cancelled\n",
      "" },
    { "names that look like the words around them",
      "# account x':Connecting: imap h:993 security=tls user=to\n"
      "MSG\tAccount 'x':Connecting': Connecting to IMAP server: h:993...\n"
      "NORMAL\tIMAP> Logging to to h using PLAIN\nNORMAL\tIMAP< Login to h successful\n",
      "x':Connecting receive worked; " },
    { "an account that nobody knows",
      "MSG\tAccount 'B': Connecting to IMAP server: h:993...\nERROR\tTLS handshake failed\n", "" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Replay replay;
    g_test_message ("%s", rows[i].what);
    replay_start (&replay, plain_translate);
    replay_text (&replay, rows[i].text);
    g_assert_cmpstr (replay.events->str, ==, rows[i].events);
    replay_end (&replay);
  }
}

static void
test_secrets_are_not_kept (void)
{
  static const char text[]
    = "# account A: smtp h:587 security=starttls user=u\n"
      "MSG\tAccount 'A': Connecting to SMTP server: h:587...\n"
      "NORMAL\tESMTP> AUTH CRAM-MD5\nNORMAL\tESMTP< 334 PDE4OTYuY2hhbGxlbmdlPg==\n"
      "NORMAL\tESMTP< [Decoded: <1896.challenge>]\n"
      "NORMAL\tESMTP> [Encoded: u b913a602c7eda7a495b4e6e7334d3890]\n"
      "NORMAL\tESMTP> dSBiOTEzYTYwMmM3ZWRhN2E0OTViNGU2ZTczMzRkMzg5MA==\n"
      "NORMAL\tESMTP> AUTH PLAIN AHUAc2VjcmV0\n"
      "NORMAL\tESMTP< 535 5.7.8 no\nERROR\tAuthentication failed.\n";
  static const char *const secrets[] = { "PDE4", "challenge", "b913", "dSBi", "AHUAc" };
  Replay replay;
  replay_start (&replay, plain_translate);
  replay_text (&replay, text);
  g_assert_cmpstr (replay.events->str, ==, "A send failed at auth 1; ");
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_null (strstr (replay.last_text, secrets[i]));
  g_assert_nonnull (strstr (replay.last_text, "ESMTP< 535 5.7.8 no"));
  replay_end (&replay);
}

static void
test_hostile_lines (void)
{
  Replay replay;
  g_autofree char *endless = g_strnfill (8000, '1');
  g_autofree char *line = g_strconcat ("NORMAL\tIMAP< ", endless, "\nERROR\t", endless,
                                       "\nNORMAL\tIMAP< \nNORMAL\tPOP> \nWARN\t\n", NULL);
  replay_start (&replay, plain_translate);
  replay_text (&replay, "# account A: imap h:993 security=tls user=u\n"
                        "MSG\tAccount 'A': Connecting to IMAP server: h:993...\n");
  for (guint i = 0; i < 30; i++)
    replay_text (&replay, line);
  g_assert_cmpstr (replay.events->str, ==, "");
  replay_end (&replay);
}

static void
test_formats (void)
{
  static const struct {
    const char *format, *text, *first, *second;
  } rows[] = {
    { "%s:%d: failed (%s).", "::1:143: failed (no: way).", "::1", "143" },
    { "von %2$s nach %1$s", "von a nach b", "b", "a" },
    { "Konto '%s': Port %d...\n", "Konto 'a': Port 5': Port 7...", "a': Port 5", "7" },
    { "100 %% %s", "100 % x", "x", NULL },
    { "%s:%d: failed", "h:x: failed", NULL, NULL },
    { "Failed", "Failed too", NULL, NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (DoctorFormat) format = doctor_format_new (rows[i].format);
    DoctorSpan spans[DOCTOR_FORMAT_MAX_ARGS];
    gboolean matches = doctor_format_match (format, rows[i].text, strlen (rows[i].text), spans);
    g_assert_cmpint (matches, ==, rows[i].first != NULL);
    g_autofree char *first = matches ? g_strndup (spans[0].start, spans[0].length) : NULL;
    g_autofree char *second
      = matches && spans[1].start != NULL ? g_strndup (spans[1].start, spans[1].length) : NULL;
    g_assert_cmpstr (first, ==, rows[i].first);
    g_assert_cmpstr (second, ==, rows[i].second);
  }
  g_assert_null (doctor_format_new ("%s: %s"));
  g_assert_null (doctor_format_new ("size %5.2f of them"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conversation/formats", test_formats);
  g_test_add_func ("/conversation/rows", test_rows);
  g_test_add_func ("/conversation/two-at-once", test_two_at_once);
  g_test_add_func ("/conversation/secrets", test_secrets_are_not_kept);
  g_test_add_func ("/conversation/hostile", test_hostile_lines);
  g_test_add_data_func ("/conversation/recorded/en", "en", test_recordings);
  g_test_add_data_func ("/conversation/recorded/de", "de", test_recordings);
  g_test_add_data_func ("/conversation/recorded/ja", "ja", test_recordings);
  return g_test_run ();
}
