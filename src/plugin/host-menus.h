/* host-menus.h: ways to a diagnosis besides the menu Tools: the context menu of an account's
 * folders, an action for the tool bar, the context menu of the network log. Detach takes all
 * of them away and is idempotent. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

gboolean doctor_host_menus_attach (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void doctor_host_menus_detach (void);

G_END_DECLS
