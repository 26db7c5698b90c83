/* finding-files.h: rule sets for tests, from texts. */
#pragma once
#include "core/finding-type.h"

/* Appends a finding file: @head holds keys of [Finding], @rules the rule groups. */
static inline void
add_finding (GPtrArray *files, const char *id, const char *head, const char *rules)
{
  DoctorDataFile *file = g_new0 (DoctorDataFile, 1);
  file->id = g_strdup (id);
  file->origin = g_strconcat (id, ".finding", NULL);
  file->text = g_strconcat ("[Finding]\n", head, "\n", rules, "\n", NULL);
  file->length = strlen (file->text);
  g_ptr_array_add (files, file);
}

static inline GPtrArray *
finding_files_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)doctor_data_file_free);
}

/* The facts of @text, all from @source. */
static inline DoctorFacts *
facts_from (const char *text, DoctorSource source)
{
  g_autoptr (GError) error = NULL;
  DoctorFacts *facts = doctor_facts_new ();
  g_assert_true (doctor_facts_parse (facts, text, "facts", source, &error));
  g_assert_no_error (error);
  return facts;
}
