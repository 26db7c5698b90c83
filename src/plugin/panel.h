/* panel.h: the side panel at the right of the main window. */
#pragma once
#include "plugin/case.h"

G_BEGIN_DECLS

gboolean doctor_panel_attach (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Does a part of what opening it for the first time takes, nothing that can be seen. FALSE when
 * there is nothing left. */
gboolean doctor_panel_prepare (void);
void doctor_panel_detach (void); /* puts the window back as it was; idempotent */
/* Opens it on that account; 0: all accounts. Where it was shut, that takes some turns of the
 * main loop. */
void doctor_panel_show (int account_id);
void doctor_panel_update (DoctorCase *c); /* NULL: everything */

G_END_DECLS
