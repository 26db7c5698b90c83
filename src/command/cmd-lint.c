#include "command/command.h"
#include "core/i18n.h"
#include "core/ruleset.h"

static void
print_faults (GPtrArray *faults)
{
  for (guint i = 0; i < faults->len; i++)
    g_print ("%s\n", (const char *)g_ptr_array_index (faults, i));
}

DoctorExit
doctor_cmd_lint (const DoctorCommand *self, int argc, char **argv, GError **error)
{
  g_auto (GStrv) words = NULL;
  const GOptionEntry entries[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    { NULL },
  };
  if (!doctor_command_parse (self, entries, argc, argv, error))
    return DOCTOR_EXIT_UNKNOWN;
  const char *dir = words != NULL ? words[0] : NULL;
  if (words != NULL && words[1] != NULL) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE, _ ("Name one folder at most."));
    return DOCTOR_EXIT_UNKNOWN;
  }
  if (dir != NULL && !g_file_test (dir, G_FILE_TEST_IS_DIR)) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE, _ ("“%s” is not a folder."), dir);
    return DOCTOR_EXIT_UNKNOWN;
  }
  g_autoptr (GPtrArray) faults = doctor_lint (dir);
  print_faults (faults);
  return faults->len > 0 ? DOCTOR_EXIT_WARNING : DOCTOR_EXIT_HEALTHY;
}
