/* Texts: complete in both languages, and in the manner of this program. */
#include "core/fact-dictionary.h"
#include "core/i18n.h"
#include "core/lint.h"
#include "core/text.h"
#include <string.h>

enum { TITLE, REASON, ACTION, ADMINISTRATOR };
enum {
  MAX_ENGLISH_WORDS = 25,      /* of a first sentence: one breath of a screen reader */
  MAX_JAPANESE_CHARACTERS = 60 /* of a first sentence of a title: two lines of the hint */
};

typedef void (*TextCheck) (const DoctorLint *lint, guint i, const char *language, const char *text);

static void
for_each_text (const DoctorLint *lint, TextCheck check)
{
  for (guint i = 0; i < DOCTOR_N_TEXTS; i++) {
    g_autoptr (GPtrArray) languages = doctor_finding_type_list_languages (lint->type, i);
    for (guint n = 0; n < languages->len; n++) {
      const char *language = g_ptr_array_index (languages, n);
      check (lint, i, language, doctor_finding_type_peek_text (lint->type, i, language));
    }
  }
}

static void G_GNUC_PRINTF (4, 5)
  text_fault (const DoctorLint *lint, guint i, const char *language, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *key = doctor_finding_dup_text_key (i, language);
  doctor_lint_fault (lint, "Finding", key, "%s", sentence);
}

static gboolean
is_filled (const char *text)
{
  return text != NULL && *text != '\0';
}

void
doctor_lint_translations (const DoctorLint *lint)
{
  for (guint i = 0; i < DOCTOR_N_TEXTS; i++) {
    const char *key = doctor_text_keys[i];
    gboolean english = is_filled (doctor_finding_type_peek_text (lint->type, i, NULL));
    gboolean japanese = is_filled (doctor_finding_type_peek_text (lint->type, i, "ja"));
    if (!english && (japanese || i != ADMINISTRATOR))
      doctor_lint_fault (lint, "Finding", key, _ ("the text %s= is missing"), key);
    if (english && !japanese)
      doctor_lint_fault (lint, "Finding", key, _ ("the text %s[ja]= is missing"), key);
  }
}

/* --- holes --- */

static gboolean
is_same_list (GPtrArray *a, GPtrArray *b)
{
  for (guint i = 0; i < a->len && i < b->len; i++)
    if (strcmp (g_ptr_array_index (a, i), g_ptr_array_index (b, i)) != 0)
      return FALSE;
  return a->len == b->len;
}

static void
check_holes (const DoctorLint *lint, guint i, const char *language, const char *text)
{
  const char *english = doctor_finding_type_peek_text (lint->type, i, NULL);
  g_autoptr (GPtrArray) holes = doctor_text_holes (text);
  g_autoptr (GPtrArray) wanted = doctor_text_holes (english != NULL ? english : text);
  for (guint n = 0; n < holes->len; n++)
    if (doctor_dictionary_lookup (g_ptr_array_index (holes, n)) == NULL)
      text_fault (lint, i, language, _ ("the hole {%s} names no fact"),
                  (char *)g_ptr_array_index (holes, n));
  if (!is_same_list (holes, wanted))
    text_fault (lint, i, language, _ ("the holes differ from those of %s="), doctor_text_keys[i]);
}

void
doctor_lint_holes (const DoctorLint *lint)
{
  for_each_text (lint, check_holes);
}

/* --- length --- */

/* The first sentence with each hole as one letter: how long a value is, nobody knows here. */
static char *
dup_first_sentence (const char *text)
{
  GString *sentence = g_string_new_len (text, doctor_text_sentence (text));
  char *found = NULL;
  for (const char *hole = doctor_text_find_hole (sentence->str, &found); hole != NULL;
       hole = doctor_text_find_hole (sentence->str, &found)) {
    g_autofree char *name = g_steal_pointer (&found);
    gssize at = hole - sentence->str;
    g_string_erase (sentence, at, strlen (name) + 2);
    g_string_insert_c (sentence, at, 'x');
  }
  return g_strchomp (g_string_free (sentence, FALSE));
}

static guint
count_words (const char *sentence)
{
  g_auto (GStrv) words = g_strsplit_set (sentence, " \n", -1);
  guint count = 0;
  for (char **word = words; *word != NULL; word++)
    count += **word != '\0';
  return count;
}

static void
check_length (const DoctorLint *lint, guint i, const char *language, const char *text)
{
  g_autofree char *sentence = dup_first_sentence (text);
  guint words = count_words (sentence);
  guint characters = (guint)g_utf8_strlen (sentence, -1);
  if (*language == '\0' && words > MAX_ENGLISH_WORDS)
    text_fault (lint, i, language,
                _ ("the first sentence has %u words; at most %d are easy to take in"), words,
                MAX_ENGLISH_WORDS);
  if (i == TITLE && strcmp (language, "ja") == 0 && characters > MAX_JAPANESE_CHARACTERS)
    text_fault (lint, i, language,
                _ ("the first sentence has %u characters; at most %d are easy to take in"),
                characters, MAX_JAPANESE_CHARACTERS);
}

void
doctor_lint_length (const DoctorLint *lint)
{
  for_each_text (lint, check_length);
}

/* --- phrases --- */

