#include "plugin/tail.h"
#include <string.h>

static void
drop_oldest (DoctorTail *tail)
{
  const char *newline = memchr (tail->text, '\n', tail->length);
  gsize gone = (gsize)(newline - tail->text) + 1;
  tail->length -= gone;
  tail->n_lines--;
  memmove (tail->text, tail->text + gone, tail->length);
}

void
doctor_tail_add (DoctorTail *tail, const char *line, gsize length)
{
  const char *newline = memchr (line, '\n', length);
  if (newline != NULL)
    length = (gsize)(newline - line);
  length = MIN (length, DOCTOR_TAIL_LINE_BYTES);
  while (tail->n_lines >= DOCTOR_TAIL_LINES || tail->length + length + 1 > DOCTOR_TAIL_BYTES)
    drop_oldest (tail);
  memcpy (tail->text + tail->length, line, length);
  tail->length += length;
  tail->text[tail->length++] = '\n';
  tail->n_lines++;
}

void
doctor_tail_clear (DoctorTail *tail)
{
  tail->length = 0;
  tail->n_lines = 0;
}

char *
doctor_tail_dup (const DoctorTail *tail)
{
  return g_strndup (tail->text, tail->length);
}
