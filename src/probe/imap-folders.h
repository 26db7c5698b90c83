/* imap-folders.h: whether the server has the folders that the account uses, and whether they are
 * subscribed. Asks by name only (LIST and LSUB, RFC 3501 §6.3.8), so the answers stay short. */
#pragma once
#include "probe/imap-session.h"

G_BEGIN_DECLS

enum { DOCTOR_IMAP_MAX_WANTED = 4 }; /* sent, drafts, queue, trash */

typedef struct {
  char *path;    /* as the client has it: UTF-8, "/" between the levels */
  char *encoded; /* the same as on the wire, but for the separator */
  gboolean is_listed, is_subscribed;
} DoctorImapWanted;

/* Those of folders.used, each once. Free with g_ptr_array_unref. */
GPtrArray *doctor_imap_dup_wanted (DoctorChain *chain) G_GNUC_WARN_UNUSED_RESULT;
/* 'LIST "" "…"' or 'LSUB "" "…"': finds the folder whatever separates levels at this server. */
char *doctor_imap_dup_question (const DoctorImapWanted *wanted,
                                const char *command) G_GNUC_WARN_UNUSED_RESULT;
/* Marks @wanted as seen when @line is an answer about it. */
void doctor_imap_note_wanted (DoctorImapWanted *wanted, const char *line);
/* Sets mailbox.missing and mailbox.not-subscribed, each where there are some. */
void doctor_imap_tell_wanted (DoctorChain *chain, GPtrArray *wanted);
/* A folder's name on the wire (modified UTF-7, RFC 3501 §5.1.3): ASCII without controls. Pure. */
char *doctor_imap_encode_name (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
