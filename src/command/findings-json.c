#include "command/findings-json.h"
#include "core/decide.h"
#include "core/fact-dictionary.h"
#include <stdio.h>

void
doctor_json_add_string (JsonBuilder *builder, const char *member, const char *value)
{
  json_builder_set_member_name (builder, member);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_fact (JsonBuilder *builder, DoctorFacts *facts, const char *name)
{
  GVariant *value = doctor_facts_lookup (facts, DOCTOR_SCOPE_ACCOUNT, name);
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_value (builder, json_gvariant_serialize (value));
}

static void
add_text (JsonBuilder *builder,
          const char *member,
          const DoctorFinding *finding,
          DoctorFacts *facts,
          const char *key)
{
  g_autofree char *text = doctor_finding_dup_text (finding, facts, key);
  doctor_json_add_string (builder, member, text);
}

static void
add_evidence (JsonBuilder *builder, const DoctorFinding *finding, DoctorFacts *facts)
{
  json_builder_set_member_name (builder, "evidence");
  json_builder_begin_object (builder);
  for (guint i = 0; i < finding->evidence->len; i++)
    add_fact (builder, facts, g_ptr_array_index (finding->evidence, i));
  json_builder_end_object (builder);
}

static void
add_deciders (JsonBuilder *builder, const DoctorFinding *finding, DoctorFacts *facts)
{
  g_autoptr (GPtrArray) names = doctor_finding_list_deciders (finding, facts);
  json_builder_set_member_name (builder, "decide");
  json_builder_begin_array (builder);
  for (guint i = 0; i < names->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (names, i));
  json_builder_end_array (builder);
}

/* What trying the fix on a copy of the settings showed, when it was tried. */
static const char *
get_verdict (const DoctorFix *fix, DoctorFacts *facts)
{
  if (!doctor_facts_is (facts, fix->scope, "verify.fix", fix->id))
    return NULL;
  return doctor_facts_get_string (facts, fix->scope, "verify.result");
}

static void
add_changes (JsonBuilder *builder, const DoctorFix *fix)
{
  g_autoptr (GPtrArray) names = doctor_facts_names (fix->changes);
  json_builder_set_member_name (builder, "changes");
  json_builder_begin_object (builder);
  for (guint i = 0; i < names->len; i++)
    add_fact (builder, fix->changes, g_ptr_array_index (names, i));
  json_builder_end_object (builder);
}

/* How the person does it, and the page where it is done. */
static void
add_guide (JsonBuilder *builder, const DoctorFix *fix, DoctorFacts *facts)
{
  g_autofree char *guide = doctor_fix_dup_guide (fix, facts);
  const char *page = doctor_fix_get_link (fix, facts);
  if (*guide != '\0')
    doctor_json_add_string (builder, "guide", guide);
  if (page != NULL)
    doctor_json_add_string (builder, "page", page);
}

static void
add_fixes (JsonBuilder *builder, const DoctorFinding *finding, DoctorFacts *facts)
{
  g_autoptr (GPtrArray) fixes = doctor_fix_list (finding, facts);
  json_builder_set_member_name (builder, "fixes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < fixes->len; i++) {
    const DoctorFix *fix = g_ptr_array_index (fixes, i);
    g_autofree char *title = doctor_fix_dup_title (fix, facts);
    json_builder_begin_object (builder);
    doctor_json_add_string (builder, "id", fix->id);
    doctor_json_add_string (builder, "kind", doctor_fix_kind_to_string (fix->kind));
    doctor_json_add_string (builder, "title", title);
    add_guide (builder, fix, facts);
    add_changes (builder, fix);
    doctor_json_add_string (builder, "verdict", get_verdict (fix, facts));
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static const char *
get_service (const DoctorFinding *finding, DoctorFacts *facts)
{
  if (finding->scope == DOCTOR_SCOPE_ACCOUNT)
    return NULL;
  return doctor_facts_get_string (facts, finding->scope, "service.protocol");
}

void
doctor_json_add_cause (JsonBuilder *builder, const DoctorFinding *finding, DoctorFacts *facts)
{
  doctor_json_add_string (builder, "cause", doctor_finding_get_id (finding));
  doctor_json_add_string (builder, "certainty", doctor_certainty_to_string (finding->certainty));
  doctor_json_add_string (builder, "service", get_service (finding, facts));
  doctor_json_add_string (builder, "rule", doctor_rule_get_name (finding->rule));
}

static void
add_finding (JsonBuilder *builder, const DoctorFinding *finding, DoctorFacts *facts)
{
  json_builder_begin_object (builder);
  doctor_json_add_cause (builder, finding, facts);
  add_text (builder, "title", finding, facts, "Title");
  add_text (builder, "reason", finding, facts, "Reason");
  add_text (builder, "action", finding, facts, "Action");
  add_evidence (builder, finding, facts);
  add_deciders (builder, finding, facts);
  add_fixes (builder, finding, facts);
  json_builder_end_object (builder);
}

void
doctor_json_add_findings (JsonBuilder *builder, GPtrArray *findings, DoctorFacts *facts)
{
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    if (finding->hidden_by == NULL)
      add_finding (builder, finding, facts);
  }
  json_builder_end_array (builder);
}

void
doctor_json_add_facts (JsonBuilder *builder, DoctorFacts *facts, gboolean private_too)
{
  g_autoptr (GPtrArray) names = doctor_facts_names (facts);
  json_builder_set_member_name (builder, "facts");
  json_builder_begin_object (builder);
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    if (private_too || !doctor_dictionary_lookup (name)->is_private)
      add_fact (builder, facts, name);
  }
  json_builder_end_object (builder);
}

void
doctor_json_print (JsonBuilder *builder, gboolean pretty)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, pretty);
  fputs (text, stdout);
  fputc ('\n', stdout);
  fflush (stdout);
}
