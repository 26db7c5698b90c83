/* flat-object.h: a JSON object of strings, whole numbers, booleans and null (RFC 8259), taken apart
 * in place: what nearly all lines of explain --batch are, read in a twentieth of the time that a
 * tree of nodes takes. Says so when an object is more than that, or wrong. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  DOCTOR_FLAT_NULL,
  DOCTOR_FLAT_BOOLEAN,
  DOCTOR_FLAT_NUMBER,
  DOCTOR_FLAT_STRING
} DoctorFlatKind;

typedef struct {
  const char *name;
  DoctorFlatKind kind;
  const char *string;
  gint64 number; /* also 0 and 1 of a boolean */
} DoctorFlatMember;

enum { DOCTOR_FLAT_MAX_MEMBERS = 32 };

typedef struct {
  DoctorFlatMember members[DOCTOR_FLAT_MAX_MEMBERS]; /* names and strings borrowed from @text */
  guint n;
  char *text;
} DoctorFlatObject;

/* Reads @line (UTF-8, without NUL in its @length bytes) into @object, which is all zero. FALSE when
 * it is anything else, has a name twice, or escapes that are rare; @object is then empty. */
gboolean doctor_flat_object_read (DoctorFlatObject *object, const char *line, gsize length);
/* NULL when there is none. */
const DoctorFlatMember *doctor_flat_object_get (const DoctorFlatObject *object, const char *name);
void doctor_flat_object_clear (DoctorFlatObject *object);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DoctorFlatObject, doctor_flat_object_clear)

G_END_DECLS
