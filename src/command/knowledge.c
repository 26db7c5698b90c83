#include "command/knowledge.h"
#include "command/command.h"
#include "core/i18n.h"

/* A folder that somebody named and that is not there is a mistake worth a word. */
static void
check_folder (const char *overlay_dir, GPtrArray *problems)
{
  if (overlay_dir == NULL || g_file_test (overlay_dir, G_FILE_TEST_IS_DIR))
    return;
  g_ptr_array_add (problems,
                   g_strdup_printf (_ ("The folder “%s” for own rules and providers is not there; "
                                       "only the built-in ones are used."),
                                    overlay_dir));
}

DoctorKnowledge *
doctor_knowledge_load (const char *overlay_dir)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  DoctorKnowledge *knowledge = g_new0 (DoctorKnowledge, 1);
  check_folder (overlay_dir, problems);
  knowledge->rules = doctor_ruleset_load (overlay_dir, problems);
  knowledge->providers = doctor_providers_load (overlay_dir, problems);
  doctor_command_warn (problems);
  return knowledge;
}

void
doctor_knowledge_free (DoctorKnowledge *knowledge)
{
  if (knowledge == NULL)
    return;
  doctor_ruleset_unref (knowledge->rules);
  doctor_providers_free (knowledge->providers);
  g_free (knowledge);
}
