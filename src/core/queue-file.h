/* queue-file.h: a message that waits to be sent, as the client keeps it: lines of its own
 * ("MAID:1", "SSV:smtp.example.org") above "X-Claws-End-Special-Headers:", then the message. Only
 * the lines of its own are touched, never the message. Pure. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* The client's own lines are no longer than this: recipients stand there, too. */
enum { DOCTOR_QUEUE_FILE_MAX_HEAD = 64 * 1024 };

/* The number of the account that sends it; 0 when @text is no such file. */
int doctor_queue_file_get_account (const char *text, gsize length);
/* The number of the account from which it was taken over; 0 when it was not. */
int doctor_queue_file_get_origin (const char *text, gsize length);
/* The same message to be sent by @account through @server. The account and the server of before
 * are noted in a line of ours, which the client passes over and does not send. NULL when @text is
 * no such file, or was taken over already. */
GBytes *doctor_queue_file_redirect (const char *text, gsize length, int account, const char *server)
  G_GNUC_WARN_UNUSED_RESULT;
/* The message as it was before. NULL when it was not taken over. */
GBytes *doctor_queue_file_restore (const char *text, gsize length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
