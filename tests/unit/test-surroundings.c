/* What an account has around it in the client's profile. */
#include "command/claws-settings.h"
#include "command/folderlist.h"
#include "command/surroundings.h"
#include <glib/gstdio.h>
#include <string.h>

static void
test_folderlist (void)
{
  static const char list[]
    = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<folderlist>\n"
      "<folder type=\"imap\" name=\"Work\" account_id=\"1\"><folderitem type=\"inbox\" "
      "name=\"INBOX\" path=\"INBOX\"/></folder>\n"
      "<folder type=\"mh\" name=\"Mailbox\" path=\"Mail\" sort=\"0\"><folderitem type=\"normal\" "
      "path=\"x\"/></folder>\n"
      "<folder type=\"mh\" name=\"Old &amp; new\" path=\"/srv/mail\"/>\n"
      "<folder type=\"maildir\" name=\"Mailbox\" path=\"Maildir\"/></folderlist>\n";
  static const struct {
    const char *xml, *identifier, *path;
  } rows[] = {
    { list, "#mh/Mailbox/inbox", "Mail" },
    { list, "#mh/Old & new/inbox", "/srv/mail" },
    { list, "#maildir/Mailbox/inbox", "Maildir" },
    { list, "#mh/Gone/inbox", NULL },
    { list, "#imap/Work/INBOX", NULL },
    { list, "", "Mail" },
    { list, NULL, "Mail" },
    { list, "#", "Mail" },
    { "<folder type=\"mh\" path=\"Mail\"/><broken", NULL, "Mail" },
    { "<folder type=\"mh\" path=\"\"/>", NULL, NULL },
    { "no list", NULL, NULL },
    { "", NULL, NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (DoctorFolderlist) folders
      = doctor_folderlist_parse (rows[i].xml, strlen (rows[i].xml));
    g_test_message ("row %u", i);
    g_assert_cmpstr (doctor_folderlist_get_path (folders, rows[i].identifier), ==, rows[i].path);
  }
}

#define IMAP                                                                                       \
  "protocol=1\nreceive_server=imap.a\nset_smtpport=1\nsmtp_port=587\nsmtp_server=smtp.a\n"
#define OWN_PROXY                                                                                  \
  "use_proxy=1\nuse_default_proxy=0\nproxy_type=1\nproxy_host=p.example\nproxy_port=1081\n"        \
  "use_proxy_auth=1\nproxy_name=ann\n"

static const struct {
  const char *name, *account, *clawsrc;
  const char *expected[6], *unknown;
} rows[] = {
  { "no-proxy",
    IMAP,
    "",
    { "receive.proxy.kind 'none'", "send.proxy.kind 'none'" },
    "receive.proxy.host" },
  { "own-proxy",
    IMAP OWN_PROXY,
    "",
    { "receive.proxy.kind 'socks5'", "receive.proxy.host 'p.example'", "receive.proxy.port 1081",
      "receive.proxy.user 'ann'", "receive.proxy.origin 'account'", "send.proxy.kind 'socks5'" },
    NULL },
  { "not-for-sending",
    IMAP OWN_PROXY "use_proxy_for_send=0\n",
    "",
    { "receive.proxy.kind 'socks5'", "send.proxy.kind 'none'" },
    "send.proxy.host" },
  { "socks4-has-no-login",
    IMAP "use_proxy=1\nuse_default_proxy=0\nproxy_type=0\nuse_proxy_auth=1\nproxy_name=ann\n",
    "",
    { "receive.proxy.kind 'socks4'", "receive.proxy.host 'localhost'", "receive.proxy.port 1080" },
    "receive.proxy.user" },
  { "common-proxy",
    IMAP "use_proxy=1\n",
    "[Other]\nproxy_host=wrong\n[Common]\nuse_proxy=0\nproxy_type=1\nproxy_host=c.example\n"
    "proxy_port=1082\nuse_proxy_auth=0\nproxy_name=ann\n[More]\nproxy_host=wrong\n",
    { "receive.proxy.kind 'socks5'", "receive.proxy.host 'c.example'", "receive.proxy.port 1082",
      "receive.proxy.origin 'common'" },
    "receive.proxy.user" },
  { "common-proxy-by-default",
    IMAP "use_proxy=1\n",
    "[Common]\n",
    { "receive.proxy.kind 'socks5'", "receive.proxy.host 'localhost'", "receive.proxy.port 1080" },
    NULL },
  { "tunnel-command-goes-first",
    IMAP OWN_PROXY "set_tunnelcmd=1\ntunnelcmd=ssh h imapd\n",
    "",
    { "receive.proxy.kind 'tunnel-command'", "send.proxy.kind 'socks5'" },
    "receive.proxy.host" },
  { "tunnel-command-is-for-imap",
    "protocol=0\nreceive_server=pop.a\nset_tunnelcmd=1\n",
    "",
    { "receive.proxy.kind 'none'" },
    NULL },
  { "other-accounts",
    IMAP "[Account: 2]\nprotocol=0\nreceive_server=pop.b\nssl_pop=1\nsmtp_server=smtp.b\n"
         "[Account: 3]\nprotocol=2\nnntp_server=news.c\nuse_mail_command=1\n",
    "",
    { "control.servers [('pop.b', 995), ('smtp.b', 25)]" },
    NULL },
  { "no-other-account", IMAP, "", { NULL }, "control.servers" },
};

static void
assert_known (DoctorFacts *facts, const char *line)
{
  const char *space = strchr (line, ' ');
  g_autofree char *name = g_strndup (line, (gsize)(space - line));
  GVariant *value = doctor_facts_lookup (facts, DOCTOR_SCOPE_ACCOUNT, name);
  g_autofree char *found = value == NULL ? NULL : doctor_facts_line (name, value);
  g_assert_cmpstr (found, ==, line);
}

/* Account 1 of @accounts (the text after its section's head), in a folder of its own. */
static DoctorFacts *
read_account (const char *dir, const char *accounts, const char *clawsrc)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (dir, "clawsrc", NULL);
  g_autofree char *text = g_strconcat ("[Account: 1]\n", accounts, NULL);
  g_assert_true (g_file_set_contents (path, clawsrc, -1, &error));
  g_autoptr (DoctorAccountrc) accountrc
    = doctor_accountrc_parse (text, strlen (text), "accountrc", &error);
  g_assert_no_error (error);
  DoctorFacts *facts = doctor_claws_settings_read (accountrc, 0, dir);
  doctor_surroundings_add (facts, accountrc, 0, dir);
  g_remove (path);
  return facts;
}

