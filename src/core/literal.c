#include "core/literal.h"
#include "core/fold.h"
#include <string.h>

/* A list as long as this speaks for every text. */
enum { MAX_ALTERNATIVES = 64 };

typedef struct {
  const char *at;
  gboolean unknown; /* syntax that only the regular expression library understands */
} Parser;

static GPtrArray *parse_alternatives (Parser *parser);

/* --- what is known of a sequence so far --- */

typedef struct {
  GString *run;    /* letters side by side */
  GPtrArray *best; /* NULL: nothing yet */
} Sequence;

static gsize
shortest (GPtrArray *list)
{
  gsize length = G_MAXSIZE;
  for (guint i = 0; i < list->len; i++)
    length = MIN (length, strlen (g_ptr_array_index (list, i)));
  return length;
}

/* Takes @list. */
static void
offer (Sequence *sequence, GPtrArray *list)
{
  gboolean better
    = list != NULL && (sequence->best == NULL || shortest (list) > shortest (sequence->best));
  if (better) {
    g_clear_pointer (&sequence->best, g_ptr_array_unref);
    sequence->best = g_ptr_array_ref (list);
  }
  g_clear_pointer (&list, g_ptr_array_unref);
}

static void
end_run (Sequence *sequence)
{
  if (sequence->run->len > 0) {
    GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (list, doctor_fold (sequence->run->str));
    offer (sequence, list);
  }
  g_string_truncate (sequence->run, 0);
}

/* --- syntax --- */

typedef struct {
  gboolean optional, repeated;
} Quantifier;

static Quantifier
read_quantifier (Parser *parser)
{
  Quantifier quantifier = { FALSE, FALSE };
  const char *p = parser->at;
  if (*p == '{' && g_ascii_isdigit (p[1])) {
    quantifier.optional = g_ascii_strtoull (p + 1, NULL, 10) == 0;
    quantifier.repeated = TRUE;
    p += strcspn (p, "}");
    p += *p == '}';
  } else if (*p != '\0' && strchr ("*?+", *p) != NULL) {
    quantifier.optional = *p != '+';
    quantifier.repeated = TRUE;
    p++;
  }
  if (quantifier.repeated && (*p == '?' || *p == '+')) /* lazy or possessive */
    p++;
  parser->at = p;
  return quantifier;
}

static void
skip_class (Parser *parser)
{
  const char *p = parser->at + 1;
  p += *p == '^';
  p += *p == ']'; /* first in the list it stands for itself */
  while (*p != ']' && *p != '\0') {
    if (p[0] == '[' && p[1] == ':') {
      const char *end = strstr (p, ":]");
      p = end != NULL ? end + 1 : p;
    }
    p += p[0] == '\\' && p[1] != '\0' ? 2 : 1;
  }
  parser->unknown |= *p == '\0';
  parser->at = *p == ']' ? p + 1 : p;
}

/* Skips "?:", or all up to the end of a group that only looks around. TRUE for the former. */
static gboolean
enter_group (Parser *parser)
{
  parser->at++;
  if (*parser->at != '?')
    return TRUE;
  if (parser->at[1] == ':') {
    parser->at += 2;
    return TRUE;
  }
  gboolean looks = parser->at[1] == '=' || parser->at[1] == '!'
                   || (parser->at[1] == '<' && (parser->at[2] == '=' || parser->at[2] == '!'));
  parser->unknown |= !looks;
  parser->at += looks ? (parser->at[1] == '<' ? 3 : 2) : 0;
  return FALSE;
}

static void
read_group (Parser *parser, Sequence *sequence)
{
  gboolean counts = enter_group (parser);
  GPtrArray *inner = parse_alternatives (parser);
  parser->unknown |= *parser->at != ')';
  parser->at += *parser->at == ')';
  Quantifier quantifier = read_quantifier (parser);
  end_run (sequence);
  if (counts && !quantifier.optional)
    offer (sequence, g_steal_pointer (&inner));
  g_clear_pointer (&inner, g_ptr_array_unref);
}

/* Appends the next letter, unless it may be missing. */
static void
read_letter (Parser *parser, Sequence *sequence)
{
  const char *letter = parser->at;
  parser->at = g_utf8_next_char (letter);
  gsize length = (gsize)(parser->at - letter);
  Quantifier quantifier = read_quantifier (parser);
  if (!quantifier.optional)
    g_string_append_len (sequence->run, letter, (gssize)length);
  if (quantifier.repeated)
    end_run (sequence);
}

/* A backslash and what it means: a place between letters, a class, or a letter as it is. */
static void
read_escape (Parser *parser, Sequence *sequence)
{
  char next = parser->at[1];
  parser->at++;
  if (next == 'b' || next == 'B') {
    parser->at++;
  } else if (next != '\0' && strchr ("dDsSwWhHvVRtrn", next) != NULL) {
    parser->at++;
    (void)read_quantifier (parser);
    end_run (sequence);
  } else if (g_ascii_isalnum (next) || next == '\0') {
    parser->unknown = TRUE;
  } else {
    read_letter (parser, sequence);
  }
}

static void
read_item (Parser *parser, Sequence *sequence)
{
  switch (*parser->at) {
    case '\\':
      read_escape (parser, sequence);
      break;
    case '(':
      read_group (parser, sequence);
      break;
    case '[':
      skip_class (parser);
      (void)read_quantifier (parser);
      end_run (sequence);
      break;
    case '.':
    case '^':
    case '$':
      parser->at++;
      (void)read_quantifier (parser);
      end_run (sequence);
      break;
    default:
      read_letter (parser, sequence);
  }
}

static GPtrArray *
parse_sequence (Parser *parser)
{
  Sequence sequence = { .run = g_string_new (NULL) };
  while (*parser->at != '\0' && *parser->at != '|' && *parser->at != ')' && !parser->unknown)
    read_item (parser, &sequence);
  end_run (&sequence);
  g_string_free (sequence.run, TRUE);
  return sequence.best;
}

/* The lists of all alternatives together; NULL when one has none. */
static GPtrArray *
parse_alternatives (Parser *parser)
{
  GPtrArray *all = parse_sequence (parser);
  while (*parser->at == '|' && !parser->unknown) {
    parser->at++;
    GPtrArray *next = parse_sequence (parser);
    if (all != NULL && next != NULL && all->len + next->len <= MAX_ALTERNATIVES)
      g_ptr_array_extend_and_steal (all, g_steal_pointer (&next));
    else
      g_clear_pointer (&all, g_ptr_array_unref);
    g_clear_pointer (&next, g_ptr_array_unref);
  }
  return all;
}

GPtrArray *
doctor_literal_find (const char *pattern, gsize least)
{
  Parser parser = { .at = pattern };
  g_autoptr (GPtrArray) list = parse_alternatives (&parser);
  if (list == NULL || parser.unknown || *parser.at != '\0' || shortest (list) < least)
    return NULL;
  return g_steal_pointer (&list);
}
