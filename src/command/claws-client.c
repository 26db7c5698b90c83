/* What the profile of Claws Mail 4.1.1 says of the client itself, by the rules of its inc.c,
 * account.c and prefs_common.c: the same facts that the module reads in the running client. */
#include "command/surroundings.h"
#include "command/folderlist.h"
#include "core/filters.h"
#include "core/history.h"
#include "core/queue.h"
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

enum { USUAL_IO_TIMEOUT_S = 60 };

typedef struct {
  DoctorFacts *facts;
  DoctorAccountrc *accountrc;
  guint i;
  const char *config_dir;
  DoctorFolderlist *folders;
} Client;

static void
set (const Client *client, const char *name, GVariant *value)
{
  doctor_facts_set (client->facts, name, value, DOCTOR_SOURCE_SETTINGS);
}

/* As the client reads truth values: anything but nothing and a leading zero. */
static gboolean
is_on (const char *value, gboolean usual)
{
  return value == NULL ? usual : *value != '\0' && *value != '0';
}

static const char *
get (const Client *client, const char *key)
{
  const char *value = doctor_accountrc_get (client->accountrc, client->i, key);
  return value != NULL && *value != '\0' ? value : NULL;
}

static gboolean
has_protocol (const Client *client, const char *protocol)
{
  return doctor_facts_is (client->facts, DOCTOR_SCOPE_ACCOUNT, "account.protocol", protocol);
}

static gboolean
is_fetched (const Client *client)
{
  return has_protocol (client, "imap") || has_protocol (client, "pop3");
}

/* --- switches --- */

static gboolean
is_common_on (const char *clawsrc, const char *key)
{
  g_autofree char *value = doctor_claws_dup_common (clawsrc, key);
  return is_on (value, FALSE);
}

static void
add_common (const Client *client, const char *clawsrc)
{
  g_autofree char *timeout = doctor_claws_dup_common (clawsrc, "io_timeout_secs");
  int seconds = timeout != NULL ? atoi (timeout) : USUAL_IO_TIMEOUT_S;
  set (client, "client.offline", g_variant_new_boolean (is_common_on (clawsrc, "work_offline")));
  set (client, "client.io-timeout", g_variant_new_int32 (seconds));
  if (!is_fetched (client))
    return;
  gboolean checks = is_on (get (client, "autochk_use_default"), TRUE)
                      ? is_common_on (clawsrc, "autochk_newmail")
                      : is_on (get (client, "autochk_use_custom"), FALSE);
  set (client, "client.auto-check", g_variant_new_boolean (checks));
}

static void
add_own (const Client *client)
{
  if (is_fetched (client))
    set (client, "client.fetches",
         g_variant_new_boolean (is_on (get (client, "receive_at_get_all"), TRUE)));
  if (has_protocol (client, "imap"))
    set (client, "client.subscribed-only",
         g_variant_new_boolean (is_on (get (client, "imap_subsonly"), TRUE)));
}

/* --- the other account for the same mailbox --- */

static const char *
get_of (const Client *client, guint i, const char *key)
{
  const char *value = doctor_accountrc_get (client->accountrc, i, key);
  return value != NULL ? value : "";
}

static gboolean
is_same_mailbox (const Client *client, guint other)
{
  const char *host = get (client, "receive_server"), *user = get (client, "user_id");
  /* Protocols by their numbers: 0 POP3, 1 IMAP. */
  return host != NULL && user != NULL && atoi (get_of (client, other, "protocol")) <= 1
         && is_on (doctor_accountrc_get (client->accountrc, other, "receive_at_get_all"), TRUE)
         && g_ascii_strcasecmp (host, get_of (client, other, "receive_server")) == 0
         && strcmp (user, get_of (client, other, "user_id")) == 0;
}

static void
add_same_mailbox (const Client *client)
{
  for (guint i = 0; is_fetched (client) && i < doctor_accountrc_get_n (client->accountrc); i++)
    if (i != client->i && is_same_mailbox (client, i)) {
      g_autofree char *name = doctor_accountrc_dup_name (client->accountrc, i);
      set (client, "accounts.same-mailbox", g_variant_new_string (name));
      return;
    }
}

/* --- filter rules, queue, folders --- */

static void
add_filter (const Client *client)
{
  gsize length = 0;
  g_autofree char *text = doctor_surroundings_read_file (client->config_dir, "matcherrc", &length);
  if (text == NULL || !is_on (get (client, "filter_on_receive"), TRUE))
    return;
  g_autoptr (DoctorFilter) filter
    = doctor_filters_find (text, doctor_accountrc_get_id (client->accountrc, client->i));
  int unseen = filter != NULL && filter->target != NULL
                 ? doctor_folderlist_get_unread (client->folders, filter->target)
                 : -1;
  doctor_filter_describe (client->facts, filter, unseen);
}

