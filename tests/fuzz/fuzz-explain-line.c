/* Any bytes as a line of explain --batch: the answer is one line of JSON. */
#include "command/explain-line.h"
#include <json-glib/json-glib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static DoctorKnowledge *knowledge = NULL;
  if (knowledge == NULL)
    knowledge = doctor_knowledge_load (NULL);
  g_autofree char *answer = doctor_explain_line ((const char *)data, size, 1, knowledge);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_assert_cmpuint (strcspn (answer, "\n"), ==, strlen (answer) - 1);
  g_assert_true (json_parser_load_from_data (parser, answer, -1, NULL));
  return 0;
}
