/* Whether the time for a reply grows with the rules: 1,000 and 10,000 made-up ones, each looking
 * for words of its own, against the same replies. Budget: ten times the rules, at most twice the
 * time. */
#include "core/engine.h"
#include "core/finding-type.h"
#include <string.h>

#define BUDGET_RATIO 2.0

enum { REPLIES = 2000, RULES_PER_TYPE = 10, ROUNDS = 20 };

/* Three words, by chance those of no other number. */
static char *
dup_phrase (guint32 number)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (number);
  GString *phrase = g_string_new (NULL);
  for (guint word = 0; word < 3; word++) {
    g_string_append (phrase, word > 0 ? " " : "");
    for (guint i = 0; i < 4; i++) {
      g_string_append_c (phrase, "bcdfghjklmnprstvwz"[g_rand_int_range (rand, 0, 18)]);
      g_string_append_c (phrase, "aeiou"[g_rand_int_range (rand, 0, 5)]);
    }
  }
  return g_string_free (phrase, FALSE);
}

static void
add_type (GPtrArray *files, guint type)
{
  DoctorDataFile *file = g_new0 (DoctorDataFile, 1);
  GString *text = g_string_new ("[Finding]\nAxis=server\nOwner=you\nLoss=stopped\nTitle=x.\n");
  for (guint i = 0; i < RULES_PER_TYPE; i++) {
    g_autofree char *phrase = dup_phrase (type * RULES_PER_TYPE + i);
    g_string_append_printf (text,
                            "[Rule r%u]\nCertainty=likely\nreply.stage=in auth, select\n"
                            "reply.words=%s %s%s\n",
                            i, i % 2 == 0 ? "has" : "matches", phrase, i % 2 == 0 ? "" : "( now)?");
  }
  file->id = g_strdup_printf ("t.%u", type);
  file->origin = g_strdup (file->id);
  file->length = text->len;
  file->text = g_string_free (text, FALSE);
  file->is_compiled = TRUE;
  g_ptr_array_add (files, file);
}

static DoctorRuleset *
make_rules (guint n)
{
  g_autoptr (GPtrArray) files
    = g_ptr_array_new_with_free_func ((GDestroyNotify)doctor_data_file_free);
  for (guint type = 0; type < n / RULES_PER_TYPE; type++)
    add_type (files, type);
  return doctor_ruleset_new (files, NULL);
}

static DoctorFacts *
make_reply (guint number)
{
  DoctorFacts *facts = doctor_facts_new ();
  g_autofree char *phrase = dup_phrase (number % 1000);
  g_autofree char *text
    = g_strdup_printf ("2 NO [AUTHENTICATIONFAILED] Sorry, %s, please look at the page.", phrase);
  doctor_facts_set (facts, "receive.reply.words", g_variant_new_string (text), DOCTOR_SOURCE_REPLY);
  doctor_facts_set (facts, "receive.reply.stage", g_variant_new_string ("auth"),
                    DOCTOR_SOURCE_REPLY);
  doctor_facts_seal (facts);
  return facts;
}

static double
time_replies (DoctorRuleset *set, GPtrArray *replies)
{
  gint64 start_us = g_get_monotonic_time ();
  for (guint i = 0; i < replies->len; i++) {
    g_autoptr (GPtrArray) findings = doctor_engine_run (set, g_ptr_array_index (replies, i), NULL);
    if (findings->len != 1)
      g_error ("reply %u has %u findings, not 1", i, findings->len);
  }
  return (double)(g_get_monotonic_time () - start_us) / replies->len;
}

int
main (void)
{
  double few_us = G_MAXDOUBLE, many_us = G_MAXDOUBLE;
  g_autoptr (DoctorRuleset) few = make_rules (1000);
  g_autoptr (DoctorRuleset) many = make_rules (10000);
  g_autoptr (GPtrArray) replies
    = g_ptr_array_new_with_free_func ((GDestroyNotify)doctor_facts_unref);
  for (guint i = 0; i < REPLIES; i++)
    g_ptr_array_add (replies, make_reply (i));
  for (guint i = 0; i < ROUNDS; i++) {
    few_us = MIN (few_us, time_replies (few, replies));
    many_us = MIN (many_us, time_replies (many, replies));
  }
  double ratio = many_us / few_us;
  g_print ("%-52s %8.3f %-3s  budget %g: %s\n", "a reply, 10,000 rules against 1,000", ratio, "x",
           BUDGET_RATIO, ratio <= BUDGET_RATIO ? "kept" : "MISSED");
  return ratio <= BUDGET_RATIO ? 0 : 1;
}
