/* settings-file.h: settings of an account in the one text form (facts.h), from a file. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

enum { DOCTOR_SETTINGS_MAX_BYTES = 1024 * 1024 }; /* a few lines; more is another file */

/* Reads settings in the one text form from the file @path ("-": standard input). NULL with an
 * error that names the line when one is no fact, no setting, or has a value that cannot be, or
 * that names what a server lacks to be examined. */
DoctorFacts *doctor_settings_file_read (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same from memory; @origin names it in errors. */
DoctorFacts *doctor_settings_file_parse (const char *text,
                                         gsize length,
                                         const char *origin,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
