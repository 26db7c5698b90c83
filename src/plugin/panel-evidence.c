#include "config.h"
#include "core/excluded.h"
#include "core/i18n.h"
#include "plugin/panel-parts.h"
#include "plugin/ui.h"
#include <string.h>

/* What is shown of a conversation with a server; the report has all of it. */
#define MAX_WORDS_CHARS 4000

typedef struct {
  GtkWidget *known, *facts, *exact, *ruled_out, *good, *administrator, *note;
  GtkTextBuffer *words; /* borrowed from its view */
  int account_id;       /* for which the folds were set */
  gboolean undetermined;
} Evidence;

/* Where exact words stand, best first. */
static const char *const word_facts[] = { "reply.text", "probe.transcript", "incident.text" };

static void
on_copy (GtkWidget *button, gpointer data)
{
  Evidence *evidence = data;
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (evidence->words, &start, &end);
  text = gtk_text_buffer_get_text (evidence->words, &start, &end, FALSE);
  gtk_clipboard_set_text (gtk_widget_get_clipboard (button, GDK_SELECTION_CLIPBOARD), text, -1);
}

GtkWidget *
doctor_evidence_new (void)
{
  g_autoptr (GtkBuilder) builder = doctor_ui_load ("evidence");
  Evidence *evidence = g_new0 (Evidence, 1);
  GtkWidget *copy = doctor_ui_get (builder, "copy");
  GtkWidget *lines = doctor_ui_get (builder, "lines");

  evidence->known = doctor_ui_get (builder, "known");
  evidence->facts = doctor_ui_get (builder, "facts");
  evidence->exact = doctor_ui_get (builder, "exact");
  evidence->words = doctor_ui_get (builder, "words");
  evidence->ruled_out = doctor_ui_get (builder, "ruled-out");
  evidence->good = doctor_ui_get (builder, "good");
  evidence->administrator = doctor_ui_get (builder, "administrator");
  evidence->note = doctor_ui_get (builder, "note");
  doctor_ui_align_title (evidence->known);
  doctor_ui_align_title (evidence->ruled_out);
  doctor_ui_align_title (evidence->administrator);
  doctor_ui_set_name (lines, _ ("Exact words of the server"));
  g_signal_connect (copy, "clicked", G_CALLBACK (on_copy), evidence);
  return doctor_ui_take_root (builder, evidence, g_free);
}

