#include "command/folderlist.h"
#include <stdlib.h>
#include <string.h>

typedef struct {
  char *type, *name; /* "mh", "Mailbox" */
  char *path;        /* on the disk, or NULL */
  int account_id;    /* 0: of none */
} Mailbox;

typedef struct {
  const Mailbox *mailbox;
  char *kind, *path;
  int unread;
} Folder;

struct _DoctorFolderlist {
  GPtrArray *mailboxes, *folders; /* in the order of the file */
};

static void
mailbox_free (gpointer data)
{
  Mailbox *mailbox = data;
  g_free (mailbox->type);
  g_free (mailbox->name);
  g_free (mailbox->path);
  g_free (mailbox);
}

static void
folder_free (gpointer data)
{
  Folder *folder = data;
  g_free (folder->kind);
  g_free (folder->path);
  g_free (folder);
}

/* --- reading --- */

/* NULL when it is not there or empty. */
static char *
dup_attribute (const char **names, const char **values, const char *name)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0 && *values[i] != '\0')
      return g_strdup (values[i]);
  return NULL;
}

static int
get_number (const char **names, const char **values, const char *name)
{
  g_autofree char *value = dup_attribute (names, values, name);
  return value != NULL ? atoi (value) : 0;
}

static void
on_element (GMarkupParseContext *context,
            const char *element,
            const char **names,
            const char **values,
            gpointer data,
            GError **error)
{
  DoctorFolderlist *list = data;
  if (strcmp (element, "folder") == 0) {
    Mailbox *mailbox = g_new0 (Mailbox, 1);
    mailbox->type = dup_attribute (names, values, "type");
    mailbox->name = dup_attribute (names, values, "name");
    mailbox->path = dup_attribute (names, values, "path");
    mailbox->account_id = get_number (names, values, "account_id");
    g_ptr_array_add (list->mailboxes, mailbox);
  } else if (strcmp (element, "folderitem") == 0 && list->mailboxes->len > 0) {
    Folder *folder = g_new0 (Folder, 1);
    folder->mailbox = g_ptr_array_index (list->mailboxes, list->mailboxes->len - 1);
    folder->kind = dup_attribute (names, values, "type");
    folder->path = dup_attribute (names, values, "path");
    folder->unread = get_number (names, values, "unread");
    g_ptr_array_add (list->folders, folder);
  }
}

DoctorFolderlist *
doctor_folderlist_parse (const char *xml, gsize length)
{
  static const GMarkupParser parser = { .start_element = on_element };
  DoctorFolderlist *list = g_new0 (DoctorFolderlist, 1);
  list->mailboxes = g_ptr_array_new_with_free_func (mailbox_free);
  list->folders = g_ptr_array_new_with_free_func (folder_free);
  g_autoptr (GMarkupParseContext) context
    = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, list, NULL);
  if (length == 0 || !g_markup_parse_context_parse (context, xml, (gssize)length, NULL))
    g_debug ("folderlist.xml: no well-formed end");
  return list;
}

void
doctor_folderlist_free (DoctorFolderlist *list)
{
  if (list == NULL)
    return;
  g_ptr_array_unref (list->folders);
  g_ptr_array_unref (list->mailboxes);
  g_free (list);
}

/* --- finding --- */

/* "#mh/Mailbox/inbox": type, name of the mailbox, and what is in it. A missing part is any. */
static char **
split_identifier (const char *identifier)
{
  gboolean named = identifier != NULL && *identifier == '#' && identifier[1] != '\0';
  return g_strsplit (named ? identifier + 1 : "mh", "/", 3);
}

static gboolean
is_in (const Mailbox *mailbox, char **parts)
{
  return g_strcmp0 (mailbox->type, parts[0]) == 0
         && (parts[1] == NULL || g_strcmp0 (mailbox->name, parts[1]) == 0);
}

const char *
doctor_folderlist_get_path (DoctorFolderlist *list, const char *identifier)
{
  g_auto (GStrv) parts = split_identifier (identifier);
  for (guint i = 0; i < list->mailboxes->len; i++) {
    const Mailbox *mailbox = g_ptr_array_index (list->mailboxes, i);
    if (is_in (mailbox, parts) && mailbox->path != NULL)
      return mailbox->path;
  }
  return NULL;
}

static const Folder *
find (DoctorFolderlist *list, const char *identifier)
{
  g_auto (GStrv) parts = split_identifier (identifier);
  for (guint i = 0; g_strv_length (parts) == 3 && i < list->folders->len; i++) {
    const Folder *folder = g_ptr_array_index (list->folders, i);
    if (is_in (folder->mailbox, parts) && g_strcmp0 (folder->path, parts[2]) == 0)
      return folder;
  }
  return NULL;
}

int
doctor_folderlist_get_unread (DoctorFolderlist *list, const char *identifier)
{
  const Folder *folder = find (list, identifier);
  return folder != NULL ? MAX (folder->unread, 0) : -1;
}

const char *
doctor_folderlist_get_special (DoctorFolderlist *list, int account_id, const char *kind)
{
  for (guint i = 0; i < list->folders->len; i++) {
    const Folder *folder = g_ptr_array_index (list->folders, i);
    if (folder->mailbox->account_id == account_id && g_strcmp0 (folder->kind, kind) == 0)
      return folder->path;
  }
  return NULL;
}

static const Folder *
find_first_queue (DoctorFolderlist *list)
{
  for (guint i = 0; i < list->folders->len; i++) {
    const Folder *folder = g_ptr_array_index (list->folders, i);
    if (g_strcmp0 (folder->mailbox->type, "mh") == 0 && g_strcmp0 (folder->kind, "queue") == 0)
      return folder;
  }
  return NULL;
}

char *
doctor_folderlist_dup_queue (DoctorFolderlist *list, const char *identifier)
{
  const Folder *folder = identifier == NULL || *identifier == '\0' ? NULL : find (list, identifier);
  if (folder == NULL)
    folder = find_first_queue (list);
  if (folder == NULL || g_strcmp0 (folder->mailbox->type, "mh") != 0
      || folder->mailbox->path == NULL || folder->path == NULL)
    return NULL;
  return g_build_filename (folder->mailbox->path, folder->path, NULL);
}
