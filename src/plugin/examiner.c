#include "plugin/examiner.h"
#include "core/fact-dictionary.h"
#include "core/i18n.h"
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

enum {
  MAX_LINE_BYTES = 256 * 1024,       /* a transcript is the longest fact */
  MAX_TOTAL_BYTES = 8 * 1024 * 1024, /* more than any examination says */
  CHUNK_BYTES = 16 * 1024,
  DEFAULT_DEADLINE_MS = 15000, /* that of the child */
  GRACE_MS = 5000,             /* for the child to end by itself after its deadline */
  PASSWORD_FD = 3
};

struct _DoctorExaminer {
  gatomicrefcount refs;        /* the owner, and each call under way */
  DoctorExaminerEvents events; /* emptied when nobody wants to hear any more */
  DoctorFacts *facts;
  GCancellable *cancellable;
  GSubprocess *child;
  GString *line;
  gsize total_bytes;
  gboolean ended; /* the child said “end” */
  GError *error;
  guint timeout_source;
  guint start_source;
  char chunk[CHUNK_BYTES];
};

static void read_more (DoctorExaminer *examiner);

static DoctorExaminer *
examiner_ref (DoctorExaminer *examiner)
{
  g_atomic_ref_count_inc (&examiner->refs);
  return examiner;
}

static void
examiner_unref (DoctorExaminer *examiner)
{
  if (!g_atomic_ref_count_dec (&examiner->refs))
    return;
  doctor_facts_unref (examiner->facts);
  g_object_unref (examiner->cancellable);
  g_clear_object (&examiner->child);
  g_string_free (examiner->line, TRUE);
  g_clear_error (&examiner->error);
  g_free (examiner);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorExaminer, examiner_unref)

static void
stop (DoctorExaminer *examiner)
{
  g_clear_handle_id (&examiner->timeout_source, g_source_remove);
  g_clear_handle_id (&examiner->start_source, g_source_remove);
  if (examiner->child != NULL)
    g_subprocess_force_exit (examiner->child);
  g_cancellable_cancel (examiner->cancellable);
}

/* The one place where the end is told. */
static void
finish (DoctorExaminer *examiner)
{
  DoctorExaminerEvents events = examiner->events;
  examiner->events = (DoctorExaminerEvents){ NULL };
  stop (examiner);
  doctor_facts_seal (examiner->facts);
  if (events.done != NULL)
    events.done (examiner->facts, examiner->error, events.data);
}

static void
fail (DoctorExaminer *examiner, GError *error)
{
  if (examiner->error == NULL)
    examiner->error = error;
  else
    g_error_free (error);
  finish (examiner);
}

static GError *
child_error (const char *sentence)
{
  return g_error_new_literal (DOCTOR_ERROR, DOCTOR_ERROR_BAD_CHILD, sentence);
}

static DoctorSource
source_of (const DoctorFactKey *key)
{
  if (g_str_equal (key->from, "reply"))
    return DOCTOR_SOURCE_PROBE; /* the child's replies are what its probes heard */
  for (DoctorSource source = DOCTOR_SOURCE_SETTINGS; source <= DOCTOR_SOURCE_DERIVED; source++)
    if (g_str_equal (doctor_source_to_string (source), key->from))
      return source;
  return DOCTOR_SOURCE_TRIAL; /* verify: a trial of a fix */
}

/* Lines that are no facts: "progress ('receive', 'tcp', 'running')", "finding …", "end …",
 * "error 'sentence'". FALSE when @line is none of them or is malformed. */
static gboolean
take_pseudo_line (DoctorExaminer *examiner, const char *line)
{
  static const struct {
    const char *name, *type;
  } rows[] = { { "progress", "(sss)" }, { "error", "s" }, { "finding", NULL }, { "end", NULL } };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    gsize length = strlen (rows[i].name);
    if (strncmp (line, rows[i].name, length) != 0 || (line[length] != ' ' && line[length] != '\0'))
      continue;
    examiner->ended |= g_str_equal (rows[i].name, "end");
    if (rows[i].type == NULL)
      return TRUE;
    g_autoptr (GVariant) value
      = g_variant_parse (G_VARIANT_TYPE (rows[i].type), line + length, NULL, NULL, NULL);
    if (value == NULL)
      return FALSE;
    if (i == 0 && examiner->events.fact != NULL)
      examiner->events.fact ("progress", value, examiner->events.data);
    else if (i == 1 && examiner->error == NULL)
      examiner->error = child_error (g_variant_get_string (value, NULL));
    return TRUE;
  }
  return FALSE;
}

