#include "command/examine-options.h"
#include "command/knowledge.h"
#include "command/passwords.h"
#include "command/subjects.h"
#include "core/i18n.h"
#include <string.h>
#include <unistd.h>

/* --- which services --- */

/* Marks the services that are wanted and that the account has. FALSE when there are none. */
static gboolean
choose_services (const char *wanted, DoctorFacts *settings, gboolean services[3])
{
  services[DOCTOR_SCOPE_ACCOUNT] = TRUE;
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++) {
    const char *protocol = doctor_facts_get_string (settings, scope, "service.protocol");
    services[scope] = protocol != NULL && (wanted == NULL || strcmp (wanted, protocol) == 0)
                      && doctor_facts_lookup (settings, scope, "server.host") != NULL;
  }
  return services[DOCTOR_SCOPE_RECEIVE] || services[DOCTOR_SCOPE_SEND];
}

static gboolean
check_services (const char *wanted, DoctorFacts *settings, gboolean services[3], GError **error)
{
  if (choose_services (wanted, settings, services))
    return TRUE;
  if (wanted != NULL)
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE, _ ("The account has no server for %s."),
                 wanted);
  else
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS,
                 _ ("There is nothing to examine: the account has no mail server."));
  return FALSE;
}

/* --- with which passwords --- */

/* Sending takes the password for receiving, as the client does, unless it has another user. */
static gboolean
shares_user (DoctorFacts *settings)
{
  const char *receive
    = doctor_facts_get_string (settings, DOCTOR_SCOPE_ACCOUNT, "receive.auth.user");
  const char *send = doctor_facts_get_string (settings, DOCTOR_SCOPE_ACCOUNT, "send.auth.user");
  return receive == NULL || send == NULL || strcmp (receive, send) == 0;
}

/* Whether a person could type what the login of the service needs. */
static gboolean
wants_password (DoctorFacts *settings, const gboolean services[3], DoctorScope scope)
{
  static const char *const others[] = { "xoauth2", "oauthbearer", "gssapi", "anonymous", NULL };
  const char *mechanism = doctor_facts_get_string (settings, scope, "auth.mechanism");
  if (!services[scope] || !doctor_facts_get_boolean (settings, scope, "auth.enabled", FALSE))
    return FALSE;
  return mechanism == NULL || !g_strv_contains (others, mechanism);
}

static void
ask_one (DoctorPasswords *passwords, DoctorFacts *settings, DoctorScope scope)
{
  const char *user = doctor_facts_get_string (settings, scope, "auth.user");
  const char *host = doctor_facts_get_string (settings, scope, "server.host");
  g_autofree char *question
    = g_strdup_printf (_ ("Password of %s at %s (empty: no login):"), user != NULL ? user : "?",
                       host != NULL ? host : "?");
  doctor_passwords_ask (passwords, scope, question);
}

static void
ask (DoctorPasswords *passwords, DoctorFacts *settings, const gboolean services[3])
{
  gboolean receive = wants_password (settings, services, DOCTOR_SCOPE_RECEIVE);
  gboolean send = wants_password (settings, services, DOCTOR_SCOPE_SEND);
  if (receive)
    ask_one (passwords, settings, DOCTOR_SCOPE_RECEIVE);
  if (send && !(receive && shares_user (settings)))
    ask_one (passwords, settings, DOCTOR_SCOPE_SEND);
}

/* Empty ones when there is to be no login; NULL with an error when they cannot be read. */
static DoctorPasswords *
get_passwords (const DoctorExamineWords *words,
               DoctorFacts *settings,
               const gboolean services[3],
               GError **error)
{
  g_autoptr (DoctorPasswords) passwords = doctor_passwords_new (error);
  if (passwords == NULL || words->no_login)
    return g_steal_pointer (&passwords);
  if (words->password_fd >= 0) {
    if (!doctor_passwords_read (passwords, words->password_fd, error))
      return NULL;
  } else if (!words->all && doctor_passwords_can_ask ()) {
    ask (passwords, settings, services);
  }
  if (shares_user (settings))
    doctor_passwords_share (passwords);
  return g_steal_pointer (&passwords);
}

/* --- the examinations --- */

static void
fill_options (DoctorExamineOptions *options,
              const DoctorExamineWords *words,
              const DoctorKnowledge *knowledge)
{
  options->deadline_ms = words->deadline_seconds * 1000;
  options->allow_login = !words->no_login;
  options->automatic = words->automatic;
  options->allow_trials = !words->no_trials;
  options->allow_verify = !words->no_verify;
  options->ca_file = words->ca_file;
  options->name_servers = g_getenv ("ACCOUNT_DOCTOR_NAME_SERVERS");
  options->rules = knowledge->rules;
  options->providers = knowledge->providers;
}

/* NULL with an error when the account cannot be examined. */
static DoctorExamination *
examine_one (DoctorFacts *settings,
             const DoctorExamineWords *words,
             const DoctorKnowledge *knowledge,
             GError **error)
{
  DoctorExamineOptions options = { 0 };
  g_autoptr (DoctorLedgerStore) logins = doctor_ledger_store_new (NULL);
  fill_options (&options, words, knowledge);
  options.logins = logins;
  if (!check_services (words->service, settings, options.services, error))
    return NULL;
  g_autoptr (DoctorPasswords) passwords = get_passwords (words, settings, options.services, error);
  if (passwords == NULL)
    return NULL;
  if (words->recipient != NULL)
    doctor_facts_set (settings, "send.recipient", g_variant_new_string (words->recipient),
                      DOCTOR_SOURCE_SETTINGS);
  const DoctorSecrets secrets
    = { .password = { doctor_passwords_get (passwords, DOCTOR_SCOPE_ACCOUNT),
                      doctor_passwords_get (passwords, DOCTOR_SCOPE_RECEIVE),
                      doctor_passwords_get (passwords, DOCTOR_SCOPE_SEND) } };
  DoctorExamination *examination
    = doctor_examination_run (settings, &secrets, &options, words->output->sink, NULL);
  if (words->printing.masked)
    doctor_examination_mask (examination);
  return examination;
}

