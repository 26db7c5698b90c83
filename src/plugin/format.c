#include "plugin/format.h"
#include <string.h>

enum {
  MIN_WEIGHT = 4,  /* “%s: %s” recognises nothing */
  MAX_STEPS = 2000 /* positions tried for one match; real lines need a few dozen */
};

typedef struct {
  char *fixed; /* text in front of the argument; the last segment has no argument */
  gsize length;
  int arg; /* index, or -1 */
  gboolean number;
} Segment;

struct _DoctorFormat {
  GArray *segments;
  gsize weight;
};

static void
segment_clear (gpointer data)
{
  g_free (((Segment *)data)->fixed);
}

static void
add_segment (DoctorFormat *format, GString *fixed, int arg, gboolean number)
{
  Segment segment = { g_strndup (fixed->str, fixed->len), fixed->len, arg, number };
  format->weight += fixed->len;
  g_array_append_val (format->segments, segment);
  g_string_truncate (fixed, 0);
}

/* Reads "s", "d", "2$s" after the percent sign; returns the end of it or NULL. */
static const char *
read_directive (const char *at, int *next_arg, int *out_arg, gboolean *out_number)
{
  *out_arg = -1;
  if (g_ascii_isdigit (at[0]) && at[1] == '$') {
    *out_arg = at[0] - '1';
    at += 2;
  }
  if (*at != 's' && *at != 'd' && *at != 'u')
    return NULL;
  if (*out_arg < 0)
    *out_arg = (*next_arg)++;
  *out_number = *at != 's';
  return *out_arg < DOCTOR_FORMAT_MAX_ARGS ? at + 1 : NULL;
}

static gboolean
compile (DoctorFormat *format, const char *at)
{
  g_autoptr (GString) fixed = g_string_new (NULL);
  int next_arg = 0;
  while (*at != '\0') {
    if (at[0] != '%' || at[1] == '%') {
      g_string_append_c (fixed, *at);
      at += at[0] == '%' ? 2 : 1;
      continue;
    }
    int arg;
    gboolean number;
    at = read_directive (at + 1, &next_arg, &arg, &number);
    if (at == NULL)
      return FALSE;
    add_segment (format, fixed, arg, number);
  }
  add_segment (format, fixed, -1, FALSE);
  return format->weight >= MIN_WEIGHT;
}

DoctorFormat *
doctor_format_new (const char *text)
{
  g_autoptr (DoctorFormat) format = g_new0 (DoctorFormat, 1);
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  format->segments = g_array_new (FALSE, FALSE, sizeof (Segment));
  g_array_set_clear_func (format->segments, segment_clear);
  return compile (format, stripped) ? g_steal_pointer (&format) : NULL;
}

void
doctor_format_free (DoctorFormat *format)
{
  if (format == NULL)
    return;
  g_array_unref (format->segments);
  g_free (format);
}

gsize
doctor_format_get_weight (const DoctorFormat *format)
{
  return format->weight;
}

static gboolean
is_number (const char *text, gsize length)
{
  if (length == 0)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]) && !(i == 0 && text[i] == '-' && length > 1))
      return FALSE;
  return TRUE;
}

/* Fixed text of segment @i stands at @at; finds the rest behind it. */
static gboolean
match_from (const DoctorFormat *format,
            guint i,
            const char *at,
            const char *end,
            DoctorSpan *spans,
            guint *steps)
{
  const Segment *segment = &g_array_index (format->segments, Segment, i);
  at += segment->length;
  if (segment->arg < 0)
    return at == end;
  const Segment *next = segment + 1;
  gboolean last = next->arg < 0;
  if ((gsize)(end - at) < next->length)
    return FALSE;
  for (const char *stop = end - next->length; stop >= at && (*steps)++ < MAX_STEPS; stop--) {
    if (memcmp (stop, next->fixed, next->length) == 0
        && (!segment->number || is_number (at, stop - at))
        && match_from (format, i + 1, stop, end, spans, steps)) {
      spans[segment->arg] = (DoctorSpan){ at, stop - at };
      return TRUE;
    }
    if (last)
      return FALSE; /* what ends the format ends the line */
  }
  return FALSE;
}

gboolean
doctor_format_match (const DoctorFormat *format,
                     const char *text,
                     gsize length,
                     DoctorSpan spans[DOCTOR_FORMAT_MAX_ARGS])
{
  const Segment *first = &g_array_index (format->segments, Segment, 0);
  guint steps = 0;
  if (length < format->weight || memcmp (text, first->fixed, first->length) != 0)
    return FALSE;
  memset (spans, 0, DOCTOR_FORMAT_MAX_ARGS * sizeof (DoctorSpan));
  return match_from (format, 0, text, text + length, spans, &steps);
}
