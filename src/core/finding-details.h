/* finding-details.h: what only people read of a .finding file: its texts and examples. Behind
 * finding-type.h only. */
#pragma once
#include "core/finding-example.h"

G_BEGIN_DECLS

typedef struct {
  GHashTable *texts;   /* "Title[ja]" → text */
  GPtrArray *examples; /* DoctorExample */
} DoctorFindingDetails;

/* Whether @name is the key of a text: "Title", "Title[ja]". */
gboolean doctor_finding_is_text_key (const char *name);
/* "Title[ja]"; @language "" or NULL for none. */
char *doctor_finding_dup_text_key (guint text, const char *language) G_GNUC_WARN_UNUSED_RESULT;
/* Never NULL; what is wrong goes to the problems of @file. */
DoctorFindingDetails *doctor_finding_details_read (DoctorKeyFile *file) G_GNUC_WARN_UNUSED_RESULT;
/* Of the compiled-in finding @id. */
DoctorFindingDetails *doctor_finding_details_load (const char *id) G_GNUC_WARN_UNUSED_RESULT;
void doctor_finding_details_free (DoctorFindingDetails *details); /* accepts NULL */

G_END_DECLS
