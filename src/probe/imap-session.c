#include "probe/imap-session.h"
#include <string.h>

DoctorImap *
doctor_imap_new (void)
{
  DoctorImap *session = g_new0 (DoctorImap, 1);
  session->imap = mailimap_new (0, NULL);
  session->buffer = mmap_string_new ("");
  session->line = g_string_new (NULL);
  session->capabilities = g_ptr_array_new_with_free_func (g_free);
  return session;
}

void
doctor_imap_free (DoctorImap *session)
{
  mailimap_free (session->imap); /* LOGOUT, then closes */
  mmap_string_free (session->buffer);
  g_string_free (session->line, TRUE);
  g_ptr_array_unref (session->capabilities);
  g_free (session);
}

const char *
doctor_imap_next_tag (DoctorImap *session)
{
  g_snprintf (session->tag, sizeof session->tag, "A%u", ++session->n_tags);
  return session->tag;
}

/* The N of "{N}" or "{N+}" at the end of the line, and where it begins; -1 when there is
 * none. */
static gssize
find_literal (const GString *line, gsize *out_start)
{
  const char *brace = strrchr (line->str, '{');
  if (brace == NULL)
    return -1;
  gsize digits = strspn (brace + 1, "0123456789");
  const char *end = brace + 1 + digits;
  end += *end == '+';
  if (digits == 0 || digits > 9 || strcmp (end, "}") != 0)
    return -1;
  *out_start = (gsize)(brace - line->str);
  return (gssize)g_ascii_strtoll (brace + 1, NULL, 10);
}

static void
append_escaped (GString *line, char c)
{
  if (c == '"' || c == '\\')
    g_string_append_c (line, '\\');
  g_string_append_c (line, c == '\r' || c == '\n' ? ' ' : c);
}

/* Puts the @size bytes of a literal into the line as a quoted string. The stream's meter has
 * limited their number. */
static gboolean
read_literal (DoctorImap *session, gsize start, gsize size)
{
  char bytes[512];
  g_string_truncate (session->line, start);
  g_string_append_c (session->line, '"');
  while (size > 0) {
    ssize_t got = mailstream_read (session->imap->imap_stream, bytes, MIN (size, sizeof bytes));
    if (got <= 0)
      return FALSE;
    for (ssize_t i = 0; i < got; i++)
      append_escaped (session->line, bytes[i]);
    size -= (gsize)got;
  }
  g_string_append_c (session->line, '"');
  return TRUE;
}

static gboolean
append_line (DoctorImap *session)
{
  const char *line = mailstream_read_line_remove_eol (session->imap->imap_stream, session->buffer);
  if (line == NULL)
    return FALSE;
  g_string_append (session->line, line);
  return TRUE;
}

const char *
doctor_imap_hear (DoctorImap *session)
{
  gsize start = 0;
  g_string_truncate (session->line, 0);
  if (session->imap->imap_stream == NULL || ++session->n_lines > DOCTOR_IMAP_MAX_LINES
      || !append_line (session))
    return NULL;
  for (gssize size = find_literal (session->line, &start); size >= 0;
       size = find_literal (session->line, &start))
    if (!read_literal (session, start, (gsize)size) || !append_line (session))
      return NULL;
  session->has_capabilities
    |= doctor_imap_read_capability (session->line->str, session->capabilities);
  return session->line->str;
}

DoctorImapKind
doctor_imap_hear_answer (DoctorImap *session)
{
  for (const char *line = doctor_imap_hear (session); line != NULL;
       line = doctor_imap_hear (session)) {
    DoctorImapKind kind = doctor_imap_classify (line, session->tag);
    if (kind == DOCTOR_IMAP_OK || kind == DOCTOR_IMAP_NO || kind == DOCTOR_IMAP_BAD)
      return kind;
  }
  return DOCTOR_IMAP_BYE;
}

gboolean
doctor_imap_ask (DoctorImap *session, const char *command)
{
  g_autofree char *line = g_strdup_printf ("%s %s\r\n", doctor_imap_next_tag (session), command);
  return doctor_etpan_say (session->imap->imap_stream, line)
         && doctor_imap_hear_answer (session) == DOCTOR_IMAP_OK;
}

gboolean
doctor_imap_offers (DoctorImap *session, const char *capability)
{
  for (guint i = 0; i < session->capabilities->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (session->capabilities, i), capability) == 0)
      return TRUE;
  return FALSE;
}

void
doctor_imap_forget_capabilities (DoctorImap *session)
{
  g_ptr_array_set_size (session->capabilities, 0);
  session->has_capabilities = FALSE;
}

/* --- LOGIN --- */

/* What a quoted string may not hold: RFC 9051 §4.3; 8-bit only after ENABLE UTF8=ACCEPT,
 * which a client can say no earlier than after the login (RFC 6855 §3). */
static gboolean
is_quotable (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar)*text >= 0x7f || g_ascii_iscntrl (*text))
      return FALSE;
  return TRUE;
}

static gboolean
say_quoted (mailstream *stream, const char *text)
{
  gboolean said = mailstream_write (stream, "\"", 1) == 1;
  for (; said && *text != '\0'; text++)
    said = ((*text != '"' && *text != '\\') || mailstream_write (stream, "\\", 1) == 1)
           && mailstream_write (stream, text, 1) == 1;
  return said && mailstream_write (stream, "\"", 1) == 1;
}

/* RFC 7888: no need to wait for "+" where the server says so, with LITERAL- up to 4096. */
static gboolean
may_say_at_once (DoctorImap *session, gsize size)
{
  return doctor_imap_offers (session, "LITERAL+")
         || (doctor_imap_offers (session, "LITERAL-") && size <= 4096);
}

static gboolean
await_go_ahead (DoctorImap *session)
{
  for (const char *line = doctor_imap_hear (session); line != NULL;
       line = doctor_imap_hear (session)) {
    DoctorImapKind kind = doctor_imap_classify (line, session->tag);
    if (kind != DOCTOR_IMAP_OTHER)
      return kind == DOCTOR_IMAP_CONTINUE;
  }
  return FALSE;
}

static gboolean
say_literal (DoctorImap *session, const char *text)
{
  mailstream *stream = session->imap->imap_stream;
  gsize size = strlen (text);
  gboolean at_once = may_say_at_once (session, size);
  g_autofree char *head = g_strdup_printf ("{%zu%s}\r\n", size, at_once ? "+" : "");
  if (mailstream_write (stream, head, strlen (head)) != (ssize_t)strlen (head))
    return FALSE;
  if (!at_once && (mailstream_flush (stream) != 0 || !await_go_ahead (session)))
    return FALSE;
  return size == 0 || mailstream_write (stream, text, size) == (ssize_t)size;
}

static gboolean
say_string (DoctorImap *session, const char *text)
{
  return is_quotable (text) ? say_quoted (session->imap->imap_stream, text)
                            : say_literal (session, text);
}

gboolean
doctor_imap_login (DoctorImap *session, const char *user, const char *password)
{
  mailstream *stream = session->imap->imap_stream;
  g_autofree char *head = g_strdup_printf ("%s LOGIN ", doctor_imap_next_tag (session));
  mailstream_set_privacy (stream, 0);
  gboolean said = mailstream_write (stream, head, strlen (head)) == (ssize_t)strlen (head)
                  && say_string (session, user) && mailstream_write (stream, " ", 1) == 1
                  && say_string (session, password) && mailstream_write (stream, "\r\n", 2) == 2
                  && mailstream_flush (stream) == 0;
  mailstream_set_privacy (stream, 1);
  return said && doctor_imap_hear_answer (session) == DOCTOR_IMAP_OK;
}
