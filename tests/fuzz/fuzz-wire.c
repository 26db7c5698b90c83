/* Any bytes as what was said on a connection: made harmless, and taken apart. */
#include "core/fact-dictionary.h"
#include "core/wire.h"
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

enum { MAX_BYTES = 1000 };

static void
check_harmless (const char *text, gsize max_bytes)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), <=, max_bytes);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    g_assert_true (*p == '\n' || !g_unichar_iscntrl (g_utf8_get_char (p)));
}

static void
check_closed_list (DoctorFacts *facts, const char *name)
{
  const char *value = doctor_facts_get_string (facts, DOCTOR_SCOPE_SEND, name);
  const DoctorFactKey *key = doctor_dictionary_lookup_bare (name);
  g_assert_true (value == NULL || g_strv_contains ((const char *const *)key->values, value));
}

static void
explain (const char *text, const char *protocol)
{
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  doctor_facts_set (facts, "send.auth.user", g_variant_new_string ("taro"), DOCTOR_SOURCE_SETTINGS);
  doctor_wire_explain (facts, DOCTOR_SCOPE_SEND, protocol, "auth", text, DOCTOR_SOURCE_REPLY);
  const char *shown = doctor_facts_get_string (facts, DOCTOR_SCOPE_SEND, "reply.text");
  check_harmless (shown != NULL ? shown : "", 65536);
  check_closed_list (facts, "reply.status");
  check_closed_list (facts, "reply.error");
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const protocols[] = { NULL, "imap", "pop3", "smtp" };
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *scrubbed = doctor_wire_scrub (text, MAX_BYTES);
  check_harmless (scrubbed, MAX_BYTES);
  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    explain (text, protocols[i]);
  return 0;
}
