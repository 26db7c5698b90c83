#include "core/queue.h"
#include "core/mime-word.h"
#include "core/text.h"
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* Recipients of a large circle stand in front of what is looked for. */
enum { HEAD_BYTES = 16 * 1024 };

typedef struct {
  int account_id;
  gint64 bytes; /* of the message alone */
  gint64 since; /* seconds since 1970, UTC */
  char *subject;
} Message;

typedef struct {
  guint n;
  gint64 oldest;
  gint64 largest;
  char *subject; /* of the largest */
} Queue;

/* --- one file --- */

/* The first @size bytes at most, terminated. */
static char *
read_head (const char *path, gsize size)
{
  FILE *file = g_fopen (path, "rbe");
  if (file == NULL)
    return NULL;
  char *head = g_malloc (size + 1);
  head[fread (head, 1, size, file)] = '\0';
  fclose (file);
  return head;
}

/* The value of the field @name in the lines from @text on, unfolded later; NULL when it is not
 * there. Stops at the empty line. */
static char *
dup_field (const char *text, const char *name)
{
  gsize length = strlen (name);
  for (const char *line = text; *line != '\0' && *line != '\n' && *line != '\r';) {
    const char *end = strchr (line, '\n');
    while (end != NULL && (end[1] == ' ' || end[1] == '\t'))
      end = strchr (end + 1, '\n');
    if (g_ascii_strncasecmp (line, name, length) == 0)
      return end == NULL ? g_strdup (line + length)
                         : g_strndup (line + length, (gsize)(end - line) - length);
    if (end == NULL)
      return NULL;
    line = end + 1;
  }
  return NULL;
}

/* The program writes its notes (account, recipients, where a copy goes) before the message, with
 * a line of its own at their end; they are not sent. */
static const char *
skip_notes (const char *head)
{
  static const char end_of_notes[] = "\nX-Claws-End-Special-Headers:";
  const char *found = strstr (head, end_of_notes);
  const char *newline = found != NULL ? strchr (found + 1, '\n') : NULL;
  return newline != NULL ? newline + 1 : head;
}

static gboolean
read_message (const char *path, Message *message)
{
  GStatBuf status;
  if (g_stat (path, &status) != 0 || !S_ISREG (status.st_mode))
    return FALSE;
  g_autofree char *head = read_head (path, HEAD_BYTES);
  g_autofree char *account = head != NULL ? dup_field (head, "MAID:") : NULL;
  if (account == NULL)
    return FALSE;
  const char *start = skip_notes (head);
  g_autofree char *subject = dup_field (start, "Subject:");
  g_autofree char *decoded = subject != NULL ? doctor_mime_word_decode (subject) : NULL;
  message->account_id = atoi (account);
  message->bytes = MAX ((gint64)status.st_size - (start - head), 0);
  message->since = status.st_mtime;
  message->subject = decoded != NULL ? doctor_text_flatten (g_strstrip (decoded)) : NULL;
  return TRUE;
}

/* --- all of them --- */

static void
add (Queue *queue, Message *message)
{
  queue->n++;
  if (queue->n == 1 || message->since < queue->oldest)
    queue->oldest = message->since;
  if (queue->n > 1 && message->bytes <= queue->largest)
    return;
  queue->largest = message->bytes;
  g_free (queue->subject);
  queue->subject = g_steal_pointer (&message->subject);
}

/* Messages are files with numbers for names (MH); the rest is the program's own. */
static gboolean
is_number (const char *name)
{
  return *name != '\0' && strspn (name, "0123456789") == strlen (name);
}

static gboolean
read_queue (const char *folder, int account_id, Queue *queue)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n_files = 0;
  while (dir != NULL && n_files < DOCTOR_QUEUE_MAX_FILES
         && (name = g_dir_read_name (dir)) != NULL) {
    Message message = { 0 };
    if (!is_number (name))
      continue;
    n_files++;
    g_autofree char *path = g_build_filename (folder, name, NULL);
    if (read_message (path, &message) && message.account_id == account_id)
      add (queue, &message);
    g_free (message.subject);
  }
  return dir != NULL;
}

static void
set (DoctorFacts *facts, const char *name, GVariant *value)
{
  doctor_facts_set (facts, name, value, DOCTOR_SOURCE_SETTINGS);
}

void
doctor_queue_describe (DoctorFacts *facts, const char *folder, int account_id)
{
  Queue queue = { 0 };
  if (!read_queue (folder, account_id, &queue))
    return;
  g_autofree char *subject = queue.subject;
  set (facts, "queue.count", g_variant_new_int32 ((gint32)queue.n));
  if (queue.n == 0)
    return;
  set (facts, "queue.oldest", g_variant_new_int64 (queue.oldest));
  set (facts, "queue.largest", g_variant_new_int64 (queue.largest));
  if (subject != NULL && *subject != '\0')
    set (facts, "queue.largest-subject", g_variant_new_string (subject));
}
