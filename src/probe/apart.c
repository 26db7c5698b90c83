#include "probe/apart.h"
#include "probe/worker.h"
#include <sys/eventfd.h>
#include <unistd.h>

/* Shared by the waiting thread and the working one; the last of them frees it. */
typedef struct {
  void (*work) (gpointer data);
  gpointer data;
  GDestroyNotify clear;
  int done_fd; /* eventfd: readable when the work is done */
} Job;

static void
job_clear (gpointer data)
{
  Job *job = data;
  g_atomic_rc_box_release_full (job->data, job->clear);
  close (job->done_fd);
}

static gpointer
job_thread (gpointer data)
{
  Job *job = data;
  guint64 one = 1;
  doctor_worker_prepare_thread ();
  job->work (job->data);
  /* The write orders what the work left before the reader that polls for it. */
  if (write (job->done_fd, &one, sizeof one) != sizeof one)
    g_warn_if_reached ();
  g_atomic_rc_box_release_full (job, job_clear);
  return NULL;
}

gboolean
doctor_apart_run (void (*work) (gpointer data),
                  gpointer data,
                  GDestroyNotify clear,
                  const DoctorPatience *patience)
{
  Job *job = g_atomic_rc_box_new0 (Job);
  job->work = work;
  job->data = g_atomic_rc_box_acquire (data);
  job->clear = clear;
  job->done_fd = eventfd (0, EFD_CLOEXEC);
  g_autoptr (GThread) thread
    = g_thread_try_new ("apart", job_thread, g_atomic_rc_box_acquire (job), NULL);
  struct pollfd fds[1 + DOCTOR_PATIENCE_FDS] = { { .fd = job->done_fd, .events = POLLIN } };
  gboolean done = thread != NULL && doctor_patience_poll (patience, fds, 1) == DOCTOR_WAIT_READY;
  if (thread == NULL)
    g_atomic_rc_box_release_full (job, job_clear);
  g_atomic_rc_box_release_full (job, job_clear);
  return done;
}
