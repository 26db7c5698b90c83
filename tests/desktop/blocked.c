/* blocked.c: preloaded into the client by a test, measures how long its main loop is kept from
 * waiting for events, and how much of that is spent in the module.
 *
 * GLib waits in a poll function that can be exchanged: the time from its return to its next call
 * is one turn of the loop. During a turn a timer of the thread's own processor time ticks, so
 * that other load on the machine does not count; the handler looks whether a frame of the stack
 * lies in the module. Long turns are written, one a line, "WALL_US OURS_US ADDRESS", to the file
 * that BLOCKED_LOG names; ADDRESS is where in the module it was last. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <glib.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { TICK_US = 1000, MAX_FRAMES = 96, REPORT_US = 4000 };

static struct {
  timer_t timer;
  int log;
  gint64 start_us;           /* of this turn; 0: none */
  uintptr_t base, low, high; /* of the module's code */
  guint ours;
  void *where; /* innermost frame in the module at the last tick that was ours */
} turn;

static int
find_module (struct dl_phdr_info *info, size_t size, void *data)
{
  if (info->dlpi_name == NULL || strstr (info->dlpi_name, "account_doctor.so") == NULL)
    return 0;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW (Phdr) *header = &info->dlpi_phdr[i];

    if (header->p_type == PT_LOAD && (header->p_flags & PF_X) != 0) {
      turn.base = info->dlpi_addr;
      turn.low = info->dlpi_addr + header->p_vaddr;
      turn.high = turn.low + header->p_memsz;
    }
  }
  return 1;
}

static void
on_tick (int number, siginfo_t *info, void *context)
{
  void *frames[MAX_FRAMES];
  int saved = errno, n;

  n = turn.low != 0 ? backtrace (frames, MAX_FRAMES) : 0;
  for (int i = 0; i < n; i++) {
    uintptr_t at = (uintptr_t)frames[i];

    if (at < turn.low || at >= turn.high)
      continue;
    turn.ours += 1 + (guint)MAX (info->si_overrun, 0); /* the kernel looks every few ms only */
    turn.where = frames[i];
    break;
  }
  errno = saved;
}

static void
tick_every (long us)
{
  struct itimerspec spec = { { 0, us * 1000 }, { 0, us * 1000 } };

  timer_settime (turn.timer, 0, &spec, NULL);
}

static void
end_turn (void)
{
  gint64 us = g_get_monotonic_time () - turn.start_us;
  char line[64];
  int length;

  tick_every (0);
  if (turn.start_us == 0 || us < REPORT_US)
    return;
  length = snprintf (line, sizeof line, "%ld %u %lx\n", (long)us, turn.ours * TICK_US,
                     turn.ours > 0 ? (unsigned long)((uintptr_t)turn.where - turn.base) : 0UL);
  if (write (turn.log, line, (size_t)length) != length)
    turn.log = -1;
}

static gint
poll_and_measure (GPollFD *fds, guint n, gint timeout_ms)
{
  gint result;

  end_turn ();
  result = g_poll (fds, n, timeout_ms);
  if (turn.low == 0)
    dl_iterate_phdr (find_module, NULL);
  turn.ours = 0;
  turn.start_us = g_get_monotonic_time ();
  tick_every (TICK_US);
  return result;
}

__attribute__ ((constructor)) static void
start (void)
{
  const char *path = getenv ("BLOCKED_LOG");
  struct sigaction action = { .sa_sigaction = on_tick, .sa_flags = SA_RESTART | SA_SIGINFO };
  struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGRTMAX };
  void *frames[1];

  if (path == NULL || strcmp (program_invocation_short_name, "claws-mail") != 0)
    return;
  unsetenv ("LD_PRELOAD"); /* not for the children */
  turn.log = open (path, O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC, 0600);
  event._sigev_un._tid = (pid_t)syscall (SYS_gettid);
  backtrace (frames, 1); /* loads what it needs, outside of the handler */
  sigaction (SIGRTMAX, &action, NULL);
  if (turn.log >= 0 && timer_create (CLOCK_THREAD_CPUTIME_ID, &event, &turn.timer) == 0)
    g_main_context_set_poll_func (NULL, poll_and_measure);
}
