/* Any bytes as the settings that the plugin hands over: refused with a sentence, or taken
 * and printed back the same. */
#include "command/settings-file.h"
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DoctorFacts) facts
    = doctor_settings_file_parse ((const char *)data, size, "fuzz", &error);
  if (facts == NULL) {
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    return 0;
  }
  g_autofree char *text = doctor_facts_print (facts);
  g_autoptr (DoctorFacts) again = doctor_settings_file_parse (text, strlen (text), "again", NULL);
  g_assert_nonnull (again);
  g_autofree char *text_again = doctor_facts_print (again);
  g_assert_cmpstr (text, ==, text_again);
  return 0;
}
