/* What is known around a text becomes facts; and a filter that no line can stop. */
#include "command/explain-line.h"
#include <string.h>

static DoctorKnowledge *knowledge = NULL;

/* The settings and the peer that follow; what the text itself says is tested with wire.h. */
static const struct {
  const char *name;
  DoctorExplanation given;
  const char *facts;
} rows[] = {
  { "imap", { .service = "imap" }, "receive.service.protocol 'imap'\n" },
  { "capitals", { .service = "POP3" }, "receive.service.protocol 'pop3'\n" },
  { "smtp-server",
    { .service = "smtp", .host = "smtp.example.jp", .port = 587, .security = "starttls" },
    "send.server.host 'smtp.example.jp'\nsend.server.port 587\n"
    "send.server.security 'starttls'\nsend.service.protocol 'smtp'\n" },
  { "nothing-known", { .service = NULL }, "" },
  { "unknown-service", { .service = "gopher" }, "" },
  { "tls-of-receiving", { .service = "tls" }, "" },
  { "tls-by-port",
    { .service = "tls", .port = 465 },
    "send.server.port 465\nsend.service.protocol 'smtp'\n" },
  { "net-by-host",
    { .service = "net", .host = "SMTP.example.jp" },
    "send.server.host 'SMTP.example.jp'\nsend.service.protocol 'smtp'\n" },
  { "net-by-pop-port",
    { .service = "net", .port = 995 },
    "receive.server.port 995\nreceive.service.protocol 'pop3'\n" },
  { "oauth", { .service = "oauth" }, "receive.auth.mechanism 'xoauth2'\n" },
  { "values-that-are-none",
    { .service = "imap", .port = 99999, .security = "rot13", .host = "" },
    "receive.service.protocol 'imap'\n" },
  { "peer-that-works",
    { .service = "smtp", .receive_ok = DOCTOR_YES, .send_ok = DOCTOR_YES },
    "receive.login.result 'ok'\nsend.service.protocol 'smtp'\n" },
  { "worked-before",
    { .service = "imap", .worked_before = DOCTOR_YES },
    "receive.history.worked true\nreceive.service.protocol 'imap'\n" },
  { "never-worked",
    { .service = "smtp", .worked_before = DOCTOR_NO },
    "send.history.worked false\nsend.service.protocol 'smtp'\n" },
  { "peer-that-does-not",
    { .service = "imap", .receive_ok = DOCTOR_YES, .send_ok = DOCTOR_NO },
    "receive.service.protocol 'imap'\n" },
};

/* The facts as text without those of the reply and of the provider. */
static char *
print_surroundings (DoctorFacts *facts)
{
  g_autofree char *all = doctor_facts_print (facts);
  g_auto (GStrv) lines = g_strsplit (all, "\n", -1);
  GString *text = g_string_new (NULL);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0' && strstr (*line, ".reply.") == NULL
        && !g_str_has_prefix (*line, "provider."))
      g_string_append_printf (text, "%s\n", *line);
  return g_string_free (text, FALSE);
}

static void
test_surroundings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    DoctorExplanation given = rows[i].given;
    g_test_message ("%s", rows[i].name);
    given.text = "words";
    g_autoptr (DoctorFacts) facts = doctor_explanation_describe (&given, knowledge->providers);
    g_autofree char *printed = print_surroundings (facts);
    g_assert_cmpstr (printed, ==, rows[i].facts);
  }
}

static const struct {
  const char *service, *stage, *fact;
} stages[] = {
  { "smtp", "mailfrom", "mailfrom" },
  { "smtp", "MAIL FROM", "mailfrom" },
  { "imap", "login", "auth" },
  { "imap", "no-such-stage", NULL },
  { "tls", NULL, "tls" },
  { "net", NULL, "connect" },
  { "oauth", NULL, "auth" },
  { "tls", "certificate", "certificate" },
};

static void
test_stages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++) {
    const DoctorExplanation given
      = { .service = stages[i].service, .stage = stages[i].stage, .text = "words" };
    DoctorScope scope
      = strcmp (stages[i].service, "smtp") == 0 ? DOCTOR_SCOPE_SEND : DOCTOR_SCOPE_RECEIVE;
    g_autoptr (DoctorFacts) facts = doctor_explanation_describe (&given, knowledge->providers);
    g_assert_cmpstr (doctor_facts_get_string (facts, scope, "reply.stage"), ==, stages[i].fact);
  }
}

static const struct {
  const char *name;
  DoctorExplanation given;
  const char *id;
} providers[] = {
  { "by-id", { .provider = "gmail" }, "gmail" },
  { "by-name", { .provider = "GMAIL" }, "gmail" },
  { "by-domain", { .domain = "gmail.com" }, "gmail" },
  { "by-host", { .host = "imap.gmail.com" }, "gmail" },
  { "unknown-name-and-known-domain", { .provider = "no-such", .domain = "gmail.com" }, "gmail" },
  { "none", { .domain = "example.jp" }, NULL },
};