/* The account's own choice of a folder; NULL: none. */
static const char *
get_choice (const Client *client, const char *word)
{
  g_autofree char *set_key = g_strdup_printf ("set_%s_folder", word);
  g_autofree char *key = g_strdup_printf ("%s_folder", word);
  return is_on (get (client, set_key), FALSE) ? get (client, key) : NULL;
}

static void
add_queue (const Client *client)
{
  g_autofree char *path
    = doctor_folderlist_dup_queue (client->folders, get_choice (client, "queue"));
  if (path == NULL)
    return;
  g_autofree char *absolute = g_path_is_absolute (path)
                                ? g_strdup (path)
                                : g_build_filename (g_get_home_dir (), path, NULL);
  doctor_queue_describe (client->facts, absolute,
                         doctor_accountrc_get_id (client->accountrc, client->i));
}

/* The part of the folder below the mailbox on the account's server, or NULL when it is in another
 * mailbox. The client names a mailbox on a server after its account. */
static const char *
get_part_on_server (const Client *client, const char *identifier)
{
  const char *name = doctor_facts_get_string (client->facts, DOCTOR_SCOPE_ACCOUNT, "account.name");
  g_autofree char *prefix = g_strdup_printf ("#imap/%s/", name != NULL ? name : "");
  return g_str_has_prefix (identifier, prefix) ? identifier + strlen (prefix) : NULL;
}

static void
set_list (const Client *client, const char *name, GPtrArray *texts)
{
  if (texts->len > 0)
    set (client, name, g_variant_new_strv ((const char *const *)texts->pdata, (gssize)texts->len));
}

static void
add_folders (const Client *client)
{
  static const struct {
    const char *word, *kind;
  } specials[]
    = { { "sent", "outbox" }, { "draft", "draft" }, { "queue", "queue" }, { "trash", "trash" } };
  g_autoptr (GPtrArray) used = g_ptr_array_new (), gone = g_ptr_array_new ();
  int id = doctor_accountrc_get_id (client->accountrc, client->i);
  for (guint i = 0; i < G_N_ELEMENTS (specials); i++) {
    const char *choice = get_choice (client, specials[i].word), *path = NULL;
    if (choice != NULL && doctor_folderlist_get_unread (client->folders, choice) < 0) {
      const char *slash = strchr (choice, '/');
      g_ptr_array_add (gone, (gpointer)(*choice == '#' && slash != NULL ? slash + 1 : choice));
      continue;
    }
    path = choice != NULL ? get_part_on_server (client, choice)
                          : doctor_folderlist_get_special (client->folders, id, specials[i].kind);
    if (path != NULL && has_protocol (client, "imap"))
      g_ptr_array_add (used, (gpointer)path);
  }
  set_list (client, "folders.used", used);
  set_list (client, "folders.gone", gone);
}

/* --- the history that the module keeps --- */

static void
add_history (const Client *client)
{
  GStatBuf status;
  g_autofree char *path = g_build_filename (client->config_dir, "account-doctor", "history", NULL);
  g_autofree char *store = g_build_filename (client->config_dir, "passwordstorerc", NULL);
  gint64 passwords_time = g_stat (store, &status) == 0 ? (gint64)status.st_mtime : 0;
  g_autoptr (DoctorHistory) history = doctor_history_read (path);
  doctor_history_describe (history, doctor_accountrc_get_id (client->accountrc, client->i),
                           client->facts, NULL, passwords_time);
}

void
doctor_claws_client_add (DoctorFacts *facts,
                         DoctorAccountrc *accountrc,
                         guint i,
                         const char *config_dir)
{
  gsize length = 0;
  g_autofree char *xml = doctor_surroundings_read_file (config_dir, "folderlist.xml", &length);
  g_autoptr (DoctorFolderlist) folders
    = doctor_folderlist_parse (xml != NULL ? xml : "", xml != NULL ? length : 0);
  const Client client = { facts, accountrc, i, config_dir, folders };
  char *clawsrc = doctor_surroundings_read_file (config_dir, "clawsrc", &length);
  add_common (&client, clawsrc);
  if (clawsrc != NULL) /* old versions kept the proxy's password there */
    explicit_bzero (clawsrc, length);
  g_free (clawsrc);
  add_own (&client);
  add_same_mailbox (&client);
  add_filter (&client);
  add_queue (&client);
  add_folders (&client);
  add_history (&client);
}
