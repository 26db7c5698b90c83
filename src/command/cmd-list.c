#include "command/command.h"
#include "command/layout.h"
#include "core/fact-dictionary.h"
#include "core/i18n.h"

enum { NAME_COLUMN = 30 };

static void
list_facts (GString *out)
{
  GPtrArray *keys = doctor_dictionary_keys ();
  for (guint i = 0; i < keys->len; i++) {
    const DoctorFactKey *key = g_ptr_array_index (keys, i);
    doctor_layout_row (out, 0, NAME_COLUMN, key->name, key->description);
  }
}

static const char *const kinds[] = { "facts", NULL };
static void (*const listers[]) (GString *out) = { list_facts };

DoctorExit
doctor_cmd_list (const DoctorCommand *self, int argc, char **argv, GError **error)
{
  g_auto (GStrv) words = NULL;
  const GOptionEntry entries[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &words, NULL, NULL },
    { NULL },
  };
  if (!doctor_command_parse (self, entries, argc, argv, error))
    return DOCTOR_EXIT_UNKNOWN;
  if (words == NULL || g_strv_length (words) != 1) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE, _ ("Name one thing to list: %s."),
                 self->words);
    return DOCTOR_EXIT_UNKNOWN;
  }
  int kind = doctor_command_choose ("list", words[0], kinds, error);
  if (kind < 0)
    return DOCTOR_EXIT_UNKNOWN;
  g_autoptr (GString) text = g_string_new (NULL);
  listers[kind](text);
  doctor_layout_print (text);
  return DOCTOR_EXIT_HEALTHY;
}
