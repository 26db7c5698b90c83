/* keyfile.h: the key files of this program, read strictly: what GKeyFile would silently
 * take the last of, or skip, is a fault here, and every fault has its file and line. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

/* Reads @text (@length bytes). Translations are kept as keys of their own ("Title[ja]").
 * NULL with @code and "@origin:LINE: sentence" when a line is neither comment, group nor
 * key, or a group or key stands twice. */
GKeyFile *doctor_keyfile_load (const char *text,
                               gsize length,
                               const char *origin,
                               DoctorError code,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Line of @key in [@group] of @text, counted from 1; that of the group when @key is NULL or
 * not there; 1 when the group is not there either. */
guint doctor_keyfile_line (const char *text, const char *group, const char *key);
/* Appends "ORIGIN:LINE: sentence" to @problems, with the line of @group and @key. */
void doctor_keyfile_fault (GPtrArray *problems,
                           const char *origin,
                           const char *text,
                           const char *group,
                           const char *key,
                           const char *sentence);

G_END_DECLS
