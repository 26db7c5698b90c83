/* handbook.h: a page for every finding and provider, and an index of them, as files. */
#pragma once
#include "command/pages.h"

G_BEGIN_DECLS

/* Into the folder @dir, which must exist, in the language of the program. Files of the same name
 * are replaced. */
gboolean doctor_handbook_write (const DoctorKnowledge *knowledge,
                                const DoctorPageFormat *format,
                                const char *dir,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
