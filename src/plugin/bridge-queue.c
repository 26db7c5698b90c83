/* Messages that wait to be sent, in the host's folders for that (bridge.h). A message is replaced
 * by one with other lines above it, by the host's own functions, so that its lists stay right. */
#include "plugin/bridge.h"
#include "core/i18n.h"
#include "core/queue-file.h"
#include <claws-features.h>
#include <account.h>
#include <folder.h>
#include <prefs_account.h>
#include <procmsg.h>
#include <utils.h>
#include <glib/gstdio.h>
#include <stdio.h>

typedef struct _Walk Walk;
struct _Walk {
  /* FALSE: no further, with the error set */
  gboolean (*visit) (
    Walk *walk, FolderItem *queue, MsgInfo *message, const char *text, gsize length);
  gboolean only_head; /* the lines above the message are enough */
  int account_id;
  int to;             /* 0: back */
  const char *server; /* of @to */
  guint n_own, n_redirected;
  GError **error;
};

/* Messages may be large, and the main loop does not wait for a disk longer than it must. */
static char *
read_head (const char *path, gsize *out_length)
{
  FILE *file = g_fopen (path, "rbe");
  char *text = file != NULL ? g_malloc0 (DOCTOR_QUEUE_FILE_MAX_HEAD + 1) : NULL;
  if (file == NULL)
    return NULL;
  *out_length = fread (text, 1, DOCTOR_QUEUE_FILE_MAX_HEAD, file);
  fclose (file);
  return text;
}

static char *
read_message (const Walk *walk, const char *path, gsize *out_length)
{
  char *text = NULL;
  if (walk->only_head)
    return read_head (path, out_length);
  return g_file_get_contents (path, &text, out_length, NULL) ? text : NULL;
}

static gboolean
visit_message (Walk *walk, FolderItem *queue, MsgInfo *message)
{
  g_autofree char *path = procmsg_get_message_file (message);
  gsize length = 0;
  g_autofree char *text = path != NULL ? read_message (walk, path, &length) : NULL;
  if (text == NULL)
    return TRUE;
  return walk->visit (walk, queue, message, text, length);
}

static gboolean
visit_folder (Walk *walk, FolderItem *queue)
{
  gboolean goes_on = TRUE;
  GSList *messages = folder_item_get_msg_list (queue);
  for (GSList *at = messages; at != NULL && goes_on; at = at->next)
    goes_on = visit_message (walk, queue, at->data);
  procmsg_msg_list_free (messages);
  return goes_on;
}

static gboolean
visit_all (Walk *walk)
{
  for (GList *at = folder_get_list (); at != NULL; at = at->next) {
    FolderItem *queue = FOLDER (at->data)->queue;
    if (queue != NULL && queue->total_msgs > 0 && !visit_folder (walk, queue))
      return FALSE;
  }
  return TRUE;
}

/* --- counting --- */

static gboolean
count (Walk *walk, FolderItem *queue, MsgInfo *message, const char *text, gsize length)
{
  walk->n_own += doctor_queue_file_get_account (text, length) == walk->account_id;
  walk->n_redirected += doctor_queue_file_get_origin (text, length) == walk->account_id;
  return TRUE;
}

void
doctor_bridge_count_queued (int account_id, guint *out_own, guint *out_redirected)
{
  Walk walk = { .visit = count, .only_head = TRUE, .account_id = account_id };
  if (!visit_all (&walk))
    g_debug ("the queue was not counted to its end");
  *out_own = walk.n_own;
  *out_redirected = walk.n_redirected;
}

/* --- another account, and back --- */

/* The new one is in the folder before the old one goes. */
static gboolean
replace (Walk *walk, FolderItem *queue, MsgInfo *message, GBytes *bytes)
{
  g_autofree char *path = get_tmp_file ();
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  gboolean is_written = g_file_set_contents (path, text, (gssize)length, walk->error);
  if (is_written && folder_item_add_msg (queue, path, NULL, TRUE) < 0) {
    g_set_error (walk->error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS,
                 _ ("A message could not be stored in the folder %s."), queue->name);
    is_written = FALSE;
  }
  if (g_remove (path) != 0)
    g_debug ("%s is gone already", path);
  if (is_written)
    folder_item_remove_msg (queue, message->msgnum);
  return is_written;
}

static gboolean
redirect (Walk *walk, FolderItem *queue, MsgInfo *message, const char *text, gsize length)
{
  gboolean is_back = walk->to == 0;
  int account = is_back ? doctor_queue_file_get_origin (text, length)
                        : doctor_queue_file_get_account (text, length);
  if (account != walk->account_id)
    return TRUE;
  g_autoptr (GBytes) bytes = is_back
                               ? doctor_queue_file_restore (text, length)
                               : doctor_queue_file_redirect (text, length, walk->to, walk->server);
  return bytes == NULL || replace (walk, queue, message, bytes);
}

gboolean
doctor_bridge_redirect_queue (int account_id, int to, GError **error)
{
  const PrefsAccount *account = to != 0 ? account_find_from_id (to) : NULL;
  Walk walk = { .visit = redirect,
                .account_id = account_id,
                .to = to,
                .server = account != NULL ? account->smtp_server : NULL,
                .error = error };
  if (to != 0 && account == NULL) {
    g_set_error_literal (error, DOCTOR_ERROR, DOCTOR_ERROR_NO_ACCOUNT,
                         _ ("The account is not there any more."));
    return FALSE;
  }
  if (procmsg_is_sending ()) {
    g_set_error_literal (error, DOCTOR_ERROR, DOCTOR_ERROR_REFUSED,
                         _ ("Messages are being sent just now. Wait until that is over."));
    return FALSE;
  }
  return visit_all (&walk);
}
