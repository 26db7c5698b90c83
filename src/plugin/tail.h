/* tail.h: the last lines of a conversation in one fixed buffer: nothing is allocated while
 * lines come. The caller keeps secrets out. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

enum {
  DOCTOR_TAIL_LINES = 20,
  DOCTOR_TAIL_LINE_BYTES = 512, /* the longest replies that providers give have links in them */
  DOCTOR_TAIL_BYTES = 4096
};

typedef struct {
  char text[DOCTOR_TAIL_BYTES]; /* lines, each with its newline; not terminated */
  gsize length;
  guint n_lines;
} DoctorTail;

/* Adds the line; a long one is cut, the oldest ones give way. */
void doctor_tail_add (DoctorTail *tail, const char *line, gsize length);
void doctor_tail_clear (DoctorTail *tail);
char *doctor_tail_dup (const DoctorTail *tail) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
