#include "plugin/prefs.h"

static const DoctorPrefs defaults = { .hint = TRUE,
                                      .notification = TRUE,
                                      .automatic = DOCTOR_AUTOMATIC_ASK,
                                      .history_days = 90,
                                      .mask = TRUE };

static struct {
  gboolean is_set;
  DoctorPrefs values;
  void (*changed) (void);
} prefs;

const DoctorPrefs *
doctor_prefs_get (void)
{
  return prefs.is_set ? &prefs.values : &defaults;
}

void
doctor_prefs_set (const DoctorPrefs *values)
{
  prefs.values = (DoctorPrefs){
    .hint = values->hint != FALSE,
    .notification = values->notification != FALSE,
    .automatic = CLAMP (values->automatic, DOCTOR_AUTOMATIC_OFF, DOCTOR_AUTOMATIC_ON),
    .history_days = CLAMP (values->history_days, 0, DOCTOR_MAX_HISTORY_DAYS),
    .mask = values->mask != FALSE,
    .quiet = values->quiet != FALSE,
    .quiet_offered = values->quiet_offered != FALSE,
  };
  prefs.is_set = TRUE;
  if (prefs.changed != NULL)
    prefs.changed ();
}

void
doctor_prefs_reset (void)
{
  prefs.is_set = FALSE;
  prefs.changed = NULL;
}

void
doctor_prefs_listen (void (*changed) (void))
{
  prefs.changed = changed;
}
