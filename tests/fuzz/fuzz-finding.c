/* Any bytes as a finding file of an administrator: read and used, or refused with file and
 * line. */
#include "core/engine.h"
#include "core/finding-type.h"
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char known[] = "receive.tcp.result 'refused'\n"
                            "receive.login.result 'refused'\n"
                            "receive.server.host 'imap.example.org'\n"
                            "receive.server.port 993\n"
                            "receive.capability.list ['IMAP4REV1', 'STARTTLS']\n"
                            "receive.reply.text 'NO [ALERT] {server.port} ÄÖ “x”'\n";

static void
use (GPtrArray *files)
{
  g_autoptr (DoctorRuleset) set = doctor_ruleset_new (files, NULL);
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  g_assert_true (doctor_facts_parse (facts, known, "known", DOCTOR_SOURCE_PROBE, NULL));
  g_autoptr (GPtrArray) wanted = NULL;
  g_autoptr (GPtrArray) findings = doctor_engine_run (set, facts, &wanted);
  for (guint i = 0; i < findings->len; i++) {
    const DoctorFinding *finding = g_ptr_array_index (findings, i);
    for (guint n = 0; n < DOCTOR_N_TEXTS; n++) {
      g_autofree char *text = doctor_finding_dup_text (finding, facts, doctor_text_keys[n]);
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
  }
  g_autofree char *verdict = doctor_engine_dup_verdict (findings, facts);
  g_assert_true (g_utf8_validate (verdict, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  DoctorDataFile file
    = { .id = (char *)"fuzz", .origin = (char *)"fuzz", .text = text, .length = size };
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DoctorFindingType) type = doctor_finding_type_read (&file, problems);
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  for (guint i = 0; i < problems->len; i++)
    g_assert_true (g_str_has_prefix (g_ptr_array_index (problems, i), "fuzz:"));
  g_assert_true ((type != NULL) == (problems->len == 0));
  g_ptr_array_add (files, &file);
  if (type != NULL)
    use (files);
  return 0;
}
