/* prefs-store.c: with bridge.c and watch.c one of the few files that know the host. */
#include "config.h"
#include "plugin/prefs-store.h"
#include "core/i18n.h"
#include "plugin/prefs-page.h"
#include <claws-features.h>
#include <common/defs.h>
#include <common/utils.h>
#include <libintl.h>
#include <prefs_common.h>
#include <prefs_gtk.h>

#define SECTION "AccountDoctor"

static struct {
  gboolean attached;
  int values[7]; /* what the host reads into and writes from; prefs.h has what counts */
  PrefsPage page;
  char *path[3];
  GtkWidget *widget; /* weak: of the preferences window while that is open */
} store;

static const char branch[] = "Plugins"; /* the host's own, in the host's words */

/* Names in the file. The host knows truth values as numbers too. */
static const char *const names[]
  = { "hint",         "notification", "examine_automatically", "history_days",
      "mask_reports", "quiet",        "quiet_offered" };
G_STATIC_ASSERT (G_N_ELEMENTS (names) == G_N_ELEMENTS (store.values));

static void
put (const DoctorPrefs *prefs)
{
  const int values[G_N_ELEMENTS (names)]
    = { prefs->hint, prefs->notification, (int)prefs->automatic, prefs->history_days,
        prefs->mask, prefs->quiet,        prefs->quiet_offered };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    store.values[i] = values[i];
}

static DoctorPrefs
take (void)
{
  const int *value = store.values;

  return (DoctorPrefs){ .hint = value[0],
                        .notification = value[1],
                        .automatic = (DoctorAutomatic)value[2],
                        .history_days = value[3],
                        .mask = value[4],
                        .quiet = value[5],
                        .quiet_offered = value[6] };
}

/* Lets the host read or write the section; @use gets a table that ends with an empty row. */
static void
with_table (void (*use) (PrefParam *table))
{
  PrefParam table[G_N_ELEMENTS (names) + 1] = { 0 };
  char defaults[G_N_ELEMENTS (names)][12];

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_snprintf (defaults[i], sizeof defaults[i], "%d", store.values[i]);
    table[i] = (PrefParam){
      .name = (char *)names[i], .defval = defaults[i], .data = &store.values[i], .type = P_INT
    };
  }
  use (table);
}

static void
read_table (PrefParam *table)
{
  g_autofree char *path = g_build_filename (get_rc_dir (), COMMON_RC, NULL);

  prefs_read_config (table, SECTION, path, NULL);
}

static void
write_table (PrefParam *table)
{
  prefs_write_config (table, SECTION, COMMON_RC);
}

void
doctor_prefs_store_save (void)
{
  put (doctor_prefs_get ());
  with_table (write_table);
}

/* --- the host's own error windows --- */

static gboolean *
host_is_quiet (void)
{
  return &prefs_common_get_prefs ()->no_recv_err_panel;
}

void
doctor_prefs_store_set_quiet (gboolean quiet)
{
  DoctorPrefs prefs = *doctor_prefs_get ();

  prefs.quiet = quiet;
  prefs.quiet_offered = TRUE;
  *host_is_quiet () = quiet;
  doctor_prefs_set (&prefs);
  doctor_prefs_store_save ();
}

gboolean
doctor_prefs_store_is_quiet (void)
{
  return *host_is_quiet ();
}

/* The host has written its file already when it ends, and it is to be whole without us. Where
 * the person took the setting back on the host's own page, that stays. */
static void
give_windows_back (void)
{
  DoctorPrefs prefs = *doctor_prefs_get ();

  if (!prefs.quiet)
    return;
  if (*host_is_quiet ()) {
    *host_is_quiet () = FALSE;
    prefs_common_write_config ();
    return;
  }
  prefs.quiet = FALSE;
  doctor_prefs_set (&prefs);
  doctor_prefs_store_save ();
}

/* --- the page --- */

static void
create_widget (PrefsPage *page, GtkWindow *window, gpointer data)
{
  DoctorPrefs prefs = *doctor_prefs_get ();

  prefs.quiet = *host_is_quiet ();
  page->widget = doctor_prefs_page_new (&prefs);
  g_set_weak_pointer (&store.widget, page->widget);
}

/* The host destroys its window with the widgets in it. */
static void
destroy_widget (PrefsPage *page)
{
  g_clear_weak_pointer (&store.widget);
}

static void
save_page (PrefsPage *page)
{
  if (store.widget == NULL || !store.attached)
    return;
  DoctorPrefs prefs = doctor_prefs_page_read (store.widget);
  gboolean quiet = prefs.quiet;
  prefs.quiet = doctor_prefs_get ()->quiet;
  doctor_prefs_set (&prefs);
  if (quiet != *host_is_quiet ())
    doctor_prefs_store_set_quiet (quiet);
  else
    doctor_prefs_store_save ();
}

gboolean
doctor_prefs_store_attach (GError **error)
{
  put (doctor_prefs_get ());
  with_table (read_table);
  DoctorPrefs prefs = take ();
  doctor_prefs_set (&prefs);
  store.path[0] = g_strdup (dgettext ("claws-mail", branch));
  store.path[1] = g_strdup (_ ("Account Doctor"));
  store.page = (PrefsPage){ .path = store.path,
                            .weight = 40,
                            .create_widget = create_widget,
                            .destroy_widget = destroy_widget,
                            .save_page = save_page };
  prefs_gtk_register_page (&store.page);
  if (doctor_prefs_get ()->quiet)
    *host_is_quiet () = TRUE;
  store.attached = TRUE;
  return TRUE;
}

void
doctor_prefs_store_detach (void)
{
  if (!store.attached)
    return;
  store.attached = FALSE;
  give_windows_back ();
  prefs_gtk_unregister_page (&store.page);
  g_clear_weak_pointer (&store.widget);
  for (guint i = 0; i < 2; i++)
    g_clear_pointer (&store.path[i], g_free);
  doctor_prefs_reset ();
}
