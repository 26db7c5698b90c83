/* Characters that nobody types on purpose. */
#include "core/derive.h"
#include "core/fact-dictionary.h"
#include "core/hygiene.h"
#include <string.h>

static void
test_looks (void)
{
  static const struct {
    const char *text, *words, *positions;
  } rows[] = {
    { "", "", "" },
    { "secret", "", "" },
    { "Pässwörd", "", "" },
    { "correct horse battery staple", "", "" },
    { "Geheim-42 x", "", "" },
    { "пароль", "", "" },
    { "пароль2x", "", "" },
    { "密码abc", "", "" },
    { " secret", "blank-start", "1" },
    { "secret ", "blank-end", "7" },
    { "  secret  ", "blank-start blank-end", "1 2 9 10" },
    { "secret\xc2\xa0", "blank-end", "7" },
    { "   ", "blank-start", "1 2 3" },
    { "sec\tret", "control", "4" },
    { "secret\r", "control", "7" },
    { "sec\xe2\x80\x8bret", "zero-width", "4" }, /* zero-width space */
    { "\xef\xbb\xbfsecret", "zero-width", "1" }, /* byte order mark */
    { "ｓｅｃret", "full-width", "1 2 3" },
    { "secret　", "full-width", "7" },
    { "p\xd0\xb0ssword", "look-alike", "2" },               /* Cyrillic а */
    { "\xce\x91lpha", "look-alike", "1" },                  /* Greek Α */
    { "p\xd0\xb0ss\xd1\x8f", "", "" },                      /* with я: typed so */
    { "\xd1\x81\xd0\xb0\xd1\x85\xd0\xb0\xd1\x80", "", "" }, /* all of one alphabet */
    { "abcd efgh ijkl mnop", "spaces-inside", "5 10 15" },
    { "abcd efgh ijkl mnop ", "spaces-inside blank-end", "5 10 15 20" },
    { "ab12 cd34 ef56", "spaces-inside", "5 10" },
    { "abcd efgh", "", "" },
    { "abcd efgh ijk", "", "" },
    { "ab cd ef gh", "", "" },
    { "abcdefgh ijklmnop qrstuvwx", "", "" },
    { "abcd efgh ij-l", "", "" },
    { "my\xc2\xa0secret", "spaces-inside", "3" },
    { "\xff\xfe", "", "" },
    { "　ａ\xe2\x80\x8b ", "full-width zero-width blank-end", "1 2 3 4" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (gint32));
    g_autoptr (GString) places = g_string_new (NULL);
    guint kinds = doctor_hygiene_look (rows[i].text, positions);
    g_autoptr (GVariant) list = g_variant_ref_sink (doctor_hygiene_new_words (kinds));
    g_autofree char **words = (char **)g_variant_get_strv (list, NULL);
    g_autofree char *joined = g_strjoinv (" ", words);
    for (guint j = 0; j < positions->len; j++)
      g_string_append_printf (places, "%s%d", j > 0 ? " " : "",
                              g_array_index (positions, gint32, j));
    g_test_message ("row %u: “%s”", i, rows[i].text);
    g_assert_cmpstr (joined, ==, rows[i].words);
    g_assert_cmpstr (places->str, ==, rows[i].positions);
    g_assert_true ((doctor_hygiene_get_sentence (kinds) == NULL) == (kinds == 0));
  }
}

static void
test_words_are_in_the_dictionary (void)
{
  const DoctorFactKey *key = doctor_dictionary_lookup_bare ("password.oddities");
  g_assert_cmpuint (g_strv_length (key->values), ==, DOCTOR_N_ODDITIES);
  for (guint i = 0; i < DOCTOR_N_ODDITIES; i++)
    g_assert_cmpstr (key->values[i], ==, doctor_oddity_to_string (i));
}

static void
test_user (void)
{
  static const struct {
    const char *facts, *oddities;
  } rows[] = {
    { "receive.auth.user 'ann@example.org'\n", "[]" },
    { "receive.auth.user 'ann@example.org '\n", "['blank-end']" },
    { "receive.auth.user 'ａnn'\n", "['full-width']" },
    { "receive.server.host 'a'\n", NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (DoctorFacts) facts = doctor_facts_new ();
    g_assert_true (doctor_facts_parse (facts, rows[i].facts, "test", DOCTOR_SOURCE_SETTINGS, NULL));
    doctor_derive (facts);
    GVariant *found = doctor_facts_lookup (facts, DOCTOR_SCOPE_RECEIVE, "user.oddities");
    g_autofree char *text = found == NULL ? NULL : g_variant_print (found, FALSE);
    g_assert_true (rows[i].oddities == NULL || g_str_equal (text, rows[i].oddities)
                   || (g_str_equal (rows[i].oddities, "[]") && g_variant_n_children (found) == 0));
    g_assert_true ((rows[i].oddities == NULL) == (text == NULL));
  }
}

/* Only what the provider passes over goes. */
static void
test_clean (void)
{
  static const struct {
    const char *password, *ignored, *clean;
  } rows[] = {
    { "abcd efgh ijkl mnop", "blanks;", "abcdefghijklmnop" },
    { "\u3000abcd\tefgh\n", "blanks;", "abcdefgh" },
    { "abcd-efgh\u2010ijkl", "dashes;", "abcdefghijkl" },
    { "ab-cd ef", "blanks;dashes;", "abcdef" },
    { "ab-cd ef", "blanks", "ab-cdef" },
    { "ab-cd ef", "", "ab-cd ef" },
    { "ab-cd ef", NULL, "ab-cd ef" },
    { "\xff ab", "blanks;", "\xff ab" },
    { "", "blanks;", "" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *clean = doctor_hygiene_dup_clean (rows[i].password, rows[i].ignored);
    g_assert_cmpstr (clean, ==, rows[i].clean);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hygiene/looks", test_looks);
  g_test_add_func ("/hygiene/dictionary", test_words_are_in_the_dictionary);
  g_test_add_func ("/hygiene/user", test_user);
  g_test_add_func ("/hygiene/clean", test_clean);
  return g_test_run ();
}
