#include "command/examine-options.h"
#include "core/i18n.h"
#include "probe/trust.h"
#include <string.h>
#include <unistd.h>

enum { MAX_DEADLINE_SECONDS = 3600 };

static const char *const formats[] = { "text", "json", "lines", NULL };
static const char *const services[] = { "imap", "pop3", "smtp", NULL };

static const DoctorOutput outputs[] = {
  /* in the order of formats */
  { .prints_each = TRUE, .print = doctor_print_text },
  { .print = doctor_print_json },
  { .one_account = TRUE,
    .sink = doctor_print_line,
    .print = doctor_print_lines,
    .print_error = doctor_print_lines_error },
};

void
doctor_examine_words_clear (DoctorExamineWords *words)
{
  char *const strings[] = { words->account,    words->settings, words->service, words->format,
                            words->config_dir, words->ca_file,  words->overlay, words->recipient };
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (strings[i]);
}

static gboolean
parse (DoctorExamineWords *words, const DoctorCommand *self, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "account", 0, 0, G_OPTION_ARG_STRING, &words->account,
      N_ ("The account, by name, address or number"), N_ ("NAME") },
    { "all", 0, 0, G_OPTION_ARG_NONE, &words->all, N_ ("Examine all accounts, without logging in"),
      NULL },
    { "settings", 0, 0, G_OPTION_ARG_FILENAME, &words->settings,
      N_ ("Take the settings from a file of facts (-: standard input)"), N_ ("FILE") },
    { "service", 0, 0, G_OPTION_ARG_STRING, &words->service, N_ ("Examine only imap, pop3 or smtp"),
      N_ ("SERVICE") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &words->format,
      N_ ("How to answer: text, json or lines"), N_ ("FORMAT") },
    { "deadline", 0, 0, G_OPTION_ARG_INT, &words->deadline_seconds,
      N_ ("End after this time, with what is known then"), N_ ("SECONDS") },
    { "no-login", 0, 0, G_OPTION_ARG_NONE, &words->no_login, N_ ("Do not log in"), NULL },
    /* For programs that examine by themselves; told of in the manual. */
    { "automatic", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &words->automatic, NULL, NULL },
    { "no-trials", 0, 0, G_OPTION_ARG_NONE, &words->no_trials,
      N_ ("Do not try other ports and encryptions"), NULL },
    { "no-verify", 0, 0, G_OPTION_ARG_NONE, &words->no_verify,
      N_ ("Do not test the repair that is proposed"), NULL },
    { "config-dir", 0, 0, G_OPTION_ARG_FILENAME, &words->config_dir,
      N_ ("Folder of Claws Mail's settings (~/.claws-mail)"), N_ ("DIR") },
    { "password-fd", 0, 0, G_OPTION_ARG_INT, &words->password_fd,
      N_ ("Read the passwords from this file descriptor: receiving, then sending"), N_ ("N") },
    { "ca-file", 0, 0, G_OPTION_ARG_FILENAME, &words->ca_file,
      N_ ("Trust the authorities in this file, in place of the system's"), N_ ("FILE") },
    { "recipient", 0, 0, G_OPTION_ARG_STRING, &words->recipient,
      N_ ("Ask the server for sending whether it takes mail for this address; nothing is sent"),
      N_ ("ADDRESS") },
    doctor_command_overlay_entry (&words->overlay),
    { "masked", 0, 0, G_OPTION_ARG_NONE, &words->printing.masked,
      N_ ("Put pseudonyms in the place of names and addresses"), NULL },
    { "verbose", 0, 0, G_OPTION_ARG_NONE, &words->printing.verbose,
      N_ ("Show everything that is known"), NULL },
    { NULL },
  };
  return doctor_command_parse (self, entries, argc, argv, error);
}

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE, sentence);
  return FALSE;
}

static gboolean
check_numbers (const DoctorExamineWords *words, GError **error)
{
  if (words->deadline_seconds < 0 || words->deadline_seconds > MAX_DEADLINE_SECONDS) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE,
                 _ ("The deadline must be between 1 and %d seconds."), MAX_DEADLINE_SECONDS);
    return FALSE;
  }
  if (words->password_fd < -1)
    return refuse (error, _ ("--password-fd takes the number of an open file descriptor."));
  return TRUE;
}

/* Options that contradict each other. */
static gboolean
check_together (const DoctorExamineWords *words, GError **error)
{
  gboolean has_password = words->password_fd >= 0;
  if ((words->account != NULL) + words->all + (words->settings != NULL) > 1)
    return refuse (error, _ ("Only one of --account, --all and --settings can be used at a time."));
  if (words->all && has_password)
    return refuse (error, _ ("--password-fd gives the password of one account; it cannot be used "
                             "with --all."));
  if (words->all && words->output->one_account)
    return refuse (error, _ ("--format lines tells of one account; it cannot be used with --all."));
  if (words->printing.masked && words->output->sink != NULL)
    return refuse (error, _ ("--format lines tells facts as they are seen; it cannot be used with "
                             "--masked."));
  if (words->password_fd == STDIN_FILENO && g_strcmp0 (words->settings, "-") == 0)
    return refuse (error, _ ("Settings and passwords cannot both come from standard input."));
  return TRUE;
}

static gboolean
check_recipient (const DoctorExamineWords *words, GError **error)
{
  if (words->recipient == NULL
      || g_regex_match_simple ("^[\\x21-\\x3b\\x3d\\x3f-\\x7e]+@[\\x21-\\x3b\\x3d\\x3f-\\x7e]+$",
                               words->recipient, 0, 0))
    return TRUE;
  return refuse (error, _ ("--recipient takes a mail address such as bob@example.net."));
}

gboolean
doctor_examine_words_parse (
  DoctorExamineWords *words, const DoctorCommand *self, int argc, char **argv, GError **error)
{
  if (!parse (words, self, argc, argv, error))
    return FALSE;
  int format = doctor_command_choose ("--format", words->format, formats, error);
  if (format < 0 || doctor_command_choose ("--service", words->service, services, error) < 0)
    return FALSE;
  words->output = &outputs[format];
  return check_numbers (words, error) && check_together (words, error)
         && check_recipient (words, error)
         && (words->ca_file == NULL || doctor_trust_check_file (words->ca_file, error));
}
