/* Passwords from a pipe: which line is whose, and what is refused. */
#include "command/passwords.h"
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Returns an open descriptor from which exactly @bytes come. */
static int
open_with (const char *bytes, gsize length)
{
  int fds[2];
  g_assert_cmpint (pipe (fds), ==, 0);
  g_assert_cmpint (write (fds[1], bytes, length), ==, (gssize)length);
  close (fds[1]);
  return fds[0];
}

static const struct {
  const char *input, *receive, *send, *shared;
} rows[] = {
  { "", NULL, NULL, NULL },
  { "\n", NULL, NULL, NULL },
  { "one", "one", NULL, "one" },
  { "one\n", "one", NULL, "one" },
  { "one\ntwo", "one", "two", "two" },
  { "one\ntwo\n", "one", "two", "two" },
  { "one\n\n", "one", NULL, "one" },
  { "\ntwo\n", NULL, "two", "two" },
  { "one\ntwo\nthree\n", "one", "two", "two" },
  { " blanks \n", " blanks ", NULL, " blanks " },
  { "\xff\xfe\r\n", "\xff\xfe\r", NULL, "\xff\xfe\r" }, /* bytes stay as they are */
};

static void
test_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (DoctorPasswords) passwords = doctor_passwords_new (&error);
    int fd = open_with (rows[i].input, strlen (rows[i].input));
    g_assert_true (doctor_passwords_read (passwords, fd, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (doctor_passwords_get (passwords, DOCTOR_SCOPE_RECEIVE), ==, rows[i].receive);
    g_assert_cmpstr (doctor_passwords_get (passwords, DOCTOR_SCOPE_SEND), ==, rows[i].send);
    doctor_passwords_share (passwords);
    g_assert_cmpstr (doctor_passwords_get (passwords, DOCTOR_SCOPE_SEND), ==, rows[i].shared);
  }
}

static void
assert_refused (int fd, const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DoctorPasswords) passwords = doctor_passwords_new (NULL);
  g_assert_false (doctor_passwords_read (passwords, fd, &error));
  g_assert_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, part));
}

static void
test_refusals (void)
{
  g_autofree char *long_line = g_strnfill (DOCTOR_PASSWORDS_MAX_BYTES, 'x');
  int nul = open_with ("a\0b\n", 4);
  int too_long = open_with (long_line, DOCTOR_PASSWORDS_MAX_BYTES);
  assert_refused (-1, "No password can be read from file descriptor -1: ");
  assert_refused (nul, "has a zero byte in it");
  assert_refused (too_long, "is too long to be a password");
  close (too_long);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/passwords/lines", test_lines);
  g_test_add_func ("/passwords/refusals", test_refusals);
  return g_test_run ();
}
