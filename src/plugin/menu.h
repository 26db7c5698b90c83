/* menu.h: Tools → Diagnose account, one entry per account and All accounts. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

gboolean doctor_menu_attach (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void doctor_menu_detach (void); /* idempotent */
void doctor_menu_update (void); /* after the account list changed */

G_END_DECLS