static void
test_row (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *dir = g_dir_make_tmp ("doctor-XXXXXX", NULL);
  g_autoptr (DoctorFacts) facts = read_account (dir, rows[i].account, rows[i].clawsrc);
  for (guint j = 0; j < G_N_ELEMENTS (rows[i].expected) && rows[i].expected[j] != NULL; j++)
    assert_known (facts, rows[i].expected[j]);
  if (rows[i].unknown != NULL)
    g_assert_null (doctor_facts_lookup (facts, DOCTOR_SCOPE_ACCOUNT, rows[i].unknown));
  g_rmdir (dir);
}

static void
test_folders (void)
{
  g_autofree char *dir = g_dir_make_tmp ("doctor-XXXXXX", NULL);
  g_autofree char *list = g_build_filename (dir, "folderlist.xml", NULL);
  g_assert_true (g_file_set_contents (
    list, "<folderlist><folder type=\"mh\" name=\"Mailbox\" path=\"Mail\"/></folderlist>", -1,
    NULL));
  g_autofree char *cache = g_strdup_printf ("mail.folder '%s/imapcache'", dir);
  g_autofree char *mailbox = g_strdup_printf ("mail.folder '%s/Mail'", g_get_home_dir ());
  g_autoptr (DoctorFacts) imap = read_account (dir, IMAP, "");
  assert_known (imap, cache);
  g_autoptr (DoctorFacts) pop
    = read_account (dir, "protocol=0\nreceive_server=pop.a\ninbox=#mh/Mailbox/inbox\n", "");
  assert_known (pop, mailbox);
  g_remove (list);
  g_autoptr (DoctorFacts) unknown = read_account (dir, "protocol=0\nreceive_server=pop.a\n", "");
  g_assert_null (doctor_facts_lookup (unknown, DOCTOR_SCOPE_ACCOUNT, "mail.folder"));
  g_rmdir (dir);
}

/* --- the client itself --- */

#define FOLDERS                                                                                    \
  "<folderlist><folder type=\"imap\" name=\"Work\" account_id=\"1\"><folderitem type=\"outbox\" "  \
  "path=\"INBOX/Sent\"/><folderitem type=\"normal\" path=\"Old\" unread=\"7\"/></folder>"          \
  "<folder type=\"mh\" name=\"Local\" path=\"@DIR@\"><folderitem type=\"queue\" path=\"queue\"/>"  \
  "<folderitem type=\"trash\" path=\"trash\" unread=\"2\"/></folder></folderlist>"
#define WORK "account_name=Work\nprotocol=1\nreceive_server=imap.a\nuser_id=u\n"

