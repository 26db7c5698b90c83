#include "probe/meter.h"

void
doctor_meter_next_reply (DoctorMeter *meter)
{
  meter->reply = 0;
  meter->line = 0;
  meter->nesting = 0;
}

/* Follows "{123}" and "{123+}" (RFC 9051 §4.3, RFC 7888) up to the end of the line. */
static void
follow_literal (DoctorMeter *meter, char byte)
{
  if (byte == '{') {
    meter->in_literal = TRUE;
    meter->literal = 0;
    meter->announced = FALSE;
  } else if (meter->in_literal && g_ascii_isdigit (byte)) {
    meter->literal = MIN (meter->literal * 10 + (gsize)(byte - '0'), G_MAXINT);
  } else if (meter->in_literal && byte == '}') {
    meter->announced = TRUE;
    meter->in_literal = FALSE;
  } else if (byte != '\r' && !(meter->in_literal && byte == '+')) {
    meter->announced = FALSE;
    meter->in_literal = FALSE;
  }
}

static gboolean
end_line (DoctorMeter *meter)
{
  gboolean fits = !meter->announced || meter->literal <= DOCTOR_METER_MAX_LITERAL_BYTES;
  meter->line = 0;
  /* After a literal the same logical line goes on, and so does its nesting. */
  if (!meter->announced)
    meter->nesting = 0;
  meter->announced = FALSE;
  meter->in_literal = FALSE;
  return fits;
}

static gboolean
take_byte (DoctorMeter *meter, char byte)
{
  if (byte == '\n')
    return end_line (meter);
  follow_literal (meter, byte);
  meter->nesting += byte == '(' ? 1 : byte == ')' && meter->nesting > 0 ? -1 : 0;
  meter->line++;
  return meter->nesting <= DOCTOR_METER_MAX_NESTING && meter->line <= DOCTOR_METER_MAX_LINE_BYTES;
}

gboolean
doctor_meter_take (DoctorMeter *meter, const char *bytes, gsize length)
{
  meter->reply += length;
  meter->total += length;
  if (meter->reply > DOCTOR_METER_MAX_REPLY_BYTES || meter->total > DOCTOR_METER_MAX_TOTAL_BYTES)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!take_byte (meter, bytes[i]))
      return FALSE;
  return TRUE;
}
