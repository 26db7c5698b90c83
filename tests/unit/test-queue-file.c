#include "core/queue-file.h"
#include <string.h>

#define OWN "AF:\nNF:0\nS:ann@example.org\nSSV:smtp.example.org\nR:<bob@example.net>\nMAID:3\n"
#define MESSAGE                                                                                    \
  "X-Claws-End-Special-Headers: 1\nFrom: ann@example.org\nMAID:9\n\nSSV:not this\nMAID:8\n"

static char *
dup_text (GBytes *bytes)
{
  gsize length;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;
  return text != NULL ? g_strndup (text, length) : NULL;
}

/* There and back, and not a byte of the message changes. */
static void
test_there_and_back (void)
{
  static const char text[] = OWN MESSAGE;
  g_assert_cmpint (doctor_queue_file_get_account (text, strlen (text)), ==, 3);
  g_assert_cmpint (doctor_queue_file_get_origin (text, strlen (text)), ==, 0);
  g_autoptr (GBytes) there = doctor_queue_file_redirect (text, strlen (text), 7, "mx.example.com");
  g_autofree char *changed = dup_text (there);
  g_assert_cmpstr (changed, ==,
                   "AF:\nNF:0\nS:ann@example.org\nSSV:mx.example.com\nR:<bob@example.net>\nMAID:7\n"
                   "X-Account-Doctor-Origin:3 smtp.example.org\n" MESSAGE);
  g_assert_cmpint (doctor_queue_file_get_account (changed, strlen (changed)), ==, 7);
  g_assert_cmpint (doctor_queue_file_get_origin (changed, strlen (changed)), ==, 3);
  g_assert_null (doctor_queue_file_redirect (changed, strlen (changed), 8, "other.example"));
  g_autoptr (GBytes) back = doctor_queue_file_restore (changed, strlen (changed));
  g_autofree char *restored = dup_text (back);
  g_assert_cmpstr (restored, ==, text);
  g_assert_null (doctor_queue_file_restore (restored, strlen (restored)));
}

/* What is no such file is left alone. */
static void
test_others (void)
{
  static const char *const texts[] = {
    "",
    "From: ann@example.org\nMAID:3\n\nX-Claws-End-Special-Headers: 1\n",
    "MAID:3\n",
    "MAID:3",
    "MAID:x\n" MESSAGE,
    "SSV:a\n" MESSAGE,
    "MAID:-1\n" MESSAGE,
    "\nMAID:3\n" MESSAGE,
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    gsize length = strlen (texts[i]);
    g_assert_cmpint (doctor_queue_file_get_account (texts[i], length), ==, 0);
    g_assert_null (doctor_queue_file_redirect (texts[i], length, 7, "mx.example.com"));
    g_assert_null (doctor_queue_file_restore (texts[i], length));
  }
  static const char text[] = OWN MESSAGE;
  g_assert_null (doctor_queue_file_redirect (text, strlen (text), 7, "a\nMAID:9"));
  g_assert_null (doctor_queue_file_redirect (text, strlen (text), 7, ""));
  g_assert_null (doctor_queue_file_redirect (text, strlen (text), 0, "a"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queue-file/there-and-back", test_there_and_back);
  g_test_add_func ("/queue-file/others", test_others);
  return g_test_run ();
}
