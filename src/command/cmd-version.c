#include "config.h"
#include "command/command.h"
#include "core/i18n.h"

DoctorExit
doctor_cmd_version (const DoctorCommand *self, int argc, char **argv, GError **error)
{
  if (!doctor_command_parse (self, NULL, argc, argv, error))
    return DOCTOR_EXIT_UNKNOWN;
  g_print ("account-doctor %s\n", PACKAGE_VERSION);
  return DOCTOR_EXIT_HEALTHY;
}
