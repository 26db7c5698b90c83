#include "core/finding-type.h"
#include "core/finding-details.h"
#include "core/i18n.h"
#include <string.h>

struct _DoctorFindingType {
  char *id;
  guint index;
  guint axis, owner, loss; /* in the closed lists below */
  char **fixes, **hides, **reviewed;
  GPtrArray *rules;
  DoctorFindingDetails *details; /* NULL: nobody has asked yet */
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

static void
read_word (DoctorKeyFile *file, DoctorFindingType *type, guint i)
{
  const char *key = word_keys[i].name;
  g_autofree char *value = g_key_file_get_value (file->keys, "Finding", key, NULL);
  if (value == NULL) {
    doctor_keyfile_fault (file, "Finding", NULL, _ ("[Finding] has no %s="), key);
    return;
  }
  for (guint n = 0; word_keys[i].words[n] != NULL; n++)
    if (strcmp (word_keys[i].words[n], g_strchomp (value)) == 0) {
      G_STRUCT_MEMBER (guint, type, word_keys[i].offset) = n;
      return;
    }
  g_autofree char *list = g_strjoinv (", ", (char **)word_keys[i].words);
  doctor_keyfile_fault (file, "Finding", key, _ ("“%s” is none of: %s"), value, list);
}

static void
read_list (const DoctorKeyFile *file, DoctorFindingType *type, guint i)
{
  char **list = g_key_file_get_string_list (file->keys, "Finding", list_keys[i].name, NULL, NULL);
  G_STRUCT_MEMBER (char **, type, list_keys[i].offset) = list != NULL ? list : g_new0 (char *, 1);
}

static gboolean
is_key (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (word_keys); i++)
    if (strcmp (word_keys[i].name, name) == 0)
      return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (list_keys); i++)
    if (strcmp (list_keys[i].name, name) == 0)
      return TRUE;
  return doctor_finding_is_text_key (name);
}

static void
read_finding_group (DoctorKeyFile *file, DoctorFindingType *type)
{
  g_auto (GStrv) names = g_key_file_get_keys (file->keys, "Finding", NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (list_keys); i++)
    read_list (file, type, i);
  if (names == NULL) {
    doctor_keyfile_fault (file, NULL, NULL, _ ("there is no group [Finding]"));
    return;
  }
  for (char **name = names; *name != NULL; name++)
    if (!is_key (*name))
      doctor_keyfile_fault (file, "Finding", *name, _ ("unknown key “%s” in [Finding]"), *name);
  for (guint i = 0; i < G_N_ELEMENTS (word_keys); i++)
    read_word (file, type, i);
  if (!g_key_file_has_key (file->keys, "Finding", doctor_text_keys[0], NULL))
    doctor_keyfile_fault (file, "Finding", NULL, _ ("[Finding] has no %s="), doctor_text_keys[0]);
}

static void
read_rule (DoctorKeyFile *file, DoctorFindingType *type, const char *group)
{
  DoctorRule *rule = doctor_rule_read (file, group);
  if (rule != NULL)
    g_ptr_array_add (type->rules, rule);
}

static void
read_groups (DoctorKeyFile *file, DoctorFindingType *type)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file->keys, NULL);
  gboolean any = FALSE;
  for (char **group = groups; *group != NULL; group++) {
    any |= doctor_keyfile_is_of (*group, "Rule");
    if (doctor_keyfile_is_of (*group, "Rule"))
      read_rule (file, type, *group);
    else if (!doctor_keyfile_is_of (*group, "Example") && strcmp (*group, "Finding") != 0)
      doctor_keyfile_fault (
        file, *group, NULL,
        _ ("unknown group [%s]; write [Finding], [Rule NAME] or [Example NAME]"), *group);
  }
  if (!any)
    doctor_keyfile_fault (file, NULL, NULL,
                          _ ("there is no [Rule NAME], so that it can never be found"));
}

DoctorFindingType *
doctor_finding_type_read (const DoctorDataFile *source, GPtrArray *problems)
{
  DoctorKeyFile file = { 0 };
  g_autoptr (DoctorFindingType) type = g_new0 (DoctorFindingType, 1);
  type->id = g_strdup (source->id);
  type->rules = g_ptr_array_new_with_free_func ((GDestroyNotify)doctor_rule_free);
  if (doctor_keyfile_open (&file, source)) {
    read_finding_group (&file, type);
    read_groups (&file, type);
    type->details = source->is_compiled ? NULL : doctor_finding_details_read (&file);
  }
  return doctor_keyfile_close (&file, problems) ? g_steal_pointer (&type) : NULL;
}

void
doctor_finding_type_free (DoctorFindingType *type)
{
  if (type == NULL)
    return;
  g_strfreev (type->fixes);
  g_strfreev (type->hides);
  g_strfreev (type->reviewed);
  g_ptr_array_unref (type->rules);
  doctor_finding_details_free (type->details);
  g_free (type->id);
  g_free (type);
}

/* Of what is compiled in they are read when somebody asks; of threads that do at once, the first
 * one's are kept. */
static const DoctorFindingDetails *
get_details (const DoctorFindingType *type)
{
  gpointer *place = (gpointer *)&type->details;
  if (g_atomic_pointer_get (place) == NULL) {
    DoctorFindingDetails *details = doctor_finding_details_load (type->id);
    if (!g_atomic_pointer_compare_and_exchange (place, NULL, details))
      doctor_finding_details_free (details);
  }
  return g_atomic_pointer_get (place);
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
  return get_details (type)->examples->len;
}

const DoctorExample *
doctor_finding_type_get_example (const DoctorFindingType *type, guint i)
{
  return g_ptr_array_index (get_details (type)->examples, i);
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
  g_autofree char *key = doctor_finding_dup_text_key (i, language);
  return g_hash_table_lookup (get_details (type)->texts, key);
}

/* The one in "Title[ja]". */
static char *
dup_language (const char *name)
{
  const char *bracket = strchr (name, '[');
  return bracket != NULL ? g_strndup (bracket + 1, strcspn (bracket + 1, "]")) : g_strdup ("");
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
doctor_finding_type_list_languages (const DoctorFindingType *type, guint i)
{
  GHashTableIter iter;
  gpointer name = NULL;
  GPtrArray *languages = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_iter_init (&iter, get_details (type)->texts);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (g_str_has_prefix (name, doctor_text_keys[i])) /* none begins with another */
      g_ptr_array_add (languages, dup_language (name));
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