static void
append_line (GString *text, const char *line)
{
  if (line == NULL || *line == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  /* Translators: one item of a list. */
  g_string_append_printf (text, _ ("• %s"), line);
}

static gboolean
is_words (const char *full_name)
{
  const char *bare = NULL;

  doctor_scope_split (full_name, &bare);
  for (guint i = 0; i < G_N_ELEMENTS (word_facts); i++) {
    if (g_str_equal (bare, word_facts[i]))
      return TRUE;
  }
  return FALSE;
}

/* Adds what shows @finding and is not in @seen yet, a fact a line. */
static void
append_facts (GString *text, DoctorCase *c, const DoctorFinding *finding, GHashTable *seen)
{
  for (guint i = 0; i < finding->evidence->len; i++) {
    char *name = finding->evidence->pdata[i];
    g_autofree char *line = NULL;

    if (is_words (name) || !g_hash_table_add (seen, name))
      continue;
    line = doctor_fact_dup_text (doctor_case_get_facts (c), name);
    append_line (text, line);
  }
}

/* The findings that no other one makes pointless; borrowed. */
static GPtrArray *
list_shown (DoctorCase *c)
{
  GPtrArray *findings = doctor_case_get_findings (c);
  GPtrArray *shown = g_ptr_array_new ();

  for (guint i = 0; i < findings->len; i++) {
    if (((const DoctorFinding *)findings->pdata[i])->hidden_by == NULL)
      g_ptr_array_add (shown, findings->pdata[i]);
  }
  return shown;
}

/* What shows the findings; of several each below its title. */
static char *
dup_facts (DoctorCase *c)
{
  g_autoptr (GPtrArray) shown = list_shown (c);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < shown->len; i++) {
    const DoctorFinding *finding = shown->pdata[i];
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
    g_autofree char *title = doctor_finding_dup_text (finding, doctor_case_get_facts (c), "Title");

    if (shown->len > 1)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", title);
    append_facts (text, c, finding, seen);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The scope that the best finding speaks of. */
static DoctorScope
pick_scope (DoctorCase *c)
{
  GPtrArray *findings = doctor_case_get_findings (c);
  const DoctorFinding *finding = findings->len > 0 ? findings->pdata[0] : NULL;

  if (finding == NULL || finding->scope == DOCTOR_SCOPE_ACCOUNT)
    return DOCTOR_SCOPE_RECEIVE;
  return finding->scope;
}

/* The reply, then the conversation it stands in; the reply alone is not told twice. */
static void
append_words (GString *text, DoctorFacts *facts, DoctorScope scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (word_facts); i++) {
    const char *words = doctor_facts_get_string (facts, scope, word_facts[i]);

    if (words == NULL || *words == '\0' || strstr (text->str, words) != NULL)
      continue;
    if (text->len > 0)
      g_string_append_c (text, '\n');
    g_string_append (text, words);
  }
}

static gboolean
concerns (DoctorCase *c, DoctorScope scope)
{
  g_autoptr (GPtrArray) shown = list_shown (c);

  for (guint i = 0; i < shown->len; i++) {
    if (((const DoctorFinding *)shown->pdata[i])->scope == scope)
      return TRUE;
  }
  return FALSE;
}

/* Of the services that findings speak of; of the receiving one where they speak of none. */
static char *
dup_words (DoctorCase *c)
{
  gboolean send = concerns (c, DOCTOR_SCOPE_SEND);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *valid = NULL;

  if (!send || concerns (c, DOCTOR_SCOPE_RECEIVE))
    append_words (text, doctor_case_get_facts (c), DOCTOR_SCOPE_RECEIVE);
  if (send)
    append_words (text, doctor_case_get_facts (c), DOCTOR_SCOPE_SEND);
  valid = g_utf8_make_valid (text->str, (gssize)text->len);
  g_strchomp (valid);
  if (g_utf8_strlen (valid, -1) <= MAX_WORDS_CHARS)
    return g_steal_pointer (&valid);
  *g_utf8_offset_to_pointer (valid, MAX_WORDS_CHARS) = '\0';
  return g_strconcat (valid, "…", NULL);
}

static void
show_words (Evidence *evidence, const char *words)
{
  GtkTextIter start, end;
  g_autofree char *shown = NULL;

  gtk_widget_set_visible (evidence->exact, *words != '\0');
  gtk_text_buffer_get_bounds (evidence->words, &start, &end);
  shown = gtk_text_buffer_get_text (evidence->words, &start, &end, FALSE);
  /* Setting it anew would take a selection away. */
  if (g_strcmp0 (shown, words) != 0)
    gtk_text_buffer_set_text (evidence->words, words, -1);
}

/* What people suspect first and what speaks against it, a line each. */
static char *
dup_ruled_out (DoctorCase *c)
{
  g_autoptr (GPtrArray) list = doctor_excluded_list (doctor_case_get_findings (c),
                                                     doctor_case_get_facts (c), pick_scope (c));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    append_line (text, ((const DoctorExclusion *)list->pdata[i])->text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_note (DoctorCase *c)
{
  GPtrArray *findings = doctor_case_get_findings (c);

  if (findings->len == 0)
    return NULL;
  return doctor_finding_dup_text (findings->pdata[0], doctor_case_get_facts (c), "Administrator");
}

static void
show_folded (GtkWidget *expander, GtkWidget *label, char *text)
{
  gtk_widget_set_visible (expander, text != NULL && *text != '\0');
  doctor_ui_take_text (label, text);
}

static gboolean
is_wanted (DoctorCase *c)
{
  DoctorFacts *facts = doctor_case_get_facts (c);
  DoctorCaseState state = doctor_case_get_state (c);

  if (facts == NULL || (state != DOCTOR_CASE_EXAMINED && state != DOCTOR_CASE_VERIFYING))
    return FALSE;
  return doctor_engine_state (doctor_case_get_findings (c), facts, DOCTOR_SCOPE_ACCOUNT)
         != DOCTOR_STATE_HEALTHY;
}

/* With no cause found, what was ruled out is all there is to say, so it lies open. Set once, so
 * that what the person opens or folds stays so. */
static void
fold (Evidence *evidence, DoctorCase *c)
{
  gboolean undetermined = doctor_case_get_findings (c)->len == 0;

  if (evidence->account_id == doctor_case_get_account (c) && evidence->undetermined == undetermined)
    return;
  evidence->account_id = doctor_case_get_account (c);
  evidence->undetermined = undetermined;
  gtk_expander_set_expanded (GTK_EXPANDER (evidence->known), FALSE);
  gtk_expander_set_expanded (GTK_EXPANDER (evidence->ruled_out), undetermined);
  gtk_expander_set_expanded (GTK_EXPANDER (evidence->administrator), FALSE);
}

void
doctor_evidence_update (GtkWidget *part, DoctorCase *c)
{
  Evidence *evidence = doctor_ui_get_part (part);
  g_autofree char *facts = NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (part, is_wanted (c));
  if (!is_wanted (c))
    return;
  fold (evidence, c);
  facts = dup_facts (c);
  words = dup_words (c);
  gtk_widget_set_visible (evidence->known, *facts != '\0' || *words != '\0');
  doctor_ui_set_text (evidence->facts, facts);
  show_words (evidence, words);
  show_folded (evidence->ruled_out, evidence->good, dup_ruled_out (c));
  show_folded (evidence->administrator, evidence->note, dup_note (c));
}
