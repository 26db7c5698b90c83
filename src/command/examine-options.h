/* examine-options.h: what the person asked "examine" to do, checked for sense. */
#pragma once
#include "command/command.h"
#include "command/examine-output.h"

G_BEGIN_DECLS

typedef struct {
  char *account; /* NULL: the only one there is */
  gboolean all;
  char *settings; /* file with settings facts, "-" for standard input; instead of an account */
  char *service;  /* imap, pop3, smtp; NULL: all */
  char *format;
  int deadline_seconds;
  gboolean no_login, no_trials, no_verify;
  gboolean automatic; /* nobody asked for it: spares logins */
  char *config_dir;
  int password_fd; /* -1: none */
  char *ca_file;
  char *recipient; /* to be named to the server for sending; NULL: none */
  char *overlay;
  DoctorOutputOptions printing;
  const DoctorOutput *output; /* of format */
} DoctorExamineWords;

/* FALSE with DOCTOR_ERROR_USAGE when the words make no sense. @words is zeroed and has
 * password_fd -1; clear it in any case. */
gboolean doctor_examine_words_parse (DoctorExamineWords *words,
                                     const DoctorCommand *self,
                                     int argc,
                                     char **argv,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void doctor_examine_words_clear (DoctorExamineWords *words);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DoctorExamineWords, doctor_examine_words_clear)

G_END_DECLS
