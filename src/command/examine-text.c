#include "command/examine-output.h"
#include "command/findings-text.h"
#include "command/layout.h"
#include "core/i18n.h"

enum { INDENT = 3, COLUMN = 22 };

/* One link of the chain from this computer to the mailbox. */
typedef struct {
  const char *label;
  const char *result;     /* fact */
  const char *ms;         /* fact, or NULL */
  const char *reason;     /* fact that says why it was not tried, or NULL */
  const char *securities; /* with which the link is at this place; NULL: all */
  const char *good;       /* values that mean that it holds */
  const char *neutral;    /* values that mean that it was not tested */
} Link;

/* With TLS from the start the greeting comes after the handshake, else before. */
static const Link links[] = {
  { N_ ("Name"), "dns.result", "dns.ms", NULL, NULL, "found;literal", "skipped" },
  { N_ ("Connection"), "tcp.result", "tcp.ms", NULL, NULL, "connected", "" },
  { N_ ("Greeting"), "greeting.result", "greeting.ms", NULL, "starttls;none", "ok;preauth", "" },
  { N_ ("Switch to TLS"), "starttls.result", NULL, NULL, "starttls", "ok", "" },
  { N_ ("TLS"), "tls.result", "tls.ms", NULL, "starttls;tls", "ok", "" },
  { N_ ("Greeting"), "greeting.result", "greeting.ms", NULL, "tls", "ok;preauth", "" },
  { N_ ("Login"), "login.result", "login.ms", "login.reason", NULL, "ok;not-needed", "not-tried" },
  { N_ ("Mailbox"), "mailbox.result", NULL, NULL, NULL, "ok", "" },
  { N_ ("Sender"), "sender.result", NULL, NULL, NULL, "ok", "" },
};

static gboolean
has_word (const char *list, const char *word)
{
  g_auto (GStrv) words = g_strsplit (list, ";", -1);
  return word != NULL && g_strv_contains ((const char *const *)words, word);
}

static const char *
get_mark (const Link *link, const char *result)
{
  if (result == NULL || has_word (link->neutral, result))
    return "–";
  return has_word (link->good, result) ? "✓" : "✗";
}

/* What became of the link, in words, with the time it took. */
static char *
dup_outcome (const Link *link, DoctorFacts *facts, DoctorScope scope)
{
  GVariant *result = doctor_facts_lookup (facts, scope, link->result);
  GVariant *ms = link->ms != NULL ? doctor_facts_lookup (facts, scope, link->ms) : NULL;
  GVariant *reason = link->reason != NULL ? doctor_facts_lookup (facts, scope, link->reason) : NULL;
  if (result == NULL)
    return g_strdup (_ ("not reached"));
  g_autofree char *words = doctor_value_dup_text (link->result, result);
  GVariant *extra = reason != NULL ? reason : ms;
  if (extra == NULL)
    return g_steal_pointer (&words);
  g_autofree char *extra_words
    = doctor_value_dup_text (reason != NULL ? link->reason : link->ms, extra);
  /* Translators: outcome of a step and its time or its reason: “connected (12 ms)” */
  return g_strdup_printf (_ ("%s (%s)"), words, extra_words);
}

/* Mailbox and sender are the ends of different chains. */
static gboolean
belongs (const Link *link, DoctorFacts *facts, DoctorScope scope)
{
  const char *security = doctor_facts_get_string (facts, scope, "server.security");
  if (link->securities != NULL && !has_word (link->securities, security))
    return FALSE;
  if (g_str_equal (link->result, "mailbox.result"))
    return scope == DOCTOR_SCOPE_RECEIVE;
  return !g_str_equal (link->result, "sender.result") || scope == DOCTOR_SCOPE_SEND;
}

static void
append_link (GString *out, const Link *link, DoctorFacts *facts, DoctorScope scope)
{
  const char *result = doctor_facts_get_string (facts, scope, link->result);
  g_autofree char *outcome = dup_outcome (link, facts, scope);
  g_autofree char *name = g_strdup_printf ("%s %s", get_mark (link, result), _ (link->label));
  doctor_layout_row (out, INDENT, COLUMN, name, outcome);
}

static const char *
get_security_words (DoctorFacts *facts, DoctorScope scope)
{
  if (doctor_facts_is (facts, scope, "server.security", "tls"))
    return "TLS";
  if (doctor_facts_is (facts, scope, "server.security", "starttls"))
    return "STARTTLS";
  return _ ("without encryption");
}

