/* Guided steps: where they lead, and how they are done, in words. */
#include "core/fix.h"
#include "core/i18n.h"
#include <string.h>

/* Pages are facts; the first of them that is known is opened. */
static const struct {
  const char *id;
  const char *pages[3];
  DoctorFixAction action; /* where there is no page */
  const char *button;     /* opens it, or does the action */
  const char *guide;      /* with {facts}; a sentence whose fact is not known falls away */
} rows[] = {
  { "new-password",
    { "provider.password-url" },
    DOCTOR_ACTION_NONE,
    N_ ("_Open the Provider's Page"),
    NULL },
  { "app-password",
    { "provider.password-url" },
    DOCTOR_ACTION_NONE,
    N_ ("_Open the Provider's Page"),
    N_ ("Make the password on the provider's page, copy it, and paste it here.") },
  { "renew-oauth",
    { NULL },
    DOCTOR_ACTION_PREFERENCES,
    N_ ("_Open Account Preferences…"),
    N_ ("Open the preferences of the account, choose the page OAuth2, obtain the authorisation "
        "code, sign in, and complete the authorisation.") },
  { "enter-passphrase",
    { NULL },
    DOCTOR_ACTION_PASSPHRASE,
    N_ ("_Enter Passphrase…"),
    /* Translators: “primary passphrase” is Claws Mail's own term; in Japanese
       “マスターパスフレーズ (primary passphrase)”. */
    N_ ("Claws Mail keeps the saved passwords closed until the primary passphrase is entered "
        "once. Nothing else has to be changed.") },
  { "switch-access-on",
    { "provider.imap-switch-url", "provider.webmail" },
    DOCTOR_ACTION_NONE,
    N_ ("_Open the Provider's Page"),
    N_ ("Sign in on the provider's page and switch the access on. The place is: "
        "{provider.imap-switch-place}. The password stays the same.") },
  { "sign-in-on-web",
    { "provider.webmail", "provider.help-url" },
    DOCTOR_ACTION_NONE,
    N_ ("_Open the Provider's Page"),
    N_ ("Sign in there with the same user name, and confirm what the provider asks. Mail programs "
        "are let in again afterwards.") },
  { "unlock-account",
    { "provider.unlock-url", "provider.webmail", "provider.help-url" },
    DOCTOR_ACTION_NONE,
    N_ ("_Open the Provider's Page"),
    N_ ("Sign in on the provider's page and follow what it says. Until then no program tries to "
        "log in, so that it does not stay locked for longer.") },
  { "sign-in-to-network",
    { "portal.location" },
    DOCTOR_ACTION_NONE,
    N_ ("_Open the Sign-In Page"),
    N_ ("Open the page of the network in the browser and sign in there. Mail works afterwards by "
        "itself. Trust no certificate before.") },
  { "correct-clock",
    { NULL },
    DOCTOR_ACTION_CLOCK,
    N_ ("_Open Time Settings"),
    N_ ("The clock is off by {clock.offset-seconds}. Switch on the automatic time in the settings "
        "of the computer, or set date, time and time zone by hand.") },
  { "free-space",
    { NULL },
    DOCTOR_ACTION_FOLDER,
    N_ ("_Open the Folder"),
    N_ ("The mail is stored in {mail.folder}. Delete or move large files there or elsewhere on "
        "the same disk, and empty the trash of the computer.") },
  { "empty-mailbox",
    { "provider.webmail" },
    DOCTOR_ACTION_NONE,
    N_ ("_Open Webmail"),
    N_ ("Delete large or old messages in the mailbox, and empty its folders for trash and spam. "
        "They count until they are gone from there, too.") },
  { "check-network",
    { NULL },
    DOCTOR_ACTION_NONE,
    NULL,
    N_ ("Look whether other programs reach the network. If not, look after the cable or the "
        "Wi-Fi, and restart the router; a VPN may be switched off for a try.") },
  { "prefer-family",
    { NULL },
    DOCTOR_ACTION_NONE,
    NULL,
    N_ ("Both kinds of address lead to the server, and only one of them works from here. Whoever "
        "runs this computer sets the order in /etc/gai.conf, or switches the broken kind off.") },
  { "check-host-name",
    { "provider.help-url" },
    DOCTOR_ACTION_NONE,
    N_ ("_Open the Provider's Page"),
    N_ ("Compare the name in the account with what the provider names, letter by letter. It may "
        "have been meant for {host.typo-of}.") },
  { "ask-administrator",
    { NULL },
    DOCTOR_ACTION_REPORT,
    N_ ("Copy _Report"),
    N_ ("Only the people who run the server can change this. The report has all that they need, "
        "without passwords and with names masked.") },
};

static gboolean
find_row (const DoctorFix *fix, guint *out_row)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].id, fix->id)) {
      *out_row = i;
      return TRUE;
    }
  return FALSE;
}

/* Only a web address becomes a link: an overlay's file must not start anything else. The page of
 * a network comes by a redirection of plain HTTP, and may be without encryption itself. */
static gboolean
is_page (const char *name, const char *address)
{
  return g_str_has_prefix (address, "https://")
         || (g_str_equal (name, "portal.location") && g_str_has_prefix (address, "http://"));
}

const char *
doctor_fix_get_link (const DoctorFix *fix, DoctorFacts *facts)
{
  guint row;
  if (!find_row (fix, &row))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (rows[row].pages) && rows[row].pages[i] != NULL; i++) {
    const char *name = rows[row].pages[i];
    const char *address = doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, name);
    if (address != NULL && is_page (name, address))
      return address;
  }
  return NULL;
}

DoctorFixAction
doctor_fix_get_action (const DoctorFix *fix, DoctorFacts *facts)
{
  guint row;
  if (!find_row (fix, &row))
    return DOCTOR_ACTION_NONE;
  return doctor_fix_get_link (fix, facts) != NULL ? DOCTOR_ACTION_PAGE : rows[row].action;
}

const char *
doctor_fix_get_action_button (const DoctorFix *fix)
{
  guint row;
  return find_row (fix, &row) && rows[row].button != NULL ? _ (rows[row].button) : NULL;
}

char *
doctor_fix_dup_guide (const DoctorFix *fix, DoctorFacts *facts)
{
  guint row;
  if (!find_row (fix, &row) || rows[row].guide == NULL)
    return g_strdup ("");
  return doctor_text_fill (_ (rows[row].guide), facts, fix->scope);
}
