#include "probe/nameserver.h"
#include <ares.h>
#include <gio/gio.h>
#include <string.h>

struct _DoctorQuestions {
  ares_channel channel;
  GPtrArray *list; /* DoctorQuestion */
  guint n_answers;
};

/* UDP answers of this size travel in one piece (DNS flag day 2020); larger ones come by TCP. */
enum { UDP_ANSWER_BYTES = 1232, CLASS_IN = 1, TRIES = 2 };

static gpointer
library_init (gpointer data)
{
  return GINT_TO_POINTER (ares_library_init (ARES_LIB_INIT_ALL) == ARES_SUCCESS);
}

static void
question_free (gpointer data)
{
  DoctorQuestion *question = data;
  doctor_answer_free (question->answer);
  g_free (question->name);
  g_free (question);
}

/* With name servers of our own, no search list of this computer is used either. */
static gboolean
channel_init (ares_channel *channel, const char *servers)
{
  int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_EDNSPSZ;
  struct ares_options options = {
    /* A server's failure is an answer, too. */
    .flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_EDNS,
    .timeout = DOCTOR_NAME_SERVER_RETRY_MS,
    .tries = TRIES,
    .ednspsz = UDP_ANSWER_BYTES,
  };
  if (servers != NULL)
    mask |= ARES_OPT_DOMAINS;
  if (ares_init_options (channel, &options, mask) != ARES_SUCCESS)
    return FALSE;
  if (servers == NULL || ares_set_servers_ports_csv (*channel, servers) == ARES_SUCCESS)
    return TRUE;
  ares_destroy (*channel);
  return FALSE;
}

DoctorQuestions *
doctor_questions_new (const char *servers)
{
  static GOnce once = G_ONCE_INIT;
  ares_channel channel = NULL;
  gboolean may_ask = servers == NULL || *servers != '\0';
  if (!may_ask || g_once (&once, library_init, NULL) == NULL || !channel_init (&channel, servers))
    return NULL;
  DoctorQuestions *questions = g_new0 (DoctorQuestions, 1);
  questions->channel = channel;
  questions->list = g_ptr_array_new_with_free_func (question_free);
  return questions;
}

void
doctor_questions_free (DoctorQuestions *questions)
{
  if (questions == NULL)
    return;
  ares_destroy (questions->channel);
  g_ptr_array_unref (questions->list);
  g_free (questions);
}

gboolean
doctor_questions_may_ask (const char *name)
{
  static const char *const local[] = { "localhost", "local" };
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);
  guint n = g_strv_length (labels);
  if (*name == '\0' || g_hostname_is_ip_address (name))
    return FALSE;
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-_.", *p) == NULL)
      return FALSE;
  const char *last = n > 1 && *labels[n - 1] == '\0' ? labels[n - 2] : labels[n - 1];
  for (guint i = 0; i < G_N_ELEMENTS (local); i++)
    if (g_ascii_strcasecmp (last, local[i]) == 0)
      return FALSE;
  return TRUE;
}

typedef struct {
  DoctorQuestions *questions;
  DoctorQuestion *question;
} Asked;

static void
answered (void *data, int status, int timeouts, unsigned char *bytes, int length)
{
  g_autofree Asked *asked = data;
  DoctorQuestion *question = asked->question;
  if (status == ARES_EDESTRUCTION || status == ARES_ECANCELLED || question->answer != NULL)
    return;
  question->answer = doctor_answer_new (question->name, question->type, status, bytes, length);
  question->ms = doctor_elapsed_ms (question->start_us);
  asked->questions->n_answers++;
}

static DoctorQuestion *
find (DoctorQuestions *questions, const char *name, DoctorRecordType type)
{
  for (guint i = 0; i < questions->list->len; i++) {
    DoctorQuestion *question = g_ptr_array_index (questions->list, i);
    if (question->type == type && g_ascii_strcasecmp (question->name, name) == 0)
      return question;
  }
  return NULL;
}

