#include "core/finding-type.h"
#include "core/i18n.h"
#include <string.h>

const char *const doctor_text_keys[DOCTOR_N_TEXTS]
  = { "Title", "Reason", "Action", "Administrator" };

typedef struct {
  guint key;      /* in doctor_text_keys */
  char *language; /* "" for none */
  char *text;
} Text;

static void
clear_text (gpointer text)
{
  g_free (((Text *)text)->language);
  g_free (((Text *)text)->text);
}

struct _DoctorFindingType {
  char *id;
  guint index;
  guint axis, owner, loss; /* in the closed lists below */
  char **fixes, **hides, **reviewed;
  GArray *texts; /* Text */
  GPtrArray *rules, *examples;
};

static const char *const axes[] = { "computer", "network", "name",    "tls",      "login",
                                    "server",   "mailbox", "sending", "settings", NULL };
static const char *const owners[] = { "you", "network", "administrator", "provider", NULL };
static const char *const losses[] = { "stopped", "will-stop", "slower", "none", NULL };

static const struct {
  const char *name;
  gsize offset; /* of a guint in DoctorFindingType */
  const char *const *words;
} word_keys[] = {
  { "Axis", G_STRUCT_OFFSET (DoctorFindingType, axis), axes },
  { "Owner", G_STRUCT_OFFSET (DoctorFindingType, owner), owners },
  { "Loss", G_STRUCT_OFFSET (DoctorFindingType, loss), losses },
};

static const struct {
  const char *name;
  gsize offset; /* of a char ** in DoctorFindingType */
} list_keys[] = {
  { "Fixes", G_STRUCT_OFFSET (DoctorFindingType, fixes) },
  { "Hides", G_STRUCT_OFFSET (DoctorFindingType, hides) },
  { "Reviewed", G_STRUCT_OFFSET (DoctorFindingType, reviewed) },
};

typedef struct {
  const DoctorDataFile *file;
  DoctorKeyFile *keys;
  DoctorFindingType *type;
  GPtrArray *problems;
} Reader;

static void G_GNUC_PRINTF (4, 5)
  fault (Reader *reader, const char *group, const char *key, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  doctor_keyfile_fault (reader->problems, reader->file->origin, reader->file->text, group, key,
                        sentence);
}

static void
read_word (Reader *reader, guint i)
{
  const char *key = word_keys[i].name;
  const char *value = doctor_keyfile_get (reader->keys, "Finding", key);
  if (value == NULL) {
    fault (reader, "Finding", NULL, _ ("[Finding] has no %s="), key);
    return;
  }
  for (guint n = 0; word_keys[i].words[n] != NULL; n++)
    if (strcmp (word_keys[i].words[n], value) == 0) {
      G_STRUCT_MEMBER (guint, reader->type, word_keys[i].offset) = n;
      return;
    }
  g_autofree char *list = g_strjoinv (", ", (char **)word_keys[i].words);
  fault (reader, "Finding", key, _ ("“%s” is none of: %s"), value, list);
}

static void
read_list (Reader *reader, guint i)
{
  char **list = doctor_keyfile_dup_list (reader->keys, "Finding", list_keys[i].name);
  G_STRUCT_MEMBER (char **, reader->type, list_keys[i].offset)
    = list != NULL ? list : g_new0 (char *, 1);
}

/* Splits "Title[ja]" into key and language ("" when there is none). */
static char *
split_language (const char *name, char **out_language)
{
  const char *bracket = strchr (name, '[');
  gsize length = strlen (name);
  if (bracket == NULL || name[length - 1] != ']') {
    *out_language = g_strdup ("");
    return g_strdup (name);
  }
  *out_language = g_strndup (bracket + 1, length - (bracket - name) - 2);
  return g_strndup (name, bracket - name);
}

static gboolean
read_text (Reader *reader, const char *name)
{
  g_autofree char *language = NULL;
  g_autofree char *key = split_language (name, &language);
  for (guint i = 0; i < DOCTOR_N_TEXTS; i++) {
    if (strcmp (doctor_text_keys[i], key) != 0)
      continue;
    gboolean is_wrong = FALSE;
    g_autofree char *text = doctor_keyfile_dup_string (reader->keys, "Finding", name, &is_wrong);
    if (is_wrong)
      fault (reader, "Finding", name,
             _ ("a backslash stands before n, t, s or another backslash only"));
    Text entry = { i, g_steal_pointer (&language), g_strchomp (g_steal_pointer (&text)) };
    g_array_append_val (reader->type->texts, entry);
    return TRUE;
  }
  return FALSE;
}

