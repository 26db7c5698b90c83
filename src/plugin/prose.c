#include "plugin/prose-table.h"
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const DoctorProseRow *row;
  DoctorFormat *format;
} Compiled;

struct _DoctorProse {
  const char *(*translate) (const char *msgid);
  const char *witness; /* translation of the first row when this was made */
  GArray *rows, *reasons;
};

static const char *const stage_names[]
  = { "other",    "dns",  "connect",  "tls",  "certificate", "greeting", "capability",
      "starttls", "auth", "mailfrom", "rcpt", "data",        "select",   "fetch" };

const char *
doctor_stage_to_string (DoctorStage stage)
{
  return stage_names[stage];
}

static void
compiled_clear (gpointer data)
{
  doctor_format_free (((Compiled *)data)->format);
}

/* What follows in the same line or window, as a translation of its own. */
static const char *
more_of (const DoctorProseRow *row)
{
  if (row->args != NULL && g_str_has_suffix (row->args, "r"))
    return " %2$s";
  return row->args != NULL && g_str_has_suffix (row->args, "t") ? "%3$s" : "";
}

static GArray *
compile (const DoctorProseRow *rows, guint n_rows, const char *(*translate) (const char *msgid))
{
  GArray *compiled = g_array_new (FALSE, FALSE, sizeof (Compiled));
  g_array_set_clear_func (compiled, compiled_clear);
  for (guint i = 0; i < n_rows; i++) {
    g_autofree char *text = g_strdup (translate (rows[i].msgid));
    g_autofree char *whole = g_strconcat (text, more_of (&rows[i]), NULL);
    Compiled row = { &rows[i], doctor_format_new (whole) };
    if (row.format != NULL)
      g_array_append_val (compiled, row);
  }
  return compiled;
}

DoctorProse *
doctor_prose_new (const char *(*translate) (const char *msgid))
{
  DoctorProse *prose = g_new0 (DoctorProse, 1);
  prose->translate = translate;
  prose->witness = translate (prose_rows[0].msgid);
  prose->rows = compile (prose_rows, G_N_ELEMENTS (prose_rows), translate);
  prose->reasons = compile (reason_rows, G_N_ELEMENTS (reason_rows), translate);
  return prose;
}

void
doctor_prose_free (DoctorProse *prose)
{
  if (prose == NULL)
    return;
  g_array_unref (prose->rows);
  g_array_unref (prose->reasons);
  g_free (prose);
}

gboolean
doctor_prose_is_current (const DoctorProse *prose)
{
  return prose->translate (prose_rows[0].msgid) == prose->witness;
}

/* A host has no white space in it; a title or another label in front of it has. */
static gboolean
are_plausible (const char *args, const DoctorSpan *spans)
{
  for (guint i = 0; args != NULL && args[i] != '\0'; i++) {
    if (args[i] != 'h' || spans[i].start == NULL)
      continue;
    for (gsize j = 0; j < spans[i].length; j++)
      if (g_ascii_isspace (spans[i].start[j]))
        return FALSE;
  }
  return TRUE;
}

static const DoctorProseRow *
best_row (GArray *compiled, const char *text, gsize length, DoctorSpan *spans)
{
  const DoctorProseRow *best = NULL;
  gsize best_weight = 0;
  for (guint i = 0; i < compiled->len; i++) {
    const Compiled *row = &g_array_index (compiled, Compiled, i);
    DoctorSpan found[DOCTOR_FORMAT_MAX_ARGS];
    if (doctor_format_get_weight (row->format) <= best_weight
        || !doctor_format_match (row->format, text, length, found)
        || !are_plausible (row->row->args, found))
      continue;
    best = row->row;
    best_weight = doctor_format_get_weight (row->format);
    memcpy (spans, found, sizeof found);
  }
  return best;
}

static const char *
find_signature (const DoctorProse *prose, DoctorSpan span)
{
  for (guint i = 0; i < G_N_ELEMENTS (signature_rows); i++)
    if (g_strstr_len (span.start, (gssize)span.length, prose->translate (signature_rows[i].msgid))
        != NULL)
      return signature_rows[i].says;
  return NULL;
}

