#include "core/filters.h"
#include "core/text.h"
#include <stdlib.h>
#include <string.h>

enum { ANY_ACCOUNT = 0 };

/* --- words: bare ones, and strings in quotes with backslashes --- */

typedef struct {
  char *text;
  gboolean is_string;
  const char *start; /* in the line */
} Token;

static void
token_clear (gpointer data)
{
  g_free (((Token *)data)->text);
}

static const char *
read_string (const char *at, GString *text)
{
  for (; *at != '\0' && *at != '"'; at++) {
    if (*at == '\\' && at[1] != '\0')
      at++;
    g_string_append_c (text, *at);
  }
  return *at == '"' ? at + 1 : at;
}

static const char *
read_token (const char *at, Token *token)
{
  g_autoptr (GString) text = g_string_new (NULL);
  token->start = at;
  token->is_string = *at == '"';
  if (token->is_string)
    at = read_string (at + 1, text);
  else
    while (*at != '\0' && !g_ascii_isspace (*at))
      g_string_append_c (text, *at++);
  token->text = g_string_free (g_steal_pointer (&text), FALSE);
  return at;
}

static GArray *
split (const char *line)
{
  GArray *tokens = g_array_new (FALSE, TRUE, sizeof (Token));
  g_array_set_clear_func (tokens, token_clear);
  for (const char *at = line; *at != '\0';) {
    if (g_ascii_isspace (*at)) {
      at++;
      continue;
    }
    Token token;
    at = read_token (at, &token);
    g_array_append_val (tokens, token);
  }
  return tokens;
}

static const Token *
get (GArray *tokens, guint i)
{
  return i < tokens->len ? &g_array_index (tokens, Token, i) : NULL;
}

static gboolean
is_word (GArray *tokens, guint i, const char *word)
{
  const Token *token = get (tokens, i);
  return token != NULL && !token->is_string && strcmp (token->text, word) == 0;
}

/* --- one rule: [enabled] [rulename "…"] [account N] condition action … --- */

typedef struct {
  gboolean is_enabled;
  int account_id;
  const char *name; /* borrowed from the tokens */
  guint condition;  /* where it begins */
} Head;

static Head
read_head (GArray *tokens)
{
  Head head = { .is_enabled = TRUE, .account_id = ANY_ACCOUNT };
  guint i = 0;
  if (is_word (tokens, i, "enabled") || is_word (tokens, i, "disabled"))
    head.is_enabled = is_word (tokens, i++, "enabled");
  if (is_word (tokens, i, "rulename") && i + 1 < tokens->len) {
    head.name = get (tokens, i + 1)->text;
    i += 2;
  }
  if (is_word (tokens, i, "account") && i + 1 < tokens->len) {
    head.account_id = atoi (get (tokens, i + 1)->text);
    i += 2;
  }
  head.condition = i;
  return head;
}

/* Actions that take a message out of sight, those that take most first. No condition has one of
 * these words. */
static const struct {
  const char *word, *action;
  gboolean has_target;
} actions[] = {
  { "delete", "delete", FALSE },
  { "mark_as_spam", "spam", FALSE },
  { "move", "move", TRUE },
  { "hide", "hide", FALSE },
};

static gboolean
find_action (GArray *tokens, guint start, guint *out_place, guint *out_action)
{
  for (guint i = start; i < tokens->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (actions); j++)
      if (is_word (tokens, i, actions[j].word)) {
        *out_place = i;
        *out_action = j;
        return TRUE;
      }
  return FALSE;
}

static char *
dup_name (const Head *head, GArray *tokens, guint action)
{
  if (head->name != NULL && *head->name != '\0')
    return doctor_text_flatten (head->name);
  const char *start = get (tokens, head->condition)->start, *end = get (tokens, action)->start;
  g_autofree char *condition = g_strndup (start, (gsize)(end - start));
  return doctor_text_flatten (g_strstrip (condition));
}

/* What takes all comes before what takes some; then the order of the actions. */
static guint
get_rank (const DoctorFilter *filter)
{
  guint action = 0;
  while (actions[action].action != filter->action)
    action++;
  return action + (filter->takes_all ? 0 : G_N_ELEMENTS (actions));
}

static DoctorFilter *
read_rule (const char *line, int account_id)
{
  g_autoptr (GArray) tokens = split (line);
  guint place = 0, action = 0;
  Head head = read_head (tokens);
  if (!head.is_enabled || (head.account_id != ANY_ACCOUNT && head.account_id != account_id)
      || !find_action (tokens, head.condition, &place, &action) || place == head.condition)
    return NULL;
  DoctorFilter *filter = g_new0 (DoctorFilter, 1);
  filter->name = dup_name (&head, tokens, place);
  filter->action = actions[action].action;
  filter->takes_all = place == head.condition + 1 && is_word (tokens, head.condition, "all");
  if (actions[action].has_target && place + 1 < tokens->len)
    filter->target = g_strdup (get (tokens, place + 1)->text);
  return filter;
}

/* --- the file --- */

DoctorFilter *
doctor_filters_find (const char *text, int account_id)
{
  DoctorFilter *worst = NULL;
  gboolean in_filtering = FALSE;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (lines[i][0] == '[') { /* others are run by hand, or on opening a folder */
      in_filtering = g_str_has_prefix (lines[i], "[filtering]");
      continue;
    }
    DoctorFilter *filter = in_filtering ? read_rule (lines[i], account_id) : NULL;
    if (filter != NULL && (worst == NULL || get_rank (filter) < get_rank (worst))) {
      doctor_filter_free (worst);
      worst = g_steal_pointer (&filter);
    }
    doctor_filter_free (filter);
  }
  return worst;
}

void
doctor_filter_free (DoctorFilter *filter)
{
  if (filter == NULL)
    return;
  g_free (filter->name);
  g_free (filter->target);
  g_free (filter);
}

static void
set (DoctorFacts *facts, const char *name, GVariant *value)
{
  doctor_facts_set (facts, name, value, DOCTOR_SOURCE_SETTINGS);
}

/* "#mh/Mailbox/old/lists" is shown as "Mailbox/old/lists". */
static char *
dup_shown (const char *target)
{
  const char *slash = *target == '#' ? strchr (target, '/') : NULL;
  return doctor_text_flatten (slash != NULL ? slash + 1 : target);
}

void
doctor_filter_describe (DoctorFacts *facts, const DoctorFilter *filter, int unseen)
{
  if (filter == NULL)
    return;
  set (facts, "filter.name", g_variant_new_string (filter->name));
  set (facts, "filter.action", g_variant_new_string (filter->action));
  set (facts, "filter.takes-all", g_variant_new_boolean (filter->takes_all));
  if (filter->target != NULL) {
    g_autofree char *shown = dup_shown (filter->target);
    set (facts, "filter.target", g_variant_new_string (shown));
  }
  if (unseen >= 0)
    set (facts, "filter.unseen", g_variant_new_int32 (unseen));
}
