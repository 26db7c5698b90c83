/* The language between the program and the plugin: "name GVARIANT-TEXT", flushed at once. */
#include "command/command.h"
#include "command/examine-output.h"
#include <stdio.h>

/* What was printed so far, so that at the end only what is new follows. One process
 * examines one account in this format. */
static DoctorFacts *printed = NULL;

static void
put (const char *name, GVariant *value)
{
  g_autofree char *line = doctor_facts_line (name, value);
  fputs (line, stdout);
  fputc ('\n', stdout);
  fflush (stdout);
}

static void
put_new (const char *name, GVariant *value)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);
  put (name, owned);
}

void
doctor_print_line (const char *name, GVariant *value, gpointer unused)
{
  if (printed == NULL)
    printed = doctor_facts_new ();
  if (g_strcmp0 (name, "progress") != 0)
    doctor_facts_set (printed, name, value, DOCTOR_SOURCE_PROBE);
  put (name, value);
}

/* Facts that no probe announced: derived ones. The reader has the settings already. */
static void
put_facts (DoctorFacts *facts)
{
  g_autoptr (GPtrArray) names = doctor_facts_names (facts);
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    GVariant *value = NULL;
    DoctorSource source = DOCTOR_SOURCE_SETTINGS;
    doctor_facts_lookup_full (facts, DOCTOR_SCOPE_ACCOUNT, name, &value, NULL, &source);
    GVariant *before
      = printed != NULL ? doctor_facts_lookup (printed, DOCTOR_SCOPE_ACCOUNT, name) : NULL;
    if (source != DOCTOR_SOURCE_SETTINGS && (before == NULL || !g_variant_equal (before, value)))
      put (name, value);
  }
}

static void
put_findings (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    const char *scope = doctor_scope_to_string (finding->scope);
    if (finding->hidden_by == NULL)
      put_new ("finding", g_variant_new ("(sss)", scope != NULL ? scope : "account",
                                         doctor_finding_get_id (finding),
                                         doctor_certainty_to_string (finding->certainty)));
  }
}

static void
put_end (DoctorState state)
{
  put_new ("end", g_variant_new ("(si)", doctor_state_to_string (state), (gint32)state));
}

void
doctor_print_lines (GPtrArray *examinations, const DoctorOutputOptions *options)
{
  for (guint i = 0; i < examinations->len; i++) {
    const DoctorExamination *examination = g_ptr_array_index (examinations, i);
    put_facts (examination->facts);
    put_findings (examination->findings);
    put_end (examination->state);
  }
  g_clear_pointer (&printed, doctor_facts_unref);
}

void
doctor_print_lines_error (const char *sentence)
{
  put_new ("error", g_variant_new_string (sentence));
  put_end (DOCTOR_STATE_UNKNOWN);
}
