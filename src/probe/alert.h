/* alert.h: the names of TLS alerts. Pure. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* The name of alert @code as RFC 8446 §6 writes it ("certificate_required"), or the number
 * in words ("alert_123") for one that no standard has. Static or interned. */
const char *doctor_alert_name (int code);
/* Whether it says no more than that one side is done. */
gboolean doctor_alert_is_farewell (int code);

G_END_DECLS
