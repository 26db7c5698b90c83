#include "config.h"
#include "command/examine-output.h"
#include "command/findings-json.h"

static void
add_examination (JsonBuilder *builder,
                 const DoctorExamination *examination,
                 const DoctorOutputOptions *options)
{
  g_autofree char *verdict = doctor_engine_dup_verdict (examination->findings, examination->facts);
  json_builder_begin_object (builder);
  doctor_json_add_string (builder, "name", examination->name);
  doctor_json_add_string (builder, "verdict", verdict);
  doctor_json_add_string (builder, "state", doctor_state_to_string (examination->state));
  doctor_json_add_findings (builder, examination->findings, examination->facts);
  doctor_json_add_facts (builder, examination->facts, options->verbose);
  json_builder_set_member_name (builder, "seconds");
  json_builder_add_double_value (builder, examination->seconds);
  json_builder_end_object (builder);
}

void
doctor_print_json (GPtrArray *examinations, const DoctorOutputOptions *options)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  doctor_json_add_string (builder, "version", PACKAGE_VERSION);
  json_builder_set_member_name (builder, "accounts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < examinations->len; i++)
    add_examination (builder, g_ptr_array_index (examinations, i), options);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  doctor_json_print (builder, TRUE);
}
