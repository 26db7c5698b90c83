/* What the mailbox looks like: one packet of commands, one round trip. The commands that may
 * have long answers come last, so that a limit of the stream cuts those only. */
#include "core/software.h"
#include "probe/imap-folders.h"
#include <string.h>

/* The folders of the account are asked for by name, two questions each. */
enum { N_QUESTIONS = 2 * DOCTOR_IMAP_MAX_WANTED };
enum {
  EXAMINE,
  CAPABILITY, /* only when the login did not bring it */
  QUOTA,
  NAMESPACE,
  FOLDERS,
  LSUB = FOLDERS + N_QUESTIONS,
  LIST,
  N_COMMANDS
};

/* Which may be said, by what the server offers. */
static const struct {
  const char *command;    /* NULL: a question about a folder */
  const char *capability; /* NULL: part of the protocol */
} commands[N_COMMANDS] = {
  [EXAMINE] = { "EXAMINE INBOX", NULL },       [CAPABILITY] = { "CAPABILITY", NULL },
  [QUOTA] = { "GETQUOTAROOT INBOX", "QUOTA" }, [NAMESPACE] = { "NAMESPACE", "NAMESPACE" },
  [LSUB] = { "LSUB \"\" \"%\"", NULL },        [LIST] = { "LIST \"\" \"%\"", NULL },
};

typedef struct {
  DoctorChain *chain;
  DoctorImap *session;
  char tags[N_COMMANDS][DOCTOR_IMAP_TAG_BYTES]; /* "": not said */
  DoctorImapKind answers[N_COMMANDS];
  GPtrArray *wanted; /* DoctorImapWanted */
  guint n_folders, n_subscribed;
  gboolean inbox_listed, inbox_subscribed;
  GString *refusal; /* what the server said until it refused EXAMINE */
} Look;

static gboolean
is_wanted (const Look *look, guint i)
{
  if (i == CAPABILITY)
    return !look->session->has_capabilities;
  if (i >= FOLDERS && i < LSUB)
    return (i - FOLDERS) / 2 < look->wanted->len;
  return commands[i].capability == NULL
         || doctor_imap_offers (look->session, commands[i].capability);
}

/* The folder that command @i asks for, or NULL. */
static DoctorImapWanted *
get_wanted (const Look *look, guint i)
{
  return i >= FOLDERS && i < LSUB ? g_ptr_array_index (look->wanted, (i - FOLDERS) / 2) : NULL;
}

static char *
dup_command (const Look *look, guint i)
{
  const DoctorImapWanted *wanted = get_wanted (look, i);
  if (wanted == NULL)
    return g_strdup (commands[i].command);
  return doctor_imap_dup_question (wanted, (i - FOLDERS) % 2 == 0 ? "LIST" : "LSUB");
}

static gboolean
say_all (Look *look)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  for (guint i = 0; i < N_COMMANDS; i++) {
    if (!is_wanted (look, i))
      continue;
    g_strlcpy (look->tags[i], doctor_imap_next_tag (look->session), DOCTOR_IMAP_TAG_BYTES);
    g_autofree char *command = dup_command (look, i);
    g_string_append_printf (lines, "%s %s\r\n", look->tags[i], command);
  }
  return doctor_etpan_say (look->session->imap->imap_stream, lines->str);
}

/* --- what comes back --- */

static void
note_folder (Look *look, const DoctorImapFolder *folder)
{
  if (!folder->is_lsub) {
    look->n_folders++;
    look->inbox_listed |= folder->is_inbox;
    return;
  }
  look->n_subscribed++;
  look->inbox_subscribed |= folder->is_inbox && !folder->is_noselect;
}

/* Servers answer one command after the other: the first that waits for its answer. */
static guint
get_current (const Look *look)
{
  guint i = 0;
  while (i < N_COMMANDS && (look->tags[i][0] == '\0' || look->answers[i] != DOCTOR_IMAP_OTHER))
    i++;
  return i;
}

static void
note_data (Look *look, const char *line)
{
  DoctorImapFolder folder;
  DoctorImapWanted *wanted = get_wanted (look, get_current (look));
  gint64 count = 0, used = 0, limit = 0;
  g_autofree char *space = doctor_imap_dup_namespace (line);
  if (wanted != NULL)
    doctor_imap_note_wanted (wanted, line);
  else if (doctor_imap_read_folder (line, &folder))
    note_folder (look, &folder);
  if (doctor_imap_read_exists (line, &count))
    doctor_chain_set_int (look->chain, "mailbox.messages", (int)MIN (count, G_MAXINT));
  if (space != NULL) {
    g_autofree char *harmless = doctor_stream_dup_harmless (look->chain->stream, space);
    doctor_chain_set_string (look->chain, "mailbox.namespace", harmless);
  }
  if (doctor_imap_read_quota (line, &used, &limit)) {
    doctor_chain_set (look->chain, "mailbox.quota-used-kib", g_variant_new_int64 (used));
    doctor_chain_set (look->chain, "mailbox.quota-limit-kib", g_variant_new_int64 (limit));
  }
}

