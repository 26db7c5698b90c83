#include "command/examine-output.h"
#include "command/findings-text.h"
#include "command/layout.h"
#include "core/i18n.h"
#include "core/links.h"

enum { INDENT = 3, COLUMN = 26 };

/* What the marks of the chain look like where there is no colour. */
static const char *const marks[] = {
  [DOCTOR_LINK_WAITING] = "–", [DOCTOR_LINK_RUNNING] = "–", [DOCTOR_LINK_GOOD] = "✓",
  [DOCTOR_LINK_WARNING] = "!", [DOCTOR_LINK_BROKEN] = "✗",  [DOCTOR_LINK_NOT_REACHED] = "–",
};

/* What was seen at the link, with the time it took. */
static char *
dup_outcome (const DoctorLink *link)
{
  const char *words = link->text != NULL ? link->text : _ ("not examined");
  g_autoptr (GVariant) ms = g_variant_ref_sink (g_variant_new_int64 (link->ms));
  g_autofree char *duration = link->ms >= 0 ? doctor_value_dup_text ("tcp.ms", ms) : NULL;
  /* Translators: what was seen and the time it took: “port 993 answers (12 ms)” */
  return duration != NULL ? g_strdup_printf (_ ("%s (%s)"), words, duration) : g_strdup (words);
}

static void
append_link (GString *out, const DoctorLink *link)
{
  g_autofree char *outcome = dup_outcome (link);
  g_autofree char *name = g_strdup_printf ("%s %s", marks[link->state], link->name);
  doctor_layout_row (out, INDENT, COLUMN, name, outcome);
}

static gboolean
is_known (GPtrArray *links)
{
  for (guint i = 0; i < links->len; i++)
    if (((const DoctorLink *)links->pdata[i])->state != DOCTOR_LINK_WAITING)
      return TRUE;
  return FALSE;
}

static void
append_links (GString *out, const char *title, GPtrArray *links)
{
  g_string_append_c (out, '\n');
  doctor_layout_paragraph (out, "", "", title);
  for (guint i = 0; i < links->len; i++)
    append_link (out, links->pdata[i]);
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

/* A service that was left out has no link of which anything is known. */
static void
append_service (GString *out, const DoctorExamination *examination, DoctorScope scope)
{
  DoctorFacts *facts = examination->facts;
  const char *host = doctor_facts_get_string (facts, scope, "server.host");
  if (doctor_facts_lookup (facts, scope, "service.protocol") == NULL)
    return;
  if (host == NULL) {
    g_string_append_printf (out, "\n%s\n",
                            scope == DOCTOR_SCOPE_RECEIVE
                              ? _ ("Receiving: the account names no server.")
                              : _ ("Sending: the account names no server."));
    return;
  }
  g_autoptr (GPtrArray) links = doctor_links_list (facts, examination->findings, scope);
  g_autofree char *title = dup_service_title (facts, scope, host);
  if (is_known (links))
    append_links (out, title, links);
}

static void
append_computer (GString *out, const DoctorExamination *examination)
{
  g_autoptr (GPtrArray) links
    = doctor_links_list (examination->facts, examination->findings, DOCTOR_SCOPE_ACCOUNT);
  if (is_known (links))
    append_links (out, _ ("Computer and network"), links);
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
  append_computer (out, examination);
  append_service (out, examination, DOCTOR_SCOPE_RECEIVE);
  append_service (out, examination, DOCTOR_SCOPE_SEND);
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
