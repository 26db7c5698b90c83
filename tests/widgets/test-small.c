/* What the widgets decide without a screen: the remembered width. */
#include "config.h"
#include "plugin/panel-state.h"
#include <glib/gstdio.h>

static void
test_width (void)
{
  g_autofree char *dir = g_dir_make_tmp ("doctor-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (dir, "account-doctor", NULL);
  g_autofree char *path = g_build_filename (folder, "state", NULL);
  g_autofree char *text = NULL;

  g_assert_cmpint (doctor_panel_state_load_width (dir), ==, 0);
  doctor_panel_state_save_width (dir, 0);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  doctor_panel_state_save_width (dir, 412);
  g_assert_cmpint (doctor_panel_state_load_width (dir), ==, 412);
  g_assert_true (g_file_set_contents (path, "[other]\nkey=1\n[panel]\nwidth=99999999\n", -1, NULL));
  g_assert_cmpint (doctor_panel_state_load_width (dir), ==, 0);
  doctor_panel_state_save_width (dir, 300);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "[other]\nkey=1\n"));
  g_assert_true (g_file_set_contents (path, "\x01 no key file", -1, NULL));
  g_assert_cmpint (doctor_panel_state_load_width (dir), ==, 0);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panel-state/width", test_width);
  return g_test_run ();
}
