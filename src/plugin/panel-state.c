#include "config.h"
#include "plugin/panel-state.h"
#include <sys/stat.h>

#define GROUP "panel"
#define WIDTH "width"
/* Nobody leaves a panel narrower or wider; such a number is a damaged file. */
#define MIN_WIDTH 100
#define MAX_WIDTH 4000

static char *
dup_path (const char *config_dir)
{
  return g_build_filename (config_dir, "account-doctor", "state", NULL);
}

int
doctor_panel_state_load_width (const char *config_dir)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = dup_path (config_dir);
  int width;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return 0;
  width = g_key_file_get_integer (file, GROUP, WIDTH, NULL);
  return width >= MIN_WIDTH && width <= MAX_WIDTH ? width : 0;
}

void
doctor_panel_state_save_width (const char *config_dir, int width)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = dup_path (config_dir);
  g_autofree char *dir = g_path_get_dirname (path);

  if (width <= 0 || width == doctor_panel_state_load_width (config_dir))
    return;
  if (g_mkdir_with_parents (dir, 0700) != 0)
    return;
  (void)g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, NULL);
  g_key_file_set_integer (file, GROUP, WIDTH, width);
  (void)g_key_file_save_to_file (file, path, NULL);
}
