#include "command/explain-batch.h"
#include "command/explain-line.h"

enum {
  MAX_WAITING = 64, /* lines read and not yet answered: bounds the memory, too */
  MAX_THREADS = 8
};

typedef struct {
  GString *text;
  guint number;
  char *answer; /* NULL: not yet */
} Line;

typedef struct {
  const DoctorKnowledge *knowledge;
  GMutex lock;
  GCond room;     /* a line left the queue */
  GQueue waiting; /* Line, in their order; the first unanswered one holds the others */
} Batch;

static void
line_free (Line *line)
{
  g_string_free (line->text, TRUE);
  g_free (line->answer);
  g_free (line);
}

/* Reads one line without its newline into @line, any bytes. Of one that is too long only a
 * little more than the limit is kept. FALSE at the end. */
static gboolean
read_line (FILE *in, GString *line)
{
  int c;
  while ((c = getc_unlocked (in)) != EOF && c != '\n')
    if (line->len <= DOCTOR_LINE_MAX_BYTES)
      g_string_append_c (line, (char)c);
  return c != EOF || line->len > 0;
}

/* Prints the answers whose turn it is. Nobody has to wait for them: where lines follow, theirs take
 * them along, and the reader is woken for many lines at once. */
static void
print_answers (Batch *batch)
{
  Line *first;
  while ((first = g_queue_peek_head (&batch->waiting)) != NULL && first->answer != NULL) {
    g_queue_pop_head (&batch->waiting);
    fputs (first->answer, stdout);
    line_free (first);
  }
  if (first == NULL)
    fflush (stdout);
  if (g_queue_get_length (&batch->waiting) <= MAX_WAITING / 2)
    g_cond_signal (&batch->room);
}

static void
answer_line (gpointer data, gpointer user_data)
{
  Line *line = data;
  Batch *batch = user_data;
  char *answer
    = doctor_explain_line (line->text->str, line->text->len, line->number, batch->knowledge);
  g_mutex_lock (&batch->lock);
  line->answer = answer;
  print_answers (batch);
  g_mutex_unlock (&batch->lock);
}

static void
take_line (Batch *batch, Line *line)
{
  g_mutex_lock (&batch->lock);
  while (g_queue_get_length (&batch->waiting) >= MAX_WAITING)
    g_cond_wait (&batch->room, &batch->lock);
  g_queue_push_tail (&batch->waiting, line);
  g_mutex_unlock (&batch->lock);
}

void
doctor_explain_batch (FILE *in, const DoctorKnowledge *knowledge)
{
  Batch batch = { .knowledge = knowledge, .waiting = G_QUEUE_INIT };
  int threads = (int)MIN (g_get_num_processors (), MAX_THREADS);
  g_mutex_init (&batch.lock);
  g_cond_init (&batch.room);
  GThreadPool *pool = g_thread_pool_new (answer_line, &batch, threads, FALSE, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint number = 1; read_line (in, text); number++) {
    Line *line = g_new0 (Line, 1);
    line->text = g_steal_pointer (&text);
    line->number = number;
    text = g_string_new (NULL);
    take_line (&batch, line);
    g_thread_pool_push (pool, line, NULL);
  }
  g_thread_pool_free (pool, FALSE, TRUE);
  g_cond_clear (&batch.room);
  g_mutex_clear (&batch.lock);
}
