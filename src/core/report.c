#include "core/report.h"
#include "core/fact-dictionary.h"
#include "core/i18n.h"
#include <string.h>

/* Adds @line and frees it, unless @value, which it is about, is empty. */
static void
take_line (GString *text, const char *value, char *line)
{
  if (value != NULL && value[0] != '\0')
    g_string_append_printf (text, "%s\n", line);
  g_free (line);
}

static const char *
certainty_in_words (DoctorCertainty certainty)
{
  static const char *const words[] = {
    [DOCTOR_POSSIBLE] = NC_ ("certainty", "possible"),
    [DOCTOR_LIKELY] = NC_ ("certainty", "likely"),
    [DOCTOR_PROVED] = NC_ ("certainty", "proved"),
  };
  return g_dpgettext2 (GETTEXT_PACKAGE, "certainty", words[certainty]);
}

static void
add_finding (GString *text, const DoctorFinding *finding, DoctorFacts *facts)
{
  g_autofree char *title = doctor_finding_dup_text (finding, facts, "Title");
  g_autofree char *reason = doctor_finding_dup_text (finding, facts, "Reason");
  g_autofree char *action = doctor_finding_dup_text (finding, facts, "Action");
  g_autofree char *administrator = doctor_finding_dup_text (finding, facts, "Administrator");
  g_string_append_printf (text, "\n%s\n", title);
  g_string_append_printf (text, "  [%s, %s]\n", doctor_finding_get_id (finding),
                          certainty_in_words (finding->certainty));
  take_line (text, reason, g_strdup_printf (_ ("  Why: %s"), reason));
  take_line (text, action, g_strdup_printf (_ ("  What to do: %s"), action));
  take_line (text, administrator,
             g_strdup_printf (_ ("  For the administrator: %s"), administrator));
  for (guint i = 0; i < finding->evidence->len; i++) {
    g_autofree char *line = doctor_fact_dup_text (facts, g_ptr_array_index (finding->evidence, i));
    take_line (text, line, g_strdup_printf (_ ("  How we know: %s"), line));
  }
}

/* Everything that was seen, in the one text form: a help desk can play it back as a case. */
static void
add_facts (GString *text, DoctorFacts *facts)
{
  g_autofree char *printed = doctor_facts_print (facts);
  g_string_append_printf (text, "\n%s\n%s", _ ("What was seen:"), printed);
}

char *
doctor_report_text (DoctorRuleset *set, GPtrArray *findings, DoctorFacts *facts, gboolean masked)
{
  g_autoptr (DoctorFacts) shown = masked ? doctor_redact (facts) : doctor_facts_ref (facts);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format_iso8601 (now);
  g_autofree char *verdict = doctor_engine_dup_verdict (findings, shown);
  const char *name = doctor_facts_get_string (shown, DOCTOR_SCOPE_ACCOUNT, "account.name");
  GString *text = g_string_new (NULL);
  take_line (text, when, g_strdup_printf (_ ("Account Doctor report of %s"), when));
  take_line (text, name, g_strdup_printf (_ ("Account: %s"), name != NULL ? name : ""));
  take_line (text, verdict, g_strdup_printf (_ ("Verdict: %s"), verdict));
  if (masked)
    g_string_append (text, _ ("Names, addresses and servers are replaced by numbers.\n"));
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    if (finding->hidden_by == NULL)
      add_finding (text, finding, shown);
  }
  add_facts (text, shown);
  return g_string_free (text, FALSE);
}
