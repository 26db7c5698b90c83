/* Windows of the host that the person asks for (bridge.h). */
#include "plugin/bridge.h"
#include <claws-features.h>
#include <account.h>
#include <password.h>
#include <prefs_common.h>

void
doctor_bridge_open_preferences (int account_id)
{
  PrefsAccount *account = account_find_from_id (account_id);
  if (account != NULL)
    account_open (account, FALSE);
}

void
doctor_bridge_ask_passphrase (void)
{
  if (doctor_bridge_passwords_locked () && primary_passphrase () == NULL)
    g_debug ("the primary passphrase was not entered");
}
