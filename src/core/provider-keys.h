/* provider-keys.h: which groups and keys a provider file may have, and what their values must
 * be. Behind provider-file.h and lint.h only. */
#pragma once
#include "core/keyfile.h"

G_BEGIN_DECLS

typedef enum { /* what a value must be */
               DOCTOR_VALUE_ANY,
               DOCTOR_VALUE_TEXT,   /* for people; may have translations */
               DOCTOR_VALUE_LINK,   /* begins with https:// */
               DOCTOR_VALUE_NUMBER, /* whole, positive */
               DOCTOR_VALUE_DATE,   /* 2026, 2026-12 or 2026-12-31 */
               DOCTOR_VALUE_WORD,   /* one of a closed list */
               DOCTOR_VALUE_WORDS,  /* some of a closed list, each with ; */
               DOCTOR_VALUE_NAMES   /* host names or patterns of them, each with ; */
} DoctorValueKind;

typedef struct {
  const char *name;
  DoctorValueKind kind;
  gboolean is_required;
  const char *const *words; /* of WORD and WORDS */
} DoctorProviderKey;

/* Keys of @group ("Provider", "IMAP 2", "Change end"), ended by one without name; NULL when
 * there are no such groups. */
const DoctorProviderKey *doctor_provider_keys (const char *group);
/* Appends every fault of the keys and values in @group. */
void doctor_provider_check_group (DoctorKeyFile *reader, const char *group);

G_END_DECLS
