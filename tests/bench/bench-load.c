/* bench-load MODULE STUBS: what loading the module costs in a process that, like the host, has GTK
 * already. STUBS is a library with the host's names, made by scripts/bench. */
#include "core/provider.h"
#include "core/ruleset.h"
#include <dlfcn.h>
#include <gtk/gtk.h>
#include <unistd.h>

/* design.md §8 */
#define BUDGET_MS 10.0
#define BUDGET_KIB (3 * 1024.0)

static double
resident_kib (void)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    g_error ("/proc/self/statm cannot be read");
  char *resident = NULL;
  g_ascii_strtoull (text, &resident, 10);
  return (double)g_ascii_strtoull (resident, NULL, 10) * sysconf (_SC_PAGESIZE) / 1024;
}

static gboolean
report (const char *what, double figure, const char *unit, double budget)
{
  g_print ("%-52s %8.3f %-3s  budget %g: %s\n", what, figure, unit, budget,
           figure < budget ? "kept" : "MISSED");
  return figure < budget;
}

int
main (int argc, char **argv)
{
  if (argc != 3 || dlopen (argv[2], RTLD_NOW | RTLD_GLOBAL) == NULL)
    g_error ("usage: bench-load MODULE STUBS: %s", dlerror ());
  gtk_parse_args (&argc, &argv); /* the host's GTK is up, with its types */
  double before_kib = resident_kib ();
  gint64 start_us = g_get_monotonic_time ();
  void *module = dlopen (argv[1], RTLD_NOW | RTLD_LOCAL);
  if (module == NULL || dlsym (module, "plugin_init") == NULL)
    g_error ("%s", dlerror ());
  double load_ms = (g_get_monotonic_time () - start_us) / 1000.0;
  /* Read when the first account fails; the hint's figure has their time (bench-hook). */
  DoctorRuleset *rules = doctor_ruleset_load (NULL, NULL);
  DoctorProviders *providers = doctor_providers_load (NULL, NULL);
  double grown_kib = resident_kib () - before_kib;
  gboolean kept = report ("module mapped and linked", load_ms, "ms", BUDGET_MS);
  kept &= report ("resident memory with rules and providers", grown_kib, "KiB", BUDGET_KIB);
  doctor_providers_free (providers);
  doctor_ruleset_unref (rules);
  return kept ? 0 : 1;
}
