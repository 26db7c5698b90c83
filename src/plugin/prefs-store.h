/* prefs-store.h: the values of prefs.h in the section AccountDoctor of the host's clawsrc, and
 * their page under Configuration → Preferences → Plugins. Detach is idempotent. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

gboolean doctor_prefs_store_attach (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void doctor_prefs_store_detach (void);
/* Whether the host shows no error window when receiving fails, whoever chose so. */
gboolean doctor_prefs_store_is_quiet (void);
/* Chooses for the host, and remembers that it was chosen from here: then it is taken back when
 * the plugin is unloaded. */
void doctor_prefs_store_set_quiet (gboolean quiet);
/* Writes what doctor_prefs_get () says; the page does so by itself. */
void doctor_prefs_store_save (void);

G_END_DECLS