#define NOT "(?<!not )(?<!never )\\b"

/* What no text may say, and what no advice may recommend (wording rules, and the rules of
 * safety: no remedy lowers security). Reviewed= lets a phrase stand. */
static const struct {
  const char *pattern;
  gboolean in_advice_only;
  const char *sentence;
} phrases[] = {
  { "[!！]", FALSE, N_ ("stay calm, without an exclamation mark") },
  { "try again(?! (in|at|after|when|as soon "
    "as|once)\\b)|(もう一度|再度)(お試し|試して)(ください|下さい)",
    FALSE, N_ ("say when to try again") },
  { "\\byou(?: have)? (entered|typed|forgot|made a mistake)\\b", FALSE,
    N_ ("no blame; say what the server did") },
  { "\\b(e-?mails?|mail clients?|log ?on|remed(y|ies))\\b"
    "|メールクライアント|メーラー|電子メール|サーバ(?!ー)|ユーザ(?!ー)|ログオン|サインイン|"
    "プロバイダ|名前サーバー",
    FALSE, N_ ("one word for one thing: the words of the glossary in HACKING") },
  { NOT "(accept|trust) (the |this |that |any |every |a "
        ")?certificates?\\b|証明書を(受け入れて|承認して|信頼して)ください",
    TRUE, N_ ("no advice to accept a certificate") },
  { NOT "(switch|turn) (off (the )?(certificate )?|(the )?(certificate "
        ")?)(check|verification|validation|encryption)\\w*( off)?\\b"
        "|" NOT "(disable|skip) (the )?(certificate )?(check|verification|validation|encryption)"
        "|(検証|暗号化)を(無効にし|オフにし|切って|使わないで)",
    TRUE, N_ ("no advice to switch a protection off") },
  { NOT "(use|send|allow|choose) (plain ?text|no encryption)\\b|\\bwithout "
        "encryption\\b|平文で(送|接続|使)",
    TRUE, N_ ("no advice to go without encryption") },
  { NOT "(disable|switch off|turn off|uninstall|pause) (the |your )?(anti-?virus|virus "
        "scanner|security software|firewall)"
        "|(ウイルス対策|セキュリティ "
        "?ソフト|ファイアウォール)(ソフト)?を(無効にし|停止し|オフにし|削除し)",
    TRUE, N_ ("no advice to switch a protection off") },
  { NOT "(delete|remove) (the |your |this )?account\\b|アカウントを削除して", TRUE,
    N_ ("no advice to delete an account") },
};

static gboolean
is_reviewed (const DoctorLint *lint, const char *words)
{
  const char *const *reviewed = doctor_finding_type_get_reviewed (lint->type);
  for (; *reviewed != NULL; reviewed++)
    if (g_ascii_strcasecmp (*reviewed, words) == 0)
      return TRUE;
  return FALSE;
}

static void
check_phrases (const DoctorLint *lint, guint i, const char *language, const char *text)
{
  gboolean is_advice = i == ACTION || i == ADMINISTRATOR;
  for (guint n = 0; n < G_N_ELEMENTS (phrases); n++) {
    g_autoptr (GRegex) regex = g_regex_new (phrases[n].pattern, G_REGEX_CASELESS, 0, NULL);
    g_autoptr (GMatchInfo) match = NULL;
    if ((phrases[n].in_advice_only && !is_advice) || !g_regex_match (regex, text, 0, &match))
      continue;
    g_autofree char *words = g_match_info_fetch (match, 0);
    /* Translators: words of a text, and what to do about them. */
    if (!is_reviewed (lint, words))
      text_fault (lint, i, language, _ ("“%s”: %s"), words, _ (phrases[n].sentence));
  }
}

void
doctor_lint_phrases (const DoctorLint *lint)
{
  for_each_text (lint, check_phrases);
}

/* --- words of others --- */

static gboolean
is_words_of_others (const char *name)
{
  static const char *const names[]
    = { "reply.text", "greeting.text", "dns.error", "tls.error", "incident.text", NULL };
  return g_strv_contains (names, name);
}

static gboolean
is_quoted (const char *text, const char *hole, const char *name)
{
  static const char *const marks[][2]
    = { { "“", "”" }, { "「", "」" }, { "„", "“" }, { "«", "»" } };
  const char *end = hole + strlen (name) + 2;
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
    gsize length = strlen (marks[i][0]);
    if ((gsize)(hole - text) >= length && strncmp (hole - length, marks[i][0], length) == 0
        && g_str_has_prefix (end, marks[i][1]))
      return TRUE;
  }
  return FALSE;
}

static void
check_quotations (const DoctorLint *lint, guint i, const char *language, const char *text)
{
  char *found = NULL;
  for (const char *hole = doctor_text_find_hole (text, &found); hole != NULL;
       hole = doctor_text_find_hole (hole + 1, &found)) {
    g_autofree char *name = g_steal_pointer (&found);
    if (is_words_of_others (name) && !is_quoted (text, hole, name))
      text_fault (lint, i, language,
                  _ ("{%s} is in the words of others; put it in quotation marks"), name);
  }
}

void
doctor_lint_quotations (const DoctorLint *lint)
{
  for_each_text (lint, check_quotations);
}
