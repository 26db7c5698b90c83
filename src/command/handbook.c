#include "command/handbook.h"
#include "core/i18n.h"

static gboolean
write_page (const DoctorPage *page, const DoctorPageFormat *format, const char *dir, GError **error)
{
  g_autofree char *name = g_strconcat (page->id, format->suffix, NULL);
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  format->write (page, out);
  return g_file_set_contents (path, out->str, (gssize)out->len, error);
}

/* One page for each of the names that @get gives, each with a line on @index. */
static gboolean
write_pages (const DoctorKnowledge *knowledge,
             GPtrArray *ids,
             const char *label,
             DoctorPage *index,
             const DoctorPageFormat *format,
             const char *dir,
             GError **error)
{
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (DoctorPage) page = doctor_pages_make (knowledge, g_ptr_array_index (ids, i));
    doctor_page_add_link (index, label, page->id);
    if (!write_page (page, format, dir, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
doctor_handbook_write (const DoctorKnowledge *knowledge,
                       const DoctorPageFormat *format,
                       const char *dir,
                       GError **error)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new ();
  g_autoptr (GPtrArray) providers = g_ptr_array_new ();
  g_autoptr (DoctorPage) index = doctor_page_new ("index", _ ("What can be wrong with an account"));
  for (guint i = 0; i < doctor_ruleset_get_n_types (knowledge->rules); i++)
    g_ptr_array_add (findings, (gpointer)doctor_finding_type_get_id (
                                 doctor_ruleset_get_type (knowledge->rules, i)));
  for (guint i = 0; i < doctor_providers_get_n (knowledge->providers); i++)
    g_ptr_array_add (
      providers, (gpointer)doctor_provider_get_id (doctor_providers_get (knowledge->providers, i)));
  return write_pages (knowledge, findings, _ ("Findings"), index, format, dir, error)
         && write_pages (knowledge, providers, _ ("Providers"), index, format, dir, error)
         && write_page (index, format, dir, error);
}