static void
test_providers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (providers); i++) {
    DoctorExplanation given = providers[i].given;
    given.text = "words";
    g_test_message ("%s", providers[i].name);
    g_autoptr (DoctorFacts) facts = doctor_explanation_describe (&given, knowledge->providers);
    g_assert_cmpstr (doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "provider.id"), ==,
                     providers[i].id);
  }
}

/* A name that was not found may be a slip. */
static void
test_slip (void)
{
  static const struct {
    const char *text, *host, *meant;
  } slips[] = {
    { "getaddrinfo: Name or service not known", "imap.gmial.com", "imap.gmail.com" },
    { "getaddrinfo: Name or service not known", "imap.gmail.com", NULL },
    { "Connection refused", "imap.gmial.com", NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (slips); i++) {
    const DoctorExplanation given
      = { .service = "imap", .text = slips[i].text, .host = slips[i].host };
    g_autoptr (DoctorFacts) facts = doctor_explanation_describe (&given, knowledge->providers);
    g_assert_cmpstr (doctor_facts_get_string (facts, DOCTOR_SCOPE_RECEIVE, "host.typo-of"), ==,
                     slips[i].meant);
  }
}

static const struct {
  const char *line, *answer; /* the answer, or how it begins when it ends with … */
} lines[] = {
  { "{\"id\":1,\"service\":\"imap\",\"text\":\"\"}", "{\"id\":1,\"findings\":[…" },
  { "{\"id\":\"a\",\"text\":\"x\",\"port\":\"993\",\"receive_ok\":1,\"host\":[]}",
    "{\"id\":\"a\",\"findings\":[…" },
  { "{\"id\":{\"b\":[1]},\"text\":\"x\"}", "{\"id\":{\"b\":[1]},\"findings\":[…" },
  { "{\"id\":\"\\304\",\"domain\":\"\\304\",\"text\":\"\\304\"}", "{\"id\":\"�\",\"findings\":[…" },
  { "{\"text\":\"x\"}", "{\"id\":null,\"findings\":[…" },
  { "{\"id\":7}",
    "{\"id\":7,\"line\":5,\"error\":\"The object has no member “text” with a string.\","
    "\"findings\":[]}" },
  { "{\"id\":7,\"text\":8}", "{\"id\":7,\"line\":5,\"error\":…" },
  { "[1]",
    "{\"id\":null,\"line\":5,\"error\":\"The line is not a JSON object.\",\"findings\":[]}" },
  { "", "{\"id\":null,\"line\":5,\"error\":\"The line is not a JSON object.\",\"findings\":[]}" },
  { "{\"id\":", "{\"id\":null,\"line\":5,\"error\":\"The line is not JSON: …" },
  { "\xff\xfe",
    "{\"id\":null,\"line\":5,\"error\":\"The line is not text in UTF-8.\",\"findings\":[]}" },
};

static void
assert_answer (const char *line, gsize length, const char *wanted)
{
  g_autofree char *answer = doctor_explain_line (line, length, 5, knowledge);
  g_assert_true (g_str_has_suffix (answer, "}\n"));
  g_assert_cmpuint (strcspn (answer, "\n"), ==, strlen (answer) - 1);
  g_autofree char *start = g_strdup (wanted);
  if (g_str_has_suffix (start, "…")) {
    start[strlen (start) - strlen ("…")] = '\0';
    answer[MIN (strlen (start), strlen (answer))] = '\0';
  } else {
    g_strchomp (answer);
  }
  g_assert_cmpstr (answer, ==, start);
}

static void
test_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    assert_answer (lines[i].line, strlen (lines[i].line), lines[i].answer);
  assert_answer ("{\"text\":\"\0\"}", 12,
                 "{\"id\":null,\"line\":5,\"error\":\"The line is not text…");
}

static void
test_huge_lines (void)
{
  g_autofree char *deep = g_strnfill (1000000, '[');
  g_autofree char *filling = g_strnfill (DOCTOR_LINE_MAX_BYTES, 'x');
  g_autofree char *too_long = g_strdup_printf ("{\"text\":\"%s\"}", filling);
  filling[1000000] = '\0';
  g_autofree char *long_text = g_strdup_printf ("{\"id\":1,\"text\":\"%s\"}", filling);
  assert_answer (deep, strlen (deep),
                 "{\"id\":null,\"line\":5,\"error\":\"The line nests its values too deeply.\"…");
  assert_answer (too_long, strlen (too_long),
                 "{\"id\":null,\"line\":5,\"error\":\"The line is longer than 4 MiB.\"…");
  assert_answer (long_text, strlen (long_text), "{\"id\":1,\"findings\":[…");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  knowledge = doctor_knowledge_load (NULL);
  g_test_add_func ("/explanation/surroundings", test_surroundings);
  g_test_add_func ("/explanation/stages", test_stages);
  g_test_add_func ("/explanation/providers", test_providers);
  g_test_add_func ("/explanation/slip", test_slip);
  g_test_add_func ("/explanation/lines", test_lines);
  g_test_add_func ("/explanation/huge-lines", test_huge_lines);
  int status = g_test_run ();
  doctor_knowledge_free (knowledge);
  return status;
}