static gboolean
is_other_key (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (word_keys); i++)
    if (strcmp (word_keys[i].name, name) == 0)
      return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (list_keys); i++)
    if (strcmp (list_keys[i].name, name) == 0)
      return TRUE;
  return FALSE;
}

static void
read_finding_group (Reader *reader)
{
  guint n = 0;
  const DoctorKeyLine *lines = doctor_keyfile_get_lines (reader->keys, "Finding", &n);
  if (lines == NULL) {
    fault (reader, NULL, NULL, _ ("there is no group [Finding]"));
    return;
  }
  for (guint i = 0; i < n; i++)
    if (!is_other_key (lines[i].name) && !read_text (reader, lines[i].name))
      fault (reader, "Finding", lines[i].name, _ ("unknown key “%s” in [Finding]"), lines[i].name);
  for (guint i = 0; i < G_N_ELEMENTS (word_keys); i++)
    read_word (reader, i);
  if (doctor_finding_type_peek_text (reader->type, 0, NULL) == NULL)
    fault (reader, "Finding", NULL, _ ("[Finding] has no %s="), doctor_text_keys[0]);
}

static void
read_rule (Reader *reader, const char *group)
{
  const DoctorDataFile *file = reader->file;
  DoctorRule *rule = doctor_rule_read (reader->keys, group, file->origin, file->text,
                                       file->is_compiled, reader->problems);
  if (rule != NULL)
    g_ptr_array_add (reader->type->rules, rule);
}

static void
read_example (Reader *reader, const char *group)
{
  const DoctorDataFile *file = reader->file;
  DoctorExample *example
    = doctor_example_read (reader->keys, group, file->origin, file->text, reader->problems);
  if (example != NULL)
    g_ptr_array_add (reader->type->examples, example);
}

/* Whether @group is "KIND" or "KIND NAME". */
static gboolean
is_of_kind (const char *group, const char *kind)
{
  gsize length = strlen (kind);
  return strncmp (group, kind, length) == 0 && (group[length] == '\0' || group[length] == ' ');
}

static void
read_groups (Reader *reader)
{
  const char *const *group = doctor_keyfile_get_groups (reader->keys);
  gboolean any = FALSE;
  for (; *group != NULL; group++) {
    any |= is_of_kind (*group, "Rule");
    if (is_of_kind (*group, "Rule"))
      read_rule (reader, *group);
    else if (is_of_kind (*group, "Example"))
      read_example (reader, *group);
    else if (strcmp (*group, "Finding") != 0)
      fault (reader, *group, NULL,
             _ ("unknown group [%s]; write [Finding], [Rule NAME] or [Example NAME]"), *group);
  }
  if (!any)
    fault (reader, NULL, NULL, _ ("there is no [Rule NAME], so that it can never be found"));
}

static DoctorFindingType *
finding_type_new (const char *id)
{
  DoctorFindingType *type = g_new0 (DoctorFindingType, 1);
  type->id = g_strdup (id);
  type->texts = g_array_new (FALSE, FALSE, sizeof (Text));
  g_array_set_clear_func (type->texts, clear_text);
  type->rules = g_ptr_array_new_with_free_func ((GDestroyNotify)doctor_rule_free);
  type->examples = g_ptr_array_new_with_free_func ((GDestroyNotify)doctor_example_free);
  return type;
}

DoctorFindingType *
doctor_finding_type_read (const DoctorDataFile *file, GPtrArray *problems)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DoctorFindingType) type = finding_type_new (file->id);
  g_autoptr (DoctorKeyFile) keys
    = doctor_keyfile_load (file->text, file->length, file->origin, DOCTOR_ERROR_BAD_RULE, &error);
  if (keys == NULL) {
    g_ptr_array_add (own, g_strdup (error->message));
  } else {
    Reader reader = { .file = file, .keys = keys, .type = type, .problems = own };
    read_finding_group (&reader);
    for (guint i = 0; i < G_N_ELEMENTS (list_keys); i++)
      read_list (&reader, i);
    read_groups (&reader);
  }
  if (own->len == 0)
    return g_steal_pointer (&type);
  if (problems != NULL)
    g_ptr_array_extend_and_steal (problems, g_steal_pointer (&own));
  return NULL;
}

