/* keyfile.h: the key files that people edit (findings, providers), by GKeyFile, but strictly: what
 * that would silently take the last of, or skip, is a fault here, and every fault has its file and
 * line. */
#pragma once
#include "core/data-file.h"

G_BEGIN_DECLS

/* One that is being read. */
typedef struct {
  const DoctorDataFile *file; /* borrowed */
  GKeyFile *keys;             /* translations are keys of their own: "Title[ja]" */
  GPtrArray *problems;        /* what is wrong, as "ORIGIN:LINE: sentence" */
} DoctorKeyFile;

/* Begins to read @file into @self, which is all zero. FALSE when it is not UTF-8, a line is neither
 * comment, group nor key, or a group or key stands twice; nothing can be asked then. What is
 * compiled in the linter has seen: that is not looked for again. */
gboolean doctor_keyfile_open (DoctorKeyFile *self, const DoctorDataFile *file);
/* A fault at @key of [@group]; at the group when @key is NULL or not there, at the first line when
 * the group is not there either. */
void doctor_keyfile_fault (DoctorKeyFile *self,
                           const char *group,
                           const char *key,
                           const char *format,
                           ...) G_GNUC_PRINTF (4, 5);
/* Whether @group is "KIND" or "KIND NAME". */
gboolean doctor_keyfile_is_of (const char *group, const char *kind);
/* Ends. Moves the problems to @problems (may be NULL); TRUE when there were none. */
gboolean doctor_keyfile_close (DoctorKeyFile *self, GPtrArray *problems);

/* Appends "ORIGIN:LINE: sentence" to @problems, with the line as above. */
void doctor_keyfile_add_fault (GPtrArray *problems,
                               const DoctorDataFile *file,
                               const char *group,
                               const char *key,
                               const char *sentence);

G_END_DECLS
