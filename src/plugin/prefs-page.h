/* prefs-page.h: the widgets of the preferences page, from prefs.ui. Knows neither the host nor
 * where the values are kept. */
#pragma once
#include "plugin/prefs.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Floating; shows @prefs. */
GtkWidget *doctor_prefs_page_new (const DoctorPrefs *prefs) G_GNUC_WARN_UNUSED_RESULT;
/* What the page shows now. */
DoctorPrefs doctor_prefs_page_read (GtkWidget *page);

G_END_DECLS
