/* Any bytes as the client's list of accounts: read, searched, and made into facts. */
#include "command/claws-settings.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
use_account (DoctorAccountrc *accountrc, guint i)
{
  g_autofree char *name = doctor_accountrc_dup_name (accountrc, i);
  g_autoptr (DoctorFacts) facts = doctor_claws_settings_read (accountrc, i, "/nonexistent");
  g_autofree char *text = doctor_facts_print (facts);
  g_autoptr (GError) error = NULL;
  g_autoptr (DoctorFacts) again = doctor_facts_new ();
  guint found = 0;
  /* What is printed is read back, and a name finds an account or says why not. */
  g_assert_true (doctor_facts_parse (again, text, "fuzz", DOCTOR_SOURCE_SETTINGS, NULL));
  if (!doctor_accountrc_find (accountrc, name, &found, &error))
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (DoctorAccountrc) accountrc
    = doctor_accountrc_parse ((const char *)data, size, "fuzz", NULL);
  if (accountrc == NULL)
    return 0;
  guint n = MIN (doctor_accountrc_get_n (accountrc), 8);
  for (guint i = 0; i < n; i++)
    use_account (accountrc, i);
  return 0;
}
