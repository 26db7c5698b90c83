/* panel-state.h: what the panel remembers between two sessions: its width, in
 * CONFIG_DIR/account-doctor/state (a key file). A missing or broken file is no width. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* In pixels, or 0 when none is known. */
int doctor_panel_state_load_width (const char *config_dir);
/* Keeps what else the file says. @width 0 changes nothing. Failing to write loses a width,
 * which nobody needs to be told. */
void doctor_panel_state_save_width (const char *config_dir, int width);

G_END_DECLS