static char *
dup_service_title (DoctorFacts *facts, DoctorScope scope, const char *host)
{
  const char *protocol = doctor_facts_get_string (facts, scope, "service.protocol");
  g_autofree char *protocol_words = g_ascii_strup (protocol, -1);
  int port = (int)doctor_facts_get_int (facts, scope, "server.port", 0);
  const char *security = get_security_words (facts, scope);
  /* Translators: protocol, host, port, encryption: “Receiving: IMAP, imap.example.jp, port 993,
   * TLS” */
  if (scope == DOCTOR_SCOPE_RECEIVE)
    return g_strdup_printf (_ ("Receiving: %s, %s, port %d, %s"), protocol_words, host, port,
                            security);
  return g_strdup_printf (_ ("Sending: %s, %s, port %d, %s"), protocol_words, host, port, security);
}

/* A service that was left out has no link that was reached. */
static gboolean
was_examined (DoctorFacts *facts, DoctorScope scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    if (doctor_facts_lookup (facts, scope, links[i].result) != NULL)
      return TRUE;
  return FALSE;
}

static void
append_chain (GString *out, DoctorFacts *facts, DoctorScope scope, const char *host)
{
  g_autofree char *title = dup_service_title (facts, scope, host);
  g_string_append_c (out, '\n');
  doctor_layout_paragraph (out, "", "", title);
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    if (belongs (&links[i], facts, scope))
      append_link (out, &links[i], facts, scope);
}

static void
append_service (GString *out, DoctorFacts *facts, DoctorScope scope)
{
  const char *host = doctor_facts_get_string (facts, scope, "server.host");
  if (doctor_facts_lookup (facts, scope, "service.protocol") == NULL)
    return;
  if (host == NULL)
    g_string_append_printf (out, "\n%s\n",
                            scope == DOCTOR_SCOPE_RECEIVE
                              ? _ ("Receiving: the account names no server.")
                              : _ ("Sending: the account names no server."));
  else if (was_examined (facts, scope))
    append_chain (out, facts, scope, host);
}

static gboolean
lacks_password (DoctorFacts *facts)
{
  return doctor_facts_is (facts, DOCTOR_SCOPE_RECEIVE, "login.reason", "no-password")
         || doctor_facts_is (facts, DOCTOR_SCOPE_SEND, "login.reason", "no-password");
}

static void
append_facts (GString *out, DoctorFacts *facts)
{
  g_autofree char *text = doctor_facts_print (facts);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);
  g_string_append_printf (out, "\n%s\n", _ ("All that is known"));
  for (char **line = lines; *line != NULL; line++)
    doctor_layout_paragraph (out, "   ", "      ", *line);
}

static void
append_examination (GString *out,
                    const DoctorExamination *examination,
                    const DoctorOutputOptions *options)
{
  DoctorFacts *facts = examination->facts;
  g_autofree char *verdict = doctor_engine_dup_verdict (examination->findings, facts);
  /* Translators: name of the account and how long it took. */
  g_autofree char *title = g_strdup_printf (_ ("%s (examined in %.1f seconds)"), examination->name,
                                            examination->seconds);
  doctor_layout_paragraph (out, "", "", title);
  doctor_layout_paragraph (out, "", "", verdict);
  append_service (out, facts, DOCTOR_SCOPE_RECEIVE);
  append_service (out, facts, DOCTOR_SCOPE_SEND);
  if (lacks_password (facts)) {
    g_string_append_c (out, '\n');
    doctor_layout_paragraph (out, "", "",
                             _ ("No login was tried, because there was no password. Give it in a "
                                "terminal when asked, or with --password-fd."));
  }
  g_autoptr (GString) findings = g_string_new (NULL);
  doctor_findings_append_text (findings, examination->findings, facts);
  if (findings->len > 0)
    g_string_append_printf (out, "\n%s", findings->str);
  if (options->verbose)
    append_facts (out, facts);
  g_string_append_c (out, '\n');
}

void
doctor_print_text (GPtrArray *examinations, const DoctorOutputOptions *options)
{
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; i < examinations->len; i++)
    append_examination (out, g_ptr_array_index (examinations, i), options);
  g_string_truncate (out, out->len - 1); /* no empty line at the end */
  doctor_layout_print (out);
}
