#include "command/explain-line.h"
#include "command/findings-json.h"
#include "core/engine.h"
#include "core/i18n.h"
#include <string.h>

/* Members of a line, and where they go in DoctorExplanation. */
static const struct {
  const char *member;
  gsize offset;
} strings[] = {
  { "service", G_STRUCT_OFFSET (DoctorExplanation, service) },
  { "stage", G_STRUCT_OFFSET (DoctorExplanation, stage) },
  { "text", G_STRUCT_OFFSET (DoctorExplanation, text) },
  { "provider", G_STRUCT_OFFSET (DoctorExplanation, provider) },
  { "domain", G_STRUCT_OFFSET (DoctorExplanation, domain) },
  { "host", G_STRUCT_OFFSET (DoctorExplanation, host) },
  { "security", G_STRUCT_OFFSET (DoctorExplanation, security) },
};

/* Of what is no plain value of @type nothing is taken. */
static JsonNode *
get_scalar (JsonObject *object, const char *member, GType type)
{
  JsonNode *node = json_object_get_member (object, member);
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type
           ? node
           : NULL;
}

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = get_scalar (object, member, G_TYPE_STRING);
  return node != NULL ? json_node_get_string (node) : NULL;
}

static DoctorAnswer
get_answer (JsonObject *object, const char *member)
{
  JsonNode *node = get_scalar (object, member, G_TYPE_BOOLEAN);
  if (node == NULL)
    return DOCTOR_UNKNOWN;
  return json_node_get_boolean (node) ? DOCTOR_YES : DOCTOR_NO;
}

static gint64
get_number (JsonObject *object, const char *member)
{
  JsonNode *node = get_scalar (object, member, G_TYPE_INT64);
  const char *digits = get_string (object, member);
  if (node != NULL)
    return json_node_get_int (node);
  return digits != NULL ? g_ascii_strtoll (digits, NULL, 10) : 0;
}

static void
read_explanation (JsonObject *object, DoctorExplanation *explanation)
{
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    G_STRUCT_MEMBER (const char *, explanation, strings[i].offset)
      = get_string (object, strings[i].member);
  explanation->port = get_number (object, "port");
  explanation->receive_ok = get_answer (object, "receive_ok");
  explanation->send_ok = get_answer (object, "send_ok");
  explanation->worked_before = get_answer (object, "worked_before");
}

/* Brackets outside of strings; the parser of JSON-GLib 1.6 recurses without a limit. */
static gboolean
is_too_deep (const char *line, gsize length)
{
  int depth = 0;
  gboolean in_string = FALSE;
  for (gsize i = 0; i < length; i++) {
    char c = line[i];
    if (in_string && c == '\\')
      i++;
    else if (c == '"')
      in_string = !in_string;
    else if (!in_string && (c == '[' || c == '{') && ++depth > DOCTOR_EXPLANATION_MAX_DEPTH)
      return TRUE;
    else if (!in_string && (c == ']' || c == '}'))
      depth--;
  }
  return FALSE;
}

static gboolean
parse_line (JsonParser *parser, const char *line, gsize length, GError **error)
{
  g_autoptr (GError) parse_error = NULL;
  if (length > DOCTOR_LINE_MAX_BYTES)
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE, _ ("The line is longer than %d MiB."),
                 DOCTOR_LINE_MAX_BYTES / (1024 * 1024));
  else if (!g_utf8_validate (line, length, NULL)) /* also refuses a NUL */
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE, _ ("The line is not text in UTF-8."));
  else if (is_too_deep (line, length))
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE,
                 _ ("The line nests its values too deeply."));
  else if (!json_parser_load_from_data (parser, line, length, &parse_error))
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE, _ ("The line is not JSON: %s"),
                 parse_error->message);
  else
    return TRUE;
  return FALSE;
}

static JsonObject *
get_object (JsonParser *parser)
{
  JsonNode *root = json_parser_get_root (parser);
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
}

static void
add_id (JsonBuilder *builder, JsonObject *object)
{
  JsonNode *id = object != NULL ? json_object_get_member (object, "id") : NULL;
  json_builder_set_member_name (builder, "id");
  if (id != NULL)
    json_builder_add_value (builder, json_node_copy (id));
  else
    json_builder_add_null_value (builder);
}

static void
add_error (JsonBuilder *builder, guint number, const char *sentence)
{
  json_builder_set_member_name (builder, "line");
  json_builder_add_int_value (builder, number);
  doctor_json_add_string (builder, "error", sentence);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
}

static void
add_findings (JsonBuilder *builder,
              const DoctorExplanation *explanation,
              const DoctorKnowledge *knowledge)
{
  g_autoptr (DoctorFacts) facts = doctor_explanation_describe (explanation, knowledge->providers);
  g_autoptr (GPtrArray) findings = doctor_engine_run (knowledge->rules, facts, NULL);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    if (finding->hidden_by != NULL)
      continue;
    json_builder_begin_object (builder);
    doctor_json_add_cause (builder, finding, facts);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_answer (JsonBuilder *builder,
            JsonObject *object,
            guint number,
            const DoctorKnowledge *knowledge)
{
  DoctorExplanation explanation = { .text = NULL };
  read_explanation (object, &explanation);
  if (explanation.text != NULL)
    add_findings (builder, &explanation, knowledge);
  else
    add_error (builder, number, _ ("The object has no member “text” with a string."));
}

char *
doctor_explain_line (const char *line, gsize length, guint number, const DoctorKnowledge *knowledge)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  JsonObject *object = parse_line (parser, line, length, &error) ? get_object (parser) : NULL;
  json_builder_begin_object (builder);
  add_id (builder, object);
  if (object != NULL)
    add_answer (builder, object, number, knowledge);
  else
    add_error (builder, number,
               error != NULL ? error->message : _ ("The line is not a JSON object."));
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, FALSE);
  /* JSON-GLib reads "\304" as a byte, so an id can be no UTF-8 though its line was. */
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  return g_strconcat (valid, "\n", NULL);
}
