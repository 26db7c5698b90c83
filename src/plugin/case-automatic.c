/* Examinations that nobody asked for: where the person chose them, once for each cause, and not
 * one after the other while a line comes and goes. */
#include "plugin/case-private.h"
#include "plugin/bridge.h"
#include "plugin/prefs.h"

enum {
  DELAY_MS = 1000, /* the client tries a refused login twice */
  PAUSE_MINUTES = 10
};

static gboolean
is_due (DoctorCase *c)
{
  const char *cause = doctor_case_get_cause (c);
  gint64 pause = PAUSE_MINUTES * G_TIME_SPAN_MINUTE;

  if (doctor_prefs_get ()->automatic != DOCTOR_AUTOMATIC_ON || c->state != DOCTOR_CASE_FAILED
      || cause == NULL || doctor_bridge_is_offline ())
    return FALSE;
  if (g_strcmp0 (cause, c->automatic.cause) == 0)
    return FALSE;
  return c->automatic.time_us == 0 || g_get_monotonic_time () - c->automatic.time_us > pause;
}

static gboolean
on_delay (gpointer data)
{
  DoctorCase *c = data;

  c->automatic.source = 0;
  if (!is_due (c))
    return G_SOURCE_REMOVE;
  g_free (c->automatic.cause);
  c->automatic.cause = g_strdup (doctor_case_get_cause (c));
  c->automatic.time_us = g_get_monotonic_time ();
  doctor_case_queue_examination (c, TRUE);
  return G_SOURCE_REMOVE;
}

void
doctor_case_examine_by_itself (DoctorCase *c)
{
  if (c->automatic.source == 0 && is_due (c))
    c->automatic.source = g_timeout_add (DELAY_MS, on_delay, c);
}

void
doctor_case_clear_automatic (DoctorCase *c)
{
  g_clear_handle_id (&c->automatic.source, g_source_remove);
  g_clear_pointer (&c->automatic.cause, g_free);
}
