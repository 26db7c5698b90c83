#include "command/command.h"
#include "command/handbook.h"
#include "command/layout.h"
#include "core/i18n.h"

static gboolean
show_one (const DoctorKnowledge *knowledge,
          const DoctorPageFormat *format,
          const char *id,
          GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (DoctorPage) page = doctor_pages_make (knowledge, id);
  if (page == NULL) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE,
                 _ ("Nothing is called “%s”; “account-doctor list” has the names."), id);
    return FALSE;
  }
  format->write (page, out);
  doctor_layout_print (out);
  return TRUE;
}

DoctorExit
doctor_cmd_show (const DoctorCommand *self, int argc, char **argv, GError **error)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *overlay_option = NULL, *format_option = NULL, *all = NULL;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format_option,
      N_ ("How to write it: text, html or man"), N_ ("FORMAT") },
    { "all", 0, 0, G_OPTION_ARG_FILENAME, &all,
      N_ ("Write a page for every finding and provider into this folder"), N_ ("FOLDER") },
    doctor_command_overlay_entry (&overlay_option),
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &words, NULL, NULL },
    { NULL },
  };
  if (!doctor_command_parse (self, entries, argc, argv, error))
    return DOCTOR_EXIT_UNKNOWN;
  const DoctorPageFormat *format
    = doctor_page_format_lookup (format_option != NULL ? format_option : "text");
  if (format == NULL) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE,
                 _ ("“%s” is no format; the formats are: %s"), format_option, "text, html, man");
    return DOCTOR_EXIT_UNKNOWN;
  }
  if ((words == NULL ? 0 : g_strv_length (words)) != (all == NULL ? 1 : 0)) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE,
                 _ ("Name one thing to show; “account-doctor list” has the names."));
    return DOCTOR_EXIT_UNKNOWN;
  }
  g_autofree char *overlay = doctor_command_dup_overlay (overlay_option);
  g_autoptr (DoctorKnowledge) knowledge = doctor_knowledge_load (overlay);
  gboolean done = all != NULL ? doctor_handbook_write (knowledge, format, all, error)
                              : show_one (knowledge, format, words[0], error);
  return done ? DOCTOR_EXIT_HEALTHY : DOCTOR_EXIT_UNKNOWN;
}
