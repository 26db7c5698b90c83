/* folderlist.h: the mail client's own list of mailboxes and their folders (folderlist.xml). Reads
 * only; what cannot be understood is not there. Folders are named as the client names them:
 * "#mh/Mailbox/inbox" is the folder inbox of the mailbox Mailbox of type mh. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef struct _DoctorFolderlist DoctorFolderlist;

/* What was read before a fault counts: the client writes the file anew when it starts. */
DoctorFolderlist *doctor_folderlist_parse (const char *xml, gsize length) G_GNUC_WARN_UNUSED_RESULT;
void doctor_folderlist_free (DoctorFolderlist *list); /* accepts NULL */

/* Where on the disk the mailbox is that @identifier names (NULL or empty: the first MH mailbox), as
 * the file has it: absolute, or relative to the home folder. NULL when it has none. Borrowed. */
const char *doctor_folderlist_get_path (DoctorFolderlist *list, const char *identifier);
/* How many messages nobody has read in the folder @identifier; -1 when there is no such folder. */
int doctor_folderlist_get_unread (DoctorFolderlist *list, const char *identifier);
/* The folder of the kind @kind ("outbox", "draft", "queue", "trash") in the mailbox on a server of
 * the account @account_id, without its mailbox; NULL when there is none. Borrowed. */
const char *
doctor_folderlist_get_special (DoctorFolderlist *list, int account_id, const char *kind);
/* The MH folder for waiting mail that @identifier names, or the first one (NULL or empty): a path
 * like those of mailboxes. NULL when there is none. */
char *doctor_folderlist_dup_queue (DoctorFolderlist *list,
                                   const char *identifier) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorFolderlist, doctor_folderlist_free)

G_END_DECLS
