/* command.h: the subcommands of account-doctor and what they share.
 *
 * A subcommand gets its own words, prints its answer on standard output and returns the
 * exit status. What it could not do is a GError; main prints it and exits with
 * DOCTOR_EXIT_UNKNOWN. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

typedef enum { /* as monitoring programs expect it */
               DOCTOR_EXIT_HEALTHY,
               DOCTOR_EXIT_WARNING,
               DOCTOR_EXIT_PROBLEM,
               DOCTOR_EXIT_UNKNOWN
} DoctorExit;

typedef struct _DoctorCommand DoctorCommand;
struct _DoctorCommand {
  const char *name;
  DoctorExit (*run) (const DoctorCommand *self, int argc, char **argv, GError **error);
  const char *words;   /* what may follow the options, marked for translation, or NULL */
  const char *summary; /* one line, marked for translation */
  const char *details; /* more for --help, marked for translation, or NULL */
};

DoctorExit doctor_cmd_examine (const DoctorCommand *self, int argc, char **argv, GError **error);
DoctorExit doctor_cmd_explain (const DoctorCommand *self, int argc, char **argv, GError **error);
DoctorExit doctor_cmd_list (const DoctorCommand *self, int argc, char **argv, GError **error);
DoctorExit doctor_cmd_lint (const DoctorCommand *self, int argc, char **argv, GError **error);
DoctorExit doctor_cmd_lookup (const DoctorCommand *self, int argc, char **argv, GError **error);
DoctorExit doctor_cmd_show (const DoctorCommand *self, int argc, char **argv, GError **error);
DoctorExit doctor_cmd_version (const DoctorCommand *self, int argc, char **argv, GError **error);

/* Parses the options of @self; handles --help by itself. Words that are no options go to the
 * G_OPTION_REMAINING entry; without one they are an error. @entries ends with a NULL row, or
 * is NULL. FALSE with an error that says what is wrong. */
gboolean doctor_command_parse (const DoctorCommand *self,
                               const GOptionEntry *entries,
                               int argc,
                               char **argv,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Index of @value in the NULL-terminated @choices; 0 for NULL. -1 with an error that names
 * the @option and its choices. */
int doctor_command_choose (const char *option,
                           const char *value,
                           const char *const *choices,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Where the administrator's own data lies: @option, else the environment's
 * ACCOUNT_DOCTOR_OVERLAY, else SYSCONFDIR/account-doctor when that exists; or NULL. */
char *doctor_command_dup_overlay (const char *option) G_GNUC_WARN_UNUSED_RESULT;
/* The row for the option --overlay, whose value goes to @target. */
GOptionEntry doctor_command_overlay_entry (char **target);
/* @text of a finding with its holes made readable: “‹Port›” for “{server.port}”. NULL for NULL. */
char *doctor_command_dup_readable (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* Takes @problems of loading (sentences) to standard error, as warnings. */
void doctor_command_warn (GPtrArray *problems);

G_END_DECLS
