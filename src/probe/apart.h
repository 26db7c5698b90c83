/* apart.h: runs what cannot be interrupted (a dead file server, a bus that does not answer) in
 * a thread that is left behind when time is up. */
#pragma once
#include "probe/patience.h"

G_BEGIN_DECLS

/* Runs @work (@data) in a thread of its own. TRUE when it ended within @patience: then what it
 * left in @data may be read. @data is an atomic rc box; the thread holds a reference of its
 * own, and @clear is called by whoever releases the last one. */
gboolean doctor_apart_run (void (*work) (gpointer data),
                           gpointer data,
                           GDestroyNotify clear,
                           const DoctorPatience *patience) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