static gboolean
take_line (DoctorExaminer *examiner, const char *line)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) value = NULL;
  if (line[0] == '\0' || take_pseudo_line (examiner, line))
    return TRUE;
  if (!doctor_facts_parse_line (line, &name, &value, NULL))
    return FALSE;
  const DoctorFactKey *key = doctor_dictionary_lookup (name);
  if (!key->is_setting) /* those we gave it ourselves */
    doctor_facts_set (examiner->facts, name, value, source_of (key));
  if (examiner->events.fact != NULL)
    examiner->events.fact (name, value, examiner->events.data);
  return TRUE;
}

/* Takes the whole lines that are there. FALSE when one is none of ours. */
static gboolean
take_lines (DoctorExaminer *examiner)
{
  char *start = examiner->line->str;
  for (char *newline; (newline = strchr (start, '\n')) != NULL; start = newline + 1) {
    *newline = '\0';
    if (!g_utf8_validate (start, -1, NULL) || !take_line (examiner, start))
      return FALSE;
    if (examiner->events.done == NULL)
      return TRUE; /* the owner cancelled meanwhile */
  }
  g_string_erase (examiner->line, 0, start - examiner->line->str);
  return examiner->line->len <= MAX_LINE_BYTES && examiner->total_bytes <= MAX_TOTAL_BYTES;
}

static void
on_child_exit (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (DoctorExaminer) examiner = data;
  gboolean waited = g_subprocess_wait_finish (G_SUBPROCESS (object), result, NULL);
  if (!waited || examiner->events.done == NULL)
    return;
  if (!examiner->ended && examiner->error == NULL)
    examiner->error = child_error (
      _ ("The examination ended before it was complete. Try it again; if this repeats, "
         "run “account-doctor examine” in a terminal to see why."));
  finish (examiner);
}

static void
on_read (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (DoctorExaminer) examiner = data;
  gssize got = g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL);
  if (examiner->events.done == NULL)
    return;
  if (got <= 0) {
    g_subprocess_wait_async (examiner->child, examiner->cancellable, on_child_exit,
                             examiner_ref (examiner));
    return;
  }
  examiner->total_bytes += (gsize)got;
  g_string_append_len (examiner->line, examiner->chunk, got);
  gboolean has_nul = memchr (examiner->chunk, '\0', (gsize)got) != NULL;
  if (has_nul || !take_lines (examiner))
    fail (examiner, child_error (_ (
                      "The examination program said something that is not understood. Check that "
                      "the plugin and account-doctor are of the same version.")));
  else if (examiner->events.done != NULL)
    read_more (examiner);
}

static void
read_more (DoctorExaminer *examiner)
{
  g_input_stream_read_async (g_subprocess_get_stdout_pipe (examiner->child), examiner->chunk,
                             CHUNK_BYTES, G_PRIORITY_DEFAULT, examiner->cancellable, on_read,
                             examiner_ref (examiner));
}

static gboolean
on_timeout (gpointer data)
{
  g_autoptr (DoctorExaminer) examiner = examiner_ref (data);
  examiner->timeout_source = 0;
  fail (examiner, child_error (
                    _ ("The examination took longer than allowed and was stopped. Try it again.")));
  return G_SOURCE_REMOVE;
}

/* A pipe that already holds @parts, so that nothing has to wait for the child, and a child that
 * dies early cannot raise SIGPIPE here. The reading end, or -1. */
static int
full_pipe (const char *const parts[], GError **error)
{
  int fds[2];
  if (!g_unix_open_pipe (fds, FD_CLOEXEC, error))
    return -1;
  gboolean good = g_unix_set_fd_nonblocking (fds[1], TRUE, error);
  for (guint i = 0; good && parts[i] != NULL; i++) {
    gsize length = strlen (parts[i]);
    good = write (fds[1], parts[i], length) == (gssize)length;
    if (!good)
      g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_CHILD, "%s", g_strerror (errno));
  }
  close (fds[1]);
  if (good)
    return fds[0];
  close (fds[0]);
  return -1;
}

/* A password with a line break in it cannot be one that was typed. */
static const char *
usable (const char *password)
{
  return password != NULL && strpbrk (password, "\r\n") == NULL ? password : "";
}

