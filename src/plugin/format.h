/* format.h: reads back what printf wrote: a translated format string of the host against a
 * line that came of it. Pure; knows no language. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

enum { DOCTOR_FORMAT_MAX_ARGS = 4 };

typedef struct {
  const char *start; /* into the matched text */
  gsize length;
} DoctorSpan;

typedef struct _DoctorFormat DoctorFormat;

/* Compiles @format (%s, %d, %u, %%, also numbered as %2$s, which translations use to change
 * the order). White space at both ends does not count. NULL when it has other directives,
 * more arguments than DOCTOR_FORMAT_MAX_ARGS, or next to no fixed text to recognise. */
DoctorFormat *doctor_format_new (const char *format) G_GNUC_WARN_UNUSED_RESULT;
void doctor_format_free (DoctorFormat *format); /* accepts NULL */
/* Bytes of fixed text: of two formats that match, the one with more says more. */
gsize doctor_format_get_weight (const DoctorFormat *format);
/* Whether the whole of @text (@length bytes, ends stripped by the caller) can have come of
 * @format. @spans, by argument, gets what stood for it; %s stands for anything, %d for a
 * number. Of several readings the one with the longest first argument counts: names are
 * chosen by people, hosts and ports are not. Bounded time whatever the text. */
gboolean doctor_format_match (const DoctorFormat *format,
                              const char *text,
                              gsize length,
                              DoctorSpan spans[DOCTOR_FORMAT_MAX_ARGS]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorFormat, doctor_format_free)

G_END_DECLS
