/* prefs.h: what the person chose on the preferences page, for every part of the plugin. Read
 * whenever it matters: a change takes effect at once. Knows neither widgets nor the host;
 * prefs-store.c keeps the values in the host's clawsrc. Main thread. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef enum {                           /* numbers are stored */
               DOCTOR_AUTOMATIC_OFF = 0, /* examined only where the person asks in menu or panel */
               DOCTOR_AUTOMATIC_ASK = 1, /* the hint offers it */
               DOCTOR_AUTOMATIC_ON = 2   /* by itself after an error */
} DoctorAutomatic;

enum { DOCTOR_MAX_HISTORY_DAYS = 365 };

typedef struct {
  gboolean hint;         /* the strip above the message list */
  gboolean notification; /* of the desktop, while the window is not in front */
  DoctorAutomatic automatic;
  int history_days;       /* how long results are remembered; 0: not at all */
  gboolean mask;          /* personal data in reports */
  gboolean quiet;         /* the host's error windows were switched off from here */
  gboolean quiet_offered; /* and that was offered, once */
} DoctorPrefs;

/* The values as they are now; before the host's file was read, the defaults. Static. */
const DoctorPrefs *doctor_prefs_get (void);
/* Takes over a copy, values out of range brought back into it, and tells the listener. */
void doctor_prefs_set (const DoctorPrefs *prefs);
void doctor_prefs_reset (void); /* defaults, no listener */
/* @changed is called after each set; one listener, NULL for none. */
void doctor_prefs_listen (void (*changed) (void));

G_END_DECLS
