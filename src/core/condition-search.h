/* condition-search.h: the ways in which a condition looks for words in a text. Behind condition.h
 * only. */
#pragma once
#include "core/view.h"

G_BEGIN_DECLS

typedef struct {
  DoctorForm form;                           /* of the text */
  gpointer (*compile) (const char *operand); /* NULL: it is wrong */
  gboolean (*occurs) (gconstpointer compiled, const char *text);
  GDestroyNotify free;
  /* FALSE with a sentence when @operand is wrong. */
  gboolean (*check) (const char *operand, GError **error);
  /* As doctor_condition_dup_literals (). */
  GPtrArray *(*dup_literals) (const char *operand, gsize least);
  DoctorForm literal_form;
} DoctorSearch;

extern const DoctorSearch doctor_needle_search;  /* has */
extern const DoctorSearch doctor_phrase_search;  /* says */
extern const DoctorSearch doctor_pattern_search; /* matches */

G_END_DECLS