static GPtrArray *
command_line (const DoctorExaminerRequest *request)
{
  const char *program = g_getenv ("ACCOUNT_DOCTOR_PROGRAM"); /* tests run it from the build tree */
  GPtrArray *argv = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (argv, g_strdup (program != NULL ? program : BINDIR "/account-doctor"));
  g_ptr_array_add (argv, g_strdup ("examine"));
  g_ptr_array_add (argv, g_strdup ("--settings=-"));
  g_ptr_array_add (argv, g_strdup ("--format=lines"));
  g_ptr_array_add (argv, g_strdup_printf ("--password-fd=%d", PASSWORD_FD));
  if (request->service != NULL)
    g_ptr_array_add (argv, g_strdup_printf ("--service=%s", request->service));
  if (request->deadline_ms > 0)
    g_ptr_array_add (argv, g_strdup_printf ("--deadline=%d", MAX (1, request->deadline_ms / 1000)));
  if (!request->allow_login)
    g_ptr_array_add (argv, g_strdup ("--no-login"));
  if (request->automatic)
    g_ptr_array_add (argv, g_strdup ("--automatic"));
  if (!request->allow_trials)
    g_ptr_array_add (argv, g_strdup ("--no-trials"));
  if (!request->allow_verify)
    g_ptr_array_add (argv, g_strdup ("--no-verify"));
  g_ptr_array_add (argv, NULL);
  return argv;
}

static gboolean
spawn (DoctorExaminer *examiner,
       DoctorFacts *settings,
       const DoctorExaminerRequest *request,
       GError **error)
{
  g_autofree char *text = doctor_facts_print (settings);
  const char *const settings_parts[] = { text, NULL };
  const char *const password_parts[] = { usable (request->receive_password),
                                         "\n",
                                         usable (request->send_password),
                                         "\n",
                                         usable (request->proxy_password),
                                         "\n",
                                         NULL };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GPtrArray) argv = command_line (request);
  int settings_fd = full_pipe (settings_parts, error);
  if (settings_fd < 0)
    return FALSE;
  g_subprocess_launcher_take_stdin_fd (launcher, settings_fd);
  g_subprocess_launcher_unsetenv (launcher, "G_MESSAGES_DEBUG"); /* would go to its output */
  int password_fd = full_pipe (password_parts, error);
  if (password_fd < 0)
    return FALSE;
  g_subprocess_launcher_take_fd (launcher, password_fd, PASSWORD_FD);
  examiner->child
    = g_subprocess_launcher_spawnv (launcher, (const char *const *)argv->pdata, error);
  return examiner->child != NULL;
}

static gboolean
on_cannot_start (gpointer data)
{
  g_autoptr (DoctorExaminer) examiner = examiner_ref (data);
  examiner->start_source = 0;
  finish (examiner);
  return G_SOURCE_REMOVE;
}

DoctorExaminer *
doctor_examiner_start (DoctorFacts *settings,
                       const DoctorExaminerRequest *request,
                       const DoctorExaminerEvents *events)
{
  g_autoptr (GError) error = NULL;
  DoctorExaminer *examiner = g_new0 (DoctorExaminer, 1);
  g_atomic_ref_count_init (&examiner->refs);
  examiner->events = *events;
  examiner->facts = doctor_facts_copy (settings);
  examiner->cancellable = g_cancellable_new ();
  examiner->line = g_string_new (NULL);
  if (!spawn (examiner, settings, request, &error)) {
    examiner->error
      = g_error_new (DOCTOR_ERROR, DOCTOR_ERROR_BAD_CHILD,
                     _ ("The examination program account-doctor could not be started: %s. "
                        "Check that it is installed."),
                     error->message);
    examiner->start_source = g_idle_add (on_cannot_start, examiner);
    return examiner;
  }
  guint deadline_ms = request->deadline_ms > 0 ? (guint)request->deadline_ms : DEFAULT_DEADLINE_MS;
  examiner->timeout_source = g_timeout_add (deadline_ms + GRACE_MS, on_timeout, examiner);
  read_more (examiner);
  return examiner;
}

void
doctor_examiner_free (DoctorExaminer *examiner)
{
  if (examiner == NULL)
    return;
  examiner->events = (DoctorExaminerEvents){ NULL };
  stop (examiner);
  examiner_unref (examiner);
}
