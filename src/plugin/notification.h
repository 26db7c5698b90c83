/* notification.h: tells of a failing account by the desktop while no window of the program is in
 * front: the words of the strip, once for each cause and not oftener than every few minutes;
 * taken down when the account works again or the main window comes to the front. Never blocks. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

gboolean doctor_notification_attach (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void doctor_notification_detach (void); /* idempotent */
/* After cases or preferences changed. */
void doctor_notification_update (void);

G_END_DECLS
