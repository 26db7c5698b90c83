#include "command/surroundings.h"
#include "command/claws-settings.h"
#include "command/folderlist.h"
#include <glib/gstdio.h>
#include <string.h>

char *
doctor_surroundings_read_file (const char *config_dir, const char *name, gsize *out_length)
{
  GStatBuf status;
  char *text = NULL;
  g_autofree char *path = g_build_filename (config_dir, name, NULL);
  if (g_stat (path, &status) != 0 || !S_ISREG (status.st_mode)
      || status.st_size > DOCTOR_SURROUNDINGS_MAX_BYTES
      || !g_file_get_contents (path, &text, out_length, NULL))
    return NULL;
  return text;
}

/* --- the mail folder --- */

static char *
dup_mailbox (const char *config_dir, const char *identifier)
{
  gsize length = 0;
  g_autofree char *xml = doctor_surroundings_read_file (config_dir, "folderlist.xml", &length);
  if (xml == NULL)
    return NULL;
  g_autoptr (DoctorFolderlist) list = doctor_folderlist_parse (xml, length);
  const char *path = doctor_folderlist_get_path (list, identifier);
  if (path == NULL || g_path_is_absolute (path))
    return g_strdup (path);
  return g_build_filename (g_get_home_dir (), path, NULL);
}

/* IMAP accounts keep copies among the settings; mail of the others goes into a mailbox. */
static void
add_folder (DoctorFacts *facts, DoctorAccountrc *accountrc, guint i, const char *config_dir)
{
  gboolean is_imap = doctor_facts_is (facts, DOCTOR_SCOPE_ACCOUNT, "account.protocol", "imap");
  g_autofree char *folder
    = is_imap ? g_build_filename (config_dir, "imapcache", NULL)
              : dup_mailbox (config_dir, doctor_accountrc_get (accountrc, i, "inbox"));
  if (folder != NULL && g_utf8_validate (folder, -1, NULL))
    doctor_facts_set (facts, "mail.folder", g_variant_new_string (folder), DOCTOR_SOURCE_SETTINGS);
}

/* --- the other accounts --- */

static gsize
add_servers (GVariantBuilder *servers, DoctorFacts *facts)
{
  gsize n = 0;
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++) {
    const char *host = doctor_facts_get_string (facts, scope, "server.host");
    gint64 port = doctor_facts_get_int (facts, scope, "server.port", 0);
    if (host == NULL || port < 1)
      continue;
    g_variant_builder_add (servers, "(si)", host, (gint32)port);
    n++;
  }
  return n;
}

static void
add_neighbours (DoctorFacts *facts, DoctorAccountrc *accountrc, guint own, const char *config_dir)
{
  gsize n = 0;
  g_autoptr (GVariantBuilder) servers = g_variant_builder_new (G_VARIANT_TYPE ("a(si)"));
  for (guint i = 0; i < doctor_accountrc_get_n (accountrc); i++) {
    if (i == own || n >= DOCTOR_SURROUNDINGS_MAX_SERVERS)
      continue;
    g_autoptr (DoctorFacts) other = doctor_claws_settings_read (accountrc, i, config_dir);
    n += add_servers (servers, other);
  }
  if (n > 0)
    doctor_facts_set (facts, "control.servers", g_variant_builder_end (servers),
                      DOCTOR_SOURCE_SETTINGS);
}

void
doctor_surroundings_add (DoctorFacts *facts,
                         DoctorAccountrc *accountrc,
                         guint i,
                         const char *config_dir)
{
  add_folder (facts, accountrc, i, config_dir);
  add_neighbours (facts, accountrc, i, config_dir);
  doctor_claws_proxy_add (facts, accountrc, i, config_dir);
  doctor_claws_client_add (facts, accountrc, i, config_dir);
}
