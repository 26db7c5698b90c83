#include "core/fact-dictionary.h"
#include <string.h>

static void
test_scoped_lookup (void)
{
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  doctor_facts_set (facts, "receive.tcp.result", g_variant_new_string ("refused"),
                    DOCTOR_SOURCE_PROBE);
  doctor_facts_set (facts, "provider.id", g_variant_new_string ("gmail"), DOCTOR_SOURCE_PROVIDER);
  g_assert_true (doctor_facts_is (facts, DOCTOR_SCOPE_RECEIVE, "tcp.result", "refused"));
  g_assert_null (doctor_facts_lookup (facts, DOCTOR_SCOPE_SEND, "tcp.result"));
  g_assert_true (doctor_facts_is (facts, DOCTOR_SCOPE_SEND, "provider.id", "gmail"));
  g_assert_true (doctor_facts_is (facts, DOCTOR_SCOPE_ACCOUNT, "receive.tcp.result", "refused"));
}

static void
test_overlay_and_unset (void)
{
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  g_autoptr (DoctorFacts) overlay = doctor_facts_new ();
  doctor_facts_set_scoped (facts, DOCTOR_SCOPE_SEND, "server.port", g_variant_new_int32 (25),
                           DOCTOR_SOURCE_SETTINGS);
  doctor_facts_set_scoped (overlay, DOCTOR_SCOPE_SEND, "server.port", g_variant_new_int32 (587),
                           DOCTOR_SOURCE_TRIAL);
  doctor_facts_set (overlay, "send.helo-name", g_variant_new_string ("pc"), DOCTOR_SOURCE_SETTINGS);
  g_autoptr (DoctorFacts) both = doctor_facts_copy (facts);
  doctor_facts_overlay (both, overlay);
  g_assert_cmpuint (doctor_facts_count (both), ==, 2);
  g_assert_cmpint (doctor_facts_get_int (both, DOCTOR_SCOPE_SEND, "server.port", 0), ==, 587);
  g_assert_cmpint (doctor_facts_get_int (facts, DOCTOR_SCOPE_SEND, "server.port", 0), ==, 25);
  g_assert_true (doctor_facts_is (both, DOCTOR_SCOPE_RECEIVE, "send.helo-name", "pc"));
  doctor_facts_unset (both, "send.server.port");
  doctor_facts_unset (both, "receive.server.port"); /* was never there */
  g_autoptr (GPtrArray) names = doctor_facts_names (both);
  g_assert_cmpuint (names->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (names, 0), ==, "send.helo-name");
}

static void
test_text_form_round_trip (void)
{
  const char *text = "account.name 'Büro “A”'\n"
                     "receive.dns.addresses ['127.0.0.1', '::1']\n"
                     "receive.server.port 993\n"
                     "receive.tcp.attempts [('127.0.0.1', 'refused', 1)]\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  g_assert_true (doctor_facts_parse (facts, text, "test", DOCTOR_SOURCE_PROBE, &error));
  g_assert_no_error (error);
  g_autofree char *printed = doctor_facts_print (facts);
  g_assert_cmpstr (printed, ==, text);
}

static void
test_bad_lines_name_line_and_reason (void)
{
  struct {
    const char *text, *message;
  } rows[] = {
    { "# fine\nnonsense", "t:2: not a fact; write a name, a space and a value" },
    { "no.such 1", "t:1: unknown fact “no.such”" },
    { "receive.provider.id 'x'", "t:1: unknown fact “receive.provider.id”" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (DoctorFacts) facts = doctor_facts_new ();
    g_assert_false (doctor_facts_parse (facts, rows[i].text, "t", DOCTOR_SOURCE_PROBE, &error));
    g_assert_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_FACT);
    g_assert_cmpstr (error->message, ==, rows[i].message);
  }
  g_autoptr (GError) error = NULL;
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  g_assert_false (
    doctor_facts_parse (facts, "receive.server.port 'x'", "t", DOCTOR_SOURCE_PROBE, &error));
  g_assert_nonnull (g_strstr_len (error->message, -1,
                                  "t:1: the value of “receive.server.port” is not of type i: "));
}

static void
test_dictionary_is_complete (void)
{
  GPtrArray *keys = doctor_dictionary_keys ();
  g_assert_cmpuint (keys->len, >, 50);
  for (guint i = 0; i < keys->len; i++) {
    const DoctorFactKey *key = g_ptr_array_index (keys, i);
    g_assert_nonnull (key->from);
    g_assert_nonnull (doctor_fact_key_get_description (key));
    g_assert_true (doctor_dictionary_lookup_bare (key->name) == key);
  }
  for (guint i = 0; i < doctor_dictionary_get_n_slots (); i++) {
    const DoctorFactSlot *slot = doctor_dictionary_get_slot (i);
    g_assert_cmpint (doctor_dictionary_find_slot (slot->name), ==, (int)i);
    g_assert_cmpuint (slot->key->slots[slot->scope], ==, i);
    g_assert_cmpstr (slot->key->names[slot->scope], ==, slot->name);
    g_assert_true (i == 0 || strcmp (doctor_dictionary_get_slot (i - 1)->name, slot->name) < 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts/scoped-lookup", test_scoped_lookup);
  g_test_add_func ("/facts/overlay", test_overlay_and_unset);
  g_test_add_func ("/facts/round-trip", test_text_form_round_trip);
  g_test_add_func ("/facts/bad-lines", test_bad_lines_name_line_and_reason);
  g_test_add_func ("/facts/dictionary", test_dictionary_is_complete);
  return g_test_run ();
}
