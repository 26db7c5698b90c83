/* keyfile.h: the key files of this program (findings, providers, facts.keys), read strictly: what
 * GKeyFile would silently take the last of, or skip, is a fault here, and every fault has its file
 * and line. Read in one pass over a copy of the text; what is asked for is borrowed from it. For
 * one thread. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

typedef struct _DoctorKeyFile DoctorKeyFile;

typedef struct {
  const char *name;  /* with its language: "Title[ja]" */
  const char *value; /* as it is written, without the blanks around it */
} DoctorKeyLine;

/* Reads @text (@length bytes). NULL with @code and "@origin:LINE: sentence" when it is not UTF-8, a
 * line is neither comment, group nor key, or a group or key stands twice. */
DoctorKeyFile *doctor_keyfile_load (const char *text,
                                    gsize length,
                                    const char *origin,
                                    DoctorError code,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void doctor_keyfile_free (DoctorKeyFile *file); /* accepts NULL */

/* Names of the groups in their order, ended by NULL. */
const char *const *doctor_keyfile_get_groups (const DoctorKeyFile *file);
gboolean doctor_keyfile_has_group (const DoctorKeyFile *file, const char *group);
/* The lines of @group in their order; NULL when it is not there. */
const DoctorKeyLine *
doctor_keyfile_get_lines (const DoctorKeyFile *file, const char *group, guint *out_n);
/* The value as it is written; NULL when there is none. */
const char *doctor_keyfile_get (const DoctorKeyFile *file, const char *group, const char *key);
/* The value with its escapes read: \s \n \t \r and two backslashes. NULL when there is none. Others
 * stay as they are, and set @out_is_wrong (may be NULL). */
char *doctor_keyfile_dup_string (const DoctorKeyFile *file,
                                 const char *group,
                                 const char *key,
                                 gboolean *out_is_wrong) G_GNUC_WARN_UNUSED_RESULT;
/* The same in the person's language, when it is there in that. */
char *doctor_keyfile_dup_text (const DoctorKeyFile *file,
                               const char *group,
                               const char *key) G_GNUC_WARN_UNUSED_RESULT;
/* What stands between the semicolons; NULL when there is none. */
char **doctor_keyfile_dup_list (const DoctorKeyFile *file,
                                const char *group,
                                const char *key) G_GNUC_WARN_UNUSED_RESULT;

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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorKeyFile, doctor_keyfile_free)

G_END_DECLS
