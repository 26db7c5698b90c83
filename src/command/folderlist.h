/* folderlist.h: the mail client's own list of mailboxes (folderlist.xml). Pure; reads only. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* Where on the disk the mailbox is that @identifier names ("#mh/Mailbox/inbox"; NULL or empty:
 * the first MH mailbox), as the file has it: absolute, or relative to the home folder. NULL when
 * it has none, or is no list of mailboxes. */
char *doctor_folderlist_dup_path (const char *xml,
                                  gsize length,
                                  const char *identifier) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