static const struct {
  const char *name, *account, *clawsrc, *rules;
  const char *expected[5], *unknown;
} client_rows[] = {
  { "usual",
    WORK,
    NULL,
    NULL,
    { "client.offline false", "client.io-timeout 60", "client.auto-check false",
      "client.fetches true", "client.subscribed-only true" },
    "accounts.same-mailbox" },
  { "switched",
    WORK "receive_at_get_all=0\nimap_subsonly=0\n",
    "[Common]\nwork_offline=1\nio_timeout_secs=5\nautochk_newmail=1\n",
    NULL,
    { "client.offline true", "client.io-timeout 5", "client.auto-check true",
      "client.fetches false", "client.subscribed-only false" },
    NULL },
  { "own-interval",
    WORK "autochk_use_default=0\nautochk_use_custom=1\n",
    "[Common]\nautochk_newmail=0\n",
    NULL,
    { "client.auto-check true" },
    NULL },
  { "sends-only",
    "account_name=S\nprotocol=4\nsmtp_server=smtp.a\n",
    NULL,
    NULL,
    { "client.offline false" },
    "client.fetches" },
  { "same-mailbox",
    WORK "[Account: 2]\naccount_name=Old\nprotocol=0\nreceive_server=IMAP.a\nuser_id=u\n",
    NULL,
    NULL,
    { "accounts.same-mailbox 'Old'" },
    NULL },
  { "same-mailbox-left-out",
    WORK "[Account: 2]\nprotocol=0\nreceive_server=imap.a\nuser_id=u\nreceive_at_get_all=0\n",
    NULL,
    NULL,
    { NULL },
    "accounts.same-mailbox" },
  { "other-user",
    WORK "[Account: 2]\nprotocol=1\nreceive_server=imap.a\nuser_id=v\n",
    NULL,
    NULL,
    { NULL },
    "accounts.same-mailbox" },
  { "filter",
    WORK,
    NULL,
    "[filtering]\nenabled rulename \"r\" subject matchcase \"x\" move \"#imap/Work/Old\"\n",
    { "filter.name 'r'", "filter.action 'move'", "filter.target 'Work/Old'", "filter.unseen 7",
      "filter.takes-all false" },
    NULL },
  { "filter-to-nowhere",
    WORK,
    NULL,
    "[filtering]\nenabled rulename \"r\" all move \"#mh/Gone/x\"\n",
    { "filter.name 'r'", "filter.takes-all true" },
    "filter.unseen" },
  { "no-filtering",
    WORK "filter_on_receive=0\n",
    NULL,
    "[filtering]\nall delete\n",
    { NULL },
    "filter.name" },
  { "folders-of-the-server", WORK, NULL, NULL, { "folders.used ['INBOX/Sent']" }, "folders.gone" },
  { "folders-chosen",
    WORK "set_sent_folder=1\nsent_folder=#imap/Work/Old\nset_trash_folder=1\n"
         "trash_folder=#mh/Local/trash\nset_draft_folder=1\ndraft_folder=#mh/Gone/draft\n",
    NULL,
    NULL,
    { "folders.used ['Old']", "folders.gone ['Gone/draft']" },
    NULL },
  { "queue", WORK, NULL, NULL, { "queue.count 1", "queue.largest-subject 'Hello'" }, NULL },
};

static void
write_file (const char *dir, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  if (text != NULL)
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
remove_file (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_remove (path);
}

static void
test_client (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *dir = g_dir_make_tmp ("doctor-XXXXXX", NULL);
  g_autofree char *queue = g_build_filename (dir, "queue", NULL);
  g_auto (GStrv) parts = g_strsplit (FOLDERS, "@DIR@", 2);
  g_autofree char *folders = g_strjoinv (dir, parts);
  g_assert_cmpint (g_mkdir (queue, 0700), ==, 0);
  write_file (dir, "folderlist.xml", folders);
  write_file (dir, "matcherrc", client_rows[i].rules);
  write_file (queue, "1", "MAID:1\nX-Claws-End-Special-Headers: 1\nSubject: Hello\n\nx\n");
  const char *clawsrc = client_rows[i].clawsrc != NULL ? client_rows[i].clawsrc : "";
  g_autoptr (DoctorFacts) facts = read_account (dir, client_rows[i].account, clawsrc);
  for (guint j = 0;
       j < G_N_ELEMENTS (client_rows[i].expected) && client_rows[i].expected[j] != NULL; j++)
    assert_known (facts, client_rows[i].expected[j]);
  if (client_rows[i].unknown != NULL)
    g_assert_null (doctor_facts_lookup (facts, DOCTOR_SCOPE_ACCOUNT, client_rows[i].unknown));
  remove_file (queue, "1");
  remove_file (dir, "queue");
  remove_file (dir, "matcherrc");
  remove_file (dir, "folderlist.xml");
  g_rmdir (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/surroundings/folderlist", test_folderlist);
  g_test_add_func ("/surroundings/folders", test_folders);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/surroundings/", rows[i].name, NULL);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (client_rows); i++) {
    g_autofree char *path = g_strconcat ("/surroundings/client/", client_rows[i].name, NULL);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_client);
  }
  return g_test_run ();
}