/* Adds what came of the examination, and prints it when the format does so one by one. */
static void
add_examination (GPtrArray *examinations,
                 DoctorExamination *examination,
                 const DoctorExamineWords *words)
{
  g_ptr_array_add (examinations, examination);
  if (!words->output->prints_each)
    return;
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_ptr_array_add (one, examination);
  if (examinations->len > 1)
    g_print ("\n");
  words->output->print (one, &words->printing);
}

/* One account for a thread of its own. */
typedef struct {
  DoctorFacts *settings;
  const DoctorExamineWords *words;
  const DoctorKnowledge *knowledge;
  DoctorExamination *examination;
  GError *error;
  gboolean done; /* read by the main thread only, which sets it too */
} Job;

static void
run_job (gpointer data, gpointer finished)
{
  Job *job = data;
  job->examination = examine_one (job->settings, job->words, job->knowledge, &job->error);
  g_async_queue_push (finished, job);
}

static void
wait_for (Job *job, GAsyncQueue *finished)
{
  while (!job->done)
    ((Job *)g_async_queue_pop (finished))->done = TRUE;
}

/* Takes each job in the order of the accounts, as soon as it is ready. The first error
 * counts. */
static gboolean
collect_jobs (Job *jobs, guint n, GAsyncQueue *finished, GPtrArray *examinations, GError **error)
{
  gboolean ok = TRUE;
  for (guint i = 0; i < n; i++) {
    wait_for (&jobs[i], finished);
    if (jobs[i].error != NULL && ok)
      g_propagate_error (error, g_steal_pointer (&jobs[i].error));
    ok = ok && jobs[i].examination != NULL;
    if (jobs[i].examination != NULL)
      add_examination (examinations, jobs[i].examination, jobs[i].words);
    g_clear_error (&jobs[i].error);
  }
  return ok;
}

static gboolean
examine_side_by_side (GPtrArray *subjects,
                      const DoctorExamineWords *words,
                      const DoctorKnowledge *knowledge,
                      GPtrArray *examinations,
                      GError **error)
{
  enum { MAX_PARALLEL = 8 }; /* without logins, servers take that many from one address */
  g_autoptr (GAsyncQueue) finished = g_async_queue_new ();
  g_autofree Job *jobs = g_new0 (Job, subjects->len);
  GThreadPool *pool = g_thread_pool_new (run_job, finished, MAX_PARALLEL, FALSE, NULL);
  for (guint i = 0; i < subjects->len; i++) {
    jobs[i] = (Job){ .settings = g_ptr_array_index (subjects, i),
                     .words = words,
                     .knowledge = knowledge };
    g_thread_pool_push (pool, &jobs[i], NULL);
  }
  gboolean ok = collect_jobs (jobs, subjects->len, finished, examinations, error);
  g_thread_pool_free (pool, FALSE, TRUE);
  return ok;
}

/* Of all accounts, some have nothing to examine: a local mailbox, news. */
static void
drop_idle (GPtrArray *subjects, const char *service)
{
  gboolean services[3];
  for (guint i = subjects->len; i-- > 0;)
    if (!choose_services (service, g_ptr_array_index (subjects, i), services))
      g_ptr_array_remove_index (subjects, i);
}

static gboolean
examine (GPtrArray *subjects,
         const DoctorExamineWords *words,
         const DoctorKnowledge *knowledge,
         GPtrArray *examinations,
         GError **error)
{
  if (words->all)
    drop_idle (subjects, words->service);
  if (subjects->len == 0) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_NO_ACCOUNT,
                 _ ("No account has a service to examine."));
    return FALSE;
  }
  if (subjects->len > 1)
    return examine_side_by_side (subjects, words, knowledge, examinations, error);
  DoctorExamination *examination
    = examine_one (g_ptr_array_index (subjects, 0), words, knowledge, error);
  if (examination != NULL)
    add_examination (examinations, examination, words);
  return examination != NULL;
}

static DoctorExit
run (const DoctorExamineWords *words, GError **error)
{
  g_autoptr (GPtrArray) examinations
    = g_ptr_array_new_with_free_func ((GDestroyNotify)doctor_examination_free);
  g_autoptr (GPtrArray) subjects = doctor_subjects_collect (words, error);
  if (subjects == NULL)
    return DOCTOR_EXIT_UNKNOWN;
  g_autofree char *overlay = doctor_command_dup_overlay (words->overlay);
  g_autoptr (DoctorKnowledge) knowledge = doctor_knowledge_load (overlay);
  if (!examine (subjects, words, knowledge, examinations, error))
    return DOCTOR_EXIT_UNKNOWN;
  if (!words->output->prints_each)
    words->output->print (examinations, &words->printing);
  return (DoctorExit)doctor_examination_worst (examinations);
}

DoctorExit
doctor_cmd_examine (const DoctorCommand *self, int argc, char **argv, GError **error)
{
  g_auto (DoctorExamineWords) words = { .password_fd = -1 };
  g_autoptr (GError) failure = NULL;
  doctor_passwords_harden_process ();
  if (!doctor_examine_words_parse (&words, self, argc, argv, error))
    return DOCTOR_EXIT_UNKNOWN;
  DoctorExit status = run (&words, &failure);
  if (failure != NULL && words.output->print_error != NULL)
    words.output->print_error (failure->message);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return status;
}
