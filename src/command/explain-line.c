#include "command/explain-line.h"
#include "command/flat-object.h"
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

static const char *
get_string (const DoctorFlatObject *object, const char *name)
{
  const DoctorFlatMember *member = doctor_flat_object_get (object, name);
  return member != NULL && member->kind == DOCTOR_FLAT_STRING ? member->string : NULL;
}

static DoctorAnswer
get_answer (const DoctorFlatObject *object, const char *name)
{
  const DoctorFlatMember *member = doctor_flat_object_get (object, name);
  if (member == NULL || member->kind != DOCTOR_FLAT_BOOLEAN)
    return DOCTOR_UNKNOWN;
  return member->number ? DOCTOR_YES : DOCTOR_NO;
}

static gint64
get_number (const DoctorFlatObject *object, const char *name)
{
  const DoctorFlatMember *member = doctor_flat_object_get (object, name);
  if (member != NULL && member->kind == DOCTOR_FLAT_NUMBER)
    return member->number;
  const char *digits = get_string (object, name);
  return digits != NULL ? g_ascii_strtoll (digits, NULL, 10) : 0;
}

static void
read_explanation (const DoctorFlatObject *object, DoctorExplanation *explanation)
{
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    G_STRUCT_MEMBER (const char *, explanation, strings[i].offset)
      = get_string (object, strings[i].member);
  explanation->port = get_number (object, "port");
  explanation->receive_ok = get_answer (object, "receive_ok");
  explanation->send_ok = get_answer (object, "send_ok");
  explanation->worked_before = get_answer (object, "worked_before");
}

/* --- lines that are more than flat objects --- */

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

/* Of what is no plain value, nothing is taken. */
static void
add_member (DoctorFlatObject *object, JsonObject *tree, const char *name)
{
  JsonNode *node = json_object_get_member (tree, name);
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : 0;
  DoctorFlatMember member = { .name = name };
  if (type == G_TYPE_STRING) {
    member.kind = DOCTOR_FLAT_STRING;
    member.string = json_node_get_string (node);
  } else if (type == G_TYPE_BOOLEAN) {
    member.kind = DOCTOR_FLAT_BOOLEAN;
    member.number = json_node_get_boolean (node);
  } else if (type == G_TYPE_INT64) {
    member.kind = DOCTOR_FLAT_NUMBER;
    member.number = json_node_get_int (node);
  }
  object->members[object->n++] = member;
}

/* Those that somebody asks for, with the strings of the tree. */
static void
flatten (DoctorFlatObject *object, JsonObject *tree)
{
  static const char *const others[] = { "port", "receive_ok", "send_ok", "worked_before" };
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    add_member (object, tree, strings[i].member);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    add_member (object, tree, others[i]);
}

/* --- answers --- */

/* As JSON-GLib writes it, but without a tree where there is nothing to escape. */
static void
append_string (GString *out, const char *text)
{
  const char *p = text != NULL ? text : "";
  while ((guchar)*p >= 0x20 && *p != '"' && *p != '\\' && *p != 0x7f)
    p++;
  if (text == NULL) {
    g_string_append (out, "null");
  } else if (*p == '\0') {
    g_string_append_c (out, '"');
    g_string_append_len (out, text, p - text);
    g_string_append_c (out, '"');
  } else {
    g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);
    g_autofree char *escaped = json_to_string (node, FALSE);
    g_string_append (out, escaped);
  }
}

static void
append_flat (GString *out, const DoctorFlatMember *member)
{
  if (member == NULL || member->kind == DOCTOR_FLAT_NULL)
    g_string_append (out, "null");
  else if (member->kind == DOCTOR_FLAT_STRING)
    append_string (out, member->string);
  else if (member->kind == DOCTOR_FLAT_BOOLEAN)
    g_string_append (out, member->number ? "true" : "false");
  else
    g_string_append_printf (out, "%" G_GINT64_FORMAT, member->number);
}

static void
append_findings (GString *out,
                 const DoctorExplanation *explanation,
                 const DoctorKnowledge *knowledge)
{
  g_autoptr (DoctorFacts) facts = doctor_explanation_describe (explanation, knowledge->providers);
  g_autoptr (GPtrArray) findings = doctor_engine_run (knowledge->rules, facts, NULL);
  const char *comma = "";
  g_string_append (out, ",\"findings\":[");
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    if (finding->hidden_by != NULL)
      continue;
    const char *const members[][2] = {
      { "{\"cause\":", doctor_finding_get_id (finding) },
      { ",\"certainty\":", doctor_certainty_to_string (finding->certainty) },
      { ",\"service\":", doctor_json_get_service (finding, facts) },
      { ",\"rule\":", doctor_rule_get_name (finding->rule) },
    };
    g_string_append (out, comma);
    for (guint n = 0; n < G_N_ELEMENTS (members); n++) {
      g_string_append (out, members[n][0]);
      append_string (out, members[n][1]);
    }
    g_string_append_c (out, '}');
    comma = ",";
  }
  g_string_append_c (out, ']');
}

static void
append_error (GString *out, guint number, const char *sentence)
{
  g_string_append_printf (out, ",\"line\":%u,\"error\":", number);
  append_string (out, sentence);
  g_string_append (out, ",\"findings\":[]");
}

static void
append_answer (GString *out,
               const DoctorFlatObject *object,
               guint number,
               const DoctorKnowledge *knowledge)
{
  DoctorExplanation explanation = { .text = NULL };
  read_explanation (object, &explanation);
  if (explanation.text == NULL)
    append_error (out, number, _ ("The object has no member “text” with a string."));
  else
    append_findings (out, &explanation, knowledge);
}

/* By a tree of nodes, with whatever is wrong with the line. JSON-GLib reads "\304" as a byte, so
 * what it gives back can be no UTF-8 though its line was. */
static void
append_answer_to_any (
  GString *out, const char *line, gsize length, guint number, const DoctorKnowledge *knowledge)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonObject *tree = parse_line (parser, line, length, &error) ? get_object (parser) : NULL;
  JsonNode *id = tree != NULL ? json_object_get_member (tree, "id") : NULL;
  g_autofree char *id_text = id != NULL ? json_to_string (id, FALSE) : g_strdup ("null");
  DoctorFlatObject object = { .n = 0 };
  g_string_append (out, id_text);
  if (tree != NULL) {
    flatten (&object, tree);
    append_answer (out, &object, number, knowledge);
  } else {
    append_error (out, number,
                  error != NULL ? error->message : _ ("The line is not a JSON object."));
  }
  g_autofree char *valid = g_utf8_make_valid (out->str, -1);
  g_string_assign (out, valid);
}

char *
doctor_explain_line (const char *line, gsize length, guint number, const DoctorKnowledge *knowledge)
{
  GString *out = g_string_new ("{\"id\":");
  g_auto (DoctorFlatObject) object = { .n = 0 };
  if (length <= DOCTOR_LINE_MAX_BYTES && g_utf8_validate (line, length, NULL)
      && doctor_flat_object_read (&object, line, length)) {
    append_flat (out, doctor_flat_object_get (&object, "id"));
    append_answer (out, &object, number, knowledge);
  } else {
    append_answer_to_any (out, line, length, number, knowledge);
  }
  g_string_append (out, "}\n");
  return g_string_free (out, FALSE);
}