const DoctorQuestion *
doctor_questions_ask (DoctorQuestions *questions, const char *name, DoctorRecordType type)
{
  DoctorQuestion *question = find (questions, name, type);
  if (question != NULL)
    return question;
  question = g_new0 (DoctorQuestion, 1);
  question->name = g_strdup (name);
  question->type = type;
  question->start_us = g_get_monotonic_time ();
  g_ptr_array_add (questions->list, question);
  Asked *asked = g_new0 (Asked, 1);
  asked->questions = questions;
  asked->question = question;
  if (strchr (name, '.') == NULL)
    ares_search (questions->channel, name, CLASS_IN, doctor_record_type_number (type), answered,
                 asked);
  else
    ares_query (questions->channel, name, CLASS_IN, doctor_record_type_number (type), answered,
                asked);
  return question;
}

/* Milliseconds until c-ares wants to act by itself. */
static int
next_act_ms (DoctorQuestions *questions)
{
  struct timeval most = { .tv_sec = DOCTOR_NAME_SERVERS_LIMIT_MS / 1000 }, left;
  struct timeval *next = ares_timeout (questions->channel, &most, &left);
  return next == NULL ? 0 : (int)(next->tv_sec * 1000 + (next->tv_usec + 999) / 1000);
}

static void
process (DoctorQuestions *questions, const struct pollfd *fds, guint n)
{
  gboolean any = FALSE;
  for (guint i = 0; i < n; i++) {
    ares_socket_t readable = fds[i].revents & ~POLLOUT ? fds[i].fd : ARES_SOCKET_BAD;
    ares_socket_t writable = fds[i].revents & POLLOUT ? fds[i].fd : ARES_SOCKET_BAD;
    if (fds[i].revents != 0)
      ares_process_fd (questions->channel, readable, writable);
    any |= fds[i].revents != 0;
  }
  if (!any) /* what has its own time limits */
    ares_process_fd (questions->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

static guint
fill_fds (DoctorQuestions *questions, struct pollfd *fds)
{
  guint n = 0;
  ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
  /* Bits as ARES_GETSOCK_READABLE and _WRITABLE have them, which shift into the sign. */
  guint wanted = (guint)ares_getsock (questions->channel, sockets, ARES_GETSOCK_MAXNUM);
  for (guint i = 0; i < ARES_GETSOCK_MAXNUM; i++) {
    short events = 0;
    if ((wanted & 1U << i) != 0)
      events |= POLLIN;
    if ((wanted & 1U << (i + ARES_GETSOCK_MAXNUM)) != 0)
      events |= POLLOUT;
    if (events != 0)
      fds[n++] = (struct pollfd){ .fd = sockets[i], .events = events };
  }
  return n;
}

static void
give_up (DoctorQuestions *questions)
{
  for (guint i = 0; i < questions->list->len; i++) {
    DoctorQuestion *question = g_ptr_array_index (questions->list, i);
    int ms = doctor_elapsed_ms (question->start_us);
    if (question->answer != NULL || ms < DOCTOR_NAME_SERVERS_FAIR_WAIT_MS)
      continue;
    question->answer = doctor_answer_new (question->name, question->type, ARES_ETIMEOUT, NULL, 0);
    question->ms = ms;
    questions->n_answers++;
  }
}

gboolean
doctor_questions_wait (DoctorQuestions *questions, const DoctorPatience *patience)
{
  guint before = questions->n_answers;
  while (questions->n_answers == before) {
    struct pollfd fds[ARES_GETSOCK_MAXNUM + DOCTOR_PATIENCE_FDS];
    guint n = fill_fds (questions, fds);
    if (n == 0)
      return FALSE;
    DoctorPatience next = doctor_patience_narrow (patience, next_act_ms (questions));
    DoctorWait waited = doctor_patience_poll (&next, fds, n);
    if (waited == DOCTOR_WAIT_CANCELLED || doctor_patience_is_over (patience)) {
      give_up (questions);
      return FALSE;
    }
    process (questions, fds, waited == DOCTOR_WAIT_READY ? n : 0);
  }
  return TRUE;
}
