/* Any bytes as a provider file of an administrator: read, or refused with file and line. */
#include "core/provider-file.h"
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_malloc (size + 1);
  memcpy (text, data, size);
  text[size] = '\0';
  const DoctorDataFile file
    = { .id = (char *)"fuzz", .origin = (char *)"fuzz", .text = text, .length = size };
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DoctorProvider) provider = doctor_provider_read (&file, problems);
  g_assert_true ((provider != NULL) == (problems->len == 0));
  for (guint i = 0; i < problems->len; i++)
    g_assert_true (g_utf8_validate (g_ptr_array_index (problems, i), -1, NULL));
  if (provider == NULL)
    return 0;
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  doctor_facts_set (facts, "account.address", g_variant_new_string ("taro@example.org"),
                    DOCTOR_SOURCE_SETTINGS);
  doctor_facts_set (facts, "receive.service.protocol", g_variant_new_string ("imap"),
                    DOCTOR_SOURCE_SETTINGS);
  doctor_facts_set (facts, "receive.reply.text", g_variant_new_string ("1 NO x"),
                    DOCTOR_SOURCE_PROBE);
  doctor_provider_describe (provider, facts);
  return 0;
}
