/* patience.h: how long a step may still wait, and what cuts it short. A small value that is
 * copied: a step narrows its own copy and cannot widen that of its caller. */
#pragma once
#include <gio/gio.h>
#include <poll.h>

G_BEGIN_DECLS

typedef struct {
  gint64 until_us; /* monotonic time, microseconds */
  int cancel_fd;   /* readable when the caller cancelled; -1 when nothing cancels */
  int stop_fd;     /* the same for a group of which one was enough; -1 for none */
} DoctorPatience;

enum { DOCTOR_PATIENCE_FDS = 2 };

typedef enum { DOCTOR_WAIT_READY, DOCTOR_WAIT_TIMEOUT, DOCTOR_WAIT_CANCELLED } DoctorWait;

/* A copy that ends in @ms milliseconds at the latest. */
DoctorPatience doctor_patience_narrow (const DoctorPatience *patience, int ms);
gboolean doctor_patience_is_over (const DoctorPatience *patience);
/* Whether it was cancelled or stopped. */
gboolean doctor_patience_is_cancelled (const DoctorPatience *patience);
/* Milliseconds left, never negative. */
int doctor_patience_left_ms (const DoctorPatience *patience);
/* Waits until one of @fds has an event. @fds has room for DOCTOR_PATIENCE_FDS
 * entries more than @n_fds. */
DoctorWait doctor_patience_poll (const DoctorPatience *patience, struct pollfd *fds, guint n_fds);
/* Milliseconds since @start_us, rounded to the nearest. */
int doctor_elapsed_ms (gint64 start_us);

G_END_DECLS
