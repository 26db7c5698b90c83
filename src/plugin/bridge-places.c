/* bridge-places.c: which account the person is at in the host's window. */
#include "plugin/bridge.h"
#include <claws-features.h>
#include <account.h>
#include <folder.h>
#include <folderview.h>
#include <mainwindow.h>
#include <prefs_account.h>

/* Mail of a POP3 account lies in a local folder that knows nothing of it. */
static const PrefsAccount *
find_account (FolderItem *item)
{
  const PrefsAccount *account = account_find_from_item (item);

  for (GList *at = account_get_list (); account == NULL && at != NULL; at = at->next) {
    const PrefsAccount *candidate = at->data;

    if (candidate->protocol == A_POP3 && candidate->inbox != NULL
        && folder_find_item_from_identifier (candidate->inbox) == item)
      account = candidate;
  }
  return account;
}

static int
id_of (const PrefsAccount *account)
{
  return account != NULL && doctor_bridge_has_account (account->account_id) ? account->account_id
                                                                            : 0;
}

int
doctor_bridge_get_folder_account (void)
{
  MainWindow *main_window = mainwindow_get_mainwindow ();
  FolderItem *item
    = main_window != NULL ? folderview_get_selected_item (main_window->folderview) : NULL;

  return item != NULL ? id_of (find_account (item)) : 0;
}

int
doctor_bridge_get_current_account (void)
{
  return id_of (account_get_cur_account ());
}
