#include "probe/patience.h"
#include <errno.h>

DoctorPatience
doctor_patience_narrow (const DoctorPatience *patience, int ms)
{
  DoctorPatience narrow = *patience;
  narrow.until_us
    = MIN (patience->until_us, g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND);
  return narrow;
}

gboolean
doctor_patience_is_over (const DoctorPatience *patience)
{
  return g_get_monotonic_time () >= patience->until_us;
}

static void
add_cancels (const DoctorPatience *patience, struct pollfd *fds)
{
  fds[0] = (struct pollfd){ .fd = patience->cancel_fd, .events = POLLIN };
  fds[1] = (struct pollfd){ .fd = patience->stop_fd, .events = POLLIN };
}

gboolean
doctor_patience_is_cancelled (const DoctorPatience *patience)
{
  struct pollfd fds[DOCTOR_PATIENCE_FDS];
  add_cancels (patience, fds);
  return poll (fds, DOCTOR_PATIENCE_FDS, 0) > 0;
}

int
doctor_patience_left_ms (const DoctorPatience *patience)
{
  gint64 left_us = patience->until_us - g_get_monotonic_time ();
  /* Rounded up, so that a wait never ends just before the time it was given. */
  return left_us <= 0 ? 0 : (int)MIN ((left_us + 999) / 1000, G_MAXINT);
}

DoctorWait
doctor_patience_poll (const DoctorPatience *patience, struct pollfd *fds, guint n_fds)
{
  add_cancels (patience, fds + n_fds);
  for (;;) {
    int ready = poll (fds, n_fds + DOCTOR_PATIENCE_FDS, doctor_patience_left_ms (patience));
    if (ready < 0 && errno == EINTR)
      continue;
    if (ready <= 0)
      return DOCTOR_WAIT_TIMEOUT;
    gboolean cancelled = fds[n_fds].revents != 0 || fds[n_fds + 1].revents != 0;
    return cancelled ? DOCTOR_WAIT_CANCELLED : DOCTOR_WAIT_READY;
  }
}

int
doctor_elapsed_ms (gint64 start_us)
{
  return (int)((g_get_monotonic_time () - start_us + 500) / 1000);
}
