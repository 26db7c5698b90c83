#include "probe/beside.h"
#include "probe/plan.h"
#include "probe/worker.h"
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

typedef struct {
  DoctorBeside *beside;
  DoctorChain *chain;
  GThread *thread;
} Worker;

struct _DoctorBeside {
  const DoctorExamineOptions *options;
  DoctorPatience patience;
  GAsyncQueue *news;
  int stop_fd;
  Worker at_once;  /* all that need not wait, one after the other */
  Worker *waiting; /* by place in the probe table */
};

DoctorBeside *
doctor_beside_new (const DoctorExamineOptions *options,
                   const DoctorPatience *patience,
                   GAsyncQueue *news)
{
  DoctorBeside *beside = g_new0 (DoctorBeside, 1);
  beside->stop_fd = eventfd (0, EFD_CLOEXEC);
  beside->options = options;
  beside->patience = *patience;
  beside->patience.stop_fd = beside->stop_fd;
  beside->news = news;
  beside->waiting = g_new0 (Worker, doctor_probe_get_n ());
  return beside;
}

static void
worker_clear (Worker *worker)
{
  if (worker->thread != NULL)
    g_thread_join (worker->thread);
  doctor_chain_free (worker->chain);
}

void
doctor_beside_free (DoctorBeside *beside)
{
  if (beside == NULL)
    return;
  doctor_beside_stop (beside);
  worker_clear (&beside->at_once);
  for (guint i = 0; i < doctor_probe_get_n (); i++)
    worker_clear (&beside->waiting[i]);
  close (beside->stop_fd);
  g_free (beside->waiting);
  g_free (beside);
}

static gpointer
worker_thread (gpointer data)
{
  Worker *worker = data;
  doctor_worker_prepare_thread ();
  doctor_plan_run (worker->chain);
  DoctorNews *news = g_new0 (DoctorNews, 1);
  news->from = worker;
  g_async_queue_push (worker->beside->news, news);
  return NULL;
}

static void
start (DoctorBeside *beside, Worker *worker, DoctorFacts *facts, const DoctorProbe *only)
{
  worker->beside = beside;
  worker->chain = doctor_chain_new (DOCTOR_SCOPE_ACCOUNT, facts, &beside->patience);
  worker->chain->queue = beside->news;
  if (beside->options->computer != NULL)
    worker->chain->computer = beside->options->computer;
  worker->chain->worker = worker;
  worker->chain->only = only;
  worker->chain->name_servers = beside->options->name_servers;
  memcpy (worker->chain->services, beside->options->services, sizeof worker->chain->services);
  worker->thread = g_thread_new (only == NULL ? "beside" : only->name, worker_thread, worker);
}

void
doctor_beside_start_due (DoctorBeside *beside, DoctorFacts *facts)
{
  if (beside->at_once.chain == NULL)
    start (beside, &beside->at_once, facts, NULL);
  for (guint i = 0; i < doctor_probe_get_n (); i++) {
    const DoctorProbe *probe = doctor_probe_get (i);
    if (probe->waits && beside->waiting[i].chain == NULL && doctor_plan_is_due (probe, facts))
      start (beside, &beside->waiting[i], facts, probe);
  }
}

static gboolean
join (Worker *worker)
{
  g_thread_join (g_steal_pointer (&worker->thread));
  return TRUE;
}

gboolean
doctor_beside_join (DoctorBeside *beside, gconstpointer worker)
{
  if (worker == &beside->at_once)
    return join (&beside->at_once);
  for (guint i = 0; i < doctor_probe_get_n (); i++)
    if (worker == &beside->waiting[i])
      return join (&beside->waiting[i]);
  return FALSE;
}

gboolean
doctor_beside_is_running (DoctorBeside *beside)
{
  gboolean running = beside->at_once.thread != NULL;
  for (guint i = 0; i < doctor_probe_get_n (); i++)
    running |= beside->waiting[i].thread != NULL;
  return running;
}

static gboolean
provides (const DoctorProbe *probe, GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++) {
    const char *bare = NULL;
    doctor_scope_split (g_ptr_array_index (names, i), &bare);
    if (g_strv_contains (probe->provides, bare))
      return TRUE;
  }
  return FALSE;
}

gboolean
doctor_beside_provides (DoctorBeside *beside, GPtrArray *names)
{
  for (guint i = 0; i < doctor_probe_get_n (); i++)
    if (beside->waiting[i].thread != NULL && provides (doctor_probe_get (i), names))
      return TRUE;
  return FALSE;
}

void
doctor_beside_stop (DoctorBeside *beside)
{
  guint64 one = 1;
  if (write (beside->stop_fd, &one, sizeof one) != sizeof one)
    g_warn_if_reached ();
}