static void
note_answer (Look *look, const char *line)
{
  for (guint i = 0; i < N_COMMANDS; i++) {
    DoctorImapKind kind
      = look->tags[i][0] == '\0' ? DOCTOR_IMAP_OTHER : doctor_imap_classify (line, look->tags[i]);
    if (kind == DOCTOR_IMAP_OK || kind == DOCTOR_IMAP_NO || kind == DOCTOR_IMAP_BAD)
      look->answers[i] = kind;
    if (kind == DOCTOR_IMAP_BYE && look->answers[EXAMINE] == DOCTOR_IMAP_OTHER)
      look->answers[EXAMINE] = kind;
  }
}

static gboolean
is_complete (const Look *look)
{
  for (guint i = 0; i < N_COMMANDS; i++)
    if (look->tags[i][0] != '\0' && look->answers[i] == DOCTOR_IMAP_OTHER)
      return FALSE;
  return TRUE;
}

static void
hear_all (Look *look)
{
  while (!is_complete (look)) {
    const char *line = doctor_imap_hear (look->session);
    if (line == NULL)
      return;
    if (look->answers[EXAMINE] == DOCTOR_IMAP_OTHER)
      g_string_append_printf (look->refusal, "%s\n", line);
    note_data (look, line);
    note_answer (look, line);
  }
}

/* --- what follows from it --- */

static const char *
judge_inbox (const Look *look)
{
  if (!look->inbox_listed)
    return "absent";
  return look->answers[LSUB] != DOCTOR_IMAP_OK || look->inbox_subscribed ? "ok" : "unsubscribed";
}

static gboolean
has_answers_about_folders (const Look *look)
{
  for (guint i = FOLDERS; i < LSUB; i++)
    if (look->tags[i][0] != '\0' && look->answers[i] != DOCTOR_IMAP_OK)
      return FALSE;
  return TRUE;
}

static void
tell_folders (Look *look)
{
  if (has_answers_about_folders (look))
    doctor_imap_tell_wanted (look->chain, look->wanted);
  if (look->answers[LIST] == DOCTOR_IMAP_OK) {
    doctor_chain_set_int (look->chain, "mailbox.folders", (int)look->n_folders);
    doctor_chain_set_string (look->chain, "mailbox.inbox", judge_inbox (look));
  }
  if (look->answers[LSUB] == DOCTOR_IMAP_OK)
    doctor_chain_set_int (look->chain, "mailbox.subscribed", (int)look->n_subscribed);
}

static void
tell_capabilities (Look *look)
{
  GPtrArray *list = look->session->capabilities;
  if (!look->session->has_capabilities)
    return;
  doctor_chain_set (look->chain, "capability.after-login",
                    g_variant_new_strv ((const char *const *)list->pdata, (gssize)list->len));
  doctor_chain_set (look->chain, "mailbox.idle",
                    g_variant_new_boolean (doctor_imap_offers (look->session, "IDLE")));
}

/* The answers to ID and EXAMINE; the last one counts. */
static DoctorImapKind
hear_name (Look *look)
{
  for (const char *line = doctor_imap_hear (look->session); line != NULL;
       line = doctor_imap_hear (look->session)) {
    DoctorImapKind kind = doctor_imap_classify (line, look->session->tag);
    g_autofree char *id = doctor_imap_dup_id (line);
    const char *software = id == NULL ? NULL : doctor_software_recognise ("imap", NULL, id, NULL);
    if (software != NULL)
      doctor_chain_set_string (look->chain, "server.software", software);
    if (kind != DOCTOR_IMAP_OTHER)
      return kind;
  }
  return DOCTOR_IMAP_BYE;
}

/* Some servers open no mailbox for a program that has not said its name (RFC 2971), and
 * Claws Mail says none. The refusal came as it comes to the client; whether the name helps
 * is then seen by saying it. */
static void
try_with_name (Look *look)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  if (look->answers[EXAMINE] != DOCTOR_IMAP_NO || !doctor_imap_offers (look->session, "ID"))
    return;
  g_string_append_printf (lines, "%s ID (\"name\" \"account-doctor\")\r\n",
                          doctor_imap_next_tag (look->session));
  g_string_append_printf (lines, "%s EXAMINE INBOX\r\n", doctor_imap_next_tag (look->session));
  if (!doctor_etpan_say (look->session->imap->imap_stream, lines->str))
    return;
  DoctorImapKind kind = hear_name (look);
  if (kind == DOCTOR_IMAP_OK || kind == DOCTOR_IMAP_NO)
    doctor_chain_set (look->chain, "mailbox.id-needed",
                      g_variant_new_boolean (kind == DOCTOR_IMAP_OK));
}

DoctorOutcome
doctor_imap_look (DoctorChain *chain)
{
  g_autoptr (GString) refusal = g_string_new (NULL);
  g_autoptr (GPtrArray) wanted = doctor_imap_dup_wanted (chain);
  Look look = { .chain = chain, .session = chain->session, .wanted = wanted, .refusal = refusal };
  if (!say_all (&look))
    return doctor_etpan_outcome (chain, FALSE);
  hear_all (&look);
  tell_capabilities (&look);
  tell_folders (&look);
  if (look.answers[EXAMINE] == DOCTOR_IMAP_OK)
    return DOCTOR_OUTCOME_OK;
  if (look.answers[EXAMINE] == DOCTOR_IMAP_OTHER)
    return doctor_etpan_outcome (chain, FALSE);
  doctor_chain_take_reply (chain, doctor_stream_dup_harmless (chain->stream, refusal->str));
  try_with_name (&look);
  return doctor_etpan_outcome (chain, FALSE);
}