static void
take_argument (const DoctorProse *prose, DoctorProseMatch *match, char what, DoctorSpan span)
{
  DoctorSpan unused[DOCTOR_FORMAT_MAX_ARGS];
  switch (what) {
    case 'n':
      match->name = span;
      break;
    case 'h':
      match->host = span;
      break;
    case 'p':
      match->port = atoi (span.start); /* ends at the first byte that is no digit */
      break;
    case 'e':
      match->system = span;
      break;
    case 's':
      match->server = span;
      break;
    case 'f':
      match->folder = span;
      break;
    case 'm':
      match->other_name = span.length > 0;
      break;
    case 't':
      match->signature = find_signature (prose, span);
      break;
    case 'r':
      match->reason = best_row (prose->reasons, span.start, span.length, unused);
      break;
    default:
      break;
  }
}

gboolean
doctor_prose_match (const DoctorProse *prose,
                    const char *text,
                    gsize length,
                    DoctorProseMatch *match)
{
  DoctorSpan spans[DOCTOR_FORMAT_MAX_ARGS];
  const DoctorProseRow *row = best_row (prose->rows, text, length, spans);
  if (row == NULL)
    return FALSE;
  *match = (DoctorProseMatch){ .row = row };
  for (guint i = 0; row->args[i] != '\0'; i++)
    if (spans[i].start != NULL)
      take_argument (prose, match, row->args[i], spans[i]);
  return TRUE;
}

/* What connecting fails with, in the C library's English; its own catalogue has the rest. */
static const char *const system_words[]
  = { "Connection refused", "Connection timed out", "No route to host", "Network is unreachable",
      "Connection reset by peer" };

static char *
system_in_english (DoctorSpan span)
{
  for (guint i = 0; i < G_N_ELEMENTS (system_words); i++) {
    const char *words = dgettext ("libc", system_words[i]);
    if (strlen (words) == span.length && memcmp (words, span.start, span.length) == 0)
      return g_strdup (system_words[i]);
  }
  return g_strndup (span.start, span.length);
}

static void
append_argument (GString *line, const DoctorProseMatch *match, char what)
{
  g_autofree char *system = NULL;
  switch (what) {
    case 'h':
      g_string_append_len (line, match->host.start, match->host.length);
      break;
    case 'p':
      g_string_append_printf (line, "%d", match->port);
      break;
    case 'e':
      system = system_in_english (match->system);
      g_string_append (line, system);
      break;
    case 's':
      g_string_append_len (line, match->server.start, match->server.length);
      break;
    case 'f':
      g_string_append_len (line, match->folder.start, match->folder.length);
      break;
    default:
      break;
  }
}

gboolean
doctor_prose_has_fault (const DoctorProseMatch *match)
{
  return match->row->says != NULL || match->other_name || match->signature != NULL;
}

static char *
certificate_in_english (const DoctorProseMatch *match)
{
  const char *faults[4] = { NULL };
  guint n = 0;
  if (match->row->says != NULL)
    faults[n++] = match->row->says;
  if (match->other_name)
    faults[n++] = "hostname mismatch";
  if (match->signature != NULL)
    faults[n++] = match->signature;
  g_autofree char *list = n > 0 ? g_strjoinv ("; ", (char **)faults) : g_strdup ("unknown");
  return g_strdup_printf ("Certificate of %.*s: %s", (int)match->host.length, match->host.start,
                          list);
}

char *
doctor_prose_dup_english (const DoctorProseMatch *match)
{
  if (match->row->kind == DOCTOR_PROSE_ASKS)
    return certificate_in_english (match);
  const DoctorProseRow *row = match->row;
  GString *line = g_string_new (NULL);
  const char *arg = row->args;
  for (const char *at = row->says != NULL ? row->says : row->msgid; *at != '\0'; at++)
    if (at[0] == '%' && at[1] != '\0' && *arg != '\0') {
      append_argument (line, match, *arg++);
      at++;
    } else
      g_string_append_c (line, *at);
  if (match->reason != NULL)
    g_string_append_printf (
      line, " %s", match->reason->says != NULL ? match->reason->says : match->reason->msgid);
  return g_strstrip (g_strdelimit (g_string_free (line, FALSE), "\r\n", ' '));
}
