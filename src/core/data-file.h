/* data-file.h: the files that people edit (findings, providers), as text with a name:
 * compiled in, or in a folder. */
#pragma once
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  char *id;     /* name of the file without folder and suffix */
  char *origin; /* for messages: "findings/net.refused.finding", or the path of the file */
  char *text;   /* NUL after @length bytes; not checked in any way */
  gsize length;
  gboolean is_compiled; /* the text is the program's; the linter saw it when that was built */
} DoctorDataFile;

void doctor_data_file_free (DoctorDataFile *file); /* accepts NULL */
/* Compiled-in files of @folder ("findings") that end in @suffix, by name. Free with
 * g_ptr_array_unref. */
GPtrArray *
doctor_data_files_compiled (const char *folder, const char *suffix) G_GNUC_WARN_UNUSED_RESULT;
/* The one called @id, or NULL. Free with doctor_data_file_free. */
DoctorDataFile *doctor_data_file_compiled (const char *folder,
                                           const char *id,
                                           const char *suffix) G_GNUC_WARN_UNUSED_RESULT;
/* The same for the folder @dir of the file system, not its folders. A folder that is not there is
 * empty; what cannot be read is appended to @problems (may be NULL) as a sentence. */
GPtrArray *doctor_data_files_in (const char *dir,
                                 const char *suffix,
                                 GPtrArray *problems) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorDataFile, doctor_data_file_free)

G_END_DECLS
