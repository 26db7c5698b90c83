/* What the reader of flat objects takes, JSON-GLib reads the same; the rest it leaves alone. */
#include "command/flat-object.h"
#include <json-glib/json-glib.h>
#include <string.h>

static gboolean
read_line (DoctorFlatObject *object, const char *line)
{
  return doctor_flat_object_read (object, line, strlen (line));
}

static const char *const flat_lines[] = {
  " { \"a\" : 1 } \r\n",
  "{\"id\":\"a\",\"text\":\"535 5.7.8 no\"}",
  "{ \"id\" : 7 , \"port\":993,\t\"n\":-12, \"zero\":0 }",
  "{\"receive_ok\":true,\"send_ok\":false,\"worked_before\":null}",
  "{\"text\":\"a\\nb\\t\\\"c\\\" \\\\ \\/ \\u00e9 \\u65e5 d\\b\\f\\r\"}",
  "{\"text\":\"日本語 ÄÖÜ\",\"\":\"no name\"}",
  "{\"n\":999999999999999999}",
};

/* Also of lines that are cut anywhere: those are no objects. */
static const char *const other_lines[] = {
  "",
  "null",
  "{}",
  "[1]",
  "{\"a\":1.5}",
  "{\"a\":1e3}",
  "{\"a\":012}",
  "{\"a\":9999999999999999999}",
  "{\"a\":-}",
  "{\"a\":{\"b\":1}}",
  "{\"a\":[1]}",
  "{\"a\":\"\\ud83d\\ude00\"}",
  "{\"a\":\"\\u0000\"}",
  "{\"a\":\"\\304\"}",
  "{\"a\":\"\\u12\"}",
  "{\"a\":\"\x01\"}",
  "{\"a\":1,\"a\":2}",
  "{\"a\":1,}",
  "{\"a\":1}}",
  "{\"a\":1} x",
  "{\"a\":trueish}",
  "{\"a\" 1}",
  "{a:1}",
};

static void
assert_same (const DoctorFlatMember *member, JsonObject *tree)
{
  JsonNode *node = json_object_get_member (tree, member->name);
  g_assert_nonnull (node);
  switch (member->kind) {
    case DOCTOR_FLAT_STRING:
      g_assert_cmpstr (member->string, ==, json_node_get_string (node));
      break;
    case DOCTOR_FLAT_NUMBER:
      g_assert_true (json_node_get_value_type (node) == G_TYPE_INT64);
      g_assert_cmpint (member->number, ==, json_node_get_int (node));
      break;
    case DOCTOR_FLAT_BOOLEAN:
      g_assert_true (json_node_get_value_type (node) == G_TYPE_BOOLEAN);
      g_assert_cmpint (member->number, ==, json_node_get_boolean (node));
      break;
    default:
      g_assert_true (json_node_is_null (node));
  }
}

static void
test_same (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (flat_lines); i++) {
    g_auto (DoctorFlatObject) object = { .n = 0 };
    g_autoptr (JsonParser) parser = json_parser_new ();
    g_assert_true (read_line (&object, flat_lines[i]));
    g_assert_true (json_parser_load_from_data (parser, flat_lines[i], -1, NULL));
    JsonObject *tree = json_node_get_object (json_parser_get_root (parser));
    g_assert_cmpuint (object.n, ==, json_object_get_size (tree));
    for (guint n = 0; n < object.n; n++)
      assert_same (&object.members[n], tree);
  }
}

static void
test_others (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (other_lines); i++) {
    DoctorFlatObject object = { .n = 0 };
    if (read_line (&object, other_lines[i]))
      g_error ("taken: %s", other_lines[i]);
    g_assert_null (object.text);
  }
  for (guint i = 1; i < G_N_ELEMENTS (flat_lines); i++)
    for (gsize length = 0; length < strlen (flat_lines[i]) - 3; length++) {
      DoctorFlatObject object = { .n = 0 };
      g_assert_false (doctor_flat_object_read (&object, flat_lines[i], length));
    }
}

static void
test_too_many (void)
{
  GString *line = g_string_new ("{");
  for (guint i = 0; i <= DOCTOR_FLAT_MAX_MEMBERS; i++)
    g_string_append_printf (line, "%s\"m%u\":%u", i > 0 ? "," : "", i, i);
  g_string_append_c (line, '}');
  DoctorFlatObject object = { .n = 0 };
  g_assert_false (read_line (&object, line->str));
  g_string_free (line, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flat-object/same", test_same);
  g_test_add_func ("/flat-object/others", test_others);
  g_test_add_func ("/flat-object/too-many", test_too_many);
  return g_test_run ();
}
