#include "probe/worker.h"
#include <pthread.h>
#include <signal.h>

void
doctor_worker_prepare_thread (void)
{
  sigset_t set;
  sigemptyset (&set);
  sigaddset (&set, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &set, NULL);
}
