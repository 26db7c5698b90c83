#include "command/findings-text.h"
#include "command/layout.h"
#include "core/decide.h"
#include "core/fact-dictionary.h"
#include "core/i18n.h"

enum { INDENT = 3, COLUMN = 18 };

static const char *const certainties[] = {
  [DOCTOR_POSSIBLE] = N_ ("Possible: other causes look the same."),
  [DOCTOR_LIKELY] = N_ ("Very likely: this is what such an answer means."),
  [DOCTOR_PROVED] = N_ ("Certain: it was tried and seen."),
};

static void
append_row (GString *out, const char *label, const char *text)
{
  if (text[0] != '\0')
    doctor_layout_row (out, INDENT, COLUMN, label, text);
}

static void
append_text (GString *out,
             const char *label,
             const DoctorFinding *finding,
             DoctorFacts *facts,
             const char *key)
{
  g_autofree char *text = doctor_finding_dup_text (finding, facts, key);
  append_row (out, label, text);
}

static void
append_evidence (GString *out, const DoctorFinding *finding, DoctorFacts *facts)
{
  const char *label = _ ("How we know");
  for (guint i = 0; i < finding->evidence->len; i++) {
    g_autofree char *text = doctor_fact_dup_text (facts, g_ptr_array_index (finding->evidence, i));
    append_row (out, label, text);
    label = "";
  }
}

/* Only of a text that somebody gave: an examination has looked at what it could. */
static void
append_deciders (GString *out, const DoctorFinding *finding, DoctorFacts *facts)
{
  DoctorSource source = DOCTOR_SOURCE_PROBE;
  const char *label = _ ("What decides");
  doctor_facts_lookup_full (facts, finding->scope, "reply.text", NULL, NULL, &source);
  if (source != DOCTOR_SOURCE_REPLY)
    return;
  g_autoptr (GPtrArray) names = doctor_finding_list_deciders (finding, facts);
  for (guint i = 0; i < names->len; i++) {
    const DoctorFactKey *key = doctor_dictionary_lookup (g_ptr_array_index (names, i));
    append_row (out, label, doctor_fact_key_get_label (key));
    label = "";
  }
}

/* What trying the fix on a copy of the settings showed. */
static const char *
get_proof (const DoctorFix *fix, DoctorFacts *facts)
{
  if (fix->kind != DOCTOR_FIX_CHANGE)
    return "";
  if (doctor_fix_is_local (fix))
    return _ ("It only changes the mail program itself.");
  if (!doctor_facts_is (facts, fix->scope, "verify.fix", fix->id))
    return _ ("Not tried yet.");
  if (doctor_facts_is (facts, fix->scope, "verify.result", "proved"))
    return _ ("Tried on a copy of the settings: it works.");
  if (doctor_facts_is (facts, fix->scope, "verify.result", "failed"))
    return _ ("Tried on a copy of the settings: it does not help.");
  return _ ("Tried on a copy of the settings, but not to the end.");
}

static void
append_preview (GString *out, const DoctorFix *fix, DoctorFacts *facts)
{
  enum { NAME, OLD, NEW, PER_ROW };
  g_autoptr (GPtrArray) cells = doctor_fix_dup_preview (fix, facts);
  for (guint i = 0; i + NEW < cells->len; i += PER_ROW) {
    /* Translators: a setting, its old value and its new one. */
    g_autofree char *line
      = g_strdup_printf (_ ("%1$s: %2$s → %3$s"), (const char *)g_ptr_array_index (cells, i + NAME),
                         (const char *)g_ptr_array_index (cells, i + OLD),
                         (const char *)g_ptr_array_index (cells, i + NEW));
    append_row (out, "", line);
  }
}

/* How the person does it, and the page where it is done. */
static void
append_guide (GString *out, const DoctorFix *fix, DoctorFacts *facts)
{
  g_autofree char *guide = doctor_fix_dup_guide (fix, facts);
  const char *page = doctor_fix_get_link (fix, facts);
  append_row (out, "", guide);
  if (page != NULL)
    append_row (out, "", page);
}

static void
append_fixes (GString *out, const DoctorFinding *finding, DoctorFacts *facts)
{
  g_autoptr (GPtrArray) fixes = doctor_fix_list (finding, facts);
  for (guint i = 0; i < fixes->len; i++) {
    const DoctorFix *fix = g_ptr_array_index (fixes, i);
    g_autofree char *title = doctor_fix_dup_title (fix, facts);
    append_row (out, _ ("Repair"), title);
    append_preview (out, fix, facts);
    append_guide (out, fix, facts);
    append_row (out, "", get_proof (fix, facts));
  }
}

static void
append_finding (GString *out, guint number, const DoctorFinding *finding, DoctorFacts *facts)
{
  g_autofree char *title = doctor_finding_dup_text (finding, facts, "Title");
  g_autofree char *first = g_strdup_printf ("%u. ", number);
  doctor_layout_paragraph (out, first, "   ", title);
  append_row (out, _ ("How certain"), _ (certainties[finding->certainty]));
  append_text (out, _ ("Why"), finding, facts, "Reason");
  append_text (out, _ ("What to do"), finding, facts, "Action");
  append_text (out, _ ("Administrator"), finding, facts, "Administrator");
  append_evidence (out, finding, facts);
  append_deciders (out, finding, facts);
  append_fixes (out, finding, facts);
  append_row (out, C_ ("finding", "Name"), doctor_finding_get_id (finding));
}

void
doctor_findings_append_text (GString *out, GPtrArray *findings, DoctorFacts *facts)
{
  guint number = 0;
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    if (finding->hidden_by != NULL)
      continue;
    if (number > 0)
      g_string_append_c (out, '\n');
    append_finding (out, ++number, finding, facts);
  }
}
