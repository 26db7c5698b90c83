/* account-doctor: examines mail accounts and explains what it sees. */
#include "command/command.h"
#include "command/layout.h"
#include "core/i18n.h"
#include <locale.h>
#include <stdio.h>
#include <string.h>

static const DoctorCommand commands[] = {
  {
    .name = "examine",
    .run = doctor_cmd_examine,
    .summary = N_ ("Examines an account: what is wrong, and what repairs it"),
    .details
    = N_ ("Without a terminal and without --password-fd, it does not log in. It changes no "
          "setting and sends, deletes and marks no message."),
  },
  {
    .name = "explain",
    .run = doctor_cmd_explain,
    .words = N_ ("[TEXT]"),
    .summary = N_ ("Says what a reply or an error message means"),
  },
  {
    .name = "lookup",
    .run = doctor_cmd_lookup,
    .words = N_ ("ADDRESS"),
    .summary = N_ ("Shows the servers for a mail address"),
  },
  {
    .name = "list",
    .run = doctor_cmd_list,
    .words = "findings|providers|probes|fixes|facts",
    .summary = N_ ("Lists what the doctor knows"),
  },
  {
    .name = "show",
    .run = doctor_cmd_show,
    .words = N_ ("ID"),
    .summary = N_ ("Shows one of them as documentation"),
  },
  {
    .name = "lint",
    .run = doctor_cmd_lint,
    .words = N_ ("[DIR]"),
    .summary = N_ ("Checks files of findings and providers"),
  },
  {
    .name = "version",
    .run = doctor_cmd_version,
    .summary = N_ ("Says which version this is"),
  },
};

static const DoctorCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

static DoctorExit
print_usage (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  doctor_layout_paragraph (text, "", "",
                           _ ("account-doctor finds out why a mail account does not work, and "
                              "what repairs it."));
  g_string_append_printf (text, "\n%s\n", _ ("Usage: account-doctor COMMAND [OPTION…]"));
  g_string_append_printf (text, "\n%s\n", _ ("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    doctor_layout_row (text, 2, 12, commands[i].name, _ (commands[i].summary));
  g_string_append_c (text, '\n');
  doctor_layout_paragraph (text, "", "",
                           _ ("“account-doctor COMMAND --help” shows the options of a command."));
  doctor_layout_paragraph (
    text, "", "", _ ("Exit status: 0 healthy, 1 warning, 2 problem, 3 could not examine."));
  doctor_layout_print (text);
  return DOCTOR_EXIT_HEALTHY;
}

static DoctorExit
fail (const char *sentence)
{
  g_printerr ("%s: %s\n", g_get_prgname (), sentence);
  return DOCTOR_EXIT_UNKNOWN;
}

static DoctorExit
run_command (const DoctorCommand *command, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strconcat ("account-doctor ", command->name, NULL);
  g_set_prgname (name);
  DoctorExit status = command->run (command, argc, argv, &error);
  if (error != NULL)
    return fail (error->message);
  if (fflush (stdout) != 0 || ferror (stdout))
    return fail (_ ("The answer could not be written."));
  return status;
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  doctor_i18n_bind (LOCALEDIR);
  g_set_prgname ("account-doctor");
  if (argc < 2)
    return fail (_ ("Name a command; “account-doctor --help” lists them."));
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0
      || strcmp (argv[1], "help") == 0)
    return print_usage ();
  const DoctorCommand *command
    = find_command (strcmp (argv[1], "--version") == 0 ? "version" : argv[1]);
  if (command == NULL) {
    g_autofree char *sentence = g_strdup_printf (
      _ ("There is no command “%s”; “account-doctor --help” lists them."), argv[1]);
    return fail (sentence);
  }
  return run_command (command, argc - 1, argv + 1);
}
