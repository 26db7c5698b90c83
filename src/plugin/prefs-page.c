#include "config.h"
#include "plugin/prefs-page.h"
#include "plugin/ui.h"
#include <stddef.h>

/* A check button for each; the ids of prefs.ui. */
static const struct {
  const char *id;
  gsize offset;
} checks[] = {
  { "hint", offsetof (DoctorPrefs, hint) },
  { "notification", offsetof (DoctorPrefs, notification) },
  { "quiet", offsetof (DoctorPrefs, quiet) },
  { "mask", offsetof (DoctorPrefs, mask) },
};

typedef struct {
  GtkToggleButton *checks[G_N_ELEMENTS (checks)];
  GtkComboBox *automatic;
  GtkSpinButton *history;
  DoctorPrefs shown; /* with what is not on the page */
} Page;

static gboolean *
value_of (DoctorPrefs *prefs, guint i)
{
  return (gboolean *)(gpointer)((char *)prefs + checks[i].offset);
}

GtkWidget *
doctor_prefs_page_new (const DoctorPrefs *prefs)
{
  g_autoptr (GtkBuilder) builder = doctor_ui_load ("prefs");
  Page *page = g_new0 (Page, 1);

  page->shown = *prefs;
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++) {
    page->checks[i] = doctor_ui_get (builder, checks[i].id);
    gtk_toggle_button_set_active (page->checks[i], *value_of (&page->shown, i));
  }
  page->automatic = doctor_ui_get (builder, "automatic");
  gtk_combo_box_set_active (page->automatic, (int)prefs->automatic);
  page->history = doctor_ui_get (builder, "history");
  gtk_spin_button_set_value (page->history, prefs->history_days);
  return doctor_ui_take_root (builder, page, g_free);
}

DoctorPrefs
doctor_prefs_page_read (GtkWidget *root)
{
  Page *page = doctor_ui_get_part (root);
  DoctorPrefs prefs = page->shown;

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    *value_of (&prefs, i) = gtk_toggle_button_get_active (page->checks[i]);
  prefs.automatic = (DoctorAutomatic)gtk_combo_box_get_active (page->automatic);
  prefs.history_days = gtk_spin_button_get_value_as_int (page->history);
  return prefs;
}
