/* provider-file.h: one provider file, read strictly. Behind provider.h only. */
#pragma once
#include "core/data-file.h"
#include "core/provider.h"

G_BEGIN_DECLS

typedef struct {
  char *contains; /* folded (fold.h) */
  char *means;
  char *protocol; /* NULL: any */
} DoctorMarker;

struct _DoctorProvider {
  char *id;
  char *origin;       /* of the file, for messages */
  char *name;         /* current language */
  GHashTable *values; /* as doctor_provider_get () names them → text; both owned */
  char **aliases;     /* these and all names below in small letters */
  char **domains;
  char **patterns;
  char **mx;
  char **unverified_mx;
  char **other_hosts; /* may be patterns */
  char **retired_hosts;
  char **doubtful;    /* keys of [Provider] as they stand */
  GPtrArray *servers; /* DoctorServer *, those of a protocol in order of preference */
  GPtrArray *markers; /* DoctorMarker *, longest text first */
  GPtrArray *notes;   /* DoctorNote * in the order of the file */
  GPtrArray *changes; /* DoctorNote * by date */
  gpointer constant;  /* DoctorFacts, of provider-facts.c; NULL: nobody asked yet */
};

/* NULL when the file has a fault; each is appended to @problems (may be NULL) as
 * "ORIGIN:LINE: sentence". */
DoctorProvider *
doctor_provider_read (const DoctorDataFile *file, GPtrArray *problems) G_GNUC_WARN_UNUSED_RESULT;
void doctor_provider_free (DoctorProvider *provider); /* accepts NULL */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorProvider, doctor_provider_free)

G_END_DECLS
