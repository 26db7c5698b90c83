/* needles.h: which of many texts may occur in another, told by going through that once, however
 * many they are. A text is known by a piece of it, so some that do not occur are named too. Filled,
 * then only asked, by any thread. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* Shorter texts are no needles. */
enum { DOCTOR_NEEDLE_MIN_BYTES = 4 };

typedef struct _DoctorNeedles DoctorNeedles;

/* For about @n texts. */
DoctorNeedles *doctor_needles_new (guint n) G_GNUC_WARN_UNUSED_RESULT;
void doctor_needles_free (DoctorNeedles *needles); /* accepts NULL */
/* @text has at least DOCTOR_NEEDLE_MIN_BYTES; @number may be that of others, too. */
void doctor_needles_add (DoctorNeedles *needles, const char *text, guint number);
/* Once, before the first question. */
void doctor_needles_sort (DoctorNeedles *needles);
/* Sets the bits of the numbers whose texts may occur in @text; one that does occur is never left
 * out. @set has room for the largest. */
void doctor_needles_mark (const DoctorNeedles *needles, const char *text, guint64 *set);

/* Sets of numbers, in words of 64. */
static inline void
doctor_set_add (guint64 *set, guint number)
{
  set[number / 64] |= G_GUINT64_CONSTANT (1) << number % 64;
}

static inline gboolean
doctor_set_has (const guint64 *set, guint number)
{
  return (set[number / 64] >> number % 64 & 1) != 0;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorNeedles, doctor_needles_free)

G_END_DECLS
