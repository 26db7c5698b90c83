/* Any bytes as the answer of a name server, for each type of record; what comes of it keeps its
 * limits, and the policies in its texts are read. */
#include "probe/records.h"
#include "probe/sender-policy.h"
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_text (const char *text)
{
  g_assert_cmpuint (strlen (text), <=, DOCTOR_RECORD_MAX_TEXT_BYTES);
  for (const char *p = text; *p != '\0'; p++)
    g_assert_true (g_ascii_isprint (*p));
}

static void
read_policies (const char *text)
{
  const char *own = doctor_policy_of_dmarc (text, FALSE);
  const char *below = doctor_policy_of_dmarc (text, TRUE);
  g_assert_true ((own == NULL && below == NULL) || doctor_policy_is_dmarc (text));
  g_assert_false (doctor_policy_is_spf (text) && doctor_policy_is_dmarc (text));
}

static void
check_answer (const DoctorAnswer *answer)
{
  g_assert_nonnull (answer->result);
  g_assert_cmpuint (answer->records->len, <=, DOCTOR_RECORDS_MAX_TXT);
  g_assert_true (answer->records->len == 0 || g_str_equal (answer->result, "found"));
  if (answer->real_name != NULL)
    check_text (answer->real_name);
  for (guint i = 0; i < answer->records->len; i++) {
    const DoctorRecord *record = g_ptr_array_index (answer->records, i);
    check_text (record->text);
    read_policies (record->text);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  read_policies (text);
  for (DoctorRecordType type = DOCTOR_RECORD_A; type <= DOCTOR_RECORD_TXT; type++) {
    g_autoptr (DoctorAnswer) answer
      = doctor_answer_new ("imap.example.org", type, 0, data, (int)size);
    check_answer (answer);
  }
  return 0;
}
