/* One pass over a text names every needle that occurs in it, and few that do not. */
#include "core/needles.h"
#include <string.h>

static const char *const needles[] = {
  "mailbox full",     "mailbox is full", "quota",          "over", " pass",
  "password expired", "容量を超過",      "authentication", "auth", "quotas exceeded by far",
};

static DoctorNeedles *
make (void)
{
  DoctorNeedles *made = doctor_needles_new (G_N_ELEMENTS (needles));
  for (guint i = 0; i < G_N_ELEMENTS (needles); i++)
    doctor_needles_add (made, needles[i], i);
  doctor_needles_sort (made);
  return made;
}

static void
test_finds_all (void)
{
  static const char *const texts[] = {
    "",
    "quo",
    "quota",
    "over",
    "the mailbox full of",
    "mailbox is ful",
    "your password expired; authentication failed",
    "メールボックスの容量を超過しました",
    "quotas exceeded by far",
    "x\x80quota\xff",
  };
  g_autoptr (DoctorNeedles) made = make ();
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    guint64 set[1] = { 0 };
    doctor_needles_mark (made, texts[i], set);
    for (guint n = 0; n < G_N_ELEMENTS (needles); n++)
      g_assert_true (strstr (texts[i], needles[n]) == NULL || doctor_set_has (set, n));
  }
}

static void
test_names_few (void)
{
  g_autoptr (DoctorNeedles) made = make ();
  guint64 set[1] = { 0 };
  doctor_needles_mark (made, "nothing of it is in this sentence, mailboxes notwithstanding", set);
  g_assert_cmpuint (set[0], ==, 0);
}

/* Equal texts, and many that share their beginning. */
static void
test_shared (void)
{
  g_autoptr (DoctorNeedles) made = doctor_needles_new (2);
  guint64 set[2] = { 0, 0 };
  for (guint i = 0; i < 100; i++)
    doctor_needles_add (made, "same", i);
  doctor_needles_sort (made);
  doctor_needles_mark (made, "the same", set);
  g_assert_cmphex (set[0], ==, G_MAXUINT64);
  g_assert_cmphex (set[1], ==, (G_GUINT64_CONSTANT (1) << 36) - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/needles/finds-all", test_finds_all);
  g_test_add_func ("/needles/names-few", test_names_few);
  g_test_add_func ("/needles/shared", test_shared);
  return g_test_run ();
}
