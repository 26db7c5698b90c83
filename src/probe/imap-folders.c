#include "probe/imap-folders.h"
#include <string.h>

/* --- names on the wire --- */

/* Base64 of UTF-16 without padding, with a comma for the slash. */
static void
append_shifted (GString *out, const char *text, gsize length)
{
  gsize n_bytes = 0;
  g_autofree char *utf16
    = g_convert (text, (gssize)length, "UTF-16BE", "UTF-8", NULL, &n_bytes, NULL);
  if (utf16 == NULL)
    return;
  g_autofree char *base64 = g_base64_encode ((const guchar *)utf16, n_bytes);
  g_strdelimit (base64, "/", ',');
  base64[strcspn (base64, "=")] = '\0';
  g_string_append_printf (out, "&%s-", base64);
}

static gboolean
is_printable (char c)
{
  return c >= 0x20 && c <= 0x7e;
}

char *
doctor_imap_encode_name (const char *name)
{
  GString *out = g_string_new (NULL);
  while (*name != '\0') {
    gsize length = 0;
    while (name[length] != '\0' && !is_printable (name[length]))
      length++;
    if (length > 0)
      append_shifted (out, name, length);
    name += length;
    if (*name == '&')
      g_string_append (out, "&-");
    else if (*name != '\0')
      g_string_append_c (out, *name);
    name += *name != '\0';
  }
  return g_string_free (out, FALSE);
}

/* --- what is wanted --- */

static void
wanted_free (gpointer data)
{
  DoctorImapWanted *wanted = data;
  g_free (wanted->path);
  g_free (wanted->encoded);
  g_free (wanted);
}

static gboolean
has_path (GPtrArray *list, const char *path)
{
  for (guint i = 0; i < list->len; i++)
    if (strcmp (((DoctorImapWanted *)g_ptr_array_index (list, i))->path, path) == 0)
      return TRUE;
  return FALSE;
}

GPtrArray *
doctor_imap_dup_wanted (DoctorChain *chain)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (wanted_free);
  GVariant *used = doctor_facts_lookup (chain->facts, DOCTOR_SCOPE_ACCOUNT, "folders.used");
  g_autofree const char **paths = used != NULL ? g_variant_get_strv (used, NULL) : NULL;
  for (guint i = 0; paths != NULL && paths[i] != NULL && list->len < DOCTOR_IMAP_MAX_WANTED; i++) {
    if (*paths[i] == '\0' || has_path (list, paths[i]))
      continue;
    DoctorImapWanted *wanted = g_new0 (DoctorImapWanted, 1);
    wanted->path = g_strdup (paths[i]);
    wanted->encoded = doctor_imap_encode_name (paths[i]);
    g_ptr_array_add (list, wanted);
  }
  return list;
}

char *
doctor_imap_dup_question (const DoctorImapWanted *wanted, const char *command)
{
  GString *question = g_string_new (command);
  g_string_append (question, " \"\" \"");
  for (const char *c = wanted->encoded; *c != '\0'; c++) {
    if (*c == '"' || *c == '\\')
      g_string_append_c (question, '\\');
    g_string_append_c (question, *c == '/' ? '*' : *c);
  }
  g_string_append_c (question, '"');
  return g_string_free (question, FALSE);
}

/* --- what the server has --- */

/* INBOX is the same however it is written, all else is not (RFC 3501 §5.1). */
static gboolean
is_same_name (const char *a, const char *b)
{
  gsize head
    = g_ascii_strncasecmp (a, "INBOX", 5) == 0 && g_ascii_strncasecmp (b, "INBOX", 5) == 0 ? 5 : 0;
  return strcmp (a + head, b + head) == 0;
}

void
doctor_imap_note_wanted (DoctorImapWanted *wanted, const char *line)
{
  DoctorImapFolder folder;
  g_autofree char *name = doctor_imap_dup_folder_name (line);
  if (name == NULL || !doctor_imap_read_folder (line, &folder) || folder.is_noselect
      || !is_same_name (name, wanted->encoded))
    return;
  if (folder.is_lsub)
    wanted->is_subscribed = TRUE;
  else
    wanted->is_listed = TRUE;
}

static void
tell (DoctorChain *chain, const char *name, GPtrArray *paths)
{
  if (paths->len > 0)
    doctor_chain_set (chain, name,
                      g_variant_new_strv ((const char *const *)paths->pdata, (gssize)paths->len));
}

void
doctor_imap_tell_wanted (DoctorChain *chain, GPtrArray *wanted)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new (), unsubscribed = g_ptr_array_new ();
  for (guint i = 0; i < wanted->len; i++) {
    const DoctorImapWanted *one = g_ptr_array_index (wanted, i);
    if (!one->is_listed)
      g_ptr_array_add (missing, one->path);
    else if (!one->is_subscribed)
      g_ptr_array_add (unsubscribed, one->path);
  }
  tell (chain, "mailbox.missing", missing);
  tell (chain, "mailbox.not-subscribed", unsubscribed);
}
