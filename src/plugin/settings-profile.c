/* What the client's profile has for an account besides its settings (settings.h): the other
 * account for the same mailbox, filter rules, the queue, the folders that it uses. */
#include "plugin/settings.h"
#include "core/filters.h"
#include "core/queue.h"
#include <claws-features.h>
#include <account.h>
#include <defs.h>
#include <folder.h>
#include <prefs_account.h>
#include <utils.h>
#include <string.h>

enum { MAX_RULES_BYTES = 1024 * 1024 };

static void
set_string (DoctorFacts *facts, const char *name, const char *value)
{
  if (value != NULL && *value != '\0' && g_utf8_validate (value, -1, NULL))
    doctor_facts_set (facts, name, g_variant_new_string (value), DOCTOR_SOURCE_SETTINGS);
}

/* --- accounts.same-mailbox --- */

static gboolean
is_same_mailbox (const PrefsAccount *a, const PrefsAccount *b)
{
  if (!b->recv_at_getall || (b->protocol != A_IMAP4 && b->protocol != A_POP3))
    return FALSE;
  return a->recv_server != NULL && b->recv_server != NULL && a->userid != NULL
         && g_ascii_strcasecmp (a->recv_server, b->recv_server) == 0
         && g_strcmp0 (a->userid, b->userid) == 0;
}

static void
add_same_mailbox (DoctorFacts *facts, const PrefsAccount *account)
{
  if (account->protocol != A_IMAP4 && account->protocol != A_POP3)
    return;
  for (GList *at = account_get_list (); at != NULL; at = at->next)
    if (at->data != account && is_same_mailbox (account, at->data)) {
      set_string (facts, "accounts.same-mailbox", ((PrefsAccount *)at->data)->account_name);
      return;
    }
}

/* --- filter.* --- */

/* What nobody has read in the folder to which the rule moves; -1 when that is not known. */
static int
count_unseen (const DoctorFilter *filter)
{
  FolderItem *item
    = filter->target != NULL ? folder_find_item_from_identifier (filter->target) : NULL;
  return item != NULL ? item->unread_msgs : -1;
}

static void
add_filter (DoctorFacts *facts, const PrefsAccount *account)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  g_autofree char *path = g_build_filename (get_rc_dir (), MATCHER_RC, NULL);
  if (!account->filter_on_recv || !g_file_get_contents (path, &text, &length, NULL)
      || length > MAX_RULES_BYTES)
    return;
  g_autoptr (DoctorFilter) filter = doctor_filters_find (text, account->account_id);
  doctor_filter_describe (facts, filter, filter != NULL ? count_unseen (filter) : -1);
}

/* --- queue.* --- */

/* A queue on a server holds only copies here. */
static void
add_queue (DoctorFacts *facts, PrefsAccount *account)
{
  FolderItem *queue = account_get_special_folder (account, F_QUEUE);
  if (queue == NULL || FOLDER_TYPE (queue->folder) != F_MH)
    return;
  g_autofree char *path = folder_item_get_path (queue);
  if (path != NULL)
    doctor_queue_describe (facts, path, account->account_id);
}

/* --- folders.* --- */

/* The account's own choice of a folder; NULL: none. */
static const char *
get_choice (const PrefsAccount *account, SpecialFolderItemType type)
{
  switch (type) {
    case F_OUTBOX:
      return account->set_sent_folder ? account->sent_folder : NULL;
    case F_DRAFT:
      return account->set_draft_folder ? account->draft_folder : NULL;
    case F_QUEUE:
      return account->set_queue_folder ? account->queue_folder : NULL;
    case F_TRASH:
      return account->set_trash_folder ? account->trash_folder : NULL;
    default:
      return NULL;
  }
}

/* As the person sees it in the folder list. */
static const char *
without_type (const char *identifier)
{
  const char *slash = *identifier == '#' ? strchr (identifier, '/') : NULL;
  return slash != NULL ? slash + 1 : identifier;
}

static void
set_list (DoctorFacts *facts, const char *name, GPtrArray *texts)
{
  if (texts->len > 0)
    doctor_facts_set (facts, name,
                      g_variant_new_strv ((const char *const *)texts->pdata, (gssize)texts->len),
                      DOCTOR_SOURCE_SETTINGS);
}

static void
add_folders (DoctorFacts *facts, PrefsAccount *account)
{
  static const SpecialFolderItemType types[] = { F_OUTBOX, F_DRAFT, F_QUEUE, F_TRASH };
  g_autoptr (GPtrArray) used = g_ptr_array_new (), gone = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    const char *choice = get_choice (account, types[i]);
    FolderItem *item = account_get_special_folder (account, types[i]);
    if (choice != NULL && *choice != '\0' && g_utf8_validate (choice, -1, NULL)
        && folder_find_item_from_identifier (choice) == NULL)
      g_ptr_array_add (gone, (gpointer)without_type (choice));
    else if (account->protocol == A_IMAP4 && account->folder != NULL && item != NULL
             && item->folder == FOLDER (account->folder) && item->path != NULL
             && g_utf8_validate (item->path, -1, NULL))
      g_ptr_array_add (used, item->path);
  }
  set_list (facts, "folders.used", used);
  set_list (facts, "folders.gone", gone);
}

void
doctor_settings_add_profile (DoctorFacts *facts, const PrefsAccount *account)
{
  PrefsAccount *readable = (PrefsAccount *)account; /* the host's functions know no const */
  add_same_mailbox (facts, account);
  add_filter (facts, account);
  add_queue (facts, readable);
  add_folders (facts, readable);
}