void
doctor_finding_type_free (DoctorFindingType *type)
{
  if (type == NULL)
    return;
  g_array_unref (type->texts);
  g_strfreev (type->fixes);
  g_strfreev (type->hides);
  g_strfreev (type->reviewed);
  g_ptr_array_unref (type->rules);
  g_ptr_array_unref (type->examples);
  g_free (type->id);
  g_free (type);
}

const char *
doctor_finding_type_get_id (const DoctorFindingType *type)
{
  return type->id;
}

const char *
doctor_finding_type_get_axis (const DoctorFindingType *type)
{
  return axes[type->axis];
}

guint
doctor_finding_type_get_axis_rank (const DoctorFindingType *type)
{
  return type->axis;
}

const char *
doctor_finding_type_get_owner (const DoctorFindingType *type)
{
  return owners[type->owner];
}

const char *
doctor_finding_type_get_loss (const DoctorFindingType *type)
{
  return losses[type->loss];
}

const char *const *
doctor_finding_type_get_fixes (const DoctorFindingType *type)
{
  return (const char *const *)type->fixes;
}

const char *const *
doctor_finding_type_get_hides (const DoctorFindingType *type)
{
  return (const char *const *)type->hides;
}

const char *const *
doctor_finding_type_get_reviewed (const DoctorFindingType *type)
{
  return (const char *const *)type->reviewed;
}

guint
doctor_finding_type_get_n_rules (const DoctorFindingType *type)
{
  return type->rules->len;
}

const DoctorRule *
doctor_finding_type_get_rule (const DoctorFindingType *type, guint i)
{
  return g_ptr_array_index (type->rules, i);
}

guint
doctor_finding_type_get_n_examples (const DoctorFindingType *type)
{
  return type->examples->len;
}

const DoctorExample *
doctor_finding_type_get_example (const DoctorFindingType *type, guint i)
{
  return g_ptr_array_index (type->examples, i);
}

void
doctor_finding_type_set_index (DoctorFindingType *type, guint index)
{
  type->index = index;
}

guint
doctor_finding_type_get_index (const DoctorFindingType *type)
{
  return type->index;
}

const char *
doctor_finding_type_peek_text (const DoctorFindingType *type, guint i, const char *language)
{
  for (guint n = 0; n < type->texts->len; n++) {
    const Text *text = &g_array_index (type->texts, Text, n);
    if (text->key == i && strcmp (text->language, language != NULL ? language : "") == 0)
      return text->text;
  }
  return NULL;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
doctor_finding_type_list_languages (const DoctorFindingType *type, guint i)
{
  GPtrArray *languages = g_ptr_array_new ();
  for (guint n = 0; n < type->texts->len; n++)
    if (g_array_index (type->texts, Text, n).key == i)
      g_ptr_array_add (languages, g_array_index (type->texts, Text, n).language);
  g_ptr_array_sort (languages, compare_words);
  return languages;
}

/* English is the language of the keys without one. */
static gboolean
is_english (const char *language)
{
  return strcmp (language, "C") == 0 || strcmp (language, "en") == 0;
}

static const char *
find_text (const DoctorFindingType *type, guint i, const char *const *languages)
{
  const char *text = NULL;
  for (; *languages != NULL && text == NULL && !is_english (*languages); languages++)
    text = doctor_finding_type_peek_text (type, i, *languages);
  return text != NULL ? text : doctor_finding_type_peek_text (type, i, NULL);
}

const char *
doctor_finding_type_get_text (const DoctorFindingType *type, const char *key, const char *locale)
{
  const char *const given[] = { locale, NULL };
  const char *const *languages = locale != NULL ? given : g_get_language_names ();
  for (guint i = 0; i < DOCTOR_N_TEXTS; i++)
    if (strcmp (doctor_text_keys[i], key) == 0)
      return find_text (type, i, languages);
  return NULL;
}
